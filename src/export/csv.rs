//! Tables: UTF-8, RFC 4180, an empty cell for null, no cell that a spreadsheet would run.

use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;

use super::{Export, FieldName, Header, Layout, TableOptions};
use crate::record::{Figure, Record, Warning};

/// The columns of the wide layout that stand before the fields: id and Chinese name.
pub const REPORT_COLUMNS: [(&str, &str); 11] = [
    ("path", "路径"),
    ("title", "标题"),
    ("agency", "机关"),
    ("agency_kind", "机关类别"),
    ("region", "地区"),
    ("region_code", "行政区划代码"),
    ("level", "层级"),
    ("kind", "文种"),
    ("period_start", "期间起"),
    ("period_end", "期间止"),
    ("published", "发布日期"),
];

/// The column of the wide layout that stands after the fields.
const WARNINGS_COLUMN: (&str, &str) = ("warnings", "警告");

/// The columns of the long layout: id and Chinese name.
pub const LONG_COLUMNS: [(&str, &str); 22] = [
    ("path", "路径"),
    ("agency", "机关"),
    ("region", "地区"),
    ("field", "字段"),
    ("value", "数值"),
    ("unit", "单位"),
    ("qualifier", "限定"),
    ("upper", "上限"),
    ("change_pct", "同比百分比"),
    ("scope", "范围"),
    ("scope_name", "范围名称"),
    ("period_start", "期间起"),
    ("period_end", "期间止"),
    ("period_basis", "期间依据"),
    ("headline", "主值"),
    ("text", "原文数字"),
    ("quote", "原文"),
    ("start", "起点"),
    ("end", "终点"),
    ("line", "行号"),
    ("section", "章节"),
    ("rule", "规则"),
];

pub(super) struct Csv<W: Write> {
    out: Writer<W>,
    layout: Layout,
    fields: Vec<FieldName>,
}

impl<W: Write> Csv<W> {
    pub(super) fn begin(options: TableOptions, fields: Vec<FieldName>, mut out: W) -> io::Result<Self> {
        if options.bom {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let mut out = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
        let columns: Vec<(&str, &str)> = match options.layout {
            Layout::Long => LONG_COLUMNS.to_vec(),
            Layout::Wide => {
                let fields = fields.iter().map(|field| (field.id.as_str(), field.zh.as_str()));
                REPORT_COLUMNS.into_iter().chain(fields).chain([WARNINGS_COLUMN]).collect()
            }
        };
        let names = columns.into_iter().map(|(id, zh)| if options.header == Header::Zh { zh } else { id });
        out.write_record(names).map_err(io_error)?;
        Ok(Self { out, layout: options.layout, fields })
    }

    fn wide_row(&self, record: &Record) -> Vec<String> {
        let document = &record.document;
        let (start, end) = days(document.period.map(|period| (period.start, period.end)));
        let mut row = vec![
            text(&record.source.path),
            optional_text(document.title.as_deref()),
            optional_text(document.agency.as_deref()),
            name(&document.agency_kind),
            optional_text(document.region.as_deref()),
            optional_text(document.region_code.as_deref()),
            name(&document.level),
            name(&document.kind),
            start,
            end,
            document.published.map(|day| day.to_string()).unwrap_or_default(),
        ];
        row.extend(self.fields.iter().map(|field| record.values.get(&field.id).map(value).unwrap_or_default()));
        row.push(record.warnings.iter().map(warning).collect::<Vec<_>>().join(";"));
        row
    }
}

impl<W: Write> Export for Csv<W> {
    fn report(&mut self, record: &Record) -> io::Result<()> {
        match self.layout {
            Layout::Wide => self.out.write_record(self.wide_row(record)).map_err(io_error),
            Layout::Long => {
                let mut rows = record.figures.iter().map(|figure| long_row(record, figure));
                rows.try_for_each(|row| self.out.write_record(row).map_err(io_error))
            }
        }
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn long_row(record: &Record, figure: &Figure) -> [String; LONG_COLUMNS.len()] {
    let (start, end) = days(figure.period.map(|period| (period.start, period.end)));
    [
        text(&record.source.path),
        optional_text(record.document.agency.as_deref()),
        optional_text(record.document.region.as_deref()),
        text(&figure.field),
        number(figure.value),
        name(&figure.unit),
        name(&figure.qualifier),
        figure.upper.map(number).unwrap_or_default(),
        figure.change_pct.map(number).unwrap_or_default(),
        name(&figure.scope),
        optional_text(figure.scope_name.as_deref()),
        start,
        end,
        name(&figure.period.map(|period| period.basis)),
        figure.headline.to_string(),
        text(&figure.text),
        text(&figure.quote),
        figure.start.to_string(),
        figure.end.to_string(),
        figure.line.to_string(),
        text(&figure.section.join(" > ")),
        text(&figure.rule),
    ]
}

/// A cell of text. What a spreadsheet would take for a formula gets the apostrophe that marks text there.
fn text(cell: &str) -> String {
    let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if runs { format!("'{cell}") } else { cell.into() }
}

fn optional_text(cell: Option<&str>) -> String {
    cell.map(text).unwrap_or_default()
}

/// Plain digits: no exponent, no trailing zeros.
fn number(value: Decimal) -> String {
    value.normalize().to_string()
}

/// A headline value; null is empty.
fn value(value: &Value) -> String {
    let Value::Number(digits) = value else { return String::new() };
    let digits = digits.to_string();
    digits.parse().or_else(|_| Decimal::from_scientific(&digits)).map_or(digits, number)
}

fn days(period: Option<(Date, Date)>) -> (String, String) {
    period.map(|(start, end)| (start.to_string(), end.to_string())).unwrap_or_default()
}

fn warning(warning: &Warning) -> String {
    let code = name(&warning.code);
    warning.field.as_ref().map_or_else(|| code.clone(), |field| format!("{code}:{field}"))
}

/// The name that a value of a closed set has in JSON, empty for null.
fn name(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(String::from)).unwrap_or_default()
}

/// Keeps the kind of the error, by which a closed pipe is known.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
