//! Quantities that no rule claimed, in the form of claims, so that the rest of the way can be asked about them.

use std::collections::BTreeSet;

use super::{Candidate, Matcher, Matches, Origin};
use crate::outline::Outline;
use crate::quantity::Measure;

impl Matcher<'_> {
    /// The quantities of the sentences of `clean` that start at none of `claimed`, each as a claim of the pack's first field
    /// without a rule. Bare numbers, which may count anything, are left out, and so is what stands in tables.
    pub fn unclaimed(&self, clean: &str, outline: &Outline, claimed: &BTreeSet<usize>) -> Matches {
        let all = self.quantities(clean);
        let free = |at: &usize| {
            !claimed.contains(&all[*at].span.start) && !matches!(all[*at].measure, Measure::Bare { large: false })
        };
        let claim = |at: usize| {
            let quantity = all[at].clone();
            let sentence = outline.sentences.partition_point(|s| s.span.end < quantity.span.end);
            let holds = outline.sentences.get(sentence).filter(|s| s.span.contains(quantity.span))?;
            Some(Candidate {
                field: 0,
                rule: String::new(),
                quote: quantity.span,
                quantity,
                sentence: Some(sentence),
                heading: holds.heading,
                scope: None,
                period_words: None,
                origin: Origin::Plain,
                rejected: None,
                score: 0,
                shares: false,
                none: false,
            })
        };
        let candidates = (0..all.len()).filter(free).filter_map(claim).collect();
        Matches { candidates, quantities: all }
    }
}
