//! What is wrong with a rule pack, and where.
//!
//! Owns [`RuleError`] and [`RuleErrors`], their rendering with file, line, column and a caret, and the search for the
//! name that was meant. In: a rule file's source and a byte range of it. Out: text for a terminal, without colour.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

/// A rule file: its name as shown, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    /// The path as shown.
    pub file: Arc<str>,
    /// What stands in it; empty where it could not be read.
    pub text: Arc<str>,
}

impl Source {
    /// A source with its path and text.
    pub fn new(file: &str, text: &str) -> Self {
        Self { file: file.into(), text: text.into() }
    }

    /// The 1-based line and column, the column in characters, of the byte `offset`.
    pub fn line_col(&self, offset: usize) -> (usize, usize) {
        let before = &self.text[..boundary(&self.text, offset)];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.bytes().filter(|byte| *byte == b'\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

/// One fault of a rule pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleError {
    /// The file, as a path to show.
    pub file: String,
    /// 1-based line.
    pub line: usize,
    /// 1-based column, in characters.
    pub col: usize,
    /// The byte range of the file that is at fault.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    source: Arc<str>,
}

impl RuleError {
    /// A fault of `source` at the byte range `span`.
    pub(super) fn new(source: &Source, span: Range<usize>, message: impl Into<String>, help: Option<String>) -> Self {
        let start = boundary(&source.text, span.start);
        let end = boundary(&source.text, span.end).max(start);
        let (line, col) = source.line_col(start);
        Self {
            file: source.file.to_string(),
            line,
            col,
            span: start..end,
            message: message.into(),
            help,
            source: Arc::clone(&source.text),
        }
    }

    /// The group of lines that shows the fault.
    fn group(&self) -> Group<'_> {
        let title = Level::ERROR.primary_title(self.message.as_str());
        let group = if self.source.is_empty() {
            title.element(Origin::path(self.file.as_str()).line(self.line).char_column(self.col))
        } else {
            let mark = AnnotationKind::Primary.span(self.shown_span());
            title.element(Snippet::source(&*self.source).path(self.file.as_str()).annotation(mark))
        };
        match &self.help {
            Some(help) => group.element(Level::HELP.message(help.as_str())),
            None => group,
        }
    }

    /// The span up to the end of its first line: a caret cannot run over several lines.
    fn shown_span(&self) -> Range<usize> {
        let line_length = self.source[self.span.clone()].find('\n').unwrap_or(self.span.len());
        self.span.start..self.span.start + line_length
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Renderer::plain().render(&[self.group()]))
    }
}

impl std::error::Error for RuleError {}

/// All faults of a rule pack: those of `pack.toml`, then those of each field file, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleErrors(pub Vec<RuleError>);

impl RuleErrors {
    /// `value`, or the faults if there are any.
    pub(super) fn unless_empty<T>(errors: Vec<RuleError>, value: T) -> Result<T, Self> {
        if errors.is_empty() { Ok(value) } else { Err(Self(errors)) }
    }
}

impl fmt::Display for RuleErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, error) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str("\n\n")?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for RuleErrors {}

/// The last place up to `offset` at which `text` can be cut.
fn boundary(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|&place| text.is_char_boundary(place)).unwrap_or(0)
}

/// More names than this are not worth listing.
const MOST_LISTED: usize = 16;

/// The name among `known` that `name` was probably meant to be.
pub(super) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().count();
    let most = (length / 3).max(1);
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|&(distance, _)| distance <= most && distance < length)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The nearest of the `known` names, else all of them if they are few, as a help text.
pub(super) fn suggest<'a>(name: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Option<String> {
    if let Some(candidate) = nearest(name, known.clone()) {
        return Some(format!("did you mean `{candidate}`?"));
    }
    let all: Vec<&str> = known.into_iter().collect();
    (1..=MOST_LISTED).contains(&all.len()).then(|| format!("known: {}", all.join(", ")))
}
