//! Tables as text: UTF-8, RFC 4180, an empty cell for null, no cell that a spreadsheet would run.

use std::borrow::Cow;
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
        let names = columns.iter().map(|column| match header {
            Header::Id => text(&column.id),
            Header::Zh => text(&column.zh),
        });
        write(&mut out, names)?;
        Ok(Self { out })
    }
}

impl<W: Write> Table for Csv<W> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        write(&mut self.out, cells.iter().map(cell))
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn write<'c>(out: &mut Writer<impl Write>, mut row: impl Iterator<Item = Cow<'c, str>>) -> io::Result<()> {
    row.try_for_each(|cell| out.write_field(cell.as_bytes())).map_err(io_error)?;
    // Ends the row.
    out.write_record(None::<&[u8]>).map_err(io_error)
}

fn cell<'c>(cell: &'c Cell<'_>) -> Cow<'c, str> {
    match cell {
        Cell::Null => Cow::Borrowed(""),
        Cell::Text(words) => text(words),
        Cell::Number(value, _) => digits(*value).into(),
        Cell::Whole(number) => number.to_string().into(),
        Cell::Date(day) => day.to_string().into(),
        Cell::Flag(flag) => flag.to_string().into(),
    }
}

/// A cell of text. What a spreadsheet would take for a formula gets the apostrophe that marks text there.
fn text(cell: &str) -> Cow<'_, str> {
    let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if runs { format!("'{cell}").into() } else { cell.into() }
}

/// Keeps the kind of the error, by which a closed pipe is known.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
