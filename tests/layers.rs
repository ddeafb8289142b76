//! Holds the modules to the table in ARCHITECTURE.md: who may import whom.
//!
//! The table is the law: a row a module, its name in the first column, the modules it may import in the column `may import`.
//! Modules import only what stands above them. The files under `src` are read as text, comments left out.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use walkdir::WalkDir;

const TABLE: &str = "ARCHITECTURE.md";

/// Files that only list modules.
const ROOTS: [&str; 2] = ["lib", "main"];

/// Crates that are for the binary alone, and those modules of the library that have a reason.
const BINARY_ONLY: [(&str, &[&str]); 3] = [("anyhow", &[]), ("indicatif", &[]), ("clap", &["export", "panel"])];

/// A row of the table.
struct Row {
    module: String,
    imports: Vec<String>,
}

/// A path of code: where it stands and the module it names.
struct Edge {
    place: String,
    from: String,
    to: String,
}

#[test]
fn every_import_is_allowed_by_the_table() {
    let allowed: BTreeMap<String, Vec<String>> = table().into_iter().map(|row| (row.module, row.imports)).collect();
    let edges = edges();
    assert!(edges.len() > 50, "only {} imports were found: the search is broken", edges.len());
    let wrong: Vec<String> = edges
        .iter()
        .filter(|edge| edge.from != edge.to)
        .filter(|edge| !allowed.get(&edge.from).is_some_and(|imports| imports.contains(&edge.to)))
        .map(|edge| format!("{}: `{}` may not import `{}`", edge.place, edge.from, edge.to))
        .collect();
    assert!(wrong.is_empty(), "against the table in {TABLE}:\n{}", wrong.join("\n"));
}

#[test]
fn the_table_names_every_module_and_no_other() {
    let mut stated: Vec<String> = table().into_iter().map(|row| row.module).collect();
    let mut there: Vec<String> = sources().into_iter().map(|(module, ..)| module).collect();
    there.retain(|module| !ROOTS.contains(&module.as_str()));
    there.dedup();
    stated.sort();
    there.sort();
    there.dedup();
    assert_eq!(stated, there, "the modules in {TABLE} and those under src");
}

#[test]
fn modules_import_only_what_stands_above_them() {
    let rows = table();
    for (at, row) in rows.iter().enumerate() {
        for import in &row.imports {
            let above = rows[..at].iter().any(|other| &other.module == import);
            assert!(above, "{TABLE}: `{}` may import `{import}`, which does not stand above it", row.module);
        }
    }
}

#[test]
fn only_the_command_line_prints() {
    for (module, place, code) in sources() {
        if module == "cli" || module == "main" {
            continue;
        }
        for word in ["print!(", "println!(", "dbg!(", "io::stdout", "io::stderr", "process::exit"] {
            assert!(!code.contains(word), "{place}: {word} belongs into the command line");
        }
        for (name, modules) in BINARY_ONLY {
            let used = code.contains(&format!("{name}::"));
            assert!(!used || modules.contains(&module.as_str()), "{place}: {name} is for the binary alone");
        }
    }
}

/// The rows of the table whose first cell is a module.
fn table() -> Vec<Row> {
    let text = fs::read_to_string(TABLE).unwrap();
    let mut rows = Vec::new();
    let mut column = None;
    for line in text.lines() {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        if !line.starts_with('|') {
            column = None;
        } else if let Some(at) = cells.iter().position(|cell| *cell == "may import") {
            column = Some(at);
        } else if let (Some(at), [module]) = (column, &names(cells[0])[..]) {
            rows.push(Row { module: module.clone(), imports: names(cells[at]) });
        }
    }
    assert!(rows.len() > 10, "{TABLE} has no table of modules");
    rows
}

/// What stands in `backticks`.
fn names(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Every file under src: its module, its path, its text without comments.
fn sources() -> Vec<(String, String, String)> {
    let files = WalkDir::new("src").sort_by_file_name().into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "rs"));
    files.map(|entry| (module(entry.path()), entry.path().display().to_string(), code(entry.path()))).collect()
}

/// The part of the path below src: its folder, or its own name.
fn module(path: &Path) -> String {
    let first = path.strip_prefix("src").unwrap().iter().next().unwrap().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    text.lines().map(|line| line.split("//").next().unwrap_or_default().to_owned() + "\n").collect()
}

fn edges() -> Vec<Edge> {
    let mut found = Vec::new();
    for (from, place, code) in sources() {
        // The binary calls the library by its name.
        for root in ["crate::", "zhifa::"] {
            for (at, _) in code.match_indices(root).filter(|(at, _)| starts_a_path(&code[..*at])) {
                for to in targets(&code[at + root.len()..]) {
                    found.push(Edge { place: place.clone(), from: from.clone(), to });
                }
            }
        }
    }
    found.retain(|edge| !ROOTS.contains(&edge.from.as_str()));
    found
}

fn starts_a_path(before: &str) -> bool {
    !before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
}

/// The first names of a path: one, or those at the outer level of its braces.
fn targets(path: &str) -> Vec<String> {
    let name = |text: &str| text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let Some(inside) = path.strip_prefix('{') else { return vec![name(path)] };
    let mut depth = 0;
    let mut parts = vec![String::new()];
    for c in inside.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        parts.last_mut().unwrap().push(c);
    }
    parts.iter().map(|part| name(part)).filter(|name| !name.is_empty()).collect()
}

#[test]
fn paths_are_read_with_and_without_braces() {
    assert_eq!(targets("span::CleanSpan;"), ["span"]);
    assert_eq!(targets("{record::{Scope, Unit}, rules::Pack, span};"), ["record", "rules", "span"]);
    assert!(starts_a_path("use ") && !starts_a_path("my_") && !starts_a_path("other::"));
}
