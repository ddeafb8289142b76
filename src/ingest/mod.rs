//! Bytes in, decoded text out.
//!
//! Owns [`SourceText`], the text every offset of the output counts in. A text file gives its characters as they are, line
//! ends included; an HTML page gives the report that stands in it, without the page around it. Nothing is repaired
//! here, and nothing is known of reports beyond how they are stored: the bytes decide, the file's name only helps.

mod encoding;
mod html;
mod magic;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use sha2::{Digest, Sha256};
use thiserror::Error;

/// A report as it came: decoded, in reading order, nothing repaired.
#[derive(Debug, Clone)]
pub struct SourceText {
    /// The decoded text. Every offset of the output counts in it.
    pub text: String,
    /// `text` or `html`.
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

/// Why bytes cannot be read as a report.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IngestError {
    /// A known format that holds no plain text.
    #[error("this is {0}; only text and HTML are read")]
    KnownFormat(&'static str),
    /// Bytes that are text in no encoding.
    #[error("this is not text: it holds bytes that no character encoding gives a meaning")]
    NotText,
}

impl IngestError {
    /// The kind of failure, in snake case; it does not change between versions.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::KnownFormat(_) | Self::NotText => "binary",
        }
    }
}

/// Reads the bytes of one file; `name`, its file name, helps to tell HTML from text. An empty file is an empty text.
///
/// # Errors
///
/// [`IngestError`] where the bytes are no text: an image, an archive, a PDF or word-processor file, or unknown data.
///
/// ```
/// let source = zhifa::ingest::ingest("全市立案12件。".as_bytes(), None).unwrap();
/// assert_eq!(source.text, "全市立案12件。");
/// assert_eq!(source.encoding, "UTF-8");
/// ```
pub fn ingest(bytes: &[u8], name: Option<&str>) -> Result<SourceText, IngestError> {
    if let Some(format) = magic::known_binary(bytes) {
        return Err(IngestError::KnownFormat(format));
    }
    let decoded = encoding::decode(bytes);
    if !is_text(&decoded.text) {
        return Err(IngestError::NotText);
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
        let page = html::read(&source.text);
        source.format = "html";
        source.text = page.text;
        source.title = page.title;
        source.published = page.published;
    }
    Ok(source)
}

/// Whether decoded characters are text: no NUL, and few characters that were lost or control a device.
fn is_text(text: &str) -> bool {
    const TOLERATED: usize = 8;
    let (mut all, mut odd) = (0_usize, 0_usize);
    for character in text.chars() {
        match character {
            '\0' => return false,
            '\t' | '\n' | '\r' | '\x0c' => {}
            char::REPLACEMENT_CHARACTER => odd += 1,
            other if other.is_control() => odd += 1,
            _ => {}
        }
        all += 1;
    }
    odd <= TOLERATED || odd * 10 < all
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|half| char::from(DIGITS[usize::from(half)])).collect()
}
