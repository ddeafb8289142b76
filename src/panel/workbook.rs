//! A panel as a workbook: a sheet for each of its tables, each value of the first with its source as a note.

use std::io::{self, Write};

use super::tables::Which;
use super::{Coverage, Panel, Report, Row};
use crate::export::xlsx::{Book, Mark, SheetId};
use crate::export::{Cell, Header, Table};

/// Values that get a note. Programs that open the workbook hold a drawing for each; the sources are in the sheet of cells all the same.
const NOTES: usize = 50_000;

/// A sheet as a table, whose rows have marks that were made beforehand.
struct Page<'b, W> {
    book: &'b mut Book<W>,
    sheet: SheetId,
    marks: std::vec::IntoIter<Vec<Option<Mark>>>,
}

impl<W: Write> Table for Page<'_, W> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.book.row(self.sheet, cells, &self.marks.next().unwrap_or_default())
    }

    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Panel {
    /// Writes all tables as the sheets of a workbook. In the panel a value that a later report disagrees with, or that a warning
    /// concerns, is coloured.
    ///
    /// # Errors
    ///
    /// What the writer says, or the file system of the workbook's temporary files.
    pub fn write_workbook(&self, header: Option<Header>, out: impl Write) -> io::Result<()> {
        let mut book = Book::new(header, out)?;
        for which in Which::ALL {
            let sheet = book.sheet(which.names().1, self.columns(which))?;
            let marks = if which == Which::Panel { self.marks() } else { Vec::new() };
            self.write(which, &mut Page { book: &mut book, sheet, marks: marks.into_iter() })?;
        }
        book.finish()
    }

    /// The marks of each row of the panel.
    fn marks(&self) -> Vec<Vec<Option<Mark>>> {
        let columns = self.columns(Which::Panel);
        let is_first = |id: &str| self.fields.first().is_some_and(|field| field.id == id);
        let first_field = columns.iter().position(|column| is_first(&column.id)).unwrap_or_default();
        let mut notes = 0;
        let rows = self.rows.iter().enumerate().map(|(at, row)| {
            let mut marks = vec![None; first_field];
            if let Some(report) = &row.report {
                marks.extend((0..self.fields.len()).map(|field| self.mark(at, row, report, field, &mut notes)));
            }
            marks
        });
        rows.collect()
    }

    fn mark(&self, at: usize, row: &Row, report: &Report, field: usize, notes: &mut usize) -> Option<Mark> {
        let source = report.cells[field].as_ref();
        let later = self.disagreements.iter().filter(|d| d.row == at && d.field == field);
        let later: Vec<String> = later
            .map(|d| {
                let (value, line) = (d.later.value.normalize(), d.later.line);
                format!("{}年报告作 {value}（{} 第 {line} 行）", row.year + 1, d.path)
            })
            .collect();
        let warned = !later.is_empty() || report.coverage[field] == Coverage::Doubtful;
        let place = source.map(|source| format!("“{}”（{} 第 {} 行）", source.quote, report.path, source.line));
        let note: Vec<String> = place.into_iter().chain(later).collect();
        let note = (!note.is_empty() && *notes < NOTES).then(|| note.join("\n"));
        *notes += usize::from(note.is_some());
        (note.is_some() || warned).then_some(Mark { note, warned })
    }
}
