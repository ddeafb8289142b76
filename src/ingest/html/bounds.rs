//! How large a tree a page would make, told from its tags before any tree is built.
//!
//! In: a decoded page. Out: whether the tree stays within bounds. A parser takes time by the square of the depth, and repeats
//! tags for bold, colour and links that are left open in every block that follows: a small page can thus ask for any amount
//! of either. Tags are counted as a parser sees them, give or take; comments and scripts are passed over.

use std::collections::HashMap;

use crate::limits::{Exceeded, Limit, Limits};

/// Elements without an end, and those whose end may be left out, as the next of their kind ends them: they do not nest by
/// themselves.
const FLAT: &[&str] = &[
    "area", "base", "br", "col", "colgroup", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta",
    "optgroup", "option", "p", "param", "rp", "rt", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track",
    "wbr",
];

/// Elements that a parser opens again in each block that follows while their end is missing.
const REPEATED: &[&str] =
    &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Elements whose content is no markup.
const RAW: &[&str] = &["script", "style"];

/// Counts the tags of a page.
///
/// # Errors
/// Where a tree of them would be too deep or too large.
pub(super) fn check(html: &str, limits: &Limits) -> Result<(), Exceeded> {
    let mut count = Count::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            // `<!-->` is a whole comment.
            rest = comment.strip_prefix('>').unwrap_or_else(|| after(comment, "-->"));
            continue;
        }
        let is_end = rest.starts_with('/');
        let tag = &rest[usize::from(is_end)..];
        if !tag.starts_with(|first: char| first.is_ascii_alphabetic()) {
            continue;
        }
        let length = tag.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '<')).unwrap_or(tag.len());
        let name = tag[..length].to_ascii_lowercase();
        rest = &tag[length..];
        if is_end {
            count.close(&name);
            continue;
        }
        count.open(&name);
        limits.check(Limit::HtmlDepth, count.deepest())?;
        limits.check(Limit::HtmlElements, count.elements)?;
        if RAW.contains(&name.as_str()) {
            rest = after_raw(rest, &name);
        }
    }
    Ok(())
}

/// The tags that are open.
#[derive(Default)]
struct Count {
    elements: u64,
    /// Names in the order they were opened, and how often each is among them.
    open: Vec<String>,
    counts: HashMap<String, u64>,
    /// How many of [`REPEATED`] wait for their end.
    repeated: u64,
}

impl Count {
    fn deepest(&self) -> u64 {
        self.open.len() as u64 + self.repeated
    }

    fn open(&mut self, name: &str) {
        self.elements += 1;
        if REPEATED.contains(&name) {
            self.repeated += 1;
            *self.counts.entry(name.to_owned()).or_default() += 1;
            return;
        }
        // What is open is opened again in a block.
        self.elements += self.repeated;
        if !FLAT.contains(&name) {
            self.open.push(name.to_owned());
            *self.counts.entry(name.to_owned()).or_default() += 1;
        }
    }

    /// An end without a start closes nothing; another closes what was left open inside.
    fn close(&mut self, name: &str) {
        let Some(count) = self.counts.get_mut(name).filter(|count| **count > 0) else { return };
        if REPEATED.contains(&name) {
            *count -= 1;
            self.repeated -= 1;
            return;
        }
        while let Some(inner) = self.open.pop() {
            if let Some(count) = self.counts.get_mut(&inner) {
                *count -= 1;
            }
            if inner == name {
                break;
            }
        }
    }
}

/// What stands behind `end`; nothing where it is missing.
fn after<'h>(text: &'h str, end: &str) -> &'h str {
    text.find(end).map_or("", |at| &text[at + end.len()..])
}

/// What stands from the end tag of a script or style on; nothing where it is missing.
fn after_raw<'h>(text: &'h str, name: &str) -> &'h str {
    let ends = |at: &usize| {
        let tag = text.as_bytes().get(at + 2..at + 2 + name.len());
        tag.is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()))
    };
    text.match_indices("</").map(|(at, _)| at).find(ends).map_or("", |at| &text[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(html: &str) -> &'static str {
        check(html, &Limits::default()).map_or_else(|exceeded| exceeded.limit.code(), |()| "")
    }

    #[test]
    fn pages_as_they_come_pass() {
        for html in [
            "<p>一<p>二".repeat(20_000),
            "<table><tr><td>1<td>2</table>".repeat(20_000),
            "<div><span>未闭合</div>".repeat(20_000),
            "<!-- <div> -->".repeat(20_000) + &"<div>".repeat(10),
            format!("<script>{}</script>", "'<div>'+".repeat(20_000)),
            "<img><br/></div></b><".repeat(20_000),
            "<font color=red>一</font><br>".repeat(20_000),
        ] {
            assert_eq!(code(&html), "", "{}", &html[..html.floor_char_boundary(40)]);
        }
    }

    #[test]
    fn trees_without_end_do_not() {
        for html in [
            "<div>".repeat(100_000),
            "<DIV class='a'\n>".repeat(100_000),
            "<table><tr><td>".repeat(100_000),
            "<!--><div>".repeat(100_000),
            "<x-y>".repeat(100_000),
            "<b>".repeat(100_000),
        ] {
            assert_eq!(code(&html), "html_too_deep", "{}", &html[..20]);
        }
        assert_eq!(code(&("<font>".repeat(1000) + &"<p>一".repeat(2_000))), "too_many_elements");
        assert_eq!(code(&"<p>".repeat(1_000_001)), "too_many_elements");
    }
}
