//! Tables: every number under its heads, as a sentence would say it.
//!
//! `立案(件)|63|58` under `指标|2024年一季度|2023年一季度` reads `立案63件`, twice, with the words of the columns as periods.
//! A head or a label names the field, the measure, the time or the place of a number. Where head and label both could
//! name the field, both are tried and the rules decide; a place or category beside the field makes a part.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::Rejection;
use super::reading::Reading;
use super::words::Scan;
use crate::outline::{Outline, Table};
use crate::quantity::{Measure, MeasureWords, Quantity, quantities};
use crate::record::Scope;
use crate::rules::WordList;
use crate::span::CleanSpan;

/// A number of a table as a reading.
pub(super) struct Cell {
    pub reading: Reading,
    /// The head or label that names a time.
    pub period: Option<CleanSpan>,
    /// `Part` where another head or label names a place or a category.
    pub scope: Option<Scope>,
    /// Why its head says that it is no figure: planned, or a change.
    pub rejected: Option<Rejection>,
}

/// What stands around a number of a table.
#[derive(Clone, Copy)]
struct Around<'c> {
    /// The heads of its column.
    over: &'c [CleanSpan],
    /// The labels before it in its row.
    labels: &'c [CleanSpan],
    /// What it may be measured in by the line above the table.
    above: &'c [Unit],
    /// Whether its row is the only one with numbers.
    alone: bool,
}

/// What numbers are counted in, and what they are multiplied by: 万元 is money times 10,000.
type Unit = (Measure, Decimal);

static TIME: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("[0-9]{4}年|季度|[0-9]月|上半年|下半年|同期|上年|去年|本年|今年").ok());
/// What a whole number without any unit may count.
const COMMON: [&str; 6] = ["件", "家次", "人次", "辆次", "个", "次"];
/// What a head says that is over amounts of money.
const AMOUNT: &str = "金额";
/// Rows of heads a table may have.
const MAX_HEADS: usize = 3;
/// Cells with words in a row of heads that stands amid a table.
const FEWEST_HEADS: usize = 3;

/// The cells of a line.
type Row = Vec<CleanSpan>;

/// What the reading of one table needs.
pub(super) struct Grid<'a> {
    pub clean: &'a str,
    pub outline: &'a Outline,
    pub words: &'a MeasureWords,
    pub scan: &'a Scan<'a>,
}

