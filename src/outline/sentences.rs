//! Where sentences end, and where items (一是, 二是 …) start in them.

use std::iter::Peekable;
use std::ops::Range;
use std::vec;

use memchr::{memchr3_iter, memmem};

use super::heading::is_item_number;
use crate::seek::chars_in;

/// Characters in the longest sentence: what has no end for longer is no prose, and is read in pieces.
pub(super) const MAX_SENTENCE: usize = 3000;

/// Bytes of the longest character.
const LONGEST_CHAR: usize = 4;

/// The first 。 ! or ? of a text: its place and its length.
pub(super) fn end_mark(text: &[u8]) -> Option<(usize, usize)> {
    const STOP: &[u8] = "。".as_bytes();
    memchr3_iter(b'!', b'?', STOP[0], text).find_map(|at| match text[at] {
        b'!' | b'?' => Some((at, 1)),
        _ => text[at..].starts_with(STOP).then_some((at, STOP.len())),
    })
}

/// Where the sentence that starts at `start` ends: behind its mark and what that closes, or at the limit.
pub(super) fn sentence_end(text: &str, start: usize, limit: usize) -> usize {
    // A sentence without end must not be searched to its end for each piece of it.
    let window = &text.as_bytes()[start..limit.min(start + MAX_SENTENCE * LONGEST_CHAR)];
    let mark = end_mark(window).filter(|(at, _)| *at < MAX_SENTENCE || chars_in(&window[..*at]) < MAX_SENTENCE);
    let Some((at, length)) = mark else { return cut(text, start, limit) };
    let end = start + at + length;
    let after = &text[end..limit];
    limit - after.trim_start_matches(['”', '’', ')', '》']).len()
}

/// Where a sentence without end is cut: at the limit, or, where it is longer than any sentence, at its last clause.
fn cut(text: &str, start: usize, limit: usize) -> usize {
    let Some((most, _)) = text[start..limit].char_indices().nth(MAX_SENTENCE) else { return limit };
    let clause = text[start..start + most].rfind([',', ';', '、', ' ']).filter(|at| *at > 0);
    let end = clause.map_or(start + most, |at| start + at);
    end + if clause.is_some() { text[end..].chars().next().map_or(0, char::len_utf8) } else { 0 }
}

/// The marks of items that stand inside lines, in the order of the text.
pub(super) struct ItemMarks(Peekable<vec::IntoIter<Range<usize>>>);

impl ItemMarks {
    /// Finds them: 一是, 二是 … after a separator, blanks between them at most.
    pub(super) fn of(text: &str) -> Self {
        let ends = memmem::find_iter(text.as_bytes(), ITEM).map(|at| {
            let before = text[..at].trim_end_matches(is_item_number);
            let start = before.trim_end().len();
            let is_mark = before.len() < at && text[..start].ends_with([';', ',', '。', ':']);
            is_mark.then_some(start..at + ITEM.len())
        });
        Self(ends.flatten().collect::<Vec<_>>().into_iter().peekable())
    }

    /// Where the next item starts after the start of a range and within it. Ranges come in the order of the text.
    pub(super) fn next_within(&mut self, range: Range<usize>) -> Option<usize> {
        while self.0.next_if(|mark| mark.start <= range.start).is_some() {}
        self.0.peek().filter(|mark| mark.end <= range.end).map(|mark| mark.start)
    }
}

/// What follows the number of an item.
const ITEM: &str = "是";

/// Whether a text starts with 一是, 二是 …
pub(super) fn starts_item(text: &str) -> bool {
    let trimmed = text.trim_start();
    let after = trimmed.trim_start_matches(is_item_number);
    after.len() < trimmed.len() && after.starts_with(ITEM)
}
