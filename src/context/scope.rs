//! The scope track: whether a figure covers the whole, a part, or one drive.

pub(super) mod drive;
mod frames;
mod kind;
mod share;
pub(super) mod split;

use drive::{drive_in, of_document};
use frames::Frames;
use share::part_words;

use super::{Text, holding};
use crate::identity::places;
use crate::matching::Candidate;
use crate::outline::{Heading, Sentence};
use crate::record::Scope;
use crate::rules::WordList;
use crate::span::CleanSpan;

/// Characters in the longest name of a province: 新疆维吾尔自治区.
const LONGEST_PROVINCE: usize = 8;

/// The drive, if any, that frames each sentence, and from where in it.
pub(super) struct Track {
    document: Option<CleanSpan>,
    /// For each heading the drive that it or one above names.
    headings: Vec<Option<CleanSpan>>,
    frames: Frames,
    /// For each sentence the province it begins with, in a text that goes through several.
    provinces: Vec<Option<CleanSpan>>,
}

impl Track {
    /// The track over the sentences that `candidates` stand in; no other is asked for.
    pub(super) fn of(text: &Text, candidates: &[Candidate]) -> Self {
        let asked = asked(text, candidates);
        // A report of one drive alone is a drive's throughout.
        let document = of_document(text);
        // The title is read as the title, not as a heading of what follows.
        let is_title = |span: CleanSpan| text.author.title.is_some_and(|title| title.contains(span));
        // 专项整治与日常监管并举: a heading over both names no drive.
        let both = |span: CleanSpan| text.first(span, WordList::Returns).is_some();
        let named = |h: &Heading| drive_in(text, h.span).filter(|_| !is_title(h.span) && !both(h.span));
        let own: Vec<_> = text.outline.headings.iter().map(named).collect();
        let frames = Frames::of(text, &asked, &own, document);
        let mut headings: Vec<Option<CleanSpan>> = Vec::with_capacity(own.len());
        for (own, heading) in own.iter().zip(&text.outline.headings) {
            headings.push(own.or_else(|| heading.parent.and_then(|at| headings[at])));
        }
        Self { document, headings, frames, provinces: provinces(text, &asked) }
    }

    /// The scope of a candidate among `all`, and the words that say so.
    pub(super) fn at(&self, text: &Text, candidate: &Candidate, all: &[Candidate]) -> (Scope, Option<CleanSpan>) {
        if let Some(words) = self.drive(text, candidate) {
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

    fn drive(&self, text: &Text, candidate: &Candidate) -> Option<CleanSpan> {
        let Some(sentence) = candidate.sentence else {
            return candidate.heading.and_then(|at| self.headings[at]).or(self.document);
        };
        // 对21家宾馆开展专项检查: the drive may be named behind the number, in the quote.
        let (quantity, quote) = (candidate.quantity.span, candidate.quote);
        let at = if quote.end > quantity.end { quote.end } else { quantity.start };
        self.frames.at(sentence, at, text.is_standing_work(candidate))
    }
}

/// For each sentence whether a candidate that is not turned down stands in it, or in one that goes on with it.
fn asked(text: &Text, candidates: &[Candidate]) -> Vec<bool> {
    let mut asked = holding(text, candidates);
    for at in (1..asked.len()).rev() {
        asked[at - 1] |= asked[at] && goes_on(text, at);
    }
    asked
}

/// Whether a sentence goes on with the one before: in its paragraph and item, or in a list.
fn goes_on(text: &Text, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| &text.outline.sentences[before]) else { return false };
    let sentence = &text.outline.sentences[at];
    before.paragraph == sentence.paragraph && before.item == sentence.item || listed_on(text, before, sentence)
}

/// Whether a line goes on with a list of the line before: behind `;`, or kind by kind from its start on.
fn listed_on(text: &Text, before: &Sentence, sentence: &Sentence) -> bool {
    let open = || text.slice(before.span).trim_end().ends_with(';') || text.starts(sentence.span, WordList::ByKind);
    before.paragraph != sentence.paragraph && before.heading == sentence.heading && sentence.item == 0 && open()
}

/// The provinces that sentences begin with, where at least two do: 甲省立案40件,…。乙省立案30件,…。
/// Nothing is looked for where no sentence that is `asked` for begins with one.
fn provinces(text: &Text, asked: &[bool]) -> Vec<Option<CleanSpan>> {
    let leading = |sentence: &Sentence| {
        let body = text.slice(sentence.span);
        let start = sentence.span.start + (body.len() - body.trim_start_matches("其中,").len());
        let begins = &text.clean[start..sentence.span.end];
        if !begins.chars().take(LONGEST_PROVINCE).any(|c| matches!(c, '省' | '区')) {
            return None;
        }
        let name = places::at_start(begins)?;
        let province = name.ends_with('省') || name.ends_with("自治区");
        let own = text.author.region.as_deref() == Some(name);
        (province && !own).then(|| CleanSpan::new(start, start + name.len()))
    };
    let sentences = &text.outline.sentences;
    let mut asked = sentences.iter().zip(asked).filter(|(_, asked)| **asked);
    if asked.any(|(sentence, _)| leading(sentence).is_some()) {
        let found: Vec<Option<CleanSpan>> = sentences.iter().map(leading).collect();
        let mut names: Vec<&str> = found.iter().flatten().map(|span| text.slice(*span)).collect();
        names.dedup();
        if names.len() > 1 {
            return found;
        }
    }
    vec![None; sentences.len()]
}

/// The stretches between separators.
fn clauses(text: &Text, sentence: CleanSpan) -> impl Iterator<Item = CleanSpan> {
    const MARKS: [char; 4] = [',', ';', ':', '。'];
    let mut start = sentence.start;
    let clause = move |part: &str| {
        let clause = CleanSpan::new(start, start + part.trim_end_matches(MARKS).len());
        start += part.len();
        clause
    };
    text.slice(sentence).split_inclusive(MARKS).map(clause).filter(|clause| !clause.is_empty())
}
