//! A page as the lines a browser would show.
//!
//! In: a document tree. Out: [`Line`]s in reading order. Blocks and `<br>` end a line, white space collapses, entities are
//! already decoded; scripts, forms, hidden elements and page furniture (navigation, footers, share bars) are left out.
//! The row of a data table is one line, its cells joined by `|`; a table that only lays out the page is a block.

use std::collections::HashSet;

use dom_query::{Document, NodeId, NodeRef};

use super::table;
use super::walk::{Visitor, walk};
use crate::ingest::grid::Grid;

/// One line of a page.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) text: String,
    /// Letters, characters and digits in it.
    pub(super) letters: usize,
    /// How many of them stand in links.
    pub(super) linked: usize,
    /// Whether page furniture was left out here; such a line has no text.
    pub(super) is_border: bool,
    /// Whether it is a heading of the first level.
    pub(super) is_h1: bool,
}

/// Elements without text of the page.
const UNSEEN: &[&str] = &[
    "audio", "button", "canvas", "datalist", "embed", "head", "iframe", "input", "map", "math", "noscript", "object",
    "script", "select", "style", "svg", "template", "textarea", "title", "video",
];

/// Elements that stand on lines of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements and words in `class` or `id` that name furniture of a page. The last row is common pinyin shorthand.
const FURNITURE: &[&str] = &[
    "aside",
    "nav",
    "navbar",
    "navigation",
    "menu",
    "menubar",
    "breadcrumb",
    "breadcrumbs",
    "crumb",
    "crumbs",
    "location",
    "footer",
    "foot",
    "copyright",
    "sidebar",
    "sidenav",
    "topbar",
    "toolbar",
    "tools",
    "share",
    "bdsharebuttonbox",
    "related",
    "relate",
    "relnews",
    "recommend",
    "hits",
    "counter",
    "pager",
    "pagination",
    "login",
    "search",
    "banner",
    "qrcode",
    "comments", //
    "dqwz",
    "weizhi",
    "daohang",
    "xglj",
    "xgxw",
    "xgxx",
    "xgwj",
    "xgwd",
    "ewm",
];

/// The lines of `document`.
pub(super) fn lines(document: &Document) -> Vec<Line> {
    let mut furniture = Furniture::default();
    walk(document.root(), &mut furniture);
    let mut layout = Layout { skipped: furniture.small(), ..Layout::default() };
    walk(document.root(), &mut layout);
    layout.end_line();
    layout.lines
}

/// The lower-case name of an element; empty for other nodes.
pub(super) fn name_of(node: &NodeRef) -> String {
    node.query_or(String::new(), |tree_node| {
        tree_node.as_element().map_or_else(String::new, |element| element.name.local.to_ascii_lowercase().to_string())
    })
}

/// Whether a browser shows nothing of the element.
fn is_unseen(node: &NodeRef, name: &str) -> bool {
    if UNSEEN.contains(&name) {
        return true;
    }
    // Pages hide their whole body until a script runs.
    if matches!(name, "" | "body" | "html") {
        return false;
    }
    node.has_attr("hidden")
        || node.attr("style").is_some_and(|style| {
            let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
            style.contains("display:none") || style.contains("visibility:hidden")
        })
}

fn is_furniture(node: &NodeRef, name: &str) -> bool {
    let named =
        |attribute: &str| node.attr(attribute).is_some_and(|value| words(&value).any(|w| is_furniture_word(&w)));
    is_furniture_word(name) || named("class") || named("id")
}

fn is_furniture_word(word: &str) -> bool {
    FURNITURE.contains(&word)
}

/// The words of a `class` or `id`: `article-navBar` is article, nav, bar, and navbar.
fn words(value: &str) -> impl Iterator<Item = String> {
    value.split(|c: char| !c.is_ascii_alphabetic()).filter(|part| !part.is_empty()).flat_map(|part| {
        let humps = part.char_indices().filter(|&(at, c)| at > 0 && c.is_ascii_uppercase()).map(|(at, _)| at);
        let mut words = vec![part.to_ascii_lowercase()];
        let mut from = 0;
        for at in humps.chain([part.len()]) {
            words.push(part[from..at].to_ascii_lowercase());
            from = at;
        }
        words
    })
}

fn letters_of(text: &str) -> usize {
    text.chars().filter(|character| character.is_alphanumeric()).count()
}

/// First look: which elements are named like furniture, and how much of the page they hold.
#[derive(Default)]
struct Furniture {
    letters: usize,
    open: Vec<(NodeId, usize)>,
    sizes: Vec<(NodeId, usize)>,
}

impl Furniture {
    /// Those with less than a third of the page: a frame called `nav-wrapper` may hold the report itself.
    fn small(self) -> HashSet<NodeId> {
        let page = self.letters;
        self.sizes.into_iter().filter(|(_, letters)| letters * 3 < page).map(|(id, _)| id).collect()
    }
}

