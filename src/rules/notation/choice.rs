//! Alternatives, and which of them are worth trying where a certain character stands.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};
use std::{fmt, mem};

use super::{Node, Sequence};

/// Sequences of which one is to match, tried in their order. A list of the pack is one and the same in all its patterns.
#[derive(Clone)]
pub struct Choice(Arc<Shared>);

struct Shared {
    branches: Branches,
    starts: OnceLock<Box<Edges>>,
    ends: OnceLock<Box<Edges>>,
}

/// The sequences of a choice, one behind the other: most are a single word.
#[derive(Default, PartialEq, Eq)]
pub(in crate::rules) struct Branches {
    nodes: Sequence,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Branches {
    /// Adds a branch: the nodes that `read` appends, none where it fails.
    pub(super) fn add<E>(&mut self, read: impl FnOnce(&mut Sequence) -> Result<(), E>) -> Result<(), E> {
        let before = self.nodes.len();
        let outcome = read(&mut self.nodes);
        match outcome {
            Ok(()) => self.ends.push(self.nodes.len()),
            Err(_) => self.nodes.truncate(before),
        }
        outcome
    }

    /// A sequence that matches any of the branches.
    pub(super) fn into_sequence(self) -> Sequence {
        if self.ends.len() == 1 { self.nodes } else { vec![Node::OneOf(self.into())] }
    }

    fn get(&self, place: usize) -> &[Node] {
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.nodes[start..self.ends[place]]
    }
}

impl Choice {
    /// The branches, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &[Node]> {
        let Branches { nodes, ends } = &self.0.branches;
        let mut start = 0;
        ends.iter().map(move |end| &nodes[mem::replace(&mut start, *end)..*end])
    }

    /// The branches that may match where `next` is the first character; no character where the text is over.
    pub(crate) fn starting(&self, next: Option<char>) -> impl Iterator<Item = &[Node]> {
        self.starts().at(next).iter().map(|place| self.0.branches.get(*place))
    }

    /// The branches that may match where `last` is the last character; no character where the text has not begun.
    pub(crate) fn ending(&self, last: Option<char>) -> impl Iterator<Item = &[Node]> {
        self.ends().at(last).iter().map(|place| self.0.branches.get(*place))
    }

    /// The characters that the branches begin with.
    pub(crate) fn starts(&self) -> &Edges {
        self.0.starts.get_or_init(|| Box::new(Edges::new(self.iter(), |branch| chars(branch.first(), true))))
    }

    /// The characters that the branches end with.
    pub(crate) fn ends(&self) -> &Edges {
        self.0.ends.get_or_init(|| Box::new(Edges::new(self.iter(), |branch| chars(branch.last(), false))))
    }
}

impl From<Branches> for Choice {
    fn from(branches: Branches) -> Self {
        Self(Arc::new(Shared { branches, starts: OnceLock::new(), ends: OnceLock::new() }))
    }
}

impl fmt::Debug for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
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
    fn new<'n>(branches: impl Iterator<Item = &'n [Node]>, edge: impl Fn(&[Node]) -> Option<Vec<char>>) -> Self {
        let (mut by_char, mut open) = (BTreeMap::<char, Vec<usize>>::new(), Vec::new());
        for (place, branch) in branches.enumerate() {
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
            let edge = |branch: &[Node]| chars(if first { branch.first() } else { branch.last() }, first);
            branches.iter().map(edge).collect::<Option<Vec<_>>>().map(|sets| sets.concat())
        }
        _ => None,
    }
}
