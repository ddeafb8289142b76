//! The period track: which days hold where a figure stands.

pub(super) mod document;

use super::time::{self, Anchor, Form, Time};
use super::{Text, holding, inside};
use crate::matching::Candidate;
use crate::record::{Basis, DateRange, Period};
use crate::rules::WordList;
use crate::span::CleanSpan;

/// The times of a sentence and what it inherits.
#[derive(Debug, Default, Clone)]
struct Line {
    times: Vec<Time>,
    /// The time that holds where the sentence names none.
    inherited: Option<Time>,
}

/// Bytes before a time that leads its sentence: 一是, 截至, a bracket.
const LEAD: usize = 18;
/// Behind a time that figures are compared with.
const COMPARED_TO: &str = "相比";
/// How words end that take the span of another time.
const SAME: &str = "同期";
/// Characters between a word that dates a thing and its time: 按照省厅2023年要求.
const MAX_BETWEEN: usize = 8;

/// The times of every sentence of a text.
pub(super) struct Track {
    anchor: Anchor,
    lines: Vec<Line>,
    /// For each heading the time that it or one above names.
    headings: Vec<Option<Time>>,
    /// Where another report begins in the same text, and its time.
    reports: Vec<(usize, Time)>,
}

impl Track {
    pub(super) fn of(text: &Text, anchor: Anchor, candidates: &[Candidate]) -> Self {
        let mut lines: Vec<Line> = Vec::with_capacity(text.outline.sentences.len());
        let mut opened: Option<(usize, Time)> = None;
        let headings = heading_times(text, anchor);
        let mut named: Option<(usize, i16)> = None;
        let asked = asked(text, candidates);
        for (at, sentence) in text.outline.sentences.iter().enumerate() {
            // Beyond its paragraph a sentence tells only the year, which nobody asks for where that of the report is known.
            if anchor.year().is_some() && !asked[at] {
                lines.push(Line::default());
                continue;
            }
            let known = |&(paragraph, _): &(usize, i16)| paragraph == sentence.paragraph || anchor.year().is_none();
            let named_year = named.filter(known).filter(|_| anchor.period.is_none()).map(|(_, year)| year);
            let mut times = time::expressions(text.slice(sentence.span), Anchor { named: named_year, ..anchor });
            Self::of_the_time_before(text, at, &lines, &mut times);
            for time in &mut times {
                let at = CleanSpan::new(sentence.span.start + time.at.start, sentence.span.start + time.at.end);
                if belongs_to_one(inside(candidates, sentence.span), at) || dates_a_thing(text, sentence.span, at) {
                    time.form = Form::Compared;
                }
            }
            if let Some(year) = times.iter().rev().find_map(|t| written_year(text.slice(sentence.span), t)) {
                named = Some((sentence.paragraph, year));
            }
            // 2016年11月以来, …。 … 截止2022年1月, …: the open start holds through the paragraph.
            if let Some((paragraph, since)) = &opened {
                let start = since.days.map(|d| d.start).filter(|_| *paragraph == sentence.paragraph);
                for until in times.iter_mut().filter(|t| t.form == Form::Until) {
                    if let (Some(start), Some(days)) = (start, until.days.as_mut()) {
                        days.start = start.min(days.end);
                    }
                }
            }
            if let Some(since) = times.iter().rfind(|t| t.form == Form::Since) {
                opened = Some((sentence.paragraph, since.clone()));
            }
            let heading = || sentence.heading.and_then(|at| headings[at].clone());
            let inherited = Self::inherited(text, at, &lines, candidates, anchor).or_else(heading);
            lines.push(Line { times, inherited });
        }
        let reports = further_reports(text, anchor);
        Self { anchor, lines, headings, reports }
    }

