//! Why a file cannot be read, with the name that a failure carries.

use thiserror::Error;

use crate::limits::Exceeded;

/// Why bytes cannot be read as a report.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IngestError {
    /// A known format that is not read.
    #[error("this is {format}, which is not read; {advice}")]
    Unsupported {
        /// What it is, with its article.
        format: &'static str,
        /// What the user can do.
        advice: &'static str,
    },
    /// Bytes that are text in no encoding.
    #[error("this is not text: it holds bytes that no character encoding gives a meaning")]
    NotText,
    /// A file of a known format that does not hold what the format asks for.
    #[error("a damaged {format}: {cause}")]
    Damaged {
        /// The format's name.
        format: &'static str,
        /// What is wrong.
        cause: String,
    },
    /// A file that a password locks.
    #[error("this {0} is locked with a password; save it without one")]
    Encrypted(&'static str),
    /// A document that has pages but no characters on them.
    #[error("this {0} holds no text: it is a scan, which must go through character recognition (OCR) first")]
    NoTextLayer(&'static str),
    /// A bound was met.
    #[error(transparent)]
    Exceeded(#[from] Exceeded),
}

impl IngestError {
    /// The kind of failure, in snake case; it does not change between versions.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unsupported { .. } => "unsupported_format",
            Self::NotText => "binary",
            Self::Damaged { .. } => "damaged",
            Self::Encrypted(_) => "encrypted",
            Self::NoTextLayer(_) => "no_text_layer",
            Self::Exceeded(exceeded) => exceeded.limit.code(),
        }
    }
}
