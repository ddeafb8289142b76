//! The records of a run that is not complete, and what it has to put together.

use std::fs::{File, TryLockError};
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::state::State;
use super::{Head, Known, Line, Place, hex, journal_path, remove, state_path};
#[cfg(feature = "sqlite")]
use crate::export::Export;
use crate::record::{Failure, Record};

/// Bytes that are kept back before they are written; so much work a kill costs.
const BUFFER: usize = 1 << 16;

/// What became of an input, in the order of the inputs.
#[derive(Debug, Clone)]
#[cfg_attr(not(feature = "sqlite"), allow(dead_code))]
enum Step {
    Record(Place),
    Failure(Failure),
}

/// How the records of a run came about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Known from before.
    pub kept: usize,
    /// Made in this run.
    pub made: usize,
}

/// A run under way: the records it has made, and the order of all it will put together.
#[derive(Debug)]
pub struct Journal {
    writer: BufWriter<File>,
    /// The same file, to read from.
    reader: File,
    end: u64,
    target: PathBuf,
    /// The JSONL that was there.
    old: Option<File>,
    state: State,
    steps: Vec<Step>,
    tally: Tally,
}

impl Journal {
    /// Opens the journal, cuts off a last line that was not written to its end, and takes note of the others.
    pub(super) fn open(path: &Path, target: &Path, state: State, known: &mut Known) -> io::Result<Self> {
        let file = File::options().read(true).append(true).create(true).open(path)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(ErrorKind::WouldBlock.into()),
            // A file system without locks: then the user takes care.
            Err(TryLockError::Error(_)) | Ok(()) => {}
        }
        let reader = File::open(path)?;
        let end = scan(&reader, |line, head| known.put(head.source, Place::Journal(line)), |_| {})?;
        file.set_len(end)?;
        let old = File::open(target).ok();
        let writer = BufWriter::with_capacity(BUFFER, file);
        let (steps, tally) = (Vec::new(), Tally::default());
        Ok(Self { writer, reader, end, target: target.into(), old, state, steps, tally })
    }

    /// The next input's record is known.
    pub fn keep(&mut self, place: Place) {
        self.tally.kept += 1;
        self.steps.push(Step::Record(place));
    }

    /// The next input's record was made.
    ///
    /// # Errors
    ///
    /// What the file system says.
    pub fn add(&mut self, record: &Record) -> io::Result<()> {
        let mut line = serde_json::to_vec(record)?;
        line.push(b'\n');
        self.writer.write_all(&line)?;
        let length = line.len() as u64;
        self.steps.push(Step::Record(Place::Journal(Line { offset: self.end, length })));
        self.end += length;
        self.tally.made += 1;
        Ok(())
    }

    /// The next input failed; it will be tried again.
    pub fn fail(&mut self, failure: &Failure) {
        self.steps.push(Step::Failure(failure.clone()));
    }

    /// How the records came about so far.
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// Writes what is kept back: all that was added is then there for the next run.
    ///
    /// # Errors
    ///
    /// What the file system says.
    pub fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }

    /// A known record; none where it stands in a database.
    ///
    /// # Errors
    ///
    /// What the file system says.
    pub fn record(&self, place: Place) -> io::Result<Option<Record>> {
        self.line(place)?.map(|line| serde_json::from_slice(&line).map_err(io::Error::from)).transpose()
    }

    fn line(&self, place: Place) -> io::Result<Option<Vec<u8>>> {
        let (mut file, line) = match (place, &self.old) {
            (Place::Journal(line), _) => (&self.reader, line),
            (Place::Lines(line), Some(old)) => (old, line),
            (Place::Lines(_), None) | (Place::Row(_), _) => return Ok(None),
        };
        file.seek(SeekFrom::Start(line.offset))?;
        let mut bytes = Vec::new();
        file.take(line.length).read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }

    /// Writes all records, in the order of the inputs, as JSONL.
    ///
    /// # Errors
    ///
    /// What the file systems say.
    pub fn write_lines(&mut self, out: &mut impl Write) -> io::Result<()> {
        self.flush()?;
        let mut digest = Sha256::new();
        for step in &self.steps {
            if let Step::Record(place) = step {
                let line = self.line(*place)?.ok_or_else(gone)?;
                digest.update(&line);
                out.write_all(&line)?;
            }
        }
        // Before FILE is replaced: a kill in between leaves the old FILE, which then is not taken for this one, and the journal.
        self.state.complete = Some(hex(&digest.finalize()));
        self.state.write(&state_path(&self.target))
    }

    /// Gives all records and failures, in the order of the inputs, to a database; those of the old one are copied.
    ///
    /// # Errors
    ///
    /// What the file systems say.
    #[cfg(feature = "sqlite")]
    pub fn write_database(&mut self, database: &mut crate::export::Sqlite<'_>) -> io::Result<()> {
        self.flush()?;
        if self.steps.iter().any(|step| matches!(step, Step::Record(Place::Row(_)))) {
            database.attach(&self.target)?;
        }
        for step in &self.steps {
            match step {
                Step::Record(Place::Row(row)) => database.copy(*row)?,
                Step::Record(place) => database.report(&self.record(*place)?.ok_or_else(gone)?)?,
                Step::Failure(failure) => database.failure(failure)?,
            }
        }
        database.finish()
    }

    /// FILE is in its place: the journal goes.
    ///
    /// # Errors
    ///
    /// What the file system says.
    pub fn complete(self) -> io::Result<()> {
        remove(&journal_path(&self.target))
    }
}

/// Takes note of the records of a JSONL file that is the one with this digest.
pub(super) fn read_lines(target: &Path, complete: Option<&str>, known: &mut Known) -> io::Result<()> {
    let (Some(complete), Ok(file)) = (complete, File::open(target)) else { return Ok(()) };
    let mut digest = Sha256::new();
    let mut found = Known::default();
    scan(&file, |line, head| found.put(head.source, Place::Lines(line)), |bytes| digest.update(bytes))?;
    if hex(&digest.finalize()) == complete {
        *known = found;
    }
    Ok(())
}

/// Goes through the whole lines of a file; the offset behind the last comes back. A line that is no record is passed over.
fn scan(file: &File, mut take: impl FnMut(Line, Head), mut all: impl FnMut(&[u8])) -> io::Result<u64> {
    let mut lines = BufReader::with_capacity(BUFFER, file);
    let (mut offset, mut line) = (0, Vec::new());
    loop {
        line.clear();
        let length = lines.read_until(b'\n', &mut line)? as u64;
        all(&line);
        if !line.ends_with(b"\n") {
            return Ok(offset);
        }
        if let Ok(head) = serde_json::from_slice(&line) {
            take(Line { offset, length }, head);
        }
        offset += length;
    }
}

fn gone() -> io::Error {
    io::Error::other("a record that was there is gone")
}
