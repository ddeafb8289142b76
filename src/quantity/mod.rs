//! Quantities: numbers with their qualifier, range and measure word.
//!
//! In: clean text and the pack's [`MeasureWords`]. Out: every [`Quantity`] in the order of the text, with exact values.
//! Knows numbers in all their dresses (8385.92万, 七十余, 1亿2000万, 3至5, 百分之三, 四成) and nothing of fields.
//!
//! A number is a quantity when a measure word follows, or when it stands bare before a mark or the end of its line. The
//! numbers of dates, laws, hotlines and names (2024年, 12345热线) are followed by another word and are none.

mod measure;
mod number;
mod numeral;
mod qualifier;

use std::cmp::Ordering;

use memchr::memrchr;
use rust_decimal::Decimal;

use crate::record::Qualifier;
use crate::span::CleanSpan;
use number::Number;
use qualifier::{qualifier_after, qualifier_before};

pub use measure::MeasureWords;
pub(crate) use numeral::digit;

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

/// Bytes of the longest measure that stands in brackets.
const LONGEST_UNIT: usize = 12;

/// Words that look like a count and mean "a number of".
const IDIOMS: [&str; 2] = ["一批", "一系列"];

/// Whether `text` has a character that a number may start with: every quantity has one.
pub fn may_hold_number(text: &str) -> bool {
    numeral::next_start(text).is_some()
}

/// All quantities of `text`, in order and disjoint; spans count in `text`.
pub fn quantities(text: &str, words: &MeasureWords) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(step) = numeral::next_start(&text[at..]) {
        let start = at + step;
        let after = start + number::skip(&text[start..]);
        let quantity = if words.may_follow(&text[after..]) { quantity_at(text, start, at, words) } else { None };
        at = quantity.as_ref().map_or(after, |quantity| quantity.span.end);
        found.extend(quantity);
    }
    found
}

/// The words of `text` that say there was none; they may overlap quantities of other kinds.
pub fn nones(text: &str, words: &MeasureWords) -> Vec<Quantity> {
    let quantity = |start, end| Quantity {
        span: CleanSpan::new(start, end),
        value: Decimal::ZERO,
        upper: None,
        qualifier: Qualifier::Exact,
        measure: Measure::None,
        step: Decimal::ONE,
    };
    words.none_in(text).map(|word| quantity(word.start, word.end)).collect()
}

/// Reads the quantity whose number starts at `start`; what stands before `floor` is taken already.
fn quantity_at(text: &str, start: usize, floor: usize, words: &MeasureWords) -> Option<Quantity> {
    if number::glued_before(&text[..start], &text[start..]) {
        return None;
    }
    let first = number::read(&text[start..])?;
    // 百万元以上大案: a class of cases, not an amount; 金额(万元): a measure alone.
    let unit = &text[start + first.len..];
    let no_amount = |rest: &str| rest.starts_with("以上") || text[..start].ends_with('(') && rest.starts_with(')');
    if number::is_bare_magnitude(&text[start..]) && measure::money_word(unit).is_some_and(|len| no_amount(&unit[len..]))
    {
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
    if IDIOMS.iter().any(|idiom| text[start..].starts_with(idiom)) {
        return None;
    }
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
    let near = inner.len().saturating_sub(LONGEST_UNIT + 1);
    let open = near + memrchr(b'(', &inner.as_bytes()[near..])?;
    let inner = &inner[open + 1..];
    if inner.contains(|c: char| c.is_ascii_digit()) {
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
