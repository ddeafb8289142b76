//! Tables as text: UTF-8, RFC 4180, an empty cell for null, no cell that a spreadsheet would run.

use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};

use super::Header;
use super::table::{Cell, Column, Table, digits};

/// A table as CSV.
pub struct Csv<W: Write> {
    out: Writer<W>,
}

impl<W: Write> Csv<W> {
    /// Begins a table with a row of names; with `bom` a byte order mark stands first.
    ///
    /// # Errors
    ///
    /// What the writer says.
    pub fn begin(columns: &[Column], header: Header, bom: bool, mut out: W) -> io::Result<Self> {
        if bom {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let mut out = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
        let name = |column: &Column| match header {
            Header::Id => text(&column.id),
            Header::Zh => text(&column.zh),
        };
        out.write_record(columns.iter().map(name)).map_err(io_error)?;
        Ok(Self { out })
    }
}

impl<W: Write> Table for Csv<W> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.out.write_record(cells.iter().map(cell)).map_err(io_error)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn cell(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Text(words) => text(words),
        Cell::Number(value, _) => digits(*value),
        Cell::Whole(number) => number.to_string(),
        Cell::Date(day) => day.to_string(),
        Cell::Flag(flag) => flag.to_string(),
    }
}

/// A cell of text. What a spreadsheet would take for a formula gets the apostrophe that marks text there.
fn text(cell: &str) -> String {
    let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if runs { format!("'{cell}") } else { cell.into() }
}

/// Keeps the kind of the error, by which a closed pipe is known.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
