//! Parts told by what stands around them: what 其中 splits off, what is said of a part, the amount told after one.
//!
//! In: the placed candidates of a text. Out: the same, with those that are parts made so.

use super::super::{Placed, SPLITS, Text};
use crate::outline::Sentence;
use crate::quantity::Measure;
use crate::record::Scope;
use crate::rules::WordList;
use crate::span::CleanSpan;

/// Candidates between a whole and what is split off from it, or between two parts.
const MOST_BETWEEN: usize = 64;

/// What 其中 and 含 split off from a figure of the same field and time is a part of it.
pub(in crate::context) fn subsets(text: &Text, placed: &mut [Placed]) {
    for at in 0..placed.len() {
        let figure = &placed[at];
        if figure.scope != Scope::Total || figure.candidate.rejected.is_some() {
            continue;
        }
        let alike = |p: &Placed| {
            p.candidate.rejected.is_none()
                && p.candidate.field == figure.candidate.field
                && p.scope != Scope::Campaign
                && p.period == figure.period
        };
        let before = &placed[at.saturating_sub(MOST_BETWEEN)..at];
        let Some(sentence) = text.sentence(&figure.candidate).filter(|_| before.iter().any(alike)) else { continue };
        let start = figure.candidate.quantity.span.start;
        let body = &text.clean[sentence.span.start..start];
        // A bracket that is closed again splits nothing off from what follows it.
        let open = |at: &usize| !body[*at..].starts_with('(') || !body[*at..].contains(')');
        let opened =
            ["其中", "(含", "包括"].iter().filter_map(|word| Some((body.rfind(word).filter(open)?, word.len())));
        let Some((split, length)) = opened.max() else {
            continue;
        };
        let stretch = &body[split..];
        // 其中耕地12宗;共立案采矿30宗: words for the whole open a count of their own.
        let after = stretch.rfind(';').map(|at| CleanSpan::new(sentence.span.start + split + at + 1, start));
        let reopened = after.is_some_and(|span| text.starts(span, WordList::Whole));
        if reopened || stretch.contains('。') {
            continue;
        }
        let mark = sentence.span.start + split;
        let opens = body[..split].trim().is_empty();
        let whole = before.iter().rfind(|p| {
            let near = p.candidate.sentence == figure.candidate.sentence
                || opens && text.sentence(&p.candidate).is_some_and(|whole| told_under(text, whole, sentence));
            near && alike(p) && p.candidate.quantity.span.end <= mark
        });
        if whole.is_some_and(|w| w.candidate.quantity.value >= figure.candidate.quantity.value) {
            placed[at].scope = Scope::Part;
            placed[at].scope_words = Some(CleanSpan::new(mark, mark + length));
        }
    }
    compared(placed);
    shared(placed);
}

/// 其中涉气投诉318件,较上年的512件下降37.9%: what a part is compared with is one too.
fn compared(placed: &mut [Placed]) {
    for at in 1..placed.len() {
        let figure = &placed[at];
        let told = figure.scope == Scope::Total && figure.candidate.rejected.is_none();
        if !told || figure.candidate.period_words.is_none() {
            continue;
        }
        let near = placed[at.saturating_sub(MOST_BETWEEN)..at].iter().rev();
        let mut alike = near.filter(|p| {
            p.candidate.rejected.is_none()
                && p.candidate.field == figure.candidate.field
                && p.candidate.sentence == figure.candidate.sentence
        });
        let part = alike.next().filter(|p| p.scope == Scope::Part && p.candidate.period_words.is_none());
        if let Some(words) = part.map(|p| p.scope_words) {
            placed[at].scope = Scope::Part;
            placed[at].scope_words = words;
        }
    }
}

/// Whether a sentence that begins with 其中 may split what another told: in its paragraph and item, or, where it begins a
/// paragraph, in the one before.
fn told_under(text: &Text, whole: &Sentence, sentence: &Sentence) -> bool {
    let sentences = &text.outline.sentences;
    let at = sentences.partition_point(|s| s.span.start < sentence.span.start);
    let before = at.checked_sub(1).map(|before| sentences[before].paragraph);
    let own = whole.paragraph == sentence.paragraph && whole.item == sentence.item;
    let above = before.is_some_and(|before| before != sentence.paragraph && before == whole.paragraph);
    own || above && whole.heading == sentence.heading
}

