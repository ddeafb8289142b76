//! One record a line.

use std::io::{self, Write};

use super::Export;
use crate::record::Record;

pub(super) struct Jsonl<W> {
    out: W,
    /// The line that is being put together, so that its thousand pieces do not each pass through the output.
    line: Vec<u8>,
}

impl<W> Jsonl<W> {
    pub(super) const fn new(out: W) -> Self {
        Self { out, line: Vec::new() }
    }
}

impl<W: Write> Export for Jsonl<W> {
    fn report(&mut self, record: &Record) -> io::Result<()> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, record)?;
        self.line.push(b'\n');
        self.out.write_all(&self.line)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
