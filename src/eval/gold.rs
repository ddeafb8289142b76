//! Gold files: what must come out of a report, beside the report.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use glob::Pattern;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::batch::KNOWN_KINDS;
use crate::record::{DateRange, Scope};

/// The ending of a gold file's name.
const GOLD_ENDING: &str = ".gold.json";

/// A report and what must come out of it.
#[derive(Debug)]
pub struct Case {
    /// The name both files share.
    pub name: String,
    /// The report.
    pub report: PathBuf,
    /// What must come out.
    pub gold: Gold,
}

/// What must come out of a report.
#[derive(Debug, Default, Deserialize)]
pub struct Gold {
    /// The agency; `None` where the gold does not name it, `Some(None)` where it must be null.
    #[serde(default, deserialize_with = "stated")]
    pub agency: Option<Option<String>>,
    /// The region, likewise.
    #[serde(default, deserialize_with = "stated")]
    pub region: Option<Option<String>>,
    /// What the agency oversees, likewise.
    #[serde(default, deserialize_with = "stated")]
    pub agency_kind: Option<Option<String>>,
    /// The GB/T 2260 code of the region, likewise.
    #[serde(default, deserialize_with = "stated")]
    pub region_code: Option<Option<String>>,
    /// The level of the region, likewise.
    #[serde(default, deserialize_with = "stated")]
    pub level: Option<Option<String>>,
    /// The kind of report, likewise.
    #[serde(default, deserialize_with = "stated")]
    pub kind: Option<Option<String>>,
    /// The day it was published, likewise.
    #[serde(default, deserialize_with = "stated")]
    pub published: Option<Option<Date>>,
    /// The reporting period, likewise.
    #[serde(default, deserialize_with = "stated")]
    pub period: Option<Option<Days>>,
    /// The headline values; a field that is not named must be null.
    pub values: BTreeMap<String, Option<Number>>,
    /// Headline values that may come out or not.
    #[serde(default)]
    pub optional_values: BTreeMap<String, Number>,
    /// Every figure.
    pub figures: Vec<GoldFigure>,
}

/// One figure that must come out.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldFigure {
    /// The field's id.
    pub field: String,
    /// Its value, in the field's unit.
    pub value: Number,
    /// What it covers.
    #[serde(deserialize_with = "scope")]
    pub scope: Scope,
    /// The first day it covers.
    pub start: Option<Date>,
    /// The last day it covers.
    pub end: Option<Date>,
    /// Whether it counts neither for nor against.
    #[serde(default)]
    pub optional: bool,
}

impl GoldFigure {
    pub(super) fn days(&self) -> Option<(Date, Date)> {
        self.start.zip(self.end)
    }
}

/// An exact number of a gold file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number(pub Decimal);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let digits = serde_json::Number::deserialize(deserializer)?.to_string();
        let number = digits.parse().or_else(|_| Decimal::from_scientific(&digits));
        number.map(Self).map_err(|_| D::Error::custom(format!("{digits} has more digits than a value may have")))
    }
}

/// The days of a reporting period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Days {
    start: Date,
    end: Date,
}

impl From<Days> for DateRange {
    fn from(days: Days) -> Self {
        Self { start: days.start, end: days.end }
    }
}

/// What is named, be it null, as against what is not named at all.
#[allow(clippy::option_option, reason = "null and absent differ")]
fn stated<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

fn scope<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Scope, D::Error> {
    match String::deserialize(deserializer)?.as_str() {
        "total" => Ok(Scope::Total),
        "part" => Ok(Scope::Part),
        "campaign" => Ok(Scope::Campaign),
        other => Err(D::Error::unknown_variant(other, &["total", "part", "campaign"])),
    }
}

/// Why there is nothing to compare with.
#[derive(Debug, thiserror::Error)]
pub enum GoldError {
    /// The folder or a file cannot be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A gold file is not in the form it should have.
    #[error("{}: {source}", path.display())]
    Form {
        /// Which.
        path: PathBuf,
        /// What is wrong.
        source: serde_json::Error,
    },
    /// A gold file without its report.
    #[error("{}: no report beside it: NAME.gold.json wants a NAME.txt, NAME.html or the like", .0.display())]
    NoReport(PathBuf),
    /// A folder without gold, or none whose name fits.
    #[error("{}: no gold: a NAME.gold.json is wanted whose NAME fits --only", .0.display())]
    NoGold(PathBuf),
}

/// The gold files of a folder with their reports, sorted by name; `only` those whose name it fits.
///
/// # Errors
///
/// When the folder or a file cannot be read, is not in the form it should have, or there is none.
pub fn cases(folder: &Path, only: Option<&Pattern>) -> Result<Vec<Case>, GoldError> {
    let io_error = |source| GoldError::Io { path: folder.into(), source };
    let entries = fs::read_dir(folder).map_err(io_error)?.collect::<Result<Vec<_>, _>>().map_err(io_error)?;
    let files = entries.iter().map(fs::DirEntry::file_name);
    let names = files.filter_map(|file| file.to_str()?.strip_suffix(GOLD_ENDING).map(String::from));
    let mut names: Vec<String> = names.filter(|name| only.is_none_or(|pattern| pattern.matches(name))).collect();
    if names.is_empty() {
        return Err(GoldError::NoGold(folder.into()));
    }
    names.sort_unstable();
    names.into_iter().map(|name| case(folder, name)).collect()
}

fn case(folder: &Path, name: String) -> Result<Case, GoldError> {
    let path = folder.join(format!("{name}{GOLD_ENDING}"));
    let bytes = fs::read(&path).map_err(|source| GoldError::Io { path: path.clone(), source })?;
    let gold = serde_json::from_slice(&bytes).map_err(|source| GoldError::Form { path: path.clone(), source })?;
    let mut reports = KNOWN_KINDS.iter().map(|ending| folder.join(format!("{name}.{ending}")));
    let report = reports.find(|report| report.is_file()).ok_or(GoldError::NoReport(path))?;
    Ok(Case { name, report, gold })
}
