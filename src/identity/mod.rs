//! What a report says of itself, except its period: title, agency, region, kind, dates.
//!
//! In: clean text (simplified characters, half-width marks, lines ended by `\n`), with the page around the report or
//! without it, what the page's markup gives as title and day, and the pack's words. Out: an [`Identity`]. Null is what
//! the text does not say. The wording of bodies and kinds comes from the pack ([`IdentityWords`]); how places and days
//! are written is known here ([`places`], [`dates`]).

mod agency;
pub mod dates;
mod form;
mod full;
mod kind;
mod page;
pub mod places;
mod region;
mod title;
mod words;

use std::ops::Range;

use jiff::civil::Date;

use crate::record::{AgencyKind, Kind, Level};
use crate::rules::IdentityWords;
use page::{Line, LineKind, Page};
pub use region::Doubt;
use region::Evidence;

/// What is known of a report beside its text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'a> {
    /// The title in the page's markup.
    pub title: Option<&'a str>,
    /// The day of publication there.
    pub published: Option<Date>,
    /// The path of the file, whose folders may name a place.
    pub path: Option<&'a str>,
}

/// What a report says of itself; null where it does not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// The title, without line breaks.
    pub title: Option<String>,
    /// Bytes of the clean text; null where only the page's markup has the title.
    pub title_span: Option<Range<usize>>,
    /// Full name of the body whose report it is.
    pub agency: Option<String>,
    /// What that body oversees.
    pub agency_kind: Option<AgencyKind>,
    /// Full name of its region.
    pub region: Option<String>,
    /// GB/T 2260 code of the region, where the table of places leaves no doubt.
    pub region_code: Option<String>,
    /// Administrative level of the region.
    pub level: Option<Level>,
    /// Why the region or its code is left open.
    pub doubt: Option<Doubt>,
    /// The kind of report.
    pub kind: Kind,
    /// The day it is signed.
    pub signed: Option<Date>,
    /// The day it was published.
    pub published: Option<Date>,
}

/// Reads what the report in `clean_text` says of itself.
///
/// The text goes before the hints where it is as clear.
pub fn identify(clean_text: &str, hints: Hints, words: &IdentityWords) -> Identity {
    let page = Page::read(clean_text, words);
    let title = title::find(&page, hints.title, words);
    let signature = agency::signature(&page, words);
    let body = agency::choose(&page, title.as_ref(), signature.body.as_ref(), words);
    let title_text = title.as_ref().map(|title| title.text.as_str());
    let signed = signature.day.map(|day| day.date);
    let published = published(&page, words).or(hints.published);
    let evidence = Evidence {
        text: clean_text,
        beside: [title_text, hints.title, hints.path],
        year: published.or(signed).map(Date::year),
    };
    let region = region::of(body.as_ref(), title_text, &evidence);
    Identity {
        agency_kind: body.as_ref().map(|body| kind::of_agency(&body.name, words)),
        doubt: region.doubt,
        kind: kind::of(&page, title_text, words),
        agency: body.and_then(|body| region::full(body, region.code.as_deref())).map(|body| body.name),
        region: region.name,
        region_code: region.code,
        level: region.level,
        signed,
        published,
        title_span: title.as_ref().and_then(|title| title.span.clone()),
        title: title.map(|title| title.text),
    }
}

/// Bytes of a line that ends with a stamp.
const LONGEST_STAMP: usize = 120;

/// The labelled day above the body, by the surest label, else a day that a line above the body starts with, else the day
/// of a dateline or behind a source; else one below the body.
fn published(page: &Page, words: &IdentityWords) -> Option<Date> {
    let labelled =
        words.date_labels.iter().find_map(|label| page.head().iter().find_map(|line| dates::after(label, line.text)));
    let first = |line: &Line| dates::days(line.text).next().filter(|day| day.range.start == 0);
    let bare = |line: &Line| dates::only_day(line.text).or_else(|| first(line)).map(|day| day.date);
    let dated = |line: &&Line| matches!(line.kind, LineKind::Label | LineKind::Day);
    labelled
        .or_else(|| page.head().iter().filter(dated).find_map(bare))
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

#[cfg(test)]
mod tests;
