//! Reads the reports of `fixtures/` and holds what comes out against their gold.
//!
//! `fixtures/known-gaps.toml` lists what is still wrong. It is checked both ways: a difference that it does not name fails,
//! and so does one that it names and that is gone.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use zhifa::eval::{Case, Difference, Evaluation, Reading, cases};
use zhifa::pipeline::{Examination, Reader};
use zhifa::rules::Pack;

/// What is wrong in one report for one reason.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Gap {
    document: String,
    /// Each a field and a value: `fine_amount 24896000`.
    differences: Vec<String>,
    why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Gaps {
    gap: Vec<Gap>,
}

#[test]
fn every_fixture_comes_out_as_its_gold_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let cases = cases(&folder, None).unwrap();
    assert!(cases.len() >= 12, "{} reports in {}", cases.len(), folder.display());
    let gaps: Gaps = toml::from_str(&fs::read_to_string(folder.join("known-gaps.toml")).unwrap()).unwrap();
    for gap in &gaps.gap {
        assert!(cases.iter().any(|case| case.name == gap.document), "known-gaps.toml: no report {}", gap.document);
        assert!(!gap.why.is_empty() && !gap.differences.is_empty(), "known-gaps.toml: {} says nothing", gap.document);
    }
    let evaluation = evaluate(&cases);
    let accepted: BTreeSet<(&str, &str)> =
        gaps.gap.iter().flat_map(|gap| gap.differences.iter().map(|told| (&*gap.document, &**told))).collect();
    let there: Vec<(&Difference, String)> = evaluation.differences.iter().map(|found| (found, name(found))).collect();
    let new = there.iter().filter(|(found, name)| !accepted.contains(&(&*found.document, &**name)));
    let new: Vec<String> = new.map(|(found, _)| tell(found)).collect();
    assert!(new.is_empty(), "differs from the gold:\n{}", new.join("\n"));
    let there: BTreeSet<(&str, &str)> = there.iter().map(|(found, name)| (&*found.document, &**name)).collect();
    let gone: Vec<_> = accepted.difference(&there).collect();
    assert!(gone.is_empty(), "right now, take out of known-gaps.toml: {gone:#?}");
}

fn evaluate(cases: &[Case]) -> Evaluation {
    let pack = Pack::embedded().unwrap();
    let reader = Reader::new(pack);
    let mut evaluation = Evaluation::new(pack.fields.iter().map(|field| field.id.clone()));
    for case in cases {
        let (path, bytes) = (case.report.to_str().unwrap(), fs::read(&case.report).unwrap());
        let seen = reader.examine(path, &bytes).unwrap_or_else(|failure| panic!("{path}: {failure:?}"));
        let Examination { record, text, turned_down, .. } = seen;
        let zh = |id: &str| pack.fields.iter().find(|field| field.id == id).unwrap().zh.clone();
        evaluation.compare(case, Some(&Reading { record, text, turned_down }), zh);
    }
    evaluation
}

/// The field and the value of a difference; a period that differs goes by the value of its figure.
fn name(found: &Difference) -> String {
    let value = found.value.split_once(" in ").map_or(&*found.value, |(value, _)| value);
    format!("{} {value}", found.field)
}

fn tell(found: &Difference) -> String {
    let Difference { document, kind, field, value, scope, sentence, instead, .. } = found;
    let sentence = sentence.as_deref().unwrap_or_default();
    format!("{document}: {kind}: {field} {value} {scope:?}\n    {sentence}\n    {}", instead.join("\n    "))
}
