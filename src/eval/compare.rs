//! One report against its gold.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;

use super::gold::{Case, Gold, GoldFigure};
use super::place::{Place, Searched};
use super::score::Tally;
use super::{
    Difference, DifferenceKind, Evaluation, FieldScore, Reading, days, digits, evidence, range_days, scope_name,
};
use crate::record::{Document, Figure, Scope, TurnedDown};

/// What makes a figure the same as another.
type Key = (String, Decimal, Scope);

/// How many of the other side's figures are told beside a difference.
const MOST_TOLD: usize = 3;

impl Evaluation {
    /// An evaluation of nothing yet; `fields` are the ids of the pack, in its order.
    pub fn new(fields: impl IntoIterator<Item = String>) -> Self {
        let score = |field| FieldScore { field, headlines: Tally::default(), figures: Tally::default() };
        Self { fields: fields.into_iter().map(score).collect(), ..Self::default() }
    }

    /// Takes in one report; `None` where it could not be read. `zh` gives the Chinese name of a field, which helps to find
    /// the place of what was missed.
    pub fn compare(&mut self, case: &Case, reading: Option<&Reading>, zh: impl Fn(&str) -> String) {
        self.documents += 1;
        let text = Searched::new(reading.map_or("", |reading| &reading.text));
        let figures = reading.map_or(&[][..], |reading| &reading.record.figures);
        let turned_down = reading.map_or(&[][..], |reading| &reading.turned_down);
        let comparison = Comparison { case, figures, turned_down, text, zh: &zh };
        self.identity(case, reading);
        if let Some(reading) = reading {
            self.evidence(&comparison, &reading.text);
        }
        self.headlines(&comparison, reading);
        self.figures(&comparison);
    }

    /// The score of a field, made when the pack does not know it.
    fn field(&mut self, id: &str) -> &mut FieldScore {
        let at = self.fields.iter().position(|score| score.field == id).unwrap_or_else(|| {
            let [headlines, figures] = [Tally::default(); 2];
            self.fields.push(FieldScore { field: id.into(), headlines, figures });
            self.fields.len() - 1
        });
        &mut self.fields[at]
    }

    fn identity(&mut self, case: &Case, reading: Option<&Reading>) {
        let document = reading.map(|reading| &reading.record.document);
        let gold = &case.gold;
        let found = |key: fn(&Document) -> Option<String>| or_none(document.and_then(key));
        let wanted = |name: &Option<Option<String>>| name.clone().map(or_none);
        let gold_period = gold.period.map(|period| days(range_days(period.map(Into::into))));
        let gold_published = gold.published.map(|day| or_none(day.map(|day| day.to_string())));
        let period = days(range_days(document.and_then(|document| document.period)));
        let checks = [
            (&mut self.agency, "agency", wanted(&gold.agency), found(|document| document.agency.clone())),
            (&mut self.region, "region", wanted(&gold.region), found(|document| document.region.clone())),
            (&mut self.period, "period", gold_period, period),
            (
                &mut self.agency_kind,
                "agency_kind",
                wanted(&gold.agency_kind),
                found(|document| name(document.agency_kind)),
            ),
            (
                &mut self.region_code,
                "region_code",
                wanted(&gold.region_code),
                found(|document| document.region_code.clone()),
            ),
            (&mut self.level, "level", wanted(&gold.level), found(|document| name(document.level))),
            (&mut self.kind, "kind", wanted(&gold.kind), found(|document| name(document.kind))),
            (
                &mut self.published,
                "published",
                gold_published,
                found(|document| document.published.map(|day| day.to_string())),
            ),
        ];
        for (share, field, gold, found) in checks {
            let Some(gold) = gold else { continue };
            share.count(reading.is_some() && gold == found);
            if gold != found {
                let difference =
                    Difference { instead: vec![found], ..blank(case, DifferenceKind::Identity, field, gold) };
                self.differences.push(difference);
            }
        }
    }

    fn evidence(&mut self, comparison: &Comparison<'_>, text: &str) {
        let chars: Vec<char> = text.chars().collect();
        for figure in comparison.figures {
            let faults = evidence::faults(figure, &chars);
            self.evidence.count(faults.is_empty());
            if !faults.is_empty() {
                let blank = blank(comparison.case, DifferenceKind::Evidence, &figure.field, digits(figure.value));
                let (scope, line) = (Some(figure.scope), Some(figure.line));
                self.differences.push(Difference { scope, line, instead: faults, ..blank });
            }
        }
    }

