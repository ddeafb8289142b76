//! What a journal was made by, in the file `FILE.resume`.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tempfile::NamedTempFile;

use crate::export::Generator;

/// The content of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    /// The program and the rules.
    pub generator: Value,
    /// SHA-256 of the JSONL that the last whole run wrote, in hexadecimal.
    pub complete: Option<String>,
}

impl State {
    pub fn of(generator: &Generator) -> Self {
        Self { generator: serde_json::to_value(generator).unwrap_or_default(), complete: None }
    }

    /// Nothing where there is none that can be read: then nothing is known.
    pub fn read(path: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(path).ok()?).ok()
    }

    /// Replaces the file in one step: it is never half written.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = NamedTempFile::new_in(folder)?;
        serde_json::to_writer(&mut file, self)?;
        file.write_all(b"\n")?;
        file.persist(path)?;
        Ok(())
    }
}
