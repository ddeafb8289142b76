//! The shape of a report: headings, paragraphs, items and sentences.
//!
//! In: clean text. Out: an [`Outline`]: the sentences in order, each with the headings above it, its paragraph and its
//! item. A line that starts with a number such as 一、 (一) 1. opens a section: the line itself, or its first sentence, is the
//! heading. Inside a paragraph, 一是 二是 三是 open items. Lines with `|` are rows of a table.

use std::ops::Range;

use crate::span::CleanSpan;

/// A report taken apart.
#[derive(Debug, Default)]
pub struct Outline {
    /// Headings in the order of the text.
    pub headings: Vec<Heading>,
    /// Sentences in the order of the text; rows of tables are not among them.
    pub sentences: Vec<Sentence>,
    /// Tables in the order of the text.
    pub tables: Vec<Table>,
}

/// A heading and what it stands under.
#[derive(Debug)]
pub struct Heading {
    /// Without its number and final mark.
    pub span: CleanSpan,
    /// The heading above, by its place in [`Outline::headings`].
    pub parent: Option<usize>,
    style: Style,
}

/// A stretch of text up to 。 ! ? or the end of its line.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// With its final mark.
    pub span: CleanSpan,
    /// The innermost heading above, by its place in [`Outline::headings`].
    pub heading: Option<usize>,
    /// Counts the lines of the text.
    pub paragraph: usize,
    /// Counts the items (一是 …) of the paragraph from 1; 0 before the first.
    pub item: usize,
    /// The first sentence of its paragraph and item, by its place in [`Outline::sentences`].
    pub first_of_item: usize,
    /// Whether it is itself the heading of what follows.
    pub is_heading: bool,
}

/// Neighbouring lines with cells.
#[derive(Debug)]
pub struct Table {
    /// The innermost heading above.
    pub heading: Option<usize>,
    /// Its paragraph: that of its first row.
    pub paragraph: usize,
    /// Rows of cells, blanks at their ends left out.
    pub rows: Vec<Vec<CleanSpan>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// 一、
    Numeral,
    /// (一)
    BracketNumeral,
    /// 第一章, 第一部分
    Ordinal,
    /// 1. 1、 1.1
    Digit,
    /// (1)
    BracketDigit,
    /// ①
    Circled,
    /// A short line without number.
    Plain,
    /// 附: …, 附件1: …: stands under nothing.
    Annex,
}

const SENTENCE_ENDS: [char; 4] = ['。', '!', '?', '\n'];
/// Characters in the longest sentence: what has no end for longer is no prose, and is read in pieces.
const MAX_SENTENCE: usize = 3000;
const MAX_HEADING: usize = 60;
const MAX_PLAIN_HEADING: usize = 30;

impl Outline {
    /// Takes `text` apart.
    pub fn of(text: &str) -> Self {
        let mut outline = Self::default();
        let mut current = None;
        let mut start = 0;
        for (paragraph, line) in text.split('\n').enumerate() {
            outline.line(text, start..start + line.len(), paragraph, &mut current);
            start += line.len() + 1;
        }
        outline
    }

    /// The headings above something, innermost first.
    pub fn above(&self, heading: Option<usize>) -> impl Iterator<Item = &Heading> {
        std::iter::successors(heading.map(|at| &self.headings[at]), |h| h.parent.map(|at| &self.headings[at]))
    }

