//! Where a text was edited: a step that has seen the rest finds nothing new there.

use std::ops::Range;

use memchr::{memchr, memrchr};

use super::edit::Edit;

/// The places at which a text was edited, in order.
#[derive(Debug, Default)]
pub struct Touched {
    places: Vec<usize>,
}

impl Touched {
    /// Takes note of edits, sorted and disjoint, of the text that the places stand in; afterwards they stand in the edited one.
    pub fn follow(&mut self, edits: &[Edit]) {
        let mut moved = Vec::with_capacity(self.places.len() + edits.len());
        let mut places = std::mem::take(&mut self.places).into_iter().peekable();
        let (mut gone, mut come) = (0, 0);
        for edit in edits {
            while let Some(place) = places.next_if(|place| *place < edit.range.start) {
                moved.push(place - gone + come);
            }
            while places.next_if(|place| *place < edit.range.end).is_some() {}
            moved.push(edit.range.start - gone + come);
            gone += edit.range.len();
            come += edit.to.map_or(0, char::len_utf8);
        }
        moved.extend(places.map(|place| place - gone + come));
        self.places = moved;
    }

    /// The lines of `text`, in which the places stand, that were edited, and those beside them.
    pub fn lines<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> {
        let mut stretches: Vec<Range<usize>> = Vec::new();
        let mut done = 0;
        for place in &self.places {
            if *place < done {
                continue;
            }
            let start = line_start(text, *place);
            done = line_end(text, *place);
            let (before, after) = (line_start(text, start.saturating_sub(1)), line_end(text, done));
            match stretches.last_mut() {
                Some(last) if before <= last.end => last.end = after,
                _ => stretches.push(before..after),
            }
        }
        stretches.into_iter().map(|stretch| &text[stretch])
    }
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
    fn edited_lines_come_with_those_beside_them() {
        let mut touched = Touched::default();
        touched.follow(&[Edit::delete(4..5), Edit::replace(5..7, '报')]);
        assert_eq!(touched.places, [4, 4]);
        touched.follow(&[Edit::delete(0..2), Edit::delete(9..10)]);
        assert_eq!(touched.places, [0, 2, 2, 7]);
        let touched = Touched { places: vec![6, 7, 9, 23] };
        let lines: Vec<&str> = touched.lines("aa\nbb\ncc\ndd\nee\nff\ngg\nhh").collect();
        assert_eq!(lines, ["bb\ncc\ndd\nee\n", "gg\nhh"]);
        assert_eq!(Touched { places: vec![3] }.lines("aa\n").collect::<Vec<_>>(), ["aa\n"]);
        assert_eq!(Touched::default().lines("aa").count(), 0);
    }
}
