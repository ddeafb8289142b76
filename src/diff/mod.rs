//! What changed between two outputs of `extract`.
//!
//! In: the records of two outputs, A and B. Out: a [`Comparison`]: the reports that only one of them has, and for the others
//! every headline value, figure, warning and statement of the document that was gained, lost or changed. Records are paired by path as
//! they come; only those whose other half has not come yet are held, so two outputs of the same reports need little memory.

mod compare;
mod pair;
mod text;

use serde::Serialize;
use serde_json::Value;

use crate::record::{Failure, Figure, Record, Warning};
use crate::reread::{About, Generator, Reread, RereadError};

/// All that differs between A and B.
#[derive(Debug, Serialize)]
pub struct Comparison {
    /// The one output.
    pub a: Output,
    /// The other.
    pub b: Output,
    /// What became of the reports.
    pub reports: Reports,
    /// Counts by field, in the order of the outputs; fields without a difference are left out.
    pub fields: Vec<FieldCounts>,
    /// Every difference, by field and then by place.
    pub differences: Vec<Difference>,
}

/// One of the two outputs.
#[derive(Debug, Serialize)]
pub struct Output {
    /// Its file, as it was given.
    pub file: String,
    /// Its reports.
    pub reports: usize,
    /// What made it, where it says so.
    pub generator: Option<Generator>,
}

/// The reports of both outputs.
#[derive(Debug, Default, Serialize)]
pub struct Reports {
    /// How many both have.
    pub in_both: usize,
    /// How many of those differ.
    pub changed: usize,
    /// Those that B alone has.
    pub gained: Vec<Named>,
    /// Those that A alone has.
    pub lost: Vec<Named>,
    /// Those that have another path in B, with the same bytes.
    pub moved: Vec<Moved>,
    /// Those whose bytes are others in B: their differences need not come from the rules.
    pub rewritten: Vec<String>,
}

/// A report that one output alone has.
#[derive(Debug, Serialize)]
pub struct Named {
    /// Its path.
    pub path: String,
    /// Its title.
    pub title: Option<String>,
    /// Why the other output failed to read it, where it says so.
    pub failure: Option<String>,
}

/// A report with two paths.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct Moved {
    pub a: String,
    pub b: String,
}

/// Differences of one field, counted.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct FieldCounts {
    /// The field's id, or a key of the document such as `document.period`.
    pub field: String,
    /// Of its headline values, or of what the document says.
    pub values: Counts,
    /// Of its figures.
    pub figures: Counts,
    /// Of the warnings about it.
    pub warnings: Counts,
}

/// How often each thing happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Counts {
    pub gained: usize,
    pub lost: usize,
    pub changed: usize,
}

/// One thing that differs.
#[derive(Debug, Serialize)]
pub struct Difference {
    /// The field's id; a key of the document such as `document.period`; empty for a warning about the whole report.
    pub field: String,
    /// What differs.
    pub what: What,
    /// How.
    pub change: Change,
    /// The report, as B calls it.
    pub path: String,
    /// Of a figure that changed, the keys that did.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<&'static str>,
    /// As it is in A.
    pub a: Option<Told>,
    /// As it is in B.
    pub b: Option<Told>,
}

/// What can differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// What the document says of itself.
    Document,
    /// A headline value.
    Value,
    /// A figure.
    Figure,
    /// A warning.
    Warning,
}

/// How it differs, from A to B.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Change {
    Gained,
    Lost,
    Changed,
}

/// How one output tells it.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Told {
    /// A figure: of a headline value the one it was taken from.
    Figure(Box<Figure>),
    /// A warning.
    Warning(Warning),
    /// What the document says, or a value that no figure bears out.
    Value(Value),
}

impl Comparison {
    /// Whether A and B tell the same.
    pub fn is_empty(&self) -> bool {
        let Reports { gained, lost, moved, .. } = &self.reports;
        self.differences.is_empty() && gained.is_empty() && lost.is_empty() && moved.is_empty()
    }
}

