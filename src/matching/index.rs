//! Every form of the pack, hung on words of which one must stand on a certain side of its quantity.

use std::borrow::Cow;

use super::anchors::{self, Anchors};
use super::extent;
use crate::rules::notation::{Node, Units};
use crate::rules::{Form, Pack, Pattern};

/// The forms of a pack, by the words they cannot match without.
#[derive(Debug)]
pub(super) struct Index<'p> {
    pub anchors: Anchors,
    pub forms: Vec<Entry<'p>>,
}

/// A form of the pack.
#[derive(Debug)]
pub(super) struct Entry<'p> {
    /// The field, by its place in the pack.
    pub field: usize,
    pub rule: &'p Pattern,
    pub form: &'p Form,
    pub way: Way<'p>,
}

/// What is known of a form before it is tried.
#[derive(Debug, Default)]
pub(super) struct Way<'p> {
    /// What it takes; none for a regular expression, which finds its quantities itself.
    pub take: Option<&'p Units>,
    /// Where its quantity stands, seen from its word.
    pub side: Side,
    /// Whether nothing in it leads over another quantity on the way from its word to its own.
    pub next_only: bool,
    /// Bytes between its word and its quantity at the most; none where nothing bounds them.
    pub reach: Option<usize>,
    /// Whether nothing in it leads over a mark that ends a gap.
    pub within_stretch: bool,
}

/// A side of a word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    #[default]
    Behind,
}

impl<'p> Index<'p> {
    pub(super) fn new(pack: &'p Pack) -> Self {
        let (mut forms, mut sets) = (Vec::new(), Vec::new());
        for (field, rules) in pack.fields.iter().enumerate() {
            for rule in &rules.patterns {
                for form in &rule.forms {
                    let (words, way) = match form {
                        Form::Notation { before, take, after, .. } => hung(before, take, after),
                        Form::Regex { source, .. } => (anchors::of_regex(source), Way::default()),
                    };
                    forms.push(Entry { field, rule, form, way });
                    sets.push(words);
                }
            }
        }
        Self { anchors: Anchors::new(sets), forms }
    }
}

/// The words to hang a form on, and the way from there.
fn hung<'p>(before: &'p [Node], take: &'p Units, after: &'p [Node]) -> (Vec<Cow<'p, str>>, Way<'p>) {
    let nodes = || before.iter().chain(after);
    let way = Way { take: Some(take), ..Way::default() };
    let Some((at, words)) = anchors::element(nodes()) else { return (Vec::new(), way) };
    let (side, between) = match at.checked_sub(before.len()) {
        None => (Side::Behind, &before[at..]),
        Some(at) => (Side::Before, &after[..=at]),
    };
    let way = Way {
        side,
        next_only: between.iter().all(extent::between_quantities),
        reach: nodes().map(extent::reach).sum(),
        within_stretch: nodes().all(extent::within_stretch),
        ..way
    };
    (words, way)
}
