//! The rows of a table of data as lines, the same for every format.
//!
//! In: the cells in order. Out: a row as one line, cells joined by `|`. A cell that spans rows or columns is repeated where
//! it is a label, so that each row reads by itself, and left empty where it is prose.

/// The most cells that one cell is taken to span; more is a slip or an attack.
pub(super) const WIDEST_SPAN: usize = 64;

/// The most characters, blanks aside, that a cell of data has; more is prose, and the table lays out a page.
pub(super) const LONGEST_CELL: usize = 200;

/// The longest text that is still a label.
const LONGEST_LABEL: usize = 20;

/// A cell of an earlier row that reaches down into this one.
#[derive(Default, Clone)]
struct Hanging {
    rows: usize,
    text: String,
}

/// The rows of a data table as they come.
#[derive(Default)]
pub(super) struct Grid {
    row: Vec<String>,
    /// How many cells of the row have text, a spanning one counted once.
    filled: usize,
    hanging: Vec<Hanging>,
    cell: Option<(usize, usize)>,
}

impl Grid {
    /// Whether a cell is open.
    pub(super) fn in_cell(&self) -> bool {
        self.cell.is_some()
    }

    pub(super) fn begin_cell(&mut self, columns: usize, rows: usize) {
        self.fill_from_above();
        self.cell = Some((columns, rows));
    }

    pub(super) fn end_cell(&mut self, text: &str) {
        let Some((columns, rows)) = self.cell.take() else { return };
        let again = if text.chars().count() <= LONGEST_LABEL { text } else { "" };
        self.filled += usize::from(!text.is_empty());
        for index in 0..columns {
            let column = self.row.len();
            self.row.push(if index == 0 { text } else { again }.to_owned());
            if rows > 1 {
                self.hanging.resize(self.hanging.len().max(column + 1), Hanging::default());
                self.hanging[column] = Hanging { rows: rows - 1, text: again.to_owned() };
            }
        }
    }

    /// The row as a line; a row with text in its first cell alone is just its text.
    pub(super) fn end_row(&mut self) -> String {
        self.fill_from_above();
        let row = std::mem::take(&mut self.row);
        match (std::mem::take(&mut self.filled), row.first()) {
            (0, _) => String::new(),
            (1, Some(first)) if !first.is_empty() => first.clone(),
            _ => row.join("|"),
        }
    }

    /// Writes the cells that hang down into the next columns.
    fn fill_from_above(&mut self) {
        while let Some(above) = self.hanging.get_mut(self.row.len()).filter(|above| above.rows > 0) {
            above.rows -= 1;
            self.filled += usize::from(!above.text.is_empty());
            self.row.push(above.text.clone());
        }
    }
}
