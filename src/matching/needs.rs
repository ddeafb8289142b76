//! The words that sequences need, and where they stand in a reading: what lacks one of them need not be walked.

use std::borrow::Cow;
use std::ops::Range;

use super::anchors::{self, Hit, Words};
use crate::rules::notation::Node;

/// Bytes of a word that is worth looking for beside the longest of its sequence: shorter ones stand everywhere.
const TELLING: usize = 4;

/// For each element that a sequence cannot do without the words of which one must stand there: their count, then the words.
#[derive(Debug, Default)]
pub(super) struct Needs(Vec<u32>);

impl Needs {
    /// Those of a sequence; its words get their numbers in `words`.
    pub(super) fn of<'n>(sequence: &'n [Node], words: &mut Words<'n>) -> Self {
        let longest = sequence.iter().filter_map(anchors::shortest_required).max().unwrap_or(0);
        let mut needs = Vec::new();
        for element in sequence {
            if anchors::shortest_required(element).is_some_and(|shortest| shortest >= longest.min(TELLING)) {
                let count = needs.len();
                needs.push(0);
                anchors::each_required(element, &mut |word| needs.push(words.number(Cow::Borrowed(word))));
                needs[count] = u32::try_from(needs.len() - count - 1).unwrap_or(u32::MAX);
            }
        }
        Self(needs)
    }

    /// Whether each element has a word that starts in `within`, as far as the first and the last place of a word tell.
    pub(super) fn are_met(&self, seen: &Seen, within: Range<usize>) -> bool {
        let mut rest = &*self.0;
        while let Some((count, words)) = rest.split_first() {
            let (words, others) = words.split_at(*count as usize);
            if !words.iter().any(|word| seen.may_start(*word, &within)) {
                return false;
            }
            rest = others;
        }
        true
    }
}

/// Where the words of a reading stand, counted from 1; 0 for those that stand nowhere.
#[derive(Debug)]
pub(super) struct Seen {
    /// The first and the last place of each word.
    places: Vec<(u32, u32)>,
    /// The words that stand somewhere.
    noted: Vec<u32>,
}

impl Seen {
    /// None of so many words.
    pub(super) fn none_of(words: usize) -> Self {
        Self { places: vec![(0, 0); words], noted: Vec::new() }
    }

    /// Forgets all words, for another reading: most have few of the many.
    pub(super) fn clear(&mut self) {
        for word in self.noted.drain(..) {
            self.places[word as usize] = (0, 0);
        }
    }

    /// Notes a word; they come in the order of the text.
    pub(super) fn note(&mut self, hit: &Hit) {
        let here = u32::try_from(hit.start + 1).unwrap_or(u32::MAX);
        let (first, last) = &mut self.places[hit.word as usize];
        if *first == 0 {
            *first = here;
            self.noted.push(hit.word);
        }
        *last = here;
    }

    fn may_start(&self, word: u32, within: &Range<usize>) -> bool {
        let (first, last) = self.places[word as usize];
        last as usize > within.start && first as usize <= within.end
    }
}
