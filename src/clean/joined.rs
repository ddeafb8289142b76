//! A page whose lines were run together, with blanks between them or with nothing: each begins anew.

use memchr::memmem;

use super::characters::{ends_sentence, starts_heading};
use super::edit::Edit;
use crate::seek;

/// Bytes below which a line is a paragraph, however it is numbered.
const LONG: usize = 1_500;
/// The numbers of the first two headings.
const FIRST: &str = "一、";
const SECOND: &str = "二、";

/// Puts breaks into a line that holds a whole report: in place of the blanks before headings and behind sentences, and of the mark
/// that ends a sentence right before a heading. Before its first heading, where the title and the head of the page stand, all
/// blanks part lines but those between words in Latin letters.
pub fn find(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut start = 0;
    for line in seek::lines(text) {
        if line.len() >= LONG
            && let Some(body) = first_heading(line)
        {
            let breaks = gaps(line).filter(|(at, gap)| parts(&line[..*at], gap, &line[at + gap.len()..], *at < body));
            edits.extend(breaks.map(|(at, gap)| Edit::replace(start + at..start + at + gap.len(), '\n')));
        }
        start += line.len();
    }
    edits
}

/// Where the first heading of a line begins that holds several.
fn first_heading(line: &str) -> Option<usize> {
    let opens = |at: &usize| line[..*at].ends_with(|c: char| c.is_whitespace() || ends_sentence(c));
    let from = |number: &str, start: usize| {
        let found = memmem::find_iter(&line.as_bytes()[start..], number).map(move |at| start + at);
        found.into_iter().find(opens)
    };
    let first = from(FIRST, 0)?;
    from(SECOND, first).map(|_| first)
}

/// The runs of blanks inside a line, and the marks that end sentences.
fn gaps(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let at = rest + line[rest..].find(|c: char| c.is_whitespace() || ends_sentence(c))?;
        let from = &line[at..];
        let blanks = from.len() - from.trim_start().len();
        let length = if blanks > 0 { blanks } else { from.chars().next().map_or(0, char::len_utf8) };
        rest = at + length;
        Some((at, &line[at..rest]))
    })
}

/// Whether a gap between two stretches of a line parts paragraphs.
fn parts(before: &str, gap: &str, after: &str, in_head: bool) -> bool {
    if before.is_empty() || after.is_empty() {
        return false;
    }
    if !gap.starts_with(char::is_whitespace) {
        return !after.starts_with(|c: char| c.is_ascii_digit()) && starts_heading(after);
    }
    let latin = |c: char| c.is_ascii_alphanumeric();
    let words = before.ends_with(latin) && after.starts_with(latin);
    starts_heading(after) || before.ends_with(ends_sentence) || in_head && !words
}
