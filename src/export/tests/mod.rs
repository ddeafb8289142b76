#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(feature = "xlsx")]
mod xlsx;

use jiff::civil::date;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::*;
use crate::record::{
    AgencyKind, Basis, DateRange, Document, Figure, Kind, Level, Period, Qualifier, Scope, Source, Unit, Warning,
    WarningCode,
};

pub(super) fn generator() -> Generator {
    let rules = RulesVersion { pack: "p".into(), version: "1".into(), digest: "d".into() };
    Generator { name: "zhifa", version: "0", rules }
}

fn fields() -> Vec<Field> {
    let field = |id: &str, zh: &str, unit| Field {
        id: id.into(),
        zh: zh.into(),
        en: String::new(),
        unit,
        counts: String::new(),
        excludes: String::new(),
    };
    vec![field("cases", "案件", Unit::Count), field("fines", "金额", Unit::Cny), field("rate", "比率", Unit::Percent)]
}

fn figure() -> Figure {
    Figure {
        field: "fines".into(),
        value: Decimal::new(838_592_000, 1),
        unit: Unit::Cny,
        qualifier: Qualifier::Approx,
        upper: None,
        change_pct: Some(Decimal::new(-1570, 2)),
        scope: Scope::Total,
        scope_name: None,
        period: Some(Period { start: date(2024, 1, 1), end: date(2024, 12, 31), basis: Basis::Stated }),
        headline: true,
        text: "约8385.92万元".into(),
        quote: "+罚,约8385.92万元".into(),
        start: 3,
        end: 15,
        line: 2,
        section: vec!["一、执法".into(), "（二）案件".into()],
        rule: "fines/sum".into(),
    }
}

fn record(path: &str) -> Record {
    let values: Map<String, Value> = [
        ("cases", json!(12)),
        ("fines", "83859200.00".parse::<serde_json::Number>().unwrap().into()),
        ("rate", Value::Null),
    ]
    .into_iter()
    .map(|(id, value)| (id.to_string(), value))
    .collect();
    let warning = |code, field: Option<&str>| Warning { code, field: field.map(String::from), ..Warning::default() };
    Record {
        schema_version: "1",
        source: Source {
            path: path.into(),
            sha256: "0".into(),
            format: "text".into(),
            encoding: "UTF-8".into(),
            duplicate_of: None,
        },
        document: Document {
            title: Some("=关于\"工作\"的报告".into()),
            agency_kind: Some(AgencyKind::NaturalResources),
            region_code: Some("001000".into()),
            level: Some(Level::Prefecture),
            kind: Kind::AnnualReport,
            period: Some(DateRange { start: date(2024, 1, 1), end: date(2024, 12, 31) }),
            ..Document::default()
        },
        values,
        figures: vec![figure()],
        warnings: vec![warning(WarningCode::PartOnly, Some("rate")), warning(WarningCode::RepairedText, None)],
    }
}

fn written(format: Format, table: TableOptions, records: &[Record], failures: &[Failure]) -> String {
    String::from_utf8(bytes(format, table, records, failures)).unwrap()
}

fn bytes(format: Format, table: TableOptions, records: &[Record], failures: &[Failure]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let sink = Sink::Stream(Box::new(&mut bytes));
    let mut export = export(format, table, &generator(), fields(), sink).unwrap();
    for record in records {
        export.report(record).unwrap();
    }
    for failure in failures {
        export.failure(failure).unwrap();
    }
    export.finish().unwrap();
    drop(export);
    bytes
}

#[test]
fn streamed_json_is_the_whole_object_pretty_printed() {
    let failure = Failure { path: "x".into(), code: "io".into(), message: "line\nbreak".into() };
    for (reports, failures) in [(0, 0), (1, 1), (2, 0)] {
        let whole = Extraction {
            schema_version: "1",
            generator: generator(),
            reports: vec![record("a"); reports],
            failures: vec![failure.clone(); failures],
        };
        let streamed = written(Format::Json, TableOptions::default(), &whole.reports, &whole.failures);
        assert_eq!(streamed, serde_json::to_string_pretty(&whole).unwrap() + "\n");
    }
}

#[test]
fn jsonl_is_one_record_a_line() {
    let lines = written(Format::Jsonl, TableOptions::default(), &[record("a"), record("b")], &[]);
    let paths: Vec<Value> =
        lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["source"]["path"].clone()).collect();
    assert_eq!(paths, ["a", "b"]);
}

#[test]
fn a_wide_row_has_plain_numbers_harmless_text_and_all_warnings() {
    let table = written(Format::Csv, TableOptions::default(), &[record("-x.txt")], &[]);
    assert_eq!(
        table,
        "path,title,agency,agency_kind,region,region_code,level,kind,period_start,period_end,published,cases,fines,rate,warnings\r\n\
         '-x.txt,\"'=关于\"\"工作\"\"的报告\",,natural_resources,,001000,prefecture,annual_report,2024-01-01,2024-12-31,,12,83859200,,part_only:rate;repaired_text\r\n"
    );
}

#[test]
fn a_long_row_keeps_negative_numbers_as_numbers() {
    let options = TableOptions { layout: Some(Layout::Long), ..TableOptions::default() };
    let table = written(Format::Csv, options, &[record("a")], &[]);
    assert_eq!(
        table.lines().nth(1).unwrap(),
        "a,,,fines,83859200,CNY,approx,,-15.7,total,,2024-01-01,2024-12-31,stated,true,约8385.92万元,\"'+罚,约8385.92万元\",3,15,2,\
         一、执法 > （二）案件,fines/sum"
    );
}

#[test]
fn the_header_may_be_chinese_and_a_mark_may_stand_first() {
    let options = TableOptions { header: Some(Header::Zh), bom: true, ..TableOptions::default() };
    let table = written(Format::Csv, options, &[], &[]);
    assert!(table.starts_with("\u{feff}路径,标题,"));
    assert!(table.ends_with(",案件,金额,比率,警告\r\n"));
}
