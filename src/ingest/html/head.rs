//! What a page says of its title and of the day it was published.
//!
//! In: the document and its lines. Out: both where the page says so. Metadata goes before what is shown.

use std::collections::HashSet;

use dom_query::Document;
use jiff::civil::Date;

use super::article::{compact, is_about};
use super::lines::Line;

/// Names of metadata that hold a title, the best first.
const TITLE_NAMES: &[&str] = &["articletitle", "og:title"];

/// Names of metadata that hold the day of publication, the best first.
const DAY_NAMES: &[&str] = &[
    "pubdate",
    "publishdate",
    "publish_date",
    "publishtime",
    "publish_time",
    "firstpublishedtime",
    "article:published_time",
    "datepublished",
    "dc.date",
    "dc.date.issued",
];

/// Labels of the day of publication where the page shows it.
const DAY_LABELS: &[&str] = &["发布时间", "发布日期", "发表时间", "时间：", "日期：", "时间:", "日期:"];

/// Marks between a title and the name of the site.
const TITLE_MARKS: &[char] = &['_', '-', '|', '—', '–', '｜', '－'];

/// The title: what the metadata says, else the title of the window as far as the page shows it, else the one heading
/// of the page, else the whole title of the window.
pub(super) fn title(document: &Document, lines: &[Line]) -> Option<String> {
    let shown: HashSet<String> = lines.iter().filter(|line| !line.is_border).map(|line| compact(&line.text)).collect();
    if let Some(title) = metadata(document, TITLE_NAMES) {
        return Some(shown_part(&title, &shown).unwrap_or(title));
    }
    let window = collapse(&document.select_single("head title").text());
    let mut headings = lines.iter().filter(|line| line.is_h1);
    let heading = headings.next().filter(|_| headings.next().is_none()).map(|line| collapse(&line.text));
    shown_part(&window, &shown).or(heading).or_else(|| (!window.is_empty()).then_some(window))
}

/// The day of publication: what the metadata says, else what the page shows beside a label.
pub(super) fn published(document: &Document, lines: &[Line]) -> Option<Date> {
    let told = DAY_NAMES.iter().find_map(|name| metadata(document, &[name]).and_then(|value| day_in(&value)));
    told.or_else(|| lines.iter().filter(|line| is_about(line)).find_map(|line| labelled_day(&compact(&line.text))))
}

fn labelled_day(text: &str) -> Option<Date> {
    DAY_LABELS.iter().find_map(|label| text.split_once(label).and_then(|(_, after)| day_in(after)))
}

/// The first value that stands under one of `names`, which are in lower case.
fn metadata(document: &Document, names: &[&str]) -> Option<String> {
    let metas = document.select("meta");
    names.iter().find_map(|wanted| {
        let candidates = metas.nodes().iter().filter(|meta| {
            let is = |attribute| meta.attr(attribute).is_some_and(|name| name.trim().eq_ignore_ascii_case(wanted));
            is("name") || is("property") || is("itemprop")
        });
        candidates.filter_map(|meta| meta.attr("content")).map(|value| collapse(&value)).find(|value| !value.is_empty())
    })
}

/// The longest part of a title, between its marks, that the page shows as a line: the title without the name of the site.
fn shown_part(title: &str, shown: &HashSet<String>) -> Option<String> {
    const MOST_MARKS: usize = 12;
    let marks: Vec<(usize, &str)> = title.match_indices(TITLE_MARKS).take(MOST_MARKS).collect();
    let starts = [0].into_iter().chain(marks.iter().map(|(at, mark)| at + mark.len()));
    let ends: Vec<usize> = marks.iter().map(|(at, _)| *at).chain([title.len()]).collect();
    let parts = starts.flat_map(|start| ends.iter().filter_map(move |end| title.get(start..*end))).map(str::trim);
    parts.filter(|part| shown.contains(&compact(part))).max_by_key(|part| part.len()).map(str::to_owned)
}

fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first day written in digits: 2025-01-03, 2025/1/3, 2025年1月3日, 20250103.
fn day_in(text: &str) -> Option<Date> {
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()).collect();
    let mut apart = numbers.windows(3).filter(|part| part[0].len() == 4 && part[1].len() <= 2 && part[2].len() <= 2);
    let mut joined = numbers.iter().filter(|digits| matches!(digits.len(), 8 | 14));
    let day = apart.find_map(|part| date(part[0], part[1], part[2]));
    day.or_else(|| joined.find_map(|digits| date(&digits[..4], &digits[4..6], &digits[6..8])))
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}
