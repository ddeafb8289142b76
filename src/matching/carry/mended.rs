//! A digit that stands behind its measure word: 评出家2诚信企业、50家良好企业、21家警示企业 of 73家.
//!
//! In: the claims of a block of sentences. Out: one more claim for a figure whose parts lack just what stands there. Nothing is
//! read that the text does not have: the sum says which digits are meant, and they must follow the measure word of the other
//! parts, once.

use rust_decimal::Decimal;

use super::Carrier;
use super::partition::MOST_PARTS;
use crate::matching::{Candidate, Origin};
use crate::quantity::{Measure, Quantity};
use crate::record::{Qualifier, Scope};
use crate::span::CleanSpan;

/// Claims the displaced part of every figure whose other parts lack it.
pub(super) fn claim(carrier: &Carrier<'_>, found: &mut Vec<Candidate>) {
    let claims: Vec<Candidate> = (0..found.len()).filter_map(|whole| displaced(carrier, found, whole)).collect();
    if !claims.is_empty() {
        found.extend(claims);
        found.sort_by_key(|c| (c.quantity.span.start, c.field));
    }
}

fn displaced(carrier: &Carrier<'_>, found: &[Candidate], whole: usize) -> Option<Candidate> {
    let claim = &found[whole];
    let Measure::Word(word) = claim.quantity.measure else { return None };
    let word = carrier.pack.measure_words.get(usize::from(word))?;
    if claim.rejected.is_some() || claim.scope.is_some() || claim.quantity.qualifier != Qualifier::Exact {
        return None;
    }
    let sentence = claim.sentence?;
    let upto = carrier.outline.sentences[sentence].span.end;
    let part = |c: &&Candidate| {
        let like =
            c.field == claim.field && c.sentence == Some(sentence) && c.quantity.measure == claim.quantity.measure;
        like && c.rejected.is_none() && c.scope == Some(Scope::Part) && c.origin == Origin::Carried
    };
    let parts: Vec<&Candidate> = found[whole + 1..].iter().take(MOST_PARTS).filter(part).collect();
    let sum = parts.iter().map(|c| c.quantity.value).fold(Decimal::ZERO, Decimal::saturating_add);
    let lacking = claim.quantity.value.saturating_sub(sum);
    if parts.len() < 2 || lacking <= Decimal::ZERO {
        return None;
    }
    let stretch = CleanSpan::new(claim.quantity.span.end, upto);
    let span = once(carrier, stretch, word, &format!("{word}{lacking}"))?;
    let quantity = Quantity { span, value: lacking, ..parts[0].quantity.clone() };
    let mended = Candidate {
        quote: span,
        origin: Origin::Mended,
        ..carrier.like(claim, &quantity, sentence, Some(Scope::Part), None)
    };
    Some(mended)
}

/// Where `word` and the digits behind it stand in `stretch`, if they do once and belong to no number.
fn once(carrier: &Carrier<'_>, stretch: CleanSpan, word: &str, displaced: &str) -> Option<CleanSpan> {
    let text = &carrier.clean[stretch.range()];
    let ends = |at: usize| !text[at + displaced.len()..].starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let starts = |at: usize| !text[..at].ends_with(|c: char| c.is_ascii_digit());
    // 家21家 is a number with its own measure word.
    let measured = |at: usize| text[at + displaced.len()..].starts_with(word);
    let mut places =
        text.match_indices(displaced).map(|(at, _)| at).filter(|at| ends(*at) && starts(*at) && !measured(*at));
    let at = places.next().filter(|_| places.next().is_none())?;
    let start = stretch.start + at;
    Some(CleanSpan::new(start, start + displaced.len()))
}
