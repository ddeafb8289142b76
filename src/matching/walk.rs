//! Tries one pattern around one quantity: backwards from its start, then forwards from its end.
//!
//! A walk visits the ways a sequence can match in a fixed order (shortest gap first, an optional part before its absence)
//! and stops at the first that leads to the end. Its score is the number of characters matched by words: gaps count nothing.

use std::cell::Cell;
use std::ops::Range;

use memchr::{memchr, memchr3, memrchr3};

use super::reading::{Placed, Reading};
use crate::quantity::Measure;
use crate::rules::notation::{Edges, Node, Units};

/// Characters a short gap may take.
const GAP: usize = 20;
/// Bytes a short gap may take.
pub(super) const GAP_BYTES: usize = GAP * 4;
/// Characters a long gap may take.
const LONG_GAP: usize = 160;
/// Steps one walk may take, so that a pathological rule costs time, not hours.
const MAX_STEPS: u32 = 20_000;

/// Where a pattern matched: bytes of the reading, and the characters its words took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Match {
    pub start: usize,
    pub end: usize,
    pub score: u32,
}

impl Match {
    /// The match with so many more characters, which stand above it.
    pub(super) const fn and_above(self, chars: u32) -> Self {
        Self { score: self.score + chars, ..self }
    }
}

/// Tries `before` and `after` around `placed`.
pub(super) fn around(reading: &Reading, placed: &Placed, before: &[Node], after: &[Node]) -> Option<Match> {
    let none_taken = placed.quantity.measure == Measure::None;
    let walk = Walk { none_taken, ..Walk::over(reading) };
    let mut found = None;
    std::iter::once(placed.start).chain(colon_before(reading, placed)).any(|from| {
        walk.back(before, from, 0, &mut |start, score| {
            walk.forth(after, placed.end, score, &mut |end, score| {
                found = Some(Match { start, end, score });
                true
            })
        })
    });
    found
}

/// Where the colon before a quantity stands, blanks aside: 立案:131件 is said like 立案131件.
fn colon_before(reading: &Reading, placed: &Placed) -> Option<usize> {
    reading.text[..placed.start].trim_end_matches(' ').strip_suffix(':').map(str::len)
}

/// The stretch around a quantity that short gaps do not lead out of, as far as the commonest marks nearby tell.
pub(super) fn clause(reading: &Reading, placed: &Placed) -> Range<usize> {
    let bytes = reading.text.as_bytes();
    let from = colon_before(reading, placed).unwrap_or(placed.start);
    let near = from.saturating_sub(GAP_BYTES);
    let before = memrchr3(b',', b';', b':', &bytes[near..from]);
    let behind = &bytes[placed.end..bytes.len().min(placed.end + GAP_BYTES)];
    let end = memchr3(b',', b';', b':', behind);
    before.map_or(0, |mark| near + mark + 1)..end.map_or(bytes.len(), |mark| placed.end + mark)
}

/// Whether a quantity with this measure is one of `units`.
pub(super) fn fits(measure: Measure, units: &Units) -> bool {
    match (units, measure) {
        (Units::None, Measure::None) | (Units::Money, Measure::Money | Measure::Bare { large: true }) => true,
        (_, Measure::None) => false,
        (Units::Any, _) | (Units::Percent, Measure::Percent) | (Units::Bare, Measure::Bare { .. }) => true,
        (Units::Words(words), Measure::Word(word)) => words.binary_search(&word).is_ok(),
        _ => false,
    }
}

/// Whether a pattern takes this quantity of a reading.
pub(super) fn takes(reading: &Reading, placed: &Placed, units: &Units) -> bool {
    fits(placed.quantity.measure, units)
        || matches!(units, Units::Words(_) | Units::Money) && is_zero_of_any(reading, placed)
}

