//! A panel as tables: the columns of each and its rows.

use std::borrow::Cow;
use std::io;

use clap::ValueEnum;

use super::{Panel, Report, Row, Source};
use crate::export::{Cell, Column, ColumnKind as Kind, Table};
use crate::lang::tell;
use crate::record::DateRange;

/// Which of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Which {
    /// One row a region and year, one column a field; in `lines` where each value stands.
    #[value(help = tell!("One row a region and year, one column a field", "每地每年一行, 每个字段一列"))]
    #[default]
    Panel,
    /// One row a value, with its source.
    #[value(help = tell!("One row a value, with its source", "每个数值一行, 附出处"))]
    Cells,
    /// Where a later report says something else of the year before.
    #[value(help = tell!("Where a later report says something else of the year before", "后一年报告与当年报告不一致之处"))]
    Disagreements,
    /// The reports that are in no row, with the reason.
    #[value(help = tell!("The reports that are in no row, with the reason", "未采用的报告及原因"))]
    LeftOut,
}

impl Which {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Panel, Self::Cells, Self::Disagreements, Self::LeftOut];

    /// What the table is called, for programs and in Chinese.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Panel => ("panel", "面板"),
            Self::Cells => ("cells", "出处"),
            Self::Disagreements => ("disagreements", "不一致"),
            Self::LeftOut => ("left_out", "未采用"),
        }
    }
}

impl Panel {
    /// The columns of a table.
    pub fn columns(&self, which: Which) -> Vec<Column> {
        let head = [("region", "地区", Kind::Text), ("region_code", "行政区划代码", Kind::Text)];
        let head = head.into_iter().chain([("agency_kind", "机关类别", Kind::Text), ("year", "年份", Kind::Whole)]);
        let days = [("period_start", "期间起", Kind::Date), ("period_end", "期间止", Kind::Date)];
        let value = [("field", "字段", Kind::Text), ("value", "数值", Kind::Number), ("unit", "单位", Kind::Text)];
        let place = [("path", "路径", Kind::Text), ("line", "行号", Kind::Whole), ("quote", "原文", Kind::Text)];
        match which {
            Which::Panel => {
                let report = [
                    ("level", "层级", Kind::Text),
                    ("agency", "机关", Kind::Text),
                    ("kind", "文种", Kind::Text),
                    ("path", "路径", Kind::Text),
                ];
                let after = [
                    ("lines", "行号", Kind::Text),
                    ("disagreements", "不一致", Kind::Text),
                    ("warnings", "警告", Kind::Text),
                ];
                let published = [("published", "发布日期", Kind::Date)];
                let fields = self.fields.iter().map(|field| Column::new(&field.id, &field.zh, Kind::Number));
                columns(head.chain(report).chain(days).chain(published)).chain(fields).chain(columns(after)).collect()
            }
            Which::Cells => {
                let how = [("qualifier", "限定", Kind::Text), ("upper", "上限", Kind::Number)];
                columns(head.chain(value).chain(how).chain(days).chain(place)).collect()
            }
            Which::Disagreements => {
                let later = [
                    ("later_value", "后一年所述数值", Kind::Number),
                    ("difference", "差额", Kind::Number),
                    ("later_path", "后一年路径", Kind::Text),
                    ("later_line", "后一年行号", Kind::Whole),
                    ("later_quote", "后一年原文", Kind::Text),
                ];
                columns(head.chain(value).chain(place).chain(later)).collect()
            }
            Which::LeftOut => {
                let report =
                    [("path", "路径", Kind::Text), ("title", "标题", Kind::Text), ("region", "地区", Kind::Text)];
                let why = [("reason", "原因", Kind::Text), ("instead", "所采用者", Kind::Text)];
                let kind = [("agency_kind", "机关类别", Kind::Text)];
                columns(report.into_iter().chain(kind).chain(days).chain(why)).collect()
            }
        }
    }

    /// Writes the rows of a table and finishes it.
    ///
    /// # Errors
    ///
    /// What the writer says.
    pub fn write(&self, which: Which, table: &mut dyn Table) -> io::Result<()> {
        match which {
            Which::Panel => {
                self.rows.iter().enumerate().try_for_each(|(at, row)| table.row(&self.panel_row(at, row)))?;
            }
            Which::Cells => self.write_cells(table)?,
            Which::Disagreements => self.write_disagreements(table)?,
            Which::LeftOut => {
                for left_out in &self.left_out {
                    let mut cells = vec![
                        text(&left_out.path),
                        Cell::text(left_out.title.as_deref()),
                        Cell::text(left_out.region.as_deref()),
                        Cell::name(&left_out.agency_kind),
                    ];
                    cells.extend(days(left_out.period));
                    cells.extend([Cell::name(&left_out.reason), Cell::text(left_out.instead.as_deref())]);
                    table.row(&cells)?;
                }
            }
        }
        table.finish()
    }