    fn headlines(&mut self, comparison: &Comparison<'_>, reading: Option<&Reading>) {
        let gold = &comparison.case.gold;
        let found = reading.map(headline_values).unwrap_or_default();
        for field in gold.values.keys().chain(found.keys()).cloned().collect::<BTreeSet<String>>() {
            let wanted = gold.values.get(&field).copied().flatten().map(|number| number.0);
            let value = found.get(&field).copied();
            if value.is_some() && value == gold.optional_values.get(&field).map(|number| number.0) {
                continue;
            }
            let right = wanted.is_some() && wanted == value;
            let tally = Tally { gold: wanted.iter().len(), found: value.iter().len(), right: usize::from(right) };
            self.headlines.add(tally);
            self.field(&field).headlines.add(tally);
            if right {
                continue;
            }
            let told = |value: Option<Decimal>, who: &str| format!("{who}: {}", value.map_or("null".into(), digits));
            if let Some(wanted) = wanted {
                let mut missed = comparison.missed(DifferenceKind::HeadlineMissed, &field, wanted, None);
                missed.instead.insert(0, told(value, "the headline is"));
                self.differences.push(missed);
            }
            if let Some(value) = value {
                let wrong = comparison.wrong(DifferenceKind::HeadlineWrong, &field, value, None);
                self.differences.push(Difference { instead: vec![told(wanted, "the gold's headline is")], ..wrong });
            }
        }
    }

    fn figures(&mut self, comparison: &Comparison<'_>) {
        let gold = &comparison.case.gold;
        let wanted = unique(gold.figures.iter().filter(|figure| !figure.optional).map(gold_key));
        let optional = unique(gold.figures.iter().filter(|figure| figure.optional).map(gold_key));
        let mut found = unique(comparison.figures.iter().map(key));
        found.retain(|key| wanted.contains(key) || !optional.contains(key));
        for key in unique(wanted.iter().chain(&found).cloned()) {
            let (in_gold, in_record) = (wanted.contains(&key), found.contains(&key));
            let [gold, found, right] = [in_gold, in_record, in_gold && in_record].map(usize::from);
            self.figures.add(Tally { gold, found, right });
            self.field(&key.0).figures.add(Tally { gold, found, right });
            match (in_gold, in_record) {
                (true, true) => self.figure_period(comparison, &key),
                (true, false) => {
                    let missed = comparison.missed(DifferenceKind::FigureMissed, &key.0, key.1, Some(key.2));
                    self.differences.push(missed);
                }
                _ => self.differences.push(comparison.wrong(DifferenceKind::FigureWrong, &key.0, key.1, Some(key.2))),
            }
        }
    }

    /// Of several figures with the same key on either side, the pair that agrees best counts.
    fn figure_period(&mut self, comparison: &Comparison<'_>, shared: &Key) {
        let golds =
            comparison.case.gold.figures.iter().filter(|figure| !figure.optional && gold_key(figure) == *shared);
        let golds: Vec<Option<(Date, Date)>> = golds.map(GoldFigure::days).collect();
        let found: Vec<&Figure> = comparison.figures.iter().filter(|figure| key(figure) == *shared).collect();
        let right = found.iter().any(|figure| golds.contains(&figure_days(figure)));
        self.figure_periods.count(right);
        if !right && let Some(figure) = found.first() {
            let place = Place { at: figure.start, len: figure.end.saturating_sub(figure.start) };
            self.differences.push(Difference {
                scope: Some(shared.2),
                line: Some(figure.line),
                sentence: Some(comparison.text.sentence(place)),
                instead: found.iter().map(|figure| format!("tool: {}", days(figure_days(figure)))).collect(),
                ..blank(
                    comparison.case,
                    DifferenceKind::FigurePeriod,
                    &shared.0,
                    format!(
                        "{} in {}",
                        digits(shared.1),
                        golds.iter().map(|gold| days(*gold)).collect::<Vec<_>>().join(", ")
                    ),
                )
            });
        }
    }
}

/// A report, its gold and what the tool found in it.
struct Comparison<'a> {
    case: &'a Case,
    figures: &'a [Figure],
    turned_down: &'a [TurnedDown],
    text: Searched,
    zh: &'a dyn Fn(&str) -> String,
}

