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
    while let Some(found) = ROWS.changed.find(&text[done..]) {
        // The tables go by words, and no word leads over a mark.
        let at = done + found;
        let start = text[done..at].rfind(ends_clause).map_or(done, |mark| done + mark);
        done = text[at..].find(ends_clause).map_or(text.len(), |mark| at + mark);
        for (at, old, new) in changes(&text[start..done]).filter(|(.., new)| is_common(*new)) {
            traditional |= !NAME_CHARACTERS.contains(old);
            edits.push(Edit::replace(start + at..start + at + old.len_utf8(), new));
        }
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

/// The characters of a clause that become others, each with its place and what it becomes.
fn changes(clause: &str) -> impl Iterator<Item = (usize, char, char)> {
    words(clause).flat_map(|(start, old, new)| {
        let pairs = old.char_indices().zip(new.chars());
        pairs.filter(|((_, old), new)| old != new).map(move |((at, old), new)| (start + at, old, new))
    })
}

/// The rows of the tables that a clause consists of, each the longest at its place; what is in none is left out.
fn words(clause: &str) -> impl Iterator<Item = (usize, &'static str, &'static str)> {
    let mut done = 0;
    std::iter::from_fn(move || {
        loop {
            let start = done + ROWS.firsts.find(&clause[done..])?;
            if let Some((old, new)) = ROWS.longest_at(&clause[start..]) {
                done = start + old.len();
                return Some((start, old, new));
            }
            done = start + clause[start..].chars().next().map_or(1, char::len_utf8);
        }
    })
}

/// The rows of both tables; a row keeps the number of characters, without which there were no way back to the source.
fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    TSPhrases.iter().chain(TSCharacters.iter())
}

static ROWS: LazyLock<Rows> = LazyLock::new(|| {
    let first = |old: &str| old.chars().next();
    let mut sorted: Vec<_> = rows().filter_map(|(old, new)| Some((first(old)?, old, new))).collect();
    // Both tables come sorted, or nearly so.
    sorted.sort_by_key(|(first, old, _)| (*first, Reverse(old.len())));
    let (mut changed, mut firsts) = (CharSet::of(&[]), CharSet::of(&[]));
    for (first, old, new) in &sorted {
        firsts.add(*first);
        old.chars().zip(new.chars()).filter(|(old, new)| old != new).for_each(|(old, _)| changed.add(old));
    }
    Rows { changed, firsts, sorted }
});

/// The rows by their first characters.
struct Rows {
    /// The characters that some row changes, so that texts without any, which are most, are told at a glance.
    changed: CharSet,
    /// The characters that rows start with.
    firsts: CharSet,
    /// Those of one first character stand together, the longest first.
    sorted: Vec<(char, &'static str, &'static str)>,
}

impl Rows {
    /// The longest row that a text starts with.
    fn longest_at(&self, text: &str) -> Option<(&'static str, &'static str)> {
        let first = text.chars().next()?;
        let from = self.sorted.partition_point(|(other, ..)| *other < first);
        let alike = self.sorted[from..].iter().take_while(|(other, ..)| *other == first);
        alike.map(|(_, old, new)| (*old, *new)).find(|(old, _)| text.starts_with(old))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_the_tables_change_is_seen_at_a_glance() {
        for (old, new) in rows() {
            assert!(old == new || ROWS.changed.find(old).is_some(), "{old}");
            assert!(!old.contains(ends_clause), "{old}");
            assert_eq!(old.chars().count(), new.chars().count(), "{old}");
        }
        assert_eq!(ROWS.changed.find("全市立案查处环境违法案件,了解,不回答。"), None);
    }

    proptest! {
        #[test]
        fn words_are_taken_as_the_library_takes_them(
            picked in prop::collection::vec(prop_oneof![prop::sample::select(rows().map(|(old, _)| old).collect::<Vec<_>>()), Just("市"), Just("𠀾")], 0..9),
            cut in 0..9_usize,
        ) {
            let clause: String = picked.concat().chars().skip(cut).collect();
            let mut simplified: Vec<(usize, char)> = clause.char_indices().collect();
            for (at, _, new) in changes(&clause) {
                let place = simplified.iter().position(|(other, _)| *other == at).unwrap();
                simplified[place].1 = new;
            }
            prop_assert_eq!(simplified.into_iter().map(|(_, c)| c).collect::<String>(), hanconv::t2s(&clause));
        }
    }
}