    fn panel_row<'p>(&'p self, at: usize, row: &'p Row) -> Vec<Cell<'p>> {
        let mut cells = head(row);
        let Some(report) = &row.report else {
            cells.resize(self.columns(Which::Panel).len(), Cell::Null);
            return cells;
        };
        cells.extend([
            Cell::name(&report.level),
            Cell::text(report.agency.as_deref()),
            Cell::name(&report.kind),
            text(&report.path),
        ]);
        cells.extend(days(Some(report.period)));
        cells.push(Cell::date(report.published));
        let number = |source: &Option<Source>| source.as_ref().map_or(Cell::Null, |s| Cell::Number(s.value, s.unit));
        cells.extend(report.cells.iter().map(number));
        let lines = self.sources(report).map(|(field, source)| format!("{field}:{}", source.line));
        cells.push(joined(lines));
        let disagreements = self.disagreements.iter().filter(|disagreement| disagreement.row == at);
        let mut fields: Vec<String> = disagreements.map(|d| self.fields[d.field].id.clone()).collect();
        fields.dedup();
        cells.push(joined(fields));
        cells.push(joined(report.warnings.iter().cloned()));
        cells
    }

    fn write_cells(&self, table: &mut dyn Table) -> io::Result<()> {
        for row in &self.rows {
            let Some(report) = &row.report else { continue };
            for (field, source) in self.sources(report) {
                let mut cells = head(row);
                cells.extend(value(field, source));
                cells.extend([Cell::name(&source.qualifier), Cell::number(source.upper, source.unit)]);
                cells.extend(days(source.period));
                cells.extend(place(&report.path, source));
                table.row(&cells)?;
            }
        }
        Ok(())
    }

    fn write_disagreements(&self, table: &mut dyn Table) -> io::Result<()> {
        for disagreement in &self.disagreements {
            let row = &self.rows[disagreement.row];
            let Some((report, own)) = self.own(disagreement) else { continue };
            let later = &disagreement.later;
            let mut cells = head(row);
            cells.extend(value(&self.fields[disagreement.field].id, own));
            cells.extend(place(&report.path, own));
            cells.push(Cell::Number(later.value, later.unit));
            cells.push(Cell::number(later.value.checked_sub(own.value), later.unit));
            cells.extend(place(&disagreement.path, later));
            table.row(&cells)?;
        }
        Ok(())
    }

    /// The values that a report has, with the ids of their fields.
    pub(super) fn sources<'p>(&'p self, report: &'p Report) -> impl Iterator<Item = (&'p str, &'p Source)> {
        let all = self.fields.iter().zip(&report.cells);
        all.filter_map(|(field, source)| Some((field.id.as_str(), source.as_ref()?)))
    }

    /// The report and the value that a later report disagrees with.
    pub fn own(&self, disagreement: &super::Disagreement) -> Option<(&Report, &Source)> {
        let report = self.rows.get(disagreement.row)?.report.as_ref()?;
        Some((report, report.cells.get(disagreement.field)?.as_ref()?))
    }
}

fn columns(columns: impl IntoIterator<Item = (&'static str, &'static str, Kind)>) -> impl Iterator<Item = Column> {
    columns.into_iter().map(|(id, zh, kind)| Column::new(id, zh, kind))
}

fn head(row: &Row) -> Vec<Cell<'_>> {
    vec![
        text(&row.subject.region),
        Cell::text(row.subject.region_code.as_deref()),
        Cell::name(&row.subject.agency_kind),
        Cell::Whole(row.year.unsigned_abs().into()),
    ]
}

fn value<'p>(field: &'p str, source: &'p Source) -> [Cell<'p>; 3] {
    [text(field), Cell::Number(source.value, source.unit), Cell::name(&source.unit)]
}

fn place<'p>(path: &'p str, source: &'p Source) -> [Cell<'p>; 3] {
    [text(path), Cell::Whole(source.line as u64), text(&source.quote)]
}

fn days(period: Option<DateRange>) -> [Cell<'static>; 2] {
    [Cell::date(period.map(|period| period.start)), Cell::date(period.map(|period| period.end))]
}

fn text(words: &str) -> Cell<'_> {
    Cell::Text(Cow::Borrowed(words))
}

fn joined(parts: impl IntoIterator<Item = String>) -> Cell<'static> {
    let parts: Vec<String> = parts.into_iter().collect();
    if parts.is_empty() { Cell::Null } else { Cell::Text(parts.join(";").into()) }
}
