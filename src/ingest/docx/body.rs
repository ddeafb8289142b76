//! The walk through a document: paragraphs, runs, tables, text boxes, notes.

use std::collections::HashMap;

use super::FORMAT;
use super::numbering::Numbering;
use super::styles::{ListPlace, Styles};
use super::table::{Cell, Table};
use crate::ingest::IngestError;
use crate::ingest::xml::{Element, Node, Xml};
use crate::limits::Limits;

/// Elements whose content is not shown: deletions, field codes, the older twin of a drawing, the reading beside a character.
const UNSEEN: [&str; 10] =
    ["del", "moveFrom", "delText", "instrText", "delInstrText", "Fallback", "rt", "sectPr", "tblPr", "tcPrChange"];

/// A stretch of paragraphs and tables: the document, a cell, a text box, a note.
#[derive(Default)]
struct Flow {
    lines: Vec<String>,
    tables: Vec<Table>,
    /// What the open cell says of itself; of a cell alone.
    cell: Cell,
    paragraph: Paragraph,
    /// Whether the run that is open is hidden.
    is_hidden: bool,
    /// Lines of text boxes and notes, which stand behind the paragraph.
    behind: Vec<String>,
}

#[derive(Default)]
struct Paragraph {
    text: String,
    style: Option<String>,
    place: ListPlace,
    /// Whether its end was deleted, so that the next paragraph goes on with it.
    runs_on: bool,
}

/// Where a note stands on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Note {
    /// At the foot of the page.
    Foot,
    /// At the end of the document.
    End,
}

/// Reads the parts that hold text.
pub(super) struct Body<'d> {
    styles: &'d Styles,
    numbering: Numbering,
    /// The lines of each note not yet told, by its id.
    notes: HashMap<(Note, String), Vec<String>>,
    limits: &'d Limits,
}

impl<'d> Body<'d> {
    pub(super) fn new(styles: &'d Styles, numbering: Numbering, limits: &'d Limits) -> Self {
        Self { styles, numbering, notes: HashMap::new(), limits }
    }

    /// Reads the notes of a part.
    pub(super) fn notes(&mut self, part: &str, kind: Note) -> Result<(), IngestError> {
        let name = if kind == Note::Foot { "footnote" } else { "endnote" };
        let mut nodes = Xml::new(part, FORMAT, self.limits);
        while let Some(node) = nodes.next()? {
            if let Node::Open(element) = node
                && element.name() == name
            {
                let id = element.attribute("id").unwrap_or_default();
                let lines = self.flow(&mut nodes, name)?;
                self.notes.insert((kind, id), lines);
            }
        }
        Ok(())
    }

    /// The lines of the document.
    pub(super) fn read(&mut self, document: &str) -> Result<Vec<String>, IngestError> {
        let mut nodes = Xml::new(document, FORMAT, self.limits);
        self.flow(&mut nodes, "")
    }

    /// Reads up to the end of the element `until`, or of the part.
    fn flow(&mut self, nodes: &mut Xml, until: &str) -> Result<Vec<String>, IngestError> {
        // A cell or text box opens a flow inside; nesting is bounded by that of the elements.
        let mut flows = vec![Flow::default()];
        while let Some(node) = nodes.next()? {
            let Some(flow) = flows.last_mut() else { break };
            match node {
                Node::Open(element) => match element.name() {
                    "tc" | "txbxContent" => flows.push(Flow::default()),
                    name if UNSEEN.contains(&name) => nodes.skip()?,
                    _ => self.open(flow, &element, nodes)?,
                },
                Node::Close(name) if name == until => break,
                Node::Close(name) => match name.as_ref() {
                    "p" => self.end_paragraph(flow),
                    "r" => flow.is_hidden = false,
                    "tr" => flow.tables.last_mut().map_or((), Table::end_row),
                    "tbl" => flow.end_table(),
                    "tc" | "txbxContent" => {
                        let (Some(inner), true) = (flows.pop(), !flows.is_empty()) else { break };
                        let Some(outer) = flows.last_mut() else { break };
                        match outer.tables.last_mut().filter(|_| name == "tc") {
                            Some(table) => table.cell(Cell { lines: inner.lines, ..inner.cell }),
                            None => outer.behind.extend(inner.lines),
                        }
                    }
                    _ => {}
                },
                Node::Text(_) => {}
            }
        }
        Ok(flows.into_iter().next().unwrap_or_default().lines)
    }

