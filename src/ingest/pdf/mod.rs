//! The text of a PDF file, in reading order.
//!
//! In: the bytes of the file. Out: its text, a paragraph a line and a table row a line. `page` runs the drawing of each page
//! and notes where characters stand, `font` says which characters bytes are, `radicals` mends those that fonts name by their
//! shape; the layout of the text is made from their places. Objects, streams and
//! encryption are lopdf's; every stream is unpacked within a bound, and circles of pages or forms end.

mod font;
mod page;
mod radicals;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use lopdf::{Document, Error, LoadOptions};

use self::page::Painter;
use super::{IngestError, layout};
use crate::limits::{Limit, Limits};

const FORMAT: &str = "PDF file";

/// Reads the text of a PDF file.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<String, IngestError> {
    let declared = bytes.windows(4).filter(|window| window == b" obj").count();
    limits.check(Limit::PdfObjects, declared as u64)?;
    let document = load(bytes, limits)?;
    limits.check(Limit::PdfObjects, document.objects.len() as u64)?;
    let mut painter = Painter::new(&document, limits);
    let mut pages = Vec::new();
    let mut seen = HashSet::new();
    // A page that a circle leads back to is read once.
    for page in document.page_iter().filter(|page| seen.insert(*page)) {
        pages.push(layout::lines(painter.page(page)?));
    }
    if pages.is_empty() {
        return Err(damaged("it has no pages"));
    }
    let text = radicals::mend(&layout::text(pages));
    // Characters that no font names are as good as none.
    let (unknown, known) = text.chars().filter(|c| !c.is_whitespace()).fold((0, 0), |(unknown, known), c| {
        if c == char::REPLACEMENT_CHARACTER { (unknown + 1, known) } else { (unknown, known + 1) }
    });
    if unknown >= known { Err(IngestError::NoTextLayer(FORMAT)) } else { Ok(text) }
}

fn load(bytes: &[u8], limits: &Limits) -> Result<Document, IngestError> {
    let most = usize::try_from(limits.of(Limit::DecompressedBytes)).unwrap_or(usize::MAX);
    let options = LoadOptions::with_max_decompressed_size(most);
    // A file that only restricts printing opens with the empty password.
    let document = Document::load_mem_with_options(bytes, options).map_err(|error| match error {
        Error::InvalidPassword | Error::Decryption(_) | Error::UnsupportedSecurityHandler(_) => {
            IngestError::Encrypted(FORMAT)
        }
        error => page::failure(&error, limits),
    })?;
    if document.is_encrypted() { Err(IngestError::Encrypted(FORMAT)) } else { Ok(document) }
}

fn damaged(cause: &str) -> IngestError {
    IngestError::Damaged { format: FORMAT, cause: cause.to_owned() }
}
