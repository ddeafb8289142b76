//! Records in, one of the output formats out.
//!
//! Owns the formats, one file each, and what a table is made of. A record is written when it comes and not kept. Most formats
//! go byte by byte into any [`Sink`]; a database is written in no order and takes a file, or makes one and copies it.

mod csv;
#[cfg(any(feature = "parquet", feature = "sqlite", feature = "xlsx"))]
mod exact;
mod json;
mod jsonl;
#[cfg(feature = "parquet")]
mod parquet;
mod rows;
#[cfg(feature = "sqlite")]
mod sqlite;
mod table;
#[cfg(test)]
mod tests;
#[cfg(feature = "xlsx")]
pub mod xlsx;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::Serialize;

use crate::lang::tell;
use crate::record::{Failure, Record, SCHEMA_VERSION, Unit};

pub use csv::Csv;
#[cfg(feature = "parquet")]
pub use parquet::Parquet;
pub use rows::columns;
#[cfg(feature = "sqlite")]
pub use sqlite::Sqlite;
pub use table::{Cell, Column, ColumnKind, Table};

/// An output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One object with all that is known of every report, and the failures.
    #[value(help = tell!("One object with all that is known, and the failures", "一个对象, 含全部内容和失败"))]
    Json,
    /// One report a line, without the failures.
    #[value(help = tell!("One report a line", "每行一份报告"))]
    Jsonl,
    /// A table, for spreadsheets.
    #[value(help = tell!("A table, for spreadsheets", "表格"))]
    Csv,
    /// A workbook with both layouts, Chinese heads and the quotes as notes.
    #[value(help = tell!("A workbook with both layouts", "Excel 工作簿, 两种布局"))]
    #[cfg(feature = "xlsx")]
    Xlsx,
    /// A table for programs, with exact types.
    #[value(help = tell!("A table for programs, with exact types", "供程序读取的表, 类型精确"))]
    #[cfg(feature = "parquet")]
    Parquet,
    /// A database with both layouts, the warnings and the failures.
    #[value(help = tell!("A database with both layouts, warnings and failures", "数据库, 含两种布局、 警告和失败"))]
    #[cfg(feature = "sqlite")]
    Sqlite,
}

impl Format {
    /// The format that a file's ending asks for; none for an ending that is no format's.
    pub fn of_ending(ending: &str) -> Option<Self> {
        match ending.to_lowercase().as_str() {
            "json" => Some(Self::Json),
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            "csv" => Some(Self::Csv),
            #[cfg(feature = "xlsx")]
            "xlsx" => Some(Self::Xlsx),
            #[cfg(feature = "parquet")]
            "parquet" => Some(Self::Parquet),
            #[cfg(feature = "sqlite")]
            "sqlite" | "sqlite3" | "db" => Some(Self::Sqlite),
            _ => None,
        }
    }

    /// The layout it takes where none is asked for; none for a format that has no choice.
    pub fn default_layout(self) -> Option<Layout> {
        match self {
            Self::Csv => Some(Layout::Wide),
            #[cfg(feature = "parquet")]
            Self::Parquet => Some(Layout::Long),
            _ => None,
        }
    }

    /// Whether it has names of columns to choose.
    pub fn has_header(self) -> bool {
        match self {
            Self::Csv => true,
            #[cfg(feature = "xlsx")]
            Self::Xlsx => true,
            _ => false,
        }
    }

    /// Whether an extraction that was broken off can be taken up: `resume`.
    pub fn can_resume(self) -> bool {
        match self {
            Self::Jsonl => true,
            #[cfg(feature = "sqlite")]
            Self::Sqlite => true,
            _ => false,
        }
    }

    /// Whether it is text, which a terminal can show.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Json | Self::Jsonl | Self::Csv)
    }

    /// Whether it is written in no order, best into a file: [`Sink::File`].
    pub fn wants_file(self) -> bool {
        #[cfg(feature = "sqlite")]
        return self == Self::Sqlite;
        #[cfg(not(feature = "sqlite"))]
        false
    }
}

/// What a row of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Layout {
    /// One row a report, one column a field.
    #[value(help = tell!("One row a report, one column a field", "每份报告一行, 每个字段一列"))]
    #[default]
    Wide,
    /// One row a figure.
    #[value(help = tell!("One row a figure", "每个数字一行"))]
    Long,
}

