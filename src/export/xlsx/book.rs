//! A workbook of tables, written row by row.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::looks::Looks;
use super::sheet::{Mark, Sheet};
use crate::export::{Cell, Column, Header};

/// What the library says in the panic with which it ends when a temporary file cannot be written. [`Book`] makes an error of it.
pub const UNWRITTEN: &str = "Couldn't write to xml file";

/// A sheet of a [`Book`].
#[derive(Debug, Clone, Copy)]
pub struct SheetId(usize);

/// A workbook of tables: any number of sheets, rows to any of them.
pub struct Book<W> {
    workbook: Workbook,
    looks: Looks,
    header: Option<Header>,
    sheets: Vec<Sheet>,
    out: W,
}

impl<W: Write> Book<W> {
    /// An empty workbook. Columns have their Chinese name and below it their id, or the one asked for.
    ///
    /// # Errors
    ///
    /// None that is known.
    pub fn new(header: Option<Header>, out: W) -> io::Result<Self> {
        let mut workbook = Workbook::new();
        // The same table gives the same bytes on any day.
        let day = ExcelDateTime::from_ymd(2000, 1, 1).map_err(io_error)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&day));
        Ok(Self { workbook, looks: Looks::new(), header, sheets: Vec::new(), out })
    }

    /// Adds a sheet with its heads. One that is full goes on in another of its name and a number.
    ///
    /// # Errors
    ///
    /// A name or a number of columns that no workbook can have; a temporary file that cannot be made.
    pub fn sheet(&mut self, name: &str, columns: Vec<Column>) -> io::Result<SheetId> {
        let sheet = guarded(|| Sheet::begin(&mut self.workbook, &self.looks, name, columns, self.header))?;
        self.sheets.push(sheet);
        Ok(SheetId(self.sheets.len() - 1))
    }

    /// Adds a row to a sheet; `marks` are those of its cells, in their order, and may be fewer.
    ///
    /// # Errors
    ///
    /// A temporary file that cannot be written.
    pub fn row(&mut self, sheet: SheetId, cells: &[Cell<'_>], marks: &[Option<Mark>]) -> io::Result<()> {
        guarded(|| self.sheets[sheet.0].row(&mut self.workbook, &self.looks, cells, marks))
    }

    /// Writes the workbook.
    ///
    /// # Errors
    ///
    /// What the writer says; a temporary file that cannot be written.
    pub fn finish(&mut self) -> io::Result<()> {
        let sheets = std::mem::take(&mut self.sheets);
        let bytes = guarded(|| {
            for page in sheets.into_iter().map(Sheet::pages).collect::<Result<Vec<_>, _>>()?.into_iter().flatten() {
                self.workbook.push_worksheet(page);
            }
            self.workbook.save_to_buffer()
        })?;
        self.out.write_all(&bytes)?;
        self.out.flush()
    }
}

/// Does `work`, and makes an error of a temporary file that cannot be written.
fn guarded<T>(work: impl FnOnce() -> Result<T, XlsxError>) -> io::Result<T> {
    // After an error nothing is done with the workbook but to drop it.
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(done) => done.map_err(io_error),
        Err(panic) if panic.downcast_ref::<String>().is_some_and(|words| words.starts_with(UNWRITTEN)) => {
            Err(io::Error::other("a temporary file of the workbook cannot be written: is the disk full?"))
        }
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

fn io_error(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other),
    }
}
