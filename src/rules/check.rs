//! What a report's own figures must satisfy: the checks of a pack, as data and as they are written.
//!
//! In: the line under `holds` of a `[[check]]`, and the ids of the pack's fields. Out: a [`Check`], or what is wrong with the
//! line and where. `docs/rules.md` tells how it is written.

#[cfg(test)]
mod tests;

use std::fmt;
use std::ops::Range;

use rust_decimal::Decimal;

use super::diagnostic::suggest;
use super::notation::NotationError;
use crate::record::{Level, Unit};

/// Something that holds in every report whose figures are right and were read right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// As the pack has it.
    pub source: String,
    /// What holds.
    pub holds: Holds,
    /// The levels of the agencies it is about; all where there is none.
    pub levels: Vec<Level>,
}

/// What a check says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holds {
    /// `sum(parts) = whole`: the parts of a list that tells all of them make the figure they are split from, and no list makes more.
    Parts,
    /// `every CNY <= 1000亿`: no figure of that unit is larger.
    Every(Unit, Decimal),
    /// `a + b [+ c] = d`: the totals of one period, or of one drive, stand so to one another.
    Fields(Side, Relation, Side),
}

/// One side of a relation: `a + b [+ c]`, `a / b`. Fields are named by their place in the pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The fields that are added up.
    pub sum: Vec<usize>,
    /// Those that some reports count in and others do not.
    pub optional: Vec<usize>,
    /// The field that the sum is divided by.
    pub per: Option<usize>,
}

/// How two sides stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// The same, as exactly as both are told.
    Equal,
    /// No more than.
    AtMost,
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Equal => "=",
            Self::AtMost => "<=",
        })
    }
}

impl Side {
    /// Every field it names.
    pub fn fields(&self) -> impl Iterator<Item = usize> {
        self.sum.iter().chain(&self.optional).chain(&self.per).copied()
    }
}

const PARTS: &str = "sum(parts) = whole";
const UNITS: [(&str, Unit); 3] = [("count", Unit::Count), ("CNY", Unit::Cny), ("percent", Unit::Percent)];
const MAGNITUDES: [(char, u64); 2] = [('万', 10_000), ('亿', 100_000_000)];

/// Reads what stands under `holds`; `fields` are the ids that it may name, in the order of the pack.
///
/// # Errors
/// The first thing that is wrong, with its place in `text`.
pub(super) fn parse(text: &str, fields: &[String]) -> Result<Holds, NotationError> {
    if text.split_whitespace().eq(PARTS.split_whitespace()) {
        return Ok(Holds::Parts);
    }
    let relations = [("<=", Relation::AtMost), ("=", Relation::Equal)];
    let found = relations.into_iter().find_map(|(sign, relation)| Some((text.find(sign)?, sign, relation)));
    let Some((at, sign, relation)) = found else {
        let help = Some(format!("write `a + b = c`, `a <= b`, `a / b = c`, `every CNY <= 100亿` or `{PARTS}`"));
        return Err(fault(0..text.len(), "`=` or `<=` is missing".to_owned(), help));
    };
    let behind = at + sign.len();
    let every = text[..at].trim().strip_prefix("every ");
    if let Some(unit) = every.filter(|_| relation == Relation::AtMost) {
        return Ok(Holds::Every(self::unit(text, unit.trim())?, number(text, behind)?));
    }
    Ok(Holds::Fields(side(text, 0..at, fields)?, relation, side(text, behind..text.len(), fields)?))
}

fn fault(place: Range<usize>, message: String, help: Option<String>) -> NotationError {
    NotationError { offset: place.start, len: place.len(), message, help }
}

fn unit(text: &str, word: &str) -> Result<Unit, NotationError> {
    let known = UNITS.iter().find(|(name, _)| *name == word).map(|(_, unit)| *unit);
    known.ok_or_else(|| {
        let at = text.find(word).unwrap_or_default();
        fault(at..at + word.len(), format!("`{word}` is no unit"), suggest(word, UNITS.iter().map(|(name, _)| *name)))
    })
}

/// `1000亿`, `100`: the number from `at` to the end.
fn number(text: &str, at: usize) -> Result<Decimal, NotationError> {
    let written = text[at..].trim();
    let digits = written.trim_end_matches(|c| MAGNITUDES.iter().any(|(word, _)| *word == c));
    let factor = |c: char| MAGNITUDES.iter().find(|(word, _)| *word == c).map_or(1, |(_, factor)| *factor);
    let scaled = |value| {
        let marks = written[digits.len()..].chars();
        marks.map(|c| Decimal::from(factor(c))).try_fold(value, Decimal::checked_mul)
    };
    Decimal::from_str_exact(digits).ok().and_then(scaled).ok_or_else(|| {
        fault(at..text.len(), format!("`{written}` is no number"), Some("write 100, 2.5 or 1000亿".to_owned()))
    })
}

fn side(text: &str, place: Range<usize>, fields: &[String]) -> Result<Side, NotationError> {
    let mut side = Side { sum: Vec::new(), optional: Vec::new(), per: None };
    let mut sign = '+';
    for (word, place) in words(text, place.clone()) {
        if matches!(word, "+" | "/" | "[" | "]") {
            // `[+ a]` reads as `[`, then `+`.
            sign = match (word, sign) {
                ("+", '[') => '[',
                ("]", _) => ']',
                _ => word.chars().next().unwrap_or_default(),
            };
            continue;
        }
        let Some(field) = fields.iter().position(|id| id == word) else {
            return Err(fault(place, format!("no field `{word}`"), suggest(word, fields.iter().map(String::as_str))));
        };
        match sign {
            '+' => side.sum.push(field),
            '[' => side.optional.push(field),
            '/' if side.per.is_none() => side.per = Some(field),
            _ => return Err(fault(place, "`+` or one `/` goes between two fields".to_owned(), None)),
        }
        sign = ' ';
    }
    if side.sum.is_empty() || matches!(sign, '+' | '/' | '[') {
        return Err(fault(place, "a field is missing".to_owned(), None));
    }
    Ok(side)
}

/// Names and signs of `text`, each with its place.
fn words(text: &str, within: Range<usize>) -> Vec<(&str, Range<usize>)> {
    let mut words = Vec::new();
    let mut at = within.start;
    while let Some(rest) = text.get(at..within.end).filter(|rest| !rest.is_empty()) {
        let len = match rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
            Some(0) => rest.chars().next().map_or(1, char::len_utf8),
            Some(len) => len,
            None => rest.len(),
        };
        if !rest[..len].trim().is_empty() {
            words.push((&rest[..len], at..at + len));
        }
        at += len;
    }
    words
}
