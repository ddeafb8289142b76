//! Which patterns are worth trying on a text: one pass over it with the words they cannot match without.

use std::borrow::Cow;
use std::collections::HashMap;

use daachorse::CharwiseDoubleArrayAhoCorasick;
use regex_syntax::hir::{Hir, HirKind};

use crate::rules::notation::Node;

/// Words by number.
#[derive(Default)]
pub(super) struct Words<'w>(HashMap<Cow<'w, str>, u32>);

impl<'w> Words<'w> {
    /// The number of a word: one of its own for each.
    pub(super) fn number(&mut self, word: Cow<'w, str>) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(word).or_insert(next)
    }

    fn automaton(self) -> Option<CharwiseDoubleArrayAhoCorasick<u32>> {
        let mut words: Vec<(Cow<str>, u32)> = self.0.into_iter().collect();
        words.sort_unstable_by_key(|(_, number)| *number);
        // Words are unique and not empty, so the automaton is missing only where there are none.
        CharwiseDoubleArrayAhoCorasick::with_values(words).ok()
    }
}

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
    pub(super) fn new<'w>(sets: impl IntoIterator<Item = Vec<Cow<'w, str>>>) -> Self {
        Self::among(Words::default(), sets)
    }

    /// The same where other words are to be found too.
    pub(super) fn among<'w>(mut words: Words<'w>, sets: impl IntoIterator<Item = Vec<Cow<'w, str>>>) -> Self {
        let (mut by_word, mut always) = (vec![Vec::new(); words.0.len()], Vec::new());
        for (pattern, set) in (0..).zip(sets) {
            if set.is_empty() {
                always.push(pattern);
            }
            for word in set {
                let number = words.number(word) as usize;
                by_word.resize(by_word.len().max(number + 1), Vec::new());
                by_word[number].push(pattern);
            }
        }
        Self { automaton: words.automaton(), by_word, always }
    }

    /// How many words there are.
    pub(super) fn words(&self) -> usize {
        self.by_word.len()
    }

    /// Gives every place where a word stands, by its end.
    pub(super) fn each_hit(&self, text: &str, mut give: impl FnMut(Hit)) {
        if let Some(automaton) = &self.automaton {
            automaton
                .find_overlapping_iter(text)
                .for_each(|m| give(Hit { start: m.start(), end: m.end(), word: m.value() }));
        }
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
pub(super) fn of<'n>(nodes: impl IntoIterator<Item = &'n Node>) -> Vec<Cow<'n, str>> {
    element(nodes).map(|(_, words)| words).unwrap_or_default()
}

/// The same with the place of the element.
pub(super) fn element<'n>(nodes: impl IntoIterator<Item = &'n Node>) -> Option<(usize, Vec<Cow<'n, str>>)> {
    let required = nodes.into_iter().enumerate().filter_map(|(at, node)| Some((shortest_required(node)?, at, node)));
    let (_, at, node) = required.max_by_key(|(shortest, ..)| *shortest)?;
    let mut words = Vec::new();
    each_required(node, &mut |word| words.push(Cow::Borrowed(word)));
    Some((at, words))
}

/// The same of a regular expression; none where it does not parse or needs no word.
pub(super) fn of_regex<'w>(source: &str) -> Vec<Cow<'w, str>> {
    let parsed = regex_syntax::parse(source).ok();
    let words = parsed.as_ref().and_then(required_literals).unwrap_or_default();
    words.into_iter().map(Cow::Owned).collect()
}

/// The literals of which one must occur where `hir` matches.
fn required_literals(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => Some(vec![String::from_utf8(literal.0.to_vec()).ok()?]),
        HirKind::Capture(capture) => required_literals(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => required_literals(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().filter_map(required_literals).max_by_key(|set| shortest(set)),
        HirKind::Alternation(branches) => {
            branches.iter().map(required_literals).collect::<Option<Vec<_>>>().map(|sets| sets.concat())
        }
        _ => None,
    }
}

fn shortest(words: &[String]) -> usize {
    words.iter().map(String::len).min().unwrap_or(0)
}

/// Bytes of the shortest of the words of which one must occur where `node` matches; none where it can match without.
pub(super) fn shortest_required(node: &Node) -> Option<usize> {
    match node {
        Node::Text(word) => Some(word.len()),
        Node::OneOf(branches) => branches.iter().try_fold(usize::MAX, |shortest, branch| {
            let (longest, _) = longest_required(branch)?;
            Some(shortest.min(longest))
        }),
        _ => None,
    }
}

/// Gives each of those words.
pub(super) fn each_required<'n>(node: &'n Node, give: &mut impl FnMut(&'n str)) {
    match node {
        Node::Text(word) => give(word),
        Node::OneOf(branches) => {
            for (_, element) in branches.iter().filter_map(|branch| longest_required(branch)) {
                each_required(element, give);
            }
        }
        _ => {}
    }
}

/// Of the required elements of a sequence the one whose shortest word is the longest, with the bytes of that word.
fn longest_required(sequence: &[Node]) -> Option<(usize, &Node)> {
    let required = sequence.iter().filter_map(|node| Some((shortest_required(node)?, node)));
    required.max_by_key(|(shortest, _)| *shortest)
}
