//! Figures as exactly as they are told: 2.7亿元 and 27104.3万元 agree, 20件 and 21件 do not.

use std::ops::Add;

use rust_decimal::Decimal;

use crate::context::Placed;
use crate::rules::check::Relation;

/// The least and the most that something can be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub low: Decimal,
    pub high: Decimal,
}

impl Bounds {
    pub const NOTHING: Self = Self { low: Decimal::ZERO, high: Decimal::ZERO };

    pub fn of(figure: &Placed) -> Self {
        let (low, high) = figure.candidate.quantity.bounds();
        Self { low, high }
    }

    /// Divided by something that is not nothing.
    pub fn per(self, other: Self) -> Option<Self> {
        let safe = other.low > Decimal::ZERO;
        let divided = |a: Decimal, b: Decimal| a.checked_div(b).filter(|_| safe);
        Some(Self { low: divided(self.low, other.high)?, high: divided(self.high, other.low)? })
    }

    pub fn percent(self) -> Option<Self> {
        let scaled = |value: Decimal| value.checked_mul(Decimal::ONE_HUNDRED);
        Some(Self { low: scaled(self.low)?, high: scaled(self.high)? })
    }

    /// Whether the relation can hold.
    pub fn stands(self, relation: Relation, other: Self) -> bool {
        self.low <= other.high && (relation == Relation::AtMost || other.low <= self.high)
    }
}

impl Add for Bounds {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { low: self.low.saturating_add(other.low), high: self.high.saturating_add(other.high) }
    }
}
