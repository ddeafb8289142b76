//! The marks of Markdown, which texts carry along: `## 一、总体`, `立案**57**件`, `| 项目 | 件 |`.

use memchr::memchr3;

use super::edit::Edit;
use crate::seek;

/// Takes out the marks of headings and of strong words, the bars at the edges of a table's rows, and the row of dashes under its
/// head. A row is one where a bar stands at both edges; beside a row of as many bars without edges they part empty cells.
pub fn find(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    if !has_mark(text) {
        return edits;
    }
    let (mut start, mut above) = (0, "");
    let mut lines = seek::lines(text).peekable();
    while let Some(whole) = lines.next() {
        if has_mark(whole) {
            let line = whole.trim_end();
            let lead = line.len() - line.trim_start().len();
            let bare = &line[lead..];
            let below = lines.peek().copied().unwrap_or_default();
            let is_row = is_edged(bare) && ![above, below].into_iter().any(|beside| parts_as(bare, beside));
            if is_rule(bare) {
                edits.push(Edit::delete(start..start + whole.len()));
            } else {
                line_edits(line, start, lead, is_row, &mut edits);
            }
        }
        above = whole;
        start += whole.len();
    }
    edits
}

/// Whether a bar stands at both edges of a line.
fn is_edged(line: &str) -> bool {
    line.len() > 1 && line.starts_with('|') && line.ends_with('|')
}

/// Whether the line `beside` a row has as many bars and none at its edges.
fn parts_as(row: &str, beside: &str) -> bool {
    let bars = |line: &str| line.matches('|').count();
    !is_edged(beside.trim()) && bars(beside) == bars(row)
}

fn has_mark(text: &str) -> bool {
    memchr3(b'#', b'*', b'|', text.as_bytes()).is_some()
}

fn line_edits(line: &str, start: usize, lead: usize, is_row: bool, edits: &mut Vec<Edit>) {
    let bare = &line[lead..];
    let body = bare.trim_start_matches('#');
    let heading = bare.len() - body.len();
    if (1..=6).contains(&heading) && body.starts_with(' ') {
        edits.push(Edit::delete(start + lead..start + line.len() - body.trim_start().len()));
    } else if is_row {
        edits.push(Edit::delete(start + lead..start + lead + 1));
    }
    // Strong words have a mark on either side.
    let marks: Vec<usize> = line.match_indices("**").map(|(at, _)| at).collect();
    for pair in marks.chunks_exact(2).filter(|pair| pair[1] > pair[0] + 2) {
        edits.extend(pair.iter().map(|at| Edit::delete(start + at..start + at + 2)));
    }
    if is_row {
        edits.push(Edit::delete(start + line.len() - 1..start + line.len()));
    }
}

/// Whether a line is the rule under a table's head: `|---|:--:|`.
fn is_rule(line: &str) -> bool {
    line.starts_with('|')
        && line.ends_with('|')
        && line.contains("--")
        && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}