impl Grid<'_> {
    /// Every number of the table that some head or label names.
    pub(super) fn readings(&self, table: &Table) -> Vec<Cell> {
        let above = self.units_above(table);
        self.bands(&table.rows).flat_map(|rows| self.band(rows, &above)).collect()
    }

    /// The rows of a table from each row of heads to the next: a wide one may be broken into bands that stand below each other.
    fn bands<'t>(&self, rows: &'t [Row]) -> impl Iterator<Item = &'t [Row]> {
        let numbered = |row: &Row| row.iter().any(|cell| self.number(*cell).is_some());
        let heads =
            |row: &Row| !numbered(row) && row.iter().filter(|cell| self.is_named(**cell)).count() >= FEWEST_HEADS;
        let opens = |at: &usize| numbered(&rows[at - 1]) && heads(&rows[*at]) && rows.get(at + 1).is_some_and(numbered);
        let starts: Vec<usize> = std::iter::once(0).chain((1..rows.len()).filter(opens)).collect();
        let ends: Vec<usize> = starts[1..].iter().copied().chain([rows.len()]).collect();
        starts.into_iter().zip(ends).map(|(from, to)| &rows[from..to])
    }

    fn band(&self, rows: &[Row], above: &[Unit]) -> Vec<Cell> {
        let heads = self.heads(rows);
        // The one row of a table is no share of anything: 执法主体|罚款 over 某局|86.
        let numbered = |row: &&Row| row.iter().any(|cell| self.number(*cell).is_some());
        let alone = rows[heads.len()..].iter().filter(numbered).take(2).count() == 1;
        // But kinds with their sum beside them are shares of it: 警告|罚款|行政拘留|合计.
        let is_sum = |head: &CleanSpan| self.is(*head, WordList::TableWhole);
        let summed = heads.iter().flatten().any(is_sum);
        let amounts = heads.iter().flatten().any(|head| self.is_amount(*head));
        let mut found = Vec::new();
        for row in &rows[heads.len()..] {
            for (column, cell) in row.iter().enumerate() {
                let Some(quantity) = self.number(*cell) else { continue };
                let over: Vec<CleanSpan> = heads.iter().filter_map(|head| head.get(column)).copied().collect();
                let labels: Vec<CleanSpan> =
                    row[..column].iter().filter(|cell| self.number(**cell).is_none()).copied().collect();
                // 单位:件、万元 over 罚款 and 罚没金额: where a head says that it is an amount, the others are counts.
                let amount = over.iter().any(|head| self.is_amount(*head));
                let fits = |unit: &&Unit| !amounts || (unit.0 == Measure::Money) == amount;
                let above: Vec<Unit> = above.iter().filter(fits).copied().collect();
                let apart = |head: &CleanSpan| is_sum(head) || self.is(*head, WordList::TableApart);
                let alone = alone && (!summed || amount || over.iter().any(apart));
                let around = Around { over: &over, labels: &labels, above: &above, alone };
                self.cell(*cell, &quantity, around, &mut found);
            }
        }
        found
    }

    fn text(&self, span: CleanSpan) -> &str {
        &self.clean[span.range()]
    }

    /// Whether the whole of a cell is a word of `list`.
    fn is(&self, cell: CleanSpan, list: WordList) -> bool {
        let text = self.text(cell);
        let name = CleanSpan::new(cell.start, cell.start + text.find('(').unwrap_or(text.len()));
        self.scan.ending(name, list, |start| start == name.start).is_some()
    }

    fn is_amount(&self, head: CleanSpan) -> bool {
        self.text(head).contains(AMOUNT)
    }

    fn is_time(&self, cell: CleanSpan) -> bool {
        TIME.as_ref().is_some_and(|time| time.is_match(self.text(cell)))
    }

    /// The rows above the first that holds a number.
    fn heads<'t>(&self, rows: &'t [Row]) -> &'t [Row] {
        let is_head = |row: &Row| row.iter().skip(1).any(|cell| self.is_named(*cell));
        // The first may be a caption over the heads: 行政处罚实施数量(宗).
        let unnumbered = |row: &&Row| row.iter().all(|cell| self.number(*cell).is_none());
        let above = rows.iter().take(MAX_HEADS).take_while(unnumbered);
        let count = above.enumerate().filter(|(_, row)| is_head(row)).last().map_or(0, |(at, _)| at + 1);
        // Rows of words alone are no table of numbers.
        if count == rows.len() { rows } else { &rows[..count] }
    }

    /// Whether a cell holds words.
    fn is_named(&self, cell: CleanSpan) -> bool {
        self.text(cell).contains(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
    }

    /// 单位:件、万元 in the line above the table.
    fn units_above(&self, table: &Table) -> Vec<Unit> {
        let Some(start) = table.rows.first().and_then(|row| row.first()).map(|cell| cell.start) else {
            return Vec::new();
        };
        let before = self.outline.sentences.partition_point(|s| s.span.end <= start);
        let line = before.checked_sub(1).map(|at| self.text(self.outline.sentences[at].span)).unwrap_or_default();
        let Some((_, named)) = line.split_once("单位:") else { return Vec::new() };
        named.trim_end_matches([')', '。']).split(['、', ',', '/', ' ']).filter_map(|word| self.unit(word)).collect()
    }

    fn cell(
        &self,
        cell: CleanSpan,
        quantity: &Quantity,
        Around { over, labels, above, alone }: Around,
        found: &mut Vec<Cell>,
    ) {
        let headed = |list: WordList| over.iter().chain(labels).any(|name| self.is(*name, list));
        let change = headed(WordList::TableChange).then_some(Rejection::Delta);
        let rejected = change.or_else(|| headed(WordList::TablePlan).then_some(Rejection::Plan));
        let period = over.iter().chain(labels).copied().find(|name| self.is_time(*name));
        let names = |cells: &[CleanSpan]| -> Vec<CleanSpan> {
            let general = |name: &CleanSpan| {
                self.text(*name).is_empty()
                    || self.is_time(*name)
                    || [WordList::TableValue, WordList::TablePlan, WordList::TableChange, WordList::TableNumber]
                        .into_iter()
                        .any(|list| self.is(*name, list))
                    || self.unit(self.text(*name)).is_some()
            };
            cells.iter().filter(|name| !general(name)).copied().collect()
        };
        let bracketed = |cells: &[CleanSpan]| cells.iter().find_map(|name| self.unit_in_brackets(self.text(*name)));
        let (over_names, label_names) = (names(over), names(labels));
        let own = labels.iter().find_map(|label| self.unit(self.text(*label)));
        let (head_unit, label_unit) = (bracketed(&over_names), bracketed(&label_names).or(own));
        // 现场检查|2796 under 数量(家次): the head names the measure alone.
        let units = match (head_unit.or(label_unit).or_else(|| bracketed(over)), quantity.measure) {
            (Some(unit), _) => vec![unit],
            (None, Measure::Bare { .. }) if !above.is_empty() => above.to_vec(),
            (None, Measure::Bare { .. }) if quantity.value.fract().is_zero() => {
                COMMON.iter().filter_map(|word| self.unit(word)).collect()
            }
            _ => vec![(quantity.measure, Decimal::ONE)],
        };
        let mut tell = |names: &[CleanSpan], beside: &[CleanSpan], alone: bool| {
            let part = !alone && beside.iter().any(|name| !self.is(*name, WordList::TableWhole));
            for unit in &units {
                let reading = self.reading(names, cell, quantity.clone(), *unit);
                found.push(Cell { reading, period, scope: part.then_some(Scope::Part), rejected: rejected.clone() });
            }
        };
        // The head or label that carries the measure names the field.
        if !over_names.is_empty() && (label_unit.is_none() || head_unit.is_some() || label_names.is_empty()) {
            tell(&over_names, &label_names, alone);
        }
        if !label_names.is_empty() && (head_unit.is_none() || over_names.is_empty()) {
            tell(&label_names, &over_names, false);
        }
    }

    fn reading(&self, names: &[CleanSpan], cell: CleanSpan, mut quantity: Quantity, unit: Unit) -> Reading {
        let mut reading = Reading::new(None);
        for name in names {
            let text = self.text(*name);
            let end = name.start + text.find('(').filter(|at| *at > 0).unwrap_or(text.len());
            reading.push(self.clean, CleanSpan::new(name.start, end));
        }
        quantity.span = CleanSpan::new(cell.start + quantity.span.start, cell.start + quantity.span.end);
        if matches!(quantity.measure, Measure::Bare { .. }) {
            quantity.measure = unit.0;
            quantity.value = quantity.value.checked_mul(unit.1).unwrap_or(quantity.value).normalize();
        }
        reading.push_quantity(self.clean, quantity);
        reading
    }

    /// A cell that is one number with or without measure word; its span counts in the cell.
    fn number(&self, cell: CleanSpan) -> Option<Quantity> {
        let text = self.text(cell);
        let found = quantities(text, self.words).into_iter().next();
        // 万元 alone is a measure, not ten thousand.
        found.filter(|q| q.span.start == 0 && q.span.end == text.len() && self.unit(text).is_none())
    }

    /// The measure in the brackets of a head.
    fn unit_in_brackets(&self, label: &str) -> Option<Unit> {
        let inner = label[label.find('(')? + 1..].strip_suffix(')')?;
        self.unit(inner.trim_start_matches("单位:"))
    }

    /// A text that is a measure and nothing else.
    fn unit(&self, text: &str) -> Option<Unit> {
        if text.contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let probe = format!("1{text}");
        let quantity = quantities(&probe, self.words).into_iter().next().filter(|q| q.span.end == probe.len())?;
        (!text.is_empty()).then_some((quantity.measure, quantity.value))
    }
}
