//! Where words stand in a text, list by list.

use std::cmp::Reverse;
use std::ops::Range;

use super::List;

/// A place where a word of an entry stands, in bytes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Found {
    pub start: usize,
    pub end: usize,
    pub entry: u32,
}

/// The places of all lists.
#[derive(Debug)]
pub(super) struct Places {
    /// List after list, each by the starts, of those that start together the longest first.
    found: Vec<Found>,
    /// Where each list begins in `found`, and where the last one ends.
    begins: Vec<usize>,
}

impl Places {
    /// Sorts what was found by lists; `found` comes by the ends, as an automaton gives it.
    pub fn new(lists: usize, found: &[(usize, Found)]) -> Self {
        let mut begins = vec![0; lists + 1];
        for (list, _) in found {
            begins[list + 1] += 1;
        }
        for list in 0..lists {
            begins[list + 1] += begins[list];
        }
        let mut next = begins.clone();
        let mut sorted = vec![Found::default(); found.len()];
        for (list, place) in found {
            sorted[next[*list]] = *place;
            next[*list] += 1;
        }
        for bounds in begins.windows(2) {
            sorted[bounds[0]..bounds[1]].sort_unstable_by_key(|found| (found.start, Reverse(found.end)));
        }
        Self { found: sorted, begins }
    }

    /// The places of a list within `range`, by their starts.
    pub fn within(&self, range: Range<usize>, list: List) -> impl Iterator<Item = &Found> {
        let all = &self.found[self.begins[list.0]..self.begins[list.0 + 1]];
        let from = all.partition_point(|found| found.start < range.start);
        let begun = all[from..].iter().take_while(move |found| found.start < range.end);
        begun.filter(move |found| found.end <= range.end)
    }
}
