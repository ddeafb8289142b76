//! Which patterns are worth trying on a text: one pass over it with the words they cannot match without.

use std::collections::HashMap;

use daachorse::CharwiseDoubleArrayAhoCorasick;

use crate::rules::notation::Node;

/// Patterns by number, each hung on words of which one must occur wherever it matches.
pub(super) struct Anchors {
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    /// For each word the patterns that hang on it.
    by_word: Vec<Vec<u32>>,
    /// Patterns without a word to hang on: tried always.
    always: Vec<u32>,
}

impl std::fmt::Debug for Anchors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Anchors({} words, {} patterns always tried)", self.by_word.len(), self.always.len())
    }
}

impl Anchors {
    /// Hangs pattern 0, 1, 2 … on the words of each set.
    pub(super) fn new(sets: impl IntoIterator<Item = Vec<String>>) -> Self {
        let (mut words, mut by_word, mut always) = (Vec::new(), Vec::<Vec<u32>>::new(), Vec::new());
        let mut place = HashMap::new();
        for (number, set) in (0..).zip(sets) {
            if set.is_empty() {
                always.push(number);
            }
            for word in set {
                let at = *place.entry(word.clone()).or_insert_with(|| {
                    words.push(word);
                    by_word.push(Vec::new());
                    by_word.len() - 1
                });
                by_word[at].push(number);
            }
        }
        // Words are unique and not empty, so the automaton is missing only where there are none.
        Self { automaton: CharwiseDoubleArrayAhoCorasick::new(words).ok(), by_word, always }
    }

    /// The patterns worth trying on `text`, in order.
    pub(super) fn present(&self, text: &str) -> Vec<u32> {
        let mut found = self.always.clone();
        if let Some(automaton) = &self.automaton {
            for hit in automaton.find_overlapping_iter(text) {
                found.extend(&self.by_word[hit.value() as usize]);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Every place where a word stands, by its start.
    pub(super) fn hits(&self, text: &str) -> Vec<Hit> {
        let found = self.automaton.iter().flat_map(|automaton| automaton.find_overlapping_iter(text));
        let mut hits: Vec<Hit> = found.map(|m| Hit { start: m.start(), end: m.end(), word: m.value() }).collect();
        hits.sort_unstable_by_key(|hit| (hit.start, hit.end));
        hits
    }

    /// The patterns that hang on a word.
    pub(super) fn hung_on(&self, word: u32) -> &[u32] {
        &self.by_word[word as usize]
    }

    /// The patterns without a word to hang on.
    pub(super) fn always(&self) -> &[u32] {
        &self.always
    }
}

/// Where a word stands, in bytes.
#[derive(Debug)]
pub(super) struct Hit {
    pub start: usize,
    pub end: usize,
    pub word: u32,
}

/// The words to hang a sequence on: those of its longest required element; none where it has no such element.
pub(super) fn of<'n>(nodes: impl IntoIterator<Item = &'n Node>) -> Vec<String> {
    longest(nodes.into_iter().filter_map(required)).unwrap_or_default()
}

fn longest(sets: impl Iterator<Item = Vec<String>>) -> Option<Vec<String>> {
    sets.max_by_key(|set| set.iter().map(|word| word.chars().count()).min().unwrap_or(0))
}

/// The words of which one must occur where `node` matches; none where it can match without.
fn required(node: &Node) -> Option<Vec<String>> {
    match node {
        Node::Text(word) => Some(vec![word.to_string()]),
        Node::OneOf(branches) => {
            let sets = branches.iter().map(|branch| longest(branch.iter().filter_map(required)));
            sets.collect::<Option<Vec<_>>>().map(|sets| sets.concat())
        }
        _ => None,
    }
}
