//! What the reader should be warned of.

use rust_decimal::Decimal;

use super::{Found, Resolved};
use crate::record::{DateRange, Qualifier, Scope, Unit, Warning, WarningCode};
use crate::rules::Pack;

/// An amount no agency can state for a year: ten trillion yuan.
const MAX_AMOUNT: i64 = 1_000_000_000_000;

/// Why the field has no headline, or that two totals dispute it; and values that cannot be.
pub(super) fn about_field(resolved: &mut Resolved, pack: &Pack, field: usize, rivals: &[usize]) {
    let figures = &resolved.figures;
    let id = &pack.fields[field].id;
    let mut found = Vec::new();
    let mut warn = |code, message: String, figure| {
        let warning = Warning { code, message, field: Some(id.clone()), start: None, end: None };
        found.push(Found { warning, figure });
    };
    if let Some((first, rest)) = rivals.split_first() {
        let taken = &figures[*first].candidate.quantity;
        let other = rest.iter().find(|at| {
            let quantity = &figures[**at].candidate.quantity;
            quantity.value != taken.value && quantity.qualifier == Qualifier::Exact
        });
        if let Some(other) = other {
            let value = figures[*other].candidate.quantity.value;
            warn(
                WarningCode::Conflict,
                format!("two totals: {} taken, {} also stated", taken.value, value),
                Some(*other),
            );
        }
    } else {
        let mine = || figures.iter().enumerate().filter(|(_, f)| f.candidate.field == field);
        let first_of = |scope| mine().find(|(_, f)| f.scope == scope).map(|(at, _)| at);
        if let Some(at) = first_of(Scope::Total) {
            warn(WarningCode::OtherPeriodOnly, "stated for other periods only".into(), Some(at));
        } else if let Some(at) = first_of(Scope::Part) {
            warn(WarningCode::PartOnly, "only parts are stated".into(), Some(at));
        } else if let Some(at) = first_of(Scope::Campaign) {
            warn(WarningCode::CampaignOnly, "stated for special drives only".into(), Some(at));
        }
    }
    for (at, figure) in figures.iter().enumerate().filter(|(_, f)| f.candidate.field == field) {
        let value = figure.candidate.quantity.value;
        let limit = match pack.fields[field].unit {
            Unit::Percent => Decimal::ONE_HUNDRED,
            Unit::Cny => Decimal::from(MAX_AMOUNT),
            Unit::Count => continue,
        };
        if value > limit {
            warn(WarningCode::Implausible, format!("{value} cannot be: more than {limit}"), Some(at));
        }
    }
    resolved.warnings.extend(found);
}

/// Sums that do not add up, no period, no figures.
pub(super) fn about_document(resolved: &mut Resolved, pack: &Pack, period: Option<DateRange>) {
    let plain = |code, message: String, field, figure| Found {
        warning: Warning { code, message, field, start: None, end: None },
        figure,
    };
    let value_of = |resolved: &Resolved, id: &str| {
        let field = pack.fields.iter().position(|f| f.id == id)?;
        let at = resolved.headlines.get(field).copied().flatten()?;
        Some((resolved.figures[at].candidate.quantity.value, at))
    };
    for sum in &pack.sums {
        let whole = value_of(resolved, &sum.whole);
        let parts: Option<Vec<Decimal>> = sum.parts.iter().map(|p| value_of(resolved, p).map(|(v, _)| v)).collect();
        if let (Some((whole, at)), Some(parts)) = (whole, parts) {
            let total: Decimal = parts.iter().sum();
            let optional: Vec<Decimal> =
                sum.optional.iter().filter_map(|p| value_of(resolved, p).map(|(v, _)| v)).collect();
            if !reaches(whole - total, &optional) {
                let message = format!("{} is stated as {whole}, its parts add up to {total}", sum.whole);
                resolved.warnings.push(plain(WarningCode::SumMismatch, message, Some(sum.whole.clone()), Some(at)));
            }
        }
    }
    if resolved.figures.is_empty() {
        resolved.warnings.push(plain(WarningCode::NoFigures, "no figure of any field was found".into(), None, None));
    } else if period.is_none() {
        resolved.warnings.push(plain(WarningCode::NoPeriod, "the reporting period is not stated".into(), None, None));
    }
}

/// Whether some of `values` add up to `rest`.
fn reaches(rest: Decimal, values: &[Decimal]) -> bool {
    match values.split_first() {
        None => rest.is_zero(),
        Some((first, others)) => reaches(rest, others) || reaches(rest - first, others),
    }
}
