//! `zhifa rules show`: a field's page.

use std::io::{self, Write};

use zhifa::record::Scope;
use zhifa::rules::{Example, Field, Form, Pack, Pattern, notation};
use zhifa::schema::unit_name;

/// Prints what a field counts, how it is said, and its examples.
pub fn show(field: &Field, pack: &Pack, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}  {}  {}", field.id, field.zh, field.en)?;
    writeln!(out, "group {}, unit {}\n", field.group, unit_name(field.unit))?;
    writeln!(out, "counts    {}", field.counts)?;
    writeln!(out, "excludes  {}", field.excludes)?;
    for pattern in &field.patterns {
        show_pattern(pattern, pack, out)?;
    }
    show_examples("example", &field.examples, out)?;
    for example in &field.counterexamples {
        writeln!(out, "\ncounterexample  {}\n    {}", example.text, example.why)?;
    }
    show_examples("known gap", &field.known_gaps, out)
}

fn show_pattern(pattern: &Pattern, pack: &Pack, out: &mut impl Write) -> io::Result<()> {
    let shares = if pattern.shares { "  (its number may serve another field too)" } else { "" };
    writeln!(out, "\npattern  {}{shares}", pattern.id)?;
    for form in &pattern.forms {
        match form {
            Form::Regex { source, .. } => writeln!(out, "    regex {source}")?,
            Form::Notation { source, before, take, after } => {
                let words = [
                    notation::in_words(before, &pack.measure_words),
                    notation::told_units(take, &pack.measure_words),
                    notation::in_words(after, &pack.measure_words),
                ];
                let words: Vec<&str> = words.iter().map(String::as_str).filter(|words| !words.is_empty()).collect();
                writeln!(out, "    {source}\n        {}", words.join(", "))?;
            }
        }
    }
    if !pattern.not_sources.is_empty() {
        writeln!(out, "    not beside the number or in the quote: {}", pattern.not_sources.join("  or  "))?;
    }
    if !pattern.under_sources.is_empty() {
        writeln!(out, "    only under a heading that says: {}", pattern.under_sources.join("  or  "))?;
    }
    if !pattern.unless_sources.is_empty() {
        writeln!(out, "    not where the sentence said before: {}", pattern.unless_sources.join("  or  "))?;
    }
    match pattern.scope {
        Some(Scope::Part) => writeln!(out, "    what it finds is a part"),
        Some(Scope::Campaign) => writeln!(out, "    what it finds is of one drive"),
        Some(Scope::Total) | None => Ok(()),
    }
}

fn show_examples(kind: &str, examples: &[Example], out: &mut impl Write) -> io::Result<()> {
    for example in examples {
        writeln!(out, "\n{kind}  {}", example.text)?;
        for expected in &example.expect {
            let qualifier = expected.qualifier.as_deref().map(|word| format!(" {word}")).unwrap_or_default();
            let quote = expected.quote.as_deref().map(|quote| format!("  「{quote}」")).unwrap_or_default();
            writeln!(out, "    {}{qualifier}{quote}", expected.value)?;
        }
    }
    Ok(())
}
