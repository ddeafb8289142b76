//! Where a text was edited: a step that has seen the rest finds nothing new there.

use std::ops::Range;

use memchr::{memchr, memrchr};

use super::edit::Edit;

/// The places at which a text was edited.
#[derive(Debug, Default)]
pub struct Touched {
    /// In order; of a text that was edited at many, none.
    places: Vec<usize>,
    everywhere: bool,
    /// The lines around the places, once they were asked for.
    lines: Option<Vec<Range<usize>>>,
}

/// Places from which on a text counts as edited everywhere.
const MANY: usize = 64;

impl Touched {
    /// Takes note of edits, sorted and disjoint, of the text that the places stand in; afterwards they stand in the edited one.
    pub fn follow(&mut self, edits: &[Edit]) {
        self.lines = None;
        self.everywhere |= self.places.len() + edits.len() > MANY;
        let mut places = std::mem::take(&mut self.places).into_iter().peekable();
        if self.everywhere {
            return;
        }
        let (mut gone, mut come) = (0, 0);
        for edit in edits {
            while let Some(before) = places.next_if(|at| *at < edit.range.start) {
                self.places.push(before - gone + come);
            }
            while places.next_if(|at| *at < edit.range.end).is_some() {}
            self.places.push(edit.range.start - gone + come);
            gone += edit.range.len();
            come += edit.to.map_or(0, char::len_utf8);
        }
        self.places.extend(places.map(|at| at - gone + come));
    }

    /// Whether any of the edited lines of `text`, in which the places stand, passes; of a text edited everywhere none is asked.
    pub fn any_line(&mut self, text: &str, passes: impl Fn(&str) -> bool) -> bool {
        let lines = self.lines.get_or_insert_with(|| lines_around(&self.places, text));
        self.everywhere || lines.iter().any(|line| passes(&text[line.clone()]))
    }
}

/// The lines of a text in which places stand.
fn lines_around(places: &[usize], text: &str) -> Vec<Range<usize>> {
    let mut lines: Vec<Range<usize>> = Vec::new();
    for place in places {
        if lines.last().is_none_or(|last| last.end <= *place) {
            lines.push(line_start(text, *place)..line_end(text, *place));
        }
    }
    lines
}

/// Where the line begins that a place stands in.
fn line_start(text: &str, place: usize) -> usize {
    memrchr(b'\n', &text.as_bytes()[..place]).map_or(0, |at| at + 1)
}

/// Where it ends, behind its break.
fn line_end(text: &str, place: usize) -> usize {
    memchr(b'\n', &text.as_bytes()[place..]).map_or(text.len(), |at| place + at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_move_with_the_text() {
        let mut touched = Touched::default();
        touched.follow(&[Edit::delete(4..5), Edit::replace(5..7, '报')]);
        assert_eq!(touched.places, [4, 4]);
        touched.follow(&[Edit::delete(0..2), Edit::delete(9..10)]);
        assert_eq!(touched.places, [0, 2, 2, 7]);
        assert!(!touched.any_line("0123456789", |_| false));
        touched.follow(&vec![Edit::delete(0..1); MANY]);
        assert!(touched.any_line("0123456789", |_| false));
    }

    #[test]
    fn edited_lines_are_whole_and_come_once() {
        let around = |places: &[usize]| lines_around(places, "aa\nbb\ncc\ndd");
        assert_eq!(around(&[3, 5, 6, 11]), [3..6, 6..9, 9..11]);
        assert_eq!(around(&[2])[0], 0..3);
        assert_eq!(lines_around(&[3], "aa\n")[0], 3..3);
        assert!(around(&[]).is_empty());
    }
}
