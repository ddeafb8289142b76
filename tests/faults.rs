//! What the system does to a run: reads that fail, files that go or change, folders that are shut, a terminal that goes away.
//! The table in docs/faults.md has these and the others.
#![cfg(unix)]

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

use tempfile::TempDir;

const REPORT: &str = "汀澜市生态环境局2024年工作总结\n全年立案12件。\n";

fn folder(files: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        fs::write(folder.path().join(file), REPORT).unwrap();
    }
    folder
}

/// `zhifa extract` in a folder.
fn extract(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhifa"));
    command.arg("extract").args(args).current_dir(folder).env("LC_ALL", "C").env_remove("RUST_BACKTRACE");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn lines(bytes: &[u8]) -> Vec<String> {
    String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect()
}

/// The paths and the headlines of the records, as `a.txt 12`.
fn read(output: &Output) -> Vec<String> {
    let told = |line: String| {
        let record: serde_json::Value = serde_json::from_str(&line).unwrap();
        format!("{} {}", record["source"]["path"].as_str().unwrap(), record["values"]["cases_filed"])
    };
    lines(&output.stdout).into_iter().map(told).collect()
}

/// A run that waits for a pipe before it reads what follows: `-j 1`, the pipe first.
fn waiting(folder: &Path, args: &[&str], stderr: Stdio) -> (Child, File) {
    let pipe = folder.join("pipe.txt");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let child = extract(folder, &[&["pipe.txt", "-j", "1"], args].concat()).stderr(stderr).spawn().unwrap();
    // Opened as soon as the run opens it too, and reads from it.
    let writer = File::options().write(true).open(&pipe).unwrap();
    (child, writer)
}

/// Lets the run go on, to its end.
fn go_on((child, mut pipe): (Child, File)) -> Output {
    pipe.write_all(REPORT.as_bytes()).unwrap();
    drop(pipe);
    child.wait_with_output().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn a_read_that_fails_is_told_and_its_neighbours_are_done() {
    let folder = folder(&["a.txt", "c.txt"]);
    // What a process has at its first address cannot be read.
    symlink("/proc/self/mem", folder.path().join("b.txt")).unwrap();
    let output = extract(folder.path(), &[".", "-f", "jsonl"]).output().unwrap();
    assert_eq!(read(&output), ["./a.txt 12", "./c.txt 12"]);
    let told = lines(&output.stderr);
    assert!(told.len() == 1 && told[0].starts_with("zhifa: ./b.txt: ") && told[0].ends_with(" [io]"), "{told:?}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_file_that_goes_during_the_run_is_told_and_its_neighbours_are_done() {
    let folder = folder(&["a.txt", "b.txt"]);
    let run = waiting(folder.path(), &["a.txt", "b.txt", "-f", "jsonl"], Stdio::piped());
    fs::remove_file(folder.path().join("a.txt")).unwrap();
    let output = go_on(run);
    assert_eq!(read(&output), ["pipe.txt 12", "b.txt 12"]);
    assert_eq!(lines(&output.stderr), ["zhifa: a.txt: no such file or folder [not_found]"]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_file_that_changes_during_the_run_is_read_as_it_is_at_its_turn() {
    let folder = folder(&["a.txt", "b.txt", "c.txt"]);
    let run = waiting(folder.path(), &["a.txt", "b.txt", "c.txt", "-f", "jsonl"], Stdio::piped());
    fs::write(folder.path().join("a.txt"), "全年立案13件。").unwrap();
    File::options().write(true).open(folder.path().join("b.txt")).unwrap().set_len(0).unwrap();
    fs::remove_file(folder.path().join("c.txt")).unwrap();
    fs::create_dir(folder.path().join("c.txt")).unwrap();
    let output = go_on(run);
    assert_eq!(read(&output), ["pipe.txt 12", "a.txt 13", "b.txt null"]);
    assert_eq!(lines(&output.stderr), ["zhifa: c.txt: a folder where a file is wanted [is_a_directory]"]);
}

/// As another user, where the tests run as one who may read all.
fn as_one_who_may_not(mut command: Command) -> io::Result<Output> {
    if fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0) {
        command.uid(65_534).gid(65_534);
    }
    command.output()
}

#[test]
fn what_must_not_be_read_is_told_and_its_neighbours_are_done() {
    let folder = folder(&["a.txt", "b.txt"]);
    let set = |name: &str, mode: u32| fs::set_permissions(folder.path().join(name), PermissionsExt::from_mode(mode));
    fs::create_dir(folder.path().join("shut")).unwrap();
    fs::write(folder.path().join("shut/c.txt"), REPORT).unwrap();
    for (name, mode) in [(".", 0o755), ("shut", 0o000), ("b.txt", 0o000)] {
        set(name, mode).unwrap();
    }
    let output = as_one_who_may_not(extract(folder.path(), &[".", "-f", "jsonl"]));
    set("shut", 0o755).unwrap();
    let Ok(output) = output else {
        eprintln!("skipped: the program cannot be started as another user");
        return;
    };
    assert_eq!(read(&output), ["./a.txt 12"]);
    let told =
        ["./b.txt", "./shut"].map(|path| format!("zhifa: {path}: reading it is not permitted [permission_denied]"));
    assert_eq!(lines(&output.stderr), told);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn links_that_lead_in_circles_end_the_walk_there() {
    let folder = folder(&["a.txt"]);
    let link = |to: &str, name: &str| symlink(to, folder.path().join(name)).unwrap();
    fs::create_dir(folder.path().join("sub")).unwrap();
    link("..", "sub/up");
    link("self.txt", "self.txt");
    link("there.txt", "back.txt");
    link("back.txt", "there.txt");
    let output = extract(folder.path(), &[".", "-f", "jsonl"]).output().unwrap();
    assert_eq!(read(&output), ["./a.txt 12"]);
    let told = lines(&output.stderr);
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(["back", "self", "there"].iter().zip(&told).all(|(name, line)| line.contains(name)), "{told:?}");
}

#[test]
fn a_great_many_empty_files() {
    let folder = folder(&["z.txt"]);
    for number in 0..5_000 {
        File::create(folder.path().join(format!("{number:05}.txt"))).unwrap();
    }
    let output = extract(folder.path(), &[".", "-f", "csv"]).output().unwrap();
    assert_eq!(lines(&output.stdout).len(), 5_002);
    assert!(lines(&output.stdout)[5_001].starts_with("./z.txt,"));
    assert_eq!((output.status.code(), lines(&output.stderr)), (Some(0), vec![]));
}

#[test]
fn a_standard_output_that_is_full() {
    let folder = folder(&["a.txt"]);
    for format in ["json", "jsonl", "csv"] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = extract(folder.path(), &["a.txt", "-f", format]).stdout(full).output().unwrap();
        let told = lines(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{format}: {told:?}");
        assert!(told.len() == 1 && told[0].starts_with("zhifa: standard output: not written"), "{format}: {told:?}");
    }
}

/// A pipe that nobody reads from any more.
fn closed() -> Stdio {
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    writer.into()
}

#[test]
fn a_standard_error_that_is_closed_costs_nothing_but_the_messages() {
    let folder = folder(&["a.txt"]);
    for stderr in [closed(), File::options().write(true).open("/dev/full").unwrap().into()] {
        let args = ["gone.txt", "a.txt", "-f", "jsonl", "--progress", "always"];
        let output = extract(folder.path(), &args).stderr(stderr).output().unwrap();
        assert_eq!((read(&output), output.status.code()), (vec!["a.txt 12".to_owned()], Some(1)));
    }
}

#[test]
fn a_terminal_that_goes_away_ends_a_run_with_what_is_done() {
    let folder = folder(&["b.txt"]);
    let many: Vec<String> = (0..100).map(|number| format!("{number:03}.txt")).collect();
    for name in &many {
        fs::write(folder.path().join(name), REPORT).unwrap();
    }
    fs::write(folder.path().join("out.jsonl"), "old").unwrap();
    let names: Vec<&str> = many.iter().map(String::as_str).collect();
    let (child, pipe) = waiting(folder.path(), &[&["-o", "out.jsonl"], names.as_slice()].concat(), closed());
    assert!(Command::new("kill").args(["-HUP", &child.id().to_string()]).status().unwrap().success());
    // Given when the signal was taken note of, or it would come too late.
    sleep(Duration::from_millis(500));
    let output = go_on((child, pipe));
    assert_eq!(output.status.code(), Some(130));
    assert_eq!(fs::read_to_string(folder.path().join("out.jsonl")).unwrap(), "old");
    let kept = fs::read_to_string(folder.path().join("out.jsonl.partial")).unwrap().lines().count();
    assert!((1..40).contains(&kept), "{kept} records");
}
