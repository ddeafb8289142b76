//! Which rules to try on a text, and around which of its words.

use std::ops::Range;

use super::anchors::{self, Anchors};
use super::reading::Placed;
use super::walk;
use crate::rules::notation::Node;
use crate::rules::{Form, Pack};

/// Every form of the pack, hung on a word it cannot match without.
#[derive(Debug)]
pub(super) struct Index {
    anchors: Anchors,
    forms: Vec<Place>,
}

/// Where a form stands in the pack.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub field: usize,
    pub pattern: usize,
    pub form: usize,
    /// Bytes between its word and its quantity at the most; none where nothing bounds them.
    reach: Option<usize>,
    /// Whether it matches within one stretch: nothing in it leads over a mark that ends a gap.
    within_stretch: bool,
}

/// A form that is worth trying.
#[derive(Debug)]
pub(super) struct Tried<'h> {
    pub place: Place,
    /// Where its word stands; empty for a form without one.
    words: &'h [FormHit],
}

/// A form, by its place in the index, and where a word of it stands; [`ALWAYS`] for a form without one.
type FormHit = (u32, usize);

const ALWAYS: usize = usize::MAX;

/// The words of all forms in one text, by form.
pub(super) struct Hits<'i> {
    index: &'i Index,
    hits: Vec<FormHit>,
}

impl Hits<'_> {
    /// The forms worth trying, in the order of the pack.
    pub(super) fn tried(&self) -> impl Iterator<Item = Tried<'_>> {
        self.hits.chunk_by(|a, b| a.0 == b.0).map(|hits| {
            let words = if hits[0].1 == ALWAYS { &[] } else { hits };
            Tried { place: self.index.forms[hits[0].0 as usize], words }
        })
    }
}

impl Tried<'_> {
    /// Whether a quantity is near enough to one of the form's words. `stretch` is where a form may match around it that leads
    /// over no mark.
    pub(super) fn may_take(&self, quantity: &Placed, stretch: &Range<usize>) -> bool {
        let Placed { start, end, .. } = *quantity;
        let near = |at: usize| self.place.reach.is_none_or(|reach| at + reach >= start && at <= end + reach);
        let beside = |at: usize| !self.place.within_stretch || stretch.contains(&at);
        self.words.is_empty() || self.words.iter().any(|(_, at)| near(*at) && beside(*at))
    }
}

impl Index {
    pub(super) fn new(pack: &Pack) -> Self {
        let (mut forms, mut sets) = (Vec::new(), Vec::new());
        for (field, rules) in pack.fields.iter().enumerate() {
            for (pattern, rule) in rules.patterns.iter().enumerate() {
                for (form, written) in rule.forms.iter().enumerate() {
                    let (set, reach, within_stretch) = match written {
                        Form::Notation { before, after, .. } => {
                            let nodes = || before.iter().chain(after);
                            (anchors::of(nodes()), nodes().map(reach).sum(), nodes().all(within_stretch))
                        }
                        Form::Regex { source, .. } => (anchors::of_regex(source), None, false),
                    };
                    forms.push(Place { field, pattern, form, reach, within_stretch });
                    sets.push(set);
                }
            }
        }
        Self { anchors: Anchors::new(sets), forms }
    }

    /// Where the words of the forms stand in `text`.
    pub(super) fn hits(&self, text: &str) -> Hits<'_> {
        let mut hits: Vec<FormHit> = self.anchors.always().iter().map(|form| (*form, ALWAYS)).collect();
        for hit in self.anchors.hits(text) {
            hits.extend(self.anchors.hung_on(hit.word).iter().map(|form| (*form, hit.start)));
        }
        hits.sort_unstable();
        Hits { index: self, hits }
    }
}

/// Bytes a node takes at the most; none where nothing bounds them.
fn reach(node: &Node) -> Option<usize> {
    match node {
        Node::Text(word) => Some(word.len()),
        Node::OneOf(branches) => {
            let lengths: Option<Vec<usize>> = branches.iter().map(|branch| branch.iter().map(reach).sum()).collect();
            lengths.map(|lengths| lengths.into_iter().max().unwrap_or(0))
        }
        Node::Optional(inner) => inner.iter().map(reach).sum(),
        Node::Gap => Some(walk::GAP_BYTES),
        Node::Separator => Some(SEPARATOR_BYTES),
        Node::LongGap | Node::Take(_) | Node::Pass(_) => None,
    }
}

/// Whether a node matches no mark that ends a gap.
fn within_stretch(node: &Node) -> bool {
    match node {
        Node::Text(word) => !word.contains(walk::ends_gap),
        Node::OneOf(branches) => branches.iter().flatten().all(within_stretch),
        Node::Optional(inner) => inner.iter().all(within_stretch),
        Node::Gap => true,
        Node::LongGap | Node::Separator | Node::Take(_) | Node::Pass(_) => false,
    }
}

/// A mark and a joining word of two characters.
const SEPARATOR_BYTES: usize = 9;
