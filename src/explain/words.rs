//! Reasons in words.

use crate::pipeline::{Edge, Lacking, NearMiss, Standing, Trace};
use crate::record::{DateRange, Figure, TurnedDown};

/// Words of a list that are told before `…` stands for the rest.
const TOLD: usize = 6;

/// Why a figure is the headline or not.
pub(super) fn standing(figure: &Figure, trace: &Trace, figures: &[Figure]) -> Vec<String> {
    let named = |what: &str| match figure.scope_name.as_deref() {
        Some(words) => format!("{what}: {words}"),
        None => what.to_owned(),
    };
    let said = || match trace.period_words.as_deref() {
        Some(words) => format!("{} ({words})", told_days(figure)),
        None => told_days(figure),
    };
    let other = |at: usize| figures.get(at).map(|f| format!("{} on line {}", f.value, f.line)).unwrap_or_default();
    let reason = match trace.standing {
        None => return Vec::new(),
        Some(Standing::Alone) => "the only total of these days".to_owned(),
        Some(Standing::Before(next, edge)) => format!("before {}: {}", other(next), won(edge)),
        Some(Standing::Behind(headline, edge)) => {
            let again = figures.get(headline).is_some_and(|f| f.value == figure.value);
            if again {
                "the same as the headline".to_owned()
            } else {
                format!("behind {}: {}", other(headline), won(edge))
            }
        }
        Some(Standing::Drive) => named("one drive"),
        Some(Standing::Part) => named("a part"),
        Some(Standing::Shorter) => format!("ends before the report's period does: {}", said()),
        Some(Standing::OtherPeriod) => format!("other days than the report's: {}", said()),
    };
    vec![reason]
}

/// What put the one before the other.
fn won(edge: Edge) -> &'static str {
    match edge {
        Edge::Exact => "exact before rounded",
        Edge::Fuller => "the same total in more digits",
        Edge::Counted => "a count before none",
        Edge::Explicit => "explicit (words for the whole) before bare",
        Edge::AddsUp => "its parts add up to it",
        Edge::Possible => "no total of more days can be less",
        Edge::Larger => "larger before smaller",
        Edge::First => "equal in all, the first is taken",
    }
}

/// Why a claim was turned down.
pub(super) fn turned_down(claim: &TurnedDown, trace: &Trace) -> String {
    match &trace.forbidden {
        Some(words) => format!("a look-alike: its rule does not take it beside {words}"),
        None => claim.reason.clone(),
    }
}

/// Which days a figure covers.
pub(super) fn days(figure: &Figure, trace: &Trace, document: Option<DateRange>) -> String {
    let own = figure.period.map(|p| DateRange { start: p.start, end: p.end });
    let words = trace.period_words.as_deref().map(|words| format!(" ({words})")).unwrap_or_default();
    match (own, document) {
        (None, _) => "neither it nor the report names its days".to_owned(),
        (Some(own), Some(document)) if own == document => format!("covers the whole period{words}"),
        (Some(own), Some(document)) if own.start == document.start && own.end < document.end => {
            format!("covers {}{words}; the latest total that begins with the period", told_days(figure))
        }
        _ => format!("covers {}{words}", told_days(figure)),
    }
}

fn told_days(figure: &Figure) -> String {
    figure.period.map_or_else(|| "unknown days".to_owned(), |p| format!("{} to {}", p.start, p.end))
}

/// How a figure that is not said in one piece came to be.
pub(super) fn origin(trace: &Trace) -> Option<String> {
    if trace.carried {
        return Some("its field is that of a figure before it".to_owned());
    }
    trace.spread.then(|| "words and number stand apart: a list told in order, or a table".to_owned())
}

/// What a near miss lacked.
pub(super) fn lacking(near: &NearMiss) -> String {
    match &near.lacking {
        Lacking::Words(words) => format!("lacks {}", one_of(words)),
        Lacking::Place(words) => {
            format!("{} stands elsewhere: too far off, or a mark or number stands between", one_of(words))
        }
        Lacking::Number(wanted) => format!("lacks {wanted}"),
        Lacking::Measure(wanted) => format!("the number is not {wanted}"),
        Lacking::Heading(words) => format!("no heading above says {}", one_of(words)),
    }
}

fn one_of(words: &[String]) -> String {
    let rest = if words.len() > TOLD { " …" } else { "" };
    format!("{}{rest}", words[..words.len().min(TOLD)].join(" | "))
}
