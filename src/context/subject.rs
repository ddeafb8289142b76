//! Whether a claim is a figure at all: done and not planned, all cases and not one, this agency's and not another's.

use rust_decimal::Decimal;

use super::{SPLITS, Text};
use crate::matching::{Candidate, Origin, Rejection};
use crate::quantity::Measure;
use crate::record::Level;
use crate::rules::WordList;
use crate::span::CleanSpan;

/// Behind the bounds of a range of fines as laws have it.
const ABOVE: &str = "以上";
const BELOW: &str = "以下";

/// What the headings and the page around the report say of all that stands under them.
pub(super) struct Track {
    /// For each heading why nothing under it is a figure, if so.
    headings: Vec<Option<Rejection>>,
    /// For each sentence whether the page's links behind the report have begun.
    tail: Vec<bool>,
    /// For each sentence from where it tells one case, if it does, or goes on with the one told before it.
    single: Vec<Option<usize>>,
}

impl Track {
    pub(super) fn of(text: &Text) -> Self {
        let mut headings: Vec<Option<Rejection>> = Vec::with_capacity(text.outline.headings.len());
        for heading in &text.outline.headings {
            let above = heading.parent.and_then(|at| headings[at].clone());
            headings.push(above.or_else(|| heading_says(text, heading.span)));
        }
        let mut tail: Vec<bool> = Vec::with_capacity(text.outline.sentences.len());
        let mut single: Vec<Option<usize>> = Vec::with_capacity(text.outline.sentences.len());
        for (at, sentence) in text.outline.sentences.iter().enumerate() {
            let before = at.checked_sub(1).filter(|b| text.outline.sentences[*b].heading == sentence.heading);
            tail.push(before.is_some_and(|b| tail[b]) || text.starts(sentence.span, WordList::Tail));
            // 检查发现某厂偷排。大队责令改正,处罚款22万元: told on, until words for the whole come.
            let goes_on = before.is_some_and(|b| {
                let last = &text.outline.sentences[b];
                single[b].is_some() && last.paragraph == sentence.paragraph && last.item == sentence.item
            });
            let told = text.first(sentence.span, WordList::SingleCase).map(|hit| told_from(text, sentence.span, hit));
            let open = goes_on && text.first(sentence.span, WordList::Whole).is_none();
            single.push(if open { Some(sentence.span.start) } else { told });
        }
        Self { headings, tail, single }
    }

    /// Why a candidate is no figure of this report, if it is none.
    pub(super) fn rejection(&self, text: &Text, candidate: &Candidate) -> Option<Rejection> {
        let above = candidate.heading.and_then(|heading| self.headings[heading].clone());
        let behind = || candidate.sentence.filter(|at| self.tail[*at]).map(|_| Rejection::Elsewhere);
        let told = |at: usize| {
            let from = self.single[at].filter(|from| *from <= candidate.quantity.span.start);
            // 例如去年全省共查处71起: an instance that is told of all.
            let all =
                |from| text.first(CleanSpan::new(from, candidate.quantity.span.start), WordList::OwnArea).is_some();
            from.is_some_and(|from| candidate.quantity.value == Decimal::ONE || !all(from))
        };
        let single = || candidate.sentence.filter(|at| told(*at)).map(|_| Rejection::SingleCase);
        above.or_else(behind).or_else(|| rejection(text, candidate)).or_else(single)
    }
}

/// Where the telling of one case begins: 立案40件;其中某厂偷排案,罚款9万元 tells all cases up to 其中.
fn told_from(text: &Text, sentence: CleanSpan, case: CleanSpan) -> usize {
    let clause = text.clause_before(sentence, case.end);
    let split = text.slice(CleanSpan::new(clause.start, case.end.max(clause.start))).find(SPLITS);
    split.filter(|_| clause.start > sentence.start).map_or(sentence.start, |at| clause.start + at)
}

/// Plans and typical cases.
fn heading_says(text: &Text, heading: CleanSpan) -> Option<Rejection> {
    let plan = text.rejects(heading, WordList::PlanHeading, Rejection::Plan);
    let plan = plan.filter(|_| text.first(heading, WordList::DoneHeading).is_none());
    let case = || text.scan.ending(heading, WordList::CaseHeadingEnd, |_| true).map(|_| Rejection::SingleCase);
    plan.or_else(|| text.rejects(heading, WordList::CaseHeading, Rejection::SingleCase)).or_else(case)
}

