//! The report checks itself: do its figures stand to each other as they must?
//!
//! In: the figures with their headlines, the lists that split them up, the checks of the pack. Out: each check that could be
//! made, with a warning where it does not hold; and, for the choice among totals, whether the parts of one add up to it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::bounds::Bounds;
use super::{Checked, Found, Report, Resolved};
use crate::context::Placed;
use crate::context::shares::Shares;
use crate::record::{DateRange, Scope, Unit, Warning, WarningCode};
use crate::rules::Pack;
use crate::rules::check::{Check, Holds, Relation, Side};

/// For each figure whether the parts of some list add up to it.
pub(super) fn adds_up(figures: &[Placed], shares: &[Shares]) -> Vec<bool> {
    let mut all = vec![false; figures.len()];
    for list in shares.iter().filter(|list| list.parts.len() > 1 && comparable(figures, list)) {
        all[list.whole] |= sum(figures, &list.parts).stands(Relation::Equal, Bounds::of(&figures[list.whole]));
    }
    all
}

/// Whether the parts cover the days of their whole and are counted like it.
fn comparable(figures: &[Placed], list: &Shares) -> bool {
    let whole = &figures[list.whole];
    list.parts.iter().all(|part| figures[*part].period == whole.period && figures[*part].scope == Scope::Part)
}

fn sum(figures: &[Placed], parts: &[usize]) -> Bounds {
    parts.iter().map(|part| Bounds::of(&figures[*part])).fold(Bounds::NOTHING, |sum, part| sum + part)
}

/// Makes every check of the pack that the figures allow, and warns of those that do not hold; `by_field` has the figures of each
/// field.
pub(super) fn make(resolved: &mut Resolved, by_field: &[Vec<usize>], pack: &Pack, shares: &[Shares], report: Report) {
    let about = |check: &&Check| check.levels.is_empty() || report.level.is_some_and(|at| check.levels.contains(&at));
    let groups = groups(&resolved.figures);
    let told = |field: &usize| !by_field[*field].is_empty();
    for check in pack.checks.iter().filter(about) {
        let made = match &check.holds {
            Holds::Parts => shares.iter().filter_map(|list| of_parts(&resolved.figures, list)).collect(),
            Holds::Every(unit, most) => of_every(resolved, pack, check, *unit, *most),
            Holds::Fields(left, relation, right) if left.sum.iter().chain(&right.sum).all(told) => {
                let of_group =
                    |members: &Vec<_>| Group { resolved, pack, members }.stand(check, left, *relation, right);
                groups.iter().filter_map(of_group).collect()
            }
            Holds::Fields(..) => Vec::new(),
        };
        let code =
            if matches!(check.holds, Holds::Every(..)) { WarningCode::Implausible } else { WarningCode::SumMismatch };
        for checked in made {
            if !checked.holds {
                let field = Some(pack.fields[resolved.figures[checked.figures[0]].candidate.field].id.clone());
                let warning = Warning { code, message: checked.told.clone(), field, ..Warning::default() };
                resolved.warnings.push(Found { warning, figures: checked.figures.clone() });
            }
            resolved.checked.push(checked);
        }
    }
}

/// The parts of a list against their whole.
fn of_parts(figures: &[Placed], list: &Shares) -> Option<Checked> {
    if list.parts.len() < 2 || !comparable(figures, list) {
        return None;
    }
    let relation = if list.complete { Relation::Equal } else { Relation::AtMost };
    let holds = sum(figures, &list.parts).stands(relation, Bounds::of(&figures[list.whole]));
    let value = |at: &usize| figures[*at].candidate.quantity.value;
    let added = list.parts.iter().map(value).fold(Decimal::ZERO, Decimal::saturating_add);
    let parts: Vec<String> = list.parts.iter().map(|at| value(at).to_string()).collect();
    let told = format!("{} is stated, its parts add up to {added}: {}", value(&list.whole), parts.join(" + "));
    Some(Checked { told, holds, figures: std::iter::once(list.whole).chain(list.parts.iter().copied()).collect() })
}

