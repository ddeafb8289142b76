//! An extraction that was broken off, taken up again.
//!
//! Owns two files beside the target FILE. `FILE.partial` is the journal: each record as a line of JSON, added when it is made and
//! never changed. `FILE.resume` tells by which program and rules the journal was made, and the digest of the FILE that the last whole
//! run wrote. A record there, of the same path and the same bytes, is not made again. When all inputs are done, FILE is put
//! together in their order: from what FILE held and from the journal, which then goes. So a run that was killed at any moment
//! and taken up gives what one that was not gives.
//!
//! In: the target, what makes it. Out: which records are known, and a [`Journal`] for the others.

mod journal;
mod state;

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::export::{Format, Generator};
use state::State;

pub use journal::{Journal, Tally};

/// Where a known record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the journal, as a line.
    Journal(Line),
    /// In the FILE that was there, as a line.
    Lines(Line),
    /// In the database that was there, by the key of its report.
    Row(i64),
}

/// A line of a file, its line feed among the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    offset: u64,
    length: u64,
}

/// The records that need not be made again.
#[derive(Debug, Default)]
pub struct Known(HashMap<String, (String, Place)>);

impl Known {
    /// Where the record of this path and these bytes stands.
    pub fn find(&self, path: &str, sha256: &str) -> Option<Place> {
        self.0.get(path).filter(|(known, _)| known == sha256).map(|(_, place)| *place)
    }

    /// Whether there is a record of this path, of whatever bytes.
    pub fn has(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn put(&mut self, source: Source, place: Place) {
        self.0.insert(source.path, (source.sha256, place));
    }
}

/// What was found of earlier runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Nothing.
    Nothing,
    /// Records of the same program and rules.
    Records,
    /// Records of another program or other rules, or a FILE that was changed since: none of them is used.
    Other,
}

/// What a run takes up.
#[derive(Debug)]
pub struct Resumed {
    /// The records that need not be made again.
    pub known: Known,
    /// Where the others go.
    pub journal: Journal,
    /// What was found.
    pub found: Found,
}

/// What a line of the journal is known by.
#[derive(Debug, Deserialize)]
struct Head {
    source: Source,
}

#[derive(Debug, Deserialize)]
struct Source {
    path: String,
    sha256: String,
}

/// The digest that a report is known by: SHA-256, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The journal of a target.
pub fn journal_path(target: &Path) -> PathBuf {
    beside(target, ".partial")
}

fn state_path(target: &Path) -> PathBuf {
    beside(target, ".resume")
}

fn beside(target: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(target);
    name.push(ending);
    name.into()
}

/// Takes up the extraction to `target`, a file of JSONL or a database, by `generator`. From now on the journal is this run's alone.
///
/// # Errors
///
/// What the file system says; [`ErrorKind::WouldBlock`] where another run has the journal.
pub fn open(target: &Path, format: Format, generator: &Generator) -> io::Result<Resumed> {
    let (journal, state) = (journal_path(target), State::read(&state_path(target)));
    let mine = State::of(generator);
    let there = journal.exists() || target.exists();
    let same = state.as_ref().is_some_and(|state| state.generator == mine.generator);
    let mut known = Known::default();
    let state = if same { state.unwrap_or(mine) } else { mine };
    if same {
        match format {
            Format::Jsonl => journal::read_lines(target, state.complete.as_deref(), &mut known)?,
            _ => database::read(target, generator, &mut known),
        }
    } else {
        remove(&journal)?;
    }
    state.write(&state_path(target))?;
    let journal = Journal::open(&journal, target, state, &mut known)?;
    let found = match (known.is_empty(), there) {
        (false, _) => Found::Records,
        (true, true) => Found::Other,
        (true, false) => Found::Nothing,
    };
    Ok(Resumed { known, journal, found })
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The reports of a database that was there.
#[cfg(feature = "sqlite")]
mod database {
    use std::path::Path;

    use super::{Known, Place, Source};
    use crate::export::{Generator, Sqlite};

    /// A file that is no database of this program and these rules holds nothing that is known.
    pub fn read(target: &Path, generator: &Generator, known: &mut Known) {
        let reports = target.exists().then(|| Sqlite::reports(target, generator).ok()).flatten().unwrap_or_default();
        for (row, path, sha256) in reports {
            known.put(Source { path, sha256 }, Place::Row(row));
        }
    }
}

#[cfg(not(feature = "sqlite"))]
mod database {
    pub fn read(_: &std::path::Path, _: &super::Generator, _: &mut super::Known) {}
}
