//! The words a pack shares: what `@name` stands for in a pattern.
//!
//! Owns [`Vocabulary`]. In: the unit lists and the word lists of a pack as text. Out: measure words with a number each,
//! and word lists as parsed notation, in which lists that refer to other lists are written out.

use std::collections::BTreeMap;

use super::diagnostic::suggest;
use super::notation::{self, Branches, Choice, NotationError};

/// The named lists of a pack.
#[derive(Debug, Default)]
pub struct Vocabulary {
    lists: BTreeMap<String, Choice>,
    units: BTreeMap<String, Vec<u16>>,
    measure_words: Vec<String>,
}

/// A fault in an entry of a word list.
#[derive(Debug, PartialEq, Eq)]
pub struct ListError {
    /// The list.
    pub list: String,
    /// The entry's place in it, from 0.
    pub entry: usize,
    /// The fault; its offset counts in the entry.
    pub error: NotationError,
}

impl Vocabulary {
    /// A vocabulary with these unit lists and no word lists.
    pub fn new(units: &BTreeMap<String, Vec<String>>) -> Self {
        let mut measure_words: Vec<String> = units.values().flatten().cloned().collect();
        sort_longest_first(&mut measure_words);
        let mut vocabulary = Self { measure_words, ..Self::default() };
        for (name, words) in units {
            let mut ids: Vec<u16> = words.iter().filter_map(|word| vocabulary.measure_word(word)).collect();
            ids.sort_unstable();
            ids.dedup();
            vocabulary.units.insert(name.clone(), ids);
        }
        vocabulary
    }

    /// Adds word lists, whose entries are notation and may refer to one another, and gives back what is wrong with them.
    pub fn define(&mut self, lists: &BTreeMap<String, Vec<String>>) -> Vec<ListError> {
        let mut definer = Definer { lists, vocabulary: self, open: Vec::new(), errors: Vec::new() };
        for name in lists.keys() {
            definer.visit(name);
        }
        definer.errors
    }

    /// Every measure word once, longest first.
    pub fn measure_words(&self) -> &[String] {
        &self.measure_words
    }

    /// The place of `word` among the measure words.
    pub(super) fn measure_word(&self, word: &str) -> Option<u16> {
        self.measure_words.iter().position(|known| known == word).and_then(|place| u16::try_from(place).ok())
    }

    /// The entries of a word list, or a help text.
    pub(super) fn list(&self, name: &str) -> Result<&Choice, Option<String>> {
        self.lists.get(name).ok_or_else(|| suggest(name, self.lists.keys().map(String::as_str)))
    }

    /// The measure words of a unit list, or a help text.
    pub(super) fn unit(&self, name: &str) -> Result<&[u16], Option<String>> {
        self.units.get(name).map(Vec::as_slice).ok_or_else(|| suggest(name, self.units.keys().map(String::as_str)))
    }
}

/// Sorts `words` by length in characters, longest first, then by text, and drops repeated ones.
pub(super) fn sort_longest_first(words: &mut Vec<String>) {
    words.sort_by(|a, b| b.chars().count().cmp(&a.chars().count()).then_with(|| a.cmp(b)));
    words.dedup();
}

/// Parses lists so that every list comes after those it refers to.
struct Definer<'a> {
    lists: &'a BTreeMap<String, Vec<String>>,
    vocabulary: &'a mut Vocabulary,
    open: Vec<&'a str>,
    errors: Vec<ListError>,
}

impl<'a> Definer<'a> {
    fn visit(&mut self, name: &'a str) {
        let Some(entries) = self.lists.get(name).filter(|_| !self.vocabulary.lists.contains_key(name)) else { return };
        self.open.push(name);
        let mut parsed = Branches::default();
        for (entry, source) in entries.iter().enumerate() {
            if let Err(error) = self.add(&mut parsed, source) {
                self.errors.push(ListError { list: name.to_owned(), entry, error });
            }
        }
        self.open.pop();
        self.vocabulary.lists.insert(name.to_owned(), parsed.into());
    }

    fn add(&mut self, branches: &mut Branches, source: &'a str) -> Result<(), NotationError> {
        for (offset, name) in notation::references(source) {
            if let Some(place) = self.open.iter().position(|open| *open == name) {
                let round: Vec<String> = self.open[place..].iter().map(|open| format!("@{open}")).collect();
                return Err(NotationError {
                    offset,
                    len: name.len() + 1,
                    message: format!("the list refers to itself: {} -> @{name}", round.join(" -> ")),
                    help: None,
                });
            }
            self.visit(name);
        }
        notation::add_entry(branches, source, self.vocabulary)
    }
}
