//! The text of an OFD file, the national format for electronic documents: a ZIP file of XML parts that place each character.
//!
//! In: the bytes of the file. Out: its text, a paragraph a line. The parts name one another: `OFD.xml` the documents, a document
//! its pages, a page its content. Templates of pages, which hold running heads, are left out.

use super::IngestError;
use super::layout::{self, Glyph, Line};
use super::package::Package;
use super::xml::{self, Element, Node, Xml};
use crate::limits::Limits;

const FORMAT: &str = "OFD file";

/// Reads the text of an OFD file.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<String, IngestError> {
    let mut package = Package::open(bytes, FORMAT, limits)?;
    let root = part(&mut package, "OFD.xml")?;
    let mut pages: Vec<Vec<Line>> = Vec::new();
    for document in contents(&root, "DocRoot", limits)? {
        let document = resolved("OFD.xml", &document);
        let described = part(&mut package, &document)?;
        for page in locations(&described, limits)? {
            let content = part(&mut package, &resolved(&document, &page))?;
            pages.push(layout::lines(glyphs(&content, limits)?));
        }
    }
    if pages.is_empty() {
        return Err(IngestError::Damaged { format: FORMAT, cause: "it has no pages".into() });
    }
    let text = layout::text(pages);
    if text.is_empty() { Err(IngestError::NoTextLayer(FORMAT)) } else { Ok(text) }
}

fn part(package: &mut Package, name: &str) -> Result<String, IngestError> {
    let missing = || IngestError::Damaged { format: FORMAT, cause: format!("it has no part {name}") };
    Ok(xml::decode(&package.part(name)?.ok_or_else(missing)?))
}

