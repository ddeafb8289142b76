//! The nearest miss: where a field that found nothing came closest to finding something.
//!
//! In: the clean text, its outline, a field. Out: a [`Near`]: the form that came furthest, the sentence, the words that stand
//! there, and what is [`Lacking`]. Only sentences that hold at least half of what a form asks for are looked at. This runs
//! on request, never while figures are read.

use std::collections::{BTreeSet, HashMap};

use super::index::Entry;
use super::read::{matches_of, said_above};
use super::reading::{Placed, Reading};
use super::tries;
use super::walk::{self, Walk};
use super::{Candidate, Matcher, Origin, headings_of, not_one};
use crate::outline::Outline;
use crate::quantity::{Quantity, nones, quantities};
use crate::rules::notation::{self, Node, Sequence, Units};
use crate::rules::{Form, Pattern};
use crate::span::CleanSpan;

/// A form that nearly matched.
#[derive(Debug)]
pub struct Near<'p> {
    /// The rule.
    pub pattern: &'p Pattern,
    /// The form, as the rule file has it.
    pub form: &'p str,
    /// The sentence, by its place in the outline.
    pub sentence: usize,
    /// The words of the form that stand there.
    pub words: Vec<CleanSpan>,
    /// The quantity it came near to.
    pub quantity: Option<CleanSpan>,
    /// What was lacking.
    pub lacking: Lacking,
}

/// How a rule read a quantity.
#[derive(Debug, Default)]
pub struct Way<'p> {
    /// The forms that did, as the rule file has them.
    pub forms: Vec<&'p str>,
    /// The words beside it that the rule forbids, if any stand there.
    pub forbidden: Option<CleanSpan>,
}

/// What a form lacked to match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lacking {
    /// None of these words stands in the sentence.
    Words(Vec<String>),
    /// One of these words stands there, but not where the form wants it: too far off, or with a mark or a number between.
    Place(Vec<String>),
    /// No number stands there.
    Number(String),
    /// The number there is not of this kind.
    Measure(String),
    /// No heading above, nor the item's first sentence, says one of these.
    Heading(Vec<String>),
}

/// How near a form came: the larger, the nearer.
type Nearness = (u8, u32, u32);

/// Characters a form must have found at least.
const FEWEST: u32 = 2;
/// The share of its characters, in percent, that a form must have found.
const LEAST_SHARE: u32 = 50;
/// Fields that may have a word which still tells one from the other.
const OWN: usize = 3;

