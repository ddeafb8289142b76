//! What `extract` prints is what `schema` says.
//!
//! The check knows the keywords that the schema uses and stops at one it does not know, so that none is passed over.

use std::collections::BTreeSet;
use std::path::Path;

use assert_cmd::Command;
use serde_json::{Value, json};

/// Where reports are taken from.
const REPORTS: [&str; 3] = ["docs/example.txt", "fixtures", "tests/ingest"];

/// Keywords that say nothing of what is valid.
const NOTES: [&str; 5] = ["$schema", "$defs", "title", "description", "format"];

#[test]
fn json_is_as_the_schema_says() {
    let schema = schema();
    let paths = REPORTS.iter().filter(|path| Path::new(path).exists());
    let extraction = zhifa(&paths.chain(&["gone.txt"]).copied().collect::<Vec<_>>(), 1);
    assert_eq!(faults(&schema, &schema, &extraction, "$"), Vec::<String>::new());
    let all =
        |key: &str| extraction["reports"].as_array().unwrap().iter().flat_map(|r| r[key].as_array().unwrap()).count();
    assert!(all("figures") > 0 && all("warnings") > 0, "nothing to check in {REPORTS:?}");
    assert_eq!(extraction["failures"].as_array().unwrap().len(), 1);
}

#[test]
fn a_line_of_jsonl_is_a_record() {
    let schema = schema();
    let record = zhifa(&["docs/example.txt", "-f", "jsonl"], 0);
    assert_eq!(faults(&schema, &json!({ "$ref": "#/$defs/Record" }), &record, "$"), Vec::<String>::new());
}

#[test]
fn the_check_finds_what_is_wrong() {
    let schema = schema();
    let good = zhifa(&["docs/example.txt"], 0);
    for (place, bad, wanted) in [
        ("/reports/0/figures/0/value", json!("1"), "value"),
        ("/reports/0/figures/0/scope", json!("all"), "scope"),
        ("/reports/0/figures/0/start", json!(-1), "start"),
        ("/reports/0/values", json!({}), "cases_filed"),
        ("/reports/0/document/period", json!([]), "period"),
        ("/generator", Value::Null, "generator"),
    ] {
        let mut extraction = good.clone();
        *extraction.pointer_mut(place).unwrap() = bad;
        let found = faults(&schema, &schema, &extraction, "$");
        assert!(found.iter().any(|fault| fault.contains(wanted)), "{place}: {found:?}");
    }
}

fn schema() -> Value {
    let output = Command::cargo_bin("zhifa").unwrap().arg("schema").output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

fn zhifa(args: &[&str], status: i32) -> Value {
    let output = Command::cargo_bin("zhifa").unwrap().arg("extract").args(args).output().unwrap();
    assert_eq!(output.status.code(), Some(status), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What in `value` is not as `schema`, a part of `root`, says; each with its place.
fn faults(root: &Value, schema: &Value, value: &Value, place: &str) -> Vec<String> {
    let rules = schema.as_object().unwrap_or_else(|| panic!("{place}: a schema that is no object"));
    let mut found = Vec::new();
    for (keyword, rule) in rules {
        match keyword.as_str() {
            "$ref" => {
                let target = rule.as_str().unwrap().trim_start_matches('#');
                found.extend(faults(root, root.pointer(target).unwrap(), value, place));
            }
            "type" if !listed(rule).iter().any(|name| is_a(value, name)) => {
                found.push(format!("{place}: {value} is not of type {rule}"));
            }
            "enum" if !listed(rule).contains(value) => found.push(format!("{place}: {value} is none of {rule}")),
            "const" if value != rule => found.push(format!("{place}: {value} is not {rule}")),
            "minimum" if value.as_f64() < rule.as_f64() => found.push(format!("{place}: {value} is below {rule}")),
            "anyOf" if !listed(rule).iter().any(|one| faults(root, one, value, place).is_empty()) => {
                found.push(format!("{place}: {value} fits none of {rule}"));
            }
            "oneOf" if listed(rule).iter().filter(|one| faults(root, one, value, place).is_empty()).count() != 1 => {
                found.push(format!("{place}: {value} fits not one of {rule}"));
            }
            "items" => {
                let items = value.as_array().into_iter().flatten().enumerate();
                found.extend(items.flat_map(|(at, item)| faults(root, rule, item, &format!("{place}[{at}]"))));
            }
            "properties" => {
                let known =
                    rule.as_object().unwrap().iter().filter_map(|(key, rule)| Some((key, rule, value.get(key)?)));
                found.extend(known.flat_map(|(key, rule, value)| faults(root, rule, value, &format!("{place}.{key}"))));
            }
            "required" => {
                let missing = listed(rule).into_iter().filter(|key| value.get(key.as_str().unwrap()).is_none());
                found.extend(missing.map(|key| format!("{place}: {key} is missing")));
            }
            "additionalProperties" => {
                assert_eq!(rule, &json!(false), "{place}: only `false` is known of additionalProperties");
                let known: BTreeSet<&String> = rules["properties"].as_object().unwrap().keys().collect();
                let odd =
                    value.as_object().into_iter().flat_map(|object| object.keys()).filter(|key| !known.contains(key));
                found.extend(odd.map(|key| format!("{place}: {key} is not known")));
            }
            "type" | "enum" | "const" | "minimum" | "anyOf" | "oneOf" => {}
            note => assert!(NOTES.contains(&note), "{place}: the check does not know the keyword {note}"),
        }
    }
    found
}

fn listed(rule: &Value) -> Vec<Value> {
    rule.as_array().cloned().unwrap_or_else(|| vec![rule.clone()])
}

fn is_a(value: &Value, name: &Value) -> bool {
    match name.as_str().unwrap() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        other => panic!("the check does not know the type {other}"),
    }
}
