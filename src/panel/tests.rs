use jiff::civil::date;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::tables::Which;
use super::{Builder, Coverage, Panel, Reason};
use crate::export::{Cell, Csv, Field, Header, Table};
use crate::record::{
    Basis, DateRange, Document, Figure, Kind, Period, Qualifier, Record, SCHEMA_VERSION, Scope, Source, Unit, Warning,
    WarningCode,
};

fn fields() -> Vec<Field> {
    let field = |id: &str, unit| Field {
        id: id.into(),
        zh: format!("字段{id}"),
        en: String::new(),
        unit,
        counts: String::new(),
        excludes: String::new(),
    };
    vec![field("cases", Unit::Count), field("fines", Unit::Cny)]
}

fn year(year: i16) -> DateRange {
    DateRange { start: date(year, 1, 1), end: date(year, 12, 31) }
}

fn figure(field: &str, value: i64, period: DateRange, basis: Basis) -> Figure {
    Figure {
        field: field.into(),
        value: value.into(),
        unit: if field == "cases" { Unit::Count } else { Unit::Cny },
        qualifier: Qualifier::Exact,
        upper: None,
        change_pct: None,
        scope: Scope::Total,
        scope_name: None,
        period: Some(Period { start: period.start, end: period.end, basis }),
        headline: basis == Basis::Document,
        text: value.to_string(),
        quote: format!("立案{value}件"),
        start: 0,
        end: 1,
        line: 7,
        section: Vec::new(),
        rule: "r".into(),
    }
}

/// A report with headline values of its own year.
fn report(path: &str, region: &str, period: DateRange, cases: Option<i64>) -> Record {
    let figures: Vec<Figure> = cases.iter().map(|n| figure("cases", *n, period, Basis::Document)).collect();
    let mut values: Map<String, Value> = fields().into_iter().map(|field| (field.id, Value::Null)).collect();
    values.insert("cases".into(), json!(cases));
    Record {
        schema_version: SCHEMA_VERSION,
        source: Source {
            path: path.into(),
            sha256: path.into(),
            format: "text".into(),
            encoding: "UTF-8".into(),
            duplicate_of: None,
        },
        document: Document {
            region: Some(region.into()),
            kind: Kind::AnnualReport,
            period: Some(period),
            ..Document::default()
        },
        values,
        figures,
        warnings: Vec::new(),
    }
}

fn panel(records: &[Record], any_period: bool) -> Panel {
    let mut builder = Builder::new(fields(), any_period);
    for record in records {
        builder.report(record);
    }
    builder.finish()
}

/// `region year path` of each row.
fn rows(panel: &Panel) -> Vec<String> {
    let path = |row: &super::Row| row.report.as_ref().map_or("-", |report| report.path.as_str()).to_owned();
    panel.rows.iter().map(|row| format!("{} {} {}", row.subject.region, row.year, path(row))).collect()
}

fn left_out(panel: &Panel) -> Vec<(&str, Reason)> {
    panel.left_out.iter().map(|left_out| (left_out.path.as_str(), left_out.reason)).collect()
}

#[test]
fn a_row_for_each_region_and_year_and_the_years_between() {
    let records = [
        report("d", "汀澜市", year(2023), Some(4)),
        report("a", "汀澜市", year(2020), Some(1)),
        report("b", "霜桥市", year(2021), None),
    ];
    let panel = panel(&records, false);
    assert_eq!(rows(&panel), ["汀澜市 2020 a", "汀澜市 2021 -", "汀澜市 2022 -", "汀澜市 2023 d", "霜桥市 2021 b"]);
    assert_eq!(left_out(&panel), []);
}

#[test]
fn of_two_reports_the_better_is_taken_and_the_other_listed() {
    let half = DateRange { start: date(2022, 1, 1), end: date(2022, 6, 30) };
    let november = DateRange { start: date(2022, 1, 1), end: date(2022, 11, 30) };
    let mut summary = report("a", "汀澜市", year(2022), Some(1));
    summary.document.kind = Kind::Other;
    let mut later = report("z", "汀澜市", year(2022), Some(1));
    later.document.published = Some(date(2023, 2, 1));
    let by_merit = [
        later,
        report("b", "汀澜市", year(2022), Some(1)),
        report("c", "汀澜市", year(2022), Some(1)),
        report("d", "汀澜市", year(2022), None),
        report("e", "汀澜市", november, Some(1)),
        summary,
        report("f", "汀澜市", half, Some(1)),
    ];
    // The half-year report is annual by name: it is outdone by its period alone.
    let order = [0, 1, 2, 3, 4, 6, 5];
    for (at, best) in order.iter().enumerate() {
        let left: Vec<Record> = order[at..].iter().rev().map(|at| by_merit[*at].clone()).collect();
        let panel = panel(&left, false);
        let path = &by_merit[*best].source.path;
        assert_eq!(rows(&panel), [format!("汀澜市 2022 {path}")]);
        assert_eq!(panel.left_out.len(), left.len() - 1);
        assert!(panel.left_out.iter().all(|left_out| left_out.instead.as_ref() == Some(path)));
    }
}

