//! Source text in, the text that is read out, with the way back.
//!
//! Owns the order of the cleaning steps. Each step is a pure function from a text to the edits it needs, in a file of
//! its own; `offsets` carries them out and remembers them. The steps run in turn until none finds anything, which
//! makes cleaning idempotent: what is clean already comes back as it is.
//!
//! In: the decoded source text. Out: [`CleanText`]: simplified characters; half-width letters, digits and
//! `, ; : ( ) ! ? % | + - .`; `。 、 “ ” 《 》 · —` as they are; `\n` alone as line end; no blanks or separators in
//! numbers, no pinyin glosses. Two blanks in a row set apart what a page set apart. Circled numbers stay: folding ①30 to
//! 130 would make up a figure. The steps `joined` and `wrapping` come first, as they have to see lines as they were set.

mod blanks;
mod breaks;
mod characters;
mod dashes;
mod doubled;
mod edit;
mod glosses;
mod joined;
mod lost;
mod markup;
mod offsets;
mod pinyin;
mod seek;
mod thousands;
mod touched;
mod variants;
mod width;
mod wrapping;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::span::{CleanSpan, RawSpan};
use edit::Edit;
use offsets::OffsetMap;
use touched::Touched;

/// The text that is read: simplified characters, half-width letters, digits and marks, no glosses, no blanks in numbers.
#[derive(Debug, Clone)]
pub struct CleanText {
    /// The clean text.
    pub text: String,
    /// Whether lost characters were restored.
    pub repaired: bool,
    offsets: OffsetMap,
}

impl CleanText {
    /// Where a clean span stands in the source text, in bytes: the smallest span that covers the characters it came from.
    ///
    /// What was deleted just before its start or just after its end is outside: 执 of 執(zhí) stands at 執 alone. A span
    /// that cuts through a replacement takes in all that was replaced.
    pub fn raw(&self, span: CleanSpan) -> RawSpan {
        let range = self.offsets.source(span.range());
        RawSpan::new(range.start, range.end)
    }
}

/// One step of cleaning.
struct Step {
    /// Its name, as in the file names of its cases.
    name: &'static str,
    /// The edits a text needs, sorted and disjoint.
    find: fn(&str) -> Vec<Edit>,
    scope: Scope,
}

/// What a step has to look at in a later round.
#[derive(Clone, Copy, PartialEq)]
enum Scope {
    /// Nothing: it leaves none of the characters it looks for, and no step brings them in.
    Once,
    /// The whole text.
    Text,
    /// Lines that were edited since: what it finds in a line hangs on no other. Where there is nothing new, there is nothing
    /// in the rest either.
    Lines,
}

impl Step {
    const fn new(name: &'static str, scope: Scope, find: fn(&str) -> Vec<Edit>) -> Self {
        Self { name, find, scope }
    }

    /// The edits that a text needs in a later round, where it was `touched` since the step last looked at it.
    fn find_again(&self, text: &str, touched: &mut Touched) -> Vec<Edit> {
        let idle = match self.scope {
            Scope::Once => true,
            Scope::Text => false,
            Scope::Lines => !touched.any_line(text, |line| !(self.find)(line).is_empty()),
        };
        if idle { Vec::new() } else { (self.find)(text) }
    }
}

/// Every step, in order.
const STEPS: [Step; 12] = [
    Step::new("joined", Scope::Text, joined::find),
    Step::new("wrapping", Scope::Text, wrapping::find),
    Step::new("markup", Scope::Text, markup::find),
    Step::new("width", Scope::Once, width::find),
    Step::new(LOST, Scope::Lines, lost::find),
    Step::new("doubled", Scope::Lines, doubled::find),
    Step::new("glosses", Scope::Lines, glosses::find),
    Step::new("variants", Scope::Lines, variants::find),
    Step::new("dashes", Scope::Lines, dashes::find),
    Step::new("blanks", Scope::Lines, blanks::find),
    Step::new("thousands", Scope::Lines, thousands::find),
    Step::new("breaks", Scope::Text, breaks::find),
];

/// The step that restores what the source has lost.
const LOST: &str = "lost";

/// Rounds after which cleaning stops though a step still finds something. Reports need two; only a text made for the
/// purpose needs more than a few, and it must not cost more than linear time.
const MAX_ROUNDS: usize = 16;

/// Cleans a source text.
pub fn clean(source: &str) -> CleanText {
    let mut text = Cow::Borrowed(source);
    let (mut offsets, mut repaired) = (OffsetMap::default(), false);
    // Where the text was edited since the first of the steps that look at lines alone.
    let (mut touched, mut is_watched) = (Touched::default(), false);
    // How many steps, one after the other, have found nothing: once all have, none will.
    let mut idle = 0;
    for (at, step) in STEPS.iter().cycle().take(MAX_ROUNDS * STEPS.len()).enumerate() {
        let is_first = at < STEPS.len();
        is_watched |= step.scope == Scope::Lines;
        let edits = if is_first { (step.find)(&text) } else { step.find_again(&text, &mut touched) };
        if edits.is_empty() {
            idle += 1;
            if idle == STEPS.len() {
                break;
            }
            continue;
        }
        idle = 0;
        repaired |= step.name == LOST;
        if is_watched {
            touched.follow(&edits);
        }
        text = Cow::Owned(offsets.apply(&text, &edits));
    }
    CleanText { text: text.into_owned(), repaired, offsets }
}