/// Compares A with B, each with the name of its file. With `only`, differences of other fields are passed over.
///
/// # Errors
///
/// The first fault of either file.
pub fn compare(
    (name_a, mut a): (String, Reread),
    (name_b, mut b): (String, Reread),
    only: &[String],
) -> Result<Comparison, RereadError> {
    let mut fields = Fields::default();
    let mut reports = Reports::default();
    let mut differences = Vec::new();
    let paired = pair::pairs(&mut a, &mut b, |old, new| {
        fields.note(&old);
        fields.note(&new);
        reports.in_both += 1;
        if old.source.sha256 != new.source.sha256 {
            reports.rewritten.push(new.source.path.clone());
        }
        if old.source.path != new.source.path {
            reports.moved.push(Moved { a: old.source.path.clone(), b: new.source.path.clone() });
        }
        let mut found = compare::differences(&old, &new);
        found.retain(|difference| only.is_empty() || only.contains(&difference.field));
        reports.changed += usize::from(!found.is_empty());
        differences.extend(found);
    })?;
    reports.lost = paired.only_a.iter().map(|record| named(record, b.about())).collect();
    reports.gained = paired.only_b.iter().map(|record| named(record, a.about())).collect();
    reports.rewritten.sort();
    reports.moved.sort_by(|one, other| one.b.cmp(&other.b));
    differences.sort_by(|one, other| fields.rank(one).cmp(&fields.rank(other)));
    let output = |file, reports, read: &Reread| Output { file, reports, generator: read.about().generator.clone() };
    Ok(Comparison {
        a: output(name_a, paired.of_a, &a),
        b: output(name_b, paired.of_b, &b),
        fields: counted(&differences),
        reports,
        differences,
    })
}

fn named(record: &Record, other: &About) -> Named {
    let path = record.source.path.clone();
    let failures = other.failures.iter().flatten();
    let failure = failures.filter(|failure| failure.path == path).map(|f: &Failure| f.message.clone()).next();
    Named { path, title: record.document.title.clone(), failure }
}

/// Counts by field; `differences` are sorted by field.
fn counted(differences: &[Difference]) -> Vec<FieldCounts> {
    let count = |of: &[Difference], what: &[What]| {
        let number = |change| of.iter().filter(|d| what.contains(&d.what) && d.change == change).count();
        Counts { gained: number(Change::Gained), lost: number(Change::Lost), changed: number(Change::Changed) }
    };
    let groups = differences.chunk_by(|one, other| one.field == other.field);
    let counts = groups.map(|group| FieldCounts {
        field: group[0].field.clone(),
        values: count(group, &[What::Value, What::Document]),
        figures: count(group, &[What::Figure]),
        warnings: count(group, &[What::Warning]),
    });
    counts.collect()
}

/// The fields in the order in which the outputs have them.
#[derive(Default)]
struct Fields {
    ids: Vec<String>,
    last: usize,
}

impl Fields {
    fn note(&mut self, record: &Record) {
        // Nearly always the fields are those of the record before.
        if record.values.len() == self.last && record.values.keys().zip(&self.ids).all(|(one, other)| one == other) {
            return;
        }
        self.last = record.values.len();
        for id in record.values.keys().filter(|id| !self.ids.contains(id)).cloned().collect::<Vec<_>>() {
            self.ids.push(id);
        }
    }

    /// Warnings about whole reports first, then the document, then the fields.
    fn rank<'d>(&self, difference: &'d Difference) -> (usize, &'d str, &'d str, usize, What) {
        let Difference { field, path, what, .. } = difference;
        let place = |told: &Option<Told>| match told {
            Some(Told::Figure(figure)) => figure.start,
            _ => 0,
        };
        let start = if difference.b.is_some() { place(&difference.b) } else { place(&difference.a) };
        let at = match self.ids.iter().position(|id| id == field) {
            Some(at) => at + 1,
            None if field.is_empty() || *what == What::Document => 0,
            None => usize::MAX,
        };
        (at, field, path, start, *what)
    }
}

#[cfg(test)]
mod tests;
