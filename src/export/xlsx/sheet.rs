//! One table of a workbook, on as many pages as its rows want.

use std::borrow::Cow;

use jiff::civil::Date;
use rust_xlsxwriter::{ExcelDateTime, Note, Workbook, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::looks::Looks;
use crate::export::exact::double;
use crate::export::table::digits;
use crate::export::{Cell, Column, Header};

/// Rows of a page, UTF-16 units of a cell: what the format allows.
const ROWS: u32 = 1_048_576;
const CELL: usize = 32_767;

/// Stands at the end of a text that is too long for a cell.
const CUT: &str = "……（超过单元格上限，已截断）";

/// Characters of a note; more is not read in a box.
const NOTE: usize = 600;

/// Columns are not wider than so many Latin characters; and what the button of the filter takes.
const WIDEST: usize = 40;
const BUTTON: usize = 3;

/// What a cell has beside its value.
#[derive(Debug, Clone)]
pub struct Mark {
    /// Words in a box beside it.
    pub note: Option<String>,
    /// Whether it is coloured.
    pub warned: bool,
}

/// A table of a workbook.
pub struct Sheet {
    name: String,
    columns: Vec<Column>,
    header: Option<Header>,
    pages: Vec<Worksheet>,
    /// The row that comes next, from 0.
    next: u32,
    /// Rows that fit on a page.
    rows: u32,
    /// Of each column, in Latin characters.
    widths: Vec<usize>,
}

impl Sheet {
    pub fn begin(
        workbook: &mut Workbook,
        looks: &Looks,
        name: &str,
        columns: Vec<Column>,
        header: Option<Header>,
    ) -> Result<Self, XlsxError> {
        let widths = columns.iter().map(|column| head_width(column, header)).collect();
        let mut sheet = Self { name: name.into(), columns, header, pages: Vec::new(), next: 0, rows: ROWS, widths };
        sheet.turn(workbook, looks)?;
        Ok(sheet)
    }

    /// Begins a page.
    fn turn(&mut self, workbook: &mut Workbook, looks: &Looks) -> Result<(), XlsxError> {
        let number = self.pages.len() + 1;
        let mut page = workbook.new_worksheet_with_constant_memory()?;
        page.set_name(if number == 1 { self.name.clone() } else { format!("{} {number}", self.name) })?;
        let heads = [(self.header != Some(Header::Id), &looks.head), (self.header != Some(Header::Zh), &looks.id)];
        self.next = 0;
        for (at, (_, look)) in heads.into_iter().enumerate().filter(|(_, (shown, _))| *shown) {
            for (number, column) in (0..).zip(&self.columns) {
                let name = if at == 0 { &column.zh } else { &column.id };
                page.write_string_with_format(self.next, number, name, look)?;
            }
            self.next += 1;
        }
        page.set_freeze_panes(self.next, 1)?;
        self.pages.push(page);
        Ok(())
    }

    pub fn row(
        &mut self,
        workbook: &mut Workbook,
        looks: &Looks,
        cells: &[Cell<'_>],
        marks: &[Option<Mark>],
    ) -> Result<(), XlsxError> {
        if self.next >= self.rows {
            self.turn(workbook, looks)?;
        }
        let Some(page) = self.pages.last_mut() else { return Ok(()) };
        for (column, (at, cell)) in (0..).zip(cells.iter().enumerate()) {
            let mark = marks.get(at).and_then(Option::as_ref);
            write(page, (self.next, column), looks, cell, mark.is_some_and(|mark| mark.warned))?;
            if let Some(note) = mark.and_then(|mark| mark.note.as_deref()) {
                page.insert_note(self.next, column, &boxed(note))?;
            }
            self.widths[at] = self.widths[at].max(width(cell)).min(WIDEST);
        }
        self.next += 1;
        Ok(())
    }

    /// The finished pages.
    pub fn pages(mut self) -> Result<Vec<Worksheet>, XlsxError> {
        let heads = if self.header.is_none() { 2 } else { 1 };
        let Some(last) = self.columns.len().checked_sub(1).and_then(|last| u16::try_from(last).ok()) else {
            return Ok(self.pages);
        };
        let full = self.pages.len() - 1;
        for (at, page) in self.pages.iter_mut().enumerate() {
            let rows = if at < full { self.rows } else { self.next };
            page.autofilter(heads - 1, 0, rows.max(heads) - 1, last)?;
            for (column, width) in (0..).zip(&self.widths) {
                page.set_column_width(column, u16::try_from(width + 2).unwrap_or(u16::MAX))?;
            }
        }
        Ok(self.pages)
    }
}

fn write(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    looks: &Looks,
    cell: &Cell<'_>,
    warned: bool,
) -> Result<(), XlsxError> {
    let text = looks.text.format(warned);
    match cell {
        Cell::Null if warned => page.write_blank(row, column, text)?,
        Cell::Null => return Ok(()),
        Cell::Text(words) => page.write_string_with_format(row, column, fitting(words), text)?,
        Cell::Number(value, unit) => match double(*value) {
            Some(number) => {
                page.write_number_with_format(row, column, number, looks.number(*value, *unit).format(warned))?
            }
            None => page.write_string_with_format(row, column, digits(*value), looks.digits.format(warned))?,
        },
        // Up to 2^53 a double holds it; no text is that long.
        #[allow(clippy::cast_precision_loss)]
        Cell::Whole(number) => {
            page.write_number_with_format(row, column, *number as f64, looks.whole.format(warned))?
        }
        Cell::Date(day) => match excel(*day) {
            Some(day) => page.write_datetime_with_format(row, column, &day, looks.date.format(warned))?,
            None => page.write_string_with_format(row, column, day.to_string(), text)?,
        },
        Cell::Flag(flag) => page.write_boolean_with_format(row, column, *flag, text)?,
    };
    Ok(())
}

/// A day as a workbook counts it; none before 1900.
fn excel(day: Date) -> Option<ExcelDateTime> {
    let (year, month, day) = (day.year().try_into().ok()?, day.month().try_into().ok()?, day.day().try_into().ok()?);
    ExcelDateTime::from_ymd(year, month, day).ok().filter(|_| year >= 1900)
}

/// The text, cut and saying so where a cell cannot hold it.
fn fitting(text: &str) -> Cow<'_, str> {
    // A character is at least as long in UTF-8 as in UTF-16.
    if text.len() <= CELL || text.encode_utf16().count() <= CELL {
        return text.into();
    }
    let room = CELL - CUT.encode_utf16().count();
    let mut used = 0;
    let kept = text.chars().take_while(|c| {
        used += c.len_utf16();
        used <= room
    });
    (kept.collect::<String>() + CUT).into()
}

fn boxed(words: &str) -> Note {
    let long = words.chars().count() > NOTE;
    let words = if long { words.chars().take(NOTE).collect::<String>() + "……" } else { words.to_owned() };
    let lines: usize = words.lines().map(|line| 1 + line.width() / 40).sum();
    let height = u32::try_from(20 + lines * 18).unwrap_or(400).min(400);
    Note::new(words).set_author("zhifa").add_author_prefix(false).set_width(300).set_height(height)
}

fn head_width(column: &Column, header: Option<Header>) -> usize {
    let zh = column.zh.width();
    // Ids below Chinese names are small.
    let id = column.id.width();
    match header {
        Some(Header::Zh) => zh + BUTTON,
        Some(Header::Id) => id + BUTTON,
        None => zh.max(id * 4 / 5) + BUTTON,
    }
}

/// How wide a cell is, in Latin characters; a Chinese one counts two.
fn width(cell: &Cell<'_>) -> usize {
    match cell {
        Cell::Null => 0,
        Cell::Text(words) => words.width(),
        // With thousands and a unit.
        Cell::Number(value, _) => digits(*value).len() * 4 / 3 + 2,
        Cell::Whole(number) => number.checked_ilog10().unwrap_or(0) as usize + 1,
        Cell::Date(_) => 10,
        Cell::Flag(_) => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::ColumnKind;

    #[test]
    fn a_full_page_is_followed_by_another() {
        let (mut workbook, looks) = (Workbook::new(), Looks::new());
        let columns = vec![Column::new("a", "甲", ColumnKind::Text)];
        let mut sheet = Sheet::begin(&mut workbook, &looks, "数据", columns, None).unwrap();
        sheet.rows = 4;
        for _ in 0..5 {
            sheet.row(&mut workbook, &looks, &[Cell::text(Some("x"))], &[]).unwrap();
        }
        let names: Vec<String> = sheet.pages().unwrap().iter().map(Worksheet::name).collect();
        assert_eq!(names, ["数据", "数据 2", "数据 3"]);
    }

    #[test]
    fn a_text_is_cut_only_where_a_cell_cannot_hold_it() {
        let fits = "字".repeat(CELL);
        assert_eq!(fitting(&fits), fits);
        let cut = fitting(&("𠮷".repeat(CELL / 2) + "字字")).into_owned();
        assert!(cut.ends_with(CUT) && cut.starts_with('𠮷'));
        assert!(cut.encode_utf16().count() <= CELL);
    }

    #[test]
    fn days_before_1900_are_no_numbers() {
        assert!(excel(jiff::civil::date(1899, 12, 31)).is_none());
        assert!(excel(jiff::civil::date(1900, 1, 1)).is_some());
    }
}
