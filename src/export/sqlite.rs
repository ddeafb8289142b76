//! A database: `reports` (wide), `figures` (long), `warnings`, `failures`, `fields`, `meta`, and the view `headline`.
//!
//! Owns the tables and their keys. Values are numbers that SQL can reckon with: integers where they are whole, else doubles of at
//! most 15 digits. What neither holds exactly is there rounded, and exactly in the row's `exact_digits`. Days are ISO
//! dates, null is NULL.

use std::io::{self, Write};
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, params_from_iter};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use tempfile::NamedTempFile;

use super::exact;
use super::rows::{self, long_row, wide_row};
use super::table::{Cell, Column, ColumnKind, name};
use super::{Export, Field, Generator, Layout, Sink};
use crate::record::{Failure, Record, SCHEMA_VERSION, Warning};

/// Rows that are put in before the database is asked to keep them.
const ROWS_A_TRANSACTION: usize = 10_000;

/// The headline values as rows, with the report and the name of the field.
const HEADLINE_VIEW: &str = r#"
CREATE VIEW headline AS
SELECT r.id AS report_id, r.path, r.title, r.agency, r.agency_kind, r.region, r.region_code, r.level, r.kind,
       f.field, d.zh AS field_zh, f.value, f.unit, f.qualifier, f.upper, f.change_pct, f.exact_digits,
       f.period_start, f.period_end, f.quote, f."start", f."end", f.line
FROM figures AS f JOIN reports AS r ON r.id = f.report_id JOIN fields AS d ON d.id = f.field
WHERE f.headline;
"#;

/// Made when all rows are in, which is faster.
const INDEXES: &str = "
CREATE INDEX figures_by_report ON figures (report_id);
CREATE INDEX figures_by_field ON figures (field, headline);
CREATE INDEX reports_by_path ON reports (path);
CREATE INDEX reports_by_region ON reports (region_code, period_start);
CREATE INDEX warnings_by_report ON warnings (report_id);
CREATE INDEX warnings_by_code ON warnings (code, field);
";

/// A table of the database and the statement that adds a row.
struct Rows {
    columns: Vec<Column>,
    insert: String,
}

impl Rows {
    /// Creates the table: its key `id`, these columns, the constraints.
    fn create(database: &Connection, name: &str, columns: Vec<Column>, constraints: &str) -> rusqlite::Result<Self> {
        let declared: Vec<String> =
            columns.iter().map(|column| format!("{} {}", quoted(&column.id), declared(column.kind))).collect();
        let declared = declared.join(", ");
        database.execute_batch(&format!("CREATE TABLE {name} (id INTEGER PRIMARY KEY, {declared}{constraints})"))?;
        let ids: Vec<String> = columns.iter().map(|column| quoted(&column.id)).collect();
        let places = vec!["?"; columns.len()].join(", ");
        let insert = format!("INSERT INTO {name} ({}) VALUES ({places})", ids.join(", "));
        Ok(Self { columns, insert })
    }

    /// The statement that copies rows of the attached database: of a report (`?1`), or all that refer to one by the column
    /// `reference`, which then refers to `?2`.
    fn copy(&self, name: &str, reference: Option<&str>) -> String {
        let columns = self.columns.iter().map(|column| quoted(&column.id)).collect::<Vec<_>>().join(", ");
        let values = self
            .columns
            .iter()
            .map(|column| if Some(&*column.id) == reference { "?2".into() } else { quoted(&column.id) });
        let values = values.collect::<Vec<_>>().join(", ");
        let key = reference.unwrap_or("id");
        format!("INSERT INTO {name} ({columns}) SELECT {values} FROM old.{name} WHERE {key} = ?1 ORDER BY id")
    }

    /// Adds a row; its key comes back.
    fn add(&self, database: &Connection, cells: &[Cell<'_>]) -> rusqlite::Result<i64> {
        database.prepare_cached(&self.insert)?.insert(params_from_iter(cells.iter().map(value)))
    }

    /// Adds a row whose last column tells the numbers that the others hold rounded.
    fn add_exactly(&self, database: &Connection, mut cells: Vec<Cell<'_>>) -> rusqlite::Result<i64> {
        let digits = exact::beyond(&self.columns, &cells, |value| number(value).is_some());
        cells.push(digits.map_or(Cell::Null, |digits| Cell::Text(digits.into())));
        self.add(database, &cells)
    }
}

/// A database that is being written.
pub struct Sqlite<'w> {
    database: Connection,
    fields: Vec<Field>,
    reports: Rows,
    figures: Rows,
    warnings: Rows,
    failures: Rows,
    pending: usize,
    /// A file to copy into a stream, where no other was given.
    copied: Option<(NamedTempFile, Box<dyn Write + 'w>)>,
}

impl<'w> Sqlite<'w> {
    /// Begins a database, in the file of the sink or in one that is copied when it is complete.
    ///
    /// # Errors
    ///
    /// What the file system or the database says, such as two fields of one name.
    pub fn begin(generator: &Generator, fields: Vec<Field>, sink: Sink<'w>) -> io::Result<Self> {
        let (path, copied) = match sink {
            Sink::File(path) => (path, None),
            Sink::Stream(out) => {
                let file = NamedTempFile::new()?;
                (file.path().to_path_buf(), Some((file, out)))
            }
        };
        let database = Connection::open(path).map_err(io_error)?;
        Self::create(database, generator, fields, copied).map_err(io_error)
    }

