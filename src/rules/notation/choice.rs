//! Alternatives, and which of them are worth trying where a certain character stands.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use super::{Node, Sequence};

/// Sequences of which one is to match, tried in their order. A list of the pack is one and the same in all its patterns.
#[derive(Clone)]
pub struct Choice(Arc<Shared>);

struct Shared {
    branches: Vec<Sequence>,
    starts: OnceLock<Box<Edges>>,
    ends: OnceLock<Box<Edges>>,
}

impl Choice {
    /// The branches that may match where `next` is the first character; no character where the text is over.
    pub(crate) fn starting(&self, next: Option<char>) -> impl Iterator<Item = &Sequence> {
        self.starts().at(next).iter().map(|place| &self[*place])
    }

    /// The branches that may match where `last` is the last character; no character where the text has not begun.
    pub(crate) fn ending(&self, last: Option<char>) -> impl Iterator<Item = &Sequence> {
        self.ends().at(last).iter().map(|place| &self[*place])
    }

    /// The characters that the branches begin with.
    pub(crate) fn starts(&self) -> &Edges {
        self.0.starts.get_or_init(|| Box::new(Edges::new(self, |branch| chars(branch.first(), true))))
    }

    /// The characters that the branches end with.
    pub(crate) fn ends(&self) -> &Edges {
        self.0.ends.get_or_init(|| Box::new(Edges::new(self, |branch| chars(branch.last(), false))))
    }
}

impl From<Vec<Sequence>> for Choice {
    fn from(branches: Vec<Sequence>) -> Self {
        Self(Arc::new(Shared { branches, starts: OnceLock::new(), ends: OnceLock::new() }))
    }
}

impl Deref for Choice {
    type Target = [Sequence];

    fn deref(&self) -> &[Sequence] {
        &self.0.branches
    }
}

impl fmt::Debug for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.branches.fmt(f)
    }
}

impl PartialEq for Choice {
    fn eq(&self, other: &Self) -> bool {
        self.0.branches == other.0.branches
    }
}

impl Eq for Choice {}

/// Branches by the character they begin, or end, with.
pub(crate) struct Edges {
    /// A bit for the last six bits of each character: what has none is not looked for among them.
    seen: u64,
    /// The characters, sorted, with the branches for each, in order.
    by_char: Vec<(char, Vec<usize>)>,
    /// The branches that may begin, or end, with any character.
    open: Vec<usize>,
}

impl Edges {
    fn new(branches: &[Sequence], edge: impl Fn(&Sequence) -> Option<Vec<char>>) -> Self {
        let (mut by_char, mut open) = (BTreeMap::<char, Vec<usize>>::new(), Vec::new());
        for (place, branch) in branches.iter().enumerate() {
            if let Some(chars) = edge(branch) {
                for c in chars.into_iter().collect::<BTreeSet<char>>() {
                    by_char.entry(c).or_insert_with(|| open.clone()).push(place);
                }
            } else {
                for places in by_char.values_mut() {
                    places.push(place);
                }
                open.push(place);
            }
        }
        let seen = by_char.keys().fold(0, |seen, c| seen | bit(*c));
        Self { seen, by_char: by_char.into_iter().collect(), open }
    }

    /// Whether a branch may begin, or end, with this character.
    pub(crate) fn may_have(&self, edge: Option<char>) -> bool {
        !self.at(edge).is_empty()
    }

    fn at(&self, edge: Option<char>) -> &[usize] {
        let found = edge
            .filter(|c| self.seen & bit(*c) != 0)
            .and_then(|c| self.by_char.binary_search_by_key(&c, |(c, _)| *c).ok());
        found.map_or(&self.open, |place| &self.by_char[place].1)
    }
}

fn bit(c: char) -> u64 {
    1 << (u32::from(c) & 63)
}

/// The characters that a match of `node` can begin, or end, with; none where it can be any.
fn chars(node: Option<&Node>, first: bool) -> Option<Vec<char>> {
    match node? {
        Node::Text(word) if first => word.chars().next().map(|c| vec![c]),
        Node::Text(word) => word.chars().next_back().map(|c| vec![c]),
        Node::OneOf(branches) => {
            let edge = |branch: &Sequence| chars(if first { branch.first() } else { branch.last() }, first);
            branches.iter().map(edge).collect::<Option<Vec<_>>>().map(|sets| sets.concat())
        }
        _ => None,
    }
}