impl Visitor for Furniture {
    fn enter(&mut self, node: &NodeRef) -> bool {
        if node.is_text() {
            self.letters += letters_of(&node.text());
            return false;
        }
        let name = name_of(node);
        if is_unseen(node, &name) {
            return false;
        }
        if is_furniture(node, &name) {
            self.open.push((node.id, self.letters));
        }
        true
    }

    fn leave(&mut self, node: &NodeRef) {
        if let Some((id, before)) = self.open.pop_if(|(id, _)| *id == node.id) {
            self.sizes.push((id, self.letters - before));
        }
    }
}

/// White space that is not yet written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    Space,
    /// White space with a line end of the source in it, which does not show between two wide characters.
    LineEnd,
}

/// Second look: the lines.
#[derive(Default)]
struct Layout {
    skipped: HashSet<NodeId>,
    lines: Vec<Line>,
    line: Line,
    gap: Option<Gap>,
    links: usize,
    preformatted: usize,
    headings: usize,
    grid: Option<Grid>,
}

impl Layout {
    fn write(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '\n' if self.preformatted > 0 => self.end_line(),
                '\n' | '\r' => self.gap = Some(Gap::LineEnd),
                ' ' | '\t' | '\x0c' => self.gap = self.gap.or(Some(Gap::Space)),
                _ => self.push(character),
            }
        }
    }

    fn push(&mut self, character: char) {
        if let (Some(gap), Some(last)) = (self.gap.take(), self.line.text.chars().next_back())
            && !(gap == Gap::LineEnd && is_wide(last) && is_wide(character))
        {
            self.line.text.push(' ');
        }
        self.line.text.push(character);
        let letter = usize::from(character.is_alphanumeric());
        self.line.letters += letter;
        self.line.linked += if self.links > 0 { letter } else { 0 };
    }

    /// Ends a line, or, inside a cell, only a word.
    fn end_line(&mut self) {
        if self.grid.as_ref().is_some_and(Grid::in_cell) {
            self.gap = self.gap.or(Some(Gap::Space));
        } else {
            self.gap = None;
            self.keep_line();
        }
    }

    fn keep_line(&mut self) {
        let line = Line { is_h1: self.headings > 0, ..std::mem::take(&mut self.line) };
        if !line.text.trim().is_empty() {
            self.lines.push(line);
        }
    }

    /// Leaves out furniture; a block of it parts what stands before it from what comes after.
    fn leave_out(&mut self, name: &str) {
        if BLOCKS.contains(&name) {
            self.end_line();
            self.lines.push(Line { is_border: true, ..Line::default() });
        }
    }

    /// What an element does when it begins, and when it ends.
    fn edge(&mut self, node: &NodeRef, begins: bool) {
        let name = name_of(node);
        match name.as_str() {
            "a" if node.has_attr("href") => self.links = if begins { self.links + 1 } else { self.links - 1 },
            "br" => self.end_line(),
            "td" | "th" if self.grid.is_some() => self.cell_edge(node, begins),
            "tr" if self.grid.is_some() => self.row_edge(begins),
            _ if BLOCKS.contains(&name.as_str()) => self.end_line(),
            _ => {}
        }
        match (name.as_str(), begins) {
            ("h1", true) => self.headings += 1,
            ("h1", false) => self.headings -= 1,
            ("pre", true) => self.preformatted += 1,
            ("pre", false) => self.preformatted -= 1,
            ("table", true) => self.grid = table::holds_data(node).then(Grid::default),
            ("table", false) => self.grid = None,
            _ => {}
        }
    }

    fn cell_edge(&mut self, node: &NodeRef, begins: bool) {
        self.gap = None;
        let Some(grid) = self.grid.as_mut() else { return };
        if begins {
            grid.begin_cell(table::span(node, "colspan"), table::span(node, "rowspan"));
        } else {
            grid.end_cell(std::mem::take(&mut self.line.text).trim());
        }
    }

    fn row_edge(&mut self, begins: bool) {
        if begins {
            self.end_line();
        } else if let Some(grid) = self.grid.as_mut() {
            self.line.text = grid.end_row();
            self.keep_line();
        }
    }
}

impl Visitor for Layout {
    fn enter(&mut self, node: &NodeRef) -> bool {
        if node.is_text() {
            self.write(&node.text());
            return false;
        }
        let name = name_of(node);
        if is_unseen(node, &name) {
            return false;
        }
        if self.skipped.contains(&node.id) {
            self.leave_out(&name);
            return false;
        }
        self.edge(node, true);
        true
    }

    fn leave(&mut self, node: &NodeRef) {
        if name_of(node) != "br" {
            self.edge(node, false);
        }
    }
}

/// Whether a character fills a full column, so that a browser puts no space for a line end beside it.
fn is_wide(character: char) -> bool {
    unicode_width::UnicodeWidthChar::width(character) == Some(2)
        || matches!(character, '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}
