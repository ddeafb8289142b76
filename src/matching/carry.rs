//! Figures whose field stands at another figure: last year's value, the parts of a list.
//!
//! In: the quantities and the claims so far. Out: claims for quantities nobody claimed, whose field is that of a figure
//! before them: `立案120件(去年同期104件)`, `比去年同期的75份、300万元`, `其中东区38件、西县31件`, `噪声类40宗`.

mod compared;
mod mended;
mod part;
mod partition;
mod percent;
mod sums;

use std::ops::Range;

use super::reading::is_separator;
use super::words::{List, Scan};
use super::{Candidate, Matcher, Origin};
use crate::outline::Outline;
use crate::quantity::{Measure, Quantity};
use crate::record::Scope;
use crate::rules::{Pack, WordList};
use crate::span::CleanSpan;

const MAX_LABEL: usize = 16;
/// Sentences looked at together.
const MAX_BLOCK: usize = 64;

struct Carrier<'a> {
    pack: &'a Pack,
    matcher: &'a Matcher<'a>,
    scan: &'a Scan<'a>,
    clean: &'a str,
    outline: &'a Outline,
    all: &'a [Quantity],
    /// The time whose figures stand in brackets behind the others, where the report says so.
    brackets_hold: Option<CleanSpan>,
}

/// Adds the carried claims to `found`, which stays in the order of the text.
pub(super) fn carry(
    matcher: &Matcher<'_>,
    clean: &str,
    outline: &Outline,
    scan: &Scan,
    all: &[Quantity],
    found: &mut Vec<Candidate>,
) {
    let carrier = Carrier {
        pack: matcher.pack,
        matcher,
        scan,
        clean,
        outline,
        all,
        brackets_hold: compared::brackets_hold(clean),
    };
    let mut rest = std::mem::take(found).into_iter().peekable();
    for block in blocks(outline) {
        let end = outline.sentences[block.end - 1].span.end;
        let mut here = Vec::new();
        while let Some(claim) = rest.next_if(|c| c.quantity.span.start < end) {
            here.push(claim);
        }
        for claim in &mut here {
            carrier.compare(claim);
        }
        // What says none alone has nothing to carry, nor anything to carry it to.
        if carrier.places(CleanSpan::new(outline.sentences[block.start].span.start, end)).is_empty() {
            found.append(&mut here);
            continue;
        }
        partition::claim(&carrier, &mut here);
        for sentence in block {
            let places = carrier.places(outline.sentences[sentence].span);
            sums::claim(&carrier, sentence, places.clone(), &mut here);
            carrier.sentence_claims(sentence, places.clone(), &mut here);
            carrier.summed_up_afar(sentence, places, &mut here);
        }
        mended::claim(&carrier, &mut here);
        found.append(&mut here);
    }
    found.extend(rest);
    partition::claim_afar(&carrier, found);
    percent::claim(&carrier, found);
}

/// The sentences of each paragraph, which are looked at together; an endless paragraph in pieces.
fn blocks(outline: &Outline) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    for (at, sentence) in outline.sentences.iter().enumerate() {
        match blocks.last_mut() {
            Some(block)
                if block.len() < MAX_BLOCK && outline.sentences[block.start].paragraph == sentence.paragraph =>
            {
                block.end = at + 1;
            }
            _ => blocks.push(at..at + 1),
        }
    }
    blocks
}

fn claimed(found: &[Candidate], quantity: &Quantity) -> bool {
    claims_on(found, quantity).any(|c| c.rejected.is_none() || c.origin == Origin::Plain)
}

/// The claims on a quantity, of claims in the order of the text.
fn claims_on<'f>(found: &'f [Candidate], quantity: &Quantity) -> impl Iterator<Item = &'f Candidate> {
    let span = quantity.span;
    let from = found.partition_point(|c| c.quantity.span.start < span.start);
    found[from..]
        .iter()
        .take_while(move |c| c.quantity.span.start == span.start)
        .filter(move |c| c.quantity.span == span)
}