    fn line(&mut self, text: &str, range: Range<usize>, paragraph: usize, current: &mut Option<usize>) {
        let range = trim(text, range);
        let line = &text[range.clone()];
        if line.is_empty() {
            return;
        }
        if line.contains('|') {
            self.row(text, range, paragraph, *current);
            return;
        }
        let mut body = range.clone();
        let mut is_heading = false;
        if let Some((style, number)) = numbered(line) {
            let title_end = title_end(&line[number..]).map(|end| range.start + number + end);
            if let Some(end) = title_end {
                *current = Some(self.open(style, CleanSpan::new(range.start + number, end), *current));
                is_heading = true;
            } else {
                // A numbered line without a title of its own still ends what stood before it.
                *current = Some(self.open(style, CleanSpan::new(range.start + number, range.start + number), *current));
            }
            body.start = range.start + number;
        } else if is_annex(line) {
            *current = Some(self.open(Style::Annex, CleanSpan::new(range.start, range.end), None));
            is_heading = true;
        } else if is_plain_heading(line) {
            *current = Some(self.open(Style::Plain, CleanSpan::new(range.start, range.end), *current));
            is_heading = true;
        }
        self.sentences_of(text, body, *current, paragraph, is_heading);
    }

    fn open(&mut self, style: Style, span: CleanSpan, current: Option<usize>) -> usize {
        let mut parent = current;
        let same =
            std::iter::successors(current, |at| self.headings[*at].parent).find(|at| self.headings[*at].style == style);
        if let Some(at) = same {
            parent = self.headings[at].parent;
        } else if let Some(at) = current.filter(|at| self.headings[*at].style == Style::Plain) {
            // Plain headings never hold numbered ones: titles of pages and tables stand alone.
            parent = self.headings[at].parent;
        }
        self.headings.push(Heading { span, parent, style });
        self.headings.len() - 1
    }

    fn row(&mut self, text: &str, range: Range<usize>, paragraph: usize, heading: Option<usize>) {
        let mut cells = Vec::new();
        let mut start = range.start;
        for cell in text[range].split('|') {
            let cell_range = trim(text, start..start + cell.len());
            cells.push(CleanSpan::new(cell_range.start, cell_range.end));
            start += cell.len() + 1;
        }
        match self.tables.last_mut() {
            Some(table) if table.paragraph + table.rows.len() == paragraph => table.rows.push(cells),
            _ => self.tables.push(Table { heading, paragraph, rows: vec![cells] }),
        }
    }

    fn sentences_of(
        &mut self,
        text: &str,
        range: Range<usize>,
        heading: Option<usize>,
        paragraph: usize,
        mut is_heading: bool,
    ) {
        let mut item = 0;
        let mut start = range.start;
        while start < range.end {
            let end = sentence_end(text, start, range.end);
            for piece in items(text, start..end) {
                if item_mark(&text[piece.clone()]).is_some() {
                    item += 1;
                }
                let here = self.sentences.len();
                let same = self.sentences.last().filter(|s| s.paragraph == paragraph && s.item == item);
                let first_of_item = same.map_or(here, |s| s.first_of_item);
                self.sentences.push(Sentence {
                    span: CleanSpan::new(piece.start, piece.end),
                    heading,
                    paragraph,
                    item,
                    first_of_item,
                    is_heading: std::mem::take(&mut is_heading),
                });
            }
            start = end;
        }
    }
}

fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let line = &text[range.clone()];
    let lead = line.len() - line.trim_start().len();
    range.start + lead..range.start + lead + line.trim().len()
}

/// The style of the number that starts a line, and its length.
fn numbered(line: &str) -> Option<(Style, usize)> {
    let numerals = |text: &str| {
        let is_numeral = |c: &char| is_item_number(*c) || matches!(c, '零' | '百');
        text.chars().take_while(is_numeral).map(char::len_utf8).sum::<usize>()
    };
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let close = |len: usize, marks: &[&str]| marks.iter().find(|m| line[len..].starts_with(**m)).map(|m| len + m.len());
    let found = if let Some(inner) = line.strip_prefix('(') {
        let (n, d) = (numerals(inner), digits(inner));
        let style = if n > 0 { Style::BracketNumeral } else { Style::BracketDigit };
        let len = n.max(d);
        (len > 0 && d <= 2).then(|| close(1 + len, &[")"])).flatten().map(|end| (style, end))
    } else if let Some(inner) = line.strip_prefix('第') {
        let n = numerals(inner);
        (n > 0).then(|| close('第'.len_utf8() + n, &["章", "部分", "节"])).flatten().map(|end| (Style::Ordinal, end))
    } else if line.starts_with(|c| ('①'..='⑳').contains(&c)) {
        Some((Style::Circled, '①'.len_utf8()))
    } else if numerals(line) > 0 {
        close(numerals(line), &["、", ".", ","]).map(|end| (Style::Numeral, end))
    } else {
        let d = digits(line);
        let end = (1..=2).contains(&d).then(|| close(d, &[".", "、", ","])).flatten();
        end.filter(|end| !line[*end..].starts_with(|c: char| c.is_ascii_digit())).map(|end| (Style::Digit, end))
    };
    found
        .map(|(style, end)| (style, end + (line[end..].len() - line[end..].trim_start_matches([' ', '.', '、']).len())))
}

