//! Records as rows: wide, one a report; long, one a figure.

use std::io;

use rust_decimal::Decimal;
use serde_json::Value;

use super::table::{Cell, Column, ColumnKind, Table, name};
use super::{Export, Field, Layout};
use crate::record::{Figure, Record, Unit, Warning};

/// The columns that a layout has.
pub fn columns(layout: Layout, fields: &[Field]) -> Vec<Column> {
    match layout {
        Layout::Wide => wide_columns(fields),
        Layout::Long => long_columns(),
    }
}

/// Columns from their ids, Chinese names and kinds.
pub(super) fn named<const N: usize>(columns: [(&str, &str, ColumnKind); N]) -> impl Iterator<Item = Column> {
    columns.map(|(id, zh, kind)| Column::new(id, zh, kind)).into_iter()
}

/// One row a report: what it is, every field, its warnings.
fn wide_columns(fields: &[Field]) -> Vec<Column> {
    let report = named([
        ("path", "路径", ColumnKind::Text),
        ("title", "标题", ColumnKind::Text),
        ("agency", "机关", ColumnKind::Text),
        ("agency_kind", "机关类别", ColumnKind::Text),
        ("region", "地区", ColumnKind::Text),
        ("region_code", "行政区划代码", ColumnKind::Text),
        ("level", "层级", ColumnKind::Text),
        ("kind", "文种", ColumnKind::Text),
        ("period_start", "期间起", ColumnKind::Date),
        ("period_end", "期间止", ColumnKind::Date),
        ("published", "发布日期", ColumnKind::Date),
    ]);
    let fields = fields.iter().map(|field| Column::new(&field.id, &field.zh, ColumnKind::Number));
    report.chain(fields).chain(named([("warnings", "警告", ColumnKind::Text)])).collect()
}

/// One row a figure, with the report it is from.
fn long_columns() -> Vec<Column> {
    named([
        ("path", "路径", ColumnKind::Text),
        ("agency", "机关", ColumnKind::Text),
        ("region", "地区", ColumnKind::Text),
        ("field", "字段", ColumnKind::Text),
        ("value", "数值", ColumnKind::Number),
        ("unit", "单位", ColumnKind::Text),
        ("qualifier", "限定", ColumnKind::Text),
        ("upper", "上限", ColumnKind::Number),
        ("change_pct", "同比百分比", ColumnKind::Number),
        ("scope", "范围", ColumnKind::Text),
        ("scope_name", "范围名称", ColumnKind::Text),
        ("period_start", "期间起", ColumnKind::Date),
        ("period_end", "期间止", ColumnKind::Date),
        ("period_basis", "期间依据", ColumnKind::Text),
        ("headline", "主值", ColumnKind::Flag),
        ("text", "原文数字", ColumnKind::Text),
        ("quote", "原文", ColumnKind::Text),
        ("start", "起点", ColumnKind::Whole),
        ("end", "终点", ColumnKind::Whole),
        ("line", "行号", ColumnKind::Whole),
        ("section", "章节", ColumnKind::Text),
        ("rule", "规则", ColumnKind::Text),
    ])
    .collect()
}

/// The row of a report.
pub(super) fn wide_row<'a>(record: &'a Record, fields: &[Field]) -> Vec<Cell<'a>> {
    let document = &record.document;
    let mut row = vec![
        Cell::Text(record.source.path.as_str().into()),
        Cell::text(document.title.as_deref()),
        Cell::text(document.agency.as_deref()),
        Cell::name(&document.agency_kind),
        Cell::text(document.region.as_deref()),
        Cell::text(document.region_code.as_deref()),
        Cell::name(&document.level),
        Cell::name(&document.kind),
        Cell::date(document.period.map(|period| period.start)),
        Cell::date(document.period.map(|period| period.end)),
        Cell::date(document.published),
    ];
    row.extend(fields.iter().map(|field| Cell::number(headline(record, &field.id), field.unit)));
    let warnings: Vec<String> = record.warnings.iter().map(warning).collect();
    row.push(if warnings.is_empty() { Cell::Null } else { Cell::Text(warnings.join(";").into()) });
    row
}

/// The row of a figure.
pub(super) fn long_row<'a>(record: &'a Record, figure: &'a Figure) -> Vec<Cell<'a>> {
    vec![
        Cell::Text(record.source.path.as_str().into()),
        Cell::text(record.document.agency.as_deref()),
        Cell::text(record.document.region.as_deref()),
        Cell::Text(figure.field.as_str().into()),
        Cell::Number(figure.value, figure.unit),
        Cell::name(&figure.unit),
        Cell::name(&figure.qualifier),
        Cell::number(figure.upper, figure.unit),
        Cell::number(figure.change_pct, Unit::Percent),
        Cell::name(&figure.scope),
        Cell::text(figure.scope_name.as_deref()),
        Cell::date(figure.period.map(|period| period.start)),
        Cell::date(figure.period.map(|period| period.end)),
        Cell::name(&figure.period.map(|period| period.basis)),
        Cell::Flag(figure.headline),
        Cell::Text(figure.text.as_str().into()),
        Cell::Text(figure.quote.as_str().into()),
        Cell::whole(figure.start),
        Cell::whole(figure.end),
        Cell::whole(figure.line),
        if figure.section.is_empty() { Cell::Null } else { Cell::Text(figure.section.join(" > ").into()) },
        Cell::Text(figure.rule.as_str().into()),
    ]
}

/// The headline value of a field.
pub(super) fn headline(record: &Record, field: &str) -> Option<Decimal> {
    let Value::Number(digits) = record.values.get(field)? else { return None };
    let digits = digits.as_str();
    digits.parse().or_else(|_| Decimal::from_scientific(digits)).ok()
}

fn warning(warning: &Warning) -> String {
    let code = name(&warning.code).unwrap_or_default();
    warning.field.as_ref().map_or_else(|| code.clone(), |field| format!("{code}:{field}"))
}

/// Writes records as the rows of one table.
pub(super) struct Rows<T> {
    pub table: T,
    pub layout: Layout,
    pub fields: Vec<Field>,
}

impl<T: Table> Export for Rows<T> {
    fn report(&mut self, record: &Record) -> io::Result<()> {
        match self.layout {
            Layout::Wide => self.table.row(&wide_row(record, &self.fields)),
            Layout::Long => record.figures.iter().try_for_each(|figure| self.table.row(&long_row(record, figure))),
        }
    }

    fn finish(&mut self) -> io::Result<()> {
        self.table.finish()
    }
}
