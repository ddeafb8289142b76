//! Which tables of a page hold data, and what their cells span.

use dom_query::NodeRef;

use super::lines::name_of;
use crate::ingest::grid::{LONGEST_CELL, WIDEST_SPAN};

/// Whether a table holds data: it has columns, no table inside, and no cell that is prose.
pub(super) fn holds_data(table: &NodeRef) -> bool {
    let (mut columns, mut widest) = (0, 0);
    let (mut letters, mut sentences) = (0, 0);
    for node in table.descendants_it() {
        match name_of(&node).as_str() {
            "table" => return false,
            "tr" => columns = 0,
            "td" | "th" => {
                columns += 1;
                widest = widest.max(columns);
                (letters, sentences) = (0, 0);
            }
            _ if node.is_text() => {
                let text = node.text();
                letters += text.chars().filter(|character| !character.is_whitespace()).count();
                sentences += text.matches('。').count();
                if letters > LONGEST_CELL || sentences > 1 {
                    return false;
                }
            }
            _ => {}
        }
    }
    widest > 1
}

/// The number in a cell's `colspan` or `rowspan`; 1 where it has none.
pub(super) fn span(cell: &NodeRef, attribute: &str) -> usize {
    let number = cell.attr(attribute).and_then(|value| value.trim().parse().ok());
    number.unwrap_or(1).clamp(1, WIDEST_SPAN)
}
