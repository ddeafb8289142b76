//! Reports that say the same, and reports that disagree.
//!
//! In: the records of a run, one by one in their order, each with the [`Sketch`] of its text. Out: for each what it has to do
//! with the others ([`Relation`]): it is a copy of a better one, or it contradicts one of the same agency and period. Of a document
//! nothing but a signature, its path and its headline values' hashes is kept, and each is compared with few
//! others: the cost is linear in their number.

mod sketch;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

use crate::record::{DateRange, Qualifier, Record, Warning, WarningCode};

pub use sketch::Sketch;

/// Numbers from which on a text is known by them.
const ENOUGH_NUMBERS: usize = 4;

/// Numbers up to which two bodies may have the same ones by chance.
const FEW_NUMBERS: usize = 12;

/// Percent of the words that copies share, at least: a page may add a menu, or the report lack a paragraph.
const WORDS_SHARED: usize = 45;

/// The same where there are too few numbers to tell.
const WORDS_SHARED_ALONE: usize = 80;

/// Percent of the numbers of the shorter copy that the other has, too, at least.
const NUMBERS_SHARED: usize = 85;

/// Documents of one key that a new one is compared with, at most: the last ones.
const MOST_COMPARED: usize = 32;

/// What is kept of a document.
#[derive(Debug)]
struct Document {
    path: String,
    sketch: Sketch,
    /// Of the agency's name.
    agency: Option<u64>,
    period: Option<DateRange>,
    /// Of each exact headline value, by the field's place.
    values: Vec<(u16, u64)>,
    /// The lower, the better a copy it is.
    flaws: (bool, Reverse<usize>, Reverse<usize>),
    /// The first document of its group of copies.
    first: usize,
}

/// What a document has to do with the others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relation {
    /// The path of the better copy.
    pub duplicate_of: Option<String>,
    /// The fields in which it contradicts others of the same agency and period.
    pub contradicts: Vec<Contradiction>,
}

/// A field of which others have another value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The field's place in `values`.
    pub field: u16,
    /// The path of the first of them.
    pub path: String,
    /// How many more there are.
    pub more: usize,
}

/// Takes note of documents and finds those that belong together.
#[derive(Debug, Default)]
pub struct Finder {
    documents: Vec<Document>,
    /// The first documents of groups, by the keys of their sketches.
    by_key: HashMap<u64, Vec<u32>>,
}

impl Finder {
    /// Takes in the next record, with the sketch of its text.
    pub fn add(&mut self, record: &Record, sketch: Sketch) {
        let mut document = Document {
            path: record.source.path.clone(),
            agency: record.document.agency.as_deref().map(hash),
            period: record.document.period,
            values: exact_headlines(record),
            flaws: flaws(record),
            first: self.documents.len(),
            sketch,
        };
        let keys = document.sketch.keys();
        let last = |key| self.by_key.get(key).into_iter().flat_map(|others| others.iter().rev().take(MOST_COMPARED));
        let mut near: Vec<u32> = keys.iter().flat_map(last).copied().collect();
        near.sort_unstable();
        near.dedup();
        let copy = near.into_iter().map(|at| at as usize).find(|at| are_copies(&self.documents[*at], &document));
        match (copy, u32::try_from(self.documents.len())) {
            (Some(first), _) => document.first = first,
            (None, Ok(at)) => keys.into_iter().for_each(|key| self.by_key.entry(key).or_default().push(at)),
            // More documents than a run can have.
            (None, Err(_)) => {}
        }
        self.documents.push(document);
    }