/// Whether a quantity is a zero without measure word, which stands for any: 查封扣押案件为0, 均为零.
pub(super) fn is_zero_of_any(reading: &Reading, placed: &Placed) -> bool {
    let (before, after) = (|| &reading.text[..placed.start], || &reading.text[placed.end..]);
    let alone = || after().is_empty() || after().starts_with([',', ';', '。', '、', ')']);
    match placed.quantity.measure {
        Measure::Bare { .. } => placed.quantity.value.is_zero(),
        Measure::None => {
            &reading.text[placed.start..placed.end] == "零" && before().ends_with(['为', '是', ':']) && alone()
        }
        _ => false,
    }
}

type Next<'a> = &'a mut dyn FnMut(usize, u32) -> bool;

/// One attempt on one text.
pub(super) struct Walk<'r> {
    text: &'r str,
    quantities: &'r [Placed],
    nones: &'r [Placed],
    steps: Cell<u32>,
    /// 无败诉、无复议纠错: from one word that says none no gap leads over another.
    none_taken: bool,
}

impl<'r> Walk<'r> {
    /// On a reading.
    pub(super) fn over(reading: &'r Reading) -> Self {
        Self { quantities: &reading.quantities, nones: &reading.nones, ..Self::plain(&reading.text) }
    }

    /// On a text whose quantities do not matter.
    pub(super) fn plain(text: &'r str) -> Self {
        Self { text, quantities: &[], nones: &[], steps: Cell::new(0), none_taken: false }
    }

    /// The first place where `sequence` matches.
    pub(super) fn find(&self, sequence: &[Node]) -> Option<(usize, usize)> {
        self.find_in(0, self.text.len(), sequence)
    }

    /// The first place in `start..end` where `sequence` matches.
    pub(super) fn find_in(&self, start: usize, end: usize, sequence: &[Node]) -> Option<(usize, usize)> {
        let fits = |at: usize| self.at(at, sequence).filter(|to| *to <= end).map(|to| (at, to));
        // A sequence that begins with characters can only match where they stand.
        match sequence.first() {
            Some(Node::Text(word)) => places(&self.text[start..end], word).find_map(|at| fits(start + at)),
            Some(Node::OneOf(branches)) => {
                let starts = branches.starts();
                let begins = |(_, c): &(usize, char)| starts.may_have(Some(*c));
                self.text[start..end].char_indices().filter(begins).find_map(|(at, _)| fits(start + at))
            }
            _ => self.text[start..end].char_indices().find_map(|(at, _)| fits(start + at)),
        }
    }

    /// Where `sequence` ends if it matches from `start`.
    pub(super) fn at(&self, start: usize, sequence: &[Node]) -> Option<usize> {
        let mut end = None;
        self.forth(sequence, start, 0, &mut |to, _| {
            end = Some(to);
            true
        });
        end
    }

    /// Where `sequence` starts if it matches up to the end of the text and `fits` likes its start.
    pub(super) fn ending(&self, sequence: &[Node], fits: &impl Fn(usize) -> bool) -> Option<usize> {
        let mut start = None;
        self.back(sequence, self.text.len(), 0, &mut |from, _| {
            start = fits(from).then_some(from);
            start.is_some()
        });
        start
    }

    fn spent(&self) -> bool {
        self.steps.set(self.steps.get() + 1);
        self.steps.get() > MAX_STEPS
    }

    /// Matches `sequence` so that it ends at `at`.
    fn back(&self, sequence: &[Node], at: usize, score: u32, next: Next) -> bool {
        let Some((node, rest)) = sequence.split_last() else { return next(at, score) };
        if self.spent() {
            return false;
        }
        let text = &self.text[..at];
        match node {
            Node::Text(word) => ends(text, word) && self.back(rest, at - word.len(), score + chars(word), next),
            Node::OneOf(branches) => branches
                .ending(text.chars().next_back())
                .any(|branch| self.back(branch, at, score, &mut |at, score| self.back(rest, at, score, next))),
            Node::Optional(inner) => {
                self.back(inner, at, score, &mut |at, score| self.back(rest, at, score, next))
                    || self.back(rest, at, score, next)
            }
            Node::Gap | Node::LongGap => {
                let long = matches!(node, Node::LongGap);
                self.gap_back(at, long, &Edge::of_end(rest), &mut |at| self.back(rest, at, score, next))
            }
            Node::Separator => separators_back(text).into_iter().flatten().any(|at| self.back(rest, at, score, next)),
            Node::Take(units) | Node::Pass(units) => self
                .quantities
                .iter()
                .any(|q| q.end == at && fits(q.quantity.measure, units) && self.back(rest, q.start, score, next)),
        }
    }

