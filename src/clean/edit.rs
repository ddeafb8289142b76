//! One change of a text.

use std::ops::Range;

/// Replaces a range of a text by one character, or by none. No step inserts where nothing stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What goes, in bytes of the text the step was given; never empty.
    pub range: Range<usize>,
    /// What comes in its place.
    pub to: Option<char>,
}

impl Edit {
    /// Takes the range out.
    pub const fn delete(range: Range<usize>) -> Self {
        Self { range, to: None }
    }

    /// Puts one character in place of the range.
    pub const fn replace(range: Range<usize>, to: char) -> Self {
        Self { range, to: Some(to) }
    }
}
