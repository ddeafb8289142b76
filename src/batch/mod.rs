//! Paths in, what became of each document out, in the order of the paths.
//!
//! Owns the walk of folders and archives ([`inputs`]), what of folders is taken ([`Choice`]), lists of paths ([`listed`]), the
//! reading of bytes and the threads ([`run`], [`in_order`]). What is done with the bytes of one document is the caller's: a
//! function that is shared by all threads. A document that cannot be read, or whose reading panics, becomes a [`Failure`]; its
//! neighbours are done all the same.

#[cfg(feature = "zip")]
mod archive;
mod globs;
mod inputs;
mod list;
mod load;
mod order;
mod run;
#[cfg(test)]
mod tests;
mod walk;

use std::borrow::Cow;
use std::path::PathBuf;

use crate::record::Failure;

pub use globs::{Choice, Globs};
pub use inputs::{KNOWN_KINDS, chosen, inputs, named};
pub use list::listed;
pub use load::{load, stopped};
pub use order::{WORKER_NAME, in_order};
pub use run::run;
pub use walk::IGNORE_FILE;

/// One document that is to be read, or an archive of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file, named or found in a folder.
    File(PathBuf),
    /// An archive: each report in it is read, or those of `inner`, the path of a member or of a folder of members.
    Archive {
        /// The archive.
        file: PathBuf,
        /// What of it is wanted; all where there is none.
        inner: Option<String>,
    },
    /// The standard input.
    Stdin,
    /// What already failed on the walk, kept in its place.
    Failed(Failure),
}

impl Input {
    /// The path as it was given; `-` for the standard input. Bytes that are no UTF-8 are replaced.
    pub fn path(&self) -> Cow<'_, str> {
        match self {
            Self::File(path) | Self::Archive { file: path, inner: None } => path.to_string_lossy(),
            Self::Archive { file, inner: Some(inner) } => format!("{}/{inner}", file.to_string_lossy()).into(),
            Self::Stdin => "-".into(),
            Self::Failed(failure) => failure.path.as_str().into(),
        }
    }
}
