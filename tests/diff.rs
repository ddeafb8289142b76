//! `diff` over the sample reports: the ways of writing one extraction are the same, and each figure that is missing shows.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

#[test]
fn every_format_tells_the_same_and_every_loss_shows() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for name in ["a.json", "a.jsonl", "a.sqlite"] {
        zhifa(&["extract".as_ref(), "fixtures".as_ref(), "-o".as_ref(), &at(name)]);
    }
    for name in ["a.jsonl", "a.sqlite"] {
        let (status, comparison) = diff(&at("a.json"), &at(name));
        assert_eq!(status, 0, "{name}: {comparison:#}");
    }

    let records = fs::read_to_string(at("a.jsonl")).unwrap();
    let mut figures = 0;
    let fewer: Vec<String> = records
        .lines()
        .map(|line| {
            let mut record: Value = serde_json::from_str(line).unwrap();
            figures += usize::from(record["figures"].as_array_mut().unwrap().pop().is_some());
            format!("{record}\n")
        })
        .collect();
    fs::write(at("fewer.jsonl"), fewer.concat()).unwrap();
    let (status, comparison) = diff(&at("a.json"), &at("fewer.jsonl"));
    assert_eq!(status, 1);
    let differences = comparison["differences"].as_array().unwrap();
    let lost = differences.iter().filter(|d| d["what"] == "figure" && d["change"] == "lost" && d["b"].is_null());
    assert!(figures > 0, "the fixtures have no figures");
    assert_eq!(lost.count(), figures);
    assert_eq!(differences.len(), figures);
    assert_eq!(comparison["a"]["generator"]["rules"]["pack"], "environment");
}

fn diff(a: &Path, b: &Path) -> (i32, Value) {
    let output = zhifa(&["diff".as_ref(), "-f".as_ref(), "json".as_ref(), a, b]);
    (output.status.code().unwrap(), serde_json::from_slice(&output.stdout).unwrap())
}

fn zhifa(args: &[&Path]) -> std::process::Output {
    Command::cargo_bin("zhifa").unwrap().args(args).output().unwrap()
}
