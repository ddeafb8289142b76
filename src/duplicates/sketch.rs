//! What is kept of a text to know it again: a signature of its words and its numbers.
//!
//! In: clean text. Out: a [`Sketch`] of bounded size. The words (stretches of [`STRETCH`] Chinese characters, whatever marks,
//! blanks and line breaks stand between) are a `MinHash`: the share of places in which two signatures agree estimates the
//! share of what the two texts have in common. Of the numbers, each with what stands before it, the lowest [`MOST_NUMBERS`]
//! hashes are kept, which is all of them for most reports.

/// Chinese characters of one stretch.
const STRETCH: usize = 4;

/// Places of the signature of words.
const WORD_PLACES: usize = 64;

/// Numbers kept of a text.
const MOST_NUMBERS: usize = 128;

/// Keys of a text.
const KEYS: usize = 32;

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
    /// The lowest hashes of its numbers, rising.
    numbers: Vec<u32>,
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
        let mut numbers = told_apart(lines().flat_map(numbers_in).collect());
        numbers.truncate(MOST_NUMBERS);
        Self { words: words(lines()), numbers }
    }

    /// How many numbers are kept of it.
    pub(super) fn count(&self) -> usize {
        self.numbers.len()
    }

    /// The estimated share of words two texts have in common, in percent.
    pub(super) fn words_shared(&self, other: &Self) -> usize {
        let filled = self.words.iter().zip(&other.words).filter(|(a, b)| **a != EMPTY || **b != EMPTY);
        let (all, same) = filled.fold((0, 0), |(all, same), (a, b)| (all + 1, same + usize::from(a == b)));
        (same * 100).checked_div(all).unwrap_or_default()
    }

    /// The share of the numbers of the text with fewer of them that the other has, too, in percent: a copy may lack a
    /// sentence, but its numbers are not others.
    pub(super) fn numbers_shared(&self, other: &Self) -> usize {
        // Above the highest that a full list keeps, nothing is known of its text.
        let known = |sketch: &Self| sketch.numbers.get(MOST_NUMBERS - 1).copied().unwrap_or(u32::MAX);
        let limit = known(self).min(known(other));
        let [a, b] = [self, other].map(|sketch| &sketch.numbers[..sketch.numbers.partition_point(|n| *n <= limit)]);
        let same = a.iter().filter(|number| b.binary_search(number).is_ok()).count();
        (same * 100).checked_div(a.len().min(b.len())).unwrap_or(100)
    }

    /// Keys of which two texts with much in common share at least one: of the numbers where there are enough, which tell
    /// reports of one model apart, else of the words.
    pub(super) fn keys(&self) -> Vec<u64> {
        let lowest = |place: u64| self.numbers.iter().map(|number| mix(place << 32 | u64::from(*number))).min();
        let by_numbers = self.count() >= super::ENOUGH_NUMBERS;
        let pairs = (0..KEYS).map(|pair| {
            let places = [2 * pair, 2 * pair + 1];
            let [a, b] = places.map(|at| if by_numbers { lowest(at as u64) } else { told(self.words[at]) });
            a.zip(b).map(|(a, b)| mix(a ^ mix(b)).wrapping_add(pair as u64))
        });
        pairs.flatten().collect()
    }
}

fn told(place: u32) -> Option<u64> {
    (place != EMPTY).then_some(u64::from(place))
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

/// A hash for each number of a line.
fn numbers_in(line: &str) -> Vec<u32> {
    let mut hashes = Vec::new();
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
        if !after.starts_with(|c| NO_COUNTS.contains(c)) {
            hashes.push(lower(
                number.bytes().fold(mix(before & 0xffff_ffff), |hash, digit| mix(hash ^ u64::from(digit))),
            ));
        }
    }
    hashes
}

/// Rising, and a number that stands twice has two hashes: where one of the two is mended, the texts differ.
fn told_apart(mut hashes: Vec<u32>) -> Vec<u32> {
    hashes.sort_unstable();
    let equal = hashes.chunk_by(|a, b| a == b);
    let counted = equal.flat_map(|same| same.iter().zip(0_u64..));
    let apart =
        counted.map(|(hash, before)| if before == 0 { *hash } else { lower(mix(before << 32 | u64::from(*hash))) });
    let mut apart: Vec<u32> = apart.collect();
    apart.sort_unstable();
    apart
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
