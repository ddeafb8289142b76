//! The words around a number that say how exactly it is meant: 约, 近, 以上.

use std::sync::LazyLock;

use super::Measure;
use super::number::is_bare_magnitude;
use crate::record::Qualifier;
use crate::seek::CharSet;

const BEFORE: [(&str, Qualifier); 20] = [
    ("大约", Qualifier::Approx),
    ("大概", Qualifier::Approx),
    ("约为", Qualifier::Approx),
    ("约", Qualifier::Approx),
    ("将近", Qualifier::Under),
    ("接近", Qualifier::Under),
    ("不足", Qualifier::Under),
    ("不到", Qualifier::Under),
    ("近", Qualifier::Under),
    ("超过了", Qualifier::Over),
    ("超过", Qualifier::Over),
    ("突破", Qualifier::Over),
    ("超", Qualifier::Over),
    ("逾", Qualifier::Over),
    ("至少", Qualifier::Over),
    ("多达", Qualifier::Exact),
    ("高达", Qualifier::Exact),
    ("上", Qualifier::Over),
    ("人民币", Qualifier::Exact),
    ("达", Qualifier::Exact),
];
const AFTER: [(&str, Qualifier); 9] = [
    ("左右", Qualifier::Approx),
    ("上下", Qualifier::Approx),
    ("以上", Qualifier::Over),
    ("之多", Qualifier::Exact),
    ("以下", Qualifier::Under),
    ("以内", Qualifier::Under),
    ("之内", Qualifier::Under),
    ("余", Qualifier::Over),
    ("多", Qualifier::Over),
];

/// The last characters of the words before, and the first of those after: most numbers have none of them at their side.
static ENDS: LazyLock<CharSet> = LazyLock::new(|| set(BEFORE.iter().filter_map(|(word, _)| word.chars().next_back())));
static STARTS: LazyLock<CharSet> = LazyLock::new(|| set(AFTER.iter().filter_map(|(word, _)| word.chars().next())));

fn set(chars: impl Iterator<Item = char>) -> CharSet {
    CharSet::of(&chars.collect::<Vec<_>>())
}

/// The qualifier before a number that starts at `start`, and where it starts; what stands before `floor` is taken already.
pub(super) fn qualifier_before(text: &str, start: usize, floor: usize) -> (usize, Option<Qualifier>) {
    let mut at = start;
    let mut qualifier = None;
    while let Some((word, meant)) = word_before(&text[floor..at]) {
        // 上 says "over" only before a bare magnitude: 上百, 上千.
        if word == "上" && !is_bare_magnitude(&text[start..]) {
            break;
        }
        at -= word.len();
        qualifier = qualifier.filter(|q| *q != Qualifier::Exact).or(Some(meant));
    }
    // 达 and 人民币 alone belong to the sentence, not to the quantity.
    if qualifier == Some(Qualifier::Exact) {
        return (start, None);
    }
    (at, qualifier)
}

fn word_before(text: &str) -> Option<(&'static str, Qualifier)> {
    text.chars().next_back().filter(|c| ENDS.contains(*c))?;
    BEFORE.into_iter().find(|(word, _)| text.ends_with(word))
}

/// The qualifier behind a quantity, and where it ends.
pub(super) fn qualifier_after(text: &str, end: usize, measure: Measure) -> (Option<Qualifier>, usize) {
    let starts = || text[end..].chars().next().is_some_and(|c| STARTS.contains(c));
    if matches!(measure, Measure::Bare { .. }) || !starts() {
        return (None, end);
    }
    match AFTER.iter().find(|(word, _)| text[end..].starts_with(word)) {
        Some((word, meant)) => (Some(*meant), end + word.len()),
        None => (None, end),
    }
}