    /// 1—9月立案249件。去年同期立案289件: a sentence that begins so takes the span from the one before.
    fn of_the_time_before(text: &Text, at: usize, lines: &[Line], times: &mut [Time]) {
        let Some(before) = at.checked_sub(1) else { return };
        let (last, this) = (&text.outline.sentences[before], &text.outline.sentences[at]);
        let body = text.slice(this.span);
        let leads = |t: &&mut Time| body[..t.at.start].trim().is_empty() && body[t.at.clone()].ends_with(SAME);
        let Some(time) = times.first_mut().filter(leads).filter(|_| last.paragraph == this.paragraph) else { return };
        let line = &lines[before];
        let held = line.times.iter().rfind(|t| t.form != Form::Compared).or(line.inherited.as_ref());
        if let Some((span, days)) = held.and_then(|t| t.days).zip(time.days) {
            time.days = Some(time::shifted(span, days.end.year()));
        }
    }

    /// 其中 goes on with the sentence before; so does a sentence after one that only sets a time, and every sentence of a
    /// paragraph where the document itself states no period.
    fn inherited(text: &Text, at: usize, lines: &[Line], candidates: &[Candidate], anchor: Anchor) -> Option<Time> {
        let before = at.checked_sub(1)?;
        let (last, this) = (&text.outline.sentences[before], &text.outline.sentences[at]);
        if last.paragraph != this.paragraph || last.item != this.item {
            return None;
        }
        let goes_on = text.starts(this.span, WordList::GoesOn);
        let silent = inside(candidates, last.span).iter().all(|c| c.rejected.is_some());
        let line = &lines[before];
        let open = |t: &&Time| t.form != Form::Compared && !in_brackets(text.slice(last.span), t);
        let held = line.times.iter().rfind(open).or(line.inherited.as_ref());
        // 清缴2017年度排污费: a time inside a clause is the thing's, and does not hold for the next sentence.
        let opens = |t: &Time| t.at.start <= LEAD || text.slice(last.span)[..t.at.start].ends_with(',');
        let leads = |t: &&Time| line.inherited.as_ref() == Some(t) || opens(t);
        held.filter(|t| goes_on || silent && leads(t) || anchor.period.is_none()).cloned()
    }

    /// The period of a candidate; none where the document's holds and is not known.
    pub(super) fn at(&self, text: &Text, candidate: &Candidate) -> Option<Period> {
        let own = candidate
            .period_words
            .or_else(|| self.bracketed(text, candidate))
            .map(|words| self.compared(text, candidate, words));
        let governing = match own {
            Some(days) => days,
            None => self.holding(text, candidate, candidate.quantity.span.start).and_then(|t| t.days),
        };
        let document = self.anchor.period;
        match (governing, document) {
            (Some(days), Some(document)) => {
                let days = if covers_year(days, document) { document } else { days };
                let basis = if days == document { Basis::Document } else { Basis::Stated };
                Some(Period { start: days.start, end: days.end, basis })
            }
            (Some(days), None) => Some(Period { start: days.start, end: days.end, basis: Basis::Stated }),
            (None, document) => document.map(|d| Period { start: d.start, end: d.end, basis: Basis::Document }),
        }
    }

