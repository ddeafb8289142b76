//! All lists of a pack made ready: every word of every list in one automaton.

use super::places::{Found, Places};
use super::written_out::written_out;
use super::{List, Scan};
use crate::matching::anchors::{self, Anchors};
use crate::rules::notation::Sequence;
use crate::rules::{Pack, WordList};

/// The word lists of a pack, ready to be looked for.
#[derive(Debug)]
pub struct Lexicon {
    /// In the order of the lists; of an entry that is written out each word is an entry.
    entries: Vec<Entry>,
    /// For each list its entries that no word shows.
    unseen: Vec<Vec<u32>>,
    anchors: Anchors,
    /// Bytes of the longest word.
    longest: usize,
}

#[derive(Debug)]
struct Entry {
    list: List,
    /// What is to be tried where a word of it stands; none of an entry that is a word.
    notation: Option<Sequence>,
}

impl Lexicon {
    /// Prepares the lists of a pack.
    pub fn new(pack: &Pack) -> Self {
        let topics = pack.fields.iter().map(|field| field.topics.as_slice());
        let lists: Vec<&[Sequence]> = pack.context.lists.iter().map(Vec::as_slice).chain(topics).collect();
        let (mut entries, mut words) = (Vec::new(), Vec::new());
        for (place, list) in lists.iter().enumerate() {
            for sequence in *list {
                if let Some(all) = written_out(sequence) {
                    entries.extend(all.iter().map(|_| Entry { list: List(place), notation: None }));
                    words.extend(all.into_iter().map(|word| vec![word.into()]));
                } else {
                    entries.push(Entry { list: List(place), notation: Some(sequence.clone()) });
                    words.push(anchors::of(sequence));
                }
            }
        }
        let longest = words.iter().flatten().map(|word| word.len()).max().unwrap_or(0);
        let anchors = Anchors::new(words);
        let mut unseen = vec![Vec::new(); lists.len()];
        for entry in anchors.always() {
            unseen[entries[*entry as usize].list.0].push(*entry);
        }
        Self { entries, unseen, anchors, longest }
    }

    /// The topics of a field, by its place in the pack.
    pub fn topics(&self, field: usize) -> List {
        List(WordList::KEYS.len() + field)
    }

    /// Scans a clean text for the words of all lists.
    pub fn scan<'a>(&'a self, clean: &'a str) -> Scan<'a> {
        let (mut words, mut signs) = (Vec::new(), Vec::new());
        for hit in self.anchors.hits(clean) {
            for &number in self.anchors.hung_on(hit.word) {
                let entry = &self.entries[number as usize];
                let kind = if entry.notation.is_none() { &mut words } else { &mut signs };
                kind.push((entry.list.0, Found { start: hit.start, end: hit.end, entry: number }));
            }
        }
        let lists = self.unseen.len();
        Scan { lexicon: self, clean, words: Places::new(lists, &words), signs: Places::new(lists, &signs) }
    }

    /// The notation of an entry that is more than a word.
    pub(super) fn notation(&self, entry: u32) -> &[crate::rules::notation::Node] {
        self.entries[entry as usize].notation.as_deref().unwrap_or_default()
    }

    /// The entries of a list that no word shows.
    pub(super) fn unseen(&self, list: List) -> &[u32] {
        &self.unseen[list.0]
    }

    /// Bytes of the longest word.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }
}