impl Comparison<'_> {
    /// Something of the gold that is not there, with its place and what the tool has at that place, or of that field.
    fn missed(&self, kind: DifferenceKind, field: &str, value: Decimal, scope: Option<Scope>) -> Difference {
        let place = self.text.find(value, &(self.zh)(field));
        let same_value = |figure: &&Figure| figure.field == field && figure.value == value;
        let same_place = |figure: &&Figure| place.is_some_and(|place| (figure.start..figure.end).contains(&place.at));
        let same_field = |figure: &&Figure| figure.field == field;
        let nearest = [&same_value as &dyn Fn(&&Figure) -> bool, &same_place, &same_field]
            .into_iter()
            .map(|fits| self.figures.iter().filter(fits).take(MOST_TOLD).map(tell).collect::<Vec<_>>())
            .find(|told| !told.is_empty());
        Difference {
            scope,
            line: place.map(|place| self.text.line(place.at)),
            sentence: place.map(|place| self.text.sentence(place)),
            instead: nearest.into_iter().flatten().chain(self.reasons(field, value)).collect(),
            ..blank(self.case, kind, field, digits(value))
        }
    }

    /// Why what was missed was turned down, where a rule claimed it.
    fn reasons(&self, field: &str, value: Decimal) -> Vec<String> {
        let mine = self.turned_down.iter().filter(|claim| claim.field == field && claim.value == value);
        let tell = |claim: &TurnedDown| {
            format!("turned down, line {}: {} [{}]: {}", claim.line, claim.quote, claim.rule, claim.reason)
        };
        mine.take(MOST_TOLD).map(tell).collect()
    }

    /// Something that is not in the gold, with its place and what the gold has of that field.
    fn wrong(&self, kind: DifferenceKind, field: &str, value: Decimal, scope: Option<Scope>) -> Difference {
        let is_it = |figure: &&Figure| {
            figure.field == field && figure.value == value && scope.is_none_or(|scope| figure.scope == scope)
        };
        let figure = self.figures.iter().filter(is_it).max_by_key(|figure| figure.headline);
        let sentence = |figure: &Figure| {
            let place = Place { at: figure.start, len: figure.end.saturating_sub(figure.start) };
            format!("「{}」 {} [{}]", figure.quote, self.text.sentence(place), figure.rule)
        };
        Difference {
            scope,
            line: figure.map(|figure| figure.line),
            sentence: figure.map(sentence),
            instead: gold_of(&self.case.gold, field, value),
            ..blank(self.case, kind, field, digits(value))
        }
    }
}

/// The gold's figures with that value, else those of that field.
fn gold_of(gold: &Gold, field: &str, value: Decimal) -> Vec<String> {
    let tell = |figure: &GoldFigure| {
        let optional = if figure.optional { ", optional" } else { "" };
        let (value, scope) = (digits(figure.value.0), scope_name(figure.scope));
        format!("gold: {} {value} {scope}, {}{optional}", figure.field, days(figure.days()))
    };
    let same_value: Vec<&GoldFigure> = gold.figures.iter().filter(|figure| figure.value.0 == value).collect();
    let same_field = gold.figures.iter().filter(|figure| figure.field == field);
    let nearest = if same_value.is_empty() { same_field.collect() } else { same_value };
    nearest.into_iter().take(MOST_TOLD).map(tell).collect()
}

fn tell(figure: &Figure) -> String {
    let (value, scope) = (digits(figure.value), scope_name(figure.scope));
    let period = days(figure_days(figure));
    format!(
        "tool: {} {value} {scope}, {period}, line {}: {} [{}]",
        figure.field, figure.line, figure.quote, figure.rule
    )
}

fn headline_values(reading: &Reading) -> BTreeMap<String, Decimal> {
    let number = |value: &Value| {
        let digits = value.as_number()?.to_string();
        digits.parse().or_else(|_| Decimal::from_scientific(&digits)).ok()
    };
    reading.record.values.iter().filter_map(|(field, value)| Some((field.clone(), number(value)?))).collect()
}

fn key(figure: &Figure) -> Key {
    (figure.field.clone(), figure.value, figure.scope)
}

/// Each key once, in the order in which they come.
fn unique(keys: impl Iterator<Item = Key>) -> Vec<Key> {
    let mut seen = HashSet::new();
    keys.filter(|key| seen.insert(key.clone())).collect()
}

fn gold_key(figure: &GoldFigure) -> Key {
    (figure.field.clone(), figure.value.0, figure.scope)
}

fn figure_days(figure: &Figure) -> Option<(Date, Date)> {
    figure.period.map(|period| (period.start, period.end))
}

fn blank(case: &Case, kind: DifferenceKind, field: &str, value: String) -> Difference {
    let (document, field) = (case.name.clone(), field.to_string());
    Difference { document, kind, field, value, scope: None, line: None, sentence: None, instead: Vec::new() }
}

/// The name that a value of a closed set has in JSON.
fn name(value: impl Serialize) -> Option<String> {
    serde_json::to_value(value).ok()?.as_str().map(str::to_owned)
}

fn or_none(name: Option<String>) -> String {
    name.unwrap_or_else(|| "none".into())
}
