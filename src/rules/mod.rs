//! The rule pack: TOML files in, a checked pack out. Knows no document.

pub mod check;
mod diagnostic;
mod field;
mod identity;
mod lists;
mod load;
pub mod notation;
mod reader;
mod shared;
pub mod vocabulary;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::record::{Scope, Unit};
use check::Check;
pub use diagnostic::{RuleError, RuleErrors};
pub use identity::{IdentityWords, KindWords};
pub use lists::WordList;
use load::Scrutiny;
use notation::Sequence;

/// A checked rule pack.
#[derive(Debug)]
pub struct Pack {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What it is about, in Chinese.
    pub title: String,
    /// SHA-256 over its files, in hexadecimal.
    pub digest: String,
    /// The fields, in the order of every output.
    pub fields: Vec<Field>,
    /// Groups by id.
    pub groups: BTreeMap<String, Group>,
    /// Every measure word of the pack, longest first.
    pub measure_words: Vec<String>,
    /// Words that say there was none (plain text), longest first.
    pub none_words: Vec<String>,
    /// The words that set period, scope, place and plan.
    pub context: ContextWords,
    /// The fields that count by a channel (on the spot, from afar, by random draw): no share of a channel splits them.
    pub channels: Vec<String>,
    /// The fields that the agency's own office counts (reviews, suits): 厅本级 beside them makes no part.
    pub own_office: Vec<String>,
    /// The fields whose figures do not add up over time (averages, lists kept up to date): more days may tell less.
    pub not_summed: Vec<String>,
    /// The fields of standing work (random draws, suits, rewards): a drive that an earlier sentence names does not reach them.
    pub standing_work: Vec<String>,
    /// What a report's own figures must satisfy.
    pub checks: Vec<Check>,
    /// How agencies, regions and kinds of report are named.
    pub identity: IdentityWords,
    /// What is looked at only when a pack is checked.
    scrutiny: Scrutiny,
}

impl Pack {
    /// The group of a field, by the field's place.
    pub fn group_of(&self, field: usize) -> Option<&Group> {
        self.groups.get(&self.fields[field].group)
    }
}

/// A group of fields.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its name in Chinese.
    pub zh: String,
    /// Whether its fields decide the period of a report that states none.
    pub core: bool,
    /// Whether its figures are by nature what other bodies did: courts, reconsideration bodies.
    pub others_act: bool,
}

/// One field of the output and how it is said.
#[derive(Debug)]
pub struct Field {
    /// Its id: the name of its file.
    pub id: String,
    /// Its name in Chinese.
    pub zh: String,
    /// Its name in English.
    pub en: String,
    /// The id of its group.
    pub group: String,
    /// The unit of its values.
    pub unit: Unit,
    /// What is counted.
    pub counts: String,
    /// What is not.
    pub excludes: String,
    /// Words that make it the subject of a list of parts.
    pub topics: Vec<Sequence>,
    /// How it is said.
    pub patterns: Vec<Pattern>,
    /// Texts with what must come out.
    pub examples: Vec<Example>,
    /// Texts in which the field must find nothing.
    pub counterexamples: Vec<Counterexample>,
    /// Texts that are still read wrong.
    pub known_gaps: Vec<Example>,
}

/// One way to say a field.
#[derive(Debug)]
pub struct Pattern {
    /// `field/name`.
    pub id: String,
    /// The forms, as written and parsed.
    pub forms: Vec<Form>,
    /// Turned down where one of these stands in the quantity's window or the quote.
    pub not: Vec<Sequence>,
    /// The same, as the rule file has them.
    pub not_sources: Vec<String>,
    /// One of these must stand in a heading above.
    pub under: Vec<Sequence>,
    /// The same, as the rule file has them.
    pub under_sources: Vec<String>,
    /// Turned down where one of these stands before it in its sentence, not beyond `;`.
    pub unless: Vec<Sequence>,
    /// The same, as the rule file has them.
    pub unless_sources: Vec<String>,
    /// The scope the wording itself gives.
    pub scope: Option<Scope>,
    /// Whether the quantity may serve another field too.
    pub shares: bool,
}

/// One form of a pattern.
#[derive(Debug)]
pub enum Form {
    /// In the notation: what stands before the quantity, what it may be, what stands after.
    Notation {
        /// As the rule file has it.
        source: String,
        /// Before the quantity.
        before: Sequence,
        /// The quantity that is taken.
        take: notation::Units,
        /// After the quantity.
        after: Sequence,
    },
    /// A regular expression, compiled when first needed; the group `q` marks the quantity's start.
    Regex {
        /// As the rule file has it.
        source: String,
        /// Compiled.
        compiled: OnceLock<Option<regex::Regex>>,
    },
}

/// A text with the figures of the field that must come out of it.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Example {
    pub text: String,
    pub expect: Vec<Expected>,
    pub others: Vec<String>,
    pub why: Option<String>,
    pub line: usize,
}

/// One figure that must come out; what is `None` is not compared.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Expected {
    pub value: rust_decimal::Decimal,
    pub qualifier: Option<String>,
    pub upper: Option<rust_decimal::Decimal>,
    pub change_pct: Option<rust_decimal::Decimal>,
    pub scope: Option<Scope>,
    pub text: Option<String>,
    pub quote: Option<String>,
}

/// A text in which the field must find nothing.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Counterexample {
    pub text: String,
    pub why: String,
    pub others: Vec<String>,
    pub line: usize,
}

/// The words that set period, scope, place and plan; each list is notation without quantities.
#[derive(Debug, Default)]
pub struct ContextWords {
    /// At the place of each [`WordList`] its entries; none where the pack has no such list.
    pub lists: Vec<Vec<Sequence>>,
}