/// Why a candidate is no figure by what its own sentence says.
fn rejection(text: &Text, candidate: &Candidate) -> Option<Rejection> {
    let sentence = text.sentence(candidate)?.span;
    let quantity = candidate.quantity.span;
    let start = quantity.start.min(candidate.quote.start).max(sentence.start);
    let clause = text.clause_before(sentence, start);
    let around = CleanSpan::new(clause.start, candidate.quote.end.max(quantity.end));
    // 减少31件: how many fewer; 抽查任务218项: how many were asked for.
    if candidate.quantity.measure != Measure::Percent {
        let lead = text.clause_before(sentence, quantity.start);
        let told_by = |list| text.every(lead, list).last().is_some_and(|hit| hit.end == quantity.start);
        if told_by(WordList::Delta) {
            return Some(Rejection::Delta);
        }
        if told_by(WordList::Task) && !told_by(WordList::TaskDone) {
            return Some(Rejection::Plan);
        }
    }
    text.rejects(sentence, WordList::PlanSentence, Rejection::Plan)
        .or_else(|| planned(text, sentence, quantity))
        .or_else(|| decoy(text, sentence, around, quantity))
        .or_else(|| elsewhere(text, sentence, candidate, clause))
}

/// 每局5卷、共45卷: a word that makes one number a decoy says nothing of the next.
fn decoy(text: &Text, sentence: CleanSpan, around: CleanSpan, quantity: CleanSpan) -> Option<Rejection> {
    let beside = |hit: CleanSpan| {
        let between = text.clean.get(hit.end..quantity.start).unwrap_or_default();
        !between.contains(|c: char| c.is_ascii_digit())
    };
    let single = text.every(around, WordList::Decoy).any(beside);
    // 立案超过500件的有东区: a condition that some fulfil.
    let behind = CleanSpan::new(quantity.end, sentence.end.max(quantity.end));
    let condition = text.starts(behind, WordList::ConditionBehind);
    (single || condition || is_lower_bound(text, quantity) || is_rate(text, quantity)).then_some(Rejection::Decoy)
}

/// Whether a quantity, named by nothing, is the amount of each of those that are counted right behind it: (500元430件;…).
fn is_rate(text: &Text, quantity: CleanSpan) -> bool {
    let unnamed = text.clean[..quantity.start].ends_with(['(', ',', ';', ':']);
    let counts = text.clean[quantity.end..].starts_with(|c: char| c.is_ascii_digit());
    unnamed && counts && text.slice(quantity).ends_with('元')
}

/// Whether a quantity is the lower bound of what the law allows: 2万元以上20万元以下.
fn is_lower_bound(text: &Text, quantity: CleanSpan) -> bool {
    let behind = &text.clean[quantity.end..];
    let upper = if text.slice(quantity).ends_with(ABOVE) { Some(behind) } else { behind.strip_prefix(ABOVE) };
    let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '万' | '亿' | '元');
    upper.is_some_and(|upper| {
        let rest = upper.trim_start_matches(number);
        rest.len() < upper.len() && rest.starts_with(BELOW)
    })
}

/// A plan holds from its word to the end of the sentence, or to words that tell what was done.
fn planned(text: &Text, sentence: CleanSpan, quantity: CleanSpan) -> Option<Rejection> {
    let before = CleanSpan::new(sentence.start, quantity.start);
    // 拟罚款96万元, 立案120件的目标: a plan of its clause alone.
    let clause = text.clause_before(sentence, quantity.start);
    let behind = CleanSpan::new(quantity.end, sentence.end.max(quantity.end));
    // 对拟作出处罚决定的12件案件进行审核: only what is done with them is told.
    let proposed = |plan: CleanSpan| text.every(clause, WordList::Proposed).any(|hit| hit.contains(plan));
    let here = text.every(clause, WordList::PlanHere).any(|plan| !proposed(plan));
    if here || text.starts(behind, WordList::PlanBehind) {
        return Some(Rejection::Plan);
    }
    let plan = text.every(before, WordList::Plan).last()?;
    // 按照计划抽查63家: the words may hold the plan's.
    let done = text.every(before, WordList::Done).any(|hit| hit.end >= plan.end);
    (!done).then_some(Rejection::Plan)
}

/// Another agency's doing, or the figure of an area that is not the report's own.
fn elsewhere(text: &Text, sentence: CleanSpan, candidate: &Candidate, clause: CleanSpan) -> Option<Rejection> {
    let stretch_start =
        text.clean[sentence.start..clause.end].rfind(';').map_or(sentence.start, |at| sentence.start + at + 1);
    let (other, judge) = doer(text, CleanSpan::new(stretch_start, clause.end.max(stretch_start)));
    let theirs = || text.pack.group_of(candidate.field).is_some_and(|g| g.others_act);
    if other && !(judge && theirs()) && candidate.origin != Origin::Carried {
        return Some(Rejection::Elsewhere);
    }
    let city = text.author.region.as_deref().is_some_and(|r| r.ends_with('市'));
    let wider = match text.author.level? {
        Level::County if city => WordList::WiderThanPrefecture,
        Level::National => return None,
        Level::Province => WordList::WiderThanProvince,
        Level::Prefecture => WordList::WiderThanPrefecture,
        Level::County => WordList::WiderThanCounty,
    };
    let before = CleanSpan::new(stretch_start, candidate.quantity.span.start);
    let hit = text.every(before, wider).filter(|hit| !quoted(text, before, *hit)).last()?;
    // Words for the report's own area after it take the figure back.
    let after = CleanSpan::new(hit.end, before.end);
    text.first(after, WordList::OwnArea).is_none().then_some(Rejection::Elsewhere)
}

