//! Full-width letters, digits and marks, blanks of every kind, invisible characters, line ends.

use super::edit::Edit;
use super::seek::{char_at, places};

/// Folds what has a plain form and drops what cannot be seen.
///
/// Not the compatibility forms of Unicode: they would turn ① into 1 and so ①30 into 130. Square and lenticular brackets
/// stay as they are: 〔2022〕 is how a document number is written.
pub fn find(text: &str) -> Vec<Edit> {
    places(text, &BEGINS, &[WIDE_BLANK]).into_iter().filter_map(|start| edit_at(text, start)).collect()
}

/// The first bytes of what is folded or dropped.
const BEGINS: [[u8; 3]; 2] = [[b'\r', 0x0b, 0x0c], [0xc2, 0xe2, 0xef]];

/// The one such character whose first byte is that of 。 and 、.
const WIDE_BLANK: &str = "\u{3000}";

fn edit_at(text: &str, start: usize) -> Option<Edit> {
    let c = char_at(text, start)?;
    let range = start..start + c.len_utf8();
    let crlf = c == '\r' && text.as_bytes().get(range.end) == Some(&b'\n');
    if crlf || is_invisible(c) {
        return Some(Edit::delete(range));
    }
    plain_form(c).map(|plain| Edit::replace(range, plain))
}

/// Zero-width characters, marks of direction and byte order, the soft hyphen.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}')
}

fn plain_form(c: char) -> Option<char> {
    match c {
        '\u{ff3b}' | '\u{ff3d}' => None,
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Some(' '),
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\u{ff61}' => Some('。'),
        '\u{ff64}' | '\u{fe51}' => Some('、'),
        '\u{2236}' => Some(':'),
        '\u{fe50}'..='\u{fe6b}' => small_form(c),
        _ => None,
    }
}

/// The small forms of marks, which old double-byte sets had.
const fn small_form(c: char) -> Option<char> {
    Some(match c {
        '\u{fe50}' => ',',
        '\u{fe52}' => '.',
        '\u{fe54}' => ';',
        '\u{fe55}' => ':',
        '\u{fe56}' => '?',
        '\u{fe57}' => '!',
        '\u{fe58}' => '—',
        '\u{fe59}' => '(',
        '\u{fe5a}' => ')',
        '\u{fe5d}' => '〔',
        '\u{fe5e}' => '〕',
        '\u{fe62}' => '+',
        '\u{fe63}' => '-',
        '\u{fe6a}' => '%',
        _ => return None,
    })
}
