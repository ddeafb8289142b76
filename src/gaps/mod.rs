//! What no rule claims, over many reports: quantities grouped by the words around them.
//!
//! In: the [`Unclaimed`] quantities of each document. Out: [`Gap`]s, the most frequent first, each with a head word, a measure
//! word and examples; and for one of them the [`skeleton`](skeleton::skeleton) of a rule file. The dictionary that finds head words is loaded here
//! and nowhere else.

mod heads;
pub mod skeleton;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::pipeline::Unclaimed;
use heads::Heads;

/// Examples kept of a group.
const EXAMPLES: usize = 3;

/// Quantities without a rule that are said alike.
#[derive(Debug, Serialize)]
pub struct Gap {
    /// The last word before the quantity that means something; empty where there is none.
    pub head: String,
    /// The word before the head that goes with it most often; the verb, as far as the dictionary knows.
    pub with: Option<String>,
    /// The first word after the quantity, where the head is a verb: 开展12次培训.
    pub object: Option<String>,
    /// The measure word; `元` and `%` of money and percentages.
    pub measure: String,
    /// How often.
    pub count: usize,
    /// In how many documents.
    pub documents: usize,
    /// The first few, in the order of the documents.
    pub examples: Vec<Example>,
}

/// One quantity without a rule.
#[derive(Debug, Clone, Serialize)]
pub struct Example {
    /// The document.
    pub path: String,
    /// Its 1-based line.
    pub line: usize,
    /// The sentence, in clean characters.
    pub sentence: String,
    /// Where the quantity stands in it, in code points.
    pub at: Range<usize>,
    /// Its clause, in clean characters.
    pub clause: String,
    /// Its value.
    #[serde(with = "rust_decimal::serde::arbitrary_precision")]
    pub value: Decimal,
}

/// What the quantities of a group share: head, object, measure word.
type Key = (String, Option<String>, String);

/// Gathers the quantities of many documents.
#[derive(Debug)]
pub struct Gaps {
    heads: Heads,
    groups: BTreeMap<Key, Group>,
    documents: usize,
    quantities: usize,
}

#[derive(Debug, Default)]
struct Group {
    count: usize,
    documents: usize,
    /// The last document that had one, by its number.
    last: Option<usize>,
    with: BTreeMap<String, usize>,
    examples: Vec<Example>,
}

impl Default for Gaps {
    fn default() -> Self {
        Self { heads: Heads::new(), groups: BTreeMap::new(), documents: 0, quantities: 0 }
    }
}

impl Gaps {
    /// Adds the quantities of one document.
    pub fn add(&mut self, path: &str, unclaimed: &[Unclaimed]) {
        for quantity in unclaimed {
            let words = self.heads.of(&quantity.before, &quantity.after);
            let group = self.groups.entry((words.head, words.object, quantity.measure.clone())).or_default();
            group.count += 1;
            if group.last != Some(self.documents) {
                group.last = Some(self.documents);
                group.documents += 1;
            }
            if let Some(with) = words.with {
                *group.with.entry(with).or_default() += 1;
            }
            if group.examples.len() < EXAMPLES {
                group.examples.push(example(path, quantity));
            }
        }
        self.quantities += unclaimed.len();
        self.documents += 1;
    }

    /// How many documents were added.
    pub fn documents(&self) -> usize {
        self.documents
    }

    /// How many quantities were added.
    pub fn quantities(&self) -> usize {
        self.quantities
    }

    /// The groups, the most frequent first.
    pub fn groups(self) -> Vec<Gap> {
        let mut all: Vec<Gap> = self.groups.into_iter().map(|(key, group)| gap(key, group)).collect();
        all.sort_by_key(|gap| (Reverse(gap.count), Reverse(gap.documents)));
        all
    }
}

fn gap((head, object, measure): Key, group: Group) -> Gap {
    let most = group.with.iter().rev().max_by_key(|(_, count)| **count);
    // A word that goes with the head only now and then would make the pattern too narrow.
    let with = most.filter(|(_, count)| **count * 2 > group.count).map(|(word, _)| word.clone());
    Gap { head, with, object, measure, count: group.count, documents: group.documents, examples: group.examples }
}

fn example(path: &str, quantity: &Unclaimed) -> Example {
    Example {
        path: path.to_owned(),
        line: quantity.line,
        sentence: quantity.sentence.clone(),
        at: quantity.at.clone(),
        clause: format!("{}{}{}", quantity.before, quantity.text, quantity.after),
        value: quantity.value,
    }
}
