//! What later reports say of the year before, against that year's own report.

use super::{Disagreement, Row, agree::agree};

/// The disagreements, in the order of the rows, and how many figures were compared: those that a report states for the very
/// days that the headline value of the year before covers.
pub(super) fn find(rows: &[Row]) -> (Vec<Disagreement>, usize) {
    let (mut found, mut compared) = (Vec::new(), 0);
    for (at, pair) in rows.windows(2).enumerate() {
        let [earlier, later] = pair else { continue };
        if earlier.subject != later.subject {
            continue;
        }
        let (Some(own), Some(report)) = (&earlier.report, &later.report) else { continue };
        let mut told = Vec::new();
        for (field, source) in &report.before {
            let Some(cell) = own.cells.get(*field).and_then(Option::as_ref) else { continue };
            if cell.period != source.period || told.contains(&(*field, source.value)) {
                continue;
            }
            told.push((*field, source.value));
            compared += 1;
            if !agree(cell, source) {
                let (later, path) = (source.clone(), report.path.clone());
                found.push(Disagreement { row: at, field: *field, later, path });
            }
        }
        let from = found.iter().position(|disagreement: &Disagreement| disagreement.row == at).unwrap_or(found.len());
        found[from..].sort_by_key(|disagreement| disagreement.field);
    }
    (found, compared)
}
