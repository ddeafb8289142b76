//! Quantities: numbers with their qualifier, range and measure word.
//!
//! In: clean text and the pack's [`MeasureWords`]. Out: every [`Quantity`] in the order of the text, with exact values.
//! Knows numbers in all their dresses (8385.92万, 七十余, 1亿2000万, 3至5, 百分之三, 四成) and nothing of fields.
//!
//! A number is a quantity when a measure word follows, or when it stands bare before a mark or the end of its line. The
//! numbers of dates, laws, hotlines and names (2024年, 12345热线) are followed by another word and are none.

mod number;
mod numeral;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};

use rust_decimal::Decimal;

use crate::record::Qualifier;
use crate::seek::CharSet;
use crate::span::CleanSpan;
use number::Number;

/// A number as the text means it.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// From its qualifier to its last word: 约8385.92万元, 70余件, 5件以上.
    pub span: CleanSpan,
    /// The value; the lower end of a range.
    pub value: Decimal,
    /// The upper end of a range.
    pub upper: Option<Decimal>,
    /// How exactly it is meant.
    pub qualifier: Qualifier,
    /// What it measures.
    pub measure: Measure,
    /// What one more in its last digit would add: 1 of 20件, 10000 of 527万元.
    pub step: Decimal,
}

impl Quantity {
    /// The least and the most that it can mean, as exactly as it is told: 20件 is 20, 20余件 is 20 to 30, 8385.92万元 is at most
    /// 100元 off, 3至5件 is 3 to 5.
    pub fn bounds(&self) -> (Decimal, Decimal) {
        let place = number::last_place(self.value).max(self.step);
        let counted = !matches!(self.measure, Measure::Money | Measure::Percent) && self.step <= Decimal::ONE;
        let (below, above) = match self.qualifier {
            Qualifier::Range => return (self.value, self.upper.unwrap_or(self.value)),
            Qualifier::Exact if counted || self.value.is_zero() => (Decimal::ZERO, Decimal::ZERO),
            Qualifier::Exact => (self.step, self.step),
            Qualifier::Approx => (place, place),
            Qualifier::Over => (Decimal::ZERO, place),
            Qualifier::Under => (place, Decimal::ZERO),
        };
        (self.value.saturating_sub(below), self.value.saturating_add(above))
    }
}

/// What a quantity measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Things counted with this measure word, by its place in [`MeasureWords`].
    Word(u16),
    /// Money, in yuan.
    Money,
    /// A share, in percent.
    Percent,
    /// A number without measure word; `large` when a magnitude such as 万 closes it (罚款527万).
    Bare {
        /// Whether it ends with 万 or 亿.
        large: bool,
    },
    /// Words that say there was none.
    None,
}

/// The words a quantity may end with, and those that say none.
pub struct MeasureWords {
    /// Their first characters, so that a text that starts with none is told at a glance.
    firsts: CharSet,
    /// By their first characters, those of one character the longest first.
    by_first: Vec<(char, Vec<(String, u16)>)>,
    none: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
}

impl fmt::Debug for MeasureWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MeasureWords({} words)", self.by_first.iter().map(|(_, words)| words.len()).sum::<usize>())
    }
}

impl MeasureWords {
    /// From the pack's words; ids are their places in `words`.
    pub fn new(words: &[String], none: &[String]) -> Self {
        let mut by_first = BTreeMap::<char, Vec<(String, u16)>>::new();
        for (word, id) in words.iter().zip(0..) {
            word.chars().next().into_iter().for_each(|c| by_first.entry(c).or_default().push((word.clone(), id)));
        }
        for words in by_first.values_mut() {
            words.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        }
        let unique: BTreeSet<&String> = none.iter().filter(|word| !word.is_empty()).collect();
        // Words are unique and not empty, so the automaton is missing only where there are none.
        let builder = CharwiseDoubleArrayAhoCorasickBuilder::new().match_kind(MatchKind::LeftmostLongest);
        let mut firsts = CharSet::of(&MONEY_FIRSTS);
        by_first.keys().for_each(|first| firsts.add(*first));
        Self { firsts, by_first: by_first.into_iter().collect(), none: builder.build(unique).ok() }
    }

