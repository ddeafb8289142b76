use std::fs;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::*;
use crate::record::{Basis, Document, Figure, Period, Qualifier, SCHEMA_VERSION, Source, Unit};

const TEXT: &str = "全年立案12件，\n罚款30万元。";

fn case(gold: Value) -> Case {
    Case { name: "r".into(), report: "r.txt".into(), gold: serde_json::from_value(gold).unwrap() }
}

fn figure(field: &str, value: i64, scope: Scope, year: i16) -> Figure {
    let day = |month, day| jiff::civil::date(year, month, day);
    Figure {
        field: field.into(),
        value: Decimal::from(value),
        unit: Unit::Count,
        qualifier: Qualifier::Exact,
        upper: None,
        change_pct: None,
        scope,
        scope_name: None,
        period: Some(Period { start: day(1, 1), end: day(12, 31), basis: Basis::Document }),
        headline: true,
        text: "12件".into(),
        quote: "立案12件".into(),
        start: 2,
        end: 7,
        line: 1,
        section: vec![],
        rule: "rule".into(),
    }
}

fn reading(values: Value, figures: Vec<Figure>) -> Reading {
    let Value::Object(values) = values else { panic!("an object is wanted") };
    let source = Source {
        path: "r.txt".into(),
        sha256: String::new(),
        format: "text".into(),
        encoding: "UTF-8".into(),
        duplicate_of: None,
    };
    let document = Document { agency: Some("甲市局".into()), ..Document::default() };
    let record = Record { schema_version: SCHEMA_VERSION, source, document, values, figures, warnings: vec![] };
    Reading { record, text: TEXT.into(), turned_down: Vec::new() }
}

fn evaluation(gold: Value, reading: Option<&Reading>) -> Evaluation {
    let mut evaluation = Evaluation::new(["cases".into(), "fines".into()]);
    evaluation.compare(&case(gold), reading, |_| String::new());
    evaluation
}

fn kinds(evaluation: &Evaluation) -> Vec<DifferenceKind> {
    evaluation.differences.iter().map(|difference| difference.kind).collect()
}

fn tally(gold: usize, found: usize, right: usize) -> Tally {
    Tally { gold, found, right }
}

fn gold_figure(field: &str, value: i64, scope: &str, year: i16) -> Value {
    json!({"field": field, "value": value, "scope": scope, "start": format!("{year}-01-01"), "end": format!("{year}-12-31")})
}

fn optional(mut figure: Value) -> Value {
    figure["optional"] = true.into();
    figure
}

#[test]
fn ratios_are_exact_and_absent_where_there_is_nothing() {
    assert_eq!(tally(3, 4, 2).precision(), Some(Decimal::new(5, 1)));
    assert_eq!(tally(3, 4, 2).recall(), Some(Decimal::new(6667, 4)));
    assert_eq!(tally(3, 4, 2).f1(), Some(Decimal::new(5714, 4)));
    assert_eq!((tally(3, 0, 0).precision(), tally(3, 0, 0).f1()), (None, Some(Decimal::ZERO)));
    assert_eq!(Tally::default().f1(), None);
}

#[test]
fn a_wrong_headline_is_both_missed_and_wrong() {
    let gold = json!({"values": {"cases": 12, "fines": 300_000}, "figures": []});
    let evaluation = evaluation(gold, Some(&reading(json!({"cases": 12.0, "fines": 30, "other": null}), vec![])));
    assert_eq!(evaluation.headlines, tally(2, 2, 1));
    assert_eq!(kinds(&evaluation), [DifferenceKind::HeadlineMissed, DifferenceKind::HeadlineWrong]);
    assert_eq!(evaluation.differences[0].line, Some(2), "30万 is found as 300000");
}

#[test]
fn an_optional_headline_counts_only_when_it_is_another() {
    let gold = || json!({"values": {}, "optional_values": {"cases": 12}, "figures": []});
    let headlines = |values| evaluation(gold(), Some(&reading(values, vec![]))).headlines;
    assert_eq!(headlines(json!({"cases": 12})), tally(0, 0, 0));
    assert_eq!(headlines(json!({"cases": null})), tally(0, 0, 0));
    assert_eq!(headlines(json!({"cases": 13})), tally(0, 1, 0));
}

#[test]
fn figures_are_sets_and_the_scope_belongs_to_them() {
    let gold = json!({"values": {}, "figures": [
        gold_figure("cases", 12, "total", 2024), gold_figure("cases", 12, "total", 2024), gold_figure("cases", 5, "part", 2024),
    ]});
    let figures = vec![
        figure("cases", 12, Scope::Total, 2024),
        figure("cases", 12, Scope::Total, 2023),
        figure("cases", 5, Scope::Total, 2024),
    ];
    let evaluation = evaluation(gold, Some(&reading(json!({}), figures)));
    assert_eq!(evaluation.figures, tally(2, 2, 1));
    assert_eq!(evaluation.fields[0].figures, tally(2, 2, 1));
    assert_eq!(evaluation.figure_periods, Share { of: 1, right: 1 }, "of several the best counts");
    assert_eq!(kinds(&evaluation), [DifferenceKind::FigureMissed, DifferenceKind::FigureWrong]);
    assert!(evaluation.differences[0].instead[0].starts_with("tool: cases 5 total"));
    assert!(evaluation.differences[1].instead[0].starts_with("gold: cases 5 part"));
}

