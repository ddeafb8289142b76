//! From placed candidates to the record: figures, headline values, warnings.
//!
//! In: the placed candidates of one text, the reporting period, the pack. Out: [`Resolved`]: which candidates are figures, which
//! of them is each field's headline, and what the reader should be warned of. The choice is SPEC's: a total of the
//! document's period, else one that starts with it; exact before rounded, explicit before bare, larger before smaller.

mod standing;
mod warn;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::context::Placed;
use crate::record::{DateRange, Scope, Warning};
use crate::rules::Pack;

pub use standing::{Edge, Standing};

/// What became of the candidates.
#[derive(Debug, Default)]
pub struct Resolved {
    /// The figures, in the order of the text.
    pub figures: Vec<Placed>,
    /// For each field of the pack the figure that is its headline, by its place in `figures`.
    pub headlines: Vec<Option<usize>>,
    /// For each of `figures` why it is its field's headline, or why it is none.
    pub standings: Vec<Standing>,
    /// The candidates that are no figures, each with its reason, in the order of the text.
    pub rejected: Vec<Placed>,
    /// Warnings whose place, if any, is a figure of `figures`.
    pub warnings: Vec<Found>,
}

/// A warning and the figure it points at.
#[derive(Debug)]
pub struct Found {
    /// The warning, without offsets.
    pub warning: Warning,
    /// The figure it concerns, by its place in [`Resolved::figures`].
    pub figure: Option<usize>,
}

/// Chooses figures and headlines.
pub fn resolve(pack: &Pack, placed: Vec<Placed>, period: Option<DateRange>) -> Resolved {
    let (figures, rejected): (Vec<_>, Vec<_>) = placed.into_iter().partition(|p| p.candidate.rejected.is_none());
    let standings = figures.iter().map(|figure| standing::outside(figure, period)).collect();
    let mut resolved = Resolved { figures, standings, rejected, ..Resolved::default() };
    for field in 0..pack.fields.len() {
        let rivals = rivals(&resolved.figures, field, period);
        let headline = rivals.first().copied();
        standing::among(&mut resolved.standings, &resolved.figures, &rivals);
        warn::about_field(&mut resolved, pack, field, &rivals);
        resolved.headlines.push(headline);
    }
    warn::about_document(&mut resolved, pack, period);
    resolved
}

/// The figures of a field that could be its headline, best first.
fn rivals(figures: &[Placed], field: usize, period: Option<DateRange>) -> Vec<usize> {
    let totals = figures.iter().enumerate().filter(|(_, f)| f.candidate.field == field && f.scope == Scope::Total);
    let days = |f: &Placed| f.period.map(|p| DateRange { start: p.start, end: p.end });
    let mut whole: Vec<usize> = totals.clone().filter(|(_, f)| days(f) == period).map(|(at, _)| at).collect();
    if whole.is_empty() {
        // 截至11月30日 serves where nothing covers the whole period: the latest end first.
        let begun = |f: &Placed| days(f).zip(period).is_some_and(|(d, p)| d.start == p.start && d.end < p.end);
        let latest = totals.clone().filter(|(_, f)| begun(f)).filter_map(|(_, f)| days(f)).map(|d| d.end).max();
        whole = totals.filter(|(_, f)| begun(f) && days(f).map(|d| d.end) == latest).map(|(at, _)| at).collect();
    }
    whole.sort_by_key(|at| (standing::rank(&figures[*at]), *at));
    // 13.28万 beside 132818 is the same total, rounded: the longer one goes first.
    if let Some(first) = whole.first() {
        let rounded = figures[*first].candidate.quantity.value;
        let exact = whole.iter().position(|at| rounds_to(figures[*at].candidate.quantity.value, rounded));
        if let Some(exact) = exact {
            whole[..=exact].rotate_right(1);
        }
    }
    whole
}

/// Whether `rounded` tells `exact` with fewer digits, rounded or cut off, but no fewer than three.
fn rounds_to(exact: Decimal, rounded: Decimal) -> bool {
    let digits = |value: Decimal| value.normalize().mantissa().to_string().trim_end_matches('0').len();
    let told = digits(rounded);
    let to = |how| u32::try_from(told).ok().and_then(|told| exact.round_sf_with_strategy(told, how)) == Some(rounded);
    told >= 3 && digits(exact) > told && (to(RoundingStrategy::MidpointAwayFromZero) || to(RoundingStrategy::ToZero))
}