impl Carrier<'_> {
    /// The quantities that stand in `span`.
    fn places(&self, span: CleanSpan) -> Range<usize> {
        let first = self.all.partition_point(|q| q.span.start < span.start);
        first..first + self.all[first..].partition_point(|q| q.span.end <= span.end)
    }

    /// Adds to `found` what those quantities of a sentence carry over that nobody claimed.
    fn sentence_claims(&self, sentence: usize, places: Range<usize>, found: &mut Vec<Candidate>) {
        for place in places {
            if claimed(found, &self.all[place]) {
                continue;
            }
            if let Some(claim) = self.claim(found, sentence, place) {
                let position = found.partition_point(|c| c.quantity.span.start <= claim.quantity.span.start);
                found.insert(position, claim);
            }
        }
    }

    fn claim(&self, found: &[Candidate], sentence: usize, place: usize) -> Option<Candidate> {
        let quantity = &self.all[place];
        let span = self.outline.sentences[sentence].span;
        let lead = self.lead(span, place);
        self.compared_in_bracket(found, sentence, place)
            .or_else(|| self.in_every_bracket(found, sentence, quantity))
            .or_else(|| self.compared(found, sentence, place, lead))
            .or_else(|| self.continued(found, sentence, place, lead))
            .or_else(|| self.named_again(found, sentence, quantity))
            .or_else(|| self.reached(found, sentence, place, lead))
            .or_else(|| self.part(found, sentence, place, lead))
    }

    /// The words directly before a quantity: from the separator, bracket or quantity before it.
    fn lead(&self, sentence: CleanSpan, place: usize) -> CleanSpan {
        let end = self.all[place].span.start;
        let floor = place.checked_sub(1).map_or(sentence.start, |before| self.all[before].span.end.max(sentence.start));
        let text = &self.clean[floor..end];
        // 县(市、区)125件: the bracket is part of the label.
        let bracket = text.strip_suffix(')').and_then(|inner| inner.rfind('(')).filter(|open| *open > 0);
        let text = bracket.map_or(text, |open| &text[..open]);
        let cut = |c: char| is_separator(c) || matches!(c, '、' | '(' | ')' | ' ');
        let trimmed = text.trim_end_matches('(');
        let start =
            trimmed.rfind(cut).map_or(floor, |at| floor + at + trimmed[at..].chars().next().map_or(0, char::len_utf8));
        let start = start.min(floor + trimmed.len());
        let start = start + if self.clean[start..].starts_with('和') { '和'.len_utf8() } else { 0 };
        let end = if bracket.is_some() { end } else { floor + trimmed.len() };
        CleanSpan::new(start.min(end), end)
    }

    /// 较去年增加86家次,达到960家次: what a rise or fall came to measures what rose.
    fn reached(&self, found: &[Candidate], sentence: usize, place: usize, lead: CleanSpan) -> Option<Candidate> {
        self.scan.ending(lead, WordList::Reached, |_| true)?;
        let before = &self.all[place.checked_sub(1)?];
        let model = claims_on(found, before).find(|c| accepted_like(c, &self.all[place]))?;
        let upto = self.outline.sentences[sentence].span;
        upto.contains(before.span).then(|| self.like(model, &self.all[place], sentence, None, None))
    }

    /// 这两个数字分别是15起和97万元: the figures of the sentence before.
    fn named_again(&self, found: &[Candidate], sentence: usize, quantity: &Quantity) -> Option<Candidate> {
        let span = self.outline.sentences[sentence].span;
        let before = CleanSpan::new(span.start, quantity.span.start);
        let words = self.scan.first(before, WordList::Anaphora)?;
        let model = last_like(found, quantity, CleanSpan::new(span.start, words.start))?;
        Some(self.like(model, quantity, sentence, None, None))
    }

    fn like(
        &self,
        model: &Candidate,
        quantity: &Quantity,
        sentence: usize,
        scope: Option<Scope>,
        period_words: Option<CleanSpan>,
    ) -> Candidate {
        let lead_from = self.clean[..quantity.span.start]
            .rfind(|c: char| is_separator(c) || matches!(c, '、' | '('))
            .map_or(0, |at| at + 1);
        let lead = if self.clean.is_char_boundary(lead_from) { lead_from } else { quantity.span.start };
        let near = quantity.span.start - lead <= MAX_LABEL * 3;
        Candidate {
            field: model.field,
            rule: format!("{}/carried", self.pack.fields[model.field].id),
            quantity: quantity.clone(),
            quote: CleanSpan::new(if near { lead } else { quantity.span.start }, quantity.span.end),
            sentence: Some(sentence),
            heading: self.outline.sentences[sentence].heading,
            scope,
            period_words,
            origin: Origin::Carried,
            rejected: None,
            score: 0,
            shares: false,
            none: false,
        }
    }

    fn says(&self, span: CleanSpan, list: impl Into<List>) -> bool {
        self.scan.occurs(span, list)
    }
}

fn accepted_like(claim: &Candidate, quantity: &Quantity) -> bool {
    // 199件,比去年同期(164)增长21%: a number without measure word is told in that of the figure before.
    let measured = matches!((claim.quantity.measure, quantity.measure), (Measure::Word(_), Measure::Bare { .. }));
    claim.rejected.is_none() && (claim.quantity.measure == quantity.measure || measured)
}

/// The last figure within `span` that measures the same.
fn last_like<'f>(found: &'f [Candidate], quantity: &Quantity, span: CleanSpan) -> Option<&'f Candidate> {
    found.iter().rev().find(|c| {
        accepted_like(c, quantity)
            && c.period_words.is_none()
            && span.contains(c.quantity.span)
            && c.quantity.span.end <= quantity.span.start
    })
}
