//! Word lists: notation without quantities, looked for in stretches of the clean text.
//!
//! All lists are scanned for at once: one pass over the text notes where the words stand that any entry hangs on. A stretch
//! is then asked for a list, and only entries whose word stands in it are tried.

use std::cmp::Ordering;

use super::anchors::{self, Anchors, Hit};
use super::walk::Walk;
use crate::rules::Pack;
use crate::rules::notation::{Node, Sequence};
use crate::span::CleanSpan;

/// The word lists of a pack, ready to be looked for.
#[derive(Debug)]
pub struct Lexicon {
    /// The entries of all lists.
    entries: Vec<Entry>,
    /// The lists of the context, sorted by the lengths of their names and then by the names: they are asked for all the time.
    lists: Vec<(String, List)>,
    /// The list of the first field's topics; those of the others follow.
    topics: usize,
    /// For each list its entries that no word shows.
    unseen: Vec<Vec<u32>>,
    anchors: Anchors,
}

#[derive(Debug)]
struct Entry {
    words: Sequence,
    list: List,
}

/// A list of a lexicon, by its place there; none where the pack has no such list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct List(Option<usize>);

impl Lexicon {
    /// Prepares the lists of a pack.
    pub fn new(pack: &Pack) -> Self {
        let named = pack.context.lists.iter();
        let topics = pack.fields.iter().map(|field| &field.topics);
        let mut entries = Vec::new();
        for (place, list) in named.map(|(_, list)| list).chain(topics).enumerate() {
            entries.extend(list.iter().map(|words| Entry { words: words.clone(), list: List(Some(place)) }));
        }
        let topics = pack.context.lists.len();
        let named = pack.context.lists.keys().zip(0..);
        let mut lists: Vec<_> = named.map(|(name, place)| (name.clone(), List(Some(place)))).collect();
        lists.sort_by(|(a, _), (b, _)| by_length(a, b));
        let anchors = Anchors::new(entries.iter().map(|entry| anchors::of(&entry.words)));
        let mut unseen = vec![Vec::new(); topics + pack.fields.len()];
        for entry in anchors.always() {
            entries[*entry as usize].list.0.into_iter().for_each(|list| unseen[list].push(*entry));
        }
        Self { entries, lists, topics, unseen, anchors }
    }

    /// The list of that name; an empty one where the pack has none.
    pub fn list(&self, name: &str) -> List {
        let place = self.lists.binary_search_by(|(known, _)| by_length(known, name));
        place.map_or(List(None), |place| self.lists[place].1)
    }

    /// The topics of a field, by its place in the pack.
    pub fn topics(&self, field: usize) -> List {
        List(Some(self.topics + field))
    }

    /// Scans a clean text for the words of all lists.
    pub fn scan<'a>(&'a self, clean: &'a str) -> Scan<'a> {
        let mut hits = vec![Vec::new(); self.unseen.len()];
        let mut words: Vec<Hit> = self.anchors.hits(clean).collect();
        words.sort_unstable_by_key(|hit| (hit.start, hit.end));
        for hit in words {
            for entry in self.anchors.hung_on(hit.word) {
                let found = Found { start: hit.start, end: hit.end, entry: *entry };
                self.entries[*entry as usize].list.0.into_iter().for_each(|list| hits[list].push(found));
            }
        }
        Scan { lexicon: self, clean, hits }
    }
}

fn by_length(a: &str, b: &str) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

/// A clean text with the places of all words of the lists.
#[derive(Debug)]
pub struct Scan<'a> {
    lexicon: &'a Lexicon,
    clean: &'a str,
    /// For each list where the words stand that its entries hang on, by their starts.
    hits: Vec<Vec<Found>>,
}

/// A word that an entry hangs on, in bytes.
#[derive(Debug, Clone, Copy)]
struct Found {
    start: usize,
    end: usize,
    entry: u32,
}

impl Scan<'_> {
    /// The list of that name.
    pub fn list(&self, name: &str) -> List {
        self.lexicon.list(name)
    }

    /// The first place in `span` where an entry of `list` stands; of those that start there the longest.
    pub fn first(&self, span: CleanSpan, list: List) -> Option<CleanSpan> {
        let found = self.present(span, list).into_iter().filter_map(|found| {
            let words = self.words(found.entry);
            let plain = matches!(words[..], [Node::Text(_)]);
            let place = (found.start - span.start, found.end - span.start);
            if plain { Some(place) } else { Walk::plain(self.slice(span)).find(words) }
        });
        let (start, end) = found.min_by_key(|(start, end)| (*start, std::cmp::Reverse(*end)))?;
        Some(CleanSpan::new(span.start + start, span.start + end))
    }

    /// Every place in `span` where an entry of `list` stands, in order, none within another.
    pub fn every(&self, span: CleanSpan, list: List) -> Vec<CleanSpan> {
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
    pub fn occurs(&self, span: CleanSpan, list: List) -> bool {
        self.first(span, list).is_some()
    }

    /// Whether an entry of `list` starts `span`, blanks aside.
    pub fn starts(&self, span: CleanSpan, list: List) -> bool {
        let text = self.slice(span);
        let lead = text.len() - text.trim_start().len();
        self.present(span, list).into_iter().any(|found| Walk::plain(text).at(lead, self.words(found.entry)).is_some())
    }

    /// Where the entry of `list` starts that ends `span`, if one does and `fits` likes its start; the nearest first.
    pub fn ending(&self, span: CleanSpan, list: List, fits: impl Fn(usize) -> bool) -> Option<usize> {
        let fits = |at: usize| fits(span.start + at);
        let ending = |found: Found| Walk::plain(self.slice(span)).ending(self.words(found.entry), &fits);
        self.present(span, list).into_iter().find_map(ending).map(|at| span.start + at)
    }

    fn slice(&self, span: CleanSpan) -> &str {
        &self.clean[span.range()]
    }

    fn words(&self, entry: u32) -> &Sequence {
        &self.lexicon.entries[entry as usize].words
    }

    /// The entries of `list` whose word stands in `span`, each once, in their order, with the first place of its word.
    fn present(&self, span: CleanSpan, list: List) -> Vec<Found> {
        let Some(place) = list.0 else { return Vec::new() };
        let hits = &self.hits[place];
        let from = hits.partition_point(|hit| hit.start < span.start);
        let inside = hits[from..].iter().take_while(|hit| hit.start < span.end).filter(|hit| hit.end <= span.end);
        let unseen = self.lexicon.unseen[place].iter();
        let unseen = unseen.map(|entry| Found { start: span.start, end: span.start, entry: *entry });
        let mut found: Vec<Found> = inside.copied().chain(unseen).collect();
        // A stable sort: the hits of one entry stay in the order of the text.
        found.sort_by_key(|found| found.entry);
        found.dedup_by_key(|found| found.entry);
        found
    }
}
