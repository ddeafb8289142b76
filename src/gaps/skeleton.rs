//! A rule file to start from.

use std::fmt::Write as _;

use super::{Example, Gap};
use crate::rules::{Field, Pack};

/// What the notation gives a meaning.
const SPECIAL: &str = r"[](){}<>|@…,\";

/// A rule file of a new field for the quantities of a group: a pattern guessed from its words, its examples, and what is left
/// to say marked with `TODO`. `rules check` accepts it as it is.
pub fn skeleton(gap: &Gap, pack: &Pack) -> String {
    let unit = match gap.measure.as_str() {
        "元" => "CNY",
        "%" => "percent",
        _ => "count",
    };
    let group = pack.groups.iter().rfind(|(_, group)| !group.core).or(pack.groups.iter().next());
    let name = format!("{}{}", gap.head, gap.object.as_deref().unwrap_or_default());
    let head = format!(
        "# TODO: save as ID.toml in the folder of the pack, and add ID to `fields` in its pack.toml.\n\
         zh       = {zh}\n\
         en       = \"TODO: what it is called\"\n\
         group    = {group}\n\
         unit     = \"{unit}\"\n\
         counts   = \"TODO: what is counted\"\n\
         excludes = \"TODO: what is not\"\n",
        zh = quoted(&name),
        group = quoted(group.map_or("", |(id, _)| id)),
    );
    let counterexample = "\n[[counterexample]]\ntext = \"会议研究了有关事项。\"\n\
         why  = \"TODO: put a text here that looks alike and must not count\"\n";
    head + &rule(gap) + counterexample
}

/// The same as one more way to say a field that is there.
pub fn addition(gap: &Gap, field: &Field) -> String {
    let head =
        format!("# Save as {}.toml in the folder of a pack that extends the built-in one.\nadd = true\n", field.id);
    head + &rule(gap)
}

/// The pattern and its examples.
fn rule(gap: &Gap) -> String {
    let mut rule = format!("\n[[pattern]]\nid    = \"guessed\"\nmatch = {}\n", quoted(&pattern(gap)));
    let mut told: Vec<&str> = Vec::new();
    for Example { clause, value, .. } in &gap.examples {
        if told.contains(&clause.as_str()) {
            continue;
        }
        told.push(clause);
        let text = quoted(&format!("{clause}。"));
        // Writing to a string cannot fail.
        let _ = write!(rule, "\n[[example]]\ntext   = {text}\nexpect = [{{ value = {} }}]\n", value.normalize());
    }
    rule
}

/// The words before the quantity, the quantity, the words after it.
fn pattern(gap: &Gap) -> String {
    let with = gap.with.as_deref().filter(|_| gap.object.is_none());
    let lead = with.map(|word| format!("{}…", escaped(word))).unwrap_or_default();
    let object = gap.object.as_deref().map(|word| format!("…{}", escaped(word))).unwrap_or_default();
    let head = escaped(&gap.head);
    // Without words there is nothing to go by: the measure word alone would claim everything.
    let gap_before = if head.is_empty() || gap.object.is_some() { "" } else { "…" };
    format!("{lead}{head}{gap_before}<{}>{object}", gap.measure)
}

fn escaped(word: &str) -> String {
    let escape = |c: char| if SPECIAL.contains(c) { format!("\\{c}") } else { c.to_string() };
    word.chars().map(escape).collect()
}

/// A string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push(' '),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
