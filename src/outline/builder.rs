//! Goes through the lines of a text and notes what each of them is.

use std::ops::Range;

use memchr::{memchr, memchr2};

use super::heading::{Style, is_annex, is_plain_heading, numbered, title_end};
use super::sentences::{ItemMarks, sentence_end, starts_item};
use super::{Heading, Outline, Sentence, Table};
use crate::seek;
use crate::span::CleanSpan;

/// Characters in the longest cell of a row that is parted by tabs alone.
const LONGEST_CELL: usize = 30;
/// Cells with text in such a row; fewer are a label and what it says.
const FEWEST_CELLS: usize = 3;

/// An outline in the making.
pub(super) struct Builder<'t> {
    text: &'t str,
    items: ItemMarks,
    /// The innermost heading so far.
    current: Option<usize>,
    outline: Outline,
}

impl<'t> Builder<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, items: ItemMarks::of(text), current: None, outline: Outline::default() }
    }

    pub(super) fn build(mut self) -> Outline {
        let mut start = 0;
        for (paragraph, line) in seek::lines(self.text).enumerate() {
            let range = trim(self.text, start..start + line.len());
            if !range.is_empty() {
                self.line(start..range.end, range, paragraph);
            }
            start += line.len();
        }
        self.outline
    }

    /// A line that is not empty, `whole` and without the blanks before it.
    fn line(&mut self, whole: Range<usize>, range: Range<usize>, paragraph: usize) {
        let line = &self.text[range.clone()];
        if let Some(mark) = cell_mark(line) {
            // A tab at its start sets apart an empty cell.
            return self.row(if mark == '\t' { whole } else { range }, mark, paragraph);
        }
        let mut body = range.clone();
        let mut is_heading = true;
        if let Some((style, number)) = numbered(line) {
            body.start += number;
            let title = title_end(&line[number..]);
            is_heading = title.is_some();
            // A numbered line without a title of its own still ends what stood before it.
            self.open(style, CleanSpan::new(body.start, body.start + title.unwrap_or(0)), self.current);
        } else if is_annex(line) {
            self.open(Style::Annex, CleanSpan::new(range.start, range.end), None);
        } else if is_plain_heading(line) {
            self.open(Style::Plain, CleanSpan::new(range.start, range.end), self.current);
        } else {
            is_heading = false;
        }
        self.sentences_of(body, paragraph, is_heading);
    }

    /// Opens a heading behind the one that stood so far.
    fn open(&mut self, style: Style, span: CleanSpan, before: Option<usize>) {
        let headings = &mut self.outline.headings;
        let mut parent = before;
        let same = std::iter::successors(before, |at| headings[*at].parent).find(|at| headings[*at].style == style);
        if let Some(at) = same {
            parent = headings[at].parent;
        } else if let Some(at) = before.filter(|at| headings[*at].style == Style::Plain) {
            // Plain headings never hold numbered ones: titles of pages and tables stand alone.
            parent = headings[at].parent;
        }
        self.current = Some(headings.len());
        headings.push(Heading { span, parent, style });
    }

    fn row(&mut self, range: Range<usize>, mark: char, paragraph: usize) {
        let mut cells = Vec::new();
        let mut start = range.start;
        for cell in self.text[range].split(mark) {
            let cell_range = trim(self.text, start..start + cell.len());
            cells.push(CleanSpan::new(cell_range.start, cell_range.end));
            start += cell.len() + 1;
        }
        match self.outline.tables.last_mut() {
            Some(table) if table.paragraph + table.rows.len() == paragraph => table.rows.push(cells),
            _ => self.outline.tables.push(Table { heading: self.current, paragraph, rows: vec![cells] }),
        }
    }

    /// Notes the sentences of a line, cut where 二是, 三是 … start a new item.
    fn sentences_of(&mut self, range: Range<usize>, paragraph: usize, mut is_heading: bool) {
        let sentences = &mut self.outline.sentences;
        let (mut item, mut first_of_item) = (0, sentences.len());
        let mut start = range.start;
        while start < range.end {
            let end = sentence_end(self.text, start, range.end);
            let mut piece = start;
            while piece < end {
                let next = self.items.next_within(piece..end).unwrap_or(end);
                if piece > start || starts_item(&self.text[piece..next]) {
                    item += 1;
                    first_of_item = sentences.len();
                }
                sentences.push(Sentence {
                    span: CleanSpan::new(piece, next),
                    heading: self.current,
                    paragraph,
                    item,
                    first_of_item,
                    is_heading: std::mem::take(&mut is_heading),
                });
                piece = next;
            }
            start = end;
        }
    }
}

/// What parts the cells of a line that is the row of a table: `|`, or tabs between three short cells or more.
fn cell_mark(line: &str) -> Option<char> {
    let first = memchr2(b'|', b'\t', line.as_bytes())?;
    if memchr(b'|', &line.as_bytes()[first..]).is_some() {
        return Some('|');
    }
    let short = |cell: &str| cell.chars().nth(LONGEST_CELL).is_none() && !cell.contains('。');
    let filled = line.split('\t').filter(|cell| !cell.trim().is_empty()).count();
    (filled >= FEWEST_CELLS && line.split('\t').all(short)).then_some('\t')
}

/// A range without the blanks at its ends.
fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = text[range.clone()].trim_start();
    let start = range.end - inner.len();
    start..start + inner.trim_end().len()
}
