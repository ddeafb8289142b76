//! Blanks that mean nothing: inside numbers, between a number and its measure word, between Chinese characters.

use std::ops::Range;

use memchr::memchr;

use super::characters::{is_han, is_mark, starts_with_measure};
use super::edit::Edit;

/// Takes out blanks that mean nothing, and those at the ends of lines.
///
/// A line's indent stays. So does what sets apart: two blanks or more (kept as two) unless a quantity needs them gone, the
/// blank before a label (`来源:`), the one after a date or time, and any beside Latin letters.
pub fn find(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut row = Row::default();
    let mut done = 0;
    while let Some(found) = memchr(b' ', &text.as_bytes()[done..]) {
        let start = done + found;
        let end = text.len() - text[start..].trim_start_matches(' ').len();
        let kept = kept_blanks(text, start..end, &mut row);
        if kept < end - start {
            edits.push(Edit::delete(start + kept..end));
        }
        done = end;
    }
    edits
}

/// How many of a run of blanks stay.
fn kept_blanks(text: &str, run: Range<usize>, row: &mut Row) -> usize {
    let (head, tail) = (&text[..run.start], &text[run.end..]);
    let Some(next) = tail.chars().next().filter(|&c| c != '\n') else { return 0 };
    let Some(previous) = head.chars().next_back().filter(|&c| c != '\n') else { return run.len() };
    let width = run.len().min(2);
    let goes = if width == 1 {
        means_nothing(text, run, previous, next, row)
    } else {
        is_number_with_measure(previous, next, tail)
    };
    if goes { 0 } else { width }
}

/// Whether a single blank between these characters can go.
fn means_nothing(text: &str, run: Range<usize>, previous: char, next: char, row: &mut Row) -> bool {
    let (head, tail) = (&text[..run.start], &text[run.end..]);
    let is_text = |c| is_han(c) || is_mark(c) || c.is_ascii_digit();
    if previous.is_ascii_digit() && next.is_ascii_digit() {
        return row.is_one_number_at(text, run.start);
    }
    is_text(previous)
        && is_text(next)
        && !joins_numbers(head, tail)
        && !(ends_date_or_time(head) && is_han(next))
        && !starts_label(tail)
}

/// Whether several blanks stand between a number and the measure word or noun it belongs to.
fn is_number_with_measure(previous: char, next: char, tail: &str) -> bool {
    if previous.is_ascii_digit() {
        return starts_with_measure(tail);
    }
    let after_number = tail.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim_start_matches(' ');
    is_han(previous) && next.is_ascii_digit() && starts_with_measure(after_number)
}

/// Whether two numbers with a mark between them would become one: `12, 345`.
fn joins_numbers(head: &str, tail: &str) -> bool {
    let ends_number = |text: &str| text.ends_with(|c: char| c.is_ascii_digit());
    let starts_number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let before_mark = head.strip_suffix(is_mark);
    let after_mark = tail.strip_prefix(is_mark);
    before_mark.is_some_and(|head| ends_number(head) && starts_number(tail))
        || after_mark.is_some_and(|tail| ends_number(head) && starts_number(tail))
}

/// Whether a text ends like `2021-07-19` or `10:30`.
fn ends_date_or_time(text: &str) -> bool {
    let without = |text: &'_ str| text.len() - text.bytes().rev().take_while(u8::is_ascii_digit).take(5).count();
    let last = &text[..without(text)];
    let before = |mark: char| last.strip_suffix(mark).filter(|text| text.ends_with(|c: char| c.is_ascii_digit()));
    before(':').is_some() || before('-').is_some_and(|text| text[..without(text)].ends_with('-'))
}

/// Whether a text starts with a label of a page's head (`来源:`).
fn starts_label(text: &str) -> bool {
    let mut chars = text.chars().take(LABEL).skip_while(|&c| is_han(c));
    text.starts_with(is_han) && chars.next() == Some(':')
}

/// Characters of the longest label, with its colon.
const LABEL: usize = 6;

/// The row of digit groups last looked at, so that a long one is judged once.
#[derive(Default)]
struct Row {
    end: usize,
    is_one_number: bool,
}

impl Row {
    /// Whether the blank at this place, between two digits, stands inside one number written in groups.
    fn is_one_number_at(&mut self, text: &str, blank: usize) -> bool {
        if blank >= self.end {
            let digits = text[..blank].bytes().rev().take_while(u8::is_ascii_digit).count();
            let start = blank - digits;
            let groups = group_lengths(&text[start..]);
            self.end = start + groups.iter().sum::<usize>() + groups.len() - 1;
            let head_fits =
                digits <= 3 && !text[start..].starts_with('0') && !text[..start].ends_with(continues_number);
            let tail = text[self.end..].strip_prefix('.').unwrap_or(&text[self.end..]);
            let tail = tail.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(' ');
            let tail_fits = tail.starts_with(|c| is_han(c) || c == '%');
            let is_grouped = head_fits && tail_fits && groups[1..].iter().all(|&length| length == 3);
            self.is_one_number = is_grouped || is_broken(&text[..start], &text[start..], &groups, tail);
        }
        self.is_one_number
    }
}

/// Whether two groups are one number that a stray blank broke (共26 8件): among words, and one measure word for both.
fn is_broken(before: &str, number: &str, groups: &[usize], tail: &str) -> bool {
    let word = before.trim_end_matches(' ');
    let is_year = groups[0] == 4 && (number.starts_with("19") || number.starts_with("20"));
    groups.len() == 2
        && word.ends_with(is_han)
        && !word.ends_with('第')
        && !is_year
        && !number.starts_with('0')
        && starts_with_measure(tail)
}

/// Lengths of the groups of digits a text starts with, single blanks between them.
fn group_lengths(text: &str) -> Vec<usize> {
    let digits = |part: &str| part.bytes().take_while(u8::is_ascii_digit).count();
    let mut groups = Vec::new();
    for part in text.split(' ') {
        let length = digits(part);
        if length > 0 {
            groups.push(length);
        }
        if length == 0 || length < part.len() {
            break;
        }
    }
    groups
}

/// Whether digits after this character belong to what it ends: `2021-07-19 120`, `3.14 159`.
const fn continues_number(c: char) -> bool {
    matches!(c, '.' | ',' | '-' | ':' | '/') || c.is_ascii_alphabetic()
}
