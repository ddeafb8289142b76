//! What is done with a number that a format cannot hold exactly.

use rust_decimal::Decimal;

#[cfg(any(feature = "parquet", feature = "sqlite"))]
use super::table::{Cell, Column, ColumnKind, digits};

/// The double that stands for a value; none where 15 digits, all that every reader of doubles keeps, are too few.
#[cfg(any(feature = "sqlite", feature = "xlsx"))]
pub(super) fn double(value: Decimal) -> Option<f64> {
    let value = value.normalize();
    let digits = value.mantissa().unsigned_abs().checked_ilog10().unwrap_or(0) + 1;
    (digits <= 15).then(|| nearest(value))
}

/// The double nearest to a value. By way of its digits: the conversion of the decimal itself may be off in the last place.
#[cfg(any(feature = "sqlite", feature = "xlsx"))]
pub(super) fn nearest(value: Decimal) -> f64 {
    value.to_string().parse().unwrap_or(f64::NAN)
}

/// The column of a format whose numbers have bounds: `column=digits` for each number of the row that it cannot hold exactly
/// and holds rounded, joined by `;`.
#[cfg(any(feature = "parquet", feature = "sqlite"))]
pub(super) fn exact_digits() -> Column {
    Column::new("exact_digits", "精确值", ColumnKind::Text)
}

/// The cell of [`exact_digits`] for a row of which some numbers do not fit.
#[cfg(any(feature = "parquet", feature = "sqlite"))]
pub(super) fn beyond(columns: &[Column], cells: &[Cell<'_>], fits: impl Fn(Decimal) -> bool) -> Option<String> {
    let told = columns.iter().zip(cells).filter_map(|(column, cell)| match cell {
        Cell::Number(value, _) if !fits(*value) => Some(format!("{}={}", column.id, digits(*value))),
        _ => None,
    });
    told.reduce(|all, one| all + ";" + &one)
}
