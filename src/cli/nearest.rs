//! The name that was meant.

use zhifa::lang::tell;

/// How alike two names must be, from 0 to 1.
const ALIKE: f64 = 0.75;

/// A question to add to a message, where a name is like the one given; else nothing.
pub fn hint<'n>(given: &str, names: impl Iterator<Item = &'n str>) -> String {
    let alike = names.map(|name| (strsim::jaro_winkler(given, name), name));
    match alike.filter(|(likeness, _)| *likeness >= ALIKE).max_by(|(a, _), (b, _)| a.total_cmp(b)) {
        Some((_, near)) => tell!("; do you mean {near}?", "; 是不是 {near}?"),
        None => String::new(),
    }
}
