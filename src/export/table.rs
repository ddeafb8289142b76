//! What a table is made of: columns, cells, and who writes them row by row.
//!
//! Owns the forms shared by all formats with rows and columns. In: rows of typed cells. What a number, a day or a null
//! looks like is each format's own matter; null is never 0 in any of them.

use std::borrow::Cow;
use std::io;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::record::Unit;

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name for programs.
    pub id: String,
    /// Its name in Chinese.
    pub zh: String,
    /// What its cells are.
    pub kind: ColumnKind,
}

impl Column {
    /// A column of this name, in both languages, and kind.
    pub fn new(id: impl Into<String>, zh: impl Into<String>, kind: ColumnKind) -> Self {
        Self { id: id.into(), zh: zh.into(), kind }
    }
}

/// What the cells of a column are; any of them may be null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text.
    Text,
    /// Exact decimals.
    Number,
    /// Whole numbers from 0: offsets, lines.
    Whole,
    /// Days.
    Date,
    /// Yes or no.
    Flag,
}

/// A cell of a table, of the kind of its column or null.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing is known; never 0, never an empty text.
    Null,
    /// Text as it is, formulas not yet made harmless.
    Text(Cow<'a, str>),
    /// An exact decimal in this unit.
    Number(Decimal, Unit),
    /// A whole number.
    Whole(u64),
    /// A day.
    Date(Date),
    /// Yes or no.
    Flag(bool),
}

impl<'a> Cell<'a> {
    /// Text, or null for nothing.
    pub fn text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(text.into()))
    }

    /// A number, or null for nothing.
    pub fn number(value: Option<Decimal>, unit: Unit) -> Self {
        value.map_or(Self::Null, |value| Self::Number(value, unit))
    }

    /// A day, or null for nothing.
    pub fn date(day: Option<Date>) -> Self {
        day.map_or(Self::Null, Self::Date)
    }

    /// The name that a value of a closed set has in JSON, or null for nothing.
    pub(super) fn name(value: &impl Serialize) -> Self {
        name(value).map_or(Self::Null, |name| Self::Text(name.into()))
    }

    /// A whole number; offsets of a text fit.
    pub(super) fn whole(number: usize) -> Self {
        Self::Whole(number as u64)
    }
}

/// The name that a value of a closed set has in JSON.
pub(super) fn name(value: &impl Serialize) -> Option<String> {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(String::from))
}

/// Plain digits: no exponent, no trailing zeros.
pub(super) fn digits(value: Decimal) -> String {
    value.normalize().to_string()
}

/// The double that stands for a value; none where 15 digits, all that every reader of doubles keeps, are too few.
#[cfg(any(feature = "sqlite", feature = "xlsx"))]
pub(super) fn double(value: Decimal) -> Option<f64> {
    let value = value.normalize();
    let digits = value.mantissa().unsigned_abs().checked_ilog10().unwrap_or(0) + 1;
    (digits <= 15).then(|| nearest(value))
}

/// The double nearest to a value. By way of its digits: the conversion of the decimal itself may be off in the last place.
#[cfg(any(feature = "sqlite", feature = "xlsx"))]
pub(super) fn nearest(value: Decimal) -> f64 {
    value.to_string().parse().unwrap_or(f64::NAN)
}

/// The column of a format whose numbers have bounds: `column=digits` for each number of the row that it cannot hold exactly
/// and holds rounded, joined by `;`.
#[cfg(any(feature = "parquet", feature = "sqlite"))]
pub(super) fn exact_digits() -> Column {
    Column::new("exact_digits", "精确值", ColumnKind::Text)
}

/// The cell of [`exact_digits`] for a row of which some numbers do not fit.
#[cfg(any(feature = "parquet", feature = "sqlite"))]
pub(super) fn beyond(columns: &[Column], cells: &[Cell<'_>], fits: impl Fn(Decimal) -> bool) -> Option<String> {
    let told = columns.iter().zip(cells).filter_map(|(column, cell)| match cell {
        Cell::Number(value, _) if !fits(*value) => Some(format!("{}={}", column.id, digits(*value))),
        _ => None,
    });
    told.reduce(|all, one| all + ";" + &one)
}

/// A table that is being written, row by row.
pub trait Table {
    /// Writes a row: a cell for each column, in their order.
    ///
    /// # Errors
    ///
    /// What the writer says.
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()>;

    /// Writes what is left, and flushes.
    ///
    /// # Errors
    ///
    /// What the writer says.
    fn finish(&mut self) -> io::Result<()>;
}
