//! Named paths in, documents out: folders are walked, hidden entries left out, each path once.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

#[cfg(feature = "zip")]
use super::archive;
use super::{Choice, Input, load, walk};

/// The endings of the files that a folder is walked for, in lower case.
pub const KNOWN_KINDS: [&str; 15] = [
    "txt", "text", "md", "html", "htm", "shtml", "docx", "zip", "pdf", "ofd", "doc", "wps", "markdown", "mht", "mhtml",
];

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
            Input::File(path) | Input::Archive { file: path, inner: None } => seen.insert(path.clone()),
            Input::Archive { inner: Some(_), .. } => seen.insert(PathBuf::from(input.path().into_owned())),
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
        vec![file(path.to_path_buf(), true)]
    }
}

/// The one document that a path names, which may be the member of an archive; an archive as a whole is none.
pub fn named(path: &Path) -> Input {
    if path == Path::new("-") { Input::Stdin } else { file(path.to_path_buf(), false) }
}

/// What a path of no folder stands for; an archive for its reports, where it may.
#[cfg(feature = "zip")]
pub(super) fn file(path: PathBuf, may_be_archive: bool) -> Input {
    if !path.exists()
        && let Some((file, inner)) = archive::leading_into(&path)
    {
        return Input::Archive { file, inner: Some(inner) };
    }
    if may_be_archive && archive::is_archive(&path) {
        return Input::Archive { file: path, inner: None };
    }
    Input::File(path)
}

/// What a path of no folder stands for.
#[cfg(not(feature = "zip"))]
pub(super) fn file(path: PathBuf, _: bool) -> Input {
    Input::File(path)
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

pub(super) fn is_known(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    !path.file_name().is_some_and(is_hidden) && ending.is_some_and(|ending| KNOWN_KINDS.contains(&ending.as_str()))
}
