//! Readings: texts that patterns are tried on, each with the way back to the clean text.
//!
//! A sentence is read as it stands. Where the text spreads what belongs together (查封扣押、限产停产分别为9件、3件; a row of a
//! table under its head), a reading puts the words beside their quantity; its pieces remember where each came from.

use crate::quantity::Quantity;
use crate::span::CleanSpan;

/// A text to try patterns on.
#[derive(Debug)]
pub struct Reading {
    /// The text; spans of [`Placed`] count in it.
    pub text: String,
    /// The quantities in it, in order.
    pub quantities: Vec<Placed>,
    /// The words that say none, in order; they never stand in the way of a gap.
    pub nones: Vec<Placed>,
    /// The sentence it was made from, by its place in the outline; none for tables.
    pub sentence: Option<usize>,
    /// The time that belongs to this reading alone, in the clean text.
    pub period: Option<CleanSpan>,
    /// Whose share it tells, in the clean text.
    pub doer: Option<CleanSpan>,
    /// A quantity that means what this reading says and nothing that the sentence as it stands would say of it.
    pub alone: Option<CleanSpan>,
    pieces: Vec<Piece>,
}

/// A quantity in a reading.
#[derive(Debug, Clone)]
pub struct Placed {
    /// First byte in the reading.
    pub start: usize,
    /// One past its last byte in the reading.
    pub end: usize,
    /// The quantity; its span counts in the clean text.
    pub quantity: Quantity,
}

#[derive(Debug)]
struct Piece {
    at: usize,
    source: CleanSpan,
}

impl Reading {
    /// An empty reading.
    pub fn new(sentence: Option<usize>) -> Self {
        Self {
            text: String::new(),
            quantities: Vec::new(),
            nones: Vec::new(),
            sentence,
            period: None,
            doer: None,
            alone: None,
            pieces: Vec::new(),
        }
    }

    /// A stretch of the clean text as it stands.
    pub fn plain(clean: &str, span: CleanSpan, quantities: &[Quantity], nones: &[Quantity], sentence: usize) -> Self {
        let mut reading = Self::new(Some(sentence));
        reading.push(clean, span);
        let place = |q: &Quantity| Placed {
            start: q.span.start - span.start,
            end: q.span.end - span.start,
            quantity: q.clone(),
        };
        reading.quantities = quantities.iter().map(place).collect();
        reading.nones = nones.iter().map(place).collect();
        reading
    }

    /// Appends a stretch of the clean text.
    pub fn push(&mut self, clean: &str, source: CleanSpan) {
        self.pieces.push(Piece { at: self.text.len(), source });
        self.text.push_str(&clean[source.range()]);
    }

    /// Appends a quantity.
    pub fn push_quantity(&mut self, clean: &str, quantity: Quantity) {
        let start = self.text.len();
        self.push(clean, quantity.span);
        self.quantities.push(Placed { start, end: self.text.len(), quantity });
    }

    /// Whether `quantity` is one of this reading.
    pub fn holds(&self, quantity: &Quantity) -> bool {
        self.quantities.iter().any(|q| q.quantity.span == quantity.span)
    }

    /// Where a stretch of the reading stands in the clean text: the smallest span that holds all its pieces.
    pub fn source(&self, start: usize, end: usize) -> CleanSpan {
        let mut found: Option<CleanSpan> = None;
        for piece in &self.pieces {
            let (from, to) = (start.max(piece.at), end.min(piece.at + piece.source.len()));
            if from < to {
                let part = CleanSpan::new(piece.source.start + from - piece.at, piece.source.start + to - piece.at);
                found = Some(found.map_or(part, |span| span.cover(part)));
            }
        }
        found.unwrap_or(CleanSpan::new(0, 0))
    }

    /// The stretch around a quantity that belongs to it alone: between the separators or quantities beside it.
    pub fn window(&self, placed: &Placed) -> (usize, usize) {
        let first_behind = self.quantities.partition_point(|q| q.start < placed.end);
        let after = self.quantities.get(first_behind).map_or(self.text.len(), |q| q.start);
        let ended = self.quantities.partition_point(|q| q.end <= placed.start);
        let before = ended.checked_sub(1).map_or(0, |last| self.quantities[last].end);
        let start = self.text[before..placed.start].rfind(is_separator).map_or(before, |at| before + at + 1);
        let end = self.text[placed.end..after]
            .find(|c| is_separator(c) || matches!(c, '、' | '('))
            .map_or(after, |at| placed.end + at);
        (ceil_boundary(&self.text, start), end)
    }
}

/// The marks that end a clause.
pub fn is_separator(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '。' | '!' | '?' | '\n')
}

fn ceil_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}
