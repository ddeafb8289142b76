//! Marks that a page has twice, and what is left of a mark it has lost: `,,` is one comma, `。?!` one full stop.

use super::edit::Edit;

/// Takes out the second of two like separators, the `?!` after a full stop, and makes a full stop of a lone blank and `?!`.
pub fn find(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut previous = '\n';
    let mut chars = text.char_indices();
    while let Some((start, c)) = chars.next() {
        let end = start + c.len_utf8();
        match c {
            ',' | ';' | '、' if previous == c => edits.push(Edit::delete(start..end)),
            '?' | '!' if previous == '。' => {
                edits.push(Edit::delete(start..end));
                continue;
            }
            ' ' if text[end..].starts_with("?!") => {
                edits.push(Edit::replace(start..end + 2, '。'));
                chars.nth(1);
                previous = '。';
                continue;
            }
            _ => {}
        }
        previous = c;
    }
    edits
}
