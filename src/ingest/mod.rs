//! Bytes in, decoded text out.
//!
//! Owns [`SourceText`], the text every offset of the output counts in. A text file gives its characters as they are, line
//! ends included; an HTML page gives the report that stands in it, without the page around it. Nothing is repaired
//! here, and nothing is known of reports beyond how they are stored: the bytes decide, the file's name only helps.

#[cfg(feature = "doc")]
mod doc;
#[cfg(feature = "docx")]
mod docx;
mod encoding;
mod error;
mod format;
mod grid;
mod html;
#[cfg(any(feature = "ofd", feature = "pdf"))]
mod layout;
#[cfg(feature = "mht")]
mod mht;
#[cfg(feature = "ofd")]
mod ofd;
#[cfg(feature = "zip")]
mod package;
#[cfg(feature = "pdf")]
mod pdf;
#[cfg(test)]
mod tests;
#[cfg(feature = "xml")]
mod xml;

use jiff::civil::Date;
use memchr::{memchr, memchr_iter, memmem};
use sha2::{Digest, Sha256};

use self::format::{Format, LEFT_OUT};
use crate::limits::{Limit, Limits};
use crate::seek::{self, chars_in};

pub use error::IngestError;

/// A report as it came: decoded, in reading order, nothing repaired.
#[derive(Debug, Clone)]
pub struct SourceText {
    /// The decoded text. Every offset of the output counts in it.
    pub text: String,
    /// How it was stored: `text`, `html`, `docx`, `doc`, `pdf`, `ofd`, `mht`.
    pub format: &'static str,
    /// The encoding that was used, by its WHATWG name.
    pub encoding: &'static str,
    /// Whether bytes had no meaning in that encoding and were replaced.
    pub lossy: bool,
    /// The title, where the format has a place of its own for it.
    pub title: Option<String>,
    /// The publication day, where the format has a place of its own for it.
    pub published: Option<Date>,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
}

/// Reads the bytes of one file within the usual bounds; `name`, its file name, helps to tell HTML from text. An empty file is
/// an empty text.
///
/// # Errors
///
/// [`IngestError`] where the bytes hold no text: an image, an archive, a damaged or locked document, or unknown data.
///
/// ```
/// let source = zhifa::ingest::ingest("全市立案12件。".as_bytes(), None).unwrap();
/// assert_eq!(source.text, "全市立案12件。");
/// assert_eq!(source.encoding, "UTF-8");
/// ```
pub fn ingest(bytes: &[u8], name: Option<&str>) -> Result<SourceText, IngestError> {
    ingest_within(bytes, name, &Limits::default())
}

/// Reads the bytes of one file like [`ingest`], within bounds of one's own.
///
/// # Errors
///
/// As [`ingest`]; [`IngestError::Exceeded`] where a bound is met.
pub fn ingest_within(bytes: &[u8], name: Option<&str>, limits: &Limits) -> Result<SourceText, IngestError> {
    let format = Format::of(bytes, limits)?;
    if format == Format::Text {
        #[cfg(feature = "mht")]
        if mht::is_mht(bytes) {
            let page = text(&mht::page(bytes)?, Some("page.html"), limits)?;
            return Ok(SourceText { format: "mht", sha256: hex(&Sha256::digest(bytes)), ..page });
        }
        return text(bytes, name, limits);
    }
    let text = document(format, bytes, limits)?;
    let sha256 = hex(&Sha256::digest(bytes));
    Ok(SourceText {
        text,
        format: format.name(),
        encoding: "UTF-8",
        lossy: false,
        title: None,
        published: None,
        sha256,
    })
}

/// The text drawn from a document that is no text itself.
#[allow(unused_variables)] // In a build that leaves all readers out.
fn document(format: Format, bytes: &[u8], limits: &Limits) -> Result<String, IngestError> {
    match format {
        #[cfg(feature = "docx")]
        Format::Docx => docx::read(bytes, limits),
        #[cfg(feature = "doc")]
        Format::Doc => doc::read(bytes),
        #[cfg(feature = "ofd")]
        Format::Ofd => ofd::read(bytes, limits),
        #[cfg(feature = "pdf")]
        Format::Pdf => pdf::read(bytes, limits),
        Format::Other(format, advice) => Err(IngestError::Unsupported { format, advice }),
        #[allow(unreachable_patterns)] // Reached in a build that leaves readers out.
        other => Err(IngestError::Unsupported { format: other.told(), advice: LEFT_OUT }),
    }
}

/// Reads plain text or a page.
fn text(bytes: &[u8], name: Option<&str>, limits: &Limits) -> Result<SourceText, IngestError> {
    let decoded = encoding::decode(bytes);
    if !is_text(&decoded.text) {
        return Err(IngestError::NotText);
    }
    if decoded.text.trim_start().starts_with("<?xml") || decoded.text.trim_start().starts_with("<!DOCTYPE") {
        limits.check(Limit::XmlEntities, entities_in(&decoded.text))?;
    }
    let mut source = SourceText {
        text: decoded.text,
        format: "text",
        encoding: decoded.encoding.name(),
        lossy: decoded.lossy,
        title: None,
        published: None,
        sha256: hex(&Sha256::digest(bytes)),
    };
    if html::is_html(&source.text, name) {
        let page = html::read(&source.text, limits)?;
        source.format = "html";
        source.text = page.text;
        source.title = page.title;
        source.published = page.published;
    }
    Ok(source)
}

/// How many entities a document type declares.
fn entities_in(declared: &str) -> u64 {
    declared.matches("<!ENTITY").count() as u64
}

/// Whether decoded characters are text: no NUL, and few characters that were lost or control a device.
fn is_text(text: &str) -> bool {
    const TOLERATED: usize = 8;
    let bytes = text.as_bytes();
    if memchr(0, bytes).is_some() {
        return false;
    }
    let controls = seek::count(bytes, |byte| byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c));
    // The others are the two bytes C2 80 to C2 9F.
    let others = memchr_iter(0xc2, bytes).filter(|at| bytes[at + 1] < 0xa0).count();
    let lost = memmem::find_iter(bytes, "\u{fffd}").count();
    let odd = controls + others + lost;
    odd <= TOLERATED || odd * 10 < chars_in(bytes)
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|half| char::from(DIGITS[usize::from(half)])).collect()
}
