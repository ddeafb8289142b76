//! Source text in, the text that is read out, with the way back.

use crate::span::{CleanSpan, RawSpan};

/// The text that is read: simplified characters, half-width letters, digits and marks, no glosses, no blanks in numbers.
#[derive(Debug, Clone)]
pub struct CleanText {
    /// The clean text.
    pub text: String,
    /// Whether lost characters were restored.
    pub repaired: bool,
}

impl CleanText {
    /// Where a clean span stands in the source text.
    pub fn raw(&self, span: CleanSpan) -> RawSpan {
        let _ = span;
        todo!()
    }
}

/// Cleans a source text.
pub fn clean(source: &str) -> CleanText {
    let _ = source;
    todo!()
}
