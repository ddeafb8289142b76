//! Measure words: what a quantity may end with.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use regex::Regex;

use super::Measure;
use super::number::stands_alone;
use super::numeral::is_numeral;
use crate::seek::CharSet;

/// The words for yuan, and their first characters.
const MONEY: [&str; 3] = ["元人民币", "元", "块钱"];
const MONEY_FIRSTS: [char; 2] = ['元', '块'];

/// What stands in a number or range behind its first digits: 百分之三, 四成, 三点五万, 70余件, 3至5件; and the sign of a share.
const NUMBER_PARTS: [char; 9] = ['分', '成', '点', '余', '多', '至', '到', '-', '%'];

/// The words a quantity may end with, and those that say none.
pub struct MeasureWords {
    /// Their first characters, so that a text that starts with none is told at a glance.
    firsts: CharSet,
    /// By their first characters, those of one character the longest first.
    by_first: Vec<(char, Vec<(String, u16)>)>,
    /// Literals alone: regex looks for all of them at once, many bytes at a time.
    none: Option<Regex>,
}

impl fmt::Debug for MeasureWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MeasureWords({} words)", self.by_first.iter().map(|(_, words)| words.len()).sum::<usize>())
    }
}

impl MeasureWords {
    /// From the pack's words; ids are their places in `words`.
    pub fn new(words: &[String], none: &[String]) -> Self {
        let mut by_first = BTreeMap::<char, Vec<(String, u16)>>::new();
        for (word, id) in words.iter().zip(0..) {
            word.chars().next().into_iter().for_each(|c| by_first.entry(c).or_default().push((word.clone(), id)));
        }
        for words in by_first.values_mut() {
            words.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        }
        // Of words that start at one place the longest counts.
        let mut none: Vec<String> =
            none.iter().filter(|word| !word.is_empty()).map(|word| regex::escape(word)).collect();
        none.sort_by_key(|word| Reverse(word.len()));
        let none = if none.is_empty() { None } else { Regex::new(&none.join("|")).ok() };
        let mut firsts = CharSet::of(&MONEY_FIRSTS);
        for first in by_first.keys() {
            firsts.add(*first);
        }
        Self { firsts, by_first: by_first.into_iter().collect(), none }
    }

    /// Whether a run of digits or numerals before `rest` may be a quantity or begin one. Most that are not (2024年, 一般) are
    /// told by the next character.
    pub(super) fn may_follow(&self, rest: &str) -> bool {
        let goes_on = |c| self.firsts.contains(c) || NUMBER_PARTS.contains(&c) || is_numeral(c);
        rest.chars().next().is_none_or(goes_on) || stands_alone(rest)
    }

    /// The measure word that a text starts with, and its length.
    pub(super) fn starting(&self, text: &str) -> Option<(Measure, usize)> {
        let first = text.chars().next().filter(|c| self.firsts.contains(*c))?;
        if let Some(len) = money_word(text) {
            return Some((Measure::Money, len));
        }
        let place = self.by_first.binary_search_by_key(&first, |(c, _)| *c).ok()?;
        self.by_first[place]
            .1
            .iter()
            .find(|(word, _)| text.starts_with(word.as_str()))
            .map(|(word, id)| (Measure::Word(*id), word.len()))
    }

    /// Where words of a text say none.
    pub(super) fn none_in(&self, text: &str) -> impl Iterator<Item = Range<usize>> {
        let hits = self.none.iter().flat_map(move |none| none.find_iter(text));
        hits.map(|hit| hit.start()..hit.end())
    }
}

/// Bytes of the word for money that a text starts with.
pub(super) fn money_word(text: &str) -> Option<usize> {
    MONEY.iter().find(|word| text.starts_with(**word)).map(|word| word.len())
}
