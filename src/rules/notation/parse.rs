//! The reader of the pattern notation.
//!
//! In: a text in the notation and the pack's vocabulary. Out: a [`Sequence`] or a pattern's [`Form`], or the first
//! fault of the text with its place in bytes. What no pattern could ever match (a blank, a full-width mark) is a fault.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use super::{Branches, Node, Sequence, Units, has_quantity};
use crate::rules::Form;
use crate::rules::vocabulary::Vocabulary;

/// What is wrong with a text in the notation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotationError {
    /// Where, in bytes of the text.
    pub offset: usize,
    /// How many bytes are at fault.
    pub len: usize,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
}

impl fmt::Display for NotationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for NotationError {}

/// Reads a text in the notation.
///
/// # Errors
/// The first fault of the text: a bracket that is not closed, an unknown list, unit or measure word, a taken quantity
/// inside brackets, a character that no clean text holds.
pub fn parse(source: &str, vocabulary: &Vocabulary) -> Result<Sequence, NotationError> {
    Parser::new(source, vocabulary).whole()
}

/// Reads a pattern: a text with exactly one quantity that is taken.
///
/// # Errors
/// As [`parse`], and where no quantity or a second one is taken.
pub fn parse_form(source: &str, vocabulary: &Vocabulary) -> Result<Form, NotationError> {
    let mut parser = Parser::new(source, vocabulary);
    let mut before = parser.whole()?;
    if let Some(second) = parser.takes.get(1) {
        let help = "pass over the others: write `{…}` instead of `<…>`".to_owned();
        return Err(error(second.clone(), "a pattern takes one quantity only", Some(help)));
    }
    let Some(place) = before.iter().position(|node| matches!(node, Node::Take(_))) else {
        let help = "write `<@unit>`, `<件>`, `<元>`, `<%>`, `<>` or `<none>` where the quantity stands".to_owned();
        return Err(error(0..source.len(), "a pattern takes one quantity, this takes none", Some(help)));
    };
    let after = before.split_off(place + 1);
    match before.pop() {
        Some(Node::Take(take)) => Ok(Form::Notation { source: source.to_owned(), before, take, after }),
        _ => unreachable!("the node at `place` was just seen to be a taken quantity"),
    }
}

/// Reads a text that may hold no quantity.
///
/// # Errors
/// As [`parse`], and where a quantity stands in the text or in a list it refers to.
pub fn parse_words(source: &str, vocabulary: &Vocabulary) -> Result<Sequence, NotationError> {
    let mut parser = Parser::new(source, vocabulary);
    let sequence = parser.whole()?;
    match parser.quantities.first() {
        None => Ok(sequence),
        Some(place) => Err(error(place.clone(), "no quantity may stand here", None)),
    }
}

/// Reads an entry of a word list, in which no quantity is taken.
pub(in crate::rules) fn parse_entry(source: &str, vocabulary: &Vocabulary) -> Result<Sequence, NotationError> {
    Parser::of_entry(source, vocabulary).whole()
}

/// The same, as one more of `branches`.
pub(in crate::rules) fn add_entry(
    branches: &mut Branches,
    source: &str,
    vocabulary: &Vocabulary,
) -> Result<(), NotationError> {
    branches.add(|sequence| Parser::of_entry(source, vocabulary).add_whole(sequence))
}

/// The word lists a text refers to, each with the offset of its `@`.
pub(in crate::rules) fn references(source: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = source[at..].chars().next() {
        let after = at + c.len_utf8();
        let rest = &source[after..];
        let passed = match c {
            '\\' => rest.chars().next().map_or(0, char::len_utf8),
            '<' => rest.find('>').unwrap_or(0),
            '{' => rest.find('}').unwrap_or(0),
            '@' => name(rest).len(),
            _ => 0,
        };
        if c == '@' {
            found.push((at, &rest[..passed]));
        }
        at = after + passed;
    }
    found
}

/// The name that `text` starts with.
fn name(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').unwrap_or(text.len());
    &text[..end]
}

/// Why a character can never be matched, and what to write instead.
pub(in crate::rules) fn unclean(c: char) -> Option<(String, String)> {
    match c {
        '，' => Some(("the clean text has `,` for `，`".to_owned(), "write `,` for a separator".to_owned())),
        '！'..='～' => {
            let half = char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c);
            let escape = if is_special(half) { "\\" } else { "" };
            Some((format!("the clean text has `{half}` for `{c}`"), format!("write `{escape}{half}`")))
        }
        c if c.is_whitespace() || c.is_control() => Some((
            "a blank is not matched as text".to_owned(),
            "take it out, or write `,` for a blank or comma between words".to_owned(),
        )),
        _ => None,
    }
}

/// The characters that mean something in the notation and are written `\(` to be matched.
const SPECIAL: &str = r"[](){}<>|@…,\";

/// The same as a test, which is asked for every character of a pack.
const fn is_special(c: char) -> bool {
    matches!(c, '[' | ']' | '(' | ')' | '{' | '}' | '<' | '>' | '|' | '@' | '…' | ',' | '\\')
}