impl Matcher<'_> {
    /// How a candidate's rule read it from its sentence; all its forms where it was put together otherwise.
    pub fn way_of(&self, clean: &str, outline: &Outline, candidate: &Candidate) -> Way<'_> {
        let patterns = &self.pack.fields[candidate.field].patterns;
        let Some(pattern) = patterns.iter().find(|pattern| pattern.id == candidate.rule) else { return Way::default() };
        let all = || Way { forms: pattern.forms.iter().map(source).collect(), forbidden: None };
        let Some(at) = candidate.sentence.filter(|_| candidate.origin == Origin::Plain) else { return all() };
        let inside = quantities(&clean[outline.sentences[at].span.range()], &self.words);
        let reading = self.sentence(clean, outline, at, &inside);
        let own = |entry: &Entry| entry.field == candidate.field && entry.rule.id == pattern.id;
        let tried = tries::on(&self.index, &reading, &mut self.index.nothing_seen());
        let hits: Vec<(&Form, &Placed, walk::Match)> = tried
            .iter()
            .filter(|tried| own(tried.entry))
            .flat_map(|tried| matches_of(&reading, tried).map(move |(placed, hit)| (tried.entry.form, placed, hit)))
            .filter(|(_, placed, _)| placed.quantity.span == candidate.quantity.span)
            .collect();
        let quoted = |(_, placed, hit): &&(&Form, &Placed, walk::Match)| {
            reading.source(hit.start.min(placed.start), hit.end.max(placed.end)) == candidate.quote
        };
        let exact = hits.iter().any(|hit| quoted(&hit));
        let mut forms: Vec<&str> =
            hits.iter().filter(|hit| !exact || quoted(hit)).map(|(form, ..)| source(form)).collect();
        forms.dedup();
        let forbidden = hits.iter().find_map(|(_, placed, hit)| {
            let (start, end) = reading.window(placed);
            let walk = Walk::over(&reading);
            let found = |words| walk.find_in(start.min(hit.start), end.max(hit.end), words);
            pattern.not.iter().find_map(|words: &Sequence| found(words)).map(|(start, end)| reading.source(start, end))
        });
        if forms.is_empty() { all() } else { Way { forms, forbidden } }
    }

    /// Where the field, by its place in the pack, came nearest to a figure.
    pub fn nearest(&self, clean: &str, outline: &Outline, field: usize) -> Option<Near<'_>> {
        let forms: Vec<(&Pattern, &Form)> = self.pack.fields[field]
            .patterns
            .iter()
            .flat_map(|pattern| pattern.forms.iter().map(move |form| (pattern, form)))
            .filter(|(_, form)| found(clean, form).is_some())
            .collect();
        let mut best: Option<(Nearness, Near)> = None;
        for at in 0..outline.sentences.len() {
            let text = &clean[outline.sentences[at].span.range()];
            let mut likely = forms.iter().filter(|(_, form)| found(text, form).is_some()).peekable();
            if likely.peek().is_none() {
                continue;
            }
            let reading = self.sentence(clean, outline, at, &quantities(text, &self.words));
            let headings = headings_of(clean, outline, at);
            for (pattern, form) in likely {
                let Some((nearness, near)) = self.near(&reading, &headings, pattern, form) else { continue };
                if best.as_ref().is_none_or(|(other, _)| *other < nearness) {
                    best = Some((nearness, near));
                }
            }
        }
        best.map(|(_, near)| near)
    }

    /// A sentence as rules read it; `all` are its quantities, counted from its start.
    fn sentence(&self, clean: &str, outline: &Outline, at: usize, all: &[Quantity]) -> Reading {
        let span = outline.sentences[at].span;
        let moved = |mut quantity: Quantity| {
            quantity.span = CleanSpan::new(span.start + quantity.span.start, span.start + quantity.span.end);
            quantity
        };
        let all: Vec<Quantity> = all.iter().cloned().map(moved).collect();
        let mut none: Vec<Quantity> = nones(&clean[span.range()], &self.words).into_iter().map(moved).collect();
        let mine = not_one(&all, &mut none);
        Reading::plain(clean, span, &mine, &none, at)
    }

    /// How near a form comes in one sentence.
    fn near<'f>(
        &self,
        reading: &Reading,
        headings: &[&str],
        pattern: &'f Pattern,
        form: &'f Form,
    ) -> Option<(Nearness, Near<'f>)> {
        let Form::Notation { before, take, after, .. } = form else { return None };
        let share = found(&reading.text, form)?;
        let words: Vec<CleanSpan> = needs(form).into_iter().filter_map(|node| place(reading, node)).collect();
        if !words.iter().any(|span| self.is_own(reading, *span)) {
            return None;
        }
        let wanted = || notation::told_units(take, &self.pack.measure_words);
        let pool = if matches!(take, Units::None) { &reading.nones } else { &reading.quantities };
        let attempts = pool.iter().map(|placed| {
            let (reached, missing) = reach(reading, placed, before, after);
            let fits = walk::takes(reading, placed, take);
            let rank = match (missing, fits) {
                (None, true) => 3,
                (None, false) => 2,
                (Some(_), true) if reached > 0 => 2,
                _ => u8::from(reached > 0),
            };
            ((rank, reached), placed, missing, fits)
        });
        let best = attempts.max_by_key(|(key, placed, ..)| (*key, std::cmp::Reverse(placed.start)));
        let (rank, reached, quantity, lacking) = match best {
            None => (0, 0, None, Lacking::Number(wanted())),
            Some(((rank, reached), placed, missing, fits)) => {
                let lacking = match missing {
                    None if !fits => Lacking::Measure(wanted()),
                    None if said_above(pattern, headings).is_none() => {
                        Lacking::Heading(pattern.under.iter().map(|words| self.told(words)).collect())
                    }
                    // What matches in full was a claim, whatever became of it.
                    None => return None,
                    Some(Node::Take(_) | Node::Pass(_)) => Lacking::Number("another number beside it".to_owned()),
                    Some(Node::Separator) => Lacking::Words(vec!["a comma or joining word".to_owned()]),
                    Some(node) if stands(&reading.text, node).is_some() => Lacking::Place(alternatives(node)),
                    Some(node) => Lacking::Words(alternatives(node)),
                };
                (rank, reached, Some(placed.quantity.span), lacking)
            }
        };
        // Half the words and no number beside them is near to nothing.
        let sentence = reading.sentence.filter(|_| rank > 0 || share == 100)?;
        Some(((rank, share, reached), Near { pattern, form: source(form), sentence, words, quantity, lacking }))
    }

    /// Whether few fields have the word at `span`: 检查 alone says nothing of which.
    fn is_own(&self, reading: &Reading, span: CleanSpan) -> bool {
        let whole = reading.source(0, reading.text.len());
        let word = reading.text.get(span.start - whole.start..span.end - whole.start);
        let shared = self.shared_words.get_or_init(|| {
            let mut shared = HashMap::new();
            for field in &self.pack.fields {
                let mut words = BTreeSet::new();
                field.patterns.iter().flat_map(|p| &p.forms).flat_map(needs).for_each(|node| collect(node, &mut words));
                for word in words {
                    *shared.entry(word.to_owned()).or_default() += 1;
                }
            }
            shared
        });
        word.is_some_and(|word| shared.get(word).is_none_or(|fields| *fields <= OWN))
    }

    fn told(&self, words: &[Node]) -> String {
        notation::told(words, &self.pack.measure_words)
    }
}