#[test]
fn an_optional_figure_counts_neither_for_nor_against() {
    let gold = || json!({"values": {}, "figures": [optional(gold_figure("cases", 12, "total", 2024))]});
    let found = evaluation(gold(), Some(&reading(json!({}), vec![figure("cases", 12, Scope::Total, 2020)])));
    assert_eq!((found.figures, found.figure_periods.of), (tally(0, 0, 0), 0));
    assert_eq!(evaluation(gold(), Some(&reading(json!({}), vec![]))).figures, tally(0, 0, 0));
    let both = json!({"values": {}, "figures": [
        gold_figure("cases", 12, "total", 2024), optional(gold_figure("cases", 12, "total", 2023)),
    ]});
    assert_eq!(evaluation(both, Some(&reading(json!({}), vec![]))).figures, tally(1, 0, 0));
}

#[test]
fn another_period_is_told_but_the_figure_matches() {
    let gold = json!({"values": {}, "figures": [gold_figure("cases", 12, "total", 2024)]});
    let evaluation = evaluation(gold, Some(&reading(json!({}), vec![figure("cases", 12, Scope::Total, 2023)])));
    assert_eq!((evaluation.figures, evaluation.figure_periods), (tally(1, 1, 1), Share { of: 1, right: 0 }));
    assert_eq!(evaluation.differences[0].instead, ["tool: 2023-01-01..2023-12-31"]);
}

#[test]
fn the_documents_own_data_count_only_where_the_gold_names_them() {
    let gold = json!({"agency": "甲市局", "region": null, "values": {}, "figures": []});
    let evaluation = evaluation(gold, Some(&reading(json!({}), vec![])));
    let right = Share { of: 1, right: 1 };
    assert_eq!((evaluation.agency, evaluation.region, evaluation.period), (right, right, Share::default()));
}

#[test]
fn evidence_must_stand_where_it_says() {
    let sound = figure("cases", 12, Scope::Total, 2024);
    let moved = Figure { start: 3, end: 8, ..sound.clone() };
    let outside = Figure { end: 99, ..sound.clone() };
    let foreign = Figure { text: "13件".into(), ..sound.clone() };
    let other_line = Figure { line: 2, ..sound.clone() };
    let gold = json!({"values": {}, "figures": [gold_figure("cases", 12, "total", 2024)]});
    let evaluation = evaluation(gold, Some(&reading(json!({}), vec![sound, moved, outside, foreign, other_line])));
    assert_eq!(evaluation.evidence, Share { of: 5, right: 1 });
    assert_eq!(kinds(&evaluation), [DifferenceKind::Evidence; 4]);
}

#[test]
fn a_report_that_failed_misses_all_its_gold() {
    let gold = json!({"agency": null, "values": {"cases": 1}, "figures": [gold_figure("cases", 1, "total", 2024)]});
    let evaluation = evaluation(gold, None);
    assert_eq!((evaluation.headlines, evaluation.figures), (tally(1, 0, 0), tally(1, 0, 0)));
    assert_eq!(evaluation.agency, Share { of: 1, right: 0 });
}

#[test]
fn gold_is_found_beside_its_report_and_chosen_by_name() {
    let dir = tempfile::tempdir().unwrap();
    for (file, content) in [
        ("a.gold.json", r#"{"values": {"cases": 98.76}, "figures": []}"#),
        ("a.html", ""),
        ("b.gold.json", r#"{"values": {}, "figures": [], "note": "further keys are nobody's business"}"#),
        ("b.txt", ""),
    ] {
        fs::write(dir.path().join(file), content).unwrap();
    }
    let all = cases(dir.path(), None).unwrap();
    assert_eq!(all.iter().map(|case| case.name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert!(all[0].report.ends_with("a.html"));
    assert_eq!(all[0].gold.values["cases"].unwrap().0, Decimal::new(9876, 2));
    assert_eq!(cases(dir.path(), Some(&glob::Pattern::new("b*").unwrap())).unwrap().len(), 1);
    assert!(matches!(cases(dir.path(), Some(&glob::Pattern::new("x").unwrap())), Err(GoldError::NoGold(_))));
    fs::remove_file(dir.path().join("b.txt")).unwrap();
    assert!(matches!(cases(dir.path(), None), Err(GoldError::NoReport(_))));
}

#[test]
fn the_table_tells_scores_and_places() {
    let gold = json!({"values": {"fines": 300_000}, "figures": []});
    let mut out = Vec::new();
    evaluation(gold, Some(&reading(json!({}), vec![]))).write_table(&mut out).unwrap();
    let table = String::from_utf8(out).unwrap();
    assert!(table.contains("headlines                       1     0     0      - 0.0000 0.0000"), "{table}");
    assert!(
        table.contains("r  headline missed: fines 300000\n    line 2: 罚款30万元。\n    the headline is: null"),
        "{table}"
    );
}
