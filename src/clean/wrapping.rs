//! Reports set to a fixed width: each full line breaks where the width was reached, inside words and numbers.

use super::characters::{ends_sentence, starts_heading};
use super::edit::Edit;
use crate::seek::{self, chars_in};

/// Takes out the break after each full line of a text that is wrapped at a fixed width; other texts keep every break.
///
/// Runs on the text as it came, whose marks may be of either width. A heading, an indented line and a row of a table start
/// anew in a wrapped text too.
pub fn find(text: &str) -> Vec<Edit> {
    let lines = lines(text);
    if !may_be_set(&lines) {
        return Vec::new();
    }
    let lines: Vec<Line> = lines.into_iter().map(Line::of).collect();
    let pages = [page(&lines, |line| line.chars), page(&lines, |line| line.columns)];
    let Some(page) = pages.into_iter().flatten().max_by_key(|page| page.exact) else { return Vec::new() };
    let pairs = lines.iter().zip(lines.iter().skip(1));
    pairs
        .filter(|(line, next)| runs_on(line, next, &page))
        .map(|(line, next)| Edit::delete(line.start + line.text.len()..next.start))
        .collect()
}

/// The lines of a text without the blanks at their ends, each with its place.
fn lines(text: &str) -> Vec<(usize, &str)> {
    let mut start = 0;
    let mut lines = Vec::with_capacity(text.len() / FEW_BYTES);
    for whole in seek::lines(text) {
        lines.push((start, whole.trim_end()));
        start += whole.len();
    }
    lines
}

/// A line that was measured.
struct Line<'a> {
    start: usize,
    text: &'a str,
    chars: usize,
    columns: usize,
}

impl<'a> Line<'a> {
    fn of((start, text): (usize, &'a str)) -> Self {
        let chars = chars_in(text.as_bytes());
        let narrow = seek::count(text.as_bytes(), |byte| byte.is_ascii());
        Self { start, text, chars, columns: 2 * chars - narrow }
    }
}

/// Whether some lines break inside sentences and hardly any is longer than these: told without measuring the others, and it
/// is so in few texts that are not set to a width.
fn may_be_set(lines: &[(usize, &str)]) -> bool {
    let broken = lines.iter().filter(|(_, line)| is_broken(line)).map(|(_, line)| chars_in(line.as_bytes()));
    // Wide characters are as many as half as many narrow ones.
    let broken = broken.filter(|chars| *chars >= MIN_CHARS / 2);
    let (count, longest) = broken.fold((0, 0), |(count, longest), chars| (count + 1, longest.max(chars)));
    let filled = lines.iter().filter(|(_, line)| !line.is_empty()).count();
    let longer = lines.iter().filter(|(_, line)| line.len() > LONGEST_CHAR * (longest + 2)).count();
    2 * count >= MIN_FULL && hardly_any(longer, filled)
}

/// The width a text was set to.
struct Page {
    measure: fn(&Line) -> usize,
    width: usize,
    /// Lines of exactly this width.
    exact: usize,
}

/// Characters below which a width is no page's: lists have short lines of one length.
const MIN_CHARS: usize = 18;

/// Bytes of a short line: there are hardly more lines than such would be.
const FEW_BYTES: usize = 64;

/// Bytes of the longest character.
const LONGEST_CHAR: usize = 4;

/// Full lines below which their length is chance.
const MIN_FULL: usize = 4;

/// The width of the text, if it was set to one: a length that many lines share and hardly any exceeds, and at which
/// sentences do not end.
fn page(lines: &[Line], measure: fn(&Line) -> usize) -> Option<Page> {
    let mut widths: Vec<usize> = lines.iter().filter(|line| line.chars >= MIN_CHARS).map(measure).collect();
    widths.sort_unstable();
    let alike = widths.chunk_by(|a, b| a == b);
    let (exact, width) = alike.map(|alike| (alike.len(), alike[0])).max()?;
    let filled = lines.iter().filter(|line| !line.text.is_empty()).count();
    let full = lines.iter().filter(|line| measure(line).abs_diff(width) <= 1);
    let (full, broken) = full.fold((0, 0), |(all, broken), line| (all + 1, broken + usize::from(is_broken(line.text))));
    let longer = lines.iter().filter(|line| measure(line) > width + 1).count();
    let is_set = full >= MIN_FULL && full * 4 >= filled && 2 * exact >= full && 2 * broken >= full;
    (is_set && hardly_any(longer, filled)).then_some(Page { measure, width, exact })
}

/// Whether a line stops inside a sentence.
fn is_broken(line: &str) -> bool {
    !line.ends_with(ends_sentence)
}

/// Whether so many lines are hardly any of all.
const fn hardly_any(lines: usize, all: usize) -> bool {
    lines * 20 <= all
}

/// How much shorter a line may be that had no room for the next number or mark.
const SLACK: usize = 4;

/// Whether a line was full, so that the next one goes on with it.
fn runs_on(line: &Line, next: &Line, page: &Page) -> bool {
    let width = (page.measure)(line);
    let is_full = width.abs_diff(page.width) <= 1 || (is_broken(line.text) && width.abs_diff(page.width) <= SLACK);
    let is_row = |line: &Line| line.text.contains(['|', '\u{ff5c}', '\t']);
    let words = |text: &str, next: &str| {
        text.ends_with(|c: char| c.is_ascii_alphabetic()) && next.starts_with(|c: char| c.is_ascii_alphabetic())
    };
    is_full
        && !next.text.is_empty()
        && !next.text.starts_with(char::is_whitespace)
        && !starts_heading(next.text)
        && !is_row(line)
        && !is_row(next)
        && !words(line.text, next.text)
}