/// Bytes that a text in UTF-8 starts with and that are ideographs, which mean nothing in the notation: most of a pack.
fn ideographs(text: &[u8]) -> usize {
    text.chunks(3).take_while(|character| matches!(character[0], 0xe4..=0xe9)).map(<[u8]>::len).sum()
}

/// How deep brackets may stand in one another.
const MAX_DEPTH: usize = 16;

fn error(place: Range<usize>, message: impl Into<String>, help: Option<String>) -> NotationError {
    NotationError { offset: place.start, len: place.len(), message: message.into(), help }
}

/// Reads one text from left to right.
struct Parser<'a> {
    source: &'a str,
    vocabulary: &'a Vocabulary,
    /// The next byte.
    at: usize,
    /// How many brackets are open.
    depth: usize,
    /// Where quantities are taken.
    takes: Vec<Range<usize>>,
    /// Where quantities are taken or passed over, in the text or in a list it refers to.
    quantities: Vec<Range<usize>>,
}

impl<'a> Parser<'a> {
    fn new(source: &'a str, vocabulary: &'a Vocabulary) -> Self {
        Self { source, vocabulary, at: 0, depth: 0, takes: Vec::new(), quantities: Vec::new() }
    }

    fn of_entry(source: &'a str, vocabulary: &'a Vocabulary) -> Self {
        Self { depth: 1, ..Self::new(source, vocabulary) }
    }

    fn peek(&self) -> Option<char> {
        self.source[self.at..].chars().next()
    }

    /// Passes over `c`, the next character, and gives its place.
    fn bump(&mut self, c: char) -> Range<usize> {
        let start = self.at;
        self.at += c.len_utf8();
        start..self.at
    }

    fn whole(&mut self) -> Result<Sequence, NotationError> {
        let mut sequence = Sequence::new();
        self.add_whole(&mut sequence).map(|()| sequence)
    }

    fn add_whole(&mut self, sequence: &mut Sequence) -> Result<(), NotationError> {
        if self.source.is_empty() {
            return Err(error(0..0, "the text is empty", None));
        }
        self.add_sequence(sequence)?;
        match self.peek() {
            None => Ok(()),
            Some('|') => Err(error(self.bump('|'), "`|` stands outside of brackets", Some("write `(a|b)`".to_owned()))),
            Some(c) => Err(unopened(self.bump(c), c)),
        }
    }

    /// Reads up to the end, a `|` or a closing bracket.
    fn add_sequence(&mut self, sequence: &mut Sequence) -> Result<(), NotationError> {
        loop {
            let text = self.text()?;
            let next = self.peek();
            if !text.is_empty() {
                // Most sequences are one word, which needs no more room.
                sequence.reserve_exact(usize::from(sequence.is_empty() && matches!(next, None | Some(']' | ')'))));
                sequence.push(Node::Text(text.into()));
            }
            match next {
                None | Some(']' | ')' | '|') => return Ok(()),
                Some(c) => sequence.push(self.node(c)?),
            }
        }
    }

