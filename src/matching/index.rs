//! Which rules to try on a text: one pass over it with all the words that rules hang on.

use std::cell::RefCell;

use daachorse::CharwiseDoubleArrayAhoCorasick;

use super::reading::{Placed, Reading};
use super::walk;
use crate::rules::notation::{Node, Sequence};
use crate::rules::{Form, Pack};

/// Every form of the pack, found by a word it cannot match without.
pub(super) struct Index {
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    /// For each word the forms that hang on it.
    by_word: Vec<Vec<u32>>,
    /// Field, pattern and form of each form's number.
    forms: Vec<(usize, usize, usize)>,
    /// Forms without a word to hang on: tried always.
    always: Vec<u32>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Index({} words, {} forms)", self.by_word.len(), self.forms.len())
    }
}

impl Index {
    pub(super) fn new(pack: &Pack) -> Self {
        let mut words: Vec<String> = Vec::new();
        let mut by_word: Vec<Vec<u32>> = Vec::new();
        let mut place = std::collections::HashMap::new();
        let (mut forms, mut always) = (Vec::new(), Vec::new());
        for (f, field) in pack.fields.iter().enumerate() {
            for (p, pattern) in field.patterns.iter().enumerate() {
                for (n, form) in pattern.forms.iter().enumerate() {
                    let number = u32::try_from(forms.len()).unwrap_or(u32::MAX);
                    forms.push((f, p, n));
                    let anchors = anchors(form);
                    if anchors.is_empty() {
                        always.push(number);
                    }
                    for anchor in anchors {
                        let at = *place.entry(anchor.clone()).or_insert_with(|| {
                            words.push(anchor);
                            by_word.push(Vec::new());
                            words.len() - 1
                        });
                        by_word[at].push(number);
                    }
                }
            }
        }
        // Words are unique and not empty, so the automaton is only missing when there are none.
        let automaton = CharwiseDoubleArrayAhoCorasick::new(words).ok();
        Self { automaton, by_word, forms, always }
    }

    /// The forms worth trying on `text`, in the order of the pack.
    pub(super) fn tried(&self, text: &str) -> Vec<(usize, usize, usize)> {
        thread_local! { static SEEN: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) }; }
        SEEN.with_borrow_mut(|seen| {
            seen.clear();
            seen.extend(&self.always);
            if let Some(automaton) = &self.automaton {
                for hit in automaton.find_overlapping_iter(text) {
                    seen.extend(&self.by_word[hit.value() as usize]);
                }
            }
            seen.sort_unstable();
            seen.dedup();
            seen.iter().map(|form| self.forms[*form as usize]).collect()
        })
    }

    /// Whether one of `not` stands in the window of the quantity or in the quote.
    #[allow(clippy::unused_self)]
    pub(super) fn not(&self, reading: &Reading, placed: &Placed, not: &[Sequence], hit: walk::Match) -> bool {
        let (start, end) = reading.window(placed);
        let (start, end) = (start.min(hit.start), end.max(hit.end));
        not.iter().any(|words| walk::find(reading, start, end, words).is_some())
    }
}

/// Words of which one must occur wherever the form matches: those of the longest required element.
fn anchors(form: &Form) -> Vec<String> {
    let Form::Notation { before, after, .. } = form else { return Vec::new() };
    let sets = before.iter().chain(after).filter_map(required);
    sets.max_by_key(|set| set.iter().map(|word| word.chars().count()).min().unwrap_or(0)).unwrap_or_default()
}

/// The words of which one must occur where `node` matches; none where it can match without.
fn required(node: &Node) -> Option<Vec<String>> {
    match node {
        Node::Text(word) => Some(vec![word.to_string()]),
        Node::OneOf(branches) => {
            let mut words = Vec::new();
            for branch in branches {
                let best = branch
                    .iter()
                    .filter_map(required)
                    .max_by_key(|set| set.iter().map(|w| w.chars().count()).min().unwrap_or(0))?;
                words.extend(best);
            }
            Some(words)
        }
        _ => None,
    }
}
