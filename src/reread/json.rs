//! The one object of the JSON output. Its records are handed on as they are parsed, not gathered.

use std::fmt;
use std::io::BufRead;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{Fault, Piece, Sink};
use crate::record::{Record, SCHEMA_VERSION};

/// Reads the object to its end.
pub(super) fn read(input: impl BufRead, sink: Sink) -> Result<(), Fault> {
    let mut parser = serde_json::Deserializer::from_reader(input);
    let read = Extraction { sink }.deserialize(&mut parser).and_then(|()| parser.end());
    read.map_err(|error| Fault::of_json(&error, 1))
}

/// The object.
struct Extraction<'s> {
    sink: Sink<'s>,
}

impl<'de> DeserializeSeed<'de> for Extraction<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Extraction<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the object that `extract -f json` writes")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (mut version, mut reports) = (false, false);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "schema_version" => {
                    let found: String = map.next_value()?;
                    if found != SCHEMA_VERSION {
                        let only = format!("schema version {found:?}, and only {SCHEMA_VERSION:?} is read");
                        return Err(A::Error::custom(only));
                    }
                    version = true;
                }
                "generator" => {
                    let generator = map.next_value()?;
                    (self.sink)(Piece::Generator(generator));
                }
                "reports" => {
                    map.next_value_seed(Reports { sink: &mut *self.sink })?;
                    reports = true;
                }
                "failures" => {
                    let failures = map.next_value()?;
                    (self.sink)(Piece::Failures(failures));
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        let missing = [(version, "schema_version"), (reports, "reports")].into_iter().find(|(there, _)| !there);
        missing.map_or(Ok(()), |(_, key)| Err(A::Error::missing_field(key)))
    }
}

/// The array of its records.
struct Reports<'s> {
    sink: Sink<'s>,
}

impl<'de> DeserializeSeed<'de> for Reports<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Reports<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an array of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(record) = seq.next_element::<Record>()? {
            if !(self.sink)(Piece::Record(Box::new(record))) {
                return Err(A::Error::custom("no more is wanted"));
            }
        }
        Ok(())
    }
}
