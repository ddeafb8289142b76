//! What a table is made of: columns, cells, and who writes them row by row.
//!
//! Owns the forms shared by all formats with rows and columns. In: rows of typed cells. What a number, a day or a null
//! looks like is each format's own matter; null is never 0 in any of them.

use std::borrow::Cow;
use std::io;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;

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
    pub fn name(value: &impl Serialize) -> Self {
        name(value).map_or(Self::Null, |name| Self::Text(name.into()))
    }

    /// A whole number; offsets of a text fit.
    pub(super) fn whole(number: usize) -> Self {
        Self::Whole(number as u64)
    }
}

/// The name that a value of a closed set has in JSON.
pub(super) fn name(value: &impl Serialize) -> Option<String> {
    match serde_json::to_value(value) {
        Ok(Value::String(name)) => Some(name),
        _ => None,
    }
}

/// Plain digits: no exponent, no trailing zeros.
pub(super) fn digits(value: Decimal) -> String {
    value.normalize().to_string()
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
