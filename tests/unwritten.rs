//! Outputs that cannot be written: the old file stands, nothing is left beside it, the error names it.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Endings of all formats.
fn endings() -> Vec<&'static str> {
    let mut all = vec!["json", "jsonl", "csv"];
    for (ending, built) in
        [("xlsx", cfg!(feature = "xlsx")), ("parquet", cfg!(feature = "parquet")), ("sqlite", cfg!(feature = "sqlite"))]
    {
        all.extend(built.then_some(ending));
    }
    all
}

/// A folder with an output of an earlier run.
fn folder(name: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), "old").unwrap();
    folder
}

fn holds_the_old_file_alone(folder: &Path, name: &str) -> bool {
    let names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names == [name] && fs::read_to_string(folder.join(name)).unwrap() == "old"
}

/// A file or folder of the project.
fn path(name: &str) -> String {
    format!("{}/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn zhifa() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhifa"));
    command.env_remove("RUST_BACKTRACE").arg("extract");
    command
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_full_disk() {
    for ending in endings() {
        let name = format!("out.{ending}");
        let folder = folder(&name);
        // No file may grow beyond some kilobytes, as on a disk that is full; the signal that tells so is not wanted.
        let output = Command::new("sh")
            .args(["-c", "trap '' XFSZ; ulimit -f 8; exec \"$0\" extract \"$1\" -o \"$2\""])
            .args([env!("CARGO_BIN_EXE_zhifa"), &path("fixtures"), &name])
            .env_remove("RUST_BACKTRACE")
            .current_dir(&folder)
            .output()
            .unwrap();
        let told = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{name}: {told}");
        assert!(told.starts_with(&format!("zhifa: -o {name}: ")) && told.lines().count() == 1, "{name}: {told}");
        assert!(holds_the_old_file_alone(folder.path(), &name), "{name}");
    }
}

#[test]
fn a_full_device() {
    for ending in endings() {
        let output = zhifa().args([&path("docs/example.txt"), "-f", ending, "-o", "/dev/full"]).output().unwrap();
        let told = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{ending}: {told}");
        assert!(told.starts_with("zhifa: -o /dev/full: "), "{ending}: {told}");
    }
}

#[test]
fn a_folder_that_must_not_be_written() {
    use std::os::unix::fs::PermissionsExt;
    for ending in endings() {
        let name = format!("out.{ending}");
        let folder = folder(&name);
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
        if fs::write(folder.path().join("probe"), "").is_ok() {
            eprintln!("skipped: this user may write everywhere");
            return;
        }
        let output = zhifa().args([&path("docs/example.txt"), "-o", &name]).current_dir(&folder).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(stderr(&output).starts_with(&format!("zhifa: -o {name}: ")), "{name}: {}", stderr(&output));
        assert!(holds_the_old_file_alone(folder.path(), &name), "{name}");
    }
}

/// A report is read and written; then it waits for the standard input, which does not come, and is killed.
#[test]
fn a_run_that_is_killed() {
    for ending in endings() {
        let name = format!("out.{ending}");
        let folder = folder(&name);
        let mut run = zhifa()
            .args([&path("docs/example.txt"), "-", "-o", &name])
            .current_dir(&folder)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        while fs::read_dir(&folder).unwrap().count() < 2 && begun.elapsed() < Duration::from_secs(20) {
            sleep(Duration::from_millis(10));
        }
        assert!(fs::read_dir(&folder).unwrap().count() >= 2, "{name}: nothing was begun");
        sleep(Duration::from_millis(100));
        run.kill().unwrap();
        run.wait().unwrap();
        assert_eq!(fs::read_to_string(folder.path().join(&name)).unwrap(), "old", "{name}");
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    for ending in endings() {
        let mut run = zhifa()
            .args([&path("docs/example.txt"), "-f", ending])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(run.stdout.take());
        let output = run.wait_with_output().unwrap();
        assert_eq!((output.status.code(), stderr(&output)), (Some(0), String::new()), "{ending}");
    }
}
