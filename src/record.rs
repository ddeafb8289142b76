//! The output: what is known of one report, in the form every format writes.
//!
//! Owns the record types of the published schema, version 1, which are written and can be read again. Plain data: how a figure
//! was found is not known here.
//! Offsets are Unicode code points of the decoded source text, ends exclusive.

use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

/// The version of the record's form.
pub const SCHEMA_VERSION: &str = "1";

/// The version that a record states: [`SCHEMA_VERSION`]. By this name, reading a record does not borrow it from the text.
pub type SchemaVersion = &'static str;

/// A day in the schema.
const DAY: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

/// Everything known of one report.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// The version of this form: "1".
    #[serde(deserialize_with = "this_version")]
    #[schemars(extend("const" = SCHEMA_VERSION))]
    pub schema_version: SchemaVersion,
    /// Where the report came from.
    pub source: Source,
    /// What the report says of itself.
    pub document: Document,
    /// Every field of the pack, in its order: the headline value, or null.
    pub values: Map<String, Value>,
    /// Every figure found, in the order of the text.
    pub figures: Vec<Figure>,
    /// What the reader should look at.
    pub warnings: Vec<Warning>,
}

/// Reads the version of a record and takes no other than this one.
fn this_version<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SchemaVersion, D::Error> {
    let found = String::deserialize(deserializer)?;
    let other = || D::Error::custom(format!("schema version {found:?}, and only {SCHEMA_VERSION:?} is read"));
    if found == SCHEMA_VERSION { Ok(SCHEMA_VERSION) } else { Err(other()) }
}

/// Where a report came from.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// The path as it was given.
    pub path: String,
    /// SHA-256 of the bytes, in hexadecimal.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub sha256: String,
    /// How the bytes were read: `text`, `html`.
    pub format: String,
    /// The character encoding that was used, by its WHATWG name.
    pub encoding: String,
    /// The path of the same report among the inputs, where duplicates were looked for and that one is the better copy.
    pub duplicate_of: Option<String>,
}

/// What a report says of itself; null where it does not.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// The title line.
    pub title: Option<String>,
    /// Full name of the body whose report it is, in simplified characters.
    pub agency: Option<String>,
    /// What that body oversees.
    pub agency_kind: Option<AgencyKind>,
    /// Full name of its region, in simplified characters.
    pub region: Option<String>,
    /// GB/T 2260 code, six digits.
    #[schemars(regex(pattern = "^[0-9]{6}$"))]
    pub region_code: Option<String>,
    /// Administrative level of the region.
    pub level: Option<Level>,
    /// The kind of report.
    pub kind: Kind,
    /// The reporting period, both days inclusive.
    pub period: Option<DateRange>,
    /// The day it was published or signed.
    #[schemars(with = "Option<String>", extend("format" = "date", "pattern" = DAY))]
    pub published: Option<Date>,
}

/// An administrative level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Level {
    National,
    Province,
    Prefecture,
    County,
}

/// What a body oversees: departments that bear many names, by one kind each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum AgencyKind {
    Environment,
    Market,
    Emergency,
    Urban,
    Water,
    Agriculture,
    Transport,
    Culture,
    Health,
    NaturalResources,
    Other,
}

/// The kind of report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Kind {
    AnnualReport,
    Bulletin,
    Reply,
    #[default]
    Other,
}

/// Days from `start` to `end`, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct DateRange {
    #[schemars(with = "String", extend("format" = "date", "pattern" = DAY))]
    pub start: Date,
    #[schemars(with = "String", extend("format" = "date", "pattern" = DAY))]
    pub end: Date,
}

