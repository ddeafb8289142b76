//! Help in both languages: whole, within 80 columns, and with examples that work.

#![cfg(unix)]

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use unicode_width::UnicodeWidthStr;
use walkdir::WalkDir;

const COLUMNS: usize = 80;

/// Lines of `-h` that fit on one screen of a terminal, its prompt left out.
const SCREEN: usize = 24;

fn zhifa(lang: &str, args: &[String], flag: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhifa"));
    command.args(args).args([flag, "--lang", lang]).env("COLUMNS", COLUMNS.to_string());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{args:?} {flag}");
    String::from_utf8(output.stdout).unwrap()
}

/// Every command, those below others too, by the lists of their help.
fn commands() -> Vec<Vec<String>> {
    let mut all = vec![vec![]];
    let mut at = 0;
    while at < all.len() {
        let help = zhifa("en", &all[at], "-h");
        let listed = help.split("Commands:\n").nth(1).unwrap_or_default();
        let names = listed.lines().take_while(|line| line.starts_with("  ")).filter(|line| !line.starts_with("   "));
        let below: Vec<Vec<String>> = names
            .map(|line| [all[at].clone(), vec![line.split_whitespace().next().unwrap().to_owned()]].concat())
            .collect();
        all.extend(below);
        at += 1;
    }
    assert!(all.len() > 12, "{all:?}");
    all
}

#[test]
fn help_fits_the_terminal_in_both_languages() {
    for args in commands() {
        for lang in ["en", "zh"] {
            for flag in ["-h", "--help"] {
                let help = zhifa(lang, &args, flag);
                let wide = help.lines().find(|line| line.width() > COLUMNS);
                assert_eq!(wide, None, "{args:?} {flag} {lang}");
                assert!(
                    flag == "--help" || help.lines().count() <= SCREEN,
                    "{args:?} {lang}: more than a screen\n{help}"
                );
            }
        }
    }
}

#[test]
fn help_is_whole_in_chinese() {
    let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    for args in commands() {
        let help = zhifa("zh", &args, "-h");
        assert!(!help.contains("Usage") && !help.contains("Options") && help.contains("用法:"), "{help}");
        // Each flag, argument and command has its Chinese words, on its line or the next.
        let lines: Vec<&str> = help.lines().collect();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.starts_with("  ") && line.len() > 2) {
            let told = lines[at..].iter().take(2).any(|line| line.chars().any(chinese));
            assert!(told, "{args:?}: not in Chinese: {line}\n{help}");
        }
        let english = zhifa("en", &args, "--help");
        assert!(!english.chars().any(|c| chinese(c) && c != '罚' && c != '款' && c != '金' && c != '额'), "{english}");
    }
}

#[test]
fn three_examples_each_and_all_of_them_work() {
    let here = env::current_dir().unwrap();
    for args in commands() {
        let help = zhifa("en", &args, "--help");
        let examples = help.split("\nExamples:\n").nth(1).unwrap_or_else(|| panic!("{args:?} has no examples\n{help}"));
        let lines: Vec<&str> = examples
            .lines()
            .take_while(|line| line.starts_with("  "))
            .filter(|line| !line.starts_with("   "))
            .collect();
        assert_eq!(lines.len(), 3, "{args:?}\n{help}");
        let folder = tempfile::tempdir().unwrap();
        let inside = |name: &str| folder.path().join(name);
        copy(&here.join("fixtures"), &inside("reports"));
        copy(&here.join("fixtures"), &inside("gold"));
        copy(&here.join("rules/environment"), &inside("my-rules"));
        fs::copy(here.join("docs/example.txt"), inside("report.html")).unwrap();
        fs::write(inside("list"), "report.html\n").unwrap();
        fs::write(inside("requests.jsonl"), "{\"id\": 1, \"text\": \"全市立案12件。\"}\n").unwrap();
        for name in ["old.jsonl", "new.jsonl"] {
            sh(&format!("zhifa extract report.html -o {name}"), folder.path());
        }
        for line in lines {
            let missing = ["jq", "parallel"]
                .into_iter()
                .find(|tool| line.contains(tool) && !sh(&format!("{tool} --version"), folder.path()).status.success());
            if missing.is_none() {
                let output = sh(line, folder.path());
                let (stdout, stderr) =
                    (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
                assert!(output.status.success(), "{line}\n{stdout}\n{stderr}");
            }
        }
    }
}

#[test]
fn every_message_of_the_command_line_is_told_in_both_languages() {
    let plain = ["bail!(\"", "anyhow!(\"", "context(\"", "context(|| format!(", "complain(\"", "note(\""];
    let plain = plain.iter().chain(&["bail!(format!(", "anyhow!(format!(", "about = \"", "help = \""]);
    let files = WalkDir::new("src/cli").into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    for entry in files {
        let text = fs::read_to_string(entry.path()).unwrap();
        // A message on a line of its own counts too.
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ").replace("( ", "(");
        for call in plain.clone() {
            assert!(!text.contains(call), "{}: {call}: write it with tell!, in both languages", entry.path().display());
        }
    }
}

fn sh(script: &str, folder: &Path) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_zhifa")).parent().unwrap().to_path_buf();
    let old = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([program].into_iter().chain(env::split_paths(&old))).unwrap();
    Command::new("sh")
        .args(["-e", "-c", script])
        .env("PATH", path)
        .env("LC_ALL", "C")
        .current_dir(folder)
        .output()
        .unwrap()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        // Of the fixtures, a few are enough.
        let wanted = !from.ends_with("fixtures") || name.starts_with("city-") || name.starts_with("portal-page");
        if wanted && entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), to.join(name)).unwrap();
        }
    }
}
