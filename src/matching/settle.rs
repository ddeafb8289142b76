//! Which field's claim holds where several claim one quantity.
//!
//! In: the claims on the quantities of one sentence or table. Out: the same in the order of their quantities, one accepted for
//! each quantity but for those that share it; the others carry the rule that outdid them.

use super::reading;
use super::{Candidate, Rejection};
use crate::span::CleanSpan;

/// Whether `quote` is the end of one thing that `whole` names: 处罚案件为零 of 按日连续处罚案件为零.
fn is_tail(clean: &str, quote: CleanSpan, whole: CleanSpan) -> bool {
    let ends = whole.contains(quote) && whole.end == quote.end && whole.start < quote.start;
    ends && !clean[whole.start..quote.start]
        .contains(|c| reading::is_separator(c) || matches!(c, '、' | '和' | '及' | '与' | '或'))
}

/// Gives each quantity to the claim that fits best; the others are turned down, but for those that share. Words that say none
/// serve every field that is told none, but 按日连续处罚案件为零 says nothing of 处罚案件.
pub(super) fn settle(clean: &str, claims: &mut Vec<Candidate>) {
    claims.sort_by(|a, b| {
        let key = |c: &Candidate| {
            let best = std::cmp::Reverse((c.none, c.score));
            (c.quantity.span.start, c.rejected.is_some(), best, c.quote.len(), c.field)
        };
        key(a).cmp(&key(b))
    });
    let mut kept: Vec<Candidate> = Vec::with_capacity(claims.len());
    for mut claim in claims.drain(..) {
        // One 无 serves all that it denies; what a count shares is the rule's to say.
        let together = |k: &Candidate| claim.none && k.none || [&claim, k].iter().any(|c| c.shares && !c.none);
        // Claims are in the order of their quantities, so the rivals are the last that were kept.
        let at = claim.quantity.span.start;
        let same = kept.iter().rev().take_while(|k| k.quantity.span.start == at).count();
        let rivals = kept[kept.len() - same..].iter();
        let rivals = rivals.filter(|k| k.rejected.is_none() && k.quantity.span == claim.quantity.span);
        let outdone = |k: &&Candidate| k.field == claim.field || !together(k) || is_tail(clean, claim.quote, k.quote);
        let beaten = rivals.clone().find(outdone).map(|k| (k.field, k.rule.clone()));
        match beaten {
            Some((field, _)) if field == claim.field => continue,
            Some((_, rule)) if claim.rejected.is_none() => claim.rejected = Some(Rejection::Outdone(rule)),
            _ => {}
        }
        kept.push(claim);
    }
    same_words(clean, &mut kept);
    *claims = kept;
}

/// 对6起异常行为立案4起: words between two numbers are those of the number behind them.
fn same_words(clean: &str, claims: &mut [Candidate]) {
    for at in 0..claims.len() {
        let claim = &claims[at];
        let words = clean.get(claim.quantity.span.end..claim.quote.end).unwrap_or_default();
        let one_clause = !words.is_empty() && !words.contains(|c| reading::is_separator(c) || c == '、');
        let open = one_clause && claim.rejected.is_none() && !claim.shares;
        let beaten = |c: &&Candidate| {
            let behind = c.quantity.span.start == claim.quote.end && c.quote.start > claim.quantity.span.start;
            behind && c.field == claim.field && c.rejected.is_none() && !c.shares
        };
        if let Some(rule) = claims.iter().find(beaten).filter(|_| open).map(|c| c.rule.clone()) {
            claims[at].rejected = Some(Rejection::Outdone(rule));
        }
    }
}