/// Whether a stretch names another agency as the doer of what it ends with, and whether that is one that judges.
fn doer(text: &Text, stretch: CleanSpan) -> (bool, bool) {
    let (mut other, mut judge) = (false, false);
    if !text.may_hold(stretch, WordList::OtherAgency) {
        return (other, judge);
    }
    let mut from = stretch.start;
    // The last clause that names its doer decides.
    for part in text.slice(stretch).split_inclusive([',', ':']) {
        let span = CleanSpan::new(from, from + part.len());
        from += part.len();
        if let Some(hit) = text.first(span, WordList::OtherAgency).filter(|hit| starts_clause(text, span, *hit)) {
            let name = text.slice(hit);
            let taken_back = text.first(CleanSpan::new(hit.end, span.end), WordList::OwnAgency).is_some();
            // In a report of an agency unknown 全市市场监管部门 may well be its own; 全市法院 never is.
            let area = text.first(CleanSpan::new(span.start, hit.start), WordList::OwnAgency).is_some();
            let maybe = text.author.agency.is_none() && area && text.first(span, WordList::OtherPower).is_none();
            other = !taken_back && !maybe && (!is_own(text, name) || is_above(text, hit));
            judge = text.first(hit, WordList::Judges).is_some();
        } else if text.first(span, WordList::OwnAgency).is_some() {
            other = false;
        }
    }
    (other, judge)
}

/// 改革以来累计办理327件: a total since a day that nobody names is of no period at all.
pub(super) fn undated(text: &Text, candidate: &Candidate) -> bool {
    let Some(sentence) = text.sentence(candidate) else { return false };
    let before = text.clean[sentence.span.start..candidate.quantity.span.start.max(sentence.span.start)].rfind(';');
    let stretch = before.map_or(sentence.span.start, |mark| sentence.span.start + mark + 1);
    let span = CleanSpan::new(stretch, candidate.quantity.span.start.max(stretch));
    let dated = |to: usize| text.clean[stretch..to].contains(|c: char| c.is_ascii_digit());
    let named = |from: usize| names_year(&text.clean[from..span.end]);
    text.first(span, WordList::Undated).is_some_and(|hit| !dated(hit.start) && !named(hit.end))
}

/// Whether a year stands in `words`: …以来,也就是2018年1月至今年6月.
fn names_year(words: &str) -> bool {
    words.match_indices('年').any(|(at, _)| words[..at].bytes().rev().take_while(u8::is_ascii_digit).count() == 4)
}

fn starts_clause(text: &Text, clause: CleanSpan, hit: CleanSpan) -> bool {
    let lead = text.slice(CleanSpan::new(clause.start, hit.start));
    lead.chars().count() <= 6 && text.first(CleanSpan::new(clause.start, hit.start), WordList::With).is_none()
}

fn is_own(text: &Text, name: &str) -> bool {
    let core =
        ["部门", "机关", "局", "厅", "委", "队", "执法"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    is_named_for(text, core)
}

/// Whether the agency that reports bears a name, or one that it is short for.
pub(super) fn is_named_for(text: &Text, name: &str) -> bool {
    let agency = text.author.agency.as_deref().unwrap_or_default();
    !name.is_empty() && (agency.contains(name) || is_short_for(name, agency))
}

/// Whether the body named at `hit` is that of a level above the report's own: 市水利局 in a district's report.
fn is_above(text: &Text, hit: CleanSpan) -> bool {
    let city = text.author.region.as_deref().is_some_and(|region| region.ends_with('市'));
    let above: &[char] = match text.author.level {
        Some(Level::County) if !city => &['市', '省'],
        Some(Level::County | Level::Prefecture) => &['省'],
        Some(Level::Province | Level::National) | None => &[],
    };
    text.clean[..hit.start].ends_with(above)
}

/// Whether a name takes its characters from another in their order: 文旅 is short for 文化和旅游局.
fn is_short_for(short: &str, name: &str) -> bool {
    let mut rest = name.chars();
    short.chars().count() > 1 && short.chars().all(|c| rest.any(|other| other == c))
}

fn quoted(text: &Text, span: CleanSpan, hit: CleanSpan) -> bool {
    let before = text.slice(CleanSpan::new(span.start, hit.start));
    let open = |a: char, b: char| before.rfind(a).is_some_and(|at| before[at..].find(b).is_none());
    open('“', '”') || open('《', '》')
}
