//! Runs that add up: 抽查一般单位210家次、重点单位38家次,合计248家次; 涉气173起、涉水121起、涉固废64起 of 358 told before.
//!
//! In: the quantities of a paragraph and the claims so far. Out: claims told by arithmetic alone. A number that sums up those
//! before it takes their field, and they are its parts; a run of numbers that adds up to a figure told before it in the
//! paragraph are the parts of that figure. [`super::partition`] is for runs that 其中 or a bracket opens.

use std::ops::Range;

use rust_decimal::Decimal;

use super::partition::MOST_PARTS;
use super::{Carrier, MAX_LABEL, claimed};
use crate::matching::Candidate;
use crate::quantity::{Measure, Quantity};
use crate::record::{Qualifier, Scope};
use crate::rules::WordList;

/// A sum as small as this may come about by chance.
const LEAST: i64 = 10;
/// Numbers a run has at least where nothing says that it is one.
const LEAST_RUN: usize = 3;

/// Adds to `found` what the runs say among those quantities of a sentence.
pub(super) fn claim(carrier: &Carrier<'_>, sentence: usize, places: Range<usize>, found: &mut Vec<Candidate>) {
    let mut start = places.start;
    while start < places.end {
        let end = (start + 1..places.end).find(|at| !carrier.joined(*at)).unwrap_or(places.end);
        if end - start > 1 {
            carrier.summed_up(sentence, start..end, found);
            carrier.told_before(sentence, start..end, found);
        }
        start = end;
    }
    found.sort_by_key(|c| (c.quantity.span.start, c.field));
}

impl Carrier<'_> {
    /// Whether a quantity measures the same as the one before it and stands close behind.
    fn joined(&self, at: usize) -> bool {
        let (before, here) = (&self.all[at - 1], &self.all[at]);
        let counted = matches!(here.measure, Measure::Word(_) | Measure::Money);
        counted
            && self.measures_alike(here, before)
            && here.qualifier == Qualifier::Exact
            && self
                .clean
                .get(before.span.end..here.span.start)
                .is_some_and(|text| text.chars().count() <= MAX_LABEL + 2 && !text.contains(['。', '(', ')']))
    }

    /// 210家次,38家次,合计248家次: the last sums up those before it.
    fn summed_up(&self, sentence: usize, run: Range<usize>, found: &mut Vec<Candidate>) {
        let span = self.outline.sentences[sentence].span;
        for place in run.start + 2..run.end {
            let whole = &self.all[place];
            if self.scan.ending(self.lead(span, place), WordList::SumLabel, |_| true).is_none() {
                continue;
            }
            let mut sum = Decimal::ZERO;
            let first = (run.start..place).rev().find(|at| {
                sum += self.all[*at].value;
                sum >= whole.value
            });
            let Some(first) = first.filter(|at| sum == whole.value && place - at > 1) else { continue };
            let Some(model) = owner(&self.all[first..=place], found) else { continue };
            self.take(&self.all[first..place], &model, found);
            if !found.iter().any(|c| c.field == model.field && c.quantity.span == whole.span) {
                found.push(self.like(&model, whole, sentence, None, None));
            }
        }
    }

    /// 东区立案31件、罚款9万元,西区立案28件、罚款8万元。全市合计59件、17万元: each sums up the figures of one field before it.
    pub(super) fn summed_up_afar(&self, sentence: usize, places: Range<usize>, found: &mut Vec<Candidate>) {
        let span = self.outline.sentences[sentence].span;
        let mut last = None;
        for place in places {
            let whole = &self.all[place];
            let beside =
                place.checked_sub(1).filter(|before| last == Some(*before)).map(|before| self.all[before].span);
            let beside = beside.and_then(|before| self.clean.get(before.end..whole.span.start));
            let goes_on = beside.is_some_and(|words| words == "、" || words == ",");
            let labelled = || self.scan.ending(self.lead(span, place), WordList::SumLabel, |_| true).is_some();
            if claimed(found, whole) || !goes_on && !labelled() {
                continue;
            }
            let end = found.partition_point(|c| c.quantity.span.end <= whole.span.start);
            if let Some(model) = summands(&found[end.saturating_sub(MOST_PARTS)..end], whole).cloned() {
                found.insert(end, self.like(&model, whole, sentence, None, None));
                last = Some(place);
            }
        }
    }

    /// A run that adds up to a figure before it.
    fn told_before(&self, sentence: usize, run: Range<usize>, found: &mut Vec<Candidate>) {
        let parts = &self.all[run.clone()];
        let sum: Decimal = parts.iter().map(|q| q.value).sum();
        let opened = self.scan.starts(self.outline.sentences[sentence].span, WordList::ByKind);
        if sum < Decimal::from(LEAST) || !opened && parts.len() < LEAST_RUN {
            return;
        }
        let whole = found.iter().rev().find(|c| {
            c.rejected.is_none()
                && !c.shares
                && c.scope.is_none()
                && c.period_words.is_none()
                && c.quantity.value == sum
                && c.quantity.measure == parts[0].measure
                && c.quantity.span.end <= parts[0].span.start
        });
        let Some(model) = whole.cloned() else { return };
        if run.clone().all(|place| self.may_be_part(found, &model, place)) {
            self.take(parts, &model, found);
        }
    }

    /// Makes quantities parts of what `model` counts.
    fn take(&self, parts: &[Quantity], model: &Candidate, found: &mut Vec<Candidate>) {
        for part in parts {
            if let Some(claim) = found.iter_mut().find(|c| c.field == model.field && c.quantity.span == part.span) {
                claim.scope = Some(Scope::Part);
            } else if let Some(sentence) = self.sentence(part) {
                found.push(self.like(model, part, sentence, Some(Scope::Part), None));
            }
        }
    }
}

/// The last of the figures of one field that add up to `whole`.
fn summands<'f>(before: &'f [Candidate], whole: &Quantity) -> Option<&'f Candidate> {
    let fits = |c: &&Candidate| c.rejected.is_none() && !c.shares && c.quantity.measure == whole.measure;
    let model = before.iter().rev().find(fits).filter(|c| c.period_words.is_none())?;
    let mut sum = Decimal::ZERO;
    let first = before.iter().rev().filter(fits).filter(|c| c.field == model.field).position(|c| {
        sum += c.quantity.value;
        sum >= whole.value
    });
    first.filter(|count| *count > 0 && sum == whole.value).map(|_| model)
}

/// The one field that claims any of these quantities.
fn owner(run: &[Quantity], found: &[Candidate]) -> Option<Candidate> {
    let mine = |c: &&Candidate| c.rejected.is_none() && !c.shares && run.iter().any(|q| q.span == c.quantity.span);
    let first = found.iter().find(mine)?;
    let one = found.iter().filter(mine).all(|c| c.field == first.field && c.period_words.is_none());
    one.then(|| first.clone())
}
