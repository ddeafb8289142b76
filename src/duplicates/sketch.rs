//! What is kept of a text to know it again: two small signatures.
//!
//! In: clean text. Out: a [`Sketch`] of fixed size. One signature is of the words (stretches of [`STRETCH`] Chinese characters, whatever
//! marks, blanks and line breaks stand between), one of the numbers with what stands before them. Both are `MinHash`: the
//! share of places in which two signatures agree estimates the share of what the two texts have in common.

/// Chinese characters of one stretch.
const STRETCH: usize = 4;

/// Places of the signature of words.
const WORD_PLACES: usize = 64;

/// Places of the signature of numbers.
const NUMBER_PLACES: usize = 64;

/// A line with fewer Chinese characters is a heading, a menu, a label: what differs from page to page.
const PROSE_LINE: usize = 20;

/// What follows the numbers of dates and documents, by which copies of one report differ.
const NO_COUNTS: &str = "年月日号-—/:.〕]";

/// A place that nothing fell into.
const EMPTY: u32 = u32::MAX;

/// What is kept of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch {
    words: [u32; WORD_PLACES],
    numbers: [u32; NUMBER_PLACES],
    /// How many numbers it has.
    pub(super) counts: usize,
    /// Of all numbers, in any order.
    digest: u64,
}

impl Sketch {
    /// The sketch of a clean text.
    pub fn of(clean_text: &str) -> Self {
        let han = |line: &str| line.chars().filter(|c| is_han(*c)).count();
        let prose = |line: &&str| han(line) >= PROSE_LINE;
        // A text of short lines alone is taken whole.
        let long: usize = clean_text.lines().filter(prose).map(han).sum();
        let whole = long * 2 < han(clean_text);
        let lines = || clean_text.lines().filter(|line| whole || prose(line));
        Self { words: words(lines()), ..numbers(lines()) }
    }

    /// The estimated share of words two texts have in common, in percent.
    pub(super) fn words_shared(&self, other: &Self) -> usize {
        agreement(&self.words, &other.words)
    }

    /// The same of numbers; nothing where neither has any.
    pub(super) fn numbers_shared(&self, other: &Self) -> usize {
        agreement(&self.numbers, &other.numbers)
    }

    /// Whether both have the same numbers.
    pub(super) fn same_numbers(&self, other: &Self) -> bool {
        (self.counts, self.digest) == (other.counts, other.digest)
    }

    /// Keys of which two texts with much in common share at least one: of the numbers where there are enough, which tell
    /// reports of one model apart, else of the words.
    pub(super) fn keys(&self) -> Vec<u64> {
        let places: &[u32] = if self.counts >= super::ENOUGH_NUMBERS { &self.numbers } else { &self.words };
        let pairs = places.chunks_exact(2).enumerate();
        let told = pairs.filter(|(_, pair)| pair.iter().any(|place| *place != EMPTY));
        told.map(|(band, pair)| mix(u64::from(pair[0]) << 32 | u64::from(pair[1])).wrapping_add(band as u64)).collect()
    }
}

/// Of the places that either text fills, the share in which they agree, in percent.
fn agreement(a: &[u32], b: &[u32]) -> usize {
    let filled = a.iter().zip(b).filter(|(a, b)| **a != EMPTY || **b != EMPTY);
    let (all, same) = filled.fold((0, 0), |(all, same), (a, b)| (all + 1, same + usize::from(a == b)));
    (same * 100).checked_div(all).unwrap_or_default()
}

/// One hash a stretch: its upper bits say the place, its lower bits compete for it.
fn words<'t>(lines: impl Iterator<Item = &'t str>) -> [u32; WORD_PLACES] {
    let mut places = [EMPTY; WORD_PLACES];
    let mut stretch: u64 = 0;
    for (at, c) in lines.flat_map(str::chars).filter(|c| is_han(*c)).enumerate() {
        // Sixteen bits hold a character of the common planes; of the rare others, enough.
        stretch = stretch << 16 | u64::from(u32::from(c) & 0xffff);
        if at + 1 >= STRETCH {
            let hash = mix(stretch);
            let place = &mut places[(hash >> 58) as usize];
            *place = (*place).min(lower(hash));
        }
    }
    places
}

/// A sketch of the numbers alone: as many hashes as places for each with the two characters before it, as there are few.
fn numbers<'t>(lines: impl Iterator<Item = &'t str>) -> Sketch {
    let mut sketch = Sketch { words: [EMPTY; WORD_PLACES], numbers: [EMPTY; NUMBER_PLACES], counts: 0, digest: 0 };
    for line in lines {
        let mut before: u64 = 0;
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            if !c.is_ascii_digit() {
                before = if is_han(c) { before << 16 | u64::from(u32::from(c) & 0xffff) } else { before };
                rest = &rest[c.len_utf8()..];
                continue;
            }
            let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
            let (number, after) = rest.split_at(end);
            rest = after;
            if after.starts_with(|c| NO_COUNTS.contains(c)) {
                continue;
            }
            sketch.counts += 1;
            let hash = number.bytes().fold(mix(before & 0xffff_ffff), |hash, digit| mix(hash ^ u64::from(digit)));
            sketch.digest = sketch.digest.wrapping_add(mix(hash));
            for (at, place) in sketch.numbers.iter_mut().enumerate() {
                *place = (*place).min(lower(mix(hash ^ (at as u64) << 48)));
            }
        }
    }
    sketch
}

/// Spreads what is told apart by few bits over all of them (the finalizer of `SplitMix64`); the same on every machine.
fn mix(mut bits: u64) -> u64 {
    bits = bits.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ bits >> 31
}

#[allow(clippy::cast_possible_truncation, reason = "the lower half is what is wanted")]
fn lower(bits: u64) -> u32 {
    bits as u32
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{2ffff}' | '\u{f900}'..='\u{faff}')
}
