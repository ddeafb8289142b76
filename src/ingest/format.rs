//! Which format a file has, told by its content.
//!
//! In: the bytes of a file. Out: its [`Format`]. What is none of the others may be text.

use super::IngestError;
use crate::limits::Limits;

/// A format, as far as bytes tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(feature = "zip"), allow(dead_code))]
pub(super) enum Format {
    /// Word, since 2007.
    Docx,
    /// Office until 2003; the reader tells Word from the others.
    Doc,
    /// PDF.
    Pdf,
    /// The national format for electronic documents.
    Ofd,
    /// Anything that is not known by its bytes.
    Text,
    /// Known, and not read: what it is, with its article, and what the user can do.
    Other(&'static str, &'static str),
}

const AS_DOCX: &str = "save it as DOCX or PDF";
const AS_TEXT: &str = "save its text as a text file";
const UNPACK: &str = "unpack it first";
const RECOGNISE: &str = "a picture must go through character recognition (OCR) first";

/// Advice for a format whose reader is not in this build.
pub(super) const LEFT_OUT: &str = "this build of zhifa was made without its reader";

/// First bytes and what they tell.
const MAGIC: &[(&[u8], Format)] = &[
    (b"%PDF-", Format::Pdf),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format::Doc),
    (b"{\\rtf", Format::Other("an RTF file", AS_DOCX)),
    (b"\x89PNG\r\n\x1a\n", Format::Other("a PNG image", RECOGNISE)),
    (b"\xff\xd8\xff", Format::Other("a JPEG image", RECOGNISE)),
    (b"GIF87a", Format::Other("a GIF image", RECOGNISE)),
    (b"GIF89a", Format::Other("a GIF image", RECOGNISE)),
    (b"II*\0", Format::Other("a TIFF image", RECOGNISE)),
    (b"MM\0*", Format::Other("a TIFF image", RECOGNISE)),
    (b"\x1f\x8b\x08", Format::Other("a gzip archive", UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", Format::Other("a 7z archive", UNPACK)),
    (b"Rar!\x1a\x07", Format::Other("a RAR archive", UNPACK)),
    (b"SQLite format 3\0", Format::Other("an SQLite database", AS_TEXT)),
    (b"PAR1", Format::Other("a Parquet file", AS_TEXT)),
];

/// What stands in a ZIP file of a known kind: the start of a member's name.
#[cfg(feature = "zip")]
const ZIP_MEMBERS: &[(&str, Format)] = &[
    ("word/", Format::Docx),
    ("xl/", Format::Other("an XLSX file", AS_TEXT)),
    ("ppt/", Format::Other("a PPTX file", AS_TEXT)),
    ("OFD.xml", Format::Ofd),
    ("content.xml", Format::Other("an OpenDocument file", AS_DOCX)),
    ("META-INF/container.xml", Format::Other("an EPUB book", AS_TEXT)),
];

/// Members without which a ZIP file is an archive, whatever else stands in it.
#[cfg(feature = "zip")]
const ZIP_MARKS: [&str; 3] = ["[Content_Types].xml", "OFD.xml", "mimetype"];

#[cfg(feature = "zip")]
const ARCHIVE: Format =
    Format::Other("a ZIP archive", "give the archive to `extract`, or name a member: archive.zip/report.txt");

impl Format {
    /// The format of a file.
    ///
    /// # Errors
    /// Where a ZIP file is too damaged to tell, or has too many members to look at.
    pub(super) fn of(bytes: &[u8], limits: &Limits) -> Result<Self, IngestError> {
        if bytes.starts_with(b"PK\x03\x04") {
            return zipped(bytes, limits);
        }
        if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            return Ok(Self::Other("a WebP image", RECOGNISE));
        }
        Ok(MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map_or(Self::Text, |(_, format)| *format))
    }
}

impl Format {
    /// Its name in a record.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Doc => "doc",
            Self::Pdf => "pdf",
            Self::Ofd => "ofd",
            Self::Text | Self::Other(..) => "text",
        }
    }

    /// What it is, with its article.
    pub(super) const fn told(self) -> &'static str {
        match self {
            Self::Docx => "a DOCX file",
            Self::Doc => "an old Office file (DOC, XLS, PPT or WPS)",
            Self::Pdf => "a PDF file",
            Self::Ofd => "an OFD file",
            Self::Text => "text",
            Self::Other(told, _) => told,
        }
    }
}

#[cfg(feature = "zip")]
fn zipped(bytes: &[u8], limits: &Limits) -> Result<Format, IngestError> {
    let package = super::package::Package::open(bytes, "ZIP file (DOCX, OFD or archive)", limits)?;
    let names: Vec<String> = package.names().collect();
    let holds = |start: &str| names.iter().any(|name| name.starts_with(start));
    if !ZIP_MARKS.iter().any(|mark| holds(mark)) {
        return Ok(ARCHIVE);
    }
    Ok(ZIP_MEMBERS.iter().find(|(start, _)| holds(start)).map_or(ARCHIVE, |(_, format)| *format))
}

#[cfg(not(feature = "zip"))]
#[allow(clippy::unnecessary_wraps)]
fn zipped(_: &[u8], _: &Limits) -> Result<Format, IngestError> {
    Ok(Format::Other("a ZIP file (DOCX, OFD or archive)", LEFT_OUT))
}