    fn create(
        database: Connection,
        generator: &Generator,
        fields: Vec<Field>,
        copied: Option<(NamedTempFile, Box<dyn Write + 'w>)>,
    ) -> rusqlite::Result<Self> {
        // The file is thrown away when something fails: there is nothing to roll back to.
        database
            .execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON; BEGIN")?;
        database.pragma_update(None, "user_version", SCHEMA_VERSION)?;
        write_meta(&database, generator)?;
        write_fields(&database, &fields)?;
        let whole = |id| Column::new(id, "", ColumnKind::Whole);
        let text = |id| Column::new(id, "", ColumnKind::Text);

        let source = [text("sha256"), text("format"), text("encoding"), text("duplicate_of")];
        let columns = rows::columns(Layout::Wide, &fields);
        let columns = columns.into_iter().chain(source).chain([exact::exact_digits()]).collect();
        let reports = Rows::create(&database, "reports", columns, "")?;

        let of_report = ", FOREIGN KEY (report_id) REFERENCES reports (id)";
        let columns = [whole("report_id")].into_iter().chain(rows::columns(Layout::Long, &fields));
        let keys = format!("{of_report}, FOREIGN KEY (field) REFERENCES fields (id)");
        let figures = Rows::create(&database, "figures", columns.chain([exact::exact_digits()]).collect(), &keys)?;

        let columns =
            vec![whole("report_id"), text("code"), text("message"), text("field"), whole("start"), whole("end")];
        let warnings = Rows::create(&database, "warnings", columns, of_report)?;
        let failures = Rows::create(&database, "failures", vec![text("path"), text("code"), text("message")], "")?;
        database.execute_batch(HEADLINE_VIEW)?;
        Ok(Self { database, fields, reports, figures, warnings, failures, pending: 0, copied })
    }

    fn add(&mut self, record: &Record) -> rusqlite::Result<()> {
        let mut row = wide_row(record, &self.fields);
        let source = &record.source;
        row.extend([&source.sha256, &source.format, &source.encoding].map(|text| Cell::Text(text.into())));
        row.push(Cell::text(source.duplicate_of.as_deref()));
        let report = Cell::Whole(self.reports.add_exactly(&self.database, row)?.unsigned_abs());
        for figure in &record.figures {
            let row = [report.clone()].into_iter().chain(long_row(record, figure));
            self.figures.add_exactly(&self.database, row.collect())?;
        }
        for warning in &record.warnings {
            self.warnings.add(&self.database, &warning_row(report.clone(), warning))?;
        }
        self.keep(1 + record.figures.len() + record.warnings.len())
    }

    /// The reports of a database that `generator` made: key, path, SHA-256. None where another made it.
    ///
    /// # Errors
    ///
    /// What the database says, such as that it is none.
    pub fn reports(path: &Path, generator: &Generator) -> io::Result<Vec<(i64, String, String)>> {
        let read = || {
            let database = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
            let mut meta = database.prepare("SELECT value FROM meta WHERE key = ?")?;
            for (key, value) in generator.told() {
                if meta.query_row([key], |row| row.get::<_, String>(0)).optional()?.as_deref() != Some(value) {
                    return Ok(Vec::new());
                }
            }
            let mut reports = database.prepare("SELECT id, path, sha256 FROM reports ORDER BY id")?;
            reports.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect()
        };
        read().map_err(io_error)
    }

    /// Gives it a database of the same form to copy reports from.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub fn attach(&mut self, old: &Path) -> io::Result<()> {
        let attach = || {
            self.database.execute_batch("COMMIT")?;
            self.database.execute("ATTACH ? AS old", [&*old.to_string_lossy()])?;
            self.database.execute_batch("BEGIN")
        };
        attach().map_err(io_error)
    }

