//! Thousands separators: 1,234.5 is read as 1234.5.

use memchr::memchr_iter;

use super::edit::Edit;

/// Takes the commas out of one to three digits and groups of exactly three; any other row of numbers is a list.
pub fn find(text: &str) -> Vec<Edit> {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut edits = Vec::new();
    let mut done = 0;
    for comma in memchr_iter(b',', bytes) {
        if comma <= done || !is_digit(comma - 1) || !is_digit(comma + 1) {
            continue;
        }
        let start = comma - digits(bytes[done..comma].iter().rev());
        let row = &text[start..comma + rest_length(&bytes[comma..])];
        done = start + row.len();
        let after_point = text[..start].ends_with('.');
        if !after_point && is_one_number(row) {
            edits.extend(row.match_indices(',').map(|(at, _)| Edit::delete(start + at..start + at + 1)));
        }
    }
    edits
}

/// Bytes of the groups of digits a text starts with, each after a comma.
fn rest_length(bytes: &[u8]) -> usize {
    let mut length = 0;
    while bytes.get(length) == Some(&b',') {
        let group = digits(bytes[length + 1..].iter());
        if group == 0 {
            break;
        }
        length += 1 + group;
    }
    length
}

/// How many digits come first.
fn digits<'b>(bytes: impl Iterator<Item = &'b u8>) -> usize {
    bytes.take_while(|byte| byte.is_ascii_digit()).count()
}

fn is_one_number(row: &str) -> bool {
    let mut groups = row.split(',');
    let head = groups.next().unwrap_or_default();
    head.len() <= 3 && !head.starts_with('0') && groups.all(|group| group.len() == 3)
}
