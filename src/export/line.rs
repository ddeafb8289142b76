//! A record as one line of JSON: what `serde_json` writes, in a fraction of its time.
//!
//! Half of a line is the names of members. They are put down as they stand here, with their marks, where `serde_json` looks
//! at each of their characters. What is rare is left to it.

use std::io::{self, Write};

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use crate::record::{
    AgencyKind, Basis, DateRange, Document, Figure, Kind, Level, Period, Qualifier, Record, Scope, Source, Unit,
    Warning,
};

/// What can be part of a line.
pub(super) trait Json {
    /// Appends it to a line.
    fn append(&self, line: &mut Vec<u8>) -> io::Result<()>;
}

/// Writes a type as the object of these members, which are all that it has.
macro_rules! object {
    ($type:ident { $first:ident, $($member:ident),+ $(,)? }) => {
        impl Json for $type {
            fn append(&self, line: &mut Vec<u8>) -> io::Result<()> {
                let Self { $first, $($member),+ } = self;
                line.extend_from_slice(concat!("{\"", stringify!($first), "\":").as_bytes());
                $first.append(line)?;
                $(
                    line.extend_from_slice(concat!(",\"", stringify!($member), "\":").as_bytes());
                    $member.append(line)?;
                )+
                line.push(b'}');
                Ok(())
            }
        }
    };
}

/// Leaves types to `serde_json`.
macro_rules! as_serialized {
    ($($type:ty),+ $(,)?) => {
        $(impl Json for $type {
            fn append(&self, line: &mut Vec<u8>) -> io::Result<()> {
                serde_json::to_writer(line, self).map_err(io::Error::from)
            }
        })+
    };
}

object!(Record { schema_version, source, document, values, figures, warnings });
object!(Source { path, sha256, format, encoding, duplicate_of });
object!(Document { title, agency, agency_kind, region, region_code, level, kind, period, published });
object!(Figure {
    field,
    value,
    unit,
    qualifier,
    upper,
    change_pct,
    scope,
    scope_name,
    period,
    headline,
    text,
    quote,
    start,
    end,
    line,
    section,
    rule,
});
object!(DateRange { start, end });
object!(Period { start, end, basis });
as_serialized!(bool, usize, u64, Unit, Qualifier, Scope, Basis, AgencyKind, Level, Kind, Warning);

impl Json for str {
    fn append(&self, line: &mut Vec<u8>) -> io::Result<()> {
        // All bytes are looked at, so that many are at once.
        let escapes = |byte: u8| byte < b' ' || byte == b'"' || byte == b'\\';
        if self.bytes().fold(false, |any, byte| any | escapes(byte)) {
            return serde_json::to_writer(line, self).map_err(io::Error::from);
        }
        line.push(b'"');
        line.extend_from_slice(self.as_bytes());
        line.push(b'"');
        Ok(())
    }
}

impl Json for &str {
    fn append(&self, line: &mut Vec<u8>) -> io::Result<()> {
        str::append(self, line)
    }
}

impl Json for String {
    fn append(&self, line: &mut Vec<u8>) -> io::Result<()> {
        self.as_str().append(line)
    }
}

impl Json for Decimal {
    fn append(&self, line: &mut Vec<u8>) -> io::Result<()> {
        // Nearly all are counts.
        match u64::try_from(self.mantissa()) {
            Ok(count) if self.scale() == 0 && self.is_sign_positive() => count.append(line),
            _ => write!(line, "{self}"),
        }
    }
}

impl Json for Date {
    fn append(&self, line: &mut Vec<u8>) -> io::Result<()> {
        let (century, year) = (u8::try_from(self.year() / 100), u8::try_from(self.year() % 100));
        let (Ok(century @ 0..100), Ok(year)) = (century, year) else { return write!(line, "\"{self}\"") };
        let [month, day] = [self.month(), self.day()].map(i8::unsigned_abs);
        let two = |number: u8| [b'0' + number / 10, b'0' + number % 10];
        line.push(b'"');
        line.extend_from_slice([two(century), two(year)].as_flattened());
        for number in [month, day] {
            line.push(b'-');
            line.extend_from_slice(&two(number));
        }
        line.push(b'"');
        Ok(())
    }
}

impl<T: Json> Json for Option<T> {
    fn append(&self, line: &mut Vec<u8>) -> io::Result<()> {
        match self {
            Some(value) => value.append(line),
            None => line.write_all(b"null"),
        }
    }
}

impl<T: Json> Json for Vec<T> {
    fn append(&self, line: &mut Vec<u8>) -> io::Result<()> {
        line.push(b'[');
        for (at, value) in self.iter().enumerate() {
            if at > 0 {
                line.push(b',');
            }
            value.append(line)?;
        }
        line.push(b']');
        Ok(())
    }
}

impl Json for Map<String, Value> {
    fn append(&self, line: &mut Vec<u8>) -> io::Result<()> {
        line.push(b'{');
        for (at, (name, value)) in self.iter().enumerate() {
            if at > 0 {
                line.push(b',');
            }
            name.append(line)?;
            line.push(b':');
            match value {
                Value::Null => line.extend_from_slice(b"null"),
                Value::Number(digits) => line.extend_from_slice(digits.as_str().as_bytes()),
                value => serde_json::to_writer(&mut *line, value)?,
            }
        }
        line.push(b'}');
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::tests::record;

    #[test]
    fn a_line_is_what_serde_writes() {
        let mut records = vec![record("a\n\"b\"\\"), record("\u{1}\u{7f}報告")];
        let figures = &mut records[1].figures;
        for value in ["0", "-0", "-3", "10.50", "18446744073709551616", "0.000001"] {
            let mut figure = figures[0].clone();
            figure.value = value.parse().unwrap();
            figure.upper = Some(figure.value);
            figure.period = None;
            figure.scope_name = Some("其\t中".into());
            figures.push(figure);
        }
        records[0].figures.clear();
        records[1].values.insert("other".into(), serde_json::json!([1.5e300, "x"]));
        for year in [-4, 987, 2024] {
            let mut dated = record("");
            dated.document.published = Some(jiff::civil::date(year, 2, 13));
            records.push(dated);
        }
        for record in records {
            let mut line = Vec::new();
            record.append(&mut line).unwrap();
            assert_eq!(String::from_utf8(line).unwrap(), serde_json::to_string(&record).unwrap());
        }
    }
}