/// Where the title of a numbered line ends: at its first 。 or :, or at the end of a short line.
fn title_end(rest: &str) -> Option<usize> {
    let end = rest.find(['。', '!', '?']).unwrap_or(rest.len());
    (rest[..end].chars().count() <= MAX_HEADING).then_some(end).filter(|end| *end > 0)
}

fn is_annex(line: &str) -> bool {
    let name = line.strip_prefix("附件").or_else(|| line.strip_prefix("附表")).or_else(|| line.strip_prefix('附'));
    let rest = name.map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六".contains(c)));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':')) && line.chars().count() <= MAX_HEADING
}

fn is_plain_heading(line: &str) -> bool {
    let chars = line.chars().count();
    (2..=MAX_PLAIN_HEADING).contains(&chars)
        && !line.contains(['。', ';', ',', ':', '!', '?'])
        && line.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
        && !line.contains(|c: char| c.is_ascii_digit())
}

fn sentence_end(text: &str, start: usize, limit: usize) -> usize {
    let found = text[start..limit].char_indices().take(MAX_SENTENCE).find(|(_, c)| SENTENCE_ENDS.contains(c));
    let Some((at, mark)) = found else { return cut(text, start, limit) };
    let end = start + at + mark.len_utf8();
    let closing =
        text[end..limit].chars().take_while(|c| matches!(c, '”' | '’' | ')' | '》')).map(char::len_utf8).sum::<usize>();
    end + closing
}

/// Where a sentence without end is cut: at the limit, or, where it is longer than any sentence, at its last clause.
fn cut(text: &str, start: usize, limit: usize) -> usize {
    let Some((most, _)) = text[start..limit].char_indices().nth(MAX_SENTENCE) else { return limit };
    let clause = text[start..start + most].rfind([',', ';', '、', ' ']).filter(|at| *at > 0);
    let end = clause.map_or(start + most, |at| start + at);
    end + if clause.is_some() { text[end..].chars().next().map_or(0, char::len_utf8) } else { 0 }
}

/// Cuts a sentence where 二是, 三是 … start a new item.
fn items(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut cuts = vec![range.start];
    for (at, mark) in text[range.clone()].char_indices() {
        let next = range.start + at + mark.len_utf8();
        if matches!(mark, ';' | ',' | '。' | ':') && next < range.end && item_mark(&text[next..range.end]).is_some() {
            cuts.push(next);
        }
    }
    cuts.push(range.end);
    cuts.windows(2).map(|pair| pair[0]..pair[1]).filter(|r| !r.is_empty()).collect()
}

const fn is_item_number(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

/// The length of 一是, 二是 … at the start of a text.
fn item_mark(text: &str) -> Option<usize> {
    let trimmed = text.trim_start();
    let lead = text.len() - trimmed.len();
    let number = trimmed.chars().take_while(|c| is_item_number(*c)).map(char::len_utf8).sum::<usize>();
    (number > 0 && trimmed[number..].starts_with('是')).then_some(lead + number + '是'.len_utf8())
}

#[cfg(test)]
mod tests;
