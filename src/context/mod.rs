//! What a figure covers: its period, its scope, whose it is, and whether it is a figure at all.
//!
//! In: the candidates of a text, its outline, who the report is by. Out: [`Placed`] candidates. Period, scope and subject are
//! tracks: each sentence is read from left to right, words set, carry on and end them, and a candidate takes what holds
//! where it stands.

mod change;
mod period;
mod scope;
pub mod shares;
mod subject;
pub mod time;

use crate::matching::words::Scan;
use crate::matching::{Candidate, Matches, Rejection};
use crate::outline::{Outline, Sentence};
use crate::record::{Basis, DateRange, Level, Period, Scope};
use crate::rules::{Pack, WordList};
use crate::span::CleanSpan;
use jiff::civil::Date;
use rust_decimal::Decimal;
use time::Anchor;

/// What opens the share of a figure.
const SPLITS: &str = "其中";

/// Bytes of the longest clause: a list of hundreds of parts.
const LONGEST_CLAUSE: usize = 1 << 14;

/// Sentences among which a story names the press.
const STORY_OPENING: usize = 8;

/// A candidate with all that its place in the text says of it; of one that is no figure nothing more is asked.
#[derive(Debug, Clone)]
pub struct Placed {
    /// The claim.
    pub candidate: Candidate,
    /// The days it covers; none where neither it nor the document says.
    pub period: Option<Period>,
    /// What it covers.
    pub scope: Scope,
    /// The words that say so, in the clean text.
    pub scope_words: Option<CleanSpan>,
    /// Whether words for the whole (全年, 全市, 共) stand in its clause: one total beats another by them.
    pub explicit: bool,
    /// A change since the year before, in percent.
    pub change: Option<Decimal>,
}

/// Who the report is by, as far as it bears on figures.
#[derive(Debug, Clone, Default)]
pub struct Author {
    /// The agency's full name.
    pub agency: Option<String>,
    /// The region's full name.
    pub region: Option<String>,
    /// The region's level.
    pub level: Option<Level>,
    /// Where the title stands.
    pub title: Option<CleanSpan>,
}

/// A text with what all tracks read of it.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    /// The rules.
    pub pack: &'a Pack,
    /// Where the words of their lists stand.
    pub scan: &'a Scan<'a>,
    /// The clean text.
    pub clean: &'a str,
    /// Its shape.
    pub outline: &'a Outline,
    /// Who it is by.
    pub author: &'a Author,
}

/// The reporting period that the document states: in its title, else in its opening. A reply (`reports` false) has none in
/// its title: that names the question.
pub fn stated_period(text: &Text, title: Option<&str>, reports: bool, anchor: Anchor) -> Option<DateRange> {
    period::document::stated(text, title.filter(|_| reports), reports, anchor)
}

/// What the opening of a report dates, for one that neither states a period nor has figures that name one.
pub fn opening_period(text: &Text, anchor: Anchor) -> Option<DateRange> {
    period::document::of_opening(text, anchor)
}

/// The year in which a story in the press, dated `date`, is told.
pub fn story_year(text: &Text, date: Option<Date>) -> Option<i16> {
    let top = text.outline.sentences.iter().take(STORY_OPENING);
    let press = top.into_iter().any(|sentence| text.first(sentence.span, WordList::Press).is_some());
    date.filter(|_| press).map(Date::year)
}

/// What a figure covers.
struct Covered {
    period: Option<Period>,
    scope: Scope,
    scope_words: Option<CleanSpan>,
    explicit: bool,
    change: Option<Decimal>,
}

impl Placed {
    fn figure(candidate: Candidate, covered: &Covered) -> Self {
        let Covered { period, scope, scope_words, explicit, change } = *covered;
        Self { candidate, period, scope, scope_words, explicit, change }
    }

    fn no_figure(mut candidate: Candidate, why: Rejection) -> Self {
        candidate.rejected = Some(why);
        Self { candidate, period: None, scope: Scope::Total, scope_words: None, explicit: false, change: None }
    }
}

