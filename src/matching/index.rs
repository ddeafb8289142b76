//! Every form of the pack, hung on words of which one must stand on a certain side of its quantity.

use std::borrow::Cow;

use super::anchors::{self, Anchors, Hit, Words};
use super::extent;
use super::hung::Hung;
use super::needs::{Needs, Seen};
use super::reading::Placed;
use crate::rules::notation::{Node, Units};
use crate::rules::{Form, Pack, Pattern};

/// The forms of a pack, by the words they cannot match without.
#[derive(Debug)]
pub(super) struct Index<'p> {
    pub anchors: Anchors,
    pub hung: Hung<'p>,
    pub forms: Vec<Entry<'p>>,
    /// What turns the claims of each rule down.
    bars: Vec<Bars<'p>>,
}

/// A form of the pack.
#[derive(Debug)]
pub(super) struct Entry<'p> {
    /// The field, by its place in the pack.
    pub field: usize,
    pub rule: &'p Pattern,
    pub form: &'p Form,
    pub way: Way<'p>,
    /// The words it needs before its quantity, and those behind.
    pub needs: (Needs, Needs),
    /// Whether what stands before its quantity leads over no mark that ends a clause, and what stands behind.
    pub one_clause: (bool, bool),
    /// What turns its claims down, by its place in the index.
    bars: usize,
}

/// What turns the claims of a rule down.
#[derive(Debug)]
pub(super) struct Bars<'p> {
    pub not: Vec<Bar<'p>>,
    pub unless: Vec<Bar<'p>>,
}

/// Words that turn a claim down.
#[derive(Debug)]
pub(super) struct Bar<'p> {
    pub words: &'p [Node],
    pub needs: Needs,
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
    /// Whether nothing in it leads over a mark that ends a clause on that way.
    pub one_clause: bool,
    /// Bytes between its word and its quantity at the most; none where nothing bounds them.
    pub reach: Option<usize>,
}

/// A side of a word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    #[default]
    Behind,
}

impl Side {
    /// Bytes from a word to a quantity on this side of it; the word counts where it stands first.
    pub(super) fn distance(self, word: &Hit, placed: &Placed) -> usize {
        match self {
            Self::Behind => placed.start - word.start,
            Self::Before => word.start - placed.end,
        }
    }
}

impl<'p> Index<'p> {
    pub(super) fn new(pack: &'p Pack) -> Self {
        let (mut forms, mut sets, mut bars) = (Vec::new(), Vec::new(), Vec::new());
        let mut known = Words::default();
        for (field, rule) in
            pack.fields.iter().enumerate().flat_map(|(at, field)| field.patterns.iter().map(move |p| (at, p)))
        {
            for form in &rule.forms {
                let one_clause = |nodes: &[Node]| nodes.iter().all(extent::within_clause);
                let (anchor, way, needs, one_clause) = match form {
                    Form::Notation { before, take, after, .. } => {
                        let (anchor, way) = hung(before, take, after);
                        let needs = (Needs::of(before, &mut known), Needs::of(after, &mut known));
                        (anchor, way, needs, (one_clause(before), one_clause(after)))
                    }
                    Form::Regex { source, .. } => {
                        (anchors::of_regex(source), Way::default(), <(Needs, Needs)>::default(), (false, false))
                    }
                };
                forms.push(Entry { field, rule, form, way, needs, one_clause, bars: bars.len() });
                sets.push(anchor);
            }
            let mut bar = |words| Bar { words, needs: Needs::of(words, &mut known) };
            let not = rule.not.iter().map(|words| bar(words)).collect();
            bars.push(Bars { not, unless: rule.unless.iter().map(|words| bar(words)).collect() });
        }
        let anchors = Anchors::among(known, sets);
        let hung = Hung::new(&anchors, &forms);
        Self { anchors, hung, forms, bars }
    }

    /// The words of the index before any reading.
    pub(super) fn nothing_seen(&self) -> Seen {
        Seen::none_of(self.anchors.words())
    }

    /// What turns the claims of a form down.
    pub(super) fn bars(&self, entry: &Entry) -> &Bars<'p> {
        &self.bars[entry.bars]
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
        one_clause: between.iter().all(extent::within_clause),
        reach: nodes().map(extent::reach).sum(),
        ..way
    };
    (words, way)
}
