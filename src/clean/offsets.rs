//! Edits carried out, and the way back from the edited text to the source.

use std::ops::Range;

use super::edit::Edit;

/// The way back from the clean text to the source: one layer for each round of edits that moved anything.
#[derive(Debug, Clone, Default)]
pub struct OffsetMap {
    layers: Vec<Layer>,
}

/// The edits of one step, in the order of the text; between them, text moved but did not change.
type Layer = Vec<Moved>;

/// One edit, where it stood and where it came to stand.
#[derive(Debug, Clone)]
struct Moved {
    from: Range<usize>,
    to: Range<usize>,
}

impl OffsetMap {
    /// Carries out the edits, sorted and disjoint, on the text this map leads to; afterwards it leads to the text returned.
    pub fn apply(&mut self, text: &str, edits: &[Edit]) -> String {
        let mut edited = String::with_capacity(text.len());
        let mut layer = Layer::new();
        let mut done = 0;
        for edit in edits {
            edited.push_str(&text[done..edit.range.start]);
            let start = edited.len();
            if let Some(to) = edit.to {
                edited.push(to);
            }
            let moved = Moved { from: edit.range.clone(), to: start..edited.len() };
            if !stays_in_place(text, &moved) {
                layer.push(moved);
            }
            done = edit.range.end;
        }
        edited.push_str(&text[done..]);
        if !layer.is_empty() {
            self.layers.push(layer);
        }
        edited
    }

    /// The smallest range of the source that covers the characters this range of the clean text came from.
    pub fn source(&self, clean: Range<usize>) -> Range<usize> {
        self.layers.iter().rev().fold(clean, |range, layer| {
            let start = before(layer, range.start);
            let end = if range.is_empty() { start } else { after(layer, range.end - 1) };
            start..end
        })
    }
}

/// Whether one character took the place of another of the same size: the way back need not know of it.
fn stays_in_place(text: &str, moved: &Moved) -> bool {
    moved.from.len() == moved.to.len() && text[moved.from.clone()].chars().nth(1).is_none()
}

/// The last edit that starts at or before a byte of the edited text.
fn last_before(layer: &Layer, byte: usize) -> Option<&Moved> {
    layer[..layer.partition_point(|moved| moved.to.start <= byte)].last()
}

/// Where what holds this byte of the edited text started.
fn before(layer: &Layer, byte: usize) -> usize {
    match last_before(layer, byte) {
        None => byte,
        Some(moved) if byte < moved.to.end => moved.from.start,
        Some(moved) => byte - moved.to.end + moved.from.end,
    }
}

/// Where what holds this byte of the edited text ended.
fn after(layer: &Layer, byte: usize) -> usize {
    match last_before(layer, byte) {
        None => byte + 1,
        Some(moved) if byte < moved.to.end => moved.from.end,
        Some(moved) => byte + 1 - moved.to.end + moved.from.end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_deleted_at_either_end_stays_outside() {
        let mut map = OffsetMap::default();
        let edited = map.apply("a(x)b(y)c", &[Edit::delete(1..4), Edit::delete(5..8)]);
        assert_eq!(edited, "abc");
        assert_eq!(map.source(0..1), 0..1);
        assert_eq!(map.source(1..2), 4..5);
        assert_eq!(map.source(0..3), 0..9);
        assert_eq!(map.source(1..1), 4..4);
        assert_eq!(map.source(3..3), 9..9);
    }

    #[test]
    fn a_replacement_is_taken_whole() {
        let mut map = OffsetMap::default();
        let edited = map.apply("xx--y", &[Edit::replace(0..2, '报'), Edit::replace(2..4, '-')]);
        assert_eq!(edited, "报-y");
        assert_eq!(map.source(1..2), 0..2);
        assert_eq!(map.source(2..4), 0..4);
        assert_eq!(map.source(3..5), 2..5);
    }

    #[test]
    fn layers_compose_and_those_that_move_nothing_are_left_out() {
        let mut map = OffsetMap::default();
        let first = map.apply("報(x)告", &[Edit::delete(3..6)]);
        let second = map.apply(&first, &[Edit::replace(0..3, '报')]);
        assert_eq!((second.as_str(), map.layers.len()), ("报告", 1));
        let third = map.apply(&second, &[Edit::replace(0..3, 'b')]);
        assert_eq!(third, "b告");
        assert_eq!(map.source(0..1), 0..3);
        assert_eq!(map.source(1..4), 6..9);
    }
}
