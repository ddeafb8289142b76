use jiff::civil::date;
use rust_decimal::Decimal;
use serde_json::{Map, json};

use super::*;
use crate::record::{Document as Said, Figure, SCHEMA_VERSION, Scope, Source, Unit};

/// A report in ten sentences of its own for each `seed`, with two numbers each.
fn text(seed: u64) -> String {
    let syllables: Vec<char> =
        "霜桥岫云苍陵鹭浦砚江雾湖秀岭澄屿临桦泊沅泽澜鹤汀汾檀溪宕廊柏梧朔祁淞开展检查整治企业案件办理"
            .chars()
            .collect();
    let count = syllables.len() as u64;
    let sentence = |at: u64| {
        let word =
            |n: u64| syllables[usize::try_from((seed * 7919 + at * 104_729 + n * (n + seed) * 31) % count).unwrap()];
        let words: String = (0..40).map(word).collect();
        format!("{words}立案{}件、罚款{}万元。\n", 20 + seed * 3 + at, 300 + seed * 17 + at * 5)
    };
    (0..10).map(sentence).collect()
}

fn record(path: &str, agency: &str, fine: u32) -> Record {
    let value = Decimal::from(fine);
    let figure = Figure {
        field: "fines".into(),
        value,
        unit: Unit::Cny,
        qualifier: Qualifier::Exact,
        upper: None,
        change_pct: None,
        scope: Scope::Total,
        scope_name: None,
        period: None,
        headline: true,
        text: String::new(),
        quote: String::new(),
        start: 0,
        end: 0,
        line: 1,
        section: vec![],
        rule: String::new(),
    };
    let values: Map<String, Value> =
        [("cases".to_owned(), Value::Null), ("fines".to_owned(), json!(fine))].into_iter().collect();
    let period = DateRange { start: date(2023, 1, 1), end: date(2023, 12, 31) };
    Record {
        schema_version: SCHEMA_VERSION,
        source: Source {
            path: path.into(),
            sha256: String::new(),
            format: "text".into(),
            encoding: "UTF-8".into(),
            duplicate_of: None,
        },
        document: Said { agency: Some(agency.into()), period: Some(period), ..Said::default() },
        values,
        figures: vec![figure],
        warnings: vec![],
    }
}

fn relations(documents: &[(Record, String)]) -> Vec<Relation> {
    let mut finder = Finder::default();
    for (record, text) in documents {
        finder.add(record, Sketch::of(text));
    }
    finder.relations()
}

fn copies(documents: &[(Record, String)]) -> Vec<Option<String>> {
    relations(documents).into_iter().map(|relation| relation.duplicate_of).collect()
}

#[test]
fn a_copy_may_have_another_page_around_it_another_day_and_a_sentence_more() {
    let plain = text(1);
    let around = format!("首页|政务公开\n当前位置:首页\n{plain}霜桥市水务局\n2024年2月3日\n上一篇:没有了\n");
    let longer = format!("{plain}下一步继续扎实推进各项工作努力取得更好的成绩为全市发展作出贡献。\n");
    let respaced = plain.replace("立案", " 立案").replace('、', ",");
    let all = [plain, around, longer, respaced].map(|text| (record("x", "霜桥市水务局", 30), text));
    let [first, others @ ..] = &copies(&all)[..] else { panic!("four are wanted") };
    assert_eq!((first, others), (&None, &[const { Some(String::new()) }; 3].map(|_| Some("x".to_owned()))[..]));
}

#[test]
fn another_report_of_the_same_model_is_no_copy() {
    let digit = |c: char| char::from_digit((c.to_digit(10).unwrap() + 3) % 10, 10).unwrap();
    let other: String = text(1).chars().map(|c| if c.is_ascii_digit() { digit(c) } else { c }).collect();
    let all = [(record("a", "霜桥市水务局", 30), text(1)), (record("b", "霜桥市水务局", 30), other)];
    assert_eq!(copies(&all), [None, None]);
    let all: Vec<_> = (0..40).map(|seed| (record(&format!("{seed}"), "霜桥市水务局", 30), text(seed))).collect();
    assert!(copies(&all).iter().all(Option::is_none));
}

#[test]
fn one_number_mended_makes_a_contradiction_of_a_copy() {
    let mended = text(1).replacen("立案23件", "立案24件", 1);
    assert_ne!(mended, text(1));
    let all = [(record("a", "霜桥市水务局", 30), text(1)), (record("b", "霜桥市水务局", 31), mended)];
    let told = relations(&all);
    let against = |path: &str| {
        let contradicts = vec![Contradiction { field: 1, path: path.to_owned(), more: 0 }];
        Relation { duplicate_of: None, contradicts }
    };
    assert_eq!(told, [against("b"), against("a")]);
    let mut marked = all[1].0.clone();
    told[1].note(&mut marked);
    assert_eq!(
        (marked.warnings[0].code, marked.warnings[0].field.as_deref()),
        (WarningCode::Contradicts, Some("fines"))
    );
}

#[test]
fn those_who_disagree_are_counted_once_a_field() {
    let report = |at: u32| (record(&at.to_string(), "霜桥市水务局", 30 + at), text(at.into()));
    let told = relations(&(0..4).map(report).collect::<Vec<_>>());
    assert_eq!(told[0].contradicts, [Contradiction { field: 1, path: "1".to_owned(), more: 2 }]);
    assert_eq!(told[3].contradicts, [Contradiction { field: 1, path: "0".to_owned(), more: 2 }]);
}

#[test]
fn the_same_numbers_read_otherwise_are_a_copy() {
    let garbled = text(1).replace('、', "?");
    let all = [(record("a", "霜桥市水务局", 30), text(1)), (record("b", "霜桥市水务局", 31), garbled)];
    assert_eq!(copies(&all), [None, Some("a".to_owned())]);
}

#[test]
fn another_agency_or_a_rounded_value_contradicts_nobody() {
    let mut rounded = record("b", "霜桥市水务局", 31);
    rounded.figures[0].qualifier = Qualifier::Approx;
    let all =
        [(record("a", "霜桥市水务局", 30), text(1)), (rounded, text(2)), (record("c", "苍陵市水务局", 40), text(3))];
    assert!(relations(&all).iter().all(|relation| *relation == Relation::default()));
}

#[test]
fn the_clean_copy_is_kept_wherever_it_stands() {
    let mut garbled = record("a", "霜桥市水务局", 30);
    let code = WarningCode::RepairedText;
    garbled.warnings.push(Warning {
        code,
        message: String::new(),
        field: None,
        start: None,
        end: None,
        places: vec![],
    });
    let all =
        [(garbled, text(1)), (record("b", "霜桥市水务局", 30), text(1)), (record("c", "霜桥市水务局", 30), text(1))];
    assert_eq!(copies(&all), [Some("b".to_owned()), None, Some("b".to_owned())]);
}

#[test]
fn short_texts_and_empty_ones_are_copies_only_of_their_like() {
    let notice =
        |what: &str| format!("{what}现将有关事项予以公示公示期为自发布之日起五个工作日如有异议请以书面形式反映");
    let all = [
        (record("a", "霜桥市水务局", 30), notice("取水许可申请")),
        (record("b", "霜桥市水务局", 30), notice("取水许可申请")),
        (record("c", "苍陵市水务局", 30), notice("取水许可申请")),
        (record("d", "霜桥市水务局", 30), String::new()),
        (record("e", "霜桥市水务局", 30), String::new()),
    ];
    assert_eq!(copies(&all), [None, Some("a".to_owned()), None, None, None]);
}
