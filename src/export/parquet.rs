//! Tables as Parquet: exact decimals, days as dates, what made the file in its metadata.
//!
//! Owns the columns' physical types. Numbers are DECIMAL(38, 6): all 29 digits that a value may have before the point, and six
//! after it, more than reports state. A number with more is there rounded, and exactly in the row's `exact_digits`. Rows are held until
//! a group of them is full and then written, so that memory does not grow with the table.

use std::io::{self, Write};
use std::sync::Arc;

use jiff::civil::{Date, date};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, FixedLenByteArray, FixedLenByteArrayType};
use parquet::data_type::{DataType, Int32Type, Int64Type};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};
use rust_decimal::Decimal;

use super::Generator;
use super::exact;
use super::table::{Cell, Column, ColumnKind, Table};

/// Digits of a number in all.
const PRECISION: u32 = 38;

/// Digits after the point.
const SCALE: u32 = 6;

/// A group of rows is written when it has so many rows or bytes of text.
const ROWS_A_GROUP: usize = 50_000;
const TEXT_A_GROUP: usize = 16 << 20;

/// A table as Parquet.
pub struct Parquet<W> {
    /// Holds what was written since the last group, for the writer wants one that can go to another thread.
    writer: SerializedFileWriter<Vec<u8>>,
    out: W,
    columns: Vec<Column>,
    group: Vec<Buffer>,
    rows: usize,
    text: usize,
}

/// The cells of a column that are not written yet: those that are no nulls, and for each cell whether it is one.
struct Buffer {
    values: Values,
    present: Vec<i16>,
}

enum Values {
    Text(Vec<ByteArray>),
    Number(Vec<FixedLenByteArray>),
    Whole(Vec<i64>),
    Date(Vec<i32>),
    Flag(Vec<bool>),
}

impl<W: Write> Parquet<W> {
    /// Begins a table of these columns and `exact_digits`.
    ///
    /// # Errors
    ///
    /// Two columns of one name.
    pub fn begin(mut columns: Vec<Column>, generator: &Generator, out: W) -> io::Result<Self> {
        columns.push(exact::exact_digits());
        let told = generator.told().map(|(key, value)| KeyValue::new(key.to_owned(), value.to_owned()));
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_key_value_metadata(Some(told.to_vec()))
            .build();
        let schema = schema(&columns).map_err(io_error)?;
        let writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).map_err(io_error)?;
        let group = columns.iter().map(|column| Buffer::new(column.kind)).collect();
        Ok(Self { writer, out, columns, group, rows: 0, text: 0 })
    }

    fn write_group(&mut self) -> io::Result<()> {
        if self.rows > 0 {
            write_group(&mut self.writer, &mut self.group).map_err(io_error)?;
            (self.rows, self.text) = (0, 0);
        }
        self.hand_on()
    }

    /// Empties the writer's buffer into the output. The writer counts bytes itself, so its offsets stay right.
    fn hand_on(&mut self) -> io::Result<()> {
        let written = self.writer.inner_mut();
        self.out.write_all(written)?;
        written.clear();
        Ok(())
    }
}

impl<W: Write> Table for Parquet<W> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        let digits = exact::beyond(&self.columns, cells, fits);
        let digits = digits.map_or(Cell::Null, |digits| Cell::Text(digits.into()));
        for (buffer, cell) in self.group.iter_mut().zip(cells.iter().chain([&digits])) {
            self.text += buffer.push(cell);
        }
        self.rows += 1;
        if self.rows >= ROWS_A_GROUP || self.text >= TEXT_A_GROUP { self.write_group() } else { Ok(()) }
    }

    fn finish(&mut self) -> io::Result<()> {
        self.write_group()?;
        self.writer.finish().map_err(io_error)?;
        self.hand_on()?;
        self.out.flush()
    }
}

impl Buffer {
    fn new(kind: ColumnKind) -> Self {
        let values = match kind {
            ColumnKind::Text => Values::Text(Vec::new()),
            ColumnKind::Number => Values::Number(Vec::new()),
            ColumnKind::Whole => Values::Whole(Vec::new()),
            ColumnKind::Date => Values::Date(Vec::new()),
            ColumnKind::Flag => Values::Flag(Vec::new()),
        };
        Self { values, present: Vec::new() }
    }

    /// Adds a cell, as null when it is not of the column's kind; its bytes of text come back.
    fn push(&mut self, cell: &Cell<'_>) -> usize {
        let mut text = 0;
        let mut present = true;
        match (&mut self.values, cell) {
            (Values::Text(values), Cell::Text(words)) => {
                text = words.len();
                values.push(words.as_bytes().to_vec().into());
            }
            (Values::Number(values), Cell::Number(value, _)) => {
                values.push(unscaled(*value).to_be_bytes().to_vec().into());
            }
            (Values::Whole(values), Cell::Whole(number)) => values.push(i64::try_from(*number).unwrap_or(i64::MAX)),
            (Values::Date(values), Cell::Date(day)) => values.push(days(*day)),
            (Values::Flag(values), Cell::Flag(flag)) => values.push(*flag),
            _ => present = false,
        }
        self.present.push(i16::from(present));
        text
    }
}