fn source(form: &Form) -> &str {
    match form {
        Form::Notation { source, .. } | Form::Regex { source, .. } => source,
    }
}

/// How far a form comes around a quantity: the characters its words take there, and the word it stops at, if it does.
fn reach<'n>(reading: &Reading, placed: &Placed, before: &'n [Node], after: &'n [Node]) -> (u32, Option<&'n Node>) {
    let needed = |node: &&Node| !matches!(node, Node::Gap | Node::LongGap | Node::Optional(_));
    let score = |before: &[Node], after: &[Node]| walk::around(reading, placed, before, after).map(|hit| hit.score);
    let (mut reached, mut missing) = (0, None);
    // The longest end of what stands before, then the longest start of what stands after.
    for from in 0..=before.len() {
        if let Some(chars) = score(&before[from..], &[]) {
            reached += chars;
            missing = before[..from].iter().rfind(needed);
            break;
        }
    }
    for to in (0..=after.len()).rev() {
        if let Some(chars) = score(&[], &after[..to]) {
            reached += chars;
            missing = missing.or_else(|| after[to..].iter().find(needed));
            break;
        }
    }
    (reached, missing)
}

/// What a form cannot do without.
fn needs(form: &Form) -> Vec<&Node> {
    let Form::Notation { before, after, .. } = form else { return Vec::new() };
    before.iter().chain(after).filter(|node| matches!(node, Node::Text(_) | Node::OneOf(_))).collect()
}

/// The share of a form's characters, in percent, that stand in `text`; none where it is too small.
fn found(text: &str, form: &Form) -> Option<u32> {
    let (mut here, mut all) = (0, 0);
    for node in needs(form) {
        let chars = stands(text, node);
        here += chars.unwrap_or(0);
        all += chars.unwrap_or_else(|| shortest(node));
    }
    let share = (here * 100).checked_div(all)?;
    (here >= FEWEST && share >= LEAST_SHARE).then_some(share)
}

/// The characters of `node` that stand in `text`, in any order; none where one of its words does not.
fn stands(text: &str, node: &Node) -> Option<u32> {
    match node {
        Node::Text(word) => text.contains(&**word).then(|| walk::chars(word)),
        Node::OneOf(branches) => branches
            .iter()
            .filter_map(|branch| {
                let words = branch.iter().filter(|node| matches!(node, Node::Text(_) | Node::OneOf(_)));
                words.map(|node| stands(text, node)).sum::<Option<u32>>().filter(|chars| *chars > 0)
            })
            .max(),
        _ => Some(0),
    }
}

/// The fewest characters `node` matches.
fn shortest(node: &Node) -> u32 {
    match node {
        Node::Text(word) => walk::chars(word),
        Node::OneOf(branches) => branches.iter().map(|branch| branch.iter().map(shortest).sum()).min().unwrap_or(0),
        _ => 0,
    }
}

/// Every word of `node`.
fn collect<'n>(node: &'n Node, words: &mut BTreeSet<&'n str>) {
    match node {
        Node::Text(word) => drop(words.insert(word)),
        Node::OneOf(branches) => branches.iter().flatten().for_each(|node| collect(node, words)),
        Node::Optional(inner) => inner.iter().for_each(|node| collect(node, words)),
        _ => {}
    }
}

/// Where `node` stands first.
fn place(reading: &Reading, node: &Node) -> Option<CleanSpan> {
    let (start, end) = Walk::over(reading).find(std::slice::from_ref(node))?;
    Some(reading.source(start, end)).filter(|span| !span.is_empty())
}

/// The words that `node` may be.
fn alternatives(node: &Node) -> Vec<String> {
    match node {
        Node::OneOf(branches) => branches.iter().map(|branch| notation::told(branch, &[])).collect(),
        other => vec![notation::told(std::slice::from_ref(other), &[])],
    }
}
