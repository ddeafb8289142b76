//! Word lists: notation without quantities, looked for in stretches of text.

use std::collections::BTreeMap;

use super::anchors::{self, Anchors};
use super::walk::Walk;
use crate::rules::ContextWords;
use crate::rules::notation::Sequence;

/// The word lists of a pack, ready to be looked for.
#[derive(Debug)]
pub struct Lexicon {
    lists: BTreeMap<String, WordList>,
    none: WordList,
}

impl Lexicon {
    /// Prepares the lists of a pack.
    pub fn new(words: &ContextWords) -> Self {
        let lists = words.lists.iter().map(|(name, list)| (name.clone(), WordList::new(list))).collect();
        Self { lists, none: WordList::new(&[]) }
    }

    /// The list of that name; an empty one where the pack has none.
    pub fn get(&self, name: &str) -> &WordList {
        self.lists.get(name).unwrap_or(&self.none)
    }
}

/// One list of words.
#[derive(Debug)]
pub struct WordList {
    sequences: Vec<Sequence>,
    anchors: Anchors,
}

impl WordList {
    /// Prepares a list.
    pub fn new(sequences: &[Sequence]) -> Self {
        let anchors = Anchors::new(sequences.iter().map(anchors::of));
        Self { sequences: sequences.to_vec(), anchors }
    }

    /// The first place where one of the words stands; of those that start there the longest. Bytes of `text`.
    pub fn first(&self, text: &str) -> Option<(usize, usize)> {
        let hits = self.present(text).filter_map(|words| Walk::plain(text).find(0, text.len(), words));
        hits.min_by_key(|(start, end)| (*start, std::cmp::Reverse(*end)))
    }

    /// Every place where one of the words stands, in order, none within another.
    pub fn every(&self, text: &str) -> Vec<(usize, usize)> {
        let mut found: Vec<(usize, usize)> = Vec::new();
        let mut from = 0;
        while let Some((start, end)) = self.first(&text[from..]) {
            found.push((from + start, from + end));
            // A word is never empty, but a list of gaps alone could match nothing.
            from += end.max(start + text[from + start..].chars().next().map_or(1, char::len_utf8));
            if from >= text.len() {
                break;
            }
        }
        found
    }

    /// Whether one of the words stands in `text`.
    pub fn occurs(&self, text: &str) -> bool {
        self.present(text).any(|words| Walk::plain(text).find(0, text.len(), words).is_some())
    }

    /// Whether one of the words starts `text`, blanks aside.
    pub fn starts(&self, text: &str) -> bool {
        let lead = text.len() - text.trim_start().len();
        self.present(text).any(|words| Walk::plain(text).at(lead, words).is_some())
    }

    /// Where the word starts that ends `text`, if one does and `fits` likes its start; the nearest first.
    pub fn ending(&self, text: &str, fits: impl Fn(usize) -> bool) -> Option<usize> {
        self.present(text).find_map(|words| Walk::plain(text).ending(words, &fits))
    }

    fn present(&self, text: &str) -> impl Iterator<Item = &Sequence> {
        self.anchors.present(text).into_iter().map(|number| &self.sequences[number as usize])
    }
}
