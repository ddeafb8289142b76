//! Traditional characters to the simplified ones of the mainland: 行政複議 is read as 行政复议.

use super::edit::Edit;

/// Replaces each traditional character by its simplified one.
///
/// Characters that simplified texts keep in names (乾, 於 …) change only where the text is traditional otherwise. A
/// character whose simplified form is in no common font (噁) stays: mainland texts write it so.
pub fn find(text: &str) -> Vec<Edit> {
    if text.is_ascii() {
        return Vec::new();
    }
    let simplified = hanconv::t2s(text);
    if simplified == text {
        return Vec::new();
    }
    let pairs = || text.char_indices().zip(simplified.chars()).filter(|((_, old), new)| old != new && is_common(*new));
    let traditional = pairs().any(|((_, old), _)| !NAME_CHARACTERS.contains(old));
    // Every row of the tables keeps the number of characters; one that did not would leave no way back to the source.
    if !traditional || text.chars().count() != simplified.chars().count() {
        return Vec::new();
    }
    pairs().map(|((start, old), new)| Edit::replace(start..start + old.len_utf8(), new)).collect()
}

/// Traditional characters that are standard in the mainland too, in names above all.
const NAME_CHARACTERS: &str = "乾吒夥後徵捱摺於榘甯菸薹醣麴麽";

const fn is_common(c: char) -> bool {
    c.len_utf8() <= 3
}
