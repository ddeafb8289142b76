//! What `extract` prints is what `schema` says, and what is published of both under `docs` is as the program prints it today.

use std::fs;

use assert_cmd::Command;
use jsonschema::Validator;
use serde_json::{Value, json};

/// Where reports are taken from.
const REPORTS: [&str; 3] = ["docs/example.txt", "fixtures", "tests/ingest"];

#[test]
fn json_is_as_the_schema_says() {
    let extraction = zhifa(&[&REPORTS[..], &["gone.txt"]].concat(), 1);
    assert_eq!(faults(&schema(), &extraction), Vec::<String>::new());
    let all =
        |key: &str| extraction["reports"].as_array().unwrap().iter().flat_map(|r| r[key].as_array().unwrap()).count();
    assert!(all("figures") > 0 && all("warnings") > 0, "nothing to check in {REPORTS:?}");
    assert_eq!(extraction["failures"].as_array().unwrap().len(), 1);
}

#[test]
fn a_line_of_jsonl_is_a_record() {
    let mut record = schema();
    record.as_object_mut().unwrap().retain(|key, _| key == "$schema" || key == "$defs");
    record["$ref"] = json!("#/$defs/Record");
    assert_eq!(faults(&record, &zhifa(&["docs/example.txt", "-f", "jsonl"], 0)), Vec::<String>::new());
}

#[test]
fn the_schema_finds_what_is_wrong() {
    let schema = schema();
    let good = zhifa(&["docs/example.txt"], 0);
    for (place, bad) in [
        ("/schema_version", json!("2")),
        ("/generator", Value::Null),
        ("/reports/0/document/period", json!([])),
        ("/reports/0/document/period/start", json!("2024")),
        ("/reports/0/document/region_code", json!("33")),
        ("/reports/0/source/sha256", json!("")),
        ("/reports/0/values", json!({})),
        ("/reports/0/values/cases_filed", json!("312")),
        ("/reports/0/figures/0/value", json!("1")),
        ("/reports/0/figures/0/field", json!("cases")),
        ("/reports/0/figures/0/scope", json!("all")),
        ("/reports/0/figures/0/start", json!(-1)),
        ("/reports/0/figures/0/line", json!(0)),
    ] {
        let mut extraction = good.clone();
        *extraction.pointer_mut(place).unwrap() = bad;
        // Of a part that may be null, the whole part is told.
        let near = |fault: &String| fault.len() > 1 && place.starts_with(fault.split(':').next().unwrap());
        let found = faults(&schema, &extraction);
        assert!(found.iter().any(near), "{place}: {found:?}");
    }
    let mut extraction = good;
    extraction["reports"][0]["figures"][0]["note"] = json!("");
    assert!(!faults(&schema, &extraction).is_empty(), "a key that is not known");
}

#[test]
fn what_is_published_is_as_the_program_prints_it() {
    for (file, args) in [("docs/schema.json", &["schema"][..]), ("docs/fields.md", &["schema", "-f", "markdown"])] {
        let printed = Command::cargo_bin("zhifa").unwrap().args(args).output().unwrap().stdout;
        let published = fs::read(file).unwrap_or_default();
        assert!(published == printed, "{file} is old: cargo run -- {} > {file}", args.join(" "));
    }
}

fn schema() -> Value {
    serde_json::from_str(&fs::read_to_string("docs/schema.json").unwrap()).unwrap()
}

fn zhifa(args: &[&str], status: i32) -> Value {
    let output = Command::cargo_bin("zhifa").unwrap().arg("extract").args(args).output().unwrap();
    assert_eq!(output.status.code(), Some(status), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What in `value` is not as the schema says, each after its place.
fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let validator: Validator = jsonschema::validator_for(schema).unwrap();
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}
