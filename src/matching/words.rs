//! Word lists: notation without quantities, looked for in stretches of the clean text.
//!
//! All lists are scanned for at once: one pass over the text notes where the words stand that are entries, and those without
//! which the other entries, which have gaps, cannot match. A stretch is then asked for a list: of the words it takes the first,
//! and of the others only those are walked whose word stands in it.

mod lexicon;
mod places;
mod written_out;

use std::cmp::Reverse;

use super::walk::Walk;
use crate::rules::WordList;
use crate::rules::notation::Node;
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
    /// Where entries stand that are words.
    words: Places,
    /// Where words stand without which the other entries cannot match.
    signs: Places,
}

impl Scan<'_> {
    /// The first place in `span` where an entry of `list` stands; of those that start there the longest.
    pub fn first(&self, span: CleanSpan, list: impl Into<List>) -> Option<CleanSpan> {
        let list = list.into();
        let word = self.words.within(span.range(), list).next().map(|found| CleanSpan::new(found.start, found.end));
        let walk = |entry| {
            let (start, end) = Walk::plain(self.slice(span)).find(self.notation(entry))?;
            Some(CleanSpan::new(span.start + start, span.start + end))
        };
        let walked = self.present(span, list).into_iter().filter_map(walk);
        word.into_iter().chain(walked).min_by_key(|place| (place.start, Reverse(place.end)))
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
        let seen = |places: &Places| places.within(span.range(), list).next().is_some();
        seen(&self.words) || seen(&self.signs) || !self.lexicon.unseen(list).is_empty()
    }

    /// Whether an entry of `list` stands in `span`.
    pub fn occurs(&self, span: CleanSpan, list: impl Into<List>) -> bool {
        self.first(span, list).is_some()
    }

    /// Whether an entry of `list` starts `span`, blanks aside.
    pub fn starts(&self, span: CleanSpan, list: impl Into<List>) -> bool {
        let list = list.into();
        let text = self.slice(span);
        let lead = text.len() - text.trim_start().len();
        let start = span.start + lead;
        self.words.within(start..span.end, list).next().is_some_and(|found| found.start == start)
            || self
                .present(span, list)
                .into_iter()
                .any(|entry| Walk::plain(text).at(lead, self.notation(entry)).is_some())
    }

    /// Where the entry of `list` starts that ends `span`, if one does and `fits` likes its start; the first of the list.
    pub fn ending(&self, span: CleanSpan, list: impl Into<List>, fits: impl Fn(usize) -> bool) -> Option<usize> {
        let list = list.into();
        let near = span.start.max(span.end.saturating_sub(self.lexicon.longest()))..span.end;
        let word = |found: &&Found| found.end == span.end && fits(found.start);
        let word = self.words.within(near, list).filter(word).min_by_key(|found| found.entry);
        let before = |entry: &u32| word.is_none_or(|word| *entry < word.entry);
        let walk = |entry| Walk::plain(self.slice(span)).ending(self.notation(entry), &|at| fits(span.start + at));
        let walked = self.present(span, list).into_iter().take_while(before).find_map(walk);
        walked.map(|at| span.start + at).or(word.map(|word| word.start))
    }

    fn slice(&self, span: CleanSpan) -> &str {
        &self.clean[span.range()]
    }

    fn notation(&self, entry: u32) -> &[Node] {
        self.lexicon.notation(entry)
    }

    /// The entries of `list` that are more than a word and may match in `span`, each once, in their order.
    fn present(&self, span: CleanSpan, list: List) -> Vec<u32> {
        let seen = self.signs.within(span.range(), list).map(|found| found.entry);
        let mut entries: Vec<u32> = seen.chain(self.lexicon.unseen(list).iter().copied()).collect();
        entries.sort_unstable();
        entries.dedup();
        entries
    }
}