/// One figure of the text.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Figure {
    /// The field's id.
    pub field: String,
    /// Exact decimal in the field's unit; the lower end of a range.
    #[schemars(with = "f64")]
    #[serde(with = "rust_decimal::serde::arbitrary_precision")]
    pub value: Decimal,
    /// `count`, `CNY` or `percent`.
    pub unit: Unit,
    /// How exactly the text means it.
    pub qualifier: Qualifier,
    /// The upper end of a range.
    #[schemars(with = "Option<f64>")]
    #[serde(with = "rust_decimal::serde::arbitrary_precision_option")]
    pub upper: Option<Decimal>,
    /// A year-on-year change stated for this figure, in percent.
    #[schemars(with = "Option<f64>")]
    #[serde(with = "rust_decimal::serde::arbitrary_precision_option")]
    pub change_pct: Option<Decimal>,
    /// What it covers.
    pub scope: Scope,
    /// The words that say so.
    pub scope_name: Option<String>,
    /// The days it covers; null where neither it nor the document says.
    pub period: Option<Period>,
    /// Whether `values` took it.
    pub headline: bool,
    /// The quantity as the source writes it; part of `quote`.
    pub text: String,
    /// The shortest stretch of source that shows what was counted.
    pub quote: String,
    /// Where `quote` starts.
    pub start: usize,
    /// Where `quote` ends, exclusive.
    pub end: usize,
    /// 1-based line of `start`.
    #[schemars(range(min = 1))]
    pub line: usize,
    /// The headings above it, outermost first.
    pub section: Vec<String>,
    /// The id of the rule that found it.
    pub rule: String,
}

/// The unit of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub enum Unit {
    #[serde(rename = "count")]
    Count,
    #[serde(rename = "CNY")]
    Cny,
    #[serde(rename = "percent")]
    Percent,
}

/// How exactly a number is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Qualifier {
    #[default]
    Exact,
    Approx,
    Over,
    Under,
    Range,
}

/// What a figure covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Scope {
    #[default]
    Total,
    Part,
    Campaign,
}

/// The days a figure covers, and where that was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Period {
    #[schemars(with = "String", extend("format" = "date", "pattern" = DAY))]
    pub start: Date,
    #[schemars(with = "String", extend("format" = "date", "pattern" = DAY))]
    pub end: Date,
    pub basis: Basis,
}

/// Whether the text gives the figure a period of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Basis {
    Stated,
    Document,
}

/// Something the reader should look at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Warning {
    /// What kind of thing.
    pub code: WarningCode,
    /// In words.
    pub message: String,
    /// The field it concerns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Where it stands in the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<usize>,
    /// Its end, exclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<usize>,
    /// Where it is about several figures, all of them, the one at `start` first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
}

/// Where a figure that a warning is about stands in the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// The field's id.
    pub field: String,
    /// Its value in the field's unit.
    #[schemars(with = "f64")]
    #[serde(with = "rust_decimal::serde::arbitrary_precision")]
    pub value: Decimal,
    /// Where its quote starts.
    pub start: usize,
    /// Where its quote ends, exclusive.
    pub end: usize,
    /// 1-based line of `start`.
    #[schemars(range(min = 1))]
    pub line: usize,
}

/// The kinds of warning.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum WarningCode {
    PartOnly,
    CampaignOnly,
    OtherPeriodOnly,
    Conflict,
    SumMismatch,
    Implausible,
    NoPeriod,
    #[default]
    NoFigures,
    NoRegion,
    AmbiguousPlace,
    DuplicateOf,
    Contradicts,
    RepairedText,
    LossyDecoding,
    NotAReport,
}

/// A report that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Failure {
    /// The path as it was given.
    pub path: String,
    /// What kind of failure, in snake case.
    pub code: String,
    /// In words.
    pub message: String,
}

/// A quantity that a rule claimed and that is no figure, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TurnedDown {
    /// The field whose rule claimed it.
    pub field: String,
    /// Its value in the field's unit.
    #[schemars(with = "f64")]
    #[serde(with = "rust_decimal::serde::arbitrary_precision")]
    pub value: Decimal,
    /// What the rule took.
    pub quote: String,
    /// Where `quote` starts.
    pub start: usize,
    /// Where `quote` ends, exclusive.
    pub end: usize,
    /// 1-based line of `start`.
    #[schemars(range(min = 1))]
    pub line: usize,
    /// The id of the rule.
    pub rule: String,
    /// Why it was turned down, in words.
    pub reason: String,
}
