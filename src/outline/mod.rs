//! The shape of a report: headings, paragraphs, items and sentences.
//!
//! In: clean text. Out: an [`Outline`]: the sentences in order, each with the headings above it, its paragraph and its
//! item. A line that starts with a number such as 一、 (一) 1. opens a section: the line itself, or its first sentence, is the
//! heading. Inside a paragraph, 一是 二是 三是 open items. Lines with `|`, or with tabs between short
//! cells, are rows of a table.

mod builder;
mod heading;
mod sentences;

use crate::span::CleanSpan;
use builder::Builder;
use heading::Style;

/// A report taken apart.
#[derive(Debug, Default)]
pub struct Outline {
    /// Headings in the order of the text.
    pub headings: Vec<Heading>,
    /// Sentences in the order of the text; rows of tables are not among them.
    pub sentences: Vec<Sentence>,
    /// Tables in the order of the text.
    pub tables: Vec<Table>,
}

/// A heading and what it stands under.
#[derive(Debug)]
pub struct Heading {
    /// Without its number and final mark.
    pub span: CleanSpan,
    /// The heading above, by its place in [`Outline::headings`].
    pub parent: Option<usize>,
    style: Style,
}

/// A stretch of text up to 。 ! ? or the end of its line.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// With its final mark.
    pub span: CleanSpan,
    /// The innermost heading above, by its place in [`Outline::headings`].
    pub heading: Option<usize>,
    /// Counts the lines of the text.
    pub paragraph: usize,
    /// Counts the items (一是 …) of the paragraph from 1; 0 before the first.
    pub item: usize,
    /// The first sentence of its paragraph and item, by its place in [`Outline::sentences`].
    pub first_of_item: usize,
    /// Whether it is itself the heading of what follows.
    pub is_heading: bool,
}

/// Neighbouring lines with cells.
#[derive(Debug)]
pub struct Table {
    /// The innermost heading above.
    pub heading: Option<usize>,
    /// Its paragraph: that of its first row.
    pub paragraph: usize,
    /// Rows of cells, blanks at their ends left out.
    pub rows: Vec<Vec<CleanSpan>>,
}

impl Outline {
    /// Takes `text` apart.
    pub fn of(text: &str) -> Self {
        Builder::new(text).build()
    }

    /// The headings above something, innermost first.
    pub fn above(&self, heading: Option<usize>) -> impl Iterator<Item = &Heading> {
        std::iter::successors(heading.map(|at| &self.headings[at]), |h| h.parent.map(|at| &self.headings[at]))
    }
}

#[cfg(test)]
mod tests;
