//! The many dashes of a range: 1—11月, 2021年~2023年 and 3 – 5件 all get a hyphen.

use super::edit::Edit;
use super::seek::{char_at, places};

/// The first bytes of dashes, and the one dash whose first byte is that of 。 and 、.
const BEGINS: [[u8; 3]; 1] = [[b'-', b'~', 0xe2]];
const WAVE: &str = "〜";

const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '—' | '–' | '―' | '‒' | '−' | '~' | '〜')
}

/// Makes one hyphen of a run of dashes, and a blank on either side of it, where a date, percentage or number stands before
/// and a digit after. Hyphens alone are left as they are, and so is a dash between words.
pub fn find(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut done = 0;
    for at in places(text, &BEGINS, &[WAVE]) {
        if at < done || !char_at(text, at).is_some_and(is_dash) {
            continue;
        }
        let tail = text[at..].trim_start_matches(is_dash);
        let run = &text[at..text.len() - tail.len()];
        done = at + run.len();
        let head = &text[..at];
        let head = head.strip_suffix(' ').unwrap_or(head);
        let tail = tail.strip_prefix(' ').unwrap_or(tail);
        if run.bytes().all(|byte| byte == b'-') || !head.ends_with(ends_range_start) || !starts_with_digit(tail) {
            continue;
        }
        edits.push(Edit::replace(head.len()..text.len() - tail.len(), '-'));
    }
    edits
}

const fn ends_range_start(c: char) -> bool {
    matches!(c, '0'..='9' | '年' | '月' | '日' | '%' | '万' | '萬' | '亿' | '億' | '元')
}

fn starts_with_digit(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_digit)
}
