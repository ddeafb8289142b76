//! A workbook: 报告 (wide), 数据 (long), 说明 (what made it, its fields, how to read it).
//!
//! Owns what the sheets hold. Each headline value has its quote as a note, a cell that a warning concerns is coloured and has
//! the warning in words. Rows go to temporary files as they come; notes and the finished workbook are held in memory.

mod book;
mod looks;
mod sheet;

use std::collections::BTreeMap;
use std::io::{self, Write};

pub use book::{Book, SheetId, UNWRITTEN};
pub use sheet::Mark;

use super::rows::{columns, long_row, named, wide_row};
use super::table::{Cell, Column, ColumnKind};
use super::{Export, Field, Generator, Header, Layout};
use crate::record::{Failure, Figure, Record, Unit, Warning, WarningCode};

/// Headline values that get a note. Programs that open the workbook hold a drawing for each; the quotes are in 数据 all the same.
const NOTES: usize = 50_000;

/// Records as a workbook.
pub(super) struct Xlsx<W> {
    book: Book<W>,
    reports: SheetId,
    figures: SheetId,
    about: SheetId,
    generator: Generator,
    fields: Vec<Field>,
    /// Where the fields begin in a row of 报告.
    first_field: usize,
    notes: usize,
    failures: Vec<Failure>,
}

impl<W: Write> Xlsx<W> {
    pub(super) fn begin(generator: &Generator, fields: Vec<Field>, header: Option<Header>, out: W) -> io::Result<Self> {
        let mut book = Book::new(header, out)?;
        let words = Column::new("warnings_in_words", "警告说明", ColumnKind::Text);
        let reports = book.sheet("报告", columns(Layout::Wide, &fields).into_iter().chain([words]).collect())?;
        let figures = book.sheet("数据", columns(Layout::Long, &fields))?;
        let about = book.sheet("说明", about_columns())?;
        let first_field = columns(Layout::Wide, &[]).len() - 1;
        let (generator, failures) = (generator.clone(), Vec::new());
        Ok(Self { book, reports, figures, about, generator, fields, first_field, notes: 0, failures })
    }

    /// The marks of a report's row: its fields', and on both columns of warnings.
    fn marks(&mut self, record: &Record) -> Vec<Option<Mark>> {
        let headlines: BTreeMap<&str, &Figure> = record
            .figures
            .iter()
            .filter(|figure| figure.headline)
            .map(|figure| (figure.field.as_str(), figure))
            .collect();
        let mut marks = vec![None; self.first_field];
        for field in &self.fields {
            let about: Vec<String> = record
                .warnings
                .iter()
                .filter(|warning| warning.field.as_deref() == Some(&field.id))
                .map(|warning| format!("警告：{}", in_words(warning)))
                .collect();
            let quote = headlines.get(field.id.as_str()).filter(|_| self.notes < NOTES).map(|figure| place(figure));
            self.notes += usize::from(quote.is_some());
            let warned = !about.is_empty();
            let note: Vec<String> = quote.into_iter().chain(about).collect();
            marks.push((!note.is_empty()).then(|| Mark { note: Some(note.join("\n")), warned }));
        }
        let warned = (!record.warnings.is_empty()).then_some(Mark { note: None, warned: true });
        marks.extend([warned.clone(), warned]);
        marks
    }

    fn write_about(&mut self) -> io::Result<()> {
        let told = self.generator.told().map(|(key, value)| about_row("生成", key, "", value));
        let cut = format!("{NOTES} 个主值之后不再加批注，原文见“数据”");
        let legend = LEGEND.iter().map(|(name, words)| about_row("图例", "", name, words));
        let cut = (self.notes >= NOTES).then(|| about_row("图例", "", "批注", &cut));
        let fields = self.fields.iter().map(|field| {
            let mut row = about_row("字段", &field.id, &field.zh, &field.counts);
            row[3] = Cell::Text(unit(field.unit).into());
            row[5] = Cell::text(Some(&field.excludes));
            row[6] = Cell::text(Some(&field.en));
            row
        });
        let words: Vec<String> =
            self.failures.iter().map(|failure| format!("{} [{}]", failure.message, failure.code)).collect();
        let failures = self.failures.iter().zip(&words).map(|(f, words)| about_row("未能读取", &f.path, "", words));
        let rows: Vec<_> = told.into_iter().chain(legend).chain(cut).chain(fields).chain(failures).collect();
        rows.iter().try_for_each(|row| self.book.row(self.about, row, &[]))
    }
}

