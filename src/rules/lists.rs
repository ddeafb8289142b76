//! The word lists of `[context]` that the reading of a text asks for.

/// Names each list once: as a variant, and as the key of the rule file.
macro_rules! word_lists {
    ($($list:ident = $key:literal,)*) => {
        /// A list of `[context]`; `docs/rules.md` tells what its words do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(missing_docs)]
        pub enum WordList {
            $($list,)*
        }

        impl WordList {
            /// The keys of the lists, each at the place of its list.
            pub const KEYS: &'static [&'static str] = &[$($key,)*];
        }
    };
}

word_lists! {
    AllChannels = "all_channels",
    Anaphora = "anaphora",
    Announces = "announces",
    ByKind = "by_kind",
    Campaign = "campaign",
    CampaignTitle = "campaign_title",
    CaseHeading = "case_heading",
    CaseHeadingEnd = "case_heading_end",
    Channel = "channel",
    ConditionBehind = "condition_behind",
    Dated = "dated",
    DatedFiles = "dated_files",
    Decoy = "decoy",
    Delta = "delta",
    Done = "done",
    DoneHeading = "done_heading",
    Falls = "falls",
    GeneralTitle = "general_title",
    GoesOn = "goes_on",
    Grade = "grade",
    Honoured = "honoured",
    Judges = "judges",
    KindHeading = "kind_heading",
    ListedPlace = "listed_place",
    LowerLevel = "lower_level",
    Means = "means",
    NoDrive = "no_drive",
    NoPlace = "no_place",
    NotPart = "not_part",
    Occasion = "occasion",
    OnAnotherTime = "on_another_time",
    OtherAgency = "other_agency",
    OtherPower = "other_power",
    Outcome = "outcome",
    OwnAgency = "own_agency",
    OwnArea = "own_area",
    Part = "part",
    PartIntro = "part_intro",
    PartLabel = "part_label",
    PartSubject = "part_subject",
    Place = "place",
    Plan = "plan",
    PlanBehind = "plan_behind",
    PlanHeading = "plan_heading",
    PlanHere = "plan_here",
    PlanSentence = "plan_sentence",
    Press = "press",
    Proposed = "proposed",
    Reached = "reached",
    Resets = "resets",
    RestLabel = "rest_label",
    Returns = "returns",
    ReturnsFromTitle = "returns_from_title",
    Rises = "rises",
    ShareEnd = "share_end",
    SingleCase = "single_case",
    SplitLabel = "split_label",
    SumLabel = "sum_label",
    TableApart = "table_apart",
    TableChange = "table_change",
    TableNumber = "table_number",
    TablePlan = "table_plan",
    TableValue = "table_value",
    TableWhole = "table_whole",
    Tail = "tail",
    Task = "task",
    TaskDone = "task_done",
    Undated = "undated",
    Whole = "whole",
    WiderThanCounty = "wider_than_county",
    WiderThanPrefecture = "wider_than_prefecture",
    WiderThanProvince = "wider_than_province",
    With = "with",
}

impl WordList {
    /// The place of the list among all.
    pub const fn place(self) -> usize {
        self as usize
    }
}
