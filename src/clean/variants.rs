//! Traditional characters to the simplified ones of the mainland: 行政複議 is read as 行政复议.

use std::cmp::Reverse;
use std::sync::LazyLock;

use hanconv::RawDictionary::{TSCharacters, TSPhrases};

use super::edit::Edit;
use crate::seek::CharSet;

/// Replaces each traditional character by its simplified one.
///
/// Characters that simplified texts keep in names (乾, 於 …) change only where the text is traditional otherwise. A
/// character whose simplified form is in no common font (噁) stays: mainland texts write it so.
pub fn find(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let (mut traditional, mut done) = (false, 0);
    while let Some(found) = CHANGED.find(&text[done..]) {
        // The tables go by words, and no word leads over a mark.
        let at = done + found;
        let start = text[done..at].rfind(ends_clause).map_or(done, |mark| done + mark);
        // What is traditional in one clause is so in nearly all: the rest is gone through at once.
        let end = if traditional { None } else { text[at..].find(ends_clause) };
        done = end.map_or(text.len(), |mark| at + mark);
        each_change(&text[start..done], |at, old, new| {
            if is_common(new) {
                traditional = traditional || !NAME_CHARACTERS.contains(old);
                edits.push(Edit::replace(start + at..start + at + old.len_utf8(), new));
            }
        });
    }
    if traditional { edits } else { Vec::new() }
}

const fn ends_clause(c: char) -> bool {
    matches!(c, '\n' | ',' | '。' | ';' | ':' | '、')
}

/// Traditional characters that are standard in the mainland too, in names above all.
const NAME_CHARACTERS: &str = "乾吒夥後徵捱摺於榘甯菸薹醣麴麽";

const fn is_common(c: char) -> bool {
    c.len_utf8() <= 3
}

/// Tells each character that becomes another: its place, itself and what it becomes. The text is taken for rows of the tables,
/// each the longest at its place; what is in none stays.
fn each_change(text: &str, mut told: impl FnMut(usize, char, char)) {
    let mut done = 0;
    for (start, first) in text.char_indices() {
        if start < done || !ROWS.firsts.contains(first) {
            continue;
        }
        let Some((old, new)) = ROWS.longest_at(first, &text[start..]) else { continue };
        done = start + old.len();
        for ((at, old), new) in old.char_indices().zip(new.chars()).filter(|((_, old), new)| old != new) {
            told(start + at, old, new);
        }
    }
}

/// The rows of both tables; a row keeps the number of characters, without which there were no way back to the source.
fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    TSPhrases.iter().chain(TSCharacters.iter())
}

/// The characters that some row changes, so that texts without any, which are most, are told at a glance and wait for no table.
static CHANGED: CharSet = {
    let mut changed = CharSet::of(&[]);
    add_changed(TSPhrases.text().as_bytes(), &mut changed);
    add_changed(TSCharacters.text().as_bytes(), &mut changed);
    changed
};

/// Adds the characters that the rows of a table change: each row is the old word, a blank, the new word of as many characters.
const fn add_changed(table: &[u8], changed: &mut CharSet) {
    let mut at = 0;
    while at < table.len() {
        let (mut old, mut new) = (at, after(table, at, b'\t'));
        at = after(table, at, b'\n');
        while !matches!(table[old], b'#' | b'\t' | b'\n') {
            let (before, length) = decoded(table, old);
            let (now, new_length) = decoded(table, new);
            if before as u32 != now as u32 {
                changed.add(before);
            }
            (old, new) = (old + length, new + new_length);
        }
    }
}

/// The place behind the next `mark`, or the end.
const fn after(text: &[u8], mut at: usize, mark: u8) -> usize {
    while at < text.len() && text[at] != mark {
        at += 1;
    }
    at + 1
}

