//! Reports held back until it is known which of them are copies of others.

use std::io::{self, BufWriter, Write};

use anyhow::{Context, Result};
use clap::Args;
use tempfile::NamedTempFile;
use zhifa::duplicates::{Finder, Sketch};
use zhifa::lang::tell;
use zhifa::record::Record;
use zhifa::reread;

/// Whether copies are looked for.
#[derive(Debug, Clone, Copy, Args)]
pub struct CopyArgs {
    #[arg(
        long,
        conflicts_with = "resume",
        help = tell!("Mark copies of a report, and reports that disagree", "标出重复的报告和互相矛盾的报告"),
        long_help = tell!(
            "Mark copies of a report (duplicate_of), and reports of one agency and period that disagree (contradicts). Nothing is written before all are read.",
            "标出重复的报告 (duplicate_of), 以及同一机关同一期间而数字矛盾的报告 (contradicts)。 全部读完之后才写出。"
        ),
    )]
    duplicates: bool,

    #[arg(
        long,
        conflicts_with = "resume",
        hide_short_help = true,
        help = tell!("As --duplicates, and leave the copies out: the clean one is kept", "同 --duplicates, 并去除重复的报告, 保留完好的一份"),
    )]
    dedup: bool,
}

impl CopyArgs {
    /// Whether any of it is wanted.
    pub fn wanted(self) -> bool {
        self.duplicates || self.dedup
    }
}

/// Records in a file of their own, in memory only what tells copies.
pub struct Held {
    finder: Finder,
    file: BufWriter<NamedTempFile>,
}

impl Held {
    pub fn new() -> Result<Self> {
        let file = NamedTempFile::new().with_context(|| {
            tell!("a file to hold the reports until all are read is wanted", "需要一个临时文件, 用来存放读完之前的报告")
        })?;
        Ok(Self { finder: Finder::default(), file: BufWriter::new(file) })
    }

    /// Takes the next record, with the sketch of its text.
    pub fn hold(&mut self, record: &Record, sketch: Sketch) -> io::Result<()> {
        self.finder.add(record, sketch);
        serde_json::to_writer(&mut self.file, record)?;
        self.file.write_all(b"\n")
    }

    /// Hands on the records in their order, marked.
    pub fn release(self, args: CopyArgs, mut sink: impl FnMut(&Record) -> io::Result<()>) -> Result<()> {
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        for (record, relation) in reread::read(file.path()).zip(self.finder.relations()) {
            if args.dedup && relation.duplicate_of.is_some() {
                continue;
            }
            let mut record = record?;
            relation.note(&mut record);
            sink(&record)?;
        }
        Ok(())
    }
}
