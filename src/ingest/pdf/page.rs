//! The drawing of a page, as far as it places characters.
//!
//! In: a page. Out: its [`Glyph`]s in the order in which they are drawn, in the space of the page. Forms are drawn where they
//! are asked for; what all pages draw together is bounded.

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::content::Content;
use lopdf::{DecompressError, Dictionary, Document, Error, Object, ObjectId};

use super::font::Font;
use super::{FORMAT, IngestError};
use crate::ingest::layout::Glyph;
use crate::limits::{Exceeded, Limit, Limits};

/// How deep forms may ask for forms.
const DEEPEST_FORM: usize = 8;

/// The most bytes that one page may draw by: the operations they make take a multiple of that.
const LARGEST_PAGE: usize = 8 << 20;

/// A transformation of the plane: `[a b c d e f]`.
type Matrix = [f32; 6];

const UNCHANGED: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `inner`, then `outer`.
#[allow(clippy::many_single_char_names)] // The usual names of a matrix.
fn product(inner: Matrix, outer: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = inner;
    let [p, q, r, s, t, u] = outer;
    [a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u]
}

/// What holds while text is drawn.
#[derive(Clone)]
struct State<'d> {
    space: Matrix,
    font: Option<Rc<Font<'d>>>,
    size: f32,
    leading: f32,
    of_characters: f32,
    of_words: f32,
    /// The horizontal stretch, 1 for none.
    stretch: f32,
}

/// Draws pages.
pub(super) struct Painter<'d> {
    document: &'d Document,
    limits: &'d Limits,
    fonts: HashMap<ObjectId, Rc<Font<'d>>>,
    /// How many bytes may still be drawn by.
    left: usize,
    glyphs: Vec<Glyph>,
}

impl<'d> Painter<'d> {
    pub(super) fn new(document: &'d Document, limits: &'d Limits) -> Self {
        let left = usize::try_from(limits.of(Limit::DecompressedBytes)).unwrap_or(usize::MAX);
        Self { document, limits, fonts: HashMap::new(), left, glyphs: Vec::new() }
    }

    /// The characters of a page.
    pub(super) fn page(&mut self, page: ObjectId) -> Result<Vec<Glyph>, IngestError> {
        let most = self.left.min(LARGEST_PAGE);
        let drawn = self.document.get_page_content_with_limit(page, most).map_err(|error| failure(&error, self.limits));
        let drawn = match drawn {
            Err(IngestError::Damaged { .. }) => Vec::new(),
            other => other?,
        };
        let resources = self.resources(page);
        self.draw(&drawn, &resources, UNCHANGED, 0)?;
        Ok(std::mem::take(&mut self.glyphs))
    }

