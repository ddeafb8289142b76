//! Which forms to try on a reading, and around which of its quantities.
//!
//! Most words lead nowhere, so what can be told without a walk is asked first: from where a form's word stands only quantities
//! on the right side of it are tried, of the right measure, near enough, and with nothing between that the form cannot lead over.

use std::ops::Range;

use super::anchors::Hit;
use super::hung::Group;
use super::index::{Entry, Index, Side};
use super::kinds::Kinds;
use super::needs::Seen;
use super::reading::{Placed, Reading};
use super::walk;

/// A form that is worth trying.
pub(super) struct Try<'r, 'p> {
    pub entry: &'r Entry<'p>,
    /// The quantity to try it around; none for a form that finds its quantities itself.
    pub placed: Option<&'r Placed>,
}

/// Every form that is worth trying, with each quantity once, in the order of the pack and then of the reading. The words that
/// the reading has are noted in `seen`.
pub(super) fn on<'r, 'p>(index: &'r Index<'p>, reading: &'r Reading, seen: &mut Seen) -> Vec<Try<'r, 'p>> {
    seen.clear();
    let mut words = Vec::with_capacity(FEW);
    index.anchors.each_hit(&reading.text, |word| {
        seen.note(&word);
        if !index.hung.on(word.word).is_empty() {
            words.push(word);
        }
    });
    let (pairs, unbounded) = (Vec::with_capacity(FEW), Vec::with_capacity(FEW));
    let all = reading.quantities.iter().chain(&reading.nones);
    let known: Vec<Known> = all.map(|placed| Known::of(reading, placed)).collect();
    let (quantities, nones) = known.split_at(reading.quantities.len());
    let kinds = |known: &[Known]| known.iter().fold(Kinds::default(), |kinds, known| kinds.and(known.kind));
    let (kinds, none_kinds) = (kinds(quantities), kinds(nones));
    let mut tries = Tries { index, reading, seen, known: &known, kinds, none_kinds, pairs, unbounded };
    for form in index.anchors.always() {
        tries.add_unbounded(*form, &Hit { start: 0, end: 0, word: 0 });
    }
    for word in &words {
        tries.add(word);
    }
    tries.in_order()
}

/// Room for what most readings have.
const FEW: usize = 64;

/// A form by its place in the index, a quantity by its place in the reading, words that say none behind the others.
type Pair = (u32, Option<u32>);

/// What is known of a quantity before a form is tried around it.
struct Known {
    kind: Kinds,
    /// The stretch that it shares with no other clause.
    clause: Range<usize>,
}

impl Known {
    fn of(reading: &Reading, placed: &Placed) -> Self {
        Self { kind: Kinds::of(reading, placed), clause: walk::clause(reading, placed) }
    }
}

struct Tries<'r, 'p, 's> {
    index: &'r Index<'p>,
    reading: &'r Reading,
    seen: &'s Seen,
    /// Of each quantity and then of each word that says none.
    known: &'s [Known],
    /// What the quantities of the reading measure, and what its words that say none may stand for.
    kinds: Kinds,
    none_kinds: Kinds,
    pairs: Vec<Pair>,
    /// Forms that nothing bounds, each with that end of its word that is turned to the quantity.
    unbounded: Vec<(u32, usize)>,
}

