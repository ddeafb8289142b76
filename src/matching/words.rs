//! Word lists: notation without quantities, looked for in stretches of the clean text.
//!
//! All lists are scanned for at once: one pass over the text notes where the words stand that any entry hangs on. A stretch
//! is then asked for a list, and only entries whose word stands in it are tried.

use std::collections::BTreeMap;

use super::anchors::{self, Anchors, Hit};
use super::walk::Walk;
use crate::rules::Pack;
use crate::rules::notation::Sequence;
use crate::span::CleanSpan;

/// The word lists of a pack, ready to be looked for.
#[derive(Debug)]
pub struct Lexicon {
    /// The entries of all lists.
    entries: Vec<Sequence>,
    /// Which entries are a list's, by its name.
    lists: BTreeMap<String, std::ops::Range<u32>>,
    /// The same of each field's topics.
    topics: Vec<std::ops::Range<u32>>,
    anchors: Anchors,
}

/// Some of the entries of a lexicon.
pub type List = std::ops::Range<u32>;

impl Lexicon {
    /// Prepares the lists of a pack.
    pub fn new(pack: &Pack) -> Self {
        let mut entries = Vec::new();
        let mut add = |list: &[Sequence]| {
            let start = u32::try_from(entries.len()).unwrap_or(u32::MAX);
            entries.extend_from_slice(list);
            start..u32::try_from(entries.len()).unwrap_or(u32::MAX)
        };
        let lists = pack.context.lists.iter().map(|(name, list)| (name.clone(), add(list))).collect();
        let topics = pack.fields.iter().map(|field| add(&field.topics)).collect();
        let anchors = Anchors::new(entries.iter().map(anchors::of));
        Self { entries, lists, topics, anchors }
    }

    /// The list of that name; an empty one where the pack has none.
    pub fn list(&self, name: &str) -> List {
        self.lists.get(name).cloned().unwrap_or(0..0)
    }

    /// The topics of a field, by its place in the pack.
    pub fn topics(&self, field: usize) -> List {
        self.topics[field].clone()
    }

    /// Scans a clean text for the words of all lists.
    pub fn scan<'a>(&'a self, clean: &'a str) -> Scan<'a> {
        Scan { lexicon: self, clean, hits: self.anchors.hits(clean) }
    }
}

/// A clean text with the places of all words of the lists.
#[derive(Debug)]
pub struct Scan<'a> {
    lexicon: &'a Lexicon,
    clean: &'a str,
    hits: Vec<Hit>,
}

impl Scan<'_> {
    /// The list of that name.
    pub fn list(&self, name: &str) -> List {
        self.lexicon.list(name)
    }

    /// The first place in `span` where an entry of `list` stands; of those that start there the longest.
    pub fn first(&self, span: CleanSpan, list: &List) -> Option<CleanSpan> {
        let found = self.present(span, list).into_iter().filter_map(|entry| Walk::plain(self.slice(span)).find(entry));
        let (start, end) = found.min_by_key(|(start, end)| (*start, std::cmp::Reverse(*end)))?;
        Some(CleanSpan::new(span.start + start, span.start + end))
    }

    /// Every place in `span` where an entry of `list` stands, in order, none within another.
    pub fn every(&self, span: CleanSpan, list: &List) -> Vec<CleanSpan> {
        let mut found = Vec::new();
        let mut rest = span;
        while let Some(hit) = self.first(rest, list) {
            found.push(hit);
            // An entry of gaps alone could match nothing: go on by a character.
            let step = self.clean[hit.start..].chars().next().map_or(1, char::len_utf8);
            rest.start = hit.end.max(hit.start + step);
            if rest.start >= span.end {
                break;
            }
        }
        found
    }

    /// Whether an entry of `list` stands in `span`.
    pub fn occurs(&self, span: CleanSpan, list: &List) -> bool {
        self.present(span, list).into_iter().any(|entry| Walk::plain(self.slice(span)).find(entry).is_some())
    }

    /// Whether an entry of `list` starts `span`, blanks aside.
    pub fn starts(&self, span: CleanSpan, list: &List) -> bool {
        let text = self.slice(span);
        let lead = text.len() - text.trim_start().len();
        self.present(span, list).into_iter().any(|entry| Walk::plain(text).at(lead, entry).is_some())
    }

    /// Where the entry of `list` starts that ends `span`, if one does and `fits` likes its start; the nearest first.
    pub fn ending(&self, span: CleanSpan, list: &List, fits: impl Fn(usize) -> bool) -> Option<usize> {
        let fits = |at: usize| fits(span.start + at);
        let found =
            self.present(span, list).into_iter().find_map(|entry| Walk::plain(self.slice(span)).ending(entry, &fits));
        found.map(|at| span.start + at)
    }

    fn slice(&self, span: CleanSpan) -> &str {
        &self.clean[span.range()]
    }

    /// The entries of `list` whose word stands in `span`.
    fn present(&self, span: CleanSpan, list: &List) -> Vec<&Sequence> {
        let from = self.hits.partition_point(|hit| hit.start < span.start);
        let inside = self.hits[from..].iter().take_while(|hit| hit.start < span.end).filter(|hit| hit.end <= span.end);
        let hung = inside.flat_map(|hit| self.lexicon.anchors.hung_on(hit.word));
        let mut found: Vec<u32> =
            hung.chain(self.lexicon.anchors.always()).copied().filter(|entry| list.contains(entry)).collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|entry| &self.lexicon.entries[entry as usize]).collect()
    }
}
