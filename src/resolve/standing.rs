//! Why a figure is its field's headline, or why it is none.

use std::cmp::Reverse;

use rust_decimal::Decimal;

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
    /// Told exactly, not rounded.
    Exact,
    /// The same total in more digits.
    Fuller,
    /// A count, not zero.
    Counted,
    /// Beside words for the whole.
    Explicit,
    /// The larger value.
    Larger,
    /// The same in all; it stands first.
    First,
}

/// The smaller, the better as a headline.
pub(super) fn rank(figure: &Placed) -> (bool, bool, bool, Reverse<Decimal>) {
    let quantity = &figure.candidate.quantity;
    (quantity.qualifier != Qualifier::Exact, quantity.value.is_zero(), !figure.explicit, Reverse(quantity.value))
}

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

/// Notes the standings of the rivals of one field, the best first.
pub(super) fn among(standings: &mut [Standing], figures: &[Placed], rivals: &[usize]) {
    let Some((first, rest)) = rivals.split_first() else { return };
    let edge = |other: usize| edge(&figures[*first], &figures[other]);
    standings[*first] = rest.first().map_or(Standing::Alone, |next| Standing::Before(*next, edge(*next)));
    for other in rest {
        standings[*other] = Standing::Behind(*first, edge(*other));
    }
}

/// What puts one total before another.
fn edge(better: &Placed, other: &Placed) -> Edge {
    let values = [better, other].map(|figure| figure.candidate.quantity.value);
    let (better, other) = (rank(better), rank(other));
    if super::rounds_to(values[0], values[1]) {
        Edge::Fuller
    } else if better.0 != other.0 {
        Edge::Exact
    } else if better.1 != other.1 {
        Edge::Counted
    } else if better.2 != other.2 {
        Edge::Explicit
    } else if better.3 != other.3 {
        Edge::Larger
    } else {
        Edge::First
    }
}
