//! What the reader should be warned of.

use super::{Found, Resolved};
use crate::matching::Origin;
use crate::record::{DateRange, Qualifier, Scope, Warning, WarningCode};
use crate::rules::Field;

/// Why a field has no headline, or that two totals dispute it; `mine` are its figures, and `rivals` those of them that could be
/// the headline.
pub(super) fn about_field(resolved: &mut Resolved, field: &Field, mine: &[usize], rivals: &[usize]) {
    let figures = &resolved.figures;
    let mut found = Vec::new();
    let mut warn = |code, message: String, figures| {
        let warning = Warning { code, message, field: Some(field.id.clone()), ..Warning::default() };
        found.push(Found { warning, figures });
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
                vec![*other, *first],
            );
        }
    } else {
        let first_of = |scope| mine.iter().copied().find(|at| figures[*at].scope == scope);
        if let Some(at) = first_of(Scope::Total) {
            warn(WarningCode::OtherPeriodOnly, "stated for other periods only".into(), vec![at]);
        } else if let Some(at) = first_of(Scope::Part) {
            warn(WarningCode::PartOnly, "only parts are stated".into(), vec![at]);
        } else if let Some(at) = first_of(Scope::Campaign) {
            warn(WarningCode::CampaignOnly, "stated for special drives only".into(), vec![at]);
        }
    }
    for at in mine.iter().filter(|at| figures[**at].candidate.origin == Origin::Mended) {
        let value = figures[*at].candidate.quantity.value;
        let message = format!("{value} stands out of its place; the sum of the parts says so");
        warn(WarningCode::RepairedText, message, vec![*at]);
    }
    resolved.warnings.extend(found);
}

/// No period, no figures.
pub(super) fn about_document(resolved: &mut Resolved, period: Option<DateRange>) {
    let warning = if resolved.figures.is_empty() {
        Warning {
            code: WarningCode::NoFigures,
            message: "no figure of any field was found".into(),
            ..Warning::default()
        }
    } else if period.is_none() {
        Warning {
            code: WarningCode::NoPeriod,
            message: "the reporting period is not stated".into(),
            ..Warning::default()
        }
    } else {
        return;
    };
    resolved.warnings.push(Found { warning, figures: Vec::new() });
}
