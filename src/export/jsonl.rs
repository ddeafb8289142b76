//! One record a line.

use std::io::{self, Write};

use super::Export;
use crate::record::Record;

pub(super) struct Jsonl<W> {
    pub(super) out: W,
}

impl<W: Write> Export for Jsonl<W> {
    fn report(&mut self, record: &Record) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, record)?;
        self.out.write_all(b"\n")
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
