//! Tables of a document: rows of data as lines, or, where a table only lays out the page, what its cells hold.

use crate::ingest::grid::{Grid, LONGEST_CELL, WIDEST_SPAN};

/// A cell as it was read.
#[derive(Debug, Default)]
pub(super) struct Cell {
    /// Its lines.
    pub(super) lines: Vec<String>,
    /// How many columns it spans.
    pub(super) columns: usize,
    /// Whether it goes on with the cell above.
    pub(super) goes_on: bool,
    /// Whether a table stands in it.
    pub(super) holds_table: bool,
}

/// A table as it is read.
#[derive(Debug, Default)]
pub(super) struct Table {
    rows: Vec<Vec<Cell>>,
    /// The row under way, and whether it was deleted.
    row: Vec<Cell>,
    is_deleted: bool,
}

impl Table {
    pub(super) fn cell(&mut self, cell: Cell) {
        self.row.push(cell);
    }

    /// Marks the row under way as deleted.
    pub(super) fn delete_row(&mut self) {
        self.is_deleted = true;
    }

    pub(super) fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        if !std::mem::take(&mut self.is_deleted) {
            self.rows.push(row);
        }
    }

    /// The lines of the table.
    pub(super) fn lines(self) -> Vec<String> {
        if !self.holds_data() {
            return self.rows.into_iter().flatten().flat_map(|cell| cell.lines).collect();
        }
        let reaches = self.reaches();
        let mut grid = Grid::default();
        let mut lines = Vec::new();
        for (row, reaches) in self.rows.iter().zip(reaches) {
            for (cell, rows) in row.iter().zip(reaches).filter(|(cell, _)| !cell.goes_on) {
                grid.begin_cell(cell.columns.clamp(1, WIDEST_SPAN), rows);
                grid.end_cell(&cell.lines.join(" "));
            }
            lines.push(grid.end_row());
        }
        lines
    }

    /// Whether the table has columns, no table inside, and no cell that is prose.
    fn holds_data(&self) -> bool {
        let is_data = |cell: &Cell| {
            let letters = cell.lines.iter().flat_map(|line| line.chars()).filter(|c| !c.is_whitespace()).count();
            let sentences = cell.lines.iter().map(|line| line.matches('。').count()).sum::<usize>();
            !cell.holds_table && letters <= LONGEST_CELL && sentences <= 1
        };
        self.rows.iter().any(|row| row.len() > 1) && self.rows.iter().flatten().all(is_data)
    }

    /// How many rows each cell spans: itself and the cells below that go on with it.
    fn reaches(&self) -> Vec<Vec<usize>> {
        let mut below: Vec<(usize, usize)> = Vec::new();
        let mut all: Vec<Vec<usize>> = Vec::with_capacity(self.rows.len());
        for row in self.rows.iter().rev() {
            let (mut column, mut reaches, mut here) = (0, Vec::with_capacity(row.len()), Vec::new());
            for cell in row {
                let found = below.binary_search_by_key(&column, |(column, _)| *column);
                let reach = 1 + found.map_or(0, |at| below[at].1);
                if cell.goes_on {
                    here.push((column, reach));
                }
                reaches.push(reach);
                column += cell.columns.clamp(1, WIDEST_SPAN);
            }
            below = here;
            all.push(reaches);
        }
        all.reverse();
        all
    }
}
