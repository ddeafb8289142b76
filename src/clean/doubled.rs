//! Marks that a page has twice, and what is left of a mark it has lost: `,,` is one comma, `。?!` one full stop.

use super::edit::Edit;
use super::seek::{self, Bytes};

/// The first bytes of the marks that are looked at.
static BEGINS: Bytes = Bytes::new(&[b',', b';', b'?', b'!', b' ', 0xe3]);

/// Takes out the second of two like separators, the `?!` after a full stop, and makes a full stop of a lone blank and `?!`.
pub fn find(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    // Up to here all is seen to; where a full stop came of it, what follows stands behind that.
    let (mut done, mut full_stop) = (0, None);
    for (start, c) in seek::beginning(text, &BEGINS) {
        if start < done {
            continue;
        }
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
