//! Kinds of enforcement that the title of an item names: 森林资源领域。…立案11起; (三)加强固体废物监管.
//!
//! In: a candidate in its sentence. Out: the words of a title that make what stands under it a share, if any do.

use super::super::Text;
use super::super::subject::is_named_for;
use crate::matching::Candidate;
use crate::rules::WordList;
use crate::span::CleanSpan;

/// Characters in the longest kind that is the title of an item.
const LONGEST_KIND: usize = 12;
/// Characters in the longest heading that names no more than a kind.
const LONGEST_HEADING: usize = 16;
/// Sentences of a paragraph before one of its items.
const MOST_ITEMS: usize = 32;
/// How words for a kind end that name a field of work.
const KIND: [&str; 2] = ["领域", "方面"];
/// Characters of a field of work after which a body may be named: 生态环境.
const FEWEST_OF_BODY: usize = 4;

/// The kind that an item tells of: by its first sentence, where that is no more, by what announces the items, or by a heading
/// above.
pub(super) fn titled(text: &Text, candidate: &Candidate) -> Option<CleanSpan> {
    by_sentence(text, candidate).or_else(|| by_items(text, candidate)).or_else(|| by_heading(text, candidate))
}

/// Whether a kind is all that the report's own agency is about: 生态环境领域 in the report of a 生态环境局.
pub(super) fn is_own(text: &Text, kind: CleanSpan) -> bool {
    let name = text.slice(kind);
    let name = KIND.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    name.chars().count() >= FEWEST_OF_BODY && is_named_for(text, name)
}

fn by_sentence(text: &Text, candidate: &Candidate) -> Option<CleanSpan> {
    let at = candidate.sentence?;
    let first = text.outline.sentences[at].first_of_item;
    let title = text.outline.sentences[first].span;
    let words = text.slice(title).trim_end().trim_end_matches(['。', ':']);
    if first == at || words.chars().nth(LONGEST_KIND).is_some() {
        return None;
    }
    let title = CleanSpan::new(title.start, title.start + words.len());
    text.every(title, WordList::ByKind).find(|hit| hit.end == title.end && !is_own(text, *hit))
}

/// 按案件类型分:一是涉气案件,处罚28件;二是…: items that go kind by kind, each in its first sentence.
fn by_items(text: &Text, candidate: &Candidate) -> Option<CleanSpan> {
    let sentences = &text.outline.sentences;
    let at = candidate.sentence.filter(|at| sentences[*at].item > 0 && sentences[*at].first_of_item == *at)?;
    let before = sentences[..at].iter().rev().take(MOST_ITEMS).find(|sentence| sentence.item == 0)?;
    let announced = text.slice(before.span).trim_end().strip_suffix(':')?;
    let words = text.clause_before(before.span, before.span.start + announced.len());
    (before.paragraph == sentences[at].paragraph && text.starts(words, WordList::ByKind)).then_some(words)
}

/// Only of what is enforced: suits and complaints under such a heading are all that there are. A channel is no kind of its own fields.
fn by_heading(text: &Text, candidate: &Candidate) -> Option<CleanSpan> {
    let group = text.pack.group_of(candidate.field)?;
    if !group.core || group.others_act {
        return None;
    }
    let names_kind = |heading: &CleanSpan| {
        let words = text.slice(*heading);
        words.chars().nth(LONGEST_HEADING).is_none()
            && !words.contains([',', '。'])
            && text.starts(*heading, WordList::KindHeading)
            && (text.splits_by_channel(candidate) || text.first(*heading, WordList::Channel).is_none())
            && text.author.title.is_none_or(|title| !title.contains(*heading))
    };
    text.outline.above(text.sentence(candidate)?.heading).map(|heading| heading.span).find(names_kind)
}