#[test]
fn what_is_of_no_year_is_left_out_with_the_reason() {
    let half = DateRange { start: date(2022, 1, 1), end: date(2022, 6, 30) };
    let long = DateRange { start: date(2021, 1, 1), end: date(2022, 12, 31) };
    let mut records = ["a", "b", "c", "d", "e"].map(|path| report(path, "汀澜市", half, None));
    records[0].document.kind = Kind::Bulletin;
    records[1].document.region = None;
    records[2].document.period = None;
    records[3].document.period = Some(long);
    records[4].source.duplicate_of = Some("x".into());
    let wanted = [
        ("a", Reason::PartOfYear),
        ("b", Reason::NoRegion),
        ("c", Reason::NoPeriod),
        ("d", Reason::SeveralYears),
        ("e", Reason::Duplicate),
    ];
    assert_eq!(left_out(&panel(&records, false)), wanted);
    assert_eq!(left_out(&panel(&records, true)), wanted[1..]);
}

#[test]
fn a_later_report_is_held_against_the_years_own() {
    let before = |field: &str, value| figure(field, value, year(2022), Basis::Stated);
    let mut later = report("b", "汀澜市", year(2023), Some(30));
    let part = Figure { scope: Scope::Part, ..before("cases", 9) };
    let half = DateRange { start: date(2022, 1, 1), end: date(2022, 6, 30) };
    later.figures.extend([
        before("cases", 21),
        before("cases", 21),
        before("cases", 20),
        part,
        figure("cases", 8, half, Basis::Stated),
        before("fines", 5),
    ]);
    let records = [report("a", "汀澜市", year(2022), Some(20)), later, report("c", "霜桥市", year(2022), Some(1))];
    let panel = panel(&records, false);
    assert_eq!(panel.compared, 2, "a value that is told twice is compared once; the others are not of the same thing");
    let [disagreement] = &panel.disagreements[..] else { panic!("{:?}", panel.disagreements) };
    assert_eq!((disagreement.row, disagreement.field, disagreement.later.value), (0, 0, Decimal::from(21)));
    let mut bytes = Vec::new();
    write(&panel, Which::Disagreements, &mut bytes);
    let table = String::from_utf8(bytes).unwrap();
    assert!(table.ends_with("\r\n汀澜市,,,2022,cases,20,count,a,7,立案20件,21,1,b,7,立案21件\r\n"), "{table}");
    let json = panel.to_json(&crate::export::Generator {
        name: "zhifa",
        version: "0",
        rules: crate::export::RulesVersion { pack: "p".into(), version: "1".into(), digest: "d".into() },
    });
    assert_eq!(json["disagreements"][0]["own"]["value"], json!(20));
    assert_eq!(json["rows"][0]["values"], json!({ "cases": json["disagreements"][0]["own"], "fines": null }));
}

fn write(panel: &Panel, which: Which, out: &mut Vec<u8>) {
    let mut table = Csv::begin(&panel.columns(which), Header::Id, false, out).unwrap();
    panel.write(which, &mut table).unwrap();
}

/// Every table has a cell for each column, whatever is known.
#[test]
fn rows_are_as_long_as_their_tables_are_wide() {
    struct Widths(usize, usize);
    impl Table for Widths {
        fn row(&mut self, cells: &[Cell<'_>]) -> std::io::Result<()> {
            assert_eq!(cells.len(), self.0);
            self.1 += 1;
            Ok(())
        }
        fn finish(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut later = report("c", "汀澜市", year(2023), None);
    later.figures.push(figure("cases", 2, year(2022), Basis::Stated));
    let mut records =
        vec![report("a", "汀澜市", year(2020), Some(1)), report("b", "汀澜市", year(2022), Some(1)), later];
    records.push(report("d", "汀澜市", year(2022), None));
    let panel = panel(&records, false);
    for (which, rows) in [(Which::Panel, 4), (Which::Cells, 2), (Which::Disagreements, 1), (Which::LeftOut, 1)] {
        let mut table = Widths(panel.columns(which).len(), 0);
        panel.write(which, &mut table).unwrap();
        assert_eq!(table.1, rows, "{which:?}");
    }
}

#[test]
fn coverage_tells_what_a_gap_is() {
    let mut record = report("a", "汀澜市", year(2020), Some(1));
    let warn = |code, field: &str| Warning {
        code,
        message: String::new(),
        field: Some(field.into()),
        start: None,
        end: None,
        places: Vec::new(),
    };
    let coverage =
        |record: &Record| panel(std::slice::from_ref(record), false).rows[0].report.clone().unwrap().coverage;
    assert_eq!(coverage(&record), [Coverage::Stated, Coverage::Absent]);
    record.warnings = vec![warn(WarningCode::Conflict, "cases"), warn(WarningCode::PartOnly, "fines")];
    assert_eq!(coverage(&record), [Coverage::Doubtful, Coverage::Partial]);
}

#[cfg(feature = "plot")]
#[test]
fn pictures_are_sound_of_any_number_of_regions() {
    for regions in [0, 1, 3, 30] {
        let of = |region: usize| {
            (2018..2024).filter(move |year| (*year + i16::try_from(region).unwrap()) % 5 != 0).map(move |of| {
                report(&format!("<{region}>&\u{1b}.txt"), &format!("地区{region}"), year(of), Some(i64::from(of)))
            })
        };
        let records: Vec<Record> = (0..regions).flat_map(of).collect();
        let panel = panel(&records, false);
        let svg = panel.to_svg();
        assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"));
        assert!(!svg.contains("NaN") && !svg.contains("inf\"") && !svg.contains("<script") && !svg.contains('\u{1b}'));
        assert_eq!(svg.contains("字段cases"), regions > 0);
        assert!(
            regions == 0 || !svg.contains(">字段fines<") || svg.matches(">字段fines<").count() == 1,
            "no chart of nothing"
        );
        let html = panel.to_html();
        assert!(
            html.contains("<svg ") && !html.contains("<script") && !html.contains("src=") && !html.contains("href=")
        );
    }
}