    /// The resources of a page, its own first, then those of the tree above it.
    fn resources(&self, page: ObjectId) -> Vec<&'d Dictionary> {
        let Ok((own, ids)) = self.document.get_page_resources(page) else { return Vec::new() };
        let above = ids.into_iter().filter_map(|id| self.document.get_dictionary(id).ok());
        own.into_iter().chain(above).collect()
    }

    fn draw(
        &mut self,
        drawn: &[u8],
        resources: &[&'d Dictionary],
        space: Matrix,
        depth: usize,
    ) -> Result<(), IngestError> {
        self.left = self.left.saturating_sub(drawn.len());
        let Ok(content) = Content::decode(drawn) else { return Ok(()) };
        let start =
            State { space, font: None, size: 0.0, leading: 0.0, of_characters: 0.0, of_words: 0.0, stretch: 1.0 };
        let (mut state, mut saved) = (start, Vec::new());
        let (mut text, mut line) = (UNCHANGED, UNCHANGED);
        for operation in &content.operations {
            let operands = &operation.operands;
            let number = |at: usize| operands.get(at).and_then(|operand| operand.as_float().ok()).unwrap_or(0.0);
            match operation.operator.as_str() {
                "q" if saved.len() < 1024 => saved.push(state.clone()),
                "Q" => state = saved.pop().unwrap_or(state),
                "cm" => state.space = product(matrix(operands).unwrap_or(UNCHANGED), state.space),
                "BT" => (text, line) = (UNCHANGED, UNCHANGED),
                "Tf" => {
                    let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                    (state.font, state.size) = (self.font(name, resources), number(1));
                }
                "Tc" => state.of_characters = number(0),
                "Tw" => state.of_words = number(0),
                "Tz" => state.stretch = number(0) / 100.0,
                "TL" => state.leading = number(0),
                "Td" => line = product([1.0, 0.0, 0.0, 1.0, number(0), number(1)], line),
                "TD" => {
                    state.leading = -number(1);
                    line = product([1.0, 0.0, 0.0, 1.0, number(0), number(1)], line);
                }
                "Tm" => line = matrix(operands).unwrap_or(UNCHANGED),
                "T*" | "'" | "\"" => {
                    if operation.operator == "\"" {
                        (state.of_words, state.of_characters) = (number(0), number(1));
                    }
                    line = product([1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], line);
                }
                "Do" if depth < DEEPEST_FORM => {
                    let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                    self.form(name, resources, state.space, depth + 1)?;
                }
                _ => {}
            }
            match operation.operator.as_str() {
                "Td" | "TD" | "Tm" | "T*" => text = line,
                "'" | "\"" => {
                    text = line;
                    self.show(operands.last().into_iter(), &state, &mut text);
                }
                "Tj" => self.show(operands.first().into_iter(), &state, &mut text),
                "TJ" => {
                    let pieces = operands.first().and_then(|pieces| pieces.as_array().ok());
                    self.show(pieces.into_iter().flatten(), &state, &mut text);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Draws strings; numbers between them move what follows back.
    fn show<'o>(&mut self, pieces: impl Iterator<Item = &'o Object>, state: &State<'d>, text: &mut Matrix) {
        let Some(font) = &state.font else { return };
        for piece in pieces {
            if let Ok(back) = piece.as_float() {
                *text = moved(-back / 1000.0 * state.size * state.stretch, *text);
                continue;
            }
            for code in font.codes(piece.as_str().unwrap_or_default()) {
                let width = code.width * state.size * state.stretch;
                let spaced = state.of_characters + if code.is_blank { state.of_words } else { 0.0 };
                let after = moved(width, *text);
                self.glyphs.extend(glyph(
                    code.text,
                    product(*text, state.space),
                    product(after, state.space),
                    state.size,
                ));
                *text = moved(spaced * state.stretch, after);
            }
        }
    }

    /// Draws a form, a drawing of its own that pages share.
    fn form(
        &mut self,
        name: &[u8],
        resources: &[&'d Dictionary],
        space: Matrix,
        depth: usize,
    ) -> Result<(), IngestError> {
        let document = self.document;
        let mut forms =
            resources.iter().filter_map(|all| all.get_deref(b"XObject", document).and_then(Object::as_dict).ok());
        let found = forms.find_map(|forms| forms.get_deref(name, document).and_then(Object::as_stream).ok());
        let Some(form) = found.filter(|form| form.dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Form"))
        else {
            return Ok(());
        };
        let drawn = match form.get_plain_content_with_limit(self.left.min(LARGEST_PAGE)) {
            Ok(drawn) => drawn,
            Err(error) => match failure(&error, self.limits) {
                IngestError::Damaged { .. } => return Ok(()),
                failure => return Err(failure),
            },
        };
        // A form that draws nothing costs something too.
        self.left = self.left.checked_sub(1).ok_or_else(|| too_large(self.limits))?;
        let own = form.dict.get_deref(b"Resources", document).and_then(Object::as_dict).ok();
        let resources: Vec<&Dictionary> = own.into_iter().chain(resources.iter().copied()).collect();
        let matrix = form.dict.get_deref(b"Matrix", document).and_then(Object::as_array).ok();
        let space = product(matrix.and_then(|matrix| self::matrix(matrix)).unwrap_or(UNCHANGED), space);
        self.draw(&drawn, &resources, space, depth)
    }

    fn font(&mut self, name: &[u8], resources: &[&'d Dictionary]) -> Option<Rc<Font<'d>>> {
        let document = self.document;
        let mut fonts =
            resources.iter().filter_map(|all| all.get_deref(b"Font", document).and_then(Object::as_dict).ok());
        let font = fonts.find_map(|fonts| fonts.get(name).ok())?;
        let dictionary = document.dereference(font).ok()?.1.as_dict().ok()?;
        let Ok(id) = font.as_reference() else { return Some(Rc::new(Font::of(dictionary, document))) };
        let known = self.fonts.entry(id).or_insert_with(|| Rc::new(Font::of(dictionary, document)));
        Some(known.clone())
    }
}

/// A character between two places of the pen. One that runs up or down the sheet is turned as a reader would turn the sheet.
#[allow(clippy::many_single_char_names)]
fn glyph(text: String, from: Matrix, to: Matrix, size: f32) -> Option<Glyph> {
    let [a, b, c, d, x, y] = from;
    let size = size.abs() * (a * d - b * c).abs().sqrt();
    let (left, right, base) = match () {
        () if b.abs() <= a.abs() => (x, to[4], y),
        () if b > 0.0 => (y, to[5], -x),
        () => (-y, -to[5], x),
    };
    let is_sound = [left, right, base, size].iter().all(|number| number.is_finite()) && size > 0.0;
    (is_sound && !text.is_empty()).then_some(Glyph { text, left, right, base, size })
}

/// A matrix whose origin is moved along its own line.
fn moved(by: f32, matrix: Matrix) -> Matrix {
    product([1.0, 0.0, 0.0, 1.0, by, 0.0], matrix)
}

fn matrix(operands: &[Object]) -> Option<Matrix> {
    let numbers: Vec<f32> = operands.iter().filter_map(|operand| operand.as_float().ok()).collect();
    numbers.try_into().ok()
}

fn too_large(limits: &Limits) -> IngestError {
    let limit = Limit::DecompressedBytes;
    Exceeded { limit, bound: limits.of(limit) }.into()
}

/// What an error of lopdf is to a report.
pub(super) fn failure(error: &Error, limits: &Limits) -> IngestError {
    match error {
        Error::Decompress(DecompressError::MemoryLimitExceeded { .. }) => too_large(limits),
        error => IngestError::Damaged { format: FORMAT, cause: error.to_string() },
    }
}
