//! The year-on-year change that is stated for a figure.

use std::iter;

use rust_decimal::Decimal;

use super::Text;
use crate::matching::{Candidate, IN_ORDER};
use crate::quantity::{Measure, Quantity};
use crate::rules::WordList;
use crate::span::CleanSpan;

/// Characters between a figure and its change: 120件,比去年同期增长12%.
const MAX_LEAD: usize = 14;

/// Quantities between a figure and the last change told together with its own; so many changes in all.
const MOST: usize = 12;

/// What stands between changes that are told together.
const AND: [&str; 4] = ["、", "和", "与", "及"];

/// The change of a candidate: a percentage behind it, with words that say up or down.
pub(super) fn of(text: &Text, candidate: &Candidate, quantities: &[Quantity]) -> Option<Decimal> {
    let sentence = text.sentence(candidate)?.span;
    if candidate.period_words.is_some() || candidate.quantity.measure == Measure::None {
        return None;
    }
    let from = candidate.quantity.span.end.max(candidate.quote.end);
    let at = quantities.partition_point(|q| q.span.start < from);
    let behind = &quantities[at..];
    let behind = &behind[..behind.partition_point(|q| q.span.end <= sentence.end).min(MOST)];
    let first = behind.iter().position(|q| q.measure == Measure::Percent)?;
    let before = behind[..first].last().map_or(from, |q| q.span.end);
    let lead = CleanSpan::new(before, behind[first].span.start);
    if text.slice(lead).contains(IN_ORDER) || joined(text, &behind[first..]) {
        let (before, changes) = (&quantities[..at + first], &behind[first..]);
        return told_in_order(text, lead, before, changes, candidate.quantity.span);
    }
    next(text, from, behind)
}

/// The change right behind a figure; that on another time than the year before, and the other time's figure, may stand between.
fn next(text: &Text, mut from: usize, behind: &[Quantity]) -> Option<Decimal> {
    for quantity in behind {
        let lead = CleanSpan::new(from, quantity.span.start);
        if text.slice(lead).chars().nth(MAX_LEAD).is_some() {
            return None;
        }
        let bracketed = text.slice(lead).ends_with('(') && text.clean[quantity.span.end..].starts_with(')');
        let on_another_time = text.first(lead, WordList::OnAnotherTime).is_some();
        match quantity.measure {
            Measure::Percent if !on_another_time => return signed(text, lead, quantity.value, None),
            Measure::Percent => {}
            _ if bracketed => {}
            _ => return None,
        }
        from = quantity.span.end;
    }
    None
}

/// 立案16件,处罚12件,同比分别增长3%和5%: as many changes as there are figures before them, in their order.
fn told_in_order(
    text: &Text,
    lead: CleanSpan,
    before: &[Quantity],
    changes: &[Quantity],
    of: CleanSpan,
) -> Option<Decimal> {
    if text.first(lead, WordList::OnAnotherTime).is_some() {
        return None;
    }
    let between = changes.windows(2).map(|pair| CleanSpan::new(pair[0].span.end, pair[1].span.start));
    let mut found: Vec<Decimal> = Vec::new();
    for (lead, change) in iter::once(lead).chain(between).zip(changes) {
        let told = change.measure == Measure::Percent;
        let Some(value) = signed(text, lead, change.value, found.last().copied()).filter(|_| told) else { break };
        found.push(value);
    }
    // 处罚41件(含简易程序3件),罚款412万元: what a bracket adds is passed over.
    let near = before.iter().rev().take(2 * MOST);
    let figures = near.filter(|q| !text.in_closed_bracket(q.span.end, lead.start)).take(found.len());
    let place = figures.clone().position(|q| q.span == of)?;
    let all_counted = figures.clone().all(|q| q.measure != Measure::Percent) && figures.count() == found.len();
    all_counted.then(|| found[found.len() - 1 - place])
}

/// 同比下降32%和18%: whether two percentages are told at once.
fn joined(text: &Text, changes: &[Quantity]) -> bool {
    let [first, second, ..] = changes else { return false };
    second.measure == Measure::Percent && AND.contains(&text.slice(CleanSpan::new(first.span.end, second.span.start)))
}

/// A percentage with the sign that the words before it say; where only a separator stands there, with that of the one before.
fn signed(text: &Text, lead: CleanSpan, value: Decimal, before: Option<Decimal>) -> Option<Decimal> {
    let ends = |list| text.every(lead, list).last().is_some_and(|hit| hit.end == lead.end);
    if ends(WordList::Rises) {
        return Some(value);
    }
    if ends(WordList::Falls) {
        return Some(-value);
    }
    before
        .filter(|_| AND.contains(&text.slice(lead)))
        .map(|before| if before.is_sign_negative() { -value } else { value })
}
