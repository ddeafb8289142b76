//! `zhifa rules`: the rule pack, its fields, its errors, its examples.

mod new;
mod show;
mod used;
mod watch;

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Result, anyhow, bail};
use clap::{Args, Subcommand};
use unicode_width::UnicodeWidthStr;
use zhifa::lang::tell;
use zhifa::rules::{Field, Pack};
use zhifa::rules_test;
use zhifa::schema::unit_name;

use super::output::Output;
use super::{Ending, PackArgs, ThreadArgs, complain, padded};

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
    Show(ShowArgs),
    /// Check the pack and tell all its errors (检查规则包)
    Check(PackArgs),
    /// Run the examples of the pack, or of one field (运行规则示例)
    Test(TestArgs),
    /// Write a rule file to start from into a folder; nothing is ever replaced (新建规则文件)
    New(NewArgs),
}

#[derive(Debug, Args)]
struct ShowArgs {
    /// The id of the field, as `zhifa rules list` gives it
    field: String,

    #[arg(value_name = "PATH", help = tell!("Reports or folders: tell which of them have it, and by which pattern", "报告或文件夹: 列出哪些报告用到该字段、 由哪条句式找到"))]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    threads: ThreadArgs,

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

    #[arg(long, requires = "rules", help = tell!("Run them again whenever a file of --rules changes", "规则文件变化时自动重新运行"))]
    watch: bool,

    #[command(flatten)]
    pack: PackArgs,
}

pub fn run(args: &RulesArgs) -> Result<Ending> {
    let mut out = Output::open(None)?;
    let ending = match &args.command {
        RulesCommand::List(pack) => list(pack.pack()?, &mut out).map(|()| Ending::Done)?,
        RulesCommand::Show(args) => show(args, &mut out)?,
        RulesCommand::New(args) => new::write(&args.field, &args.rules, &mut out).map(|()| Ending::Done)?,
        RulesCommand::Check(pack) => check(pack.pack()?, &mut out).map(|()| Ending::Done)?,
        RulesCommand::Test(args) => test(args, &mut out)?,
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

fn show(args: &ShowArgs, out: &mut impl Write) -> Result<Ending> {
    let pack = args.pack.pack()?;
    let field = find(pack, &args.field)?;
    show::show(field, pack, out)?;
    if args.paths.is_empty() {
        return Ok(Ending::Done);
    }
    used::tell_use(field, pack, &args.paths, &args.threads, out)
}

fn test(args: &TestArgs, out: &mut impl Write) -> Result<Ending> {
    let field = args.field.as_deref();
    let Some(folder) = args.pack.rules.as_deref().filter(|_| args.watch) else {
        let pack = args.pack.pack()?;
        field.map(|id| find(pack, id)).transpose()?;
        return Ok(run_examples(pack, field, out)?);
    };
    if !folder.is_dir() {
        bail!("--rules {}: a folder is wanted", folder.display());
    }
    watch::watch(folder, out, |pack, out| Ok(run_examples(pack, field, out).map(drop)?))?;
    Ok(Ending::Done)
}

fn run_examples(pack: &Pack, field: Option<&str>, out: &mut impl Write) -> io::Result<Ending> {
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
