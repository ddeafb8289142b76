use super::*;
use crate::export::xlsx::{Book, Mark};

#[test]
fn the_bytes_are_the_same_each_time() {
    let workbook = || bytes(Format::Xlsx, TableOptions::default(), &[record("a"), record("b")], &[]);
    assert!(workbook() == workbook());
}

#[test]
fn a_row_may_have_marks_for_its_first_cells_only() {
    let mut out = Vec::new();
    let mut book = Book::new(Some(Header::Zh), &mut out).unwrap();
    let columns = ["a", "b"].map(|id| Column::new(id, id, ColumnKind::Text)).to_vec();
    let sheet = book.sheet("一", columns).unwrap();
    let mark = Mark { note: Some("注".into()), warned: true };
    book.row(sheet, &[Cell::Null, Cell::text(Some("=1"))], &[Some(mark)]).unwrap();
    book.finish().unwrap();
    assert!(out.starts_with(b"PK"));
}

#[test]
fn a_name_that_no_sheet_can_have_is_an_error() {
    let mut book = Book::new(None, Vec::new()).unwrap();
    assert!(book.sheet("a/b", Vec::new()).unwrap_err().to_string().contains("a/b"));
}