fn schema(columns: &[Column]) -> Result<TypePtr> {
    let fields: Result<Vec<TypePtr>> = columns.iter().map(field).collect();
    Ok(Arc::new(Type::group_type_builder("schema").with_fields(fields?).build()?))
}

fn field(column: &Column) -> Result<TypePtr> {
    let decimal = (SCALE.cast_signed(), PRECISION.cast_signed());
    let (physical, logical) = match column.kind {
        ColumnKind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        ColumnKind::Number => (Physical::FIXED_LEN_BYTE_ARRAY, Some(LogicalType::decimal(decimal.0, decimal.1))),
        ColumnKind::Whole => (Physical::INT64, None),
        ColumnKind::Date => (Physical::INT32, Some(LogicalType::Date)),
        ColumnKind::Flag => (Physical::BOOLEAN, None),
    };
    let mut field = Type::primitive_type_builder(&column.id, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical);
    if column.kind == ColumnKind::Number {
        field = field.with_length(16).with_scale(decimal.0).with_precision(decimal.1);
    }
    Ok(Arc::new(field.build()?))
}

fn write_group(writer: &mut SerializedFileWriter<Vec<u8>>, group: &mut [Buffer]) -> Result<()> {
    let mut rows = writer.next_row_group()?;
    for buffer in group {
        match &mut buffer.values {
            Values::Text(values) => write_column::<ByteArrayType>(&mut rows, values, &mut buffer.present)?,
            Values::Number(values) => write_column::<FixedLenByteArrayType>(&mut rows, values, &mut buffer.present)?,
            Values::Whole(values) => write_column::<Int64Type>(&mut rows, values, &mut buffer.present)?,
            Values::Date(values) => write_column::<Int32Type>(&mut rows, values, &mut buffer.present)?,
            Values::Flag(values) => write_column::<BoolType>(&mut rows, values, &mut buffer.present)?,
        }
    }
    rows.close().map(drop)
}

fn write_column<T: DataType>(
    rows: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    values: &mut Vec<T::T>,
    present: &mut Vec<i16>,
) -> Result<()> {
    let missing = || ParquetError::General("more columns than the schema has".into());
    let mut column = rows.next_column()?.ok_or_else(missing)?;
    column.typed::<T>().write_batch(values, Some(present), None)?;
    values.clear();
    present.clear();
    column.close()
}

/// Whether the value has no more digits after the point than the column.
fn fits(value: Decimal) -> bool {
    value.normalize().scale() <= SCALE
}

/// The value times ten to the scale, rounded half to even where it has more digits. 29 digits and 6 are within 38.
fn unscaled(value: Decimal) -> i128 {
    let value = value.normalize().round_dp(SCALE);
    value.mantissa() * 10_i128.pow(SCALE - value.scale())
}

/// Days since 1970.
fn days(day: Date) -> i32 {
    let since = day.duration_since(date(1970, 1, 1)).as_hours() / 24;
    // Years have four digits at most.
    i32::try_from(since).unwrap_or_default()
}

fn io_error(error: ParquetError) -> io::Error {
    io::Error::other(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_scaled_exactly_and_what_does_not_fit_is_known() {
        let scaled = |digits: &str| unscaled(digits.parse().unwrap());
        assert_eq!(scaled("8385.92"), 8_385_920_000);
        assert_eq!(scaled("-15.70"), -15_700_000);
        assert_eq!(scaled("79228162514264337593543950335"), 79_228_162_514_264_337_593_543_950_335_000_000);
        assert_eq!(scaled("0.1234565"), 123_456);
        assert!(fits("0.1234560000".parse().unwrap()) && !fits("0.1234565".parse().unwrap()));
    }

    #[test]
    fn days_count_from_1970() {
        assert_eq!([date(1970, 1, 1), date(1969, 12, 31), date(2024, 2, 29)].map(days), [0, -1, 19_782]);
        assert_eq!((days(Date::MIN), days(Date::MAX)), (-4_371_587, 2_932_896));
    }

    #[test]
    fn a_group_is_handed_on_when_it_is_full() {
        let generator = crate::export::tests::generator();
        let columns = vec![Column::new("line", "行号", ColumnKind::Whole)];
        let mut table = Parquet::begin(columns, &generator, Vec::new()).unwrap();
        let start = table.out.len();
        (1..ROWS_A_GROUP as u64).for_each(|line| table.row(&[Cell::Whole(line)]).unwrap());
        assert_eq!(table.out.len(), start);
        table.row(&[Cell::Null]).unwrap();
        assert!(table.out.len() > start && table.rows == 0);
        table.finish().unwrap();
        assert!(table.out.starts_with(b"PAR1") && table.out.ends_with(b"PAR1"));
    }
}