/// Places every candidate of a text.
pub fn place(text: &Text, anchor: Anchor, matches: Matches) -> Vec<Placed> {
    let periods = period::Track::of(text, anchor, &matches.candidates);
    let scopes = scope::Track::of(text, &matches.candidates);
    let subjects = subject::Track::of(text);
    let all = &matches.candidates;
    let covers = |candidate: &Candidate| {
        if let Some(why) = candidate.rejected.clone().or_else(|| subjects.rejection(text, candidate)) {
            return Err(why);
        }
        let period = periods.at(text, candidate);
        if period.is_some_and(|p| anchor.lies_ahead(p)) {
            return Err(Rejection::Plan);
        }
        let (scope, scope_words) = scopes.at(text, candidate, all);
        if scope == Scope::Total && subject::undated(text, candidate) {
            return Err(Rejection::Undated);
        }
        let (explicit, change) = (text.explicit(candidate, all), change::of(text, candidate, &matches.quantities));
        Ok(Covered { period, scope, scope_words, explicit, change })
    };
    let covered: Vec<Result<Covered, Rejection>> = all.iter().map(covers).collect();
    let place = |(candidate, covered)| match covered {
        Ok(covered) => Placed::figure(candidate, &covered),
        Err(why) => Placed::no_figure(candidate, why),
    };
    let mut placed: Vec<Placed> = matches.candidates.into_iter().zip(covered).map(place).collect();
    scope::split::subsets(text, &mut placed);
    scope::split::amounts_of_parts(text, &mut placed);
    placed
}

/// The period of a report that states none: the one that most of its total-scope core figures share; where it has none of
/// these, most of its totals; of a report of one drive alone, the one that most of the drive's core figures share.
pub fn shared_period(pack: &Pack, placed: &[Placed]) -> Option<DateRange> {
    let accepted = || placed.iter().filter(|p| p.candidate.rejected.is_none());
    let totals = || accepted().filter(|p| p.scope == Scope::Total);
    let core = |p: &&Placed| pack.group_of(p.candidate.field).is_some_and(|g| g.core);
    if accepted().all(|p| p.scope == Scope::Campaign) {
        return most_frequent(accepted().filter(core));
    }
    most_frequent(totals().filter(core)).or_else(|| most_frequent(totals()))
}

fn most_frequent<'p>(figures: impl Iterator<Item = &'p Placed>) -> Option<DateRange> {
    let mut counts: Vec<(DateRange, usize)> = Vec::new();
    for period in figures.filter_map(|figure| figure.period) {
        let days = DateRange { start: period.start, end: period.end };
        match counts.iter_mut().find(|(other, _)| *other == days) {
            Some((_, count)) => *count += 1,
            None => counts.push((days, 1)),
        }
    }
    // The first of the most frequent, so that the opening decides a draw.
    counts.iter().rev().max_by_key(|(_, count)| *count).map(|(days, _)| *days)
}

/// Gives figures without a period of their own that of the document. `today` is the document's own day where it states no
/// period: its 今年以来, up to that day, means the months that it goes by (1至8月).
pub fn fill_period(placed: &mut [Placed], document: DateRange, today: Option<Date>) {
    let period = Period { start: document.start, end: document.end, basis: Basis::Document };
    for figure in placed.iter_mut() {
        let whole_year = |p: Period| period::covers_year(DateRange { start: p.start, end: p.end }, document);
        let until_today = |p: Period| p.start == document.start && p.end > document.end && today == Some(p.end);
        let same = |p: Period| (p.start, p.end) == (document.start, document.end);
        if figure.period.is_none_or(|p| same(p) || whole_year(p) || until_today(p)) {
            figure.period = Some(period);
        }
    }
}

/// For each sentence whether a candidate stands in it that is not turned down.
fn holding(text: &Text, candidates: &[Candidate]) -> Vec<bool> {
    let mut holding = vec![false; text.outline.sentences.len()];
    for sentence in candidates.iter().filter(|c| c.rejected.is_none()).filter_map(|c| c.sentence) {
        holding[sentence] = true;
    }
    holding
}

/// The candidates whose quantities stand in `span`; they are in the order of the text.
fn inside(candidates: &[Candidate], span: CleanSpan) -> &[Candidate] {
    let from = candidates.partition_point(|c| c.quantity.span.start < span.start);
    let to = candidates.partition_point(|c| c.quantity.span.start < span.end);
    &candidates[from..to]
}

