//! Thousands separators: 1,234.5 is read as 1234.5.

use super::edit::Edit;

/// Takes the commas out of one to three digits and groups of exactly three; any other row of numbers is a list.
pub fn find(text: &str) -> Vec<Edit> {
    let bytes = text.as_bytes();
    let mut edits = Vec::new();
    let mut start = 0;
    while let Some(found) = bytes[start..].iter().position(u8::is_ascii_digit) {
        start += found;
        let length = row_length(&bytes[start..]);
        let after_point = start > 0 && bytes[start - 1] == b'.';
        if !after_point && is_one_number(&text[start..start + length]) {
            let commas = text[start..start + length].match_indices(',');
            edits.extend(commas.map(|(at, _)| Edit::delete(start + at..start + at + 1)));
        }
        start += length;
    }
    edits
}

/// Bytes of the digits a text starts with, and of each comma between two digits.
fn row_length(bytes: &[u8]) -> usize {
    let in_row = |at: usize| match bytes[at] {
        b',' => bytes.get(at + 1).is_some_and(u8::is_ascii_digit) && bytes[at - 1].is_ascii_digit(),
        byte => byte.is_ascii_digit(),
    };
    (1..bytes.len()).find(|&at| !in_row(at)).unwrap_or(bytes.len())
}

fn is_one_number(row: &str) -> bool {
    let mut groups = row.split(',');
    let head = groups.next().unwrap_or_default();
    let mut groups = groups.peekable();
    head.len() <= 3 && !head.starts_with('0') && groups.peek().is_some() && groups.all(|group| group.len() == 3)
}