    /// Adds the report of that key in the attached database, with its figures and warnings.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub fn copy(&mut self, report: i64) -> io::Result<()> {
        let copy = || {
            let Self { database, reports, figures, warnings, .. } = &*self;
            let mut insert = database.prepare_cached(&reports.copy("reports", None))?;
            let copied = insert.insert([report])?;
            let mut rows = 1;
            for (table, name) in [(figures, "figures"), (warnings, "warnings")] {
                rows += database.prepare_cached(&table.copy(name, Some("report_id")))?.execute([report, copied])?;
            }
            Ok(rows)
        };
        copy().and_then(|rows| self.keep(rows)).map_err(io_error)
    }

    /// Ends the transaction when it has become long.
    fn keep(&mut self, rows: usize) -> rusqlite::Result<()> {
        self.pending += rows;
        if self.pending >= ROWS_A_TRANSACTION {
            self.pending = 0;
            self.database.execute_batch("COMMIT; BEGIN")?;
        }
        Ok(())
    }
}

impl Export for Sqlite<'_> {
    fn report(&mut self, record: &Record) -> io::Result<()> {
        self.add(record).map_err(io_error)
    }

    fn failure(&mut self, failure: &Failure) -> io::Result<()> {
        let row = [&failure.path, &failure.code, &failure.message].map(|text| Cell::Text(text.into()));
        self.failures.add(&self.database, &row).map_err(io_error)?;
        self.keep(1).map_err(io_error)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.database.execute_batch(INDEXES).and_then(|()| self.database.execute_batch("COMMIT")).map_err(io_error)?;
        if let Some((file, out)) = &mut self.copied {
            io::copy(file.as_file_mut(), out)?;
            out.flush()?;
        }
        Ok(())
    }
}

fn write_meta(database: &Connection, generator: &Generator) -> rusqlite::Result<()> {
    database.execute_batch("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")?;
    let mut insert = database.prepare("INSERT INTO meta (key, value) VALUES (?, ?)")?;
    generator.told().into_iter().try_for_each(|told| insert.execute(told).map(drop))
}

fn write_fields(database: &Connection, fields: &[Field]) -> rusqlite::Result<()> {
    database.execute_batch(
        "CREATE TABLE fields (id TEXT PRIMARY KEY, position INTEGER NOT NULL, zh TEXT NOT NULL, en TEXT NOT NULL,
         unit TEXT NOT NULL, counts TEXT NOT NULL, excludes TEXT NOT NULL) WITHOUT ROWID",
    )?;
    let mut insert = database.prepare("INSERT INTO fields VALUES (?, ?, ?, ?, ?, ?, ?)")?;
    for (position, field) in (1_i64..).zip(fields) {
        let unit = name(&field.unit);
        insert.execute((&field.id, position, &field.zh, &field.en, unit, &field.counts, &field.excludes))?;
    }
    Ok(())
}

fn warning_row<'a>(report: Cell<'a>, warning: &'a Warning) -> [Cell<'a>; 6] {
    let place = |offset: Option<usize>| offset.map_or(Cell::Null, Cell::whole);
    [
        report,
        Cell::name(&warning.code),
        Cell::text(Some(&warning.message)),
        Cell::text(warning.field.as_deref()),
        place(warning.start),
        place(warning.end),
    ]
}

/// The type that a column is declared with: names that other readers of the file know too.
fn declared(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Text => "TEXT",
        ColumnKind::Number => "NUMERIC",
        ColumnKind::Whole | ColumnKind::Flag => "INTEGER",
        ColumnKind::Date => "DATE",
    }
}

fn quoted(id: &str) -> String {
    format!("\"{}\"", id.replace('"', "\"\""))
}

fn value(cell: &Cell<'_>) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Text(text) => Value::Text(text.to_string()),
        Cell::Number(value, _) => number(*value).unwrap_or_else(|| Value::Real(exact::nearest(*value))),
        Cell::Whole(number) => number.to_i64().map_or(Value::Null, Value::Integer),
        Cell::Date(day) => Value::Text(day.to_string()),
        Cell::Flag(flag) => Value::Integer(i64::from(*flag)),
    }
}

/// The value as a number of the database, if one is exactly that.
fn number(value: Decimal) -> Option<Value> {
    let whole = value.is_integer().then(|| value.to_i64()).flatten();
    whole.map(Value::Integer).or_else(|| exact::double(value).map(Value::Real))
}

/// Keeps what the command line tells apart: a full disk, a file that must not be written.
fn io_error(error: rusqlite::Error) -> io::Error {
    let kind = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => io::ErrorKind::StorageFull,
        Some(ErrorCode::PermissionDenied | ErrorCode::ReadOnly) => io::ErrorKind::PermissionDenied,
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, error)
}
