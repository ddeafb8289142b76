//! The characters of a page as lines, from the head of the page down.
//!
//! In: characters with their places. Out: [`Line`]s with their text, and where they begin, end and stand. What stands on one
//! base line is one line, whatever the order it was drawn in; a wide gap parts cells.

use super::Glyph;

/// A line of a page.
#[derive(Debug, Clone, Default)]
pub(in crate::ingest) struct Line {
    /// Its cells: more than one where wide gaps part it.
    pub(super) cells: Vec<String>,
    pub(super) left: f32,
    pub(super) right: f32,
    /// From the foot of the page up.
    pub(super) base: f32,
    pub(super) size: f32,
    /// How wide its first word is, which no line break goes through.
    pub(super) first_word: f32,
}

/// Gaps, in units of the size: those that part cells, words, and Latin words.
const CELL_GAP: f32 = 1.6;
const WORD_GAP: f32 = 0.9;
const LATIN_GAP: f32 = 0.18;

/// How far, in units of the size, the characters of one line may stand above each other.
const SAME_BASE: f32 = 0.45;

/// The lines of a page.
pub(in crate::ingest) fn lines(mut glyphs: Vec<Glyph>) -> Vec<Line> {
    glyphs.sort_by(|a, b| b.base.total_cmp(&a.base));
    let mut lines = Vec::new();
    let mut rest = glyphs.as_mut_slice();
    while let Some(first) = rest.first() {
        let (base, size) = (first.base, first.size);
        // A smaller neighbour, such as a raised mark, does not begin a line.
        let on_line = |glyph: &Glyph| base - glyph.base <= SAME_BASE * size.max(glyph.size).min(2.0 * size);
        let end = rest.iter().position(|glyph| !on_line(glyph)).unwrap_or(rest.len()).max(1);
        let (row, after) = rest.split_at_mut(end);
        rest = after;
        row.sort_by(|a, b| a.left.total_cmp(&b.left));
        lines.extend(line(row));
    }
    lines
}

fn line(row: &[Glyph]) -> Option<Line> {
    let mut shown = row.iter().filter(|glyph| !glyph.text.trim().is_empty()).peekable();
    let first = shown.peek()?;
    let mut line = Line { left: first.left, base: first.base, cells: vec![String::new()], ..Line::default() };
    let mut before: Option<&Glyph> = None;
    let mut is_first_word = true;
    for glyph in shown {
        line.size = line.size.max(glyph.size);
        let text = glyph.text.trim();
        if let Some(before) = before {
            // Drawn twice in one place, to look bold.
            if before.text == glyph.text && (glyph.left - before.left).abs() < 0.15 * glyph.size {
                continue;
            }
            let gap = (glyph.left - before.right) / glyph.size.max(before.size);
            let is_latin = |text: &str| text.ends_with(|c: char| c.is_ascii_alphanumeric());
            let is_number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
            let joins = is_latin(&before.text) && is_latin(text);
            is_first_word &= gap < LATIN_GAP && joins_first_word(text, &before.text);
            if gap > CELL_GAP {
                line.cells.push(String::new());
            } else if gap > WORD_GAP || joins && gap > LATIN_GAP && !(is_number(text) && is_number(&before.text)) {
                push(&mut line, " ");
            }
        }
        if is_first_word {
            line.first_word = glyph.right - line.left;
        }
        push(&mut line, text);
        line.right = line.right.max(glyph.right);
        before = Some(glyph);
    }
    Some(line)
}

fn push(line: &mut Line, text: &str) {
    if let Some(cell) = line.cells.last_mut() {
        cell.push_str(text);
    }
}

/// Whether a character stands in one word with the one before it: of a number or a Latin word, or a mark that begins no line.
fn joins_first_word(text: &str, before: &str) -> bool {
    // Letters of any alphabet, below the scripts of the East; a gloss in pinyin is a word.
    let in_word = |text: &str| text.chars().all(|c| c < '\u{2e80}' && !c.is_whitespace());
    let never_first = |c: char| "。，、；：？！）》”’％%,.;:?!)]…—".contains(c);
    let never_last = |c: char| "（《“‘(".contains(c);
    in_word(text) && in_word(before) || text.starts_with(never_first) || before.ends_with(never_last)
}
