//! The elements and characters of an XML part, in order and within bounds.
//!
//! In: the bytes of a part. Out: [`Node`]s. Names come without their prefix. Entities that a part declares are counted and
//! never expanded, nothing outside the part is ever looked up, and nesting ends at its bound.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::{IngestError, encoding, entities_in};
use crate::limits::{Limit, Limits};

/// What comes next in a part.
pub(super) enum Node<'x> {
    /// An element begins.
    Open(Element<'x>),
    /// An element ends; its name.
    Close(Cow<'x, str>),
    /// Characters.
    Text(Cow<'x, str>),
}

/// The start of an element.
pub(super) struct Element<'x>(BytesStart<'x>);

impl Element<'_> {
    /// Its name without the prefix.
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The value of an attribute, by its name without the prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut all = self.0.attributes();
        let found =
            all.with_checks(false).flatten().find(|attribute| attribute.key.local_name().into_inner() == name)?;
        quick_xml::escape::unescape(&found.value).ok().map(Cow::into_owned)
    }

    /// The attribute `val` as a number.
    pub(super) fn number(&self) -> Option<u32> {
        self.attribute("val")?.trim().parse().ok()
    }

    /// Whether a switch such as `<w:vanish/>` is on: unless it says otherwise.
    pub(super) fn is_on(&self) -> bool {
        !self.attribute("val").is_some_and(|value| matches!(value.as_str(), "0" | "false" | "off" | "none"))
    }
}

/// The characters of a part, decoded.
pub(super) fn decode(part: &[u8]) -> String {
    encoding::decode(part).text
}

/// A reader of one decoded part.
pub(super) struct Xml<'x> {
    reader: Reader<&'x [u8]>,
    limits: &'x Limits,
    format: &'static str,
    depth: u64,
}

impl<'x> Xml<'x> {
    /// Reads `part`; `format` is for messages.
    pub(super) fn new(part: &'x str, format: &'static str, limits: &'x Limits) -> Self {
        let mut reader = Reader::from_str(part);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, limits, format, depth: 0 }
    }

    /// The next node; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Node<'x>>, IngestError> {
        loop {
            let event = self.reader.read_event().map_err(|error| self.damaged(error.to_string()))?;
            return Ok(Some(match event {
                Event::Start(start) => {
                    self.depth += 1;
                    self.limits.check(Limit::XmlDepth, self.depth)?;
                    Node::Open(Element(start))
                }
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    Node::Close(Cow::Owned(end.local_name().into_inner().to_owned()))
                }
                Event::Text(text) => Node::Text(text.xml10_content().into_owned().into()),
                Event::CData(text) => Node::Text(text.into_inner()),
                Event::GeneralRef(entity) => match entity.resolve_char_ref() {
                    Ok(Some(character)) => Node::Text(character.to_string().into()),
                    Ok(None) => match resolve_predefined_entity(&entity) {
                        Some(text) => Node::Text(text.into()),
                        None => continue,
                    },
                    Err(_) => continue,
                },
                Event::DocType(declared) => {
                    self.limits.check(Limit::XmlEntities, entities_in(&declared))?;
                    continue;
                }
                Event::Eof if self.depth > 0 => return Err(self.damaged("it ends within an element".into())),
                Event::Eof => return Ok(None),
                // Empty elements come as a start and an end.
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Empty(_) => continue,
            }));
        }
    }

    /// Passes over the rest of the element that was just opened.
    pub(super) fn skip(&mut self) -> Result<(), IngestError> {
        let outside = self.depth - 1;
        while self.depth > outside && self.next()?.is_some() {}
        Ok(())
    }

    fn damaged(&self, cause: String) -> IngestError {
        IngestError::Damaged { format: self.format, cause }
    }
}
