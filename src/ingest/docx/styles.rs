//! Paragraph styles: which list a style numbers its paragraphs by, and which are entries of a table of contents.

use std::collections::HashMap;

use super::FORMAT;
use crate::ingest::IngestError;
use crate::ingest::xml::{Node, Xml};
use crate::limits::Limits;

/// Styles that a style may be based on, one on the other; more is a circle.
const LONGEST_CHAIN: usize = 32;

/// A place in a list, as far as it is stated.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct ListPlace {
    /// The id of the list; `0` for none.
    pub(super) list: Option<String>,
    /// The level, from 0.
    pub(super) level: Option<u32>,
}

#[derive(Debug, Default)]
struct Style {
    is_contents: bool,
    based_on: Option<String>,
    place: ListPlace,
}

/// The paragraph styles of a document, by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles {
    all: HashMap<String, Style>,
    /// The id of the style of paragraphs that name none.
    default: Option<String>,
}

impl Styles {
    /// Reads the part that holds them.
    pub(super) fn of(part: &str, limits: &Limits) -> Result<Self, IngestError> {
        let mut styles = Self::default();
        let mut nodes = Xml::new(part, FORMAT, limits);
        let mut current: Option<(String, Style)> = None;
        while let Some(node) = nodes.next()? {
            match node {
                Node::Open(element) if element.name() == "style" => {
                    let id = element.attribute("styleId").unwrap_or_default();
                    let is_default = element.attribute("default").is_some_and(|value| value == "1" || value == "true");
                    if is_default && element.attribute("type").as_deref() == Some("paragraph") {
                        styles.default = Some(id.clone());
                    }
                    current = Some((id, Style::default()));
                }
                Node::Open(element) => {
                    let Some((_, style)) = current.as_mut() else { continue };
                    match element.name() {
                        "name" => {
                            let name = element.attribute("val").unwrap_or_default().to_ascii_lowercase();
                            style.is_contents = name.starts_with("toc ");
                        }
                        "basedOn" => style.based_on = element.attribute("val"),
                        "numId" => style.place.list = element.attribute("val"),
                        "ilvl" => style.place.level = element.number(),
                        _ => {}
                    }
                }
                Node::Close(name) if name == "style" => styles.all.extend(current.take()),
                Node::Close(_) | Node::Text(_) => {}
            }
        }
        Ok(styles)
    }

    /// Whether paragraphs of a style are entries of a table of contents.
    pub(super) fn is_contents(&self, id: Option<&str>) -> bool {
        self.chain(id).any(|(_, style)| style.is_contents)
    }

    /// Where a style puts its paragraphs in a list, and the style that says so.
    pub(super) fn place<'s>(&'s self, id: Option<&'s str>) -> Option<(&'s str, ListPlace)> {
        let (id, style) = self.chain(id).find(|(_, style)| style.place.list.is_some())?;
        Some((id, style.place.clone()))
    }

    /// A style and those it is based on.
    fn chain<'s>(&'s self, id: Option<&'s str>) -> impl Iterator<Item = (&'s str, &'s Style)> {
        let first = id.or(self.default.as_deref());
        let named = |id: &'s str| self.all.get_key_value(id).map(|(id, style)| (id.as_str(), style));
        std::iter::successors(first.and_then(named), move |(_, style)| style.based_on.as_deref().and_then(named))
            .take(LONGEST_CHAIN)
    }
}
