//! The day a report was published, as its page tells it.
//!
//! In: the lines of a page. Out: the day of the surest of what pages have above or below the body: a label, a line that starts
//! with a day, a dateline, a source, a stamp, an imprint.

use jiff::civil::Date;

use super::page::{self, Line, LineKind, Page};
use super::{dates, title};
use crate::rules::IdentityWords;

/// Bytes of a line that ends with a stamp.
const LONGEST_STAMP: usize = 120;

/// The labelled day above the body, by the surest label, else a day that a line above the body starts with, else the day
/// of a dateline or behind a source; else one below the body.
pub(super) fn day(page: &Page, words: &IdentityWords) -> Option<Date> {
    let labelled =
        words.date_labels.iter().find_map(|label| page.head().iter().find_map(|line| dates::after(label, line.text)));
    labelled
        .or_else(|| page.head().iter().find_map(leading))
        .or_else(|| page.head().iter().find_map(|line| title::dateline(line.text, words)))
        .or_else(|| page.head().iter().find_map(|line| source_day(line, words)))
        .or_else(|| page.head().iter().find_map(behind_address))
        .or_else(|| page.head().iter().find_map(stamp))
        .or_else(|| page.lines.iter().skip(page.body).find_map(imprint))
        .or_else(|| below(page, words))
}

/// The day that the lines behind the last one of prose tell: by a label, alone and not as a signature writes it, behind a
/// source.
fn below(page: &Page, words: &IdentityWords) -> Option<Date> {
    let prose = |line: &Line| matches!(line.kind, LineKind::Prose | LineKind::Heading);
    let foot = &page.lines[page.lines.iter().rposition(prose)? + 1..];
    let labelled = |line: &Line| words.date_labels.iter().find_map(|label| dates::after(label, line.text));
    let alone = || foot.iter().find_map(|line| dates::only_day(line.text)).filter(|day| !day.in_words);
    foot.iter()
        .find_map(labelled)
        .or_else(|| alone().map(|day| day.date))
        .or_else(|| foot.iter().find_map(|line| source_day(line, words)))
        .or_else(|| foot.iter().filter(|line| line.kind == LineKind::Label).find_map(leading))
}

/// The day that a line of labels starts with, or that a line is: 2024-01-26 来源:临桦日报.
fn leading(line: &Line) -> Option<Date> {
    let first = || dates::days(line.text).next().filter(|day| day.range.start == 0);
    let dated = matches!(line.kind, LineKind::Label | LineKind::Day);
    let day = dated.then(|| dates::only_day(line.text).or_else(first)).flatten()?;
    Some(day.date)
}

/// The day behind a source: 来源:临桦日报 2024-01-26.
fn source_day(line: &Line, words: &IdentityWords) -> Option<Date> {
    let labelled = words.source_labels.iter().any(|label| line.text.starts_with(label.as_str()));
    dates::days(line.text).last().filter(|_| labelled).map(|day| day.date)
}

/// The day of a stamp with its time of day, behind other words: 临桦晚报客户端 2024-01-26 11:15.
fn stamp(line: &Line) -> Option<Date> {
    let day = dates::days(line.text).last().filter(|day| !day.in_words && line.text.len() < LONGEST_STAMP)?;
    page::starts_with_clock(&line.text[day.range.end..]).then_some(day.date)
}

/// The day at the end of a line that gives the address of the site.
fn behind_address(line: &Line) -> Option<Date> {
    let day = dates::days(line.text).last().filter(|day| day.range.end == line.text.len())?;
    line.text.contains("www.").then_some(day.date)
}

/// The day in the line of a newspaper's imprint: 《城南日报》(2018年09月14日02版).
fn imprint(line: &Line) -> Option<Date> {
    let bracket = line.text.starts_with('《').then(|| line.text.split_once("》")).flatten()?.1.trim_start();
    let day = dates::days(bracket.strip_prefix('(')?).next()?;
    (bracket.ends_with("版)") && line.text.chars().count() < 40).then_some(day.date)
}
