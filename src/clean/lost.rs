//! Characters that a page's conversion has lost: `?,F(xiàn)` was 。現.
//!
//! In GBK, 。現 is the bytes A1 A3 AC 46. A converter that lost the first one (and wrote `?`) read A3 AC as a full-width
//! comma and kept 46, an `F`, before the gloss of the character it had been. So a question mark, a comma, a letter and a
//! gloss are a full stop and the character AC + letter, and the gloss proves it.

use encoding_rs::GBK;
use memchr::memchr_iter;

use super::edit::Edit;
use super::glosses;
use super::pinyin::{self, Syllable};

/// The lead byte whose loss leaves a comma behind.
const LEAD: u8 = 0xAC;

/// Trail bytes that are letters, with the reading of the character: those that today's texts use.
const READINGS: [(u8, Syllable); 14] = [
    (b'A', Syllable::of("cheng")),
    (b'B', Syllable::of("jun")),
    (b'E', Syllable::of("ting")),
    (b'F', Syllable::of("xian")),
    (b'H', Syllable::of("han")),
    (b'L', Syllable::of("xiu")),
    (b'g', Syllable::of("guan")),
    (b'l', Syllable::of("qin")),
    (b'm', Syllable::of("fa")),
    (b'q', Syllable::of("hun")),
    (b'r', Syllable::of("yu")),
    (b'u', Syllable::of("xuan")),
    (b'x', Syllable::of("dai")),
    (b'z', Syllable::of("min")),
];

/// Puts back the full stop and the character; its gloss stays, as every other.
pub fn find(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    for start in memchr_iter(b'?', text.as_bytes()) {
        let (comma, after) = (start + 1, start + 2);
        let lost = text[comma..].strip_prefix(',').and_then(lost_character);
        if let Some(character) = lost {
            edits.push(Edit::replace(start..comma, '。'));
            edits.push(Edit::replace(comma..after + 1, character));
        }
    }
    edits
}

/// The character that stood where a text now starts with a letter and the character's gloss.
fn lost_character(text: &str) -> Option<char> {
    let letter = *text.as_bytes().first().filter(|byte| byte.is_ascii_alphabetic())?;
    let gloss = &text[1..];
    let length = glosses::gloss_length(gloss)?;
    let reading = pinyin::toneless(&gloss[1..length - 1])?;
    READINGS.contains(&(letter, reading)).then(|| decode([LEAD, letter])).flatten()
}

fn decode(bytes: [u8; 2]) -> Option<char> {
    GBK.decode_without_bom_handling_and_without_replacement(&bytes)?.chars().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reading_has_its_character() {
        let all: String = READINGS.iter().filter_map(|(letter, _)| decode([LEAD, *letter])).collect();
        assert_eq!(all, "珹珺珽現琀琇琯琹琺琿瑀瑄瑇瑉");
    }
}
