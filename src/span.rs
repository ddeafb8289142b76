//! Ranges of text, typed by the text they count in.
//!
//! Owns [`Span`]. A report exists twice: as it came ([`Raw`], the decoded source text) and as it is read ([`Clean`]). Both
//! are UTF-8 strings and both are counted in bytes, so a span of one must never be used on the other; the type parameter
//! sees to that. Code point offsets exist only in the output ([`crate::record`]).

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

/// The decoded source text.
pub enum Raw {}

/// The text after cleaning.
pub enum Clean {}

/// A byte range of the text `T`; the end is exclusive.
pub struct Span<T> {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    text: PhantomData<fn() -> T>,
}

/// A range of the decoded source text.
pub type RawSpan = Span<Raw>;

/// A range of the clean text.
pub type CleanSpan = Span<Clean>;

impl<T> Span<T> {
    /// The span from `start` to `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end, text: PhantomData }
    }

    /// The span as a range, to slice its text with.
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Number of bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it holds nothing.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies within this span.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }
}

impl<T> Clone for Span<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Span<T> {}

impl<T> PartialEq for Span<T> {
    fn eq(&self, other: &Self) -> bool {
        self.range() == other.range()
    }
}

impl<T> Eq for Span<T> {}

impl<T> fmt::Debug for Span<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}
