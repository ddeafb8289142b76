//! Reads every text of `tests/cases/context/*.toml` and compares period, figures, headline values and warnings.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;
use zhifa::pipeline::Reader;
use zhifa::record::{self, Record};
use zhifa::rules::Pack;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    text: String,
    /// The reporting period.
    period: Option<String>,
    /// `[*]field value [scope] [days]`; `*` marks the headlines, and all others are null.
    figures: Vec<String>,
    /// Figures that may come out or not.
    #[serde(default)]
    optional: Vec<String>,
    /// `field value change` of every figure of the fields that occur here; a change may be `none`.
    #[serde(default)]
    changes: Vec<String>,
    /// `code:field`, among others.
    #[serde(default)]
    warnings: Vec<String>,
    /// `code:field` that must not be warned of.
    #[serde(default)]
    silent: Vec<String>,
    /// Why it is still wrong; when it comes out right, the test asks to remove the mark.
    gap: Option<String>,
}

type Days = Option<(Date, Date)>;

/// A figure as far as it is compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Figure {
    field: String,
    value: Decimal,
    scope: String,
    days: Days,
}

/// 2024, 2024-06, 2024-06-30 or two of them around `..`: the first and the last day.
fn days(text: &str) -> (Date, Date) {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let first = |text: &str| -> Date {
        let padded = format!("{text}{}", &"0000-01-01"[text.len().min(10)..]);
        padded.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
    };
    let last = match to.len() {
        4 => first(to).last_of_year(),
        7 => first(to).last_of_month(),
        _ => first(to),
    };
    (first(from), last)
}

fn figure(text: &str, document: Days) -> Figure {
    let mut words = text.trim_start_matches('*').split_whitespace();
    let mut word = || words.next().unwrap_or_else(|| panic!("{text}: a field and a value are wanted"));
    let (field, value) = (word().to_owned(), word().parse().unwrap_or_else(|e| panic!("{text}: {e}")));
    let mut figure = Figure { field, value, scope: "total".into(), days: document };
    for word in words {
        match word {
            "total" | "part" | "campaign" => word.clone_into(&mut figure.scope),
            "none" => figure.days = None,
            _ => figure.days = Some(days(word)),
        }
    }
    figure
}

fn found(record: &Record) -> BTreeSet<Figure> {
    let read = record.figures.iter().map(|f| Figure {
        field: f.field.clone(),
        value: f.value.normalize(),
        scope: format!("{:?}", f.scope).to_lowercase(),
        days: f.period.map(|p| (p.start, p.end)),
    });
    read.collect()
}

/// The changes of the fields that `wanted` names, in its form.
fn changes(record: &Record, wanted: &[String]) -> Vec<String> {
    let named = |field: &str| wanted.iter().any(|text| text.split(' ').next() == Some(field));
    let change = |f: &record::Figure| f.change_pct.map_or("none".to_owned(), |change| change.to_string());
    let figures = record.figures.iter().filter(|f| named(&f.field));
    figures.map(|f| format!("{} {} {}", f.field, f.value.normalize(), change(f))).collect()
}

/// What differs, a line each; nothing where all is right.
fn differences(case: &Case, record: &Record) -> String {
    let document = case.period.as_deref().map(days);
    let all = |texts: &[String]| texts.iter().map(|text| figure(text, document)).collect::<BTreeSet<_>>();
    let (wanted, optional, found) = (all(&case.figures), all(&case.optional), found(record));
    let mut report = String::new();
    let mut say = |what: &str, of: &dyn std::fmt::Debug| writeln!(report, "  {what}: {of:?}").expect("strings grow");
    let period = record.document.period.map(|p| (p.start, p.end));
    if period != document {
        say("period", &period);
    }
    wanted.difference(&found).for_each(|f| say("missing", f));
    found.difference(&wanted).filter(|f| !optional.contains(f)).for_each(|f| say("too much", f));
    let headlines = case.figures.iter().filter(|text| text.starts_with('*')).map(|text| figure(text, document));
    let headlines: BTreeSet<(String, Decimal)> = headlines.map(|f| (f.field, f.value)).collect();
    let number = |value: &Value| value.to_string().parse::<Decimal>().ok().map(|v| v.normalize());
    let values = record.values.iter().filter_map(|(field, value)| Some((field.clone(), number(value)?))).collect();
    headlines.difference(&values).for_each(|v| say("no headline", v));
    values.difference(&headlines).for_each(|v| say("headline too much", v));
    let changed = changes(record, &case.changes);
    if changed != case.changes {
        say("changes", &changed);
    }
    let code = |w: &record::Warning| {
        let code = serde_json::to_value(w.code).expect("codes are plain");
        format!("{}:{}", code.as_str().unwrap_or_default(), w.field.as_deref().unwrap_or_default())
    };
    let warned: BTreeSet<String> = record.warnings.iter().map(code).collect();
    case.warnings.iter().filter(|w| !warned.contains(*w)).for_each(|w| say("no warning", w));
    case.silent.iter().filter(|w| warned.contains(*w)).for_each(|w| say("an undue warning", w));
    report
}

#[test]
fn every_case() {
    let reader = Reader::new(Pack::embedded().expect("the built-in pack is whole"));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/context");
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("the cases are there").map(|f| f.expect("readable").path()).collect();
    files.sort();
    let (mut count, mut wrong) = (0, String::new());
    for file in files {
        let text = fs::read_to_string(&file).expect("cases are UTF-8");
        let cases: Cases = toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        for case in cases.case {
            count += 1;
            let record = reader.read("case.txt", case.text.as_bytes()).expect("a case is text");
            let report = differences(&case, &record);
            if report.is_empty() == case.gap.is_some() {
                let report = if report.is_empty() { "  comes out right: remove `gap`\n".to_owned() } else { report };
                write!(wrong, "{}: {}\n{}{report}", file.display(), case.name, case.text).expect("strings grow");
            }
        }
    }
    assert!(count > 0, "no cases");
    assert!(wrong.is_empty(), "{wrong}");
}