    /// The time that holds at `place`: that of the sentence, of a table's heading, of the report it stands in.
    fn holding<'t>(&'t self, text: &Text, candidate: &Candidate, place: usize) -> Option<&'t Time> {
        let heading = || self.headings[candidate.heading.filter(|_| candidate.sentence.is_none())?].as_ref();
        let report = || self.reports.iter().rfind(|(start, _)| *start <= place).map(|(_, time)| time);
        self.governing(text, candidate, place).or_else(heading).or_else(report)
    }

    /// The time that holds at `place`, a byte of the candidate's sentence.
    fn governing<'t>(&'t self, text: &Text, candidate: &Candidate, place: usize) -> Option<&'t Time> {
        let line = &self.lines[candidate.sentence?];
        let sentence = text.sentence(candidate)?.span;
        let at = place.checked_sub(sentence.start)?;
        let body = text.slice(sentence);
        let holds = |t: &&Time| {
            t.at.end <= at
                && t.form != Form::Compared
                && (!in_brackets(body, t)
                    || body[t.at.end..at].find(')').is_none()
                    || heads(body, t)
                    || dates_drive(text, sentence, t) && !body[t.at.end..at].contains(';'))
        };
        let found = line.times.iter().rfind(holds);
        let reset = text
            .every(CleanSpan::new(sentence.start, place), WordList::Resets)
            .last()
            .map(|hit| hit.end - sentence.start);
        match (found, reset) {
            (Some(time), Some(reset)) if time.at.end < reset => None,
            (Some(time), _) => Some(time),
            (None, Some(_)) => None,
            (None, None) => line.inherited.as_ref(),
        }
    }

    /// 较去年同期(立案88件、罚款60万元): what stands in the bracket is of the time compared with.
    fn bracketed(&self, text: &Text, candidate: &Candidate) -> Option<CleanSpan> {
        let line = &self.lines[candidate.sentence?];
        let sentence = text.sentence(candidate)?.span;
        let body = text.slice(sentence);
        let at = candidate.quantity.span.start.checked_sub(sentence.start)?;
        let inside = |t: &&Time| {
            t.form == Form::Compared
                && t.at.end < at
                && body[t.at.end..].starts_with('(')
                && !body[t.at.end..at].contains(')')
        };
        // 与2022年相比,立案数(198件)增长16.7%: so does a bracket before each change.
        let changed = || {
            let behind = body.get(candidate.quantity.span.end - sentence.start..)?.strip_prefix(')')?;
            let change = CleanSpan::new(sentence.end - behind.len(), sentence.end);
            let changes = [WordList::Rises, WordList::Falls].into_iter().any(|list| text.starts(change, list));
            let leads = |t: &&Time| t.form == Form::Compared && body[t.at.end..].starts_with(COMPARED_TO);
            line.times.iter().rfind(leads).filter(|t| changes && t.at.end < at && body[..at].ends_with('('))
        };
        let time = line.times.iter().rfind(inside).or_else(changed)?;
        Some(CleanSpan::new(sentence.start + time.at.start, sentence.start + time.at.end))
    }

    /// The days of 去年同期, the head of a column, or the year before where no words stand.
    fn compared(&self, text: &Text, candidate: &Candidate, words: CleanSpan) -> Option<DateRange> {
        let current = self.holding(text, candidate, words.start).and_then(|t| t.days).or(self.anchor.period);
        let anchor = Anchor { period: current.or(self.anchor.period), ..self.anchor };
        if words.is_empty() {
            return current.map(|days| time::shifted(days, days.end.year() - 1));
        }
        let named = match text.slice(words) {
            // 2020、2021、2022年: the last alone has its 年.
            year if year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) => format!("{year}年"),
            // 一、二、三季度: so has the last quarter.
            quarter if quarter.len() == '一'.len_utf8() => format!("{quarter}季度"),
            said => said.to_owned(),
        };
        let named = time::expressions(&named, anchor).into_iter().next().and_then(|t| t.days);
        named.or_else(|| current.map(|days| time::shifted(days, days.end.year() - 1)))
    }
}

/// For each sentence whether a candidate that is not turned down stands in it, or behind it in its paragraph.
fn asked(text: &Text, candidates: &[Candidate]) -> Vec<bool> {
    let sentences = &text.outline.sentences;
    let mut asked = holding(text, candidates);
    for at in (1..asked.len()).rev() {
        asked[at - 1] |= asked[at] && sentences[at - 1].paragraph == sentences[at].paragraph;
    }
    asked
}

/// Whether a time stands in words that belong to one figure alone: 上年为174件.
fn belongs_to_one(candidates: &[Candidate], at: CleanSpan) -> bool {
    candidates.iter().filter(|c| c.sentence.is_some()).filter_map(|c| c.period_words).any(|words| words.contains(at))
}

