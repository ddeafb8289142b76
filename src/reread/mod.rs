//! What `extract` wrote, read again: a file in, its records out, one by one.
//!
//! Owns the ways back from the output formats that hold whole records, one file each. Each file is read on a thread of its
//! own, a few records ahead, so that two large ones can be gone through side by side. A file of another schema version, or
//! one that is no output at all, is an error with file and line.

mod json;
mod jsonl;
#[cfg(feature = "sqlite")]
mod sqlite;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::mpsc::{self, Receiver};
use std::thread;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::record::{Failure, Record};

/// The records that are read ahead.
const AHEAD: usize = 16;

/// The most bytes a line of JSONL may have.
const LONGEST_LINE: u64 = 256 << 20;

/// Room for the parser, whatever the main thread has.
const STACK_BYTES: usize = 4 << 20;

/// Why an output cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}{}: {message}", .line.map(|line| format!(":{line}")).unwrap_or_default())]
pub struct RereadError {
    /// The path as it was given.
    pub file: String,
    /// The 1-based line, where the format has lines.
    pub line: Option<usize>,
    /// In words.
    pub message: String,
}

/// What made an output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Generator {
    /// The program.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The rules it went by.
    pub rules: Rules,
}

/// Which rules an output was made with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// The name of the pack.
    pub pack: String,
    /// Its version.
    pub version: String,
    /// SHA-256 over its files, in hexadecimal.
    pub digest: String,
}

/// What an output says beside its records; nothing where the format has no place for it.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// What made it.
    pub generator: Option<Generator>,
    /// The inputs that could not be read.
    pub failures: Option<Vec<Failure>>,
}

/// A piece of an output, in the order of the file.
enum Piece {
    Record(Box<Record>),
    Generator(Generator),
    Failures(Vec<Failure>),
    /// Without it the thread did not come to its end.
    End,
}

/// Takes the pieces; `false` says that no more are wanted.
type Sink<'s> = &'s mut dyn FnMut(Piece) -> bool;

/// A fault and its line; the file is named by whoever opened it.
struct Fault {
    line: Option<usize>,
    message: String,
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        let message = match error.kind() {
            io::ErrorKind::NotFound => "no such file".to_owned(),
            io::ErrorKind::PermissionDenied => "reading it is not permitted".to_owned(),
            _ => error.to_string(),
        };
        Self { line: None, message }
    }
}

impl Fault {
    /// What the parser says, without the place that it adds; `line` is where its text starts.
    fn of_json(error: &serde_json::Error, line: usize) -> Self {
        let words = error.to_string();
        let words = words.split(" at line ").next().unwrap_or_default();
        Self { line: Some(line + error.line().saturating_sub(1)), message: format!("no output of zhifa: {words}") }
    }
}

/// The records of one output, in the order of the file.
#[derive(Debug)]
pub struct Reread {
    pieces: Receiver<Result<Piece, RereadError>>,
    file: String,
    about: About,
    over: bool,
}

impl Reread {
    /// What the output says beside its records: all of it once they are all taken.
    pub fn about(&self) -> &About {
        &self.about
    }
}

impl Iterator for Reread {
    type Item = Result<Record, RereadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.over {
            match self.pieces.recv() {
                Ok(Ok(Piece::Record(record))) => return Some(Ok(*record)),
                Ok(Ok(Piece::Generator(generator))) => self.about.generator = Some(generator),
                Ok(Ok(Piece::Failures(failures))) => self.about.failures = Some(failures),
                Ok(Ok(Piece::End)) => self.over = true,
                Ok(Err(error)) => {
                    self.over = true;
                    return Some(Err(error));
                }
                Err(_) => {
                    self.over = true;
                    let (file, message) = (self.file.clone(), "reading it stopped".to_owned());
                    return Some(Err(RereadError { file, line: None, message }));
                }
            }
        }
        None
    }
}

/// Begins to read an output of `extract`: JSON, JSONL or a database, told apart by what is in the file. `-` is the standard input, which is
/// no database.
/// What is wrong with the file comes as the last item.
pub fn read(path: &Path) -> Reread {
    let (sender, pieces) = mpsc::sync_channel(AHEAD);
    let file = path.to_string_lossy().into_owned();
    let (path, name) = (path.to_path_buf(), file.clone());
    let work = move || {
        let outcome = pieces_of(&path, &mut |piece| sender.send(Ok(piece)).is_ok());
        let last = match outcome {
            Ok(()) => Ok(Piece::End),
            Err(Fault { line, message }) => Err(RereadError { file: name, line, message }),
        };
        // Refused when no more is wanted.
        let _ = sender.send(last);
    };
    // Without the thread its end of the channel is gone, which is told as it would be later.
    let _ = thread::Builder::new().stack_size(STACK_BYTES).spawn(work);
    Reread { pieces, file, about: About::default(), over: false }
}

fn pieces_of(path: &Path, sink: Sink) -> Result<(), Fault> {
    if path == Path::new("-") {
        return text(BufReader::new(io::stdin()), sink);
    }
    #[cfg_attr(not(feature = "sqlite"), allow(unused_mut))]
    let mut input = BufReader::new(File::open(path)?);
    #[cfg(feature = "sqlite")]
    if input.fill_buf()?.starts_with(sqlite::MAGIC) {
        return sqlite::read(path, sink);
    }
    text(input, sink)
}

/// JSON or JSONL: a first line that is an object with a source is a record.
fn text(mut input: impl BufRead, sink: Sink) -> Result<(), Fault> {
    let mut first = Vec::new();
    input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut first)?;
    if first.starts_with("\u{feff}".as_bytes()) {
        first.drain(..3);
    }
    let lines = first.trim_ascii().is_empty() || jsonl::is_record(&first);
    let whole = io::Cursor::new(first).chain(input);
    if lines { jsonl::read(whole, sink) } else { json::read(whole, sink) }
}
