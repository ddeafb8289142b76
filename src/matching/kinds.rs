//! What quantities measure, as sets of bits: most words stand beside no quantity that their forms take, which shows at once.

use super::reading::{Placed, Reading};
use super::walk;
use crate::quantity::Measure;
use crate::rules::notation::Units;

/// Kinds of quantities. Measure words share bits where there are many, so what two sets have in common may still not fit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Kinds(u64);

const MONEY: u64 = 1 << 63;
const PERCENT: u64 = 1 << 62;
const BARE: u64 = 1 << 61;
const LARGE: u64 = 1 << 60;
const NONE: u64 = 1 << 59;
/// A zero that stands for any.
const ZERO: u64 = 1 << 58;
/// Bits for measure words.
const WORDS: u16 = 58;

impl Kinds {
    /// Those that a form takes.
    pub(super) fn taken(units: &Units) -> Self {
        Self(match units {
            Units::Any => !NONE,
            Units::Bare => BARE | LARGE,
            Units::Money => MONEY | LARGE | ZERO,
            Units::Percent => PERCENT,
            Units::None => NONE,
            Units::Words(words) => words.iter().fold(ZERO, |kinds, word| kinds | bit(*word)),
        })
    }

    /// That of a quantity of a reading.
    pub(super) fn of(reading: &Reading, placed: &Placed) -> Self {
        let own = match placed.quantity.measure {
            Measure::Word(word) => bit(word),
            Measure::Money => MONEY,
            Measure::Percent => PERCENT,
            Measure::Bare { large: false } => BARE,
            Measure::Bare { large: true } => LARGE,
            Measure::None => NONE,
        };
        Self(if walk::is_zero_of_any(reading, placed) { own | ZERO } else { own })
    }

    /// These and others.
    pub(super) fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Whether a kind is in both.
    pub(super) fn meets(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }
}

fn bit(word: u16) -> u64 {
    1 << (word % WORDS)
}
