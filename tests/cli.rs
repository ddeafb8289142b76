//! Runs the command lines of `tests/cli/*.toml`: what is typed, in a folder of its own, and what must come of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command as Process, Stdio};

use assert_cmd::Command;
use serde::Deserialize;
use serde_json::Value;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    case: Vec<Case>,
}

/// One command line. Of the texts, only what is given is looked at.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    args: Vec<String>,
    #[serde(default)]
    stdin: String,
    /// Variables beside the language, which is English unless the case says otherwise.
    #[serde(default)]
    env: BTreeMap<String, String>,
    /// Files and folders (names that end in `/`) that are there before.
    #[serde(default)]
    files: BTreeMap<String, String>,
    status: i32,
    stdout: Option<String>,
    /// Must occur, in this order.
    #[serde(default)]
    stdout_has: Vec<String>,
    #[serde(default)]
    stdout_lacks: Vec<String>,
    stderr: Option<String>,
    #[serde(default)]
    stderr_has: Vec<String>,
    /// Files that must be there afterwards, with what they must hold.
    #[serde(default)]
    after: BTreeMap<String, String>,
    /// Exactly what the folder must hold afterwards, hidden files too.
    folder_after: Option<Vec<String>>,
}

#[test]
fn command_lines() {
    let mut run = 0;
    for entry in fs::read_dir("tests/cli").unwrap() {
        let path = entry.unwrap().path();
        let cases: CaseFile = toml::from_str(&fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for case in &cases.case {
            check(case, &format!("{}: {}", path.display(), case.name));
            run += 1;
        }
    }
    assert!(run > 0, "no command lines in tests/cli");
}

fn check(case: &Case, name: &str) {
    let folder = tempfile::tempdir().unwrap();
    for (file, content) in &case.files {
        write(&folder.path().join(file), file, content);
    }
    let mut command = Command::cargo_bin("zhifa").unwrap();
    command.env("LC_ALL", "C").envs(&case.env);
    let output = command.args(&case.args).current_dir(&folder).write_stdin(case.stdin.as_str()).output().unwrap();
    let (stdout, stderr) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    let all = format!("{name}\n--- stdout\n{stdout}\n--- stderr\n{stderr}\n---");
    assert_eq!(output.status.code(), Some(case.status), "{all}");
    if case.args.first().is_some_and(|command| command == "extract") && !case.args.contains(&"--rules".into()) {
        as_published(&stdout, &all);
    }
    if let Some(wanted) = &case.stdout {
        assert_eq!(&stdout, wanted, "{all}");
    }
    if let Some(wanted) = &case.stderr {
        assert_eq!(&stderr, wanted, "{all}");
    }
    in_order(&stdout, &case.stdout_has, &all);
    in_order(&stderr, &case.stderr_has, &all);
    for text in &case.stdout_lacks {
        assert!(!stdout.contains(text), "stdout has {text:?}: {all}");
    }
    for (file, wanted) in &case.after {
        let content =
            fs::read_to_string(folder.path().join(file)).unwrap_or_else(|error| panic!("{file}: {error}: {all}"));
        assert!(content.contains(wanted), "{file} has {content:?}: {all}");
    }
    if let Some(wanted) = &case.folder_after {
        let entries = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut entries: Vec<String> = entries.collect();
        entries.sort();
        assert_eq!(&entries, wanted, "{all}");
    }
}

/// What is JSON, one object or one a line, must be as the published schema says.
fn as_published(stdout: &str, all: &str) {
    let mut schema: Value = serde_json::from_str(&fs::read_to_string("docs/schema.json").unwrap()).unwrap();
    for value in serde_json::Deserializer::from_str(stdout).into_iter::<Value>() {
        let Ok(Value::Object(value)) = value else { return };
        if value.contains_key("source") {
            schema["$ref"] = "#/$defs/Record".into();
            schema.as_object_mut().unwrap().retain(|key, _| key.starts_with('$'));
        }
        let checked = jsonschema::validator_for(&schema).unwrap();
        let faults: Vec<String> =
            checked.iter_errors(&value.into()).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(faults.is_empty(), "{faults:?}: {all}");
    }
}

fn write(path: &Path, name: &str, content: &str) {
    if name.ends_with('/') {
        fs::create_dir_all(path).unwrap();
    } else {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
}

fn in_order(text: &str, parts: &[String], all: &str) {
    let mut rest = text;
    for part in parts {
        let at = rest.find(part).unwrap_or_else(|| panic!("lacks {part:?}, or not in this order: {all}"));
        rest = &rest[at + part.len()..];
    }
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let folder = tempfile::tempdir().unwrap();
    for n in 0..300 {
        fs::write(folder.path().join(format!("{n}.txt")), "本局工作平稳。").unwrap();
    }
    let mut command = Process::new(assert_cmd::cargo::cargo_bin!("zhifa"));
    command.arg("extract").arg(folder.path()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap()), (Some(0), String::new()));
}

#[test]
fn stream_answers_each_line_before_the_next_comes() {
    use std::io::{BufRead, BufReader, Write};
    let mut command = Process::new(assert_cmd::cargo::cargo_bin!("zhifa"));
    let mut child = command.arg("stream").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut requests = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for n in 0..3 {
        writeln!(requests, r#"{{"id": {n}, "text": "全市立案{n}件。"}}"#).unwrap();
        let answer = answers.next().unwrap().unwrap();
        assert!(answer.starts_with(&format!(r#"{{"id":{n},"#)) && answer.contains(&format!(r#""cases_filed":{n},"#)));
    }
    drop(requests);
    assert!(answers.next().is_none() && child.wait().unwrap().success());
}

#[cfg(unix)]
#[test]
fn names_that_are_no_utf8_are_read_and_told() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(OsStr::from_bytes(b"\xb1\xa8.txt")), "本局工作平稳。").unwrap();
    fs::write(folder.path().join(OsStr::from_bytes(b"\xb1\xa9.txt")), "本局工作平稳。").unwrap();
    fs::write(folder.path().join("两\n行.txt"), "本局工作平稳。").unwrap();
    let told = |args: &[&str], list: &[u8]| {
        let mut command = Command::cargo_bin("zhifa").unwrap();
        let output = command.args(args).current_dir(&folder).write_stdin(list).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        let lines = String::from_utf8(output.stdout).unwrap();
        let path = |line: &str| line.split(r#""path":""#).nth(1).unwrap().split('"').next().unwrap().to_owned();
        lines.lines().map(path).collect::<Vec<_>>()
    };
    let all = ["./\u{fffd}\u{fffd}.txt", "./\u{fffd}\u{fffd}.txt", "./两\\n行.txt"];
    let mut walked = told(&["extract", "-f", "jsonl", "."], b"");
    walked.sort();
    let mut wanted = all;
    wanted.sort_unstable();
    assert_eq!(walked, wanted, "two names that look alike are two reports");
    let list = b"./\xb1\xa8.txt\0./\xb1\xa9.txt\0./\xe4\xb8\xa4\n\xe8\xa1\x8c.txt\0";
    assert_eq!(told(&["extract", "-f", "jsonl", "--files-from", "-"], list), all);
    assert_eq!(told(&["extract", "-f", "jsonl", "--files-from", "-"], b"./\xb1\xa8.txt\r\n"), [all[0]]);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_a_file_keeps_its_permissions() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let (real, link) = (folder.path().join("real.csv"), folder.path().join("link.csv"));
    fs::write(&real, "old").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o600)).unwrap();
    symlink("real.csv", &link).unwrap();
    let mut command = Command::cargo_bin("zhifa").unwrap();
    command
        .args(["extract", "-", "-o", "link.csv"])
        .current_dir(&folder)
        .write_stdin("本局工作平稳。")
        .assert()
        .code(0);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read_to_string(&real).unwrap().starts_with("path,"));
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o600);
}