impl Text<'_> {
    fn sentence(&self, candidate: &Candidate) -> Option<&Sentence> {
        candidate.sentence.map(|at| &self.outline.sentences[at])
    }

    fn slice(&self, span: CleanSpan) -> &str {
        &self.clean[span.range()]
    }

    /// The first place in `span` where a word of `list` stands.
    fn first(&self, span: CleanSpan, list: WordList) -> Option<CleanSpan> {
        self.scan.first(span, list)
    }

    /// Whether a word of `list` may stand in `span`: where not, none of those below finds any.
    fn may_hold(&self, span: CleanSpan, list: WordList) -> bool {
        self.scan.may_hold(span, list)
    }

    /// Whether a word of `list` starts `span`.
    fn starts(&self, span: CleanSpan, list: WordList) -> bool {
        self.scan.starts(span, list)
    }

    /// Every place in `span` where a word of `list` stands, in order.
    fn every(&self, span: CleanSpan, list: WordList) -> impl Iterator<Item = CleanSpan> {
        self.scan.every(span, list)
    }

    /// From the last separator before `at` up to `at`, not before the sentence, nor farther than any clause reaches.
    fn clause_before(&self, sentence: CleanSpan, at: usize) -> CleanSpan {
        let far = at.saturating_sub(LONGEST_CLAUSE).max(sentence.start);
        let far = (far..at).find(|place| self.clean.is_char_boundary(*place)).unwrap_or(at);
        let start = self.clean[far..at].rfind([',', ';', ':', '。']).map_or(far, |mark| far + mark + 1);
        CleanSpan::new(start, at)
    }

    /// Whether a bracket that is open at `at` is closed before `to`.
    fn in_closed_bracket(&self, at: usize, to: usize) -> bool {
        let behind = self.clean.get(at..to).unwrap_or_default();
        behind.find(['(', ')']).is_some_and(|mark| behind[mark..].starts_with(')'))
    }

    /// Whether the sentence up to the figure has words for the whole. Of 按“双随机”要求共抽查9家,出动80人次 they tell what the channel
    /// counts, and nothing of the rest; of 共核发许可证278张,下达通知书46份 what is no figure.
    fn explicit(&self, candidate: &Candidate, all: &[Candidate]) -> bool {
        let Some(sentence) = self.sentence(candidate).map(|s| s.span) else { return false };
        let start = candidate.quantity.span.start.max(sentence.start);
        let from = self.clean[sentence.start..start].rfind(';').map_or(sentence.start, |at| sentence.start + at);
        let told = CleanSpan::new(from, start);
        let channel = self.first(told, WordList::Channel).filter(|hit| hit.end < candidate.quote.start);
        let told = CleanSpan::new(from, channel.map_or(start, |hit| hit.start));
        let counts = |hit: CleanSpan| {
            let rest = &self.clean[hit.end..start];
            let clause = CleanSpan::new(hit.end, hit.end + rest.find([',', ':', '。']).unwrap_or(rest.len()));
            let figure = || inside(all, clause).iter().any(|c| c.rejected.is_none() || c.field == candidate.field);
            clause.end == start || !self.slice(clause).contains(|c: char| c.is_ascii_digit()) || figure()
        };
        self.every(told, WordList::Whole).any(counts)
    }

    /// Whether a field is counted by channel: all but those whose group of patterns is a channel itself.
    fn splits_by_channel(&self, candidate: &Candidate) -> bool {
        let id = &self.pack.fields[candidate.field].id;
        !self.pack.channels.contains(id)
    }

    /// Whether a figure is of standing work, which no drive of an earlier sentence and no channel takes hold of.
    fn is_standing_work(&self, candidate: &Candidate) -> bool {
        self.pack.standing_work.contains(&self.pack.fields[candidate.field].id)
    }

    /// Whether a figure is of what is inspected, opened and fined.
    fn is_core(&self, candidate: &Candidate) -> bool {
        self.pack.group_of(candidate.field).is_some_and(|group| group.core)
    }

    fn rejects(&self, span: CleanSpan, list: WordList, why: Rejection) -> Option<Rejection> {
        self.first(span, list).map(|_| why)
    }
}
