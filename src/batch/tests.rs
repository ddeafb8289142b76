use std::fs;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::limits::{self, Limits};

fn threads(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).unwrap()
}

fn folder(files: &[&str]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for file in files {
        let path = dir.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file).unwrap();
    }
    dir
}

fn names(dir: &tempfile::TempDir) -> Vec<String> {
    let root = dir.path().to_string_lossy().into_owned() + "/";
    inputs(&[dir.path()]).iter().map(|input| input.path().replace(&root, "")).collect()
}

#[test]
fn folders_are_walked_in_the_order_of_bytes() {
    let dir = folder(&["b.TXT", "a/z.md", "a.html", ".hidden/x.txt", ".y.txt", "a b.shtml", "报告.txt", "c.gold.json"]);
    assert_eq!(names(&dir), ["a b.shtml", "a.html", "a/z.md", "b.TXT", "报告.txt"]);
}

#[cfg(unix)]
#[test]
fn a_link_back_ends_the_walk_and_a_dead_one_with_a_reports_name_fails() {
    use std::os::unix::fs::symlink;
    let dir = folder(&["a/x.txt"]);
    symlink(dir.path(), dir.path().join("a/up")).unwrap();
    symlink("nowhere", dir.path().join("gone.txt")).unwrap();
    symlink("nowhere", dir.path().join("gone.bin")).unwrap();
    assert_eq!(names(&dir), ["a/x.txt", "gone.txt"]);
    assert!(matches!(&inputs(&[dir.path()])[1], Input::Failed(failure) if failure.code == "not_found"));
}

#[test]
fn a_folder_without_reports_is_a_failure_and_a_path_named_twice_is_read_once() {
    let dir = folder(&["data.json"]);
    assert!(matches!(&inputs(&[dir.path()])[..], [Input::Failed(failure)] if failure.code == "no_reports"));
    assert_eq!(inputs(&["-", "x.txt", "-", "x.txt"]).len(), 2);
}

#[test]
fn outcomes_come_in_order_whatever_the_threads() {
    let files: Vec<String> = (0..200).map(|n| format!("{n:03}.txt")).collect();
    let dir = folder(&files.iter().map(String::as_str).collect::<Vec<_>>());
    for n in [1, 2, 7] {
        let mut seen = Vec::new();
        let read = |_: &str, bytes: &[u8]| Ok(String::from_utf8_lossy(bytes).into_owned());
        run(inputs(&[dir.path()]), threads(n), &Limits::default(), read, |outcome| {
            seen.push(outcome.unwrap());
            Ok::<_, ()>(())
        })
        .unwrap();
        assert_eq!(seen, files);
    }
}

#[test]
fn a_panic_and_a_missing_file_spare_the_neighbours() {
    let dir = folder(&["a.txt", "c.txt", "d.txt"]);
    let paths: Vec<_> = ["a.txt", "b.txt", "c.txt", "d.txt"].iter().map(|name| dir.path().join(name)).collect();
    let mut seen = Vec::new();
    let read = |path: &str, _: &[u8]| if path.ends_with("c.txt") { panic!("boom") } else { Ok(()) };
    run(inputs(&paths), threads(2), &Limits::default(), read, |outcome| {
        seen.push(outcome.map_or_else(|failure| failure.code, |()| "read".into()));
        Ok::<_, ()>(())
    })
    .unwrap();
    assert_eq!(seen, ["read", "not_found", "internal", "read"]);
}

#[test]
fn no_more_documents_are_under_way_than_the_window_holds() {
    let dir = folder(&["a.txt"]);
    let many = vec![Input::File(dir.path().join("a.txt")); 500];
    let (started, mut done) = (AtomicUsize::new(0), 0);
    let read = |_: &str, _: &[u8]| {
        started.fetch_add(1, Ordering::SeqCst);
        Ok(())
    };
    run(many, threads(2), &Limits::default(), read, |_| {
        done += 1;
        assert!(started.load(Ordering::SeqCst) <= done + 16);
        Ok::<_, ()>(())
    })
    .unwrap();
    assert_eq!(done, 500);
}

#[test]
fn an_error_of_the_sink_stops_the_run() {
    let dir = folder(&["a.txt"]);
    let many = vec![Input::File(dir.path().join("a.txt")); 500];
    let started = AtomicUsize::new(0);
    let read = |_: &str, _: &[u8]| Ok(started.fetch_add(1, Ordering::SeqCst));
    assert_eq!(run(many, threads(2), &Limits::default(), read, |_| Err("closed")), Err("closed"));
    assert!(started.into_inner() < 500);
}

#[test]
fn what_is_too_large_is_not_read() {
    let dir = folder(&["a.txt"]);
    let path = dir.path().join("a.txt");
    fs::File::options().write(true).open(&path).unwrap().set_len(limits::FILE_BYTES + 1).unwrap();
    let read = |_: &str, _: &[u8]| -> Result<(), Failure> { unreachable!() };
    run(inputs(&[&path]), threads(1), &Limits::default(), read, |outcome| {
        assert_eq!(outcome.unwrap_err().code, "file_too_large");
        Ok::<_, ()>(())
    })
    .unwrap();
}

#[test]
fn jobs_are_drawn_when_they_come_and_not_before_there_is_room() {
    // Each job comes only after the one before was handed on: a run that waits for more before it answers would hang.
    let (ask, asked) = std::sync::mpsc::channel();
    ask.send(0).unwrap();
    let mut seen = Vec::new();
    let sink = |job: i32| {
        seen.push(job);
        if job < 9 { ask.send(job + 1) } else { Err(std::sync::mpsc::SendError(job)) }
    };
    let stopped = |_: &i32, _: &str| -1;
    let _ = in_order(asked.into_iter().take(10), threads(2), |job| *job, stopped, sink);
    assert_eq!(seen, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
}
