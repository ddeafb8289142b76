//! Named paths in, documents out: folders are walked, hidden entries left out, each path once.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::{Input, load};
use crate::record::Failure;

/// The endings of the files that a folder is walked for, in lower case.
pub const KNOWN_KINDS: [&str; 6] = ["txt", "text", "md", "html", "htm", "shtml"];

/// The documents behind the paths, in the order of the paths; those of one folder sorted by the bytes of their paths.
///
/// `-` is the standard input. A file that is named is taken whatever its ending. Nothing is read yet: what does not exist
/// fails in its turn. A path that occurs twice is taken once.
pub fn inputs<P: AsRef<Path>>(paths: &[P]) -> Vec<Input> {
    let mut seen = HashSet::new();
    let all = paths.iter().flat_map(|path| expand(path.as_ref()));
    all.filter(|input| matches!(input, Input::Failed(_)) || seen.insert(input.path().into_owned())).collect()
}

fn expand(path: &Path) -> Vec<Input> {
    if path == Path::new("-") {
        vec![Input::Stdin]
    } else if fs::metadata(path).is_ok_and(|meta| meta.is_dir()) {
        walk(path)
    } else {
        vec![Input::File(path.to_path_buf())]
    }
}

fn walk(folder: &Path) -> Vec<Input> {
    let visible = |entry: &DirEntry| entry.depth() == 0 || !is_hidden(entry.file_name());
    let entries = WalkDir::new(folder).follow_links(true).into_iter().filter_entry(visible);
    let mut found: Vec<(PathBuf, Input)> = entries.filter_map(known).collect();
    if found.is_empty() {
        let message = format!("no report in this folder: none of the files ends in {}", KNOWN_KINDS.join(", "));
        return vec![Input::Failed(load::failure(&folder.to_string_lossy(), "no_reports", message))];
    }
    found.sort_unstable_by(|(a, _), (b, _)| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
    found.into_iter().map(|(_, input)| input).collect()
}

fn known(entry: walkdir::Result<DirEntry>) -> Option<(PathBuf, Input)> {
    match entry {
        Ok(entry) if entry.file_type().is_file() && is_known(entry.path()) => {
            let path = entry.into_path();
            Some((path.clone(), Input::File(path)))
        }
        Ok(_) => None,
        Err(error) => walk_failure(&error).map(|(path, failure)| (path, Input::Failed(failure))),
    }
}

/// A link back to a folder above only ends the walk there; a dead link concerns us where it bears a report's name.
fn walk_failure(error: &walkdir::Error) -> Option<(PathBuf, Failure)> {
    let path = error.path()?;
    let cause = error.io_error()?;
    if cause.kind() == std::io::ErrorKind::NotFound && !is_known(path) {
        return None;
    }
    Some((path.to_path_buf(), load::io_failure(&path.to_string_lossy(), cause)))
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn is_known(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    !path.file_name().is_some_and(is_hidden) && ending.is_some_and(|ending| KNOWN_KINDS.contains(&ending.as_str()))
}
