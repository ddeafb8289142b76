//! Where words stand in a text, list by list.

use std::ops::Range;

use super::List;

/// A place where an entry or a word of it stands, in bytes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Found {
    pub start: usize,
    pub end: usize,
    pub entry: u32,
}

/// The places of all lists.
#[derive(Debug)]
pub(super) struct Places {
    /// List after list, each by the starts.
    found: Vec<Found>,
    /// Where each list begins in `found`, and where the last one ends.
    begins: Vec<usize>,
}

impl Places {
    /// Sorts what was found by lists; `found` comes more or less from the last to the first.
    pub fn new(lists: usize, found: &[(List, Found)]) -> Self {
        let mut begins = vec![0; lists + 1];
        for (list, _) in found {
            begins[list.0 + 1] += 1;
        }
        for list in 0..lists {
            begins[list + 1] += begins[list];
        }
        let mut next = begins.clone();
        let mut sorted = vec![Found::default(); found.len()];
        for (list, place) in found.iter().rev() {
            sorted[next[list.0]] = *place;
            next[list.0] += 1;
        }
        for bounds in begins.windows(2) {
            sorted[bounds[0]..bounds[1]].sort_unstable_by_key(|found| found.start);
        }
        Self { found: sorted, begins }
    }

    /// The places of a list that start in `range`, by their starts.
    pub fn starting(&self, range: Range<usize>, list: List) -> &[Found] {
        let all = &self.found[self.begins[list.0]..self.begins[list.0 + 1]];
        // Most lists have nothing in most texts, or little.
        if all.last().is_none_or(|last| last.start < range.start) {
            return &[];
        }
        let behind = &all[all.partition_point(|found| found.start < range.start)..];
        &behind[..behind.partition_point(|found| found.start < range.end)]
    }
}
