//! Why a figure is its field's headline, or why it is none.

use std::cmp::Reverse;

use rust_decimal::Decimal;

use super::bounds::Bounds;
use crate::context::Placed;
use crate::record::{DateRange, Qualifier, Scope};

/// Where a figure stands in the choice of its field's headline. Other figures are named by their place in
/// [`super::Resolved::figures`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is the headline and had no rival.
    Alone,
    /// It is the headline: the next best, and what put it before that.
    Before(usize, Edge),
    /// A total of the same days: the headline, and what put that before it.
    Behind(usize, Edge),
    /// It covers one drive.
    Drive,
    /// It covers a part.
    Part,
    /// A total that begins with the report's period and ends before it; another covers more.
    Shorter,
    /// A total of other days than the report's.
    OtherPeriod,
}

/// What decides between two totals, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// The same total, told exactly and not rounded.
    Exact,
    /// The same total in more digits.
    Fuller,
    /// A count, not zero.
    Counted,
    /// Beside words for the whole.
    Explicit,
    /// What its parts add up to.
    AddsUp,
    /// No less than a total of fewer days.
    Possible,
    /// The larger value.
    Larger,
    /// The same in all; it stands first.
    First,
}

/// What the choice among figures goes by.
pub(super) struct Choice<'a> {
    pub figures: &'a [Placed],
    /// For each figure whether a list of parts adds up to it.
    pub adds_up: Vec<bool>,
    /// For each figure whether another total of its field tells the same exactly.
    pub told_exactly: Vec<bool>,
}

/// Smaller is better: told exactly elsewhere, zero, without words for the whole, not what parts add up to, the smaller value.
type Rank = (bool, bool, bool, bool, Reverse<Decimal>);

/// The standing of a figure that no rivalry has touched yet.
pub(super) fn outside(figure: &Placed, period: Option<DateRange>) -> Standing {
    match (figure.scope, figure.period.zip(period)) {
        (Scope::Campaign, _) => Standing::Drive,
        (Scope::Part, _) => Standing::Part,
        (Scope::Total, Some((own, document))) if own.start == document.start && own.end < document.end => {
            Standing::Shorter
        }
        (Scope::Total, _) => Standing::OtherPeriod,
    }
}

/// For each figure whether it is rounded, and a total of its field that is not may well be the same: 近亿元, 9871.4万元.
pub(super) fn told_exactly(figures: &[Placed], fields: usize) -> Vec<bool> {
    let exact = |figure: &Placed| figure.candidate.quantity.qualifier == Qualifier::Exact;
    let mut totals: Vec<Vec<Decimal>> = vec![Vec::new(); fields];
    for figure in figures.iter().filter(|figure| exact(figure) && figure.scope == Scope::Total) {
        totals[figure.candidate.field].push(figure.candidate.quantity.value);
    }
    for values in &mut totals {
        values.sort_unstable();
    }
    let agrees = |figure: &Placed| {
        let (values, told) = (&totals[figure.candidate.field], Bounds::of(figure));
        let near = &values[values.partition_point(|value| *value < told.low)..];
        let near = &near[..near.partition_point(|value| *value <= told.high)];
        [near.first(), near.last()].into_iter().flatten().any(|value| *value != figure.candidate.quantity.value)
    };
    figures.iter().map(|figure| !exact(figure) && agrees(figure)).collect()
}

impl Choice<'_> {
    pub fn value(&self, at: usize) -> Decimal {
        self.figures[at].candidate.quantity.value
    }

    /// The smaller, the better as a headline.
    pub fn rank(&self, at: usize) -> Rank {
        let (figure, quantity) = (&self.figures[at], &self.figures[at].candidate.quantity);
        (self.told_exactly[at], quantity.value.is_zero(), !figure.explicit, !self.adds_up[at], Reverse(quantity.value))
    }

    /// Notes the standings of the rivals of one field, the best first.
    pub fn among(&self, standings: &mut [Standing], rivals: &[usize]) {
        let Some((first, rest)) = rivals.split_first() else { return };
        standings[*first] =
            rest.first().map_or(Standing::Alone, |next| Standing::Before(*next, self.edge(*first, *next)));
        for other in rest {
            standings[*other] = Standing::Behind(*first, self.edge(*first, *other));
        }
    }

    /// What puts one total before another.
    fn edge(&self, better: usize, other: usize) -> Edge {
        let [exact, rounded] = [better, other].map(|at| self.value(at));
        let [days, others] = [better, other].map(|at| self.figures[at].period);
        let (better, other) = (self.rank(better), self.rank(other));
        if days != others {
            Edge::Possible
        } else if super::rounds_to(exact, rounded) {
            Edge::Fuller
        } else if better.0 != other.0 {
            Edge::Exact
        } else if better.1 != other.1 {
            Edge::Counted
        } else if better.2 != other.2 {
            Edge::Explicit
        } else if better.3 != other.3 {
            Edge::AddsUp
        } else if better.4 != other.4 {
            Edge::Larger
        } else {
            Edge::First
        }
    }
}
