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

use super::examples::examples;
use super::nearest::hint;
use super::output::Output;
use super::{Ending, PackArgs, ThreadArgs, complain, padded};

#[derive(Debug, Args)]
#[command(about = tell!("Look into the rules, check and test them", "查看、 检查、 测试规则"),
    after_long_help = examples(&[
        ("zhifa rules list", tell!("the fields", "有哪些字段")),
        ("zhifa rules show fine_amount", tell!("how one field is said", "一个字段有哪些说法")),
        ("zhifa rules test --rules my-rules", tell!("run the examples of a pack of one's own", "运行自己规则包的示例")),
    ]))]
pub struct RulesArgs {
    #[command(subcommand)]
    command: RulesCommand,
}

#[derive(Debug, Subcommand)]
enum RulesCommand {
    #[command(about = tell!("List the fields", "列出字段"), after_long_help = examples(&[("zhifa rules list", tell!("id, name, unit, group", "id、 名称、 单位、 分组")), ("zhifa rules list | grep fines", tell!("of one group", "一个分组的字段")), ("zhifa rules list --rules my-rules", tell!("those of another rule pack", "另一规则包的字段"))]))]
    List(PackArgs),
    #[command(about = tell!("Show one field: what it counts, how it is said", "查看一个字段: 统计什么, 有哪些说法"), after_long_help = examples(&[("zhifa rules show fine_amount", tell!("by its id", "用 id")), ("zhifa rules show 罚款金额", tell!("by its Chinese name", "用中文名")), ("zhifa rules show fine_amount reports", tell!("and which reports have it", "以及哪些报告用到它"))]))]
    Show(ShowArgs),
    #[command(about = tell!("Check the rules and tell all their errors", "检查规则, 列出全部错误"), after_long_help = examples(&[("zhifa rules check", tell!("those built in", "内置规则")), ("zhifa rules check --rules my-rules", tell!("those of a folder", "一个文件夹的规则")), ("zhifa rules check --rules my-rules --lang zh", tell!("told in Chinese", "用中文报告"))]))]
    Check(PackArgs),
    #[command(about = tell!("Run the examples in the rules", "运行规则中的示例"), after_long_help = examples(&[("zhifa rules test", tell!("all", "全部")), ("zhifa rules test fine_amount", tell!("those of one field", "一个字段的示例")), ("zhifa rules test --rules my-rules", tell!("those of another rule pack", "另一规则包的示例"))]))]
    Test(TestArgs),
    #[command(about = tell!("Write a rule file to start from; nothing is ever replaced", "新建规则文件, 不会覆盖已有文件"), after_long_help = examples(&[("zhifa rules new fine_amount --rules new-rules", tell!("more ways to say a field", "为已有字段补充说法")), ("zhifa rules new drills --rules drill-rules", tell!("a field of one's own", "新增一个字段")), ("zhifa rules check --rules drill-rules", tell!("then check it", "然后检查"))]))]
    New(NewArgs),
}

#[derive(Debug, Args)]
struct ShowArgs {
    #[arg(help = tell!("The id or Chinese name of the field", "字段的 id 或中文名"))]
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
    #[arg(help = tell!("The id of the field: a new one, or a built-in one to add to", "字段的 id: 新的, 或要补充的已有字段"))]
    field: String,

    #[arg(long, value_name = "DIR", help = tell!("The folder of the rules; it is made where there is none", "规则包文件夹, 没有则新建"))]
    rules: PathBuf,
}

#[derive(Debug, Args)]
struct TestArgs {
    #[arg(help = tell!("The id of the field [default: all]", "字段的 id [默认: 全部]"))]
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
    let line = tell!(
        "{name} {version}: {fields} fields, {patterns} patterns, no errors",
        "{name} {version}: {fields} 个字段, {patterns} 条句式, 没有错误"
    );
    writeln!(out, "{line}")
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
        let folder = folder.display();
        bail!(tell!("--rules {folder}: a folder is wanted", "--rules {folder}: 需要文件夹"));
    }
    watch::watch(folder, out, |pack, out| Ok(run_examples(pack, field, out).map(drop)?))?;
    Ok(Ending::Done)
}

fn run_examples(pack: &Pack, field: Option<&str>, out: &mut impl Write) -> io::Result<Ending> {
    let outcome = rules_test::run(pack, field);
    let (run, wrong) = (outcome.run, outcome.failures.len());
    writeln!(out, "{}", tell!("{run} examples, {wrong} of them wrong", "示例 {run} 个, 不符 {wrong} 个"))?;
    for failure in &outcome.failures {
        complain(failure);
    }
    // A test that runs nothing proves nothing.
    Ok(Ending::incomplete_if(outcome.run == 0 || !outcome.failures.is_empty()))
}

/// The field of that id or Chinese name.
pub fn find<'p>(pack: &'p Pack, id: &str) -> Result<&'p Field> {
    pack.fields.iter().find(|field| field.id == id || field.zh == id).ok_or_else(|| {
        let hint = hint(id, pack.fields.iter().flat_map(|field| [&*field.id, &*field.zh]));
        anyhow!(tell!(
            "FIELD {id}: a field of the pack is wanted{hint} (see zhifa rules list)",
            "FIELD {id}: 规则包里没有这个字段{hint} (见 zhifa rules list)"
        ))
    })
}
