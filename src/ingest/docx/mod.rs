//! The text of a Word file (DOCX), as Word shows it.
//!
//! In: the bytes of the file. Out: its text, a paragraph a line and a table row a line. `body` walks the document, `styles`
//! and `numbering` give the numbers that Word writes before headings and items, `table` makes rows. Text boxes and notes
//! stand behind the paragraph they belong to. Left out: deleted and hidden text, tables of contents, headers and footers.

mod body;
mod numbering;
mod styles;
mod table;
#[cfg(test)]
mod tests;

use self::body::{Body, Note};
use self::numbering::Numbering;
use self::styles::Styles;
use super::IngestError;
use super::package::Package;
use super::xml::{self, Node, Xml};
use crate::limits::Limits;

const FORMAT: &str = "DOCX file";

/// Reads the text of a Word file.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<String, IngestError> {
    let mut package = Package::open(bytes, FORMAT, limits)?;
    let main = main_part(&mut package, limits)?;
    let folder = main.rfind('/').map_or("", |at| &main[..=at]).to_owned();
    let mut part = |name: &str| package.part(name).map(|part| part.map(|bytes| xml::decode(&bytes)));
    let document =
        part(&main)?.ok_or_else(|| IngestError::Damaged { format: FORMAT, cause: format!("it has no part {main}") })?;
    let styles =
        part(&format!("{folder}styles.xml"))?.map_or(Ok(Styles::default()), |part| Styles::of(&part, limits))?;
    let numbering = part(&format!("{folder}numbering.xml"))?
        .map_or(Ok(Numbering::default()), |part| Numbering::of(&part, limits))?;
    let mut body = Body::new(&styles, numbering, limits);
    for (file, kind) in [("footnotes.xml", Note::Foot), ("endnotes.xml", Note::End)] {
        if let Some(part) = part(&format!("{folder}{file}"))? {
            body.notes(&part, kind)?;
        }
    }
    Ok(body.read(&document)?.join("\n"))
}

/// The name of the part that holds the document, which the package's relations tell.
fn main_part(package: &mut Package, limits: &Limits) -> Result<String, IngestError> {
    const USUAL: &str = "word/document.xml";
    let relations = package.part("_rels/.rels")?.map(|part| xml::decode(&part)).unwrap_or_default();
    let mut nodes = Xml::new(&relations, FORMAT, limits);
    while let Some(node) = nodes.next()? {
        if let Node::Open(element) = node
            && element.attribute("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
            && let Some(target) = element.attribute("Target")
        {
            return Ok(target.trim_start_matches('/').to_owned());
        }
    }
    Ok(USUAL.to_owned())
}
