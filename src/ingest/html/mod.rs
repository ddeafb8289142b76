//! The report that stands in an HTML page.
//!
//! In: a decoded page. Out: [`Page`]: the report's text, a block a line and a table row a line, and what the page says of
//! its title and day. Three steps, each a file: `lines` lays the page out as a browser would, `article` finds the
//! stretch of lines that is the report, `head` reads title and day; `bounds` sees to it first that there will be a tree. `walk` goes over the tree without recursion,
//! since a page may be nested as deep as it likes.

mod article;
mod bounds;
mod head;
mod lines;
mod table;
mod walk;

use dom_query::Document;
use jiff::civil::Date;

use crate::limits::{Exceeded, Limits};

/// What an HTML page holds.
pub(super) struct Page {
    pub(super) text: String,
    pub(super) title: Option<String>,
    pub(super) published: Option<Date>,
}

/// Elements that only stand in HTML; the first of them tells a page or a piece of one.
const TELLING: &[&str] = &[
    "!doctype html",
    "html",
    "head",
    "body",
    "div",
    "p",
    "table",
    "meta",
    "title",
    "span",
    "br",
    "h1",
    "h2",
    "h3",
    "td",
    "tr",
    "ul",
    "ol",
    "center",
    "font",
    "article",
    "section",
    "main",
    "link",
    "script",
    "style",
];

/// Endings of names of HTML files.
const ENDINGS: &[&str] = &[".html", ".htm", ".shtml", ".xhtml"];

/// Whether `text` is HTML: it begins with a tag, or its name says so and it holds one.
pub(super) fn is_html(text: &str, name: Option<&str>) -> bool {
    let named = name.is_some_and(|name| {
        let name = name.to_ascii_lowercase();
        ENDINGS.iter().any(|ending| name.ends_with(ending))
    });
    let start = text.trim_start();
    if !named && !start.starts_with('<') {
        return false;
    }
    // A prolog or a comment may stand before the first telling tag.
    let window = if named { usize::MAX } else { 4096 };
    start.char_indices().take(window).any(|(at, character)| character == '<' && opens_telling_tag(&start[at + 1..]))
}

fn opens_telling_tag(after: &str) -> bool {
    TELLING.iter().any(|name| {
        let head = after.as_bytes().get(..name.len());
        let follows = after.as_bytes().get(name.len()).copied();
        head.is_some_and(|head| head.eq_ignore_ascii_case(name.as_bytes()))
            && follows.is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'))
    })
}

/// Reads the report out of a page.
///
/// # Errors
/// Where its tree would be too deep or too large.
pub(super) fn read(html: &str, limits: &Limits) -> Result<Page, Exceeded> {
    bounds::check(html, limits)?;
    let document = Document::from(html);
    let lines = lines::lines(&document);
    let title = head::title(&document, &lines);
    let report = article::report(&lines, title.as_deref());
    let published = head::published(&document, &lines);
    Ok(Page { text: report.join("\n"), title, published })
}
