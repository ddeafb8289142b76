//! The words that sequences need, and where they stand in a reading: what lacks one of them need not be walked.

use std::borrow::Cow;
use std::ops::Range;

use super::anchors::{self, Hit, Words};
use crate::rules::notation::Node;

/// Bytes of a word that is worth looking for beside the longest of its sequence: shorter ones stand everywhere.
const TELLING: usize = 4;

/// For each element that a sequence cannot do without the words of which one must stand there.
#[derive(Debug, Default)]
pub(super) struct Needs(Vec<Vec<u32>>);

impl Needs {
    /// Those of a sequence; its words get their numbers in `words`.
    pub(super) fn of<'n>(sequence: &'n [Node], words: &mut Words<'n>) -> Self {
        let sets: Vec<Vec<&str>> = sequence.iter().filter_map(anchors::required).collect();
        let shortest = |set: &Vec<&str>| set.iter().map(|word| word.len()).min().unwrap_or(0);
        let longest = sets.iter().map(shortest).max().unwrap_or(0);
        let telling = sets.iter().filter(|set| shortest(set) >= longest.min(TELLING));
        Self(telling.map(|set| set.iter().map(|word| words.number(Cow::Borrowed(word))).collect()).collect())
    }

    /// Whether each element has a word that starts in `within`, as far as the first and the last place of a word tell.
    pub(super) fn are_met(&self, seen: &Seen, within: Range<usize>) -> bool {
        self.0.iter().all(|set| set.iter().any(|word| seen.may_start(*word, &within)))
    }
}

/// Where the words of a reading stand.
#[derive(Debug)]
pub(super) struct Seen {
    /// For each word its first place, or the reading's end, and its last.
    places: Vec<(u32, u32)>,
}

const NOWHERE: (u32, u32) = (u32::MAX, 0);

impl Seen {
    /// None of so many words.
    pub(super) fn none_of(words: usize) -> Self {
        Self { places: vec![NOWHERE; words] }
    }

    /// Notes a word; they come in the order of the text.
    pub(super) fn note(&mut self, hit: &Hit) {
        // Bounds on the size of a text are far below; beyond them a word would seem to stand everywhere behind.
        let here = u32::try_from(hit.start).unwrap_or(u32::MAX - 1);
        let (first, last) = &mut self.places[hit.word as usize];
        *first = here.min(*first);
        *last = here;
    }

    fn may_start(&self, word: u32, within: &Range<usize>) -> bool {
        let (first, last) = self.places[word as usize];
        (first as usize) < within.end && last as usize >= within.start
    }
}
