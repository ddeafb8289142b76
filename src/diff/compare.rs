//! One report as A and as B tell it.

use std::collections::VecDeque;

use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;

use super::{Change, Difference, Told, What};
use crate::record::{Figure, Record, Warning};

/// What a report's two records tell differently. How a figure was found (its rule, its heading, how much is quoted) is not
/// compared.
pub(super) fn differences(old: &Record, new: &Record) -> Vec<Difference> {
    let mut found = documents(old, new);
    found.extend(values(old, new));
    found.extend(figures(old, new));
    found.extend(warnings(old, new));
    for difference in &mut found {
        difference.path.clone_from(&new.source.path);
    }
    found
}

fn difference(what: What, field: &str, a: Option<Told>, b: Option<Told>) -> Difference {
    let change = match (&a, &b) {
        (None, _) => Change::Gained,
        (_, None) => Change::Lost,
        _ => Change::Changed,
    };
    Difference { field: field.to_owned(), what, change, path: String::new(), keys: Vec::new(), a, b }
}

fn documents(old: &Record, new: &Record) -> Vec<Difference> {
    let (one, other) = (&old.document, &new.document);
    let keys = [
        ("document.title", json(&one.title), json(&other.title)),
        ("document.agency", json(&one.agency), json(&other.agency)),
        ("document.agency_kind", json(&one.agency_kind), json(&other.agency_kind)),
        ("document.region", json(&one.region), json(&other.region)),
        ("document.region_code", json(&one.region_code), json(&other.region_code)),
        ("document.level", json(&one.level), json(&other.level)),
        ("document.kind", json(&one.kind), json(&other.kind)),
        ("document.period", json(&one.period), json(&other.period)),
        ("document.published", json(&one.published), json(&other.published)),
    ];
    let told = |value: Value| (!value.is_null()).then_some(Told::Value(value));
    let changed = keys.into_iter().filter(|(_, a, b)| a != b);
    changed.map(|(key, a, b)| difference(What::Document, key, told(a), told(b))).collect()
}

fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// Headline values; a field that one output does not know is null there.
fn values(old: &Record, new: &Record) -> Vec<Difference> {
    let unknown_to_new = old.values.keys().filter(|field| !new.values.contains_key(*field));
    let mut found = Vec::new();
    for field in new.values.keys().chain(unknown_to_new) {
        let (a, b) = (headline(old, field), headline(new, field));
        if a.as_ref().map(|(value, _)| value) != b.as_ref().map(|(value, _)| value) {
            let told = |side: Option<(Number, Told)>| side.map(|(_, told)| told);
            found.push(difference(What::Value, field, told(a), told(b)));
        }
    }
    found
}

/// A value by which two are compared: 12 and 12.0 are one.
#[derive(PartialEq)]
enum Number {
    Exact(Decimal),
    Other(String),
}

fn headline(record: &Record, field: &str) -> Option<(Number, Told)> {
    let value = record.values.get(field).filter(|value| !value.is_null())?;
    let digits = value.to_string();
    let exact = digits.parse().or_else(|_| Decimal::from_scientific(&digits));
    let source = record.figures.iter().find(|figure| figure.headline && figure.field == field);
    let told = source.map_or_else(|| Told::Value(value.clone()), |figure| Told::Figure(Box::new(figure.clone())));
    Some((exact.map_or(Number::Other(digits), Number::Exact), told))
}

fn figures(old: &Record, new: &Record) -> Vec<Difference> {
    let same_text = old.source.sha256 == new.source.sha256;
    // Nearly always the one that is looked for is the first that is left.
    let mut left: VecDeque<&Figure> = old.figures.iter().collect();
    let mut found = Vec::new();
    let told = |figure: &Figure| Some(Told::Figure(Box::new(figure.clone())));
    for figure in &new.figures {
        let at = left.iter().position(|other| is_same(other, figure, same_text));
        let Some(other) = at.and_then(|at| left.remove(at)) else {
            found.push(difference(What::Figure, &figure.field, None, told(figure)));
            continue;
        };
        let keys = changed_keys(other, figure);
        if !keys.is_empty() {
            let changed = difference(What::Figure, &figure.field, told(other), told(figure));
            found.push(Difference { keys, ..changed });
        }
    }
    found.extend(left.into_iter().map(|figure| difference(What::Figure, &figure.field, told(figure), None)));
    found
}

/// Whether two figures are a field's claim on the same quantity: the same place, or where the text itself changed the same words.
fn is_same(one: &Figure, other: &Figure, same_text: bool) -> bool {
    let place = |figure: &Figure| {
        let before = figure.quote.split(&figure.text).next().unwrap_or_default();
        figure.start + before.chars().count()
    };
    let same_words = one.quote == other.quote && one.text == other.text;
    one.field == other.field && if same_text { place(one) == place(other) } else { same_words }
}

fn changed_keys(one: &Figure, other: &Figure) -> Vec<&'static str> {
    let keys = [
        ("value", one.value == other.value),
        ("upper", one.upper == other.upper),
        ("qualifier", one.qualifier == other.qualifier),
        ("change_pct", one.change_pct == other.change_pct),
        ("scope", one.scope == other.scope),
        ("scope_name", one.scope_name == other.scope_name),
        ("period", one.period == other.period),
    ];
    keys.into_iter().filter(|(_, same)| !same).map(|(key, _)| key).collect()
}

/// Warnings are told apart by code and field: their places and words follow the figures.
fn warnings(old: &Record, new: &Record) -> Vec<Difference> {
    let mut left: Vec<&Warning> = old.warnings.iter().collect();
    let mut found = Vec::new();
    let field = |warning: &Warning| warning.field.clone().unwrap_or_default();
    for warning in &new.warnings {
        match left.iter().position(|other| other.code == warning.code && other.field == warning.field) {
            Some(at) => drop(left.remove(at)),
            None => found.push(difference(What::Warning, &field(warning), None, Some(Told::Warning(warning.clone())))),
        }
    }
    let lost = left.into_iter();
    found.extend(lost.map(|w| difference(What::Warning, &field(w), Some(Told::Warning(w.clone())), None)));
    found
}
