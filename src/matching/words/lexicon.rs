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

/// Bytes of a text for which one word is found, roughly.
const BYTES_A_WORD: usize = 12;
/// Bytes of words that are worth looking for behind the opening of an entry: shorter ones stand everywhere.
const TELLING: usize = 4;

/// The word lists of a pack, ready to be looked for.
#[derive(Debug)]
pub struct Lexicon {
    /// The notation of each entry in the order of the lists, nothing where it is a word; of an entry that is written out each
    /// word is an entry.
    entries: Vec<Sequence>,
    /// For each list its entries that no word shows.
    unseen: Vec<Vec<u32>>,
    /// For each list whether entries of it can begin with anything.
    open: Vec<bool>,
    anchors: Anchors,
    /// Word after word what it is to entries.
    parts: Vec<Part>,
    /// Where those of each word begin in `parts`, and where those of the last end.
    begins: Vec<usize>,
    /// Bytes of the longest word.
    longest: usize,
}

/// A word as part of an entry.
#[derive(Debug, Clone, Copy)]
struct Part {
    entry: u32,
    list: List,
    role: Role,
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
                    roles.push(Part { entry: number, list: List(place), role });
                    sets.push(set);
                }
                entries.push(notation);
            }
        }
        let longest = sets.iter().flatten().map(|word| word.len()).max().unwrap_or(0);
        let anchors = Anchors::new(sets);
        let (mut parts, mut begins) = (Vec::new(), vec![0]);
        for word in (0..).take(anchors.words()) {
            parts.extend(anchors.hung_on(word).iter().map(|set| roles[*set as usize]));
            begins.push(parts.len());
        }
        Self { entries, unseen, open, anchors, parts, begins, longest }
    }

    /// The topics of a field, by its place in the pack.
    pub fn topics(&self, field: usize) -> List {
        List(WordList::KEYS.len() + field)
    }

    /// Scans a clean text for all lists.
    pub fn scan<'a>(&'a self, clean: &'a str) -> Scan<'a> {
        let mut hits = Vec::with_capacity(clean.len() / BYTES_A_WORD);
        self.anchors.each_hit(clean, |hit| hits.push(hit));
        let (mut found, mut signs) = (Vec::with_capacity(hits.len()), Vec::new());
        // From the last word to the first: where the next one ends that an entry needs behind its opening.
        let mut next = vec![0; self.entries.len()];
        for hit in hits.iter().rev() {
            for Part { entry, list, role } in self.parts_of(hit) {
                let next = &mut next[*entry as usize];
                let place = Found { start: hit.start, end: hit.end, entry: *entry };
                match role {
                    Role::Whole => found.push((*list, place)),
                    Role::Opening { needs, reach } => {
                        let near = *next > 0 && reach.is_none_or(|reach| *next <= hit.start + reach);
                        if near || !needs {
                            found.push((*list, place));
                        }
                    }
                    Role::Needed => *next = hit.end,
                    Role::Sign => signs.push((*list, place)),
                }
            }
        }
        let by_list = |found: Vec<(List, Found)>| Places::new(self.unseen.len(), &found);
        Scan { lexicon: self, clean, found: by_list(found), signs: by_list(signs) }
    }

    /// What a word is to entries.
    fn parts_of(&self, hit: &Hit) -> &[Part] {
        let word = hit.word as usize;
        &self.parts[self.begins[word]..self.begins[word + 1]]
    }

    /// The notation of an entry that is more than a word.
    pub(super) fn notation(&self, entry: u32) -> &[Node] {
        &self.entries[entry as usize]
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
    let needed = if needed.iter().all(|word| word.len() >= TELLING) { needed } else { Vec::new() };
    let opening = Role::Opening { needs: !needed.is_empty(), reach: sequence.iter().map(reach).sum() };
    // Where a word is both, it is an opening first: what it needs stands behind it.
    let openings = openings.into_iter().map(Cow::Borrowed).collect();
    vec![(sequence.clone(), vec![(opening, openings), (Role::Needed, needed)])]
}