    fn starting(&self, text: &str) -> Option<(Measure, usize)> {
        let first = text.chars().next().filter(|c| self.firsts.contains(*c))?;
        if let Some(len) = money_word(text) {
            return Some((Measure::Money, len));
        }
        let place = self.by_first.binary_search_by_key(&first, |(c, _)| *c).ok()?;
        self.by_first[place]
            .1
            .iter()
            .find(|(word, _)| text.starts_with(word.as_str()))
            .map(|(word, id)| (Measure::Word(*id), word.len()))
    }
}

const MONEY: [&str; 3] = ["元人民币", "元", "块钱"];
const MONEY_FIRSTS: [char; 2] = ['元', '块'];
const BEFORE: [(&str, Qualifier); 20] = [
    ("大约", Qualifier::Approx),
    ("大概", Qualifier::Approx),
    ("约为", Qualifier::Approx),
    ("约", Qualifier::Approx),
    ("将近", Qualifier::Under),
    ("接近", Qualifier::Under),
    ("不足", Qualifier::Under),
    ("不到", Qualifier::Under),
    ("近", Qualifier::Under),
    ("超过了", Qualifier::Over),
    ("超过", Qualifier::Over),
    ("突破", Qualifier::Over),
    ("超", Qualifier::Over),
    ("逾", Qualifier::Over),
    ("至少", Qualifier::Over),
    ("多达", Qualifier::Exact),
    ("高达", Qualifier::Exact),
    ("上", Qualifier::Over),
    ("人民币", Qualifier::Exact),
    ("达", Qualifier::Exact),
];
const AFTER: [(&str, Qualifier); 9] = [
    ("左右", Qualifier::Approx),
    ("上下", Qualifier::Approx),
    ("以上", Qualifier::Over),
    ("之多", Qualifier::Exact),
    ("以下", Qualifier::Under),
    ("以内", Qualifier::Under),
    ("之内", Qualifier::Under),
    ("余", Qualifier::Over),
    ("多", Qualifier::Over),
];

/// Bytes of the longest measure that stands in brackets.
const LONGEST_UNIT: usize = 12;

/// Words that look like a count and mean "a number of".
const IDIOMS: [&str; 2] = ["一批", "一系列"];

fn money_word(text: &str) -> Option<usize> {
    MONEY.iter().find(|word| text.starts_with(**word)).map(|word| word.len())
}

/// Whether `text` has a character that a number may start with: every quantity has one.
pub fn may_hold_number(text: &str) -> bool {
    number::next_start(text).is_some()
}

/// All quantities of `text`, in order and disjoint; spans count in `text`.
pub fn quantities(text: &str, words: &MeasureWords) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(step) = numeral::next_start(&text[at..]) {
        let start = at + step;
        if let Some(quantity) = quantity_at(text, start, at, words) {
            at = quantity.span.end;
            found.push(quantity);
        } else {
            at = start + number::skip(&text[start..]);
        }
    }
    found
}

/// The words of `text` that say there was none; they may overlap quantities of other kinds.
pub fn nones(text: &str, words: &MeasureWords) -> Vec<Quantity> {
    let hits = words.none.iter().flat_map(|none| none.leftmost_find_iter(text));
    let quantity = |start, end| Quantity {
        span: CleanSpan::new(start, end),
        value: Decimal::ZERO,
        upper: None,
        qualifier: Qualifier::Exact,
        measure: Measure::None,
        step: Decimal::ONE,
    };
    hits.map(|hit| quantity(hit.start(), hit.end())).collect()
}

/// Reads the quantity whose number starts at `start`; what stands before `floor` is taken already.
fn quantity_at(text: &str, start: usize, floor: usize, words: &MeasureWords) -> Option<Quantity> {
    if IDIOMS.iter().any(|idiom| text[start..].starts_with(idiom)) {
        return None;
    }
    if number::glued_before(&text[..start], &text[start..]) {
        return None;
    }
    let first = number::read(&text[start..])?;
    // 百万元以上大案: a class of cases, not an amount; 金额(万元): a measure alone.
    let unit = &text[start + first.len..];
    let no_amount = |rest: &str| rest.starts_with("以上") || text[..start].ends_with('(') && rest.starts_with(')');
    if number::is_bare_magnitude(&text[start..]) && money_word(unit).is_some_and(|len| no_amount(&unit[len..])) {
        return None;
    }
    let after_first = start + first.len;
    let own = words.starting(&text[after_first..]);
    let (number, upper, end, measure) =
        if let Some((low, high, end, measure)) = range_end(text, after_first, &first, own, words) {
            (low, Some(high), end, measure)
        } else {
            let (measure, end) = measure_after(text, after_first, &first, own)?;
            (first, None, end, measure)
        };
    let (before_start, before) = qualifier_before(text, start, floor);
    let bare = upper.is_none() && matches!(measure, Measure::Bare { .. });
    let named = if bare { unit_before(&text[..start], words) } else { None };
    let (value, measure) = match named {
        Some((unit, times)) => (number.value.checked_mul(times).unwrap_or(number.value), unit),
        None => (number.value, measure),
    };
    let (after, end) = qualifier_after(text, end, measure);
    let qualifier = if upper.is_some() {
        Qualifier::Range
    } else {
        [number.qualifier, after, before].into_iter().flatten().find(|q| *q != Qualifier::Exact).unwrap_or_default()
    };
    Some(Quantity {
        span: CleanSpan::new(before_start, end),
        value: value.normalize(),
        upper: upper.map(|high| high.value.normalize()),
        qualifier,
        measure,
        step: number.step,
    })
}