    /// Matches `sequence` so that it starts at `at`.
    fn forth(&self, sequence: &[Node], at: usize, score: u32, next: Next) -> bool {
        let Some((node, rest)) = sequence.split_first() else { return next(at, score) };
        if self.spent() {
            return false;
        }
        let text = &self.text[at..];
        match node {
            Node::Text(word) => starts(text, word) && self.forth(rest, at + word.len(), score + chars(word), next),
            Node::OneOf(branches) => branches
                .starting(text.chars().next())
                .any(|branch| self.forth(branch, at, score, &mut |at, score| self.forth(rest, at, score, next))),
            Node::Optional(inner) => {
                self.forth(inner, at, score, &mut |at, score| self.forth(rest, at, score, next))
                    || self.forth(rest, at, score, next)
            }
            Node::Gap | Node::LongGap => {
                let long = matches!(node, Node::LongGap);
                self.gap_forth(at, long, &Edge::of_start(rest), &mut |at| self.forth(rest, at, score, next))
            }
            Node::Separator => {
                separators_forth(text).into_iter().flatten().any(|len| self.forth(rest, at + len, score, next))
            }
            Node::Take(units) | Node::Pass(units) => self
                .quantities
                .iter()
                .any(|q| q.start == at && fits(q.quantity.measure, units) && self.forth(rest, q.end, score, next)),
        }
    }

    fn gap_back(&self, mut at: usize, long: bool, edge: &Edge, next: &mut dyn FnMut(usize) -> bool) -> bool {
        let most = if long { LONG_GAP } else { GAP };
        let floor = if long { 0 } else { self.gap_floor(at) };
        let mut before = self.text[..at].chars();
        for taken in 0..=most {
            let last = before.next_back();
            if edge.fits(last) && next(at) {
                return true;
            }
            match last {
                Some(c) if taken < most && at > floor && (long || !ends_gap(c)) => at -= c.len_utf8(),
                _ => return false,
            }
        }
        false
    }

    fn gap_forth(&self, mut at: usize, long: bool, edge: &Edge, next: &mut dyn FnMut(usize) -> bool) -> bool {
        let most = if long { LONG_GAP } else { GAP };
        let ceiling = if long { self.text.len() } else { self.gap_ceiling(at) };
        let mut behind = self.text[at..].chars();
        for taken in 0..=most {
            let first = behind.next();
            if edge.fits(first) && next(at) {
                return true;
            }
            match first {
                Some(c) if taken < most && at < ceiling && (long || !ends_gap(c)) => at += c.len_utf8(),
                _ => return false,
            }
        }
        false
    }

    /// How far back a short gap before `at` may lead: to the end of the quantity before it.
    fn gap_floor(&self, at: usize) -> usize {
        let before = self.quantities[..self.quantities.partition_point(|q| q.start < at)].last();
        let none = self.in_the_way().filter(|q| q.start < at).map(|q| q.end).max();
        before.map(|q| q.end).max(none).unwrap_or(0).min(at)
    }

    /// How far on a short gap from `at` may lead: to the start of the quantity after it.
    fn gap_ceiling(&self, at: usize) -> usize {
        let after = self.quantities.get(self.quantities.partition_point(|q| q.end <= at));
        let none = self.in_the_way().filter(|q| q.end > at).map(|q| q.start).min();
        let start = after.map(|q| q.start).into_iter().chain(none).min();
        start.unwrap_or(self.text.len()).max(at)
    }

