//! A run that is killed and taken up again gives what one that was not gives.

#![cfg(all(unix, feature = "sqlite"))]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

use tempfile::TempDir;

/// Reports in the folder: enough for a run to be killed in its midst.
const REPORTS: usize = 400;

fn zhifa(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhifa"));
    command.args(args).current_dir(folder).env("LC_ALL", "C").stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(folder: &Path, args: &[&str]) -> Output {
    zhifa(folder, args).output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn reports() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    for number in 0..REPORTS {
        let text = format!("汀澜市生态环境局2024年工作总结\n全年立案{number}件,罚款{number}.5万元,其中市级3件。\n");
        fs::write(folder.path().join(format!("in/{number:04}.txt")), text).unwrap();
    }
    fs::write(folder.path().join("in/0100.html"), b"\x89PNG\r\n\x1a\n").unwrap();
    folder
}

/// What the output holds: bytes, or rows.
fn held(file: &Path) -> Vec<String> {
    if file.extension().is_some_and(|ending| ending == "jsonl") {
        return vec![fs::read_to_string(file).unwrap()];
    }
    let database = rusqlite::Connection::open(file).unwrap();
    let mut tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").unwrap();
    let tables: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut rows = Vec::new();
    for table in tables {
        let mut all = database.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = all.column_count();
        let row = |row: &rusqlite::Row<'_>| {
            (0..columns).map(|at| row.get::<_, rusqlite::types::Value>(at)).collect::<Result<Vec<_>, _>>()
        };
        rows.extend(all.query_map([], row).unwrap().map(|row| format!("{table} {:?}", row.unwrap())));
    }
    rows
}

#[test]
fn killed_runs_that_are_taken_up_give_what_a_whole_one_gives() {
    let folder = reports();
    for ending in ["jsonl", "sqlite"] {
        let (whole, taken) = (format!("whole.{ending}"), format!("taken.{ending}"));
        assert_eq!(run(folder.path(), &["extract", "in", "-o", &whole]).status.code(), Some(1));
        let resume = ["extract", "in", "-o", &taken, "--resume"];
        let mut killed = 0;
        // Each waits longer before it is killed, so that every part of a run is hit, the writing of the output too.
        for round in 0..40 {
            let mut child = zhifa(folder.path(), &resume).spawn().unwrap();
            sleep(Duration::from_millis(30 + 7 * round));
            child.kill().unwrap();
            killed += usize::from(child.wait().unwrap().code().is_none());
            let done = folder.path().join(&taken).exists();
            assert!(!done || held(&folder.path().join(&taken)) == held(&folder.path().join(&whole)));
            if done {
                break;
            }
        }
        assert!(killed > 0, "no run was killed");
        assert_eq!(run(folder.path(), &resume).status.code(), Some(1));
        assert_eq!(held(&folder.path().join(&taken)), held(&folder.path().join(&whole)));
        assert!(!folder.path().join(format!("{taken}.partial")).exists());
    }
}

#[test]
fn what_is_there_is_kept_and_what_changed_is_read_anew() {
    let folder = reports();
    fs::write(folder.path().join("in/.zhifaignore"), "0[1-9]*\n").unwrap();
    for ending in ["jsonl", "sqlite"] {
        let (whole, taken) = (format!("whole.{ending}"), format!("taken.{ending}"));
        let resume = ["extract", "in", "-o", &taken, "--resume", "--progress", "always"];
        fs::write(folder.path().join("in/0007.txt"), "全年立案7件。").unwrap();
        let first = run(folder.path(), &resume);
        assert!(told(&first).contains("100 reports read") && !told(&first).contains("from before"), "{}", told(&first));
        fs::write(folder.path().join("in/0007.txt"), "全年立案8件。").unwrap();
        fs::rename(folder.path().join("in/0008.txt"), folder.path().join("in/0008a.txt")).unwrap();
        let second = told(&run(folder.path(), &resume));
        let told_all =
            ["100 reports are there", "in/0007.txt: changed since", "zhifa: 2 reports read", "98 reports were there"];
        assert!(told_all.iter().all(|part| second.contains(part)), "{second}");
        run(folder.path(), &["extract", "in", "-o", &whole]);
        assert_eq!(held(&folder.path().join(&taken)), held(&folder.path().join(&whole)));
        fs::rename(folder.path().join("in/0008a.txt"), folder.path().join("in/0008.txt")).unwrap();
    }
}

#[test]
fn other_rules_and_a_file_of_unknown_making_are_not_trusted() {
    let folder = reports();
    fs::write(folder.path().join("in/.zhifaignore"), "0[0-8]*\n").unwrap();
    fs::write(folder.path().join("out.jsonl"), "{\"source\":{\"path\":\"in/0000.txt\",\"sha256\":\"\"}}\n").unwrap();
    let resume = ["extract", "in/0000.txt", "in/0001.txt", "-o", "out.jsonl", "--resume"];
    assert!(told(&run(folder.path(), &resume)).contains("all is read anew"));
    assert!(told(&run(folder.path(), &resume)).contains("2 reports are there"));
    let pack = folder.path().join("pack");
    fs::create_dir(&pack).unwrap();
    fs::write(pack.join("pack.toml"), "extends = \"environment\"\n").unwrap();
    let other = run(folder.path(), &[&resume[..], &["--rules", "pack"]].concat());
    assert!(told(&other).contains("all is read anew"), "{}", told(&other));
    // Changed by another hand.
    let changed =
        fs::read_to_string(folder.path().join("out.jsonl")).unwrap().replace("\"cases_filed\":1", "\"cases_filed\":9");
    fs::write(folder.path().join("out.jsonl"), changed).unwrap();
    let again = run(folder.path(), &[&resume[..], &["--rules", "pack"]].concat());
    assert!(told(&again).contains("all is read anew"), "{}", told(&again));
    assert!(!fs::read_to_string(folder.path().join("out.jsonl")).unwrap().contains("\"cases_filed\":9"));
}

#[test]
fn ctrl_c_keeps_what_is_done_and_leaves_the_file_as_it_was() {
    let folder = reports();
    fs::write(folder.path().join("out.csv"), "old").unwrap();
    // A pipe among the reports: nothing behind it is handed on before it is written to.
    let pipe = folder.path().join("pipe.txt");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut list: Vec<String> = (0..REPORTS).map(|number| format!("in/{number:04}.txt\n")).collect();
    list.insert(50, "pipe.txt\n".into());
    fs::write(folder.path().join("list"), list.concat()).unwrap();
    let args = ["extract", "--files-from", "list", "-o", "out.csv", "-j", "2", "--progress", "always"];
    let child = zhifa(folder.path(), &args).spawn().unwrap();
    let mut writer = fs::File::options().write(true).open(&pipe).unwrap();
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    // Given when the signal was taken note of, or it would come too late.
    sleep(Duration::from_millis(500));
    writer.write_all("全年立案7件。".as_bytes()).unwrap();
    drop(writer);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", told(&output));
    let parts =
        ["ending with what is under way", "reports read", "broken off after", "of 401 reports", "out.csv.partial"];
    assert!(parts.iter().all(|part| told(&output).contains(part)), "{}", told(&output));
    assert_eq!(fs::read_to_string(folder.path().join("out.csv")).unwrap(), "old");
    let rows = fs::read_to_string(folder.path().join("out.csv.partial")).unwrap().lines().count() - 1;
    assert!((51..100).contains(&rows), "{rows} rows");
}