    fn open(&mut self, flow: &mut Flow, element: &Element, nodes: &mut Xml) -> Result<(), IngestError> {
        match element.name() {
            "p" => flow.begin_paragraph(),
            "pPr" => paragraph_properties(&mut flow.paragraph, nodes)?,
            "rPr" => flow.is_hidden = has_hidden(nodes)?,
            "t" => {
                let text = text_of(nodes)?;
                flow.write(&text);
            }
            "br" | "cr" => flow.write("\n"),
            "tab" | "ptab" => flow.write(" "),
            "noBreakHyphen" => flow.write("-"),
            "tbl" => flow.tables.push(Table::default()),
            "trPr" if holds(nodes, "trPr", "del")? => flow.tables.last_mut().map_or((), Table::delete_row),
            "gridSpan" => flow.cell.columns = element.number().map_or(1, |number| number as usize),
            "vMerge" => flow.cell.goes_on = element.attribute("val").as_deref() != Some("restart"),
            "footnoteReference" => flow.behind.extend(self.note(Note::Foot, element)),
            "endnoteReference" => flow.behind.extend(self.note(Note::End, element)),
            _ => {}
        }
        Ok(())
    }

    /// The lines of the note that an element refers to; once, though a document may refer to it without end.
    fn note(&mut self, kind: Note, element: &Element) -> Vec<String> {
        let id = element.attribute("id").unwrap_or_default();
        self.notes.remove(&(kind, id)).unwrap_or_default()
    }

    fn end_paragraph(&mut self, flow: &mut Flow) {
        if flow.paragraph.runs_on {
            return;
        }
        let Paragraph { text, style, place, .. } = std::mem::take(&mut flow.paragraph);
        let style = style.as_deref();
        let number = match &place.list {
            Some(_) => self.numbering.next(&place, None),
            None => self.styles.place(style).map_or_else(String::new, |(style, by_style)| {
                let level = place.level.or(by_style.level);
                self.numbering.next(&ListPlace { level, ..by_style }, Some(style))
            }),
        };
        if !self.styles.is_contents(style) && !text.trim().is_empty() {
            let text = number + text.trim_start();
            flow.lines.extend(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned));
        }
        if flow.tables.is_empty() {
            flow.lines.append(&mut flow.behind);
        }
    }
}

impl Flow {
    /// A paragraph begins; it goes on with the one before where the end of that was deleted.
    fn begin_paragraph(&mut self) {
        let before = std::mem::take(&mut self.paragraph);
        self.paragraph.text = before.text;
    }

    fn write(&mut self, text: &str) {
        if !self.is_hidden {
            self.paragraph.text.push_str(text);
        }
    }

    fn end_table(&mut self) {
        if let Some(table) = self.tables.pop() {
            self.cell.holds_table = true;
            self.lines.extend(table.lines().into_iter().filter(|line| !line.is_empty()));
            self.lines.append(&mut self.behind);
        }
    }
}

/// Reads the properties of a paragraph: style, list, whether its end was deleted.
fn paragraph_properties(paragraph: &mut Paragraph, nodes: &mut Xml) -> Result<(), IngestError> {
    while let Some(node) = nodes.next()? {
        match node {
            Node::Open(element) => match element.name() {
                "pStyle" => paragraph.style = element.attribute("val"),
                "numId" => paragraph.place.list = element.attribute("val"),
                "ilvl" => paragraph.place.level = element.number(),
                "del" => paragraph.runs_on = true,
                "pPrChange" | "sectPr" | "rPrChange" => nodes.skip()?,
                _ => {}
            },
            Node::Close(name) if name == "pPr" => break,
            Node::Close(_) | Node::Text(_) => {}
        }
    }
    Ok(())
}

/// Whether the properties of a run hide it.
fn has_hidden(nodes: &mut Xml) -> Result<bool, IngestError> {
    let mut is_hidden = false;
    while let Some(node) = nodes.next()? {
        match node {
            Node::Open(element) if element.name() == "vanish" => is_hidden = element.is_on(),
            Node::Open(element) if element.name() == "rPrChange" => nodes.skip()?,
            Node::Close(name) if name == "rPr" => break,
            _ => {}
        }
    }
    Ok(is_hidden)
}

/// Whether `wanted` stands in the element that was just opened.
fn holds(nodes: &mut Xml, element: &str, wanted: &str) -> Result<bool, IngestError> {
    let mut found = false;
    while let Some(node) = nodes.next()? {
        match node {
            Node::Open(inner) => found |= inner.name() == wanted,
            Node::Close(name) if name == element => break,
            _ => {}
        }
    }
    Ok(found)
}

/// The characters of the element that was just opened, which holds nothing else.
fn text_of(nodes: &mut Xml) -> Result<String, IngestError> {
    let mut text = String::new();
    while let Some(node) = nodes.next()? {
        match node {
            Node::Text(more) => text.push_str(&more),
            Node::Close(_) => break,
            Node::Open(_) => {}
        }
    }
    Ok(text)
}
