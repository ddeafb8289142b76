//! A database of `extract`: its rows put together to records again.

use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Params, Row};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::{Fault, Generator, Piece, Rules, Sink};
use crate::record::{Failure, SCHEMA_VERSION};

/// What every database begins with.
pub(super) const MAGIC: &[u8] = b"SQLite format 3\0";

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self { line: None, message: format!("no output of zhifa: {error}") }
    }
}

/// Reads the tables `meta`, `fields`, `reports` with `figures` and `warnings`, `failures`.
pub(super) fn read(path: &Path, sink: Sink) -> Result<(), Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = Connection::open_with_flags(path, flags)?;
    let version = told(&database, "schema_version")?;
    if version != SCHEMA_VERSION {
        let message = format!("no output of zhifa: schema version {version:?}, and only {SCHEMA_VERSION:?} is read");
        return Err(Fault { line: None, message });
    }
    let failures = rows(&database, "SELECT * FROM failures ORDER BY id", [], object)?;
    let failures: Result<Vec<Failure>, Fault> = failures.into_iter().map(|row| typed("failures", row)).collect();
    if !sink(Piece::Generator(generator(&database)?)) || !sink(Piece::Failures(failures?)) {
        return Ok(());
    }
    let fields = {
        let mut statement = database.prepare("SELECT id FROM fields ORDER BY position")?;
        statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?
    };
    let mut reports = database.prepare("SELECT * FROM reports ORDER BY id")?;
    let mut reports = reports.query([])?;
    while let Some(row) = reports.next()? {
        let mut report = object(row)?;
        let id: i64 = row.get("id")?;
        let figures = rows(&database, "SELECT * FROM figures WHERE report_id = ? ORDER BY id", [id], figure)?;
        let warnings = rows(&database, "SELECT * FROM warnings WHERE report_id = ? ORDER BY id", [id], object)?;
        let values: Map<String, Value> =
            fields.iter().map(|id| (id.clone(), report.remove(id).unwrap_or_default())).collect();
        report.insert("period".into(), period(&report));
        let record = json!({
            "schema_version": SCHEMA_VERSION, "source": report, "document": report, "values": values,
            "figures": figures, "warnings": warnings,
        });
        if !sink(Piece::Record(Box::new(typed("reports", record)?))) {
            break;
        }
    }
    Ok(())
}

fn generator(database: &Connection) -> Result<Generator, Fault> {
    let rules = Rules {
        pack: told(database, "rules_pack")?,
        version: told(database, "rules_version")?,
        digest: told(database, "rules_digest")?,
    };
    Ok(Generator { name: told(database, "generator")?, version: told(database, "generator_version")?, rules })
}

fn told(database: &Connection, key: &str) -> rusqlite::Result<String> {
    database.query_row("SELECT value FROM meta WHERE key = ?", [key], |row| row.get(0))
}

/// What a query finds, each row in a form.
fn rows<T>(
    database: &Connection,
    query: &str,
    of: impl Params,
    form: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    database.prepare_cached(query)?.query_map(of, |row| form(row))?.collect()
}

/// A row by the names of its columns. What the columns hold rounded is taken from `exact_digits`.
fn object(row: &Row<'_>) -> rusqlite::Result<Map<String, Value>> {
    let names: Vec<String> = row.as_ref().column_names().map(String::from).collect();
    let mut object = Map::new();
    for (at, name) in names.into_iter().enumerate() {
        let value = match row.get_ref(at)? {
            ValueRef::Null | ValueRef::Blob(_) => Value::Null,
            ValueRef::Integer(number) => number.into(),
            // The shortest digits that give this double are those that were stored.
            ValueRef::Real(number) => digits(&number.to_string()),
            ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
        };
        object.insert(name, value);
    }
    if let Some(Value::String(exact)) = object.remove("exact_digits") {
        for (name, number) in exact.split(';').filter_map(|told| told.split_once('=')) {
            object.insert(name.to_owned(), digits(number));
        }
    }
    Ok(object)
}

fn digits(number: &str) -> Value {
    number.parse().map_or(Value::Null, Value::Number)
}

/// A row of `figures` as the record has it.
fn figure(row: &Row<'_>) -> rusqlite::Result<Value> {
    let mut figure = object(row)?;
    let section: Vec<&str> =
        figure.get("section").and_then(Value::as_str).map(|all| all.split(" > ").collect()).unwrap_or_default();
    let headline = figure.get("headline").and_then(Value::as_i64) == Some(1);
    let (section, period) = (json!(section), period(&figure));
    figure.insert("section".to_owned(), section);
    figure.insert("headline".to_owned(), headline.into());
    figure.insert("period".to_owned(), period);
    Ok(figure.into())
}

fn period(row: &Map<String, Value>) -> Value {
    match row.get("period_start") {
        None | Some(Value::Null) => Value::Null,
        Some(start) => json!({ "start": start, "end": row.get("period_end"), "basis": row.get("period_basis") }),
    }
}

fn typed<T: DeserializeOwned>(table: &str, row: impl Into<Value>) -> Result<T, Fault> {
    let fault = |error| Fault { line: None, message: format!("no output of zhifa: in the table {table}: {error}") };
    serde_json::from_value(row.into()).map_err(fault)
}