impl<'r, 'p> Tries<'r, 'p, '_> {
    /// The forms that hang on a word, with the quantities they may take from there.
    fn add(&mut self, word: &Hit) {
        let quantities = Beside::new(word, &self.reading.quantities, 0);
        let nones = Beside::new(word, &self.reading.nones, self.reading.quantities.len());
        let kind = |place: Option<usize>| place.map_or_else(Kinds::default, |place| self.known[place].kind);
        let next = [Side::Before, Side::Behind].map(|side| kind(quantities.next(side)));
        for group in self.index.hung.on(word.word) {
            if group.is_unbounded() {
                for form in &group.forms {
                    self.add_unbounded(*form, word);
                }
                continue;
            }
            let (most, kinds) = if group.next_only { (1, next[group.side as usize]) } else { (usize::MAX, self.kinds) };
            if group.kinds.meets(kinds) {
                self.add_near(group, word, &quantities, most);
            }
            // Words that say none stand in nothing's way.
            if group.kinds.meets(self.none_kinds) {
                self.add_near(group, word, &nones, usize::MAX);
            }
        }
    }

    /// The forms of a group with those they may take of what stands beside a word, of the nearest `most`.
    fn add_near(&mut self, group: &Group, word: &Hit, beside: &Beside, most: usize) {
        for place in beside.on(group.side).take(most) {
            let placed = &beside.placed[place];
            let bytes = group.side.distance(word, placed);
            if group.reach.is_some_and(|reach| bytes > reach) {
                break;
            }
            let known = &self.known[beside.first + place];
            if group.one_clause && !known.clause.contains(&word.start) {
                break;
            }
            if !group.kinds.meets(known.kind) || !group.take.is_some_and(|take| walk::takes(self.reading, placed, take))
            {
                continue;
            }
            for form in &group.forms {
                let entry = &self.index.forms[*form as usize];
                if entry.way.reach.is_none_or(|reach| bytes <= reach) && self.has_words(entry, known, placed) {
                    self.pairs.push((*form, Some(number(beside.first + place))));
                }
            }
        }
    }

    /// A form that may take any quantity on its side of a word, or that finds its quantities itself.
    fn add_unbounded(&mut self, form: u32, word: &Hit) {
        let Entry { way, needs: (before, behind), .. } = &self.index.forms[form as usize];
        let whole = 0..self.reading.text.len();
        match (way.take, way.side) {
            (None, _) => self.pairs.push((form, None)),
            _ if !before.are_met(self.seen, whole.clone()) || !behind.are_met(self.seen, whole) => {}
            (Some(_), Side::Behind) => self.unbounded.push((form, word.end)),
            (Some(_), Side::Before) => self.unbounded.push((form, word.start)),
        }
    }

    /// Whether the words stand beside a quantity that a form needs there.
    fn has_words(&self, entry: &Entry, Known { clause, .. }: &Known, placed: &Placed) -> bool {
        let (before, behind) = &entry.needs;
        let start = if entry.one_clause.0 { clause.start } else { 0 };
        let end = if entry.one_clause.1 { clause.end } else { self.reading.text.len() };
        before.are_met(self.seen, start..placed.start) && behind.are_met(self.seen, placed.end..end)
    }

    /// Everything found, each once.
    fn in_order(mut self) -> Vec<Try<'r, 'p>> {
        self.unbounded.sort_unstable();
        let Reading { quantities, nones, .. } = self.reading;
        let all = || quantities.iter().chain(nones);
        for words in self.unbounded.chunk_by(|a, b| a.0 == b.0) {
            let ((form, first), (_, last)) = (words[0], words[words.len() - 1]);
            let entry = &self.index.forms[form as usize];
            let beside = |placed: &Placed| match entry.way.side {
                Side::Behind => placed.start >= first,
                Side::Before => placed.end <= last,
            };
            for (place, placed) in all().enumerate() {
                let takes = || entry.way.take.is_some_and(|take| walk::takes(self.reading, placed, take));
                if beside(placed) && takes() && self.has_words(entry, &self.known[place], placed) {
                    self.pairs.push((form, Some(number(place))));
                }
            }
        }
        self.pairs.sort_unstable();
        self.pairs.dedup();
        let placed = |place: u32| {
            let place = place as usize;
            quantities.get(place).unwrap_or_else(|| &nones[place - quantities.len()])
        };
        let entry = |form: u32| &self.index.forms[form as usize];
        self.pairs.into_iter().map(|(form, place)| Try { entry: entry(form), placed: place.map(placed) }).collect()
    }
}

fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// What stands beside a word, of quantities in the order of the text.
struct Beside<'r> {
    placed: &'r [Placed],
    /// How many stand before the word.
    before: usize,
    /// The first that stands behind it.
    behind: usize,
    /// The place of the first of all in the reading.
    first: usize,
}

impl<'r> Beside<'r> {
    fn new(word: &Hit, placed: &'r [Placed], first: usize) -> Self {
        let before = placed.partition_point(|q| q.end <= word.start);
        let behind = before + placed[before..].partition_point(|q| q.start < word.end);
        Self { placed, before, behind, first }
    }

    /// The nearest on one side of the word.
    fn next(&self, side: Side) -> Option<usize> {
        match side {
            Side::Before => self.before.checked_sub(1),
            Side::Behind => Some(self.behind).filter(|behind| *behind < self.placed.len()),
        }
    }

    /// Those on one side of the word, the nearest first.
    fn on(&self, side: Side) -> impl Iterator<Item = usize> {
        let (count, first_behind) = match side {
            Side::Behind => (self.placed.len() - self.behind, Some(self.behind)),
            Side::Before => (self.before, None),
        };
        let before = self.before;
        (0..count).map(move |nth| first_behind.map_or_else(|| before - 1 - nth, |first| first + nth))
    }
}