    /// Reads the text up to the next element, which may be none.
    fn text(&mut self) -> Result<Cow<'a, str>, NotationError> {
        let mut text = Cow::Borrowed(self.plain()?);
        while self.peek() == Some('\\') {
            let escaped = self.escaped()?;
            text.to_mut().push(escaped);
            text.to_mut().push_str(self.plain()?);
        }
        Ok(text)
    }

    /// Reads the characters that stand for themselves.
    fn plain(&mut self) -> Result<&'a str, NotationError> {
        let start = self.at;
        loop {
            self.at += ideographs(&self.source.as_bytes()[self.at..]);
            let Some(c) = self.peek().filter(|c| !is_special(*c)) else { return Ok(&self.source[start..self.at]) };
            let place = self.bump(c);
            if let Some((message, help)) = unclean(c) {
                return Err(error(place, message, Some(help)));
            }
        }
    }

    /// Reads a backslash and the character behind it.
    fn escaped(&mut self) -> Result<char, NotationError> {
        let backslash = self.bump('\\');
        let Some(escaped) = self.peek().filter(|c| is_special(*c)) else {
            let help = format!(r"only these are written with `\`: {SPECIAL}");
            return Err(error(backslash, r"`\` stands before none of the notation's own characters", Some(help)));
        };
        self.bump(escaped);
        Ok(escaped)
    }

    /// Reads one element other than text.
    fn node(&mut self, c: char) -> Result<Node, NotationError> {
        let place = self.bump(c);
        match c {
            '[' => Ok(Node::Optional(self.alternatives(place, ']')?.into_sequence())),
            '(' => Ok(Node::OneOf(self.alternatives(place, ')')?.into())),
            '…' => self.gap(place),
            ',' => Ok(Node::Separator),
            '@' => self.list(place),
            '<' => {
                let (units, place) = self.quantity(place, '>', Units::Bare)?;
                if self.depth > 0 {
                    let message = "the quantity that is taken may not stand in brackets or lists";
                    return Err(error(place, message, Some("write one pattern for each case".to_owned())));
                }
                self.takes.push(place);
                Ok(Node::Take(units))
            }
            '{' => Ok(Node::Pass(self.quantity(place, '}', Units::Any)?.0)),
            _ => Err(unopened(place, c)),
        }
    }

    fn alternatives(&mut self, open: Range<usize>, close: char) -> Result<Branches, NotationError> {
        if self.depth == MAX_DEPTH {
            return Err(error(open, "the brackets stand too deep in one another", None));
        }
        self.depth += 1;
        let mut all = Branches::default();
        loop {
            let start = self.at;
            all.add(|sequence| self.add_sequence(sequence))?;
            let empty = self.at == start;
            match self.peek() {
                None => return Err(error(open, "the bracket is not closed", Some(format!("put `{close}` after it")))),
                Some(c) if c != close && c != '|' => {
                    return Err(error(self.bump(c), format!("`{c}` stands where `{close}` should close"), None));
                }
                Some(c) => {
                    let place = self.bump(c);
                    if empty {
                        return Err(error(
                            place,
                            "nothing stands before this",
                            Some("write `[a]` for `a or nothing`".to_owned()),
                        ));
                    }
                    if c == close {
                        break;
                    }
                }
            }
        }
        self.depth -= 1;
        Ok(all)
    }

    fn gap(&mut self, first: Range<usize>) -> Result<Node, NotationError> {
        let mut count = 1;
        while self.peek() == Some('…') {
            self.bump('…');
            count += 1;
        }
        match count {
            1 => Ok(Node::Gap),
            2 => Ok(Node::LongGap),
            _ => Err(error(first.start..self.at, "a gap is `…` or `……`", None)),
        }
    }

    fn list(&mut self, at_sign: Range<usize>) -> Result<Node, NotationError> {
        let name = name(&self.source[self.at..]);
        self.at += name.len();
        let place = at_sign.start..self.at;
        if name.is_empty() {
            return Err(error(place, "the name of a list should follow", Some(r"write `\@` to match `@`".to_owned())));
        }
        let entries = self
            .vocabulary
            .list(name)
            .map_err(|help| error(place.clone(), format!("no list `{name}` in [lists] of pack.toml"), help))?;
        if entries.iter().any(has_quantity) {
            self.quantities.push(place);
        }
        Ok(Node::OneOf(entries.clone()))
    }

    /// Reads measure words up to `close`; `empty` is meant where there are none.
    fn quantity(
        &mut self,
        open: Range<usize>,
        close: char,
        empty: Units,
    ) -> Result<(Units, Range<usize>), NotationError> {
        let inside = self.at;
        let Some(length) = self.source[inside..].find(close) else {
            return Err(error(open, "the bracket is not closed", Some(format!("put `{close}` after it"))));
        };
        self.at = inside + length + close.len_utf8();
        let place = open.start..self.at;
        self.quantities.push(place.clone());
        let content = &self.source[inside..inside + length];
        let units = if content.is_empty() { empty } else { self.units(content, inside)? };
        Ok((units, place))
    }

    fn units(&self, content: &str, mut at: usize) -> Result<Units, NotationError> {
        if let Some(kind) = kind(content) {
            return Ok(kind);
        }
        let mut ids = Vec::new();
        for word in content.split('|') {
            let place = at..at + word.len();
            at = place.end + 1;
            if kind(word).is_some() {
                let help = Some("write one pattern for each".to_owned());
                return Err(error(place, format!("`{word}` stands alone, not beside measure words"), help));
            }
            self.measure_words(word, place, &mut ids)?;
        }
        ids.sort_unstable();
        ids.dedup();
        Ok(Units::Words(ids))
    }

    /// Adds the measure words meant by `word`: itself, or those of the unit list `@name`.
    fn measure_words(&self, word: &str, place: Range<usize>, ids: &mut Vec<u16>) -> Result<(), NotationError> {
        if let Some(name) = word.strip_prefix('@') {
            let list = self.vocabulary.unit(name);
            let missing = |help| error(place, format!("no unit list `{name}` in [units] of pack.toml"), help);
            ids.extend(list.map_err(missing)?);
            return Ok(());
        }
        if word.is_empty() {
            return Err(error(place, "a measure word should stand here", None));
        }
        let id = self.vocabulary.measure_word(word).ok_or_else(|| {
            let help = if word.ends_with('元') {
                "an amount of money in any size is written `<元>`"
            } else {
                "add it to a list in [units] of pack.toml"
            };
            error(place, format!("`{word}` is not among the measure words of the pack"), Some(help.to_owned()))
        })?;
        ids.push(id);
        Ok(())
    }
}

fn kind(word: &str) -> Option<Units> {
    match word {
        "元" => Some(Units::Money),
        "%" => Some(Units::Percent),
        "none" => Some(Units::None),
        _ => None,
    }
}

fn unopened(place: Range<usize>, c: char) -> NotationError {
    error(place, format!("`{c}` closes nothing"), Some(format!(r"write `\{c}` to match it as text")))
}

#[cfg(test)]
mod tests;