impl<W: Write> Export for Xlsx<W> {
    fn report(&mut self, record: &Record) -> io::Result<()> {
        let words: Vec<String> = record.warnings.iter().map(|warning| self.named(warning)).collect();
        let mut row = wide_row(record, &self.fields);
        row.push(if words.is_empty() { Cell::Null } else { Cell::Text(words.join("；").into()) });
        let marks = self.marks(record);
        self.book.row(self.reports, &row, &marks)?;
        let mut figures = record.figures.iter();
        figures.try_for_each(|figure| self.book.row(self.figures, &long_row(record, figure), &[]))
    }

    fn failure(&mut self, failure: &Failure) -> io::Result<()> {
        self.failures.push(failure.clone());
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.write_about()?;
        self.book.finish()
    }
}

impl<W> Xlsx<W> {
    /// A warning in words, after the name of its field.
    fn named(&self, warning: &Warning) -> String {
        let field = self.fields.iter().find(|field| Some(&field.id) == warning.field.as_ref());
        field.map_or_else(|| in_words(warning), |field| format!("{}：{}", field.zh, in_words(warning)))
    }
}

/// How to read the sheets.
const LEGEND: [(&str, &str); 6] = [
    ("报告", "每份报告一行，各字段为主值；空白为未写明，不是 0"),
    ("数据", "每个数字一行，附原文和出处；起点、终点按字符计"),
    ("批注", "主值的原文、行号和章节"),
    ("着色", "有警告的单元格；警告写在批注和“警告说明”列"),
    ("百分比", "99.43% 的数值为 99.43"),
    ("文本数字", "超过 15 位有效数字的数值按文本保存，一位不差"),
];

fn about_columns() -> Vec<Column> {
    named([
        ("part", "部分", ColumnKind::Text),
        ("id", "名称", ColumnKind::Text),
        ("zh", "中文", ColumnKind::Text),
        ("unit", "单位", ColumnKind::Text),
        ("counts", "说明", ColumnKind::Text),
        ("excludes", "不含", ColumnKind::Text),
        ("en", "英文", ColumnKind::Text),
    ])
    .collect()
}

fn about_row<'a>(part: &'a str, id: &'a str, zh: &'a str, words: &'a str) -> [Cell<'a>; 7] {
    let text = |text: &'a str| Cell::text(Some(text).filter(|text| !text.is_empty()));
    [text(part), text(id), text(zh), Cell::Null, text(words), Cell::Null, Cell::Null]
}

/// Where a headline value stands.
fn place(figure: &Figure) -> String {
    let section = figure.section.last().map(|heading| format!("，{heading}")).unwrap_or_default();
    format!("“{}”（第 {} 行{section}）", figure.quote, figure.line)
}

fn in_words(warning: &Warning) -> String {
    format!("{} ({})", zh(warning.code), warning.message)
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "count 数",
        Unit::Cny => "CNY 元",
        Unit::Percent => "percent %",
    }
}

fn zh(code: WarningCode) -> &'static str {
    match code {
        WarningCode::PartOnly => "只写明了部分数",
        WarningCode::CampaignOnly => "只写明了专项行动数",
        WarningCode::OtherPeriodOnly => "只写明了其他期间数",
        WarningCode::Conflict => "两个总数不一致",
        WarningCode::SumMismatch => "分项之和与总数不符",
        WarningCode::Implausible => "数值不可能",
        WarningCode::NoPeriod => "未写明报告期",
        WarningCode::NoFigures => "没有找到数字",
        WarningCode::NoRegion => "没有认出地区",
        WarningCode::AmbiguousPlace => "地名有多处同名",
        WarningCode::DuplicateOf => "与另一份报告重复",
        WarningCode::Contradicts => "与另一份报告矛盾",
        WarningCode::RepairedText => "修复过缺字",
        WarningCode::LossyDecoding => "有无法解码的字节",
        WarningCode::NotAReport => "可能不是报告",
    }
}
