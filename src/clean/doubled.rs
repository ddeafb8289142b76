//! Marks that a page has twice, and what is left of a mark it has lost: `,,` is one comma, `。?!` one full stop.

use memchr::{memchr2, memmem};

use super::edit::Edit;
use super::seek::{char_at, places};

/// The first bytes of the marks that are looked at, and the one that begins like many characters.
const BEGINS: [[u8; 3]; 2] = [[b',', b';', b' '], [b'?', b'!', b'!']];
const LIST_MARK: &str = "、";

/// Takes out the second of two like separators, the `?!` after a full stop, and makes a full stop of a lone blank and `?!`.
pub fn find(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    if !may_be_doubled(text) {
        return edits;
    }
    // Up to here all is seen to; where a full stop came of it, what follows stands behind that.
    let (mut done, mut full_stop) = (0, None);
    for start in places(text, &BEGINS, &[LIST_MARK]) {
        let Some(c) = char_at(text, start).filter(|_| start >= done) else { continue };
        done = start + c.len_utf8();
        let previous = full_stop.filter(|end| *end == start).map(|_| '。').or(text[..start].chars().next_back());
        match c {
            ',' | ';' | '、' if previous == Some(c) => edits.push(Edit::delete(start..done)),
            '?' | '!' if previous == Some('。') => {
                edits.push(Edit::delete(start..done));
                full_stop = Some(done);
            }
            ' ' if text[done..].starts_with("?!") => {
                done += 2;
                edits.push(Edit::replace(start..done, '。'));
                full_stop = Some(done);
            }
            _ => {}
        }
    }
    edits
}

/// Whether any of it can be in a text, which it hardly ever is: told much faster than by going through all marks.
fn may_be_doubled(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr2(b'?', b'!', bytes).is_some()
        || [",,", ";;", "、、"].iter().any(|pair| memmem::find(bytes, pair.as_bytes()).is_some())
}
