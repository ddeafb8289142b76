//! Every rule tried on a reading.

use std::sync::OnceLock;

use super::claim::Claims;
use super::index::Index;
use super::needs::Seen;
use super::reading::{Placed, Reading};
use super::tries::{self, Try};
use super::walk::{self, Match, Walk};
use super::{Candidate, Origin};
use crate::rules::notation::Sequence;
use crate::rules::{Form, Pattern};

/// Tries the forms of a pack on one reading after another.
pub(super) struct Reader<'a> {
    index: &'a Index<'a>,
    seen: Seen,
}

impl<'a> Reader<'a> {
    pub(super) fn new(index: &'a Index<'a>) -> Self {
        Self { index, seen: index.nothing_seen() }
    }

    /// The claims on the quantities of a reading below these headings, in the order of the pack.
    pub(super) fn claims(&mut self, reading: &Reading, headings: &[&str], origin: Origin) -> Vec<Candidate> {
        let tries = tries::on(self.index, reading, &mut self.seen);
        let from = Claims { index: self.index, reading, seen: &self.seen, origin };
        let mut claims = Vec::new();
        for tries in tries.chunk_by(|a, b| std::ptr::eq(a.entry.rule, b.entry.rule)) {
            let Some(above) = said_above(tries[0].entry.rule, headings) else { continue };
            for tried in tries {
                let hits = matches_of(reading, tried).map(|(placed, hit)| (placed, hit.and_above(above)));
                claims.extend(hits.map(|(placed, hit)| from.claim(tried.entry, placed, hit)));
            }
        }
        claims
    }
}

/// The characters with which headings say what a rule asks of them, 0 where it asks nothing; none where they do not say it.
pub(super) fn said_above(rule: &Pattern, headings: &[&str]) -> Option<u32> {
    if rule.under.is_empty() {
        return Some(0);
    }
    let said =
        |words: &Sequence| headings.iter().find_map(|h| Walk::plain(h).find(words).map(|(from, to)| &h[from..to]));
    let words = rule.under.iter().find_map(said)?;
    u32::try_from(words.chars().count()).ok()
}

/// Where a form that is tried matches, and around which quantity.
pub(super) fn matches_of<'r>(reading: &'r Reading, tried: &Try<'r, '_>) -> impl Iterator<Item = (&'r Placed, Match)> {
    let around = match (tried.entry.form, tried.placed) {
        (Form::Notation { before, after, .. }, Some(placed)) => {
            walk::around(reading, placed, before, after).map(|hit| (placed, hit))
        }
        _ => None,
    };
    let searched = match tried.entry.form {
        Form::Regex { source, compiled } => searched(reading, source, compiled),
        Form::Notation { .. } => Vec::new(),
    };
    around.into_iter().chain(searched)
}

/// Where a regular expression matches, and which quantity its group `q` marks.
fn searched<'r>(
    reading: &'r Reading,
    source: &str,
    compiled: &OnceLock<Option<regex::Regex>>,
) -> Vec<(&'r Placed, Match)> {
    // `rules check` compiles them all; here a pattern that does not compile finds nothing.
    let Some(regex) = compiled.get_or_init(|| regex::Regex::new(source).ok()) else { return Vec::new() };
    let matched = |c: regex::Captures| {
        let (whole, mark) = (c.get(0)?, c.name("q")?);
        let mut all = reading.quantities.iter().chain(&reading.nones);
        let placed = all.find(|q| (q.start..q.end).contains(&mark.start()))?;
        let score = u32::try_from(whole.as_str().chars().count()).ok()?;
        let end = c.name("e").map_or(whole.end(), |end| end.start());
        Some((placed, Match { start: whole.start(), end, score }))
    };
    regex.captures_iter(&reading.text).filter_map(matched).collect()
}
