//! ZIP files within bounds: the one place that opens them, for documents that are packages and for archives of reports.
//!
//! In: bytes that can be sought in. Out: the list of members, and the bytes of one. How many members there are is looked at
//! before they are listed, and no more of a member is unpacked than is asked for.

use std::io::{self, Read, Seek, SeekFrom};

use thiserror::Error;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::limits::{Exceeded, Limit, Limits};

/// Why a ZIP file, or a member, cannot be read.
#[derive(Debug, Error)]
pub enum ZippedError {
    /// A password locks it.
    #[error("locked with a password")]
    Encrypted,
    /// It is not as the format asks.
    #[error("{0}")]
    Damaged(String),
    /// A bound was met.
    #[error(transparent)]
    Exceeded(#[from] Exceeded),
}

impl From<ZipError> for ZippedError {
    fn from(error: ZipError) -> Self {
        match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Self::Encrypted,
            other => Self::Damaged(other.to_string()),
        }
    }
}

impl From<io::Error> for ZippedError {
    fn from(error: io::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}

/// Opens a ZIP file.
///
/// # Errors
///
/// [`ZippedError`] where it is damaged or has too many members.
pub fn open<R: Read + Seek>(mut file: R, limits: &Limits) -> Result<ZipArchive<R>, ZippedError> {
    limits.check(Limit::ArchiveMembers, declared_members(&mut file)?)?;
    let zip = ZipArchive::new(file)?;
    limits.check(Limit::ArchiveMembers, zip.len() as u64)?;
    Ok(zip)
}

/// The bytes of a member, by its place in the list; `None` where there are more than `most`.
///
/// # Errors
///
/// [`ZippedError`] where it is damaged or locked.
pub fn member<R: Read + Seek>(zip: &mut ZipArchive<R>, at: usize, most: u64) -> Result<Option<Vec<u8>>, ZippedError> {
    let member = zip.by_index(at)?;
    let mut bytes = Vec::new();
    member.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

/// The largest number of members that a record at the end of the file declares.
fn declared_members(file: &mut (impl Read + Seek)) -> io::Result<u64> {
    /// The longest comment, the record before it, and those of large archives before that.
    const TAIL: u64 = (1 << 16) + 22 + 20 + 56;
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
    let mut tail = Vec::new();
    file.take(TAIL).read_to_end(&mut tail)?;
    let declared = |signature: &[u8; 4], at: usize, bytes: usize| {
        let mut most = 0;
        for record in tail.windows(at + bytes).filter(|record| record.starts_with(signature)) {
            let count = record[at..].iter().rev().fold(0, |count, byte| count << 8 | u64::from(*byte));
            most = most.max(count);
        }
        most
    };
    // 65535 in the short record says that the long one has the number.
    let short = declared(b"PK\x05\x06", 10, 2);
    Ok(if short == u64::from(u16::MAX) { declared(b"PK\x06\x06", 32, 8).max(short) } else { short })
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(members: usize) -> Cursor<Vec<u8>> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for member in 0..members {
            zip.start_file(format!("{member}.txt"), SimpleFileOptions::default()).unwrap();
            zip.write_all(&[b'0'; 1000]).unwrap();
        }
        zip.finish().unwrap()
    }

    #[test]
    fn members_are_counted_before_they_are_listed() {
        for members in [0, 1, 300, 70_000] {
            assert_eq!(declared_members(&mut archive(members)).unwrap(), members as u64);
        }
        let code = |members| open(archive(members), &Limits::default()).map(|zip| zip.len());
        assert_eq!(code(10_000).unwrap(), 10_000);
        assert!(matches!(code(10_001), Err(ZippedError::Exceeded(_))));
    }

    #[test]
    fn no_more_is_unpacked_than_asked_for() {
        let mut zip = open(archive(2), &Limits::default()).unwrap();
        assert_eq!(member(&mut zip, 1, 1000).unwrap().unwrap().len(), 1000);
        assert!(member(&mut zip, 1, 999).unwrap().is_none());
    }
}