/// 其中来信9件,均已办结: what is said of a part is of a part, too.
fn shared(placed: &mut [Placed]) {
    for at in 0..placed.len() {
        let figure = &placed[at];
        if figure.scope != Scope::Total || figure.candidate.rejected.is_some() {
            continue;
        }
        let near = at.saturating_sub(MOST_BETWEEN)..placed.len().min(at + MOST_BETWEEN);
        let part = placed[near].iter().find(|p| {
            p.candidate.quantity.span == figure.candidate.quantity.span
                && p.candidate.rejected.is_none()
                && p.scope == Scope::Part
        });
        if let Some(words) = part.map(|p| p.scope_words) {
            placed[at].scope = Scope::Part;
            placed[at].scope_words = words;
        }
    }
}

fn is_amount(figure: &Placed) -> bool {
    figure.candidate.quantity.measure == Measure::Money
}

/// An amount told after one part alone is that part's: 简易程序案件41件,罚款2.3万元;普通程序案件28件,罚款87万元.
pub(in crate::context) fn amounts_of_parts(text: &Text, placed: &mut [Placed]) {
    for at in 0..placed.len() {
        follow_part(text, placed, at, 0);
    }
    // 立案50件,其中大气类30件,罚款80万元;水类20件,罚款60万元: as the next part has its amount, so has the first one.
    for at in 0..placed.len() {
        if next_is_part(text, placed, at) {
            let sentence = text.sentence(&placed[at].candidate).map_or(0, |sentence| sentence.span.start);
            let told = &text.clean[sentence..placed[at].candidate.quantity.span.start.max(sentence)];
            follow_part(text, placed, at, told.rfind(SPLITS).map_or(0, |split| sentence + split));
        }
    }
}

/// Makes an amount a part where all that its stretch tells before it, but not before `from`, are parts.
fn follow_part(text: &Text, placed: &mut [Placed], at: usize, from: usize) {
    let figure = &placed[at];
    let amount = is_amount(figure) && figure.candidate.scope.is_none();
    if !amount || figure.scope != Scope::Total || figure.candidate.rejected.is_some() {
        return;
    }
    let Some(sentence) = text.sentence(&figure.candidate) else { return };
    let start = figure.candidate.quantity.span.start;
    let stretch = text.clean[sentence.span.start..start]
        .rfind(';')
        .map_or(sentence.span.start, |mark| sentence.span.start + mark);
    let first = placed[..at].partition_point(|p| p.candidate.quantity.span.start < stretch.max(from));
    let first = first.max(at.saturating_sub(MOST_BETWEEN));
    // 20件(东区12件、西区8件),罚款90万元: behind the bracket that is told on which stands before it.
    let outside = |p: &&Placed| !text.in_closed_bracket(p.candidate.quantity.span.end, start);
    let mut before = placed[first..at].iter().filter(|p| p.candidate.rejected.is_none()).filter(outside);
    // 大气类30起,罚款80万元、水类20起,罚款60万元: each part with its own amount.
    let alone = before.clone().all(|p| p.scope == Scope::Part)
        && before.clone().map(is_amount).eq((0..before.clone().count()).map(|nth| nth % 2 == 1));
    let last = before.next_back().filter(|last| alone && !is_amount(last));
    if let Some(words) = last.and_then(|p| p.scope_words) {
        placed[at].scope = Scope::Part;
        placed[at].scope_words = Some(words);
    }
}

/// Whether the next amount of the same field and sentence is a part, told in another stretch.
fn next_is_part(text: &Text, placed: &[Placed], at: usize) -> bool {
    let own = &placed[at].candidate;
    let near = placed[at + 1..].iter().take(MOST_BETWEEN);
    let mut alike = near.filter(|p| p.candidate.rejected.is_none() && p.candidate.field == own.field);
    alike.next().is_some_and(|next| {
        let between = text.clean.get(own.quantity.span.end..next.candidate.quantity.span.start);
        next.candidate.sentence == own.sentence && next.scope == Scope::Part && between.is_some_and(|b| b.contains(';'))
    })
}
