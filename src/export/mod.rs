//! Records in, one of the output formats out, into a `Write`.
//!
//! Owns the formats, one file each. All of them stream: a record is written when it comes and not kept. Failures have a
//! place in JSON only.

mod csv;
mod json;
mod jsonl;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::Serialize;

use crate::record::{Failure, Record};

pub use csv::{LONG_COLUMNS, REPORT_COLUMNS};

/// An output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One object with all that is known of every report, and the failures.
    Json,
    /// One report a line, without the failures.
    Jsonl,
    /// A table, for spreadsheets.
    Csv,
}

/// What a row of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Layout {
    /// One row a report, one column a field (每份报告一行).
    #[default]
    Wide,
    /// One row a figure (每个数字一行).
    Long,
}

/// What the columns of a table are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Header {
    /// By the ids of the fields.
    #[default]
    Id,
    /// In Chinese (中文列名).
    Zh,
}

/// How a table is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct TableOptions {
    /// What a row is.
    pub layout: Layout,
    /// What the columns are called.
    pub header: Header,
    /// Whether a byte order mark stands first.
    pub bom: bool,
}

/// A field, as far as an output must know it.
#[derive(Debug, Clone)]
pub struct FieldName {
    /// Its id: a key of `values`.
    pub id: String,
    /// Its name in Chinese.
    pub zh: String,
}

/// What made an output.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Generator {
    /// The program.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The rules it went by.
    pub rules: RulesVersion,
}

/// Which rules an output was made with.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RulesVersion {
    /// The name of the pack.
    pub pack: String,
    /// Its version.
    pub version: String,
    /// SHA-256 over its files, in hexadecimal.
    pub digest: String,
}

/// The one object of the JSON output, whole.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Extraction {
    /// The version of this form: "1".
    pub schema_version: &'static str,
    /// What made it.
    pub generator: Generator,
    /// The reports, in the order of the inputs.
    pub reports: Vec<Record>,
    /// The inputs that could not be read.
    pub failures: Vec<Failure>,
}

/// Writes one output, record by record.
pub trait Export {
    /// Writes a report.
    ///
    /// # Errors
    ///
    /// What the writer says.
    fn report(&mut self, record: &Record) -> io::Result<()>;

    /// Takes note of an input that failed, where the format has a place for it.
    fn failure(&mut self, failure: &Failure) {
        let _ = failure;
    }

    /// Writes what is left, and flushes.
    ///
    /// # Errors
    ///
    /// What the writer says.
    fn finish(&mut self) -> io::Result<()>;
}

/// Begins an output of this format; `table` concerns CSV alone.
///
/// # Errors
///
/// What the writer says.
pub fn export<'w>(
    format: Format,
    table: TableOptions,
    generator: &Generator,
    fields: Vec<FieldName>,
    out: impl Write + 'w,
) -> io::Result<Box<dyn Export + 'w>> {
    Ok(match format {
        Format::Json => Box::new(json::Json::begin(generator, out)?),
        Format::Jsonl => Box::new(jsonl::Jsonl { out }),
        Format::Csv => Box::new(csv::Csv::begin(table, fields, out)?),
    })
}
