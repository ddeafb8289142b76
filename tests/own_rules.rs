//! Rules of one's own from start to end: what no rule claims, a rule file made from it, a layer over the built-in pack, its
//! tests, its figures, its reasons.

use std::fs;
#[cfg(unix)]
use std::io::{BufRead, BufReader};
#[cfg(unix)]
use std::process::Stdio;

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
fn a_gap_becomes_a_pattern_of_a_field_that_is_there() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("report.txt"), REPORT).unwrap();
    let number = group(&zhifa(&folder, &["gaps", "report.txt", "-f", "json"]), "案卷");
    let addition = zhifa(&folder, &["gaps", "report.txt", "--skeleton", &number, "--add-to", "file_reviews"]);
    fs::create_dir(folder.path().join("mine")).unwrap();
    fs::write(folder.path().join("mine/file_reviews.toml"), addition).unwrap();
    fs::write(folder.path().join("mine/pack.toml"), "extends = \"environment\"\n").unwrap();
    let tested = zhifa(&folder, &["rules", "test", "file_reviews", "--rules", "mine"]);
    assert!(tested.ends_with(" examples, 0 of them wrong\n"), "{tested}");
    let figures = zhifa(&folder, &["extract", "report.txt", "-f", "csv", "--layout", "long", "--rules", "mine"]);
    assert!(figures.contains("file_reviews,120,"), "{figures}");
}

#[test]
fn a_layer_names_agencies_and_checks_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("report.txt"), "汀澜县林草监管站2024年工作总结\n全年立案5件,罚款900万元。\n").unwrap();
    fs::create_dir(folder.path().join("mine")).unwrap();
    let layer = "extends = \"environment\"\n[[check]]\nholds = \"every CNY <= 800万\"\n[identity]\nagencies = [\"林草监管站\"]\n";
    fs::write(folder.path().join("mine/pack.toml"), layer).unwrap();
    let own = zhifa(&folder, &["extract", "report.txt", "-f", "csv", "--rules", "mine"]);
    assert!(own.contains("汀澜县林草监管站,") && own.contains("implausible:fine_amount"), "{own}");

    let broken = format!("{layer}towns = [\"镇\"]\n");
    fs::write(folder.path().join("mine/pack.toml"), broken).unwrap();
    let mut check = Command::cargo_bin("zhifa").unwrap();
    let output = check.args(["rules", "check", "--rules", "mine"]).current_dir(&folder).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stderr).contains("unknown field `towns`"));
}

#[test]
fn a_field_tells_which_reports_have_it() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), REPORT).unwrap();
    fs::write(folder.path().join("b.txt"), "汀澜市生态环境局2024年工作总结\n全年罚款9万元。\n").unwrap();
    let page = zhifa(&folder, &["rules", "show", "cases_filed", "a.txt", "b.txt"]);
    assert!(page.contains("\nfound in 1 of 2 reports\n"), "{page}");
    assert!(page.contains("1 figures, 1 reports\n    a.txt:2  立案5件\n"), "{page}");
}

#[cfg(unix)]
#[test]
fn tests_run_again_when_a_rule_changes() {
    let folder = tempfile::tempdir().unwrap();
    zhifa(&folder, &["rules", "new", "trees_planted", "--rules", "mine"]);
    let mut watch = std::process::Command::new(env!("CARGO_BIN_EXE_zhifa"))
        .args(["rules", "test", "trees_planted", "--rules", "mine", "--watch"])
        .current_dir(&folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(watch.stdout.take().unwrap()).lines().map(Result::unwrap);
    assert_eq!(lines.next().as_deref(), Some("2 examples, 0 of them wrong"));
    assert_eq!(lines.next().as_deref(), Some("mine: waiting for a change"));
    let file = folder.path().join("mine/trees_planted.toml");
    let changed = fs::read_to_string(&file).unwrap().replace("value = 12", "value = 120");
    fs::write(&file, changed).unwrap();
    assert_eq!(lines.next().as_deref(), Some("2 examples, 1 of them wrong"));
    watch.kill().unwrap();
    watch.wait().unwrap();
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
