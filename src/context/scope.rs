//! The scope track: whether a figure covers the whole, a part, or one drive.

pub(super) mod drive;
mod share;
pub(super) mod split;

use drive::{drive_in, named_above, of_document, titled};
use share::part_words;

use super::Text;
use crate::identity::Places;
use crate::matching::Candidate;
use crate::outline::{Heading, Sentence};
use crate::record::Scope;
use crate::rules::WordList;
use crate::span::CleanSpan;

/// The drive, if any, that frames each sentence, and from where in it.
pub(super) struct Track {
    document: Option<CleanSpan>,
    /// For each heading the drive that it or one above names.
    headings: Vec<Option<CleanSpan>>,
    frames: Vec<Vec<Frame>>,
    /// For each sentence the province it begins with, in a text that goes through several.
    provinces: Vec<Option<CleanSpan>>,
}

/// From here on a drive is told (or no longer).
#[derive(Debug, Clone, Copy)]
struct Frame {
    from: usize,
    drive: Option<CleanSpan>,
}

impl Track {
    pub(super) fn of(text: &Text) -> Self {
        // A report of one drive alone is a drive's throughout.
        let document = of_document(text);
        let mut frames: Vec<Vec<Frame>> = Vec::with_capacity(text.outline.sentences.len());
        // The title is read as the title, not as a heading of what follows.
        let is_title = |span: CleanSpan| text.author.title.is_some_and(|title| title.contains(span));
        // 专项整治与日常监管并举: a heading over both names no drive.
        let both = |span: CleanSpan| text.first(span, WordList::Returns).is_some();
        let named = |h: &Heading| drive_in(text, h.span).filter(|_| !is_title(h.span) && !both(h.span));
        let headings: Vec<_> = text.outline.headings.iter().map(named).collect();
        for (at, sentence) in text.outline.sentences.iter().enumerate() {
            let heading = named_above(text, &headings, sentence);
            let before = at.checked_sub(1).map(|b| &text.outline.sentences[b]);
            let goes_on = before.is_some_and(|b| b.paragraph == sentence.paragraph && b.item == sentence.item);
            let carried = frames.last().and_then(|f: &Vec<Frame>| f.last()).and_then(|f| f.drive).or(heading);
            // A report on one drive leaves it only for what is plainly the whole year's.
            let returns = if document.is_some() { WordList::ReturnsFromTitle } else { WordList::Returns };
            let mut drive = if goes_on && !frames.is_empty() { carried } else { heading.or(document) };
            drive = titled(text, at).or(drive);
            let mut mine = vec![Frame { from: sentence.span.start, drive }];
            for clause in clauses(text, sentence.span) {
                // Words that return to the whole end a drive of the sentences before, not one that a heading names.
                let rest = CleanSpan::new(clause.start, sentence.span.end);
                if drive.is_some() && heading.is_none() && text.starts(rest, returns) {
                    let opened_here = mine.iter().skip(1).any(|f| f.drive.is_some());
                    if !opened_here || clause.start > sentence.span.start && text.clean[..clause.start].ends_with(';') {
                        drive = None;
                        mine.push(Frame { from: clause.start, drive });
                    }
                }
                // 除专项行动外,…: the drive is named to be left.
                let left = |drive: CleanSpan| {
                    let returns = text.first(clause, WordList::Returns).filter(|hit| hit.start == clause.start);
                    returns.is_some_and(|hit| hit.contains(drive))
                };
                if let Some(named) = drive_in(text, clause).filter(|drive| !left(*drive)) {
                    drive = Some(named);
                    mine.push(Frame { from: named.start, drive });
                }
            }
            frames.push(mine);
        }
        let mut above: Vec<Option<CleanSpan>> = Vec::with_capacity(headings.len());
        for (own, heading) in headings.iter().zip(&text.outline.headings) {
            above.push(own.or_else(|| heading.parent.and_then(|at| above[at])));
        }
        Self { document, headings: above, frames, provinces: provinces(text) }
    }

    /// The scope of a candidate among `all`, and the words that say so.
    pub(super) fn at(&self, text: &Text, candidate: &Candidate, all: &[Candidate]) -> (Scope, Option<CleanSpan>) {
        if let Some(words) = self.drive(candidate) {
            return (Scope::Campaign, Some(words));
        }
        match candidate.scope {
            Some(Scope::Part) => {
                return (
                    Scope::Part,
                    Some(CleanSpan::new(
                        candidate.quote.start,
                        candidate.quantity.span.start.max(candidate.quote.start),
                    )),
                );
            }
            Some(scope) => return (scope, None),
            None => {}
        }
        let province = || candidate.sentence.and_then(|at| self.provinces[at]);
        match part_words(text, candidate, all).or_else(province) {
            Some(words) => (Scope::Part, Some(words)),
            None => (Scope::Total, None),
        }
    }

    fn drive(&self, candidate: &Candidate) -> Option<CleanSpan> {
        let Some(sentence) = candidate.sentence else {
            return candidate.heading.and_then(|at| self.headings[at]).or(self.document);
        };
        let frames = &self.frames[sentence];
        // 对21家宾馆开展专项检查: the drive may be named behind the number, in the quote.
        let (quantity, quote) = (candidate.quantity.span, candidate.quote);
        let at = if quote.end > quantity.end { quote.end } else { quantity.start };
        frames.iter().rev().find(|f| f.from <= at)?.drive
    }
}

/// The provinces that sentences begin with, where at least two do: 甲省立案40件,…。乙省立案30件,…。
fn provinces(text: &Text) -> Vec<Option<CleanSpan>> {
    let leading = |sentence: &Sentence| {
        let body = text.slice(sentence.span);
        let start = sentence.span.start + (body.len() - body.trim_start_matches("其中,").len());
        let name = Places::get().at_start(&text.clean[start..sentence.span.end])?;
        let province = name.ends_with('省') || name.ends_with("自治区");
        let own = text.author.region.as_deref() == Some(name);
        (province && !own).then(|| CleanSpan::new(start, start + name.len()))
    };
    let found: Vec<Option<CleanSpan>> = text.outline.sentences.iter().map(leading).collect();
    let mut names: Vec<&str> = found.iter().flatten().map(|span| text.slice(*span)).collect();
    names.dedup();
    if names.len() > 1 { found } else { vec![None; text.outline.sentences.len()] }
}

/// The stretches between separators.
fn clauses(text: &Text, sentence: CleanSpan) -> Vec<CleanSpan> {
    let mut found = Vec::new();
    let mut start = sentence.start;
    for (at, mark) in text.slice(sentence).char_indices().filter(|(_, c)| matches!(c, ',' | ';' | ':' | '。')) {
        let end = sentence.start + at;
        if start < end {
            found.push(CleanSpan::new(start, end));
        }
        start = end + mark.len_utf8();
    }
    if start < sentence.end {
        found.push(CleanSpan::new(start, sentence.end));
    }
    found
}