/// The character at a place of a text in UTF-8, and its bytes.
const fn decoded(text: &[u8], at: usize) -> (char, usize) {
    let (lead, length) = match text[at] {
        lead @ ..0x80 => (lead, 1),
        lead @ ..0xe0 => (lead & 31, 2),
        lead @ ..0xf0 => (lead & 15, 3),
        lead => (lead & 7, 4),
    };
    let (mut code, mut next) = (lead as u32, at + 1);
    while next < at + length {
        code = code << 6 | (text[next] & 63) as u32;
        next += 1;
    }
    (char::from_u32(code).expect("the tables are UTF-8"), length)
}

static ROWS: LazyLock<Rows> = LazyLock::new(|| {
    let first = |old: &str| old.chars().next();
    let mut sorted: Vec<_> = rows().filter_map(|(old, new)| Some((first(old)?, old, new))).collect();
    // Both tables come sorted, or nearly so.
    sorted.sort_by_key(|(first, old, _)| (*first, Reverse(old.len())));
    let (mut firsts, mut begins) = (CharSet::of(&[]), vec![0; BLOCKS + 1]);
    for (at, (first, ..)) in sorted.iter().enumerate() {
        firsts.add(*first);
        begins[block(*first) + 1] = at + 1;
    }
    // A block without rows begins where the one before it ends.
    begins.iter_mut().fold(0, |before, begin| {
        *begin = before.max(*begin);
        *begin
    });
    Rows { firsts, begins, sorted }
});

/// The rows by their first characters.
struct Rows {
    /// The characters that rows start with.
    firsts: CharSet,
    /// For each block of characters where its rows begin, and where the last one's end.
    begins: Vec<usize>,
    /// Those of one first character stand together, the longest first.
    sorted: Vec<(char, &'static str, &'static str)>,
}

/// Blocks of 64 characters; those beyond the basic plane are one.
const BLOCKS: usize = (1 << 10) + 1;

/// The block of a character.
const fn block(c: char) -> usize {
    let block = c as usize >> 6;
    if block < BLOCKS { block } else { BLOCKS - 1 }
}

impl Rows {
    /// The longest row that a text starts with, which starts with `first`.
    fn longest_at(&self, first: char, text: &str) -> Option<(&'static str, &'static str)> {
        let block = block(first);
        let rows = &self.sorted[self.begins[block]..self.begins[block + 1]];
        let from = rows.partition_point(|(other, ..)| *other < first);
        let alike = rows[from..].iter().take_while(|(other, ..)| *other == first);
        alike.map(|(_, old, new)| (*old, *new)).find(|(old, _)| text.starts_with(old))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_the_tables_change_is_seen_at_a_glance() {
        let mut changed = CharSet::of(&[]);
        for (old, new) in rows() {
            let pairs = old.chars().zip(new.chars());
            pairs.filter(|(old, new)| old != new).for_each(|(old, _)| changed.add(old));
            assert!(!old.contains(ends_clause), "{old}");
            assert_eq!(old.chars().count(), new.chars().count(), "{old}");
        }
        let same = |c: &char| changed.contains(*c) == CHANGED.contains(*c);
        assert_eq!(('\0'..='\u{ffff}').find(|c| !same(c)), None);
        assert_eq!(CHANGED.find("全市立案查处环境违法案件,了解,不回答。"), None);
    }

    proptest! {
        #[test]
        fn words_are_taken_as_the_library_takes_them(
            picked in prop::collection::vec(prop_oneof![prop::sample::select(rows().map(|(old, _)| old).collect::<Vec<_>>()), Just("市"), Just("𠀾")], 0..9),
            cut in 0..9_usize,
        ) {
            let clause: String = picked.concat().chars().skip(cut).collect();
            let mut simplified: Vec<(usize, char)> = clause.char_indices().collect();
            each_change(&clause, |at, _, new| {
                let place = simplified.iter().position(|(other, _)| *other == at).unwrap();
                simplified[place].1 = new;
            });
            prop_assert_eq!(simplified.into_iter().map(|(_, c)| c).collect::<String>(), hanconv::t2s(&clause));
        }
    }
}
