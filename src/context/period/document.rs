//! The period that a document states: in its title, in the sentence that announces the report, in its opening.

use super::{in_brackets, whole_year, within};
use crate::context::Text;
use crate::context::scope::drive;
use crate::context::time::{self, Anchor, Form, Time};
use crate::record::DateRange;
use crate::rules::WordList;

/// How far from the top the announcing sentence may stand.
const OPENING_LINES: usize = 60;
const OPENING_SENTENCES: usize = 24;
/// Bytes of a line that is a title or a label rather than a sentence.
const SHORT_LINE: usize = 90;

/// The reporting period: the title's, or that of the sentence that announces the report; the narrower where one lies in the other.
pub(in crate::context) fn stated(text: &Text, title: Option<&str>, reports: bool, anchor: Anchor) -> Option<DateRange> {
    let own = |words: &str| {
        let times = time::expressions(words, anchor);
        times.into_iter().find(|t| matches!(t.form, Form::Within | Form::Until)).and_then(|t| t.days)
    };
    let from_title = title.and_then(|title| title_time(text, title, anchor));
    let top = |heading: Option<usize>| heading.is_none_or(|h| text.outline.headings[h].parent.is_none());
    let mut opening = None;
    let mut first = None;
    let mut before = None;
    let opening_lines = text.outline.sentences.iter().take_while(|s| s.paragraph < OPENING_LINES);
    for sentence in opening_lines.filter(|s| top(s.heading)).take(OPENING_SENTENCES) {
        let words = text.slice(sentence.span);
        if let Some(hit) = text.first(sentence.span, WordList::Announces) {
            // 2024年,我局…。现将有关情况报告如下: a sentence before names the year.
            let named = before.filter(|(paragraph, _)| *paragraph == sentence.paragraph).map(|(_, days)| days);
            opening = own(&text.clean[hit.start..sentence.span.end]).or_else(|| own(words)).or(named);
            break;
        }
        // The first sentence of a paragraph that names days; those behind it may tell figures of fewer.
        if before.is_none_or(|(paragraph, _)| paragraph != sentence.paragraph) {
            let named = own(words).filter(|days| days.start < days.end);
            before = named.map(|days| (sentence.paragraph, days)).or(before);
        }
        if sentence.span.len() > SHORT_LINE && first.is_none() {
            first = own(words);
        }
    }
    let stated = if reports { opening.or(first.filter(|f| from_title.is_some_and(|t| within(*f, t)))) } else { None };
    match (from_title, stated) {
        // A title that names a year alone leaves it to the opening to say which part of it.
        (Some(title), Some(opening)) if within(opening, title) && whole_year(title) => Some(opening),
        (Some(title), _) => Some(title),
        (None, None) if drive::of_document(text).is_some() => dated_by_opening(text, anchor),
        (None, opening) => opening,
    }
}

/// The period of a text that states none and whose figures name none: the first time of its opening, 今年以来 up to its own day.
pub(in crate::context) fn of_opening(text: &Text, anchor: Anchor) -> Option<DateRange> {
    let start = text.author.title.map_or(0, |title| title.end);
    let first = opening_times(text, start, anchor).next()?;
    let days = first.days.filter(|_| matches!(first.form, Form::Within | Form::Until | Form::Whole))?;
    (days.start < days.end).then_some(days)
}

/// A report of one drive covers the days that its opening dates.
fn dated_by_opening(text: &Text, anchor: Anchor) -> Option<DateRange> {
    let mut times = opening_times(text, text.author.title?.end, anchor);
    let dated = |time: Time| time.days.filter(|_| matches!(time.form, Form::Within | Form::Since));
    times.find_map(|time| dated(time).filter(|days| days.start < days.end))
}

/// The times of the first sentences behind `start`, but for those in brackets and lines that are no sentence, such as the day of
/// publication.
fn opening_times(text: &Text, start: usize, anchor: Anchor) -> impl Iterator<Item = Time> {
    let body = text.outline.sentences.iter().filter(move |s| s.span.start >= start).take(OPENING_SENTENCES);
    body.map(|s| text.slice(s.span)).filter(|words| words.ends_with('。')).flat_map(move |words| {
        let mut times = time::expressions(words, anchor);
        times.retain(|time| !in_brackets(words, time));
        times
    })
}

/// The time that a title names, unless it is that of an occasion (2021年11月例行新闻发布会) or hangs on its own day (去年);
/// 今年 goes as far as that day.
fn title_time(text: &Text, title: &str, anchor: Anchor) -> Option<DateRange> {
    let occasions = || text.author.title.into_iter().flat_map(|span| text.every(span, WordList::Occasion));
    let of_occasion = |t: &Time| occasions().any(|hit| title[t.at.end..].starts_with(text.slice(hit)));
    let relative = |t: &Time| ["去年", "上年", "前年"].iter().any(|word| title[t.at.clone()].starts_with(word));
    let times = time::expressions(title, anchor);
    let mut own = times.into_iter().filter(|t| matches!(t.form, Form::Within | Form::Until | Form::Since));
    let time = own.find(|t| !of_occasion(t) && !relative(t))?;
    // A report covers more than a day: that is when something was told.
    let days = time.days.filter(|days| days.start < days.end)?;
    let end = anchor.date.filter(|_| &title[time.at] == "今年").map_or(days.end, |date| date.min(days.end));
    Some(DateRange { end: end.max(days.start), ..days })
}
