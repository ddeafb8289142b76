//! From records to rows: which report stands for a region and year, and why the others do not.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use serde_json::Value;

use super::{Coverage, LeftOut, Panel, Reason, Report, Row, Source, Subject, disagree};
use crate::export::Field;
use crate::record::{Basis, DateRange, Figure, Kind, Record, Scope, Warning, WarningCode};

/// Takes records and makes the panel when all are in.
#[derive(Debug)]
pub struct Builder {
    fields: Vec<Field>,
    /// Whether reports of a part of a year may stand for it.
    any_period: bool,
    /// The reports of each row.
    rivals: BTreeMap<(Subject, i16), Vec<Report>>,
    left_out: Vec<LeftOut>,
}

impl Builder {
    /// A panel of these fields. Reports whose period is shorter than a year stand for it only where they are annual reports, or where
    /// `any_period` lets all.
    pub fn new(fields: Vec<Field>, any_period: bool) -> Self {
        Self { fields, any_period, rivals: BTreeMap::new(), left_out: Vec::new() }
    }

    /// Takes a report.
    pub fn report(&mut self, record: &Record) {
        match self.place(record) {
            Ok((subject, period)) => {
                let report = report(record, period, &self.fields);
                self.rivals.entry((subject, period.start.year())).or_default().push(report);
            }
            Err(reason) => {
                let document = &record.document;
                self.left_out.push(LeftOut {
                    path: record.source.path.clone(),
                    title: document.title.clone(),
                    region: document.region.clone(),
                    agency_kind: document.agency_kind,
                    period: document.period,
                    reason,
                    instead: record.source.duplicate_of.clone(),
                });
            }
        }
    }

    /// Where a report belongs, or why nowhere.
    fn place(&self, record: &Record) -> Result<(Subject, DateRange), Reason> {
        let document = &record.document;
        if record.source.duplicate_of.is_some() {
            return Err(Reason::Duplicate);
        }
        let period = document.period.ok_or(Reason::NoPeriod)?;
        let region = document.region.clone().ok_or(Reason::NoRegion)?;
        let year = period.start.year();
        if period.end.year() != year {
            return Err(Reason::SeveralYears);
        }
        let whole = period.start == date(year, 1, 1) && period.end == date(year, 12, 31);
        if !whole && document.kind != Kind::AnnualReport && !self.any_period {
            return Err(Reason::PartOfYear);
        }
        let subject = Subject { region_code: document.region_code.clone(), region, agency_kind: document.agency_kind };
        Ok((subject, period))
    }

    /// The panel of all reports that were taken.
    pub fn finish(self) -> Panel {
        let Self { fields, rivals, mut left_out, .. } = self;
        let mut rows: Vec<Row> = Vec::new();
        for ((subject, year), mut reports) in rivals {
            reports.sort_by(|one, other| merit(other).cmp(&merit(one)));
            let mut reports = reports.into_iter();
            let Some(taken) = reports.next() else { continue };
            left_out.extend(reports.map(|report| outdone(report, &subject, &taken)));
            if let Some(last) = rows.last().filter(|row| row.subject == subject).map(|row| row.year) {
                let between = (last + 1..year).map(|year| Row { subject: subject.clone(), year, report: None });
                rows.extend(between.collect::<Vec<_>>());
            }
            rows.push(Row { subject, year, report: Some(taken) });
        }
        // Regions without a code come last.
        rows.sort_by(|one, other| order(one).cmp(&order(other)));
        left_out.sort_by(|one, other| (&one.path, one.reason).cmp(&(&other.path, other.reason)));
        let (disagreements, compared) = disagree::find(&rows);
        Panel { fields, rows, disagreements, compared, left_out }
    }
}

fn order(row: &Row) -> (bool, &Subject, i16) {
    (row.subject.region_code.is_none(), &row.subject, row.year)
}

/// By what a report is taken before another of the same row: an annual report, the longer period, more fields, the later
/// one, at last the path that sorts first.
fn merit(report: &Report) -> (bool, Reverse<Date>, Date, usize, Option<Date>, Reverse<&str>) {
    let DateRange { start, end } = report.period;
    let values = report.cells.iter().flatten().count();
    (report.kind == Kind::AnnualReport, Reverse(start), end, values, report.published, Reverse(&report.path))
}

fn outdone(report: Report, subject: &Subject, taken: &Report) -> LeftOut {
    LeftOut {
        path: report.path,
        title: report.title,
        region: Some(subject.region.clone()),
        agency_kind: subject.agency_kind,
        period: Some(report.period),
        reason: Reason::OtherTaken,
        instead: Some(taken.path.clone()),
    }
}

fn report(record: &Record, period: DateRange, fields: &[Field]) -> Report {
    let document = &record.document;
    let at = |id: &str| fields.iter().position(|field| field.id == id);
    let year = period.start.year();
    let before = record.figures.iter().filter(|figure| is_of_year(figure, year - 1));
    Report {
        path: record.source.path.clone(),
        title: document.title.clone(),
        agency: document.agency.clone(),
        level: document.level,
        kind: document.kind,
        period,
        published: document.published,
        cells: fields.iter().map(|field| headline(record, field)).collect(),
        coverage: fields.iter().map(|field| coverage(record, &field.id)).collect(),
        warnings: record.warnings.iter().map(told).collect(),
        before: before.filter_map(|figure| Some((at(&figure.field)?, source(figure)))).collect(),
    }
}

/// Whether the text states the figure for days of this year, and for the whole jurisdiction.
fn is_of_year(figure: &Figure, year: i16) -> bool {
    let stated = figure.period.filter(|period| period.basis == Basis::Stated);
    figure.scope == Scope::Total && stated.is_some_and(|p| p.start.year() == year && p.end.year() == year)
}

fn source(figure: &Figure) -> Source {
    Source {
        value: figure.value,
        unit: figure.unit,
        qualifier: figure.qualifier,
        upper: figure.upper,
        period: figure.period.map(|period| DateRange { start: period.start, end: period.end }),
        line: figure.line,
        quote: figure.quote.clone(),
    }
}

/// The headline value with its figure; a value that no figure bears out is none.
fn headline(record: &Record, field: &Field) -> Option<Source> {
    let Value::Number(digits) = record.values.get(&field.id)? else { return None };
    let digits = digits.to_string();
    let value: Decimal = digits.parse().or_else(|_| Decimal::from_scientific(&digits)).ok()?;
    let mut figures = record.figures.iter().filter(|figure| figure.headline && figure.field == field.id);
    figures.find(|figure| figure.value == value).map(source)
}

fn coverage(record: &Record, field: &str) -> Coverage {
    use WarningCode::{CampaignOnly, Conflict, Implausible, OtherPeriodOnly, PartOnly, SumMismatch};
    let warned = |codes: &[WarningCode]| {
        record.warnings.iter().any(|warning| warning.field.as_deref() == Some(field) && codes.contains(&warning.code))
    };
    if record.values.get(field).is_some_and(|value| !value.is_null()) {
        if warned(&[Conflict, SumMismatch, Implausible]) { Coverage::Doubtful } else { Coverage::Stated }
    } else if warned(&[PartOnly, CampaignOnly, OtherPeriodOnly]) {
        Coverage::Partial
    } else {
        Coverage::Absent
    }
}

fn told(warning: &Warning) -> String {
    let code = serde_json::to_value(warning.code).unwrap_or_default();
    let code = code.as_str().unwrap_or_default();
    warning.field.as_ref().map_or_else(|| code.to_owned(), |field| format!("{code}:{field}"))
}
