//! Reads every text of `tests/cases/quantities.toml`, and numbers written by rule.

use proptest::prelude::*;
use serde::Deserialize;
use zhifa::quantity::{Measure, MeasureWords, quantities};
use zhifa::record::Qualifier;
use zhifa::rules::Pack;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    find: Vec<Wanted>,
}

#[derive(Deserialize, PartialEq, Debug)]
struct Wanted {
    text: String,
    value: String,
    #[serde(default = "exact")]
    qualifier: String,
    upper: Option<String>,
    measure: String,
}

fn exact() -> String {
    "exact".into()
}

fn words(pack: &Pack) -> MeasureWords {
    MeasureWords::new(&pack.measure_words, &pack.none_words)
}

fn read(text: &str, pack: &Pack) -> Vec<Wanted> {
    let measure = |m| match m {
        Measure::Word(at) => pack.measure_words[usize::from(at)].clone(),
        Measure::Money => "money".into(),
        Measure::Percent => "percent".into(),
        Measure::Bare { large: true } => "large".into(),
        Measure::Bare { .. } => "bare".into(),
        Measure::None => "none".into(),
    };
    let found = quantities(text, &words(pack)).into_iter().map(|q| Wanted {
        text: text[q.span.range()].to_owned(),
        value: q.value.to_string(),
        qualifier: format!("{:?}", q.qualifier).to_lowercase(),
        upper: q.upper.map(|u| u.to_string()),
        measure: measure(q.measure),
    });
    found.collect()
}

#[test]
fn every_case() {
    let pack = Pack::embedded().expect("the built-in pack is whole");
    let cases: Cases = toml::from_str(include_str!("cases/quantities.toml")).expect("the cases are TOML");
    assert!(cases.case.len() > 20);
    for case in cases.case {
        assert_eq!(read(&case.text, pack), case.find, "{}", case.text);
    }
}

proptest! {
    #[test]
    fn written_numbers_come_back(whole in 0_u32..1_000_000, cents in 0_u32..10_000, scale in 0_usize..3) {
        let pack = Pack::embedded().expect("the built-in pack is whole");
        let (magnitude, factor) = [("", 1), ("万", 10_000_u64), ("亿", 100_000_000)][scale];
        let text = format!("罚款{whole}.{cents:04}{magnitude}元。");
        let found = quantities(&text, &words(pack));
        let exact: rust_decimal::Decimal = format!("{whole}.{cents:04}").parse().expect("a decimal");
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(found[0].value, exact * rust_decimal::Decimal::from(factor));
        prop_assert_eq!(found[0].qualifier, Qualifier::Exact);
    }

    #[test]
    fn any_text_gives_spans_in_order(text in "[0-9一二三十百千万亿余多约近超至.,%件家元个人次年月日、()无 ]{0,40}") {
        let pack = Pack::embedded().expect("the built-in pack is whole");
        let mut last = 0;
        for quantity in quantities(&text, &words(pack)) {
            prop_assert!(quantity.span.start >= last && quantity.span.end <= text.len());
            prop_assert!(text.get(quantity.span.range()).is_some());
            last = quantity.span.end;
        }
    }
}

/// What each telling can mean at the least and at the most.
#[test]
fn bounds_are_as_exact_as_the_telling() {
    let pack = Pack::embedded().expect("the built-in pack loads");
    let cases = [
        ("20件", "20", "20"),
        ("20余件", "20", "30"),
        ("近300件", "200", "300"),
        ("约1250件", "1240", "1260"),
        ("3至5件", "3", "5"),
        ("13.28万家", "132700", "132900"),
        ("500万元", "4990000", "5010000"),
        ("2720余万元", "27200000", "27300000"),
        ("8385.92万元", "83859100", "83859300"),
        ("99.43%", "99.42", "99.44"),
        ("100%", "99", "101"),
        ("0件", "0", "0"),
    ];
    for (text, low, high) in cases {
        let quantity = quantities(text, &words(pack)).remove(0);
        let (least, most) = quantity.bounds();
        assert_eq!(
            (least.normalize().to_string().as_str(), most.normalize().to_string().as_str()),
            (low, high),
            "{text}"
        );
    }
}
