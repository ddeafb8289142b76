//! Globs that choose among the files of a folder, in the notation of .gitignore.

use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Which files of a folder are taken. A file that is named itself is always taken.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// Where there are any, only files that fit one.
    pub include: Globs,
    /// No file that fits one, or that is in a folder that does.
    pub exclude: Globs,
}

/// Globs in the notation of .gitignore: one without `/` is for names at any depth, one with `/` for paths below the folder
/// that is walked; `**` is any number of folders.
#[derive(Debug, Clone)]
pub struct Globs(Gitignore);

impl Default for Globs {
    fn default() -> Self {
        Self(Gitignore::empty())
    }
}

impl Globs {
    /// Compiles globs.
    ///
    /// # Errors
    ///
    /// What is wrong with the first bad one, in English.
    pub fn new<S: AsRef<str>>(globs: &[S]) -> Result<Self, String> {
        let mut builder = GitignoreBuilder::new("");
        for glob in globs {
            builder.add_line(None, glob.as_ref()).map_err(|error| error.to_string())?;
        }
        builder.build().map(Self).map_err(|error| error.to_string())
    }

    /// Whether the path, below the folder that is walked, fits, or a folder above it does.
    fn fit(&self, path: &Path, folder: bool) -> bool {
        self.0.matched_path_or_any_parents(path, folder).is_ignore()
    }
}

impl Choice {
    /// Whether a file is taken; `path` is the one below the folder that is walked.
    pub(super) fn takes(&self, path: &Path) -> bool {
        (self.include.0.is_empty() || self.include.fit(path, false)) && !self.exclude.fit(path, false)
    }

    /// Whether a folder is looked into.
    pub(super) fn enters(&self, path: &Path) -> bool {
        !self.exclude.fit(path, true)
    }
}
