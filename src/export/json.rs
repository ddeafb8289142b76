//! One pretty-printed object: [`super::Extraction`], written piece by piece.

use std::io::{self, Write};

use serde::Serialize;

use super::{Export, Generator};
use crate::record::{Failure, Record, SCHEMA_VERSION};

pub(super) struct Json<W> {
    out: W,
    empty: bool,
    failures: Vec<Failure>,
}

impl<W: Write> Json<W> {
    pub(super) fn begin(generator: &Generator, mut out: W) -> io::Result<Self> {
        write!(out, "{{\n  \"schema_version\": \"{SCHEMA_VERSION}\",\n  \"generator\": ")?;
        write_nested(&mut out, generator, "  ")?;
        write!(out, ",\n  \"reports\": [")?;
        Ok(Self { out, empty: true, failures: Vec::new() })
    }
}

impl<W: Write> Export for Json<W> {
    fn report(&mut self, record: &Record) -> io::Result<()> {
        write!(self.out, "{}\n    ", if self.empty { "" } else { "," })?;
        self.empty = false;
        write_nested(&mut self.out, record, "    ")
    }

    fn failure(&mut self, failure: &Failure) -> io::Result<()> {
        self.failures.push(failure.clone());
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        write!(self.out, "{}],\n  \"failures\": ", if self.empty { "" } else { "\n  " })?;
        write_nested(&mut self.out, &self.failures, "  ")?;
        self.out.write_all(b"\n}\n")?;
        self.out.flush()
    }
}

/// Writes `value` as it stands inside an object that is `indent` deep. No string of JSON spans lines.
fn write_nested(out: &mut impl Write, value: &impl Serialize, indent: &str) -> io::Result<()> {
    let json = serde_json::to_string_pretty(value)?;
    out.write_all(json.replace('\n', &format!("\n{indent}")).as_bytes())
}
