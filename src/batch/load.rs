//! The bytes of one input, or why there are none.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use super::Input;
use crate::limits::{Exceeded, Limit, Limits};
use crate::record::Failure;

/// The bytes of an input.
///
/// # Errors
///
/// A [`Failure`] where there are none, or more than `limits` allow.
pub fn load(input: &Input, limits: &Limits) -> Result<Vec<u8>, Failure> {
    let most = limits.of(Limit::FileBytes);
    let path = input.path();
    let bytes = match input {
        Input::Failed(failure) => return Err(failure.clone()),
        Input::Stdin => read(io::stdin().lock(), 0, most),
        Input::File(file) | Input::Archive { file, .. } => read_file(file, most),
    };
    let bytes = bytes.map_err(|error| io_failure(&path, &error))?;
    limits.check(Limit::FileBytes, bytes.len() as u64).map_err(|exceeded| exceeded_failure(&path, exceeded))?;
    Ok(bytes)
}

fn read_file(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    read(file, size, most)
}

/// Reads a source that seems to hold `size` bytes: one byte more than is allowed at most, so that too much shows.
fn read(source: impl Read, size: u64, most: u64) -> io::Result<Vec<u8>> {
    // With room left over, so that the end is seen without growing.
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(usize::try_from(size.min(most)).unwrap_or(0) + 1)?;
    source.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub(super) fn exceeded_failure(path: &str, exceeded: Exceeded) -> Failure {
    failure(path, exceeded.limit.code(), exceeded.to_string())
}

/// The failure of a document whose reading panicked, which no document should do.
pub fn stopped(path: &str, panic: &str) -> Failure {
    failure(path, "internal", format!("reading it stopped: {panic}"))
}

pub(super) fn io_failure(path: &str, error: &io::Error) -> Failure {
    match error.kind() {
        ErrorKind::NotFound => failure(path, "not_found", "no such file or folder"),
        ErrorKind::PermissionDenied => failure(path, "permission_denied", "reading it is not permitted"),
        ErrorKind::IsADirectory => failure(path, "is_a_directory", "a folder where a file is wanted"),
        _ => failure(path, "io", error.to_string()),
    }
}

pub(super) fn failure(path: &str, code: &str, message: impl Into<String>) -> Failure {
    Failure { path: path.into(), code: code.into(), message: message.into() }
}
