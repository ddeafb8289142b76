//! Tables: every number under its heads, as a sentence would say it.
//!
//! `立案(件)|63|58` under `指标|2024年一季度|2023年一季度` reads `立案63件`, twice, with the words of the columns as periods.
//! Where the columns are the fields and the rows are places, the row of the whole is a total and the others are parts.

use std::sync::LazyLock;

use regex::Regex;

use super::reading::Reading;
use crate::outline::Table;
use crate::quantity::{Measure, MeasureWords, Quantity, quantities};
use crate::record::Scope;
use crate::span::CleanSpan;

/// A number of a table as a reading.
pub(super) struct Cell {
    pub reading: Reading,
    /// The head of its column, where it names a time.
    pub period: Option<CleanSpan>,
    /// `Part` in the row of a place.
    pub scope: Option<Scope>,
}

static TIME: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("[0-9]{4}年|季度|[0-9]月|上半年|下半年|同期|上年|去年|本年|今年").ok());
static WHOLE: [&str; 6] = ["合计", "总计", "全市", "全省", "全县", "总数"];
static COUNTED: [&str; 8] = ["数量", "数值", "数据", "件数", "合计", "总数", "结果", "完成情况"];

/// Every number of the table that some head names.
pub(super) fn readings(clean: &str, table: &Table, words: &MeasureWords) -> Vec<Cell> {
    let text = |span: CleanSpan| &clean[span.range()];
    let head = table.rows.first().filter(|row| row.iter().skip(1).all(|cell| number(text(*cell), words).is_none()));
    let mut found = Vec::new();
    for row in table.rows.iter().skip(usize::from(head.is_some())) {
        let Some(label) = row.first().copied().filter(|cell| number(text(*cell), words).is_none()) else { continue };
        for (column, cell) in row.iter().enumerate().skip(1) {
            let Some(quantity) = number(text(*cell), words) else { continue };
            let top = head.and_then(|head| head.get(column)).copied();
            let time = top.filter(|top| TIME.as_ref().is_some_and(|time| time.is_match(text(*top))));
            let names_field = top.filter(|top| time.is_none() && !COUNTED.iter().any(|word| text(*top) == *word));
            // The measure word stands at one of the heads; its label names the field.
            let (name, place) = match names_field {
                Some(top) if unit_of(text(label), words).is_none() => (top, Some(label)),
                Some(_) => continue,
                None => (label, None),
            };
            found.push(Cell {
                reading: reading(clean, name, *cell, quantity, words),
                period: time,
                scope: place.filter(|place| !WHOLE.contains(&text(*place))).map(|_| Scope::Part),
            });
        }
    }
    found
}

fn reading(clean: &str, name: CleanSpan, cell: CleanSpan, mut quantity: Quantity, words: &MeasureWords) -> Reading {
    let mut reading = Reading::new(None);
    let label = &clean[name.range()];
    let end = name.start + label.find('(').unwrap_or(label.len());
    reading.push(clean, CleanSpan::new(name.start, end));
    quantity.span = CleanSpan::new(cell.start + quantity.span.start, cell.start + quantity.span.end);
    if let (Measure::Bare { .. }, Some((measure, factor))) = (quantity.measure, unit_of(label, words)) {
        quantity.measure = measure;
        quantity.value = quantity.value.checked_mul(factor).unwrap_or(quantity.value).normalize();
    }
    reading.push_quantity(clean, quantity);
    reading
}

/// A cell that is one number with or without measure word.
fn number(cell: &str, words: &MeasureWords) -> Option<Quantity> {
    let found = quantities(cell, words);
    found.into_iter().next().filter(|q| q.span.start == 0 && q.span.end == cell.len())
}

/// The measure in the brackets of a head, and what its numbers are multiplied by: (万元) is money times 10,000.
fn unit_of(label: &str, words: &MeasureWords) -> Option<(Measure, rust_decimal::Decimal)> {
    let inner = label[label.find('(')? + 1..].strip_suffix(')')?;
    let probe = format!("1{}", inner.trim_start_matches("单位:"));
    let quantity = quantities(&probe, words).into_iter().next().filter(|q| q.span.end == probe.len())?;
    Some((quantity.measure, quantity.value))
}