    /// What each document has to do with the others, in the order in which they were added.
    pub fn relations(&self) -> Vec<Relation> {
        let mut best: Vec<usize> = (0..self.documents.len()).collect();
        for (at, document) in self.documents.iter().enumerate() {
            let chosen = &mut best[document.first];
            if document.flaws < self.documents[*chosen].flaws {
                *chosen = at;
            }
        }
        let path = |at: usize| self.documents[at].path.clone();
        let copied = self.documents.iter().enumerate().map(|(at, document)| {
            let better = best[document.first];
            (better != at).then(|| path(better))
        });
        let mut relations: Vec<Relation> =
            copied.map(|duplicate_of| Relation { duplicate_of, contradicts: Vec::new() }).collect();
        // One of each group of copies speaks for it.
        let mut by_year: HashMap<(u64, DateRange), Vec<usize>> = HashMap::new();
        for (at, document) in self.documents.iter().enumerate() {
            let (Some(agency), Some(period)) = (document.agency, document.period) else { continue };
            if relations[at].duplicate_of.is_none() {
                by_year.entry((agency, period)).or_default().push(at);
            }
        }
        for group in by_year.values() {
            for (at, one) in group.iter().enumerate() {
                for other in group[at + 1..].iter().take(MOST_COMPARED) {
                    for field in disagreement(&self.documents[*one], &self.documents[*other]) {
                        relations[*one].contradict(field, &self.documents[*other].path);
                        relations[*other].contradict(field, &self.documents[*one].path);
                    }
                }
            }
        }
        relations
    }
}

impl Relation {
    /// Writes into a record what it has to do with others.
    pub fn note(&self, record: &mut Record) {
        let warning =
            |code, field, message| Warning { code, message, field, start: None, end: None, places: Vec::new() };
        record.source.duplicate_of.clone_from(&self.duplicate_of);
        if let Some(path) = &self.duplicate_of {
            record.warnings.push(warning(WarningCode::DuplicateOf, None, format!("the same report as {path}")));
        }
        for Contradiction { field, path, more } in &self.contradicts {
            let id = record.values.keys().nth(usize::from(*field)).cloned();
            let others = if *more == 0 { format!("{path} has") } else { format!("{path} and {more} more have") };
            let message = format!("{others} another value for the same agency and period");
            record.warnings.push(warning(WarningCode::Contradicts, id, message));
        }
    }

    fn contradict(&mut self, field: u16, path: &str) {
        match self.contradicts.iter_mut().find(|known| known.field == field) {
            Some(known) => known.more += 1,
            None => self.contradicts.push(Contradiction { field, path: path.to_owned(), more: 0 }),
        }
    }
}

/// Whether two documents are one report: alike in words and numbers, and where one has numbers that the other lacks or its
/// characters are not all there, no headline value speaks against it.
fn are_copies(one: &Document, other: &Document) -> bool {
    let (a, b) = (&one.sketch, &other.sketch);
    let numbers = a.numbers_shared(b);
    let words = a.words_shared(b);
    let agency = one.agency.is_none() || other.agency.is_none() || one.agency == other.agency;
    if a.count().min(b.count()) < ENOUGH_NUMBERS {
        let period = one.period.is_none() || other.period.is_none() || one.period == other.period;
        return agency && period && a.count() == b.count() && numbers == 100 && words >= WORDS_SHARED_ALONE;
    }
    let garbled = one.flaws.0 || other.flaws.0;
    words >= WORDS_SHARED
        && numbers >= NUMBERS_SHARED
        && (agency || a.count().min(b.count()) > FEW_NUMBERS)
        && (numbers == 100 || garbled || disagreement(one, other).is_empty())
}

/// The fields of which both have an exact headline value, and not the same.
fn disagreement(one: &Document, other: &Document) -> Vec<u16> {
    let differs = |(field, value): &&(u16, u64)| other.values.iter().any(|(f, v)| f == field && v != value);
    one.values.iter().filter(differs).map(|(field, _)| *field).collect()
}

fn exact_headlines(record: &Record) -> Vec<(u16, u64)> {
    let exact =
        |id: &str| record.figures.iter().any(|f| f.headline && f.field == id && f.qualifier == Qualifier::Exact);
    let values = record.values.iter().zip(0..);
    values
        .filter(|((id, value), _)| **value != Value::Null && exact(id))
        .map(|((_, value), at)| (at, hash(&value.to_string())))
        .collect()
}

/// Garbled, little known of itself, few figures: what makes a copy the worse one.
fn flaws(record: &Record) -> (bool, Reverse<usize>, Reverse<usize>) {
    let garbled = |warning: &Warning| matches!(warning.code, WarningCode::RepairedText | WarningCode::LossyDecoding);
    let document = &record.document;
    let known =
        [document.title.is_some(), document.agency.is_some(), document.period.is_some(), document.published.is_some()];
    let known = known.into_iter().filter(|known| *known).count();
    (record.warnings.iter().any(garbled), Reverse(known), Reverse(record.figures.len()))
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
