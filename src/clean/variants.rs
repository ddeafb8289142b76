//! Traditional characters to the simplified ones of the mainland: 行政複議 is read as 行政复议.

use std::sync::LazyLock;

use hanconv::RawDictionary::{TSCharacters, TSPhrases};

use super::edit::Edit;

/// Replaces each traditional character by its simplified one.
///
/// Characters that simplified texts keep in names (乾, 於 …) change only where the text is traditional otherwise. A
/// character whose simplified form is in no common font (噁) stays: mainland texts write it so.
pub fn find(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let (mut traditional, mut done) = (false, 0);
    for (at, c) in text.char_indices() {
        if at < done || !TRADITIONAL.may_hold(c) {
            continue;
        }
        // The tables go by words, and no word leads over a mark.
        let start = text[done..at].rfind(ends_clause).map_or(done, |mark| done + mark);
        done = text[at..].find(ends_clause).map_or(text.len(), |mark| at + mark);
        let clause = &text[start..done];
        let simplified = hanconv::t2s(clause);
        // Every row of the tables keeps the number of characters; one that did not would leave no way back to the source.
        if clause.chars().count() != simplified.chars().count() {
            return Vec::new();
        }
        let pairs = clause.char_indices().zip(simplified.chars());
        for ((at, old), new) in pairs.filter(|((_, old), new)| old != new && is_common(*new)) {
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

/// The characters that some row of the tables changes, so that texts without any, which are most, are told at a glance.
static TRADITIONAL: LazyLock<Characters> = LazyLock::new(|| {
    let mut all = Characters { bits: vec![0; 1 << 10] };
    for (old, new) in TSCharacters.iter().chain(TSPhrases.iter()) {
        old.chars().zip(new.chars()).filter(|(old, new)| old != new).for_each(|(old, _)| all.add(old));
    }
    all
});

/// A set of characters, those beyond the first plane always among them.
struct Characters {
    /// A bit a character.
    bits: Vec<u64>,
}

impl Characters {
    fn add(&mut self, c: char) {
        if let Some(bits) = self.bits.get_mut(c as usize >> 6) {
            *bits |= 1 << (c as u32 & 63);
        }
    }

    fn may_hold(&self, c: char) -> bool {
        self.bits.get(c as usize >> 6).is_none_or(|bits| bits >> (c as u32 & 63) & 1 == 1)
    }
}

const fn is_common(c: char) -> bool {
    c.len_utf8() <= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_tables_change_is_seen_at_a_glance() {
        for (old, _) in TSCharacters.iter().chain(TSPhrases.iter()) {
            let seen = old.chars().any(|c| TRADITIONAL.may_hold(c));
            assert!(seen || hanconv::t2s(old) == old, "{old}");
            assert!(!old.contains(ends_clause), "{old}");
        }
        assert!(!"全市立案查处环境违法案件,了解,不回答。".chars().any(|c| TRADITIONAL.may_hold(c)));
    }
}
