//! Word lists: notation without quantities, looked for in stretches of the clean text.
//!
//! All lists are scanned for at once: one pass over the text notes where words stand that are entries, or that entries with
//! gaps begin with. A stretch is then asked for a list: of what begins there it takes the first that holds. The few entries
//! that can begin with anything are looked for where a word stands that they cannot match without.

mod lexicon;
mod openings;
mod places;
mod written_out;

use std::cmp::Reverse;

use super::walk::Walk;
use crate::rules::WordList;
use crate::span::CleanSpan;
pub use lexicon::Lexicon;
use places::{Found, Places};

/// A list of a lexicon, by its place there: one of the context, or the topics of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct List(usize);

impl From<WordList> for List {
    fn from(list: WordList) -> Self {
        Self(list.place())
    }
}

/// A clean text with the places of all words of the lists.
#[derive(Debug)]
pub struct Scan<'a> {
    lexicon: &'a Lexicon,
    clean: &'a str,
    /// Where entries stand that are words, and where others may begin.
    found: Places,
    /// Where words stand that show entries which can begin with anything.
    signs: Places,
}

impl Scan<'_> {
    /// The first place in `span` where an entry of `list` stands; of those that start there the longest.
    pub fn first(&self, span: CleanSpan, list: impl Into<List>) -> Option<CleanSpan> {
        let list = list.into();
        let mut first: Option<CleanSpan> = None;
        for found in self.found.starting(span.range(), list) {
            if first.is_some_and(|first| first.start < found.start) {
                break;
            }
            let end = self.end_within(span, found).max(first.map(|first| first.end));
            first = end.map(|end| CleanSpan::new(found.start, end));
        }
        if !self.lexicon.is_open(list) {
            return first;
        }
        let around = |entry| {
            let (start, end) = Walk::plain(self.slice(span)).find(self.lexicon.notation(entry))?;
            Some(CleanSpan::new(span.start + start, span.start + end))
        };
        let shown = self.shown(span, list).into_iter().filter_map(around);
        first.into_iter().chain(shown).min_by_key(|place| (place.start, Reverse(place.end)))
    }

    /// Every place in `span` where an entry of `list` stands, in order, none within another.
    pub fn every(&self, span: CleanSpan, list: impl Into<List>) -> impl Iterator<Item = CleanSpan> {
        let (list, mut rest) = (list.into(), span);
        std::iter::from_fn(move || {
            let hit = self.first(rest, list).filter(|_| rest.start < rest.end)?;
            // An entry of gaps alone could match nothing: go on by a character.
            let step = self.clean[hit.start..].chars().next().map_or(1, char::len_utf8);
            rest.start = hit.end.max(hit.start + step).min(rest.end);
            Some(hit)
        })
    }

    /// Whether an entry of `list` may stand in `span`; cheaper than to look for it.
    pub fn may_hold(&self, span: CleanSpan, list: impl Into<List>) -> bool {
        let list = list.into();
        !self.found.starting(span.range(), list).is_empty() || self.lexicon.is_open(list)
    }

    /// Whether an entry of `list` stands in `span`.
    pub fn occurs(&self, span: CleanSpan, list: impl Into<List>) -> bool {
        self.first(span, list).is_some()
    }

    /// Whether an entry of `list` starts `span`, blanks aside.
    pub fn starts(&self, span: CleanSpan, list: impl Into<List>) -> bool {
        let list = list.into();
        let within = self.found.starting(span.range(), list);
        if within.is_empty() && !self.lexicon.is_open(list) {
            return false;
        }
        let text = self.slice(span);
        let lead = text.len() - text.trim_start().len();
        let start = span.start + lead;
        let mut here = within.iter().skip_while(|found| found.start < start).take_while(|found| found.start == start);
        let matches = |entry| Walk::plain(text).at(lead, self.lexicon.notation(entry)).is_some();
        let shown = || self.lexicon.is_open(list) && self.shown(span, list).into_iter().any(matches);
        here.any(|found| self.end_within(span, found).is_some()) || shown()
    }

    /// Where the entry of `list` starts that ends `span`, if one does and `fits` likes its start; the first of the list.
    pub fn ending(&self, span: CleanSpan, list: impl Into<List>, fits: impl Fn(usize) -> bool) -> Option<usize> {
        let list = list.into();
        let near = span.start.max(span.end.saturating_sub(self.lexicon.longest()))..span.end;
        let word = |found: &&Found| found.end == span.end && fits(found.start) && self.is_word(found);
        let word = self.found.starting(near, list).iter().filter(word).min_by_key(|found| found.entry);
        let before = |entry: &u32| word.is_none_or(|word| *entry < word.entry);
        let mut entries = self.shown(span, list);
        let begun = self.found.starting(span.range(), list).iter().filter(|found| !self.is_word(found));
        entries.extend(begun.map(|found| found.entry));
        entries.sort_unstable();
        entries.dedup();
        let walk = |entry| {
            let walk = Walk::plain(self.slice(span));
            walk.ending(self.lexicon.notation(entry), &|at| fits(span.start + at))
        };
        let walked = entries.into_iter().take_while(before).find_map(walk);
        walked.map(|at| span.start + at).or(word.map(|word| word.start))
    }

    fn slice(&self, span: CleanSpan) -> &str {
        &self.clean[span.range()]
    }

    fn is_word(&self, found: &Found) -> bool {
        self.lexicon.notation(found.entry).is_empty()
    }

    /// Where an entry ends that starts in `span`, if it does within.
    fn end_within(&self, span: CleanSpan, found: &Found) -> Option<usize> {
        if self.is_word(found) {
            return (found.end <= span.end).then_some(found.end);
        }
        let end = Walk::plain(self.slice(span)).at(found.start - span.start, self.lexicon.notation(found.entry));
        end.map(|end| span.start + end)
    }

    /// The entries of `list` that may stand anywhere in `span`, each once, in their order.
    fn shown(&self, span: CleanSpan, list: List) -> Vec<u32> {
        if !self.lexicon.is_open(list) {
            return Vec::new();
        }
        let shown = self.signs.starting(span.range(), list).iter().filter(|sign| sign.end <= span.end);
        let shown = shown.map(|sign| sign.entry);
        let mut entries: Vec<u32> = shown.chain(self.lexicon.unseen(list).iter().copied()).collect();
        entries.sort_unstable();
        entries.dedup();
        entries
    }
}
