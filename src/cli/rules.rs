//! `zhifa rules`: the rule pack, its fields, its errors, its examples.

mod new;

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Result, anyhow};
use clap::{Args, Subcommand};
use unicode_width::UnicodeWidthStr;
use zhifa::record::Scope;
use zhifa::rules::{Example, Field, Form, Pack, Pattern, notation};
use zhifa::rules_test;
use zhifa::schema::unit_name;

use super::output::Output;
use super::{Ending, PackArgs, complain, padded};

/// Look into the rule pack, or check and test it (查看、检查、测试规则包)
#[derive(Debug, Args)]
pub struct RulesArgs {
    #[command(subcommand)]
    command: RulesCommand,
}

#[derive(Debug, Subcommand)]
enum RulesCommand {
    /// List the fields (列出字段)
    List(PackArgs),
    /// Show one field: what it counts, how it is said, its examples (查看一个字段)
    Show(FieldArgs),
    /// Check the pack and tell all its errors (检查规则包)
    Check(PackArgs),
    /// Run the examples of the pack, or of one field (运行规则示例)
    Test(TestArgs),
    /// Write a rule file to start from into a folder; nothing is ever replaced (新建规则文件)
    New(NewArgs),
}

#[derive(Debug, Args)]
struct FieldArgs {
    /// The id of the field, as `zhifa rules list` gives it
    field: String,

    #[command(flatten)]
    pack: PackArgs,
}

#[derive(Debug, Args)]
struct NewArgs {
    /// The id of the field: a new one, or one of the built-in pack to add to
    field: String,

    /// The folder of the rule pack; it is made where there is none
    #[arg(long, value_name = "DIR")]
    rules: PathBuf,
}

#[derive(Debug, Args)]
struct TestArgs {
    /// The id of the field [default: all]
    field: Option<String>,

    #[command(flatten)]
    pack: PackArgs,
}

pub fn run(args: &RulesArgs) -> Result<Ending> {
    let mut out = Output::open(None)?;
    let ending = match &args.command {
        RulesCommand::List(pack) => list(pack.pack()?, &mut out).map(|()| Ending::Done)?,
        RulesCommand::Show(args) => {
            let pack = args.pack.pack()?;
            show(find(pack, &args.field)?, pack, &mut out).map(|()| Ending::Done)?
        }
        RulesCommand::New(args) => new::write(&args.field, &args.rules, &mut out).map(|()| Ending::Done)?,
        RulesCommand::Check(pack) => check(pack.pack()?, &mut out).map(|()| Ending::Done)?,
        RulesCommand::Test(args) => test(args.pack.pack()?, args.field.as_deref(), &mut out)?,
    };
    out.complete()?;
    Ok(ending)
}

fn list(pack: &Pack, out: &mut impl Write) -> io::Result<()> {
    let width = |name: fn(&Field) -> &str| pack.fields.iter().map(|field| name(field).width()).max().unwrap_or(0);
    let (id, zh) = (width(|field| &field.id), width(|field| &field.zh));
    for field in &pack.fields {
        let unit = unit_name(field.unit);
        writeln!(out, "{}  {}  {unit:<7}  {}", padded(&field.id, id), padded(&field.zh, zh), field.group)?;
    }
    Ok(())
}

fn check(pack: &Pack, out: &mut impl Write) -> io::Result<()> {
    let patterns: usize = pack.fields.iter().map(|field| field.patterns.len()).sum();
    let (Pack { name, version, .. }, fields) = (pack, pack.fields.len());
    writeln!(out, "{name} {version}: {fields} fields, {patterns} patterns, no errors")
}

fn test(pack: &Pack, field: Option<&str>, out: &mut impl Write) -> Result<Ending> {
    if let Some(id) = field {
        find(pack, id)?;
    }
    let outcome = rules_test::run(pack, field);
    writeln!(out, "{} examples, {} of them wrong", outcome.run, outcome.failures.len())?;
    for failure in &outcome.failures {
        complain(failure);
    }
    // A test that runs nothing proves nothing.
    Ok(Ending::incomplete_if(outcome.run == 0 || !outcome.failures.is_empty()))
}

/// The field of that id or Chinese name.
pub fn find<'p>(pack: &'p Pack, id: &str) -> Result<&'p Field> {
    pack.fields.iter().find(|field| field.id == id || field.zh == id).ok_or_else(|| {
        let nearest = pack.fields.iter().max_by_key(|field| shared_start(&field.id, id)).map(|field| &field.id);
        let hint = nearest.filter(|near| shared_start(near, id) >= 3).map(|near| format!("; do you mean {near}?"));
        anyhow!("FIELD {id}: a field of the pack is wanted{} (see zhifa rules list)", hint.unwrap_or_default())
    })
}

fn shared_start(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count()
}

fn show(field: &Field, pack: &Pack, out: &mut impl Write) -> io::Result<()> {
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
