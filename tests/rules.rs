//! The built-in pack: whole, linted, and right on every example beside its rules.

use zhifa::rules::Pack;
use zhifa::rules_test;

#[test]
fn the_built_in_pack_is_whole() {
    let pack = Pack::embedded().unwrap_or_else(|errors| panic!("{errors}"));
    pack.lint().unwrap_or_else(|errors| panic!("{errors}"));
    pack.check_regexes().unwrap_or_else(|errors| panic!("{errors}"));
}

#[test]
fn every_example_of_the_built_in_pack_comes_out() {
    let pack = Pack::embedded().unwrap_or_else(|errors| panic!("{errors}"));
    let outcome = rules_test::run(pack, None);
    assert!(outcome.run >= 600, "only {} examples were run", outcome.run);
    assert!(outcome.failures.is_empty(), "{}", outcome.failures.join("\n"));
}
