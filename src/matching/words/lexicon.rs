//! All lists of a pack made ready: every word of every list in one automaton.

use std::borrow::Cow;

use super::openings::openings;
use super::places::{Found, Places};
use super::written_out::written_out;
use super::{List, Scan};
use crate::matching::anchors::{self, Anchors, Hit};
use crate::matching::extent::reach;
use crate::rules::notation::{Node, Sequence};
use crate::rules::{Pack, WordList};

/// The word lists of a pack, ready to be looked for.
#[derive(Debug)]
pub struct Lexicon {
    /// In the order of the lists; of an entry that is written out each word is an entry.
    entries: Vec<Entry>,
    /// For each list its entries that no word shows.
    unseen: Vec<Vec<u32>>,
    /// For each list whether entries of it can begin with anything.
    open: Vec<bool>,
    anchors: Anchors,
    /// For each set of words of `anchors` the entry that they show, and what they are to it.
    roles: Vec<(u32, Role)>,
    /// Bytes of the longest word.
    longest: usize,
}

#[derive(Debug)]
struct Entry {
    list: List,
    /// Nothing where the entry is a word.
    notation: Sequence,
}

/// What a word is to an entry.
#[derive(Debug, Clone, Copy)]
enum Role {
    /// The entry itself.
    Whole,
    /// The entry may begin there, and begins nowhere else.
    Opening {
        /// Whether it needs another word behind it.
        needs: bool,
        /// Bytes that the entry takes at the most; none where nothing bounds them.
        reach: Option<usize>,
    },
    /// The entry cannot match without it behind its opening.
    Needed,
    /// The entry, which can begin with anything, cannot match without it.
    Sign,
}

/// The words that show an entry, by what they are to it.
type Words<'n> = Vec<(Role, Vec<Cow<'n, str>>)>;

impl Lexicon {
    /// Prepares the lists of a pack.
    pub fn new(pack: &Pack) -> Self {
        let topics = pack.fields.iter().map(|field| &field.topics);
        let lists = pack.context.lists.iter().chain(topics);
        let (mut entries, mut roles, mut sets) = (Vec::new(), Vec::new(), Vec::new());
        let (mut unseen, mut open) = (Vec::new(), Vec::new());
        for (place, list) in lists.enumerate() {
            unseen.push(Vec::new());
            open.push(false);
            for (notation, words) in list.iter().flat_map(prepared) {
                let number = u32::try_from(entries.len()).unwrap_or(u32::MAX);
                open[place] |= words.iter().any(|(role, _)| matches!(role, Role::Sign));
                if words.iter().all(|(_, set)| set.is_empty()) {
                    unseen[place].push(number);
                }
                for (role, set) in words.into_iter().filter(|(_, set)| !set.is_empty()) {
                    roles.push((number, role));
                    sets.push(set);
                }
                entries.push(Entry { list: List(place), notation });
            }
        }
        let longest = sets.iter().flatten().map(|word| word.len()).max().unwrap_or(0);
        Self { entries, unseen, open, anchors: Anchors::new(sets), roles, longest }
    }

    /// The topics of a field, by its place in the pack.
    pub fn topics(&self, field: usize) -> List {
        List(WordList::KEYS.len() + field)
    }

    /// Scans a clean text for all lists.
    pub fn scan<'a>(&'a self, clean: &'a str) -> Scan<'a> {
        let hits: Vec<Hit> = self.anchors.hits(clean).collect();
        let (mut found, mut signs) = (Vec::new(), Vec::new());
        // From the last word to the first: where the next one ends that an entry needs behind its opening.
        let mut next = vec![0; self.entries.len()];
        for hit in hits.iter().rev() {
            for set in self.anchors.hung_on(hit.word) {
                let (number, role) = self.roles[*set as usize];
                let list = self.entries[number as usize].list;
                let place = Found { start: hit.start, end: hit.end, entry: number };
                match role {
                    Role::Whole => found.push((list, place)),
                    Role::Opening { needs, reach } => {
                        let next = next[number as usize];
                        let near = next > 0 && reach.is_none_or(|reach| next <= hit.start + reach);
                        found.extend((near || !needs).then_some((list, place)));
                    }
                    Role::Needed => next[number as usize] = hit.end,
                    Role::Sign => signs.push((list, place)),
                }
            }
        }
        let by_list = |found: Vec<(List, Found)>| Places::new(self.unseen.len(), &found);
        Scan { lexicon: self, clean, found: by_list(found), signs: by_list(signs) }
    }

    /// The notation of an entry that is more than a word.
    pub(super) fn notation(&self, entry: u32) -> &[Node] {
        &self.entries[entry as usize].notation
    }

    /// Whether entries of a list can begin with anything.
    pub(super) fn is_open(&self, list: List) -> bool {
        self.open[list.0]
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

/// An entry made ready, one of its own for each word that it is written out to: what is to be tried, and the words that show it.
fn prepared(sequence: &Sequence) -> Vec<(Sequence, Words<'_>)> {
    if let Some(words) = written_out(sequence) {
        let entry = |word| (Sequence::new(), vec![(Role::Whole, vec![Cow::Owned(word)])]);
        return words.map(entry).collect();
    }
    let Some(openings) = openings(sequence) else {
        return vec![(sequence.clone(), vec![(Role::Sign, anchors::of(sequence))])];
    };
    let needed = anchors::of(&sequence[1..]);
    let opening = Role::Opening { needs: !needed.is_empty(), reach: sequence.iter().map(reach).sum() };
    // Where a word is both, it is an opening first: what it needs stands behind it.
    let openings = openings.into_iter().map(Cow::Borrowed).collect();
    vec![(sequence.clone(), vec![(opening, openings), (Role::Needed, needed)])]
}
