//! Documents that are ZIP files of XML parts: DOCX and OFD.
//!
//! In: the bytes of the file. Out: a part, by its name. All parts read from one package share one bound on what they unpack to.

use std::io::Cursor;

use zip::ZipArchive;

use super::IngestError;
use crate::limits::{Exceeded, Limit, Limits};
use crate::zipped::{self, ZippedError};

/// An open package.
pub(super) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    format: &'static str,
    limit: u64,
    /// How many bytes may still be unpacked.
    left: u64,
}

impl<'a> Package<'a> {
    /// Opens a package; `format` is for messages.
    pub(super) fn open(bytes: &'a [u8], format: &'static str, limits: &Limits) -> Result<Self, IngestError> {
        let zip = zipped::open(Cursor::new(bytes), limits).map_err(|error| failure(format, "", error))?;
        let limit = limits.of(Limit::DecompressedBytes);
        Ok(Self { zip, format, limit, left: limit })
    }

    /// The names of its parts.
    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        self.zip.file_names().flatten().map(|name| name.replace('\\', "/"))
    }

    /// The bytes of a part; `None` where there is none of this name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, IngestError> {
        let Some(at) = self.zip.index_for_name(name) else { return Ok(None) };
        let part = zipped::member(&mut self.zip, at, self.left).map_err(|error| failure(self.format, name, error))?;
        let bytes = part.ok_or(Exceeded { limit: Limit::DecompressedBytes, bound: self.limit })?;
        self.left -= bytes.len() as u64;
        Ok(Some(bytes))
    }
}

fn failure(format: &'static str, part: &str, error: ZippedError) -> IngestError {
    match error {
        ZippedError::Encrypted => IngestError::Encrypted(format),
        ZippedError::Exceeded(exceeded) => exceeded.into(),
        ZippedError::Damaged(cause) if part.is_empty() => IngestError::Damaged { format, cause },
        ZippedError::Damaged(cause) => IngestError::Damaged { format, cause: format!("{part}: {cause}") },
    }
}
