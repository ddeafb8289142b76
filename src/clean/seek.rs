//! Where the characters stand that a step looks at, found by their bytes.

use memchr::{memchr3_iter, memmem};

/// The places in `text` of all characters that begin with one of the bytes of `firsts`, and of the characters `others`, in
/// order.
///
/// A byte that continues a character is none to look for, nor is a common first byte: of it name the characters.
pub fn places(text: &str, firsts: &[[u8; 3]], others: &[&str]) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut places = Vec::new();
    for [a, b, c] in firsts {
        places.extend(memchr3_iter(*a, *b, *c, bytes));
    }
    for other in others {
        places.extend(memmem::find_iter(bytes, other));
    }
    // Each search gave its places in order, and mostly one alone gave any.
    places.sort_unstable();
    places
}

/// The character that begins at a place.
pub fn char_at(text: &str, at: usize) -> Option<char> {
    text[at..].chars().next()
}