/// 罚没金额(万元):136.5: the measure that stands in brackets before a bare number, and what it multiplies.
fn unit_before(before: &str, words: &MeasureWords) -> Option<(Measure, Decimal)> {
    let inner = before.trim_end_matches(' ').trim_end_matches(':').strip_suffix(')')?;
    let inner = &inner[inner.rfind('(')? + 1..];
    if inner.len() > LONGEST_UNIT || inner.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let probe = format!("1{inner}");
    let number = number::read(&probe)?;
    let (measure, end) = measure_after(&probe, number.len, &number, words.starting(&probe[number.len..]))?;
    (end == probe.len() && !matches!(measure, Measure::Bare { .. })).then_some((measure, number.value))
}

/// The measure of a number and where it ends; `word` is the measure word that follows.
fn measure_after(text: &str, end: usize, number: &Number, word: Option<(Measure, usize)>) -> Option<(Measure, usize)> {
    let rest = &text[end..];
    if number.percent {
        return Some((Measure::Percent, end));
    }
    if rest.starts_with('%') {
        return Some((Measure::Percent, end + 1));
    }
    if let Some((measure, len)) = word {
        return Some((measure, end + len));
    }
    let bare = number::stands_alone(rest) && !number.chinese;
    (bare || number.large && number::stands_alone(rest)).then_some((Measure::Bare { large: number.large }, end))
}

/// `3至5件`, `2万元至5万元`, `2-5万元`: both ends, where it ends, and its measure; `own` is the measure word of the lower end.
fn range_end(
    text: &str,
    after: usize,
    low: &Number,
    own: Option<(Measure, usize)>,
    words: &MeasureWords,
) -> Option<(Number, Number, usize, Measure)> {
    let join = after + own.map_or(0, |(_, len)| len);
    let start = text.len() - text[join..].strip_prefix(['至', '到', '-'])?.len();
    let high = number::read(&text[start..])?;
    let after = start + high.len;
    let (measure, end) = measure_after(text, after, &high, words.starting(&text[after..]))?;
    if own.is_some_and(|(own, _)| own != measure) || matches!(measure, Measure::Bare { .. }) {
        return None;
    }
    let low = if own.is_none() { low.in_magnitude_of(&high) } else { low.clone() };
    (low.value.cmp(&high.value) == Ordering::Less).then_some((low, high, end, measure))
}

fn qualifier_before(text: &str, start: usize, floor: usize) -> (usize, Option<Qualifier>) {
    let mut at = start;
    let mut qualifier = None;
    while let Some((word, meant)) = BEFORE.iter().find(|(word, _)| text[floor..at].ends_with(word)) {
        // 上 says "over" only before a bare magnitude: 上百, 上千.
        if *word == "上" && !number::is_bare_magnitude(&text[start..]) {
            break;
        }
        at -= word.len();
        qualifier = qualifier.filter(|q| *q != Qualifier::Exact).or(Some(*meant));
    }
    // 达 and 人民币 alone belong to the sentence, not to the quantity.
    if qualifier == Some(Qualifier::Exact) {
        return (start, None);
    }
    (at, qualifier)
}

fn qualifier_after(text: &str, end: usize, measure: Measure) -> (Option<Qualifier>, usize) {
    if matches!(measure, Measure::Bare { .. }) {
        return (None, end);
    }
    match AFTER.iter().find(|(word, _)| text[end..].starts_with(word)) {
        Some((word, meant)) => (Some(*meant), end + word.len()),
        None => (None, end),
    }
}
