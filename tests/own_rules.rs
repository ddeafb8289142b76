//! Rules of one's own from start to end: what no rule claims, a rule file made from it, a layer over the built-in pack, its
//! tests, its figures, its reasons.

use std::fs;

use assert_cmd::Command;
use tempfile::TempDir;

const REPORT: &str = "汀澜市生态环境局2024年工作总结\n全年立案5件,种植绿化树木300株。\n年内抽看执法案卷120卷。\n";

#[test]
fn a_gap_becomes_a_field() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("report.txt"), REPORT).unwrap();
    assert!(zhifa(&folder, &["gaps", "report.txt"]).contains("树木<株>"));

    let number = group(&zhifa(&folder, &["gaps", "report.txt", "-f", "json"]), "树木");
    let skeleton = zhifa(&folder, &["gaps", "report.txt", "--skeleton", &number]);
    fs::create_dir(folder.path().join("mine")).unwrap();
    fs::write(folder.path().join("mine/trees_planted.toml"), skeleton).unwrap();
    fs::write(folder.path().join("mine/pack.toml"), "extends = \"environment\"\nfields = [\"trees_planted\"]\n")
        .unwrap();
    assert!(zhifa(&folder, &["rules", "check", "--rules", "mine"]).contains("no errors"));
    assert_eq!(zhifa(&folder, &["rules", "test", "trees_planted", "--rules", "mine"]), "2 examples, 0 of them wrong\n");

    let figures = zhifa(&folder, &["extract", "report.txt", "-f", "csv", "--layout", "long", "--rules", "mine"]);
    assert!(figures.contains("trees_planted,300,") && figures.contains("cases_filed,5,"), "{figures}");
    assert!(!zhifa(&folder, &["gaps", "report.txt", "--rules", "mine"]).contains("树木"));
}

#[test]
fn a_miss_that_is_explained_becomes_a_pattern() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("report.txt"), REPORT).unwrap();
    let reasons = zhifa(&folder, &["explain", "report.txt", "--field", "file_reviews"]);
    assert!(reasons.contains("nearest on line 3: lacks"), "{reasons}");

    zhifa(&folder, &["rules", "new", "file_reviews", "--rules", "mine"]);
    let file = folder.path().join("mine/file_reviews.toml");
    let template = fs::read_to_string(&file).unwrap();
    let filled = template.replace("补充用语…<@case>", "抽看…案卷…<@file>").replace("补充用语12件", "抽看案卷12卷");
    fs::write(&file, filled).unwrap();
    let tested = zhifa(&folder, &["rules", "test", "file_reviews", "--rules", "mine"]);
    assert!(tested.ends_with(" examples, 0 of them wrong\n"), "{tested}");

    let reasons = zhifa(&folder, &["explain", "report.txt", "--field", "file_reviews", "--rules", "mine"]);
    assert!(reasons.contains("taken       120, line 3: the only total"), "{reasons}");
    assert!(reasons.contains("file_reviews/added-first  抽看…案卷…<@file>"), "{reasons}");
}

#[test]
fn templates_are_sound_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    zhifa(&folder, &["rules", "new", "trees_planted", "--rules", "mine"]);
    zhifa(&folder, &["rules", "new", "hearings", "--rules", "mine"]);
    assert!(zhifa(&folder, &["rules", "check", "--rules", "mine"]).contains("47 fields"));
    assert_eq!(zhifa(&folder, &["rules", "test", "trees_planted", "--rules", "mine"]), "2 examples, 0 of them wrong\n");
}

/// Runs a command that must come out right, and gives what it prints.
fn zhifa(folder: &TempDir, args: &[&str]) -> String {
    let output = Command::cargo_bin("zhifa").unwrap().args(args).current_dir(folder).output().unwrap();
    let (stdout, stderr) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(0), "{args:?}\n{stdout}\n{stderr}");
    stdout
}

/// The number of the group with that head, from 1.
fn group(json: &str, head: &str) -> String {
    let gaps: serde_json::Value = serde_json::from_str(json).unwrap();
    let at = gaps["groups"].as_array().unwrap().iter().position(|gap| gap["head"] == head).unwrap();
    (at + 1).to_string()
}