    /// The words that say none over which no gap leads.
    fn in_the_way(&self) -> impl Iterator<Item = &Placed> {
        self.nones.iter().filter(|_| self.none_taken)
    }
}

/// The character that a sequence begins, or ends, with, as far as that element tells: what a gap leads to is asked for at each
/// of its characters.
enum Edge<'n> {
    Any,
    Is(Option<char>),
    OneOf(&'n Edges),
}

impl<'n> Edge<'n> {
    fn of_start(sequence: &'n [Node]) -> Self {
        match sequence.first() {
            Some(Node::Text(word)) => Self::Is(word.chars().next()),
            Some(Node::OneOf(branches)) => Self::OneOf(branches.starts()),
            _ => Self::Any,
        }
    }

    fn of_end(sequence: &'n [Node]) -> Self {
        match sequence.last() {
            Some(Node::Text(word)) => Self::Is(word.chars().next_back()),
            Some(Node::OneOf(branches)) => Self::OneOf(branches.ends()),
            _ => Self::Any,
        }
    }

    fn fits(&self, c: Option<char>) -> bool {
        match self {
            Self::Any => true,
            Self::Is(edge) => *edge == c,
            Self::OneOf(edges) => edges.may_have(c),
        }
    }
}

/// Whether a text starts with a word; most do not, which shows at its first character.
fn starts(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    match (text.first_chunk::<3>(), word.first_chunk::<3>()) {
        (Some(here), Some(wanted)) => here == wanted && text.starts_with(word),
        _ => text.starts_with(word),
    }
}

/// Whether a text ends with a word; most do not, which shows at its last character.
fn ends(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    match (text.last_chunk::<3>(), word.last_chunk::<3>()) {
        (Some(here), Some(wanted)) => here == wanted && text.ends_with(word),
        _ => text.ends_with(word),
    }
}

/// Where a word stands in a text, as `match_indices` has it; without its preparations, which cost more than short texts. Of a
/// Chinese character the last byte tells most.
fn places<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> {
    let lead = word.chars().next().map_or(0, |c| c.len_utf8() - 1);
    let last = word.as_bytes().get(lead).copied();
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let found = from + lead + memchr(last?, text.as_bytes().get(from + lead..)?)?;
            let at = found - lead;
            if text.as_bytes()[at..].starts_with(word.as_bytes()) {
                from = at + word.len();
                return Some(at);
            }
            from = at + 1;
        }
    })
}

pub(super) fn chars(word: &str) -> u32 {
    u32::try_from(word.chars().count()).unwrap_or(u32::MAX)
}

pub(super) fn ends_gap(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '。' | '!' | '?' | '\n' | '|')
}

const JOINS: [char; 5] = ['和', '及', '与', '并', '或'];
const LONG_JOIN: &str = "以及";
const MARKS: [char; 6] = [',', ';', ':', '、', '(', ' '];

/// The places before a separator at the end of `text`: a mark, a joining word, or a mark with a joining word.
fn separators_back(text: &str) -> [Option<usize>; 3] {
    let join = text.strip_suffix(LONG_JOIN).or_else(|| text.strip_suffix(JOINS)).map(str::len);
    let mark = |end: usize| text[..end].strip_suffix(MARKS).map(str::len);
    [join.and_then(mark), join, mark(text.len())]
}

/// The lengths of a separator at the start of `text`.
fn separators_forth(text: &str) -> [Option<usize>; 3] {
    let len = |rest: &str| text.len() - rest.len();
    let join = |text: &str| text.strip_prefix(LONG_JOIN).or_else(|| text.strip_prefix(JOINS)).map(len);
    let rest = text.strip_prefix(MARKS);
    [rest.and_then(join), rest.map(len), join(text)]
}
