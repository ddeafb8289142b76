//! From a match to a claim: its quote, and whether words beside it turn it down.

use std::ops::Range;

use super::index::{Bar, Bars, Entry, Index};
use super::needs::Seen;
use super::reading::{self, Placed, Reading};
use super::walk::{self, Walk};
use super::{Candidate, Origin, Rejection};
use crate::quantity::Measure;
use crate::rules::Form;
use crate::rules::notation::Units;

/// Characters between a number and the words that name what it counts: 11起移送行政拘留.
const MAX_VERB: usize = 4;

/// What the claims of one reading have in common.
pub(super) struct Claims<'a> {
    pub index: &'a Index<'a>,
    pub reading: &'a Reading,
    pub seen: &'a Seen,
    pub origin: Origin,
}

impl Claims<'_> {
    /// A form's claim on a quantity that it matched around.
    pub(super) fn claim(&self, entry: &Entry, placed: &Placed, hit: walk::Match) -> Candidate {
        let (reading, Entry { field, rule, form, .. }) = (self.reading, entry);
        let hit = walk::Match { start: named_papers(&reading.text, hit.start, placed.start), ..hit };
        let hit = walk::Match { end: closed(&reading.text, hit.start.min(placed.start), hit.end), ..hit };
        let (start, end) = (hit.start.min(placed.start), hit.end.max(placed.end));
        let Bars { not, unless } = self.index.bars(entry);
        let look_alike =
            self.said_before(start, unless) || self.forbidden(placed, not, hit) || cuts_name(&reading.text[start..end]);
        let before = || names_the_one_before(reading, hit.start, placed).then_some(Rejection::NamesTheOneBefore);
        Candidate {
            field: *field,
            rule: rule.id.clone(),
            quantity: placed.quantity.clone(),
            quote: reading.source(start, end),
            sentence: reading.sentence,
            heading: None,
            scope: rule.scope,
            period_words: None,
            origin: self.origin,
            rejected: look_alike.then_some(Rejection::LookAlike).or_else(before),
            score: hit.score,
            shares: rule.shares,
            none: matches!(form, Form::Notation { take: Units::None, .. }),
        }
    }

    /// Whether one of `not` stands in the window of the quantity or in the quote.
    fn forbidden(&self, placed: &Placed, not: &[Bar], hit: walk::Match) -> bool {
        let (start, end) = self.reading.window(placed);
        let (start, mut end) = (start.min(hit.start), end.max(hit.end));
        // 未发生诉讼败诉案件、复议纠错案件: of what words that say none deny, the whole name counts.
        if placed.quantity.measure == Measure::None {
            let rest = &self.reading.text[end..];
            end += rest.find(|c| reading::is_separator(c) || c == '、').unwrap_or(rest.len());
        }
        self.stands(not, start..end)
    }

    /// Whether one of `unless` stands before `at` in the reading, not beyond `;`.
    fn said_before(&self, at: usize, unless: &[Bar]) -> bool {
        let start = || self.reading.text[..at].rfind(';').map_or(0, |mark| mark + 1);
        !unless.is_empty() && self.stands(unless, start()..at)
    }

    fn stands(&self, bars: &[Bar], within: Range<usize>) -> bool {
        let walk = |bar: &Bar| Walk::over(self.reading).find_in(within.start, within.end, bar.words);
        bars.iter().any(|bar| bar.needs.are_met(self.seen, within.clone()) && walk(bar).is_some())
    }
}

/// Whether words that begin right behind a number are read with the next of its list: 19起查封扣押、6起限产停产.
fn names_the_one_before(reading: &Reading, words: usize, placed: &Placed) -> bool {
    words < placed.start
        && reading.text[..placed.start].ends_with('、')
        && reading.quantities[..reading.quantities.partition_point(|q| q.end <= words)].last().is_some_and(|q| {
            let between = &reading.text[q.end..words];
            let begins = between.chars().count() <= MAX_VERB && !between.contains(ends_label);
            begins && q.quantity.measure == placed.quantity.measure
        })
}

/// Whether a character ends what a number names in a list.
fn ends_label(c: char) -> bool {
    reading::is_separator(c) || matches!(c, '、' | '(' | ')')
}

/// Where a quote starts: before the name whose papers the number right behind it counts, 下达《责令改正决定书》37份.
fn named_papers(text: &str, start: usize, quantity: usize) -> usize {
    let behind_name = || {
        let lead = text.get(start..quantity)?;
        let close = lead.rfind('》')? + '》'.len_utf8();
        let open = text[..start].rfind('《').filter(|open| !text[*open..start].contains('》'))?;
        (lead[close..].chars().count() <= 2).then_some(open)
    };
    behind_name().unwrap_or(start)
}

/// Where a stretch ends with the mark that closes the name it opens: 46家企业“首违不罚”.
fn closed(text: &str, start: usize, end: usize) -> usize {
    let opens = || text.get(start..end).is_some_and(|quoted| left_open(quoted).0 > 0);
    if text[end..].starts_with('”') && opens() { end + '”'.len_utf8() } else { end }
}

/// Whether a stretch opens a name in “” or 《》 without closing it, or the other way round.
fn cuts_name(text: &str) -> bool {
    let (quoted, titled) = left_open(text);
    quoted > 0 || titled != 0
}

/// How many “ and how many 《 are more than those that close them.
fn left_open(text: &str) -> (i32, i32) {
    text.chars().fold((0, 0), |(quoted, titled), c| match c {
        '“' => (quoted + 1, titled),
        '”' => (quoted - 1, titled),
        '《' => (quoted, titled + 1),
        '》' => (quoted, titled - 1),
        _ => (quoted, titled),
    })
}