/// Whether a time dates an honour, a document or a task, not what was done: 获评2023年度先进单位.
fn dates_a_thing(text: &Text, sentence: CleanSpan, at: CleanSpan) -> bool {
    let clause = text.clause_before(sentence, at.start);
    text.every(clause, WordList::Dated)
        .last()
        .is_some_and(|hit| text.clean[hit.end..at.start].chars().count() <= MAX_BETWEEN)
        || text.starts(CleanSpan::new(at.end, sentence.end.max(at.end)), WordList::DatedFiles)
}

/// Lines below the title that are titles of reports themselves, with the time they name.
fn further_reports(text: &Text, anchor: Anchor) -> Vec<(usize, Time)> {
    let Some(title) = text.author.title else { return Vec::new() };
    let sentences = &text.outline.sentences;
    let alone = |at: usize| {
        let paragraph = |other: Option<usize>| other.and_then(|o| sentences.get(o)).map(|s| s.paragraph);
        let own = Some(sentences[at].paragraph);
        paragraph(at.checked_sub(1)) != own && paragraph(Some(at + 1)) != own
    };
    let endings = &text.pack.identity.title_endings;
    let mut found = Vec::new();
    for (at, sentence) in sentences.iter().enumerate().filter(|(_, s)| s.span.start > title.end && !s.is_heading) {
        let line = text.slice(sentence.span);
        let is_title =
            || !line.contains([',', '。', ';', ':']) && endings.iter().any(|ending| line.ends_with(ending.as_str()));
        if alone(at) && is_title() {
            let own = time::expressions(line, anchor).into_iter().find(|t| t.form == Form::Within);
            found.extend(own.map(|time| (sentence.span.start, time)));
        }
    }
    found
}

/// 2024年 in a report on all or part of 2024 means the report's period.
pub(super) fn covers_year(days: DateRange, document: DateRange) -> bool {
    whole_year(days) && document.start.year() == days.start.year() && document.end.year() == days.end.year()
}

fn whole_year(days: DateRange) -> bool {
    days.start.day_of_year() == 1
        && days.end.month() == 12
        && days.end.day() == 31
        && days.start.year() == days.end.year()
}

fn in_brackets(body: &str, time: &Time) -> bool {
    let before = &body[..time.at.start];
    before.rfind('(').is_some_and(|open| before[open..].find(')').is_none())
}

/// 第一阶段(3月10日至6月30日):… the bracket heads what follows; so before a comma where nothing is counted yet.
fn heads(body: &str, time: &Time) -> bool {
    let Some(close) = body[time.at.end..].find(')') else { return false };
    let after = &body[time.at.end + close..];
    let counted = || body[..time.at.start].contains(|c: char| c.is_ascii_digit());
    after.starts_with("):") || after.starts_with("),") && !counted()
}

/// “清水”行动(3-5月)检查企业442家: whether a bracket right behind a drive tells its time.
fn dates_drive(text: &Text, sentence: CleanSpan, time: &Time) -> bool {
    let open = text.slice(sentence)[..time.at.start].rfind('(').map(|open| sentence.start + open);
    open.is_some_and(|open| {
        text.scan.ending(CleanSpan::new(sentence.start, open), WordList::CampaignTitle, |_| true).is_some()
    })
}

/// The year that a time itself writes, unless it only compares.
fn written_year(body: &str, time: &Time) -> Option<i16> {
    let year = body[time.at.clone()].get(..4)?.parse().ok()?;
    (time.form != Form::Compared).then_some(year)
}

/// For each heading the span inside the reporting period that it or one above names: 三、6月份情况.
fn heading_times(text: &Text, anchor: Anchor) -> Vec<Option<Time>> {
    let mut found: Vec<Option<Time>> = Vec::with_capacity(text.outline.headings.len());
    for heading in &text.outline.headings {
        let inside = |t: &Time| t.form == Form::Within && t.days.zip(anchor.period).is_some_and(|(d, p)| within(d, p));
        let own = time::expressions(text.slice(heading.span), anchor).into_iter().find(inside);
        found.push(own.or_else(|| heading.parent.and_then(|at| found[at].clone())));
    }
    found
}

fn within(inner: DateRange, outer: DateRange) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}
