//! Inputs that broke something or were made to, by fuzz target: `tests/cases/fuzz/TARGET/NAME`. Each must come through.

#![cfg(feature = "docx")]

mod targets;

use std::fs;
use std::path::Path;

#[test]
fn what_broke_once_comes_through() {
    let mut run = 0;
    for (name, target) in targets::TARGETS {
        let Ok(folder) = fs::read_dir(Path::new("tests/cases/fuzz").join(name)) else { continue };
        for case in folder {
            let path = case.unwrap().path();
            println!("{}", path.display());
            target(&fs::read(path).unwrap());
            run += 1;
        }
    }
    assert!(run > 0, "no inputs in tests/cases/fuzz");
}

#[test]
fn every_target_is_fuzzed() {
    let there = |name: &str| Path::new("fuzz/fuzz_targets").join(name).with_extension("rs").exists();
    assert!(targets::TARGETS.iter().all(|(name, _)| there(name)));
}
