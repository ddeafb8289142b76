//! A line that ends in the middle of a quantity: `6300\n余人次` is one.

use memchr::memchr_iter;

use super::characters::{is_han, starts_heading, starts_with_measure};
use super::edit::Edit;

/// Takes out the break between a number and its measure word, blanks at the line's end among it; rows of tables and headings keep theirs.
pub fn find(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut line_start = 0;
    for end in memchr_iter(b'\n', text.as_bytes()) {
        let line = text[line_start..end].trim_end_matches(' ');
        let next = &text[end + 1..];
        let splits = line.ends_with(|c: char| c.is_ascii_digit()) && starts_with_measure(next) && !starts_heading(next);
        if splits && line.contains(is_han) && !line.contains('|') && !first_line(next).contains('|') {
            edits.push(Edit::delete(line_start + line.len()..end + 1));
        }
        line_start = end + 1;
    }
    edits
}

fn first_line(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}
