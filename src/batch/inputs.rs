//! Named paths in, documents out: folders are walked, hidden entries left out, each path once.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Choice, Input, load, walk};

/// The endings of the files that a folder is walked for, in lower case.
pub const KNOWN_KINDS: [&str; 7] = ["txt", "text", "md", "html", "htm", "shtml", "docx"];

/// All documents behind the paths: [`chosen`], of which nothing is left out.
pub fn inputs<P: AsRef<Path>>(paths: &[P]) -> Vec<Input> {
    chosen(paths, &Choice::default())
}

/// The documents behind the paths, in the order of the paths; those of one folder sorted by the bytes of their paths.
///
/// `-` is the standard input. A file that is named is taken whatever its ending; of a folder, the files of known kinds that
/// `choice` takes and no `.zhifaignore` leaves out. Nothing is read yet: what does not exist fails in its turn. A path that occurs
/// twice is taken once.
pub fn chosen<P: AsRef<Path>>(paths: &[P], choice: &Choice) -> Vec<Input> {
    let mut all: Vec<Input> = paths.iter().flat_map(|path| expand(path.as_ref(), choice)).collect();
    // A walk gives no path twice.
    if paths.len() > 1 {
        let mut seen = HashSet::new();
        all.retain(|input| match input {
            Input::File(path) => seen.insert(path.clone()),
            Input::Stdin => seen.insert(PathBuf::from("-")),
            Input::Failed(_) => true,
        });
    }
    all
}

fn expand(path: &Path, choice: &Choice) -> Vec<Input> {
    if path == Path::new("-") {
        vec![Input::Stdin]
    } else if fs::metadata(path).is_ok_and(|meta| meta.is_dir()) {
        let found = walk::walk(path, choice);
        if found.is_empty() {
            let message = format!("no report in this folder: none of the files ends in {}", KNOWN_KINDS.join(", "));
            return vec![Input::Failed(load::failure(&path.to_string_lossy(), "no_reports", message))];
        }
        found
    } else {
        vec![Input::File(path.to_path_buf())]
    }
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

pub(super) fn is_known(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    !path.file_name().is_some_and(is_hidden) && ending.is_some_and(|ending| KNOWN_KINDS.contains(&ending.as_str()))
}
