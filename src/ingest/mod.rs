//! Bytes in, decoded text out.

use jiff::civil::Date;

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
