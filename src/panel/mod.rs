//! Reports over the years as a panel: one row for each region, kind of agency and year.
//!
//! In: records, in any order. Out: a [`Panel`]: the rows, each taken from one report, with every field and where each value
//! stands; the years between without a report, empty; the reports that were left out, with the reason; and where a later
//! report tells another figure for the year before than that year's own. Nothing is filled in and nothing dropped in silence.

mod agree;
mod build;
mod disagree;
mod json;
#[cfg(feature = "plot")]
mod picture;
pub mod tables;
#[cfg(test)]
mod tests;
#[cfg(feature = "xlsx")]
mod workbook;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::export::Field;
use crate::record::{AgencyKind, DateRange, Kind, Level, Qualifier, Unit};

pub use build::Builder;

/// A panel.
#[derive(Debug)]
pub struct Panel {
    /// The fields, in the order of the columns.
    pub fields: Vec<Field>,
    /// The rows, by code of the region, kind of agency and year.
    pub rows: Vec<Row>,
    /// Where a later report disagrees with a row, in the order of the rows.
    pub disagreements: Vec<Disagreement>,
    /// How many figures for the year before were compared.
    pub compared: usize,
    /// The reports that are in no row, by path.
    pub left_out: Vec<LeftOut>,
}

/// What a row is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Subject {
    /// GB/T 2260 code of the region.
    pub region_code: Option<String>,
    /// Its full name.
    pub region: String,
    /// What the agency oversees.
    pub agency_kind: Option<AgencyKind>,
}

/// A region's agency in one year.
#[derive(Debug, Clone)]
pub struct Row {
    /// Whose row.
    pub subject: Subject,
    /// The year.
    pub year: i16,
    /// The report that was taken; none for a year between reports that has none.
    pub report: Option<Report>,
}

/// What a panel keeps of a report.
#[derive(Debug, Clone)]
pub struct Report {
    /// Its path, as given.
    pub path: String,
    /// Its title.
    pub title: Option<String>,
    /// The body whose report it is.
    pub agency: Option<String>,
    /// The level of its region.
    pub level: Option<Level>,
    /// Its kind.
    pub kind: Kind,
    /// Its reporting period.
    pub period: DateRange,
    /// The day it was published.
    pub published: Option<Date>,
    /// For each field of the panel the headline value, if it has one.
    pub cells: Vec<Option<Source>>,
    /// For each field of the panel what is known of it.
    pub coverage: Vec<Coverage>,
    /// Its warnings as `code` or `code:field`.
    pub warnings: Vec<String>,
    /// The figures that it states for the year before, with the place of their field in the panel.
    before: Vec<(usize, Source)>,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Exact decimal in the field's unit; the lower end of a range.
    #[serde(with = "rust_decimal::serde::arbitrary_precision")]
    pub value: Decimal,
    /// The unit.
    pub unit: Unit,
    /// How exactly it is meant.
    pub qualifier: Qualifier,
    /// The upper end of a range.
    #[serde(with = "rust_decimal::serde::arbitrary_precision_option")]
    pub upper: Option<Decimal>,
    /// The days it covers.
    pub period: Option<DateRange>,
    /// The report's line.
    pub line: usize,
    /// The words that show it.
    pub quote: String,
}

/// What a report tells of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coverage {
    /// Nothing.
    Absent,
    /// Figures, but none for the whole of its year and jurisdiction.
    Partial,
    /// A headline value with a warning.
    Doubtful,
    /// A headline value.
    Stated,
}

/// A figure for the year before that is not what that year's own report says.
#[derive(Debug, Clone)]
pub struct Disagreement {
    /// The row, by its place in the panel.
    pub row: usize,
    /// The field, by its place in the panel.
    pub field: usize,
    /// What the later report says of the row's year.
    pub later: Source,
    /// The path of the later report.
    pub path: String,
}

/// A report that is in no row.
#[derive(Debug, Clone, Serialize)]
pub struct LeftOut {
    /// Its path.
    pub path: String,
    /// Its title.
    pub title: Option<String>,
    /// Its region.
    pub region: Option<String>,
    /// What its agency oversees.
    pub agency_kind: Option<AgencyKind>,
    /// Its reporting period.
    pub period: Option<DateRange>,
    /// Why.
    pub reason: Reason,
    /// The report that stands in its place, where one does.
    pub instead: Option<String>,
}

/// Why a report is in no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It states no reporting period.
    NoPeriod,
    /// It names no region.
    NoRegion,
    /// Its period is in more than one year.
    SeveralYears,
    /// It is no annual report, and its period is shorter than a year.
    PartOfYear,
    /// It is another copy of a report.
    Duplicate,
    /// Another report of the same region and year was taken.
    OtherTaken,
}

impl Reason {
    /// In words, after the report's name.
    pub fn told(self) -> &'static str {
        match self {
            Self::NoPeriod => "states no reporting period",
            Self::NoRegion => "names no region",
            Self::SeveralYears => "covers more than one year",
            Self::PartOfYear => "covers a part of a year and is no annual report",
            Self::Duplicate => "is a copy of another",
            Self::OtherTaken => "is of a region and year for which another was taken",
        }
    }

    /// The same in Chinese.
    pub fn told_in_chinese(self) -> &'static str {
        match self {
            Self::NoPeriod => "未写明报告期",
            Self::NoRegion => "未写明地区",
            Self::SeveralYears => "报告期跨年度",
            Self::PartOfYear => "报告期不满一年，也不是年度报告",
            Self::Duplicate => "与另一份报告重复",
            Self::OtherTaken => "同地同年已采用另一份报告",
        }
    }
}
