//! Parts told with their percentage: 来信31件,占34.8%.
//!
//! In: the quantities and all claims so far. Out: a quantity behind which its percentage stands is a part of the nearest figure
//! before it of which it is that percentage, whatever its label.

use rust_decimal::Decimal;

use super::partition::{MOST_BEFORE, can_be_whole};
use super::{Carrier, claims_on};
use crate::matching::Candidate;
use crate::quantity::{Measure, Quantity};
use crate::record::Scope;

/// Characters between a part and its percentage: ,约占投诉总量的.
const MAX_LEAD: usize = 12;

/// What says that a percentage is one of a whole.
const OF: char = '占';

/// Claims the parts that are told with their percentage. Those of one sentence have one whole.
pub(super) fn claim(carrier: &Carrier<'_>, found: &mut Vec<Candidate>) {
    let mut new = Vec::new();
    let mut told: Option<(usize, Option<Candidate>)> = None;
    for place in 1..carrier.all.len() {
        let Some((part, percent)) = carrier.told_with_percentage(place) else { continue };
        let Some(sentence) = carrier.sentence(part) else { continue };
        if told.as_ref().is_none_or(|(of, _)| *of != sentence) {
            let before = found.partition_point(|c| c.quantity.span.start < part.span.start);
            let mut wholes = found[..before].iter().rev().take(MOST_BEFORE).filter(|c| can_be_whole(c));
            told = Some((sentence, wholes.find(|whole| is_percentage(part, percent, whole)).cloned()));
        }
        let whole = told.as_ref().and_then(|(_, whole)| whole.as_ref());
        let Some(whole) = whole.filter(|whole| is_percentage(part, percent, whole)) else { continue };
        if !carrier.may_be_part(found, whole, place - 1) {
            continue;
        }
        if claims_on(found, part).any(|c| c.rejected.is_none()) {
            let first = found.partition_point(|c| c.quantity.span.start < part.span.start);
            let here = found[first..].iter_mut().take_while(|c| c.quantity.span.start == part.span.start);
            let own = here.filter(|c| c.field == whole.field && c.quantity.span == part.span);
            own.for_each(|c| c.scope = Some(Scope::Part));
        } else {
            new.push(carrier.like(whole, part, sentence, Some(Scope::Part), None));
        }
    }
    found.extend(new);
    found.sort_by_key(|c| (c.quantity.span.start, c.field));
}

/// Whether a part is that percentage of a whole, as exactly as it is written.
fn is_percentage(part: &Quantity, percent: &Quantity, whole: &Candidate) -> bool {
    let whole = &whole.quantity;
    if whole.measure != part.measure || whole.value <= part.value {
        return false;
    }
    let share = part.value.checked_mul(Decimal::ONE_HUNDRED).and_then(|value| value.checked_div(whole.value));
    share.is_some_and(|share| (share - percent.value).abs() <= Decimal::new(1, percent.value.scale()))
}

impl<'a> Carrier<'a> {
    /// The percentage at `place` with the quantity it is told of.
    fn told_with_percentage(&self, place: usize) -> Option<(&'a Quantity, &'a Quantity)> {
        let (part, percent) = (&self.all[place - 1], &self.all[place]);
        let told = percent.measure == Measure::Percent && matches!(part.measure, Measure::Word(_) | Measure::Money);
        let between = told.then(|| self.clean.get(part.span.end..percent.span.start)).flatten()?;
        let bracketed = between == "(" && self.clean[percent.span.end..].starts_with(')');
        let of = between.starts_with([',', '(', OF]) && between.contains(OF) && between.chars().nth(MAX_LEAD).is_none();
        (bracketed || of).then_some((part, percent))
    }
}
