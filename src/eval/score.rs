//! Counts and the ratios made of them; exact until they are rounded to four places.

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

/// Gold, found and right of one kind of thing.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// How many the gold has.
    pub gold: usize,
    /// How many the records have.
    pub found: usize,
    /// How many of them agree.
    pub right: usize,
}

impl Tally {
    /// The share of the found that is right; `None` when nothing was found.
    pub fn precision(&self) -> Option<Decimal> {
        ratio(self.right, self.found)
    }

    /// The share of the gold that was found; `None` when there is no gold.
    pub fn recall(&self) -> Option<Decimal> {
        ratio(self.right, self.gold)
    }

    /// The harmonic mean of both; `None` when there is neither gold nor anything found.
    pub fn f1(&self) -> Option<Decimal> {
        ratio(2 * self.right, self.gold + self.found)
    }

    pub(super) fn add(&mut self, other: Self) {
        self.gold += other.gold;
        self.found += other.found;
        self.right += other.right;
    }
}

/// How many of how many are right.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// How many there are.
    pub of: usize,
    /// How many are right.
    pub right: usize,
}

impl Share {
    /// The share; `None` when there are none.
    pub fn ratio(&self) -> Option<Decimal> {
        ratio(self.right, self.of)
    }

    pub(super) fn count(&mut self, right: bool) {
        self.of += 1;
        self.right += usize::from(right);
    }
}

fn ratio(part: usize, whole: usize) -> Option<Decimal> {
    (whole > 0).then(|| (Decimal::from(part) / Decimal::from(whole)).round_dp(4))
}

impl Serialize for Tally {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Form {
            gold: usize,
            found: usize,
            right: usize,
            #[serde(with = "rust_decimal::serde::arbitrary_precision_option")]
            precision: Option<Decimal>,
            #[serde(with = "rust_decimal::serde::arbitrary_precision_option")]
            recall: Option<Decimal>,
            #[serde(with = "rust_decimal::serde::arbitrary_precision_option")]
            f1: Option<Decimal>,
        }
        let Self { gold, found, right } = *self;
        let (precision, recall, f1) = (self.precision(), self.recall(), self.f1());
        Form { gold, found, right, precision, recall, f1 }.serialize(serializer)
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Form {
            of: usize,
            right: usize,
            #[serde(with = "rust_decimal::serde::arbitrary_precision_option")]
            share: Option<Decimal>,
        }
        Form { of: self.of, right: self.right, share: self.ratio() }.serialize(serializer)
    }
}
