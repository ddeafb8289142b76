//! Gold and records in, how right the records are out.
//!
//! Owns the gold files ([`Gold`], [`cases`]), the comparison ([`Evaluation::compare`]), the search for the place of what was
//! missed, and the table for people ([`Evaluation::write_table`]). Precision, recall and F1 are micro-averages: of headlines
//! over (document, field, value), of figures over the set of (document, field, value, scope). What the gold marks as optional
//! counts neither for nor against. The records are made elsewhere.

mod compare;
mod evidence;
mod gold;
mod place;
mod score;
mod table;
#[cfg(test)]
mod tests;

use std::fmt;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::record::{DateRange, Failure, Record, Scope, TurnedDown};

pub use gold::{Case, Gold, GoldError, GoldFigure, cases};
pub use score::{Share, Tally};

/// What the tool made of one report.
#[derive(Debug)]
pub struct Reading {
    /// The record.
    pub record: Record,
    /// The decoded source text, in which the offsets of the record count.
    pub text: String,
    /// What was turned down and why: the reasons told beside what was missed.
    pub turned_down: Vec<TurnedDown>,
}

/// How right the records of many reports are.
#[derive(Debug, Default, Serialize)]
pub struct Evaluation {
    /// How many reports were compared, failed ones among them.
    pub documents: usize,
    /// Headlines, all fields together.
    pub headlines: Tally,
    /// Figures, all fields together.
    pub figures: Tally,
    /// Of the matched figures, those whose period agrees.
    pub figure_periods: Share,
    /// Of the reports whose gold names an agency, those with the right one.
    pub agency: Share,
    /// The same of the region.
    pub region: Share,
    /// The same of the reporting period.
    pub period: Share,
    /// The same of what the agency oversees.
    pub agency_kind: Share,
    /// The same of the region's code.
    pub region_code: Share,
    /// The same of the region's level.
    pub level: Share,
    /// The same of the kind of report.
    pub kind: Share,
    /// The same of the day of publication.
    pub published: Share,
    /// Of all figures of the records, those whose evidence holds.
    pub evidence: Share,
    /// By field, in the order of the pack.
    pub fields: Vec<FieldScore>,
    /// Whatever differs, report by report.
    pub differences: Vec<Difference>,
    /// Reports that could not be read; all their gold counts as missed.
    pub failures: Vec<Failure>,
}

/// How right one field is.
#[derive(Debug, Serialize)]
pub struct FieldScore {
    /// The field's id.
    pub field: String,
    /// Its headlines.
    pub headlines: Tally,
    /// Its figures.
    pub figures: Tally,
}

/// One thing in which a record and its gold differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The name of the gold file, without its ending.
    pub document: String,
    /// In what they differ.
    pub kind: DifferenceKind,
    /// The field; a key of `document` where it is the document's own.
    pub field: String,
    /// The value, period or name that is missed or wrong.
    pub value: String,
    /// The scope of a figure.
    pub scope: Option<Scope>,
    /// 1-based line of the source text where it stands, as far as it was found.
    pub line: Option<usize>,
    /// The sentence there.
    pub sentence: Option<String>,
    /// What the other side has instead: the tool for what was missed, the gold for what is wrong.
    pub instead: Vec<String>,
}

/// In what a record and its gold differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// What the document says of itself: agency, region, period and so on.
    Identity,
    /// A headline of the gold that the record lacks.
    HeadlineMissed,
    /// A headline of the record that the gold lacks.
    HeadlineWrong,
    /// A figure of the gold that the record lacks.
    FigureMissed,
    /// A figure of the record that the gold lacks.
    FigureWrong,
    /// A matched figure with another period.
    FigurePeriod,
    /// A figure whose quote or text does not stand where it says.
    Evidence,
}

impl fmt::Display for DifferenceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Identity => "document differs",
            Self::HeadlineMissed => "headline missed",
            Self::HeadlineWrong => "headline wrong",
            Self::FigureMissed => "figure missed",
            Self::FigureWrong => "figure wrong",
            Self::FigurePeriod => "figure's period differs",
            Self::Evidence => "evidence broken",
        })
    }
}

/// The name of a scope in the output.
fn scope_name(scope: Scope) -> &'static str {
    match scope {
        Scope::Total => "total",
        Scope::Part => "part",
        Scope::Campaign => "campaign",
    }
}

/// A period in words of the output.
fn days(period: Option<(Date, Date)>) -> String {
    period.map_or_else(|| "no period".into(), |(start, end)| format!("{start}..{end}"))
}

fn range_days(range: Option<DateRange>) -> Option<(Date, Date)> {
    range.map(|range| (range.start, range.end))
}

/// Plain digits.
fn digits(value: Decimal) -> String {
    value.normalize().to_string()
}
