//! Text of formats that only say where each character stands: PDF and OFD.
//!
//! In: the characters of each page with their places. Out: the text, a paragraph a line and a table row a line. `lines` puts
//! characters into lines, `paragraphs` drops running heads and joins lines.

mod lines;
mod paragraphs;
#[cfg(test)]
mod tests;

pub(super) use lines::{Line, lines};
pub(super) use paragraphs::text;

/// A character, or a few that are one sign, as it stands on the page. Lengths are in any unit, the same for all.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    pub(super) text: String,
    /// From where to where it reaches.
    pub(super) left: f32,
    pub(super) right: f32,
    /// Its base line, counted up the page.
    pub(super) base: f32,
    /// The size it is set in; more than 0.
    pub(super) size: f32,
}
