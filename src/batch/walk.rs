//! The walk of a folder: the reports in it, without what is hidden or left out.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use ignore::{DirEntry, Error, WalkBuilder};

use super::inputs::{self, is_known};
use super::{Choice, Input, load};

/// The name of the files that tell, in the notation of .gitignore, what is left out of their folder and those below.
pub const IGNORE_FILE: &str = ".zhifaignore";

/// What is found, sorted by the bytes of the paths.
pub(super) fn walk(folder: &Path, choice: &Choice) -> Vec<Input> {
    let mut found: Vec<(PathBuf, Input)> = Vec::new();
    for entry in builder(folder, choice).build() {
        match entry {
            Ok(entry) => {
                found.extend(entry.error().and_then(failure));
                if is_file(&entry) && choice.takes(below(folder, entry.path())) && is_known(entry.path()) {
                    found.push((entry.path().into(), inputs::file(entry.into_path(), true)));
                }
            }
            Err(error) => found.extend(failure(&error)),
        }
    }
    found.sort_unstable_by(|(a, _), (b, _)| bytes(a).cmp(bytes(b)));
    found.into_iter().map(|(_, input)| input).collect()
}

fn builder(folder: &Path, choice: &Choice) -> WalkBuilder {
    let mut builder = WalkBuilder::new(folder);
    builder.standard_filters(false).hidden(true).parents(true).follow_links(true);
    builder.add_custom_ignore_filename(IGNORE_FILE);
    let (root, choice) = (folder.to_path_buf(), choice.clone());
    builder.filter_entry(move |entry| !is_folder(entry) || choice.enters(below(&root, entry.path())));
    builder
}

fn below<'p>(folder: &Path, path: &'p Path) -> &'p Path {
    path.strip_prefix(folder).unwrap_or(path)
}

fn bytes(path: &Path) -> &[u8] {
    OsStr::as_encoded_bytes(path.as_os_str())
}

fn is_file(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file())
}

fn is_folder(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_type().is_some_and(|kind| kind.is_dir())
}

/// What could not be walked. A link back to a folder above only ends the walk there; a dead link concerns us where it bears a
/// report's name.
fn failure(error: &Error) -> Option<(PathBuf, Input)> {
    let (path, cause) = place(error)?;
    let shown = path.to_string_lossy();
    let failure = match cause {
        Error::Io(cause) if cause.kind() == ErrorKind::NotFound && !is_known(path) => return None,
        Error::Io(cause) => load::io_failure(&shown, cause),
        Error::Loop { .. } => return None,
        cause => load::failure(&shown, "bad_ignore_file", cause.to_string()),
    };
    Some((path.into(), Input::Failed(failure)))
}

/// The path of an error, and its cause.
fn place(error: &Error) -> Option<(&Path, &Error)> {
    match error {
        Error::WithPath { path, err } => Some((path, cause(err))),
        Error::WithDepth { err, .. } => place(err),
        Error::Partial(all) => all.iter().find_map(place),
        _ => None,
    }
}

fn cause(error: &Error) -> &Error {
    match error {
        Error::WithPath { err, .. } | Error::WithDepth { err, .. } => cause(err),
        other => other,
    }
}