/// The name of a part that another one names: beside it, or, with a leading `/`, from the root.
fn resolved(from: &str, name: &str) -> String {
    let folder = if name.starts_with('/') { "" } else { from.rfind('/').map_or("", |at| &from[..=at]) };
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(name.split('/')).filter(|part| !matches!(*part, "" | ".")) {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

/// What stands in the elements of a name.
fn contents(part: &str, name: &str, limits: &Limits) -> Result<Vec<String>, IngestError> {
    let mut nodes = Xml::new(part, FORMAT, limits);
    let mut all = Vec::new();
    let mut is_inside = false;
    while let Some(node) = nodes.next()? {
        match node {
            Node::Open(element) => is_inside = element.name() == name,
            Node::Close(_) => is_inside = false,
            Node::Text(text) if is_inside => all.push(text.trim().to_owned()),
            Node::Text(_) => {}
        }
    }
    Ok(all)
}

/// Where the pages of a document are, in their order.
fn locations(document: &str, limits: &Limits) -> Result<Vec<String>, IngestError> {
    let mut nodes = Xml::new(document, FORMAT, limits);
    let mut all = Vec::new();
    while let Some(node) = nodes.next()? {
        if let Node::Open(element) = node
            && element.name() == "Page"
        {
            all.extend(element.attribute("BaseLoc"));
        }
    }
    Ok(all)
}

/// The characters of a page.
fn glyphs(content: &str, limits: &Limits) -> Result<Vec<Glyph>, IngestError> {
    let mut nodes = Xml::new(content, FORMAT, limits);
    let mut glyphs = Vec::new();
    let mut object = TextObject::default();
    let mut code: Option<Code> = None;
    while let Some(node) = nodes.next()? {
        match node {
            Node::Open(element) if element.name() == "TextObject" => object = TextObject::of(&element),
            Node::Open(element) if element.name() == "TextCode" => code = Some(Code::of(&element, code.as_ref())),
            Node::Text(text) => {
                if let Some(code) = &code {
                    object.place(&text, code, &mut glyphs);
                }
            }
            Node::Close(name) if name == "TextObject" => code = None,
            Node::Close(name) if name == "TextCode" => code = code.map(|code| Code { is_open: false, ..code }),
            Node::Open(_) | Node::Close(_) => {}
        }
    }
    Ok(glyphs)
}

/// A piece of text in a place of its own.
struct TextObject {
    origin: (f32, f32),
    size: f32,
    /// `[a b c d e f]`, from the object's own space to that of the page.
    matrix: [f32; 6],
}

impl Default for TextObject {
    fn default() -> Self {
        Self { origin: (0.0, 0.0), size: 1.0, matrix: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0] }
    }
}

/// A run of characters: where it begins and how far each goes on.
struct Code {
    start: (f32, f32),
    steps: Vec<f32>,
    is_open: bool,
}

fn numbers(element: &Element, name: &str) -> Vec<f32> {
    let value = element.attribute(name).unwrap_or_default();
    value
        .split_whitespace()
        .filter_map(|number| number.parse().ok())
        .filter(|number: &f32| number.is_finite())
        .collect()
}

impl TextObject {
    fn of(element: &Element) -> Self {
        let usual = Self::default();
        let boundary = numbers(element, "Boundary");
        Self {
            origin: (boundary.first().copied().unwrap_or(0.0), boundary.get(1).copied().unwrap_or(0.0)),
            size: numbers(element, "Size").first().copied().filter(|size| *size > 0.0).unwrap_or(usual.size),
            matrix: numbers(element, "CTM").try_into().unwrap_or(usual.matrix),
        }
    }

    #[allow(clippy::many_single_char_names)] // The usual names of a matrix.
    fn place(&self, text: &str, code: &Code, glyphs: &mut Vec<Glyph>) {
        if !code.is_open {
            return;
        }
        let [a, b, c, d, e, f] = self.matrix;
        let (mut x, y) = code.start;
        let size = self.size * d.abs().max(b.abs());
        let mut steps = code.steps.iter();
        for character in text.trim_matches(['\r', '\n']).chars() {
            let width = if character.is_ascii() { self.size / 2.0 } else { self.size };
            let place = |x: f32| (self.origin.0 + a * x + c * y + e, self.origin.1 + b * x + d * y + f);
            let ((left, top), (right, _)) = (place(x), place(x + width));
            if size > 0.0 && size.is_finite() && left.is_finite() && top.is_finite() {
                glyphs.push(Glyph { text: character.to_string(), left, right, base: -top, size });
            }
            x += steps.next().copied().unwrap_or(width);
        }
    }
}

impl Code {
    /// What is not said is as in the run before.
    fn of(element: &Element, before: Option<&Self>) -> Self {
        let start = before.map_or((0.0, 0.0), |before| before.start);
        let one = |name: &str, usual: f32| numbers(element, name).first().copied().unwrap_or(usual);
        let steps = steps(&element.attribute("DeltaX").unwrap_or_default());
        Self { start: (one("X", start.0), one("Y", start.1)), steps, is_open: true }
    }
}

/// Distances from character to character: `3.5 g 4 7` is 3.5 and four times 7.
fn steps(told: &str) -> Vec<f32> {
    const MOST: usize = 10_000;
    let mut words = told.split_whitespace();
    let mut steps = Vec::new();
    while let Some(word) = words.next() {
        let (times, step) = match word {
            "g" => (words.next().and_then(|times| times.parse().ok()).unwrap_or(0), words.next().unwrap_or_default()),
            step => (1_usize, step),
        };
        let step: f32 = step.parse().unwrap_or(0.0);
        steps.extend(std::iter::repeat_n(step, times.min(MOST.saturating_sub(steps.len()))));
    }
    steps
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use crate::ingest::ingest;

    fn file(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, part) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(part.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    const ROOT: (&str, &str) = (
        "OFD.xml",
        "<ofd:OFD xmlns:ofd=\"o\"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
    );
    const DOCUMENT: (&str, &str) = (
        "Doc_0/Document.xml",
        "<ofd:Document xmlns:ofd=\"o\"><ofd:CommonData><ofd:TemplatePage BaseLoc=\"Tpls/T.xml\"/></ofd:CommonData>\
         <ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"Pages/Page_0/Content.xml\"/></ofd:Pages></ofd:Document>",
    );

    fn page(objects: &str) -> String {
        format!("<ofd:Page xmlns:ofd=\"o\"><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>")
    }

    #[test]
    fn characters_are_read_by_their_places() {
        let content = page(
            "<ofd:TextObject Boundary=\"20 60 100 6\" Size=\"5\"><ofd:TextCode X=\"0\" Y=\"5\" DeltaX=\"5 5\">罚款3</ofd:TextCode>\
             <ofd:TextCode X=\"12.5\" Y=\"5\">万元。</ofd:TextCode></ofd:TextObject>\
             <ofd:TextObject Boundary=\"20 50 100 6\" Size=\"10\" CTM=\"0.5 0 0 0.5 0 0\">\
             <ofd:TextCode X=\"0\" Y=\"10\" DeltaX=\"g 3 10 5 5 10\">全市立案57件。</ofd:TextCode></ofd:TextObject>",
        );
        let source = ingest(&file(&[ROOT, DOCUMENT, ("Doc_0/Pages/Page_0/Content.xml", &content)]), None).unwrap();
        assert_eq!((source.text.as_str(), source.format), ("全市立案57件。\n罚款3万元。", "ofd"));
    }

    #[test]
    fn what_lacks_text_or_parts_fails_by_name() {
        let code = |parts: &[(&str, &str)]| ingest(&file(parts), None).unwrap_err().code();
        let empty = page("<ofd:ImageObject/>");
        assert_eq!(code(&[ROOT, DOCUMENT, ("Doc_0/Pages/Page_0/Content.xml", &empty)]), "no_text_layer");
        assert_eq!(code(&[ROOT, DOCUMENT]), "damaged");
        assert_eq!(code(&[ROOT]), "damaged");
    }
}