/// What the columns of a table are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Header {
    /// By the ids of the fields.
    #[value(help = tell!("By the ids of the fields", "字段的 id"))]
    #[default]
    Id,
    /// In Chinese.
    #[value(help = tell!("In Chinese", "中文列名"))]
    Zh,
}

/// How a table is written; what is not said is as the format has it.
#[derive(Debug, Clone, Copy, Default)]
pub struct TableOptions {
    /// What a row is.
    pub layout: Option<Layout>,
    /// What the columns are called.
    pub header: Option<Header>,
    /// Whether a byte order mark stands first.
    pub bom: bool,
}

/// Where an output goes.
pub enum Sink<'w> {
    /// Bytes, one after the other.
    Stream(Box<dyn Write + 'w>),
    /// A file that may be written in any order: new and empty.
    File(PathBuf),
}

impl<'w> Sink<'w> {
    fn stream(self) -> io::Result<Box<dyn Write + 'w>> {
        match self {
            Self::Stream(out) => Ok(out),
            Self::File(path) => Ok(Box::new(BufWriter::new(File::create(path)?))),
        }
    }
}

/// A field, as far as an output must know it.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its id: a key of `values`.
    pub id: String,
    /// Its name in Chinese.
    pub zh: String,
    /// Its name in English.
    pub en: String,
    /// The unit of its values.
    pub unit: Unit,
    /// What it counts, in words.
    pub counts: String,
    /// What it does not count, in words.
    pub excludes: String,
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

impl Generator {
    /// What made an output and in which form, as keys and values, for formats that have a place for it.
    pub fn told(&self) -> [(&'static str, &str); 6] {
        [
            ("schema_version", SCHEMA_VERSION),
            ("generator", self.name),
            ("generator_version", self.version),
            ("rules_pack", &self.rules.pack),
            ("rules_version", &self.rules.version),
            ("rules_digest", &self.rules.digest),
        ]
    }
}

/// Which rules an output was made with.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RulesVersion {
    /// The name of the pack.
    pub pack: String,
    /// Its version.
    pub version: String,
    /// SHA-256 over its files, in hexadecimal.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub digest: String,
}

/// The one object of the JSON output, whole.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Extraction {
    /// The version of this form: "1".
    #[schemars(extend("const" = SCHEMA_VERSION))]
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
    ///
    /// # Errors
    ///
    /// What the writer says.
    fn failure(&mut self, failure: &Failure) -> io::Result<()> {
        let _ = failure;
        Ok(())
    }

    /// Writes what is left, and flushes.
    ///
    /// # Errors
    ///
    /// What the writer says.
    fn finish(&mut self) -> io::Result<()>;
}

/// Begins an output of this format; `table` concerns those that are tables.
///
/// # Errors
///
/// What the writer says.
pub fn export<'w>(
    format: Format,
    table: TableOptions,
    generator: &Generator,
    fields: Vec<Field>,
    sink: Sink<'w>,
) -> io::Result<Box<dyn Export + 'w>> {
    let layout = table.layout.or(format.default_layout()).unwrap_or_default();
    Ok(match format {
        Format::Json => Box::new(json::Json::begin(generator, sink.stream()?)?),
        Format::Jsonl => Box::new(jsonl::Jsonl::new(sink.stream()?)),
        Format::Csv => {
            let header = table.header.unwrap_or_default();
            let table = Csv::begin(&columns(layout, &fields), header, table.bom, sink.stream()?)?;
            Box::new(rows::Rows { table, layout, fields })
        }
        #[cfg(feature = "xlsx")]
        Format::Xlsx => Box::new(xlsx::Xlsx::begin(generator, fields, table.header, sink.stream()?)?),
        #[cfg(feature = "parquet")]
        Format::Parquet => {
            let table = Parquet::begin(columns(layout, &fields), generator, sink.stream()?)?;
            Box::new(rows::Rows { table, layout, fields })
        }
        #[cfg(feature = "sqlite")]
        Format::Sqlite => Box::new(Sqlite::begin(generator, fields, sink)?),
    })
}