/// The figures of a unit that are more than can be, each once.
fn of_every(resolved: &Resolved, pack: &Pack, check: &Check, unit: Unit, most: Decimal) -> Vec<Checked> {
    let told = |at: usize| resolved.checked.iter().any(|other| !other.holds && other.figures == [at]);
    let above =
        |figure: &Placed| pack.fields[figure.candidate.field].unit == unit && figure.candidate.quantity.value > most;
    let places = (0..resolved.figures.len()).filter(|at| above(&resolved.figures[*at]) && !told(*at));
    let checked = |at: usize| {
        let told = format!("{} cannot be: `{}`", resolved.figures[at].candidate.quantity.value, check.source);
        Checked { told, holds: false, figures: vec![at] }
    };
    places.map(checked).collect()
}

/// The totals of one period, or the figures of one drive: what can be set against each other.
type GroupKey = (Option<(DateRange, Scope)>, Option<(usize, usize)>);

fn key(figure: &Placed) -> Option<GroupKey> {
    let days = figure.period.map(|p| (DateRange { start: p.start, end: p.end }, figure.scope));
    match figure.scope {
        Scope::Total => Some((days, None)),
        Scope::Campaign => {
            let words = figure.scope_words?;
            Some((days, Some((words.start, words.end))))
        }
        Scope::Part => None,
    }
}

/// The figures of every group, by their places; the groups in the order in which they begin.
fn groups(figures: &[Placed]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut by_key = BTreeMap::new();
    for (at, figure) in figures.iter().enumerate() {
        let Some(key) = key(figure) else { continue };
        let group = *by_key.entry(key).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[group].push(at);
    }
    groups
}

struct Group<'a> {
    resolved: &'a Resolved,
    pack: &'a Pack,
    /// In the order of the text.
    members: &'a [usize],
}

impl Group<'_> {
    /// How two sides stand to each other, where the group tells all their fields.
    fn stand(&self, check: &Check, left: &Side, relation: Relation, right: &Side) -> Option<Checked> {
        let is_rate = |field: &usize| self.pack.fields[*field].unit == Unit::Percent;
        let rate = |side: &Side| side.per.is_none() && side.sum.iter().any(is_rate);
        let lefts = self.values(left, rate(right) && !rate(left))?;
        let rights = self.values(right, rate(left) && !rate(right))?;
        let holds = lefts.iter().any(|left| rights.iter().any(|right| left.stands(relation, *right)));
        let figures = |side: &Side| side.fields().filter_map(|field| self.figure(field)).collect::<Vec<_>>();
        let told = |side: &Side| {
            let told = |at: &usize| {
                let candidate = &self.resolved.figures[*at].candidate;
                format!("{} {}", self.pack.fields[candidate.field].id, candidate.quantity.value)
            };
            figures(side).iter().map(told).collect::<Vec<_>>().join(", ")
        };
        let verdict = if holds { "holds" } else { "does not hold" };
        let told = format!("`{}` {verdict}: {} against {}", check.source, told(left), told(right));
        Some(Checked { told, holds, figures: figures(right).into_iter().chain(figures(left)).collect() })
    }

    /// What a side can be: with or without each of its optional fields; one that is not told leaves open how much more it is.
    fn values(&self, side: &Side, percent: bool) -> Option<Vec<Bounds>> {
        let bounds = |field: &usize| Some(Bounds::of(&self.resolved.figures[self.figure(*field)?]));
        let sum: Option<Vec<Bounds>> = side.sum.iter().map(bounds).collect();
        let mut sums = vec![sum?.into_iter().fold(Bounds::NOTHING, |sum, part| sum + part)];
        for field in &side.optional {
            let more = bounds(field).unwrap_or(Bounds { low: Decimal::ZERO, high: Decimal::MAX });
            sums.extend(sums.clone().into_iter().map(|sum| sum + more));
        }
        let per = |sum: Bounds| match &side.per {
            Some(field) => sum.per(bounds(field)?),
            None => Some(sum),
        };
        let scaled = |sum: Bounds| if percent { sum.percent() } else { Some(sum) };
        sums.into_iter().map(|sum| per(sum).and_then(scaled)).collect()
    }

    /// The figure of a field in this group: the headline where it is of the group, else the best.
    fn figure(&self, field: usize) -> Option<usize> {
        let headline = self.resolved.headlines[field].filter(|at| self.members.binary_search(at).is_ok());
        let mine = |at: &&usize| self.resolved.figures[**at].candidate.field == field;
        headline.or_else(|| self.members.iter().find(mine).copied())
    }
}
