//! Runs what README.md, CONTRIBUTING.md and pages of docs tell the reader to type, and compares what they say comes of it.
//!
//! Each document has a copy of the fixtures, the rules and the documents to itself. Its fenced blocks are taken in order:
//!
//! - `sh` is run; where the next block is `text` or `json`, that is the whole of what must be printed;
//! - `toml` whose first line is `# FILE` is added to the end of that file, which is made where there is none;
//! - `diff` whose first line is `--- FILE` puts its `+` lines in the place of its `-` lines.
//!
//! `cargo run --release --` is the program itself; other lines of cargo and of the checks are left out, as they would run this
//! test again. Where jq, python3 or another tool is missing, only the program's own part of the block is run.

#![cfg(unix)]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;
use walkdir::WalkDir;

/// What a document may need beside the shell, and how to see that it is there.
const TOOLS: [(&str, &str); 6] = [
    ("jq", "jq --version"),
    ("pandas", "python3 -c 'import pandas'"),
    ("csvlook", "csvlook --version"),
    ("python3", "python3 --version"),
    ("parallel", "parallel --version"),
    ("duckdb", "duckdb --version"),
];

/// What the copy holds.
const COPIED: [&str; 3] = ["docs", "fixtures", "rules"];

#[test]
fn the_readme_is_true() {
    assert!(run("README.md") >= 5, "README.md has too few commands");
}

#[test]
fn the_guide_for_contributors_is_true() {
    assert!(run("CONTRIBUTING.md") >= 3, "CONTRIBUTING.md has too few commands");
}

#[test]
fn the_page_of_rules_is_true() {
    assert!(run("docs/rules.md") >= 4, "docs/rules.md has too few commands");
}

#[test]
fn the_page_on_many_reports_is_true() {
    assert!(run("docs/batches.md") >= 1, "docs/batches.md has too few commands");
}

#[test]
fn the_page_on_streams_is_true() {
    assert!(run("docs/stream.md") >= 1, "docs/stream.md has too few commands");
}

#[test]
fn the_page_of_rules_tells_every_key_of_the_pack() {
    let page = fs::read_to_string("docs/rules.md").unwrap();
    let pack: toml::Table = toml::from_str(&fs::read_to_string("rules/environment/pack.toml").unwrap()).unwrap();
    let inner = |key: &str| pack[key].as_table().unwrap().keys().cloned().collect::<Vec<_>>();
    let keys = [pack.keys().cloned().collect(), inner("context"), inner("identity")].concat();
    for key in keys {
        let told = [format!("`{key}`"), format!("[{key}]"), format!("[[{key}]]"), format!(".{key}]")];
        assert!(told.iter().any(|form| page.contains(form)), "docs/rules.md does not tell of {key}");
    }
}

/// Takes the blocks of a document in order; the number of blocks run comes back.
fn run(document: &str) -> usize {
    let folder = copy();
    let source = fs::read_to_string(document).unwrap();
    let blocks = blocks(&source);
    assert!(!blocks.is_empty(), "{document} has no blocks");
    let mut run = 0;
    for (at, block) in blocks.iter().enumerate() {
        let place = format!("{document}:{}", block.line);
        match block.language {
            "sh" => {
                let told = blocks.get(at + 1).filter(|next| matches!(next.language, "text" | "json"));
                run += usize::from(shell(&folder, block, told, &place));
            }
            "toml" => append(&folder, &block.body, &place),
            "diff" => change(&folder, &block.body, &place),
            _ => {}
        }
    }
    run
}

/// Runs one block; whether anything was run comes back.
fn shell(folder: &TempDir, block: &Block, told: Option<&Block>, place: &str) -> bool {
    let missing = TOOLS.iter().find(|(tool, probe)| block.body.contains(tool) && !there(probe)).map(|(tool, _)| *tool);
    let script = script(&block.body, missing.is_some());
    if script.is_empty() {
        return false;
    }
    let output = sh(&script, folder.path());
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{place}: {script}\n--- stdout\n{stdout}\n--- stderr\n{stderr}");
    match (missing, told) {
        (Some(tool), _) => println!("{place}: skipped what comes after zhifa, {tool} is missing"),
        (None, Some(told)) => assert_eq!(stdout, told.body, "{place} prints something else than the block after it"),
        (None, None) => {}
    }
    true
}

/// The lines that are run; without the other tools, what zhifa does of them.
fn script(body: &str, only_zhifa: bool) -> String {
    let own = body.lines().map(|line| line.replace("cargo run --release -- ", "zhifa "));
    let lines =
        own.filter(|line| !line.starts_with("cargo ") && !line.starts_with("./.ci/") && !line.starts_with("git "));
    let lines = lines.filter(|line| !only_zhifa || line.starts_with("zhifa "));
    lines
        .map(|line| if only_zhifa { line.split(" | ").next().unwrap_or_default().to_owned() } else { line } + "\n")
        .collect()
}

fn there(probe: &str) -> bool {
    sh(probe, Path::new(".")).status.success()
}

fn sh(script: &str, folder: &Path) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_zhifa")).parent().unwrap().to_path_buf();
    let old = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([program].into_iter().chain(env::split_paths(&old))).unwrap();
    Command::new("sh").args(["-e", "-c", script]).env("PATH", path).current_dir(folder).output().unwrap()
}

fn append(folder: &TempDir, body: &str, place: &str) {
    let Some(name) = body.lines().next().and_then(|line| line.strip_prefix("# ")) else { return };
    let path = inside(folder, name, place);
    let old = fs::read_to_string(&path).unwrap_or_default();
    fs::write(path, format!("{old}\n{body}")).unwrap();
}

fn change(folder: &TempDir, body: &str, place: &str) {
    let mut lines = body.lines();
    let name =
        lines.next().and_then(|line| line.strip_prefix("--- ")).unwrap_or_else(|| panic!("{place}: no --- FILE"));
    let side = |mark: char| -> String {
        body.split_inclusive('\n').skip(1).filter_map(|line| line.strip_prefix(mark)).collect()
    };
    let path = inside(folder, name, place);
    let old = fs::read_to_string(&path).unwrap();
    assert_eq!(old.matches(&side('-')).count(), 1, "{place}: its - lines stand not once in {name}");
    fs::write(path, old.replace(&side('-'), &side('+'))).unwrap();
}

fn inside(folder: &TempDir, name: &str, place: &str) -> PathBuf {
    let path = folder.path().join(name);
    assert!(path.parent().is_some_and(Path::is_dir), "{place}: there is no folder for {name}");
    path
}

fn copy() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in COPIED.iter().flat_map(WalkDir::new) {
        let entry = entry.unwrap();
        let target = folder.path().join(entry.path());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
    folder
}

/// A fenced block.
struct Block<'t> {
    language: &'t str,
    /// The line of its opening fence, from 1.
    line: usize,
    body: String,
}

fn blocks(document: &str) -> Vec<Block<'_>> {
    let mut found: Vec<Block> = Vec::new();
    let mut open = false;
    for (number, line) in document.lines().enumerate() {
        match line.strip_prefix("```") {
            Some(_) if open => open = false,
            Some(language) => {
                open = true;
                found.push(Block { language: language.trim(), line: number + 1, body: String::new() });
            }
            None if open => found.last_mut().unwrap().body.extend([line, "\n"]),
            None => {}
        }
    }
    assert!(!open, "a block is not closed");
    found
}
