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
    let pages = [page(&lines, |line| line.chars), page(&lines, |line| line.columns)];
    let Some(page) = pages.into_iter().flatten().max_by_key(|page| page.exact) else { return Vec::new() };
    let pairs = lines.iter().zip(lines.iter().skip(1));
    pairs
        .filter(|(line, next)| runs_on(line, next, &page))
        .map(|(line, next)| Edit::delete(line.end..next.start))
        .collect()
}

/// A line without the blanks at its end.
struct Line<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    chars: usize,
    columns: usize,
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    let mut lines = Vec::new();
    for whole in seek::lines(text) {
        let line = whole.trim_end();
        let chars = chars_in(line.as_bytes());
        let narrow = seek::count(line.as_bytes(), |byte| byte.is_ascii());
        lines.push(Line { text: line, start, end: start + line.len(), chars, columns: 2 * chars - narrow });
        start += whole.len();
    }
    lines
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
    let (full, broken) = full.fold((0, 0), |(all, broken), line| (all + 1, broken + usize::from(is_broken(line))));
    let longer = lines.iter().filter(|line| measure(line) > width + 1).count();
    let is_set =
        full >= MIN_FULL && full * 4 >= filled && 2 * exact >= full && 2 * broken >= full && longer * 20 <= filled;
    is_set.then_some(Page { measure, width, exact })
}

/// Whether a line stops inside a sentence.
fn is_broken(line: &Line) -> bool {
    !line.text.ends_with(ends_sentence)
}

/// How much shorter a line may be that had no room for the next number or mark.
const SLACK: usize = 4;

/// Whether a line was full, so that the next one goes on with it.
fn runs_on(line: &Line, next: &Line, page: &Page) -> bool {
    let width = (page.measure)(line);
    let is_full = width.abs_diff(page.width) <= 1 || (is_broken(line) && width.abs_diff(page.width) <= SLACK);
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
