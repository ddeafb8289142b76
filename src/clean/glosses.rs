//! Pinyin in parentheses after the character it belongs to: 執(zhí)法 is read as 執法.

use memchr::{memchr, memchr_iter};

use super::characters::is_han;
use super::edit::Edit;
use super::pinyin;

/// Takes out every gloss, also several after one character. Real parentheses stay: (一), (2020年), (pdf).
pub fn find(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut done = 0;
    for open in memchr_iter(b'(', text.as_bytes()) {
        if open < done || !text[..open].ends_with(is_han) {
            continue;
        }
        done = open;
        while let Some(length) = gloss_length(&text[done..]) {
            edits.push(Edit::delete(done..done + length));
            done += length;
        }
    }
    edits
}

/// Bytes of the gloss a text starts with, parentheses among them.
pub fn gloss_length(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('(')?;
    let close = memchr(b')', &inner.as_bytes()[..inner.len().min(SEEN)])?;
    pinyin::toneless(&inner[..close]).map(|_| close + 2)
}

/// Bytes in which the closing parenthesis must come.
const SEEN: usize = 12;
