//! The bytes of one input, or why there are none.

use std::fs::File;
use std::io::{self, ErrorKind, Read};

use super::Input;
use crate::record::Failure;

/// The most bytes a report may have.
pub const LARGEST_REPORT: u64 = 64 << 20;

pub(super) fn load(input: &Input) -> Result<Vec<u8>, Failure> {
    let path = input.path();
    let bytes = match input {
        Input::Failed(failure) => return Err(failure.clone()),
        Input::Stdin => read(io::stdin().lock()),
        Input::File(file) => File::open(file).and_then(read),
    };
    let bytes = bytes.map_err(|error| io_failure(&path, &error))?;
    if bytes.len() as u64 > LARGEST_REPORT {
        return Err(failure(&path, "too_large", format!("larger than {} MiB", LARGEST_REPORT >> 20)));
    }
    Ok(bytes)
}

/// Reads one byte more than is allowed at most, so that too much shows.
fn read(source: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(LARGEST_REPORT + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
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
