//! The lines of a page and what each is to the report: chrome, label, heading, prose.
//!
//! In: clean text. Out: its lines that are not blank, classified, and where the body starts.

use std::ops::Range;

use super::dates;
use super::words::{contains_any, ends_any, starts_any};
use crate::rules::IdentityWords;
use crate::seek::chars_in;

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind {
    /// Menu, breadcrumb, footer.
    Chrome,
    /// A label with its value: 发布日期:2024-01-26.
    Label,
    /// The number of a document: 某环函〔2023〕4号.
    Number,
    /// A day alone.
    Day,
    /// Ends with a colon: a salutation, a sentence that announces.
    Call,
    /// 一、 or (一).
    Heading,
    /// Running text.
    Prose,
    /// A short line that is none of these.
    Plain,
}

/// One line that is not blank.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'t> {
    /// Without the blanks around it.
    pub text: &'t str,
    /// Byte of the clean text.
    pub start: usize,
    /// What it is.
    pub kind: LineKind,
}

impl Line<'_> {
    /// Bytes of the clean text.
    pub fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }
}

/// A clean text by lines.
#[derive(Debug)]
pub(super) struct Page<'t> {
    /// The whole text.
    pub text: &'t str,
    /// Its lines, blank ones left out.
    pub lines: Vec<Line<'t>>,
    /// Index of the first line of the body.
    pub body: usize,
}

impl<'t> Page<'t> {
    /// Reads the lines of `text`.
    pub fn read(text: &'t str, words: &IdentityWords) -> Self {
        let mut lines = Vec::new();
        let mut at = 0;
        for raw in text.split_inclusive('\n') {
            let bare = raw.trim_start_matches(is_bullet);
            let line = without_stray_comma(bare.trim_end(), words);
            if !line.is_empty() {
                let start = at + raw.len() - bare.len();
                lines.push(Line { text: line, start, kind: classify(line, words) });
            }
            at += raw.len();
        }
        let body = lines.iter().position(|line| matches!(line.kind, LineKind::Prose | LineKind::Heading));
        let body = body.unwrap_or(lines.len());
        Self { text, lines, body }
    }

    /// The lines above the body.
    pub fn head(&self) -> &[Line<'t>] {
        &self.lines[..self.body]
    }

    /// The first `count` lines of the body.
    pub fn opening(&self, count: usize) -> &[Line<'t>] {
        &self.lines[self.body..self.lines.len().min(self.body + count)]
    }
}

/// More characters than a title has.
const LONG: usize = 70;

/// More characters than any line has that is no sentence.
const LONG_SENTENCE: usize = LONG * 3 / 2;

/// As many characters as a wrapped line of running text has; titles of that length show their ending.
const WRAPPED: usize = 34;

/// What lists of a page put before their lines.
fn is_bullet(c: char) -> bool {
    c.is_whitespace() || matches!(c, '•' | '·' | '●' | '◆' | '■' | '-')
}

fn classify(line: &str, words: &IdentityWords) -> LineKind {
    let length = length(line);
    let sentence = length > LONG_SENTENCE || line.ends_with('。') || line.contains('。');
    if dates::only_day(line).is_some() {
        LineKind::Day
    } else if is_heading(line) {
        LineKind::Heading
    } else if !sentence && is_label(line, words) {
        LineKind::Label
    } else if !sentence
        && (contains_any(line, &words.chrome) || starts_any(line, &words.chrome_starts) || is_menu(line))
    {
        LineKind::Chrome
    } else if is_number(line) {
        LineKind::Number
    } else if starts_any(line, &words.openings) || sentence {
        LineKind::Prose
    } else if line.ends_with(':') {
        LineKind::Call
    } else if is_prose(line, length, words) {
        LineKind::Prose
    } else {
        LineKind::Plain
    }
}

/// The characters of a line; of a longer one than any that is no sentence not all are counted.
fn length(line: &str) -> usize {
    const ENOUGH: usize = 4 * (LONG_SENTENCE + 1);
    chars_in(&line.as_bytes()[..line.len().min(ENOUGH)])
}

/// A title without the comma that scraped pages put behind it.
fn without_stray_comma<'t>(line: &'t str, words: &IdentityWords) -> &'t str {
    let bare = line.trim_end_matches([',', ' ']);
    let is_title = || length(bare) <= LONG && ends_any(bare, &words.title_endings);
    if bare.len() < line.len() && is_title() { bare } else { line }
}

fn is_prose(line: &str, length: usize, words: &IdentityWords) -> bool {
    length > LONG
        || line.ends_with([';', ',', '、'])
        || (length >= WRAPPED && !ends_any(line, &words.title_endings) && line.contains([',', ';', '、']))
        || line.matches(',').count() > 2
}

fn is_heading(line: &str) -> bool {
    let is_numeral = |c| matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十');
    let numeral = |text: &str| text.find(|c| !is_numeral(c)).filter(|&at| at > 0);
    match line.strip_prefix('(') {
        Some(rest) => numeral(rest).is_some_and(|at| rest[at..].starts_with(')')),
        None => numeral(line).is_some_and(|at| line[at..].starts_with('、')),
    }
}

fn is_menu(line: &str) -> bool {
    line.contains(['>', '›', '»']) || line.matches('|').count() > 1 || line.starts_with('|')
}

/// Whether the line starts with a label, or with a day that a label follows.
fn is_label(line: &str, words: &IdentityWords) -> bool {
    let labelled =
        |label: &String| line.strip_prefix(label.as_str()).is_some_and(|rest| rest.starts_with([' ', ':', '|']));
    let labels = || words.date_labels.iter().chain(&words.source_labels);
    // A catalogue without colons: 发布机构苍陵市水务局发布日期2021-03-08.
    let run_together = || {
        labels().any(|label| line.starts_with(label.as_str()))
            && words.date_labels.iter().any(|label| dates::after(label, line).is_some())
    };
    labels().any(labelled)
        || run_together()
        || dates::days(line).next().filter(|day| day.range.start == 0 && line.len() < 120).is_some_and(|day| {
            contains_any(line, &words.source_labels) || line.len() < 24 || starts_with_clock(&line[day.range.end..])
        })
}

/// Whether a time of day comes first: 09:44, 9时44分.
pub(super) fn starts_with_clock(rest: &str) -> bool {
    let clock = rest.trim_start_matches([' ', '日']);
    let after_hour = clock.trim_start_matches(|c: char| c.is_ascii_digit());
    let after_mark = after_hour.strip_prefix([':', '时']);
    (1..=2).contains(&(clock.len() - after_hour.len()))
        && after_mark.is_some_and(|minutes| minutes.starts_with(|c: char| c.is_ascii_digit()))
}

fn is_number(line: &str) -> bool {
    line.chars().count() < 30 && line.ends_with('号') && line.contains(['〔', '[', '(']) && line.contains("20")
}
