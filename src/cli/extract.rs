//! `zhifa extract`: reports in, one table out.

mod copies;
mod form;
mod resumed;
mod summary;
mod watch;

use std::fs;
use std::mem::ManuallyDrop;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use zhifa::batch::{self, Input};
use zhifa::export::{self, Field, Format, Generator, Header, Layout, RulesVersion, Sink, TableOptions};
use zhifa::lang::tell;
use zhifa::pipeline::Reader;
use zhifa::rules::{self, Pack};

use super::examples::examples;
use super::inputs::InputArgs;
use super::output::Output;
use super::progress::ProgressArgs;
use super::{Ending, LimitArgs, PackArgs, ThreadArgs, interrupt};
use copies::{CopyArgs, Held};
use watch::Watch;

#[derive(Debug, Args)]
#[command(
    about = tell!("Read reports and write the figures in them", "读取报告, 写出其中的数字"),
    after_long_help = examples(&[
        ("zhifa extract reports -o figures.csv", tell!("a folder of reports, one row a report", "一个文件夹, 每份报告一行")),
        ("zhifa extract report.html -f jsonl | jq .values", tell!("one report, its values", "一份报告的各项数值")),
        ("zhifa extract reports -o figures.sqlite --resume", tell!("a large folder; typed again, it goes on where it stopped", "大批量; 中断后再次输入即可续读")),
    ]) + &tell!(
        "\n\nExit code: 0 all done; 1 some input failed, the others are written; 2 wrong usage or broken rules, nothing is written; 130 broken off by Ctrl-C, what is done is kept.",
        "\n\n退出码: 0 全部完成; 1 部分输入失败, 其余已写出; 2 用法或规则有误, 没有写出; 130 被 Ctrl-C 中断, 已完成的保留。"
    ),
)]
pub struct ExtractArgs {
    #[command(flatten)]
    inputs: InputArgs,

    #[arg(short, long, help = tell!("The format [default: by the ending of -o, else json]", "格式 [默认: 按 -o 的后缀, 否则 json]"))]
    format: Option<Format>,

    #[arg(short, long, value_name = "FILE", help = tell!("Write to FILE, which is replaced when all is done", "写入 FILE, 全部完成后才替换"))]
    output: Option<PathBuf>,

    #[arg(long, help = tell!("csv, parquet: what a row is [default: wide, for parquet long]", "csv、 parquet: 一行是什么 [默认: wide, parquet 为 long]"))]
    layout: Option<Layout>,

    #[arg(long, hide_short_help = true, help = tell!("csv, xlsx: names of the columns [default: id, for xlsx both]", "csv、 xlsx: 列名 [默认: id, xlsx 两者都有]"))]
    header: Option<Header>,

    #[arg(long, hide_short_help = true, help = tell!("csv: begin with a byte order mark, for older spreadsheets", "csv: 开头加 BOM, 防止旧表格软件乱码"))]
    bom: bool,

    #[arg(
        long,
        requires = "output",
        help = tell!("jsonl, sqlite: go on where a run stopped", "jsonl、 sqlite: 接着上次的进度"),
        long_help = tell!(
            "jsonl, sqlite: go on where a run to the same file stopped. A report that is there, of the same bytes and the same rules, is not read again; a changed one is. What is done is kept in FILE.partial until all is.",
            "jsonl、 sqlite: 接着上次写同一文件的进度。 内容和规则都没变的报告不再读取, 变了的重新读取。 完成之前, 已读的保存在 FILE.partial。"
        ),
    )]
    resume: bool,

    #[command(flatten)]
    copies: CopyArgs,

    #[command(flatten)]
    progress: ProgressArgs,

    #[command(flatten)]
    threads: ThreadArgs,

    #[command(flatten)]
    pack: PackArgs,

    #[command(flatten)]
    limits: LimitArgs,
}

/// What a run goes by.
struct Run {
    reader: Reader<'static>,
    threads: NonZeroUsize,
    format: Format,
    table: TableOptions,
    copies: CopyArgs,
}

pub fn run(args: &ExtractArgs) -> Result<Ending> {
    let output = args.output.as_deref();
    let format = form::format(args.format, output)?;
    let table = form::table(args, format)?;
    let pack = args.pack.reading()?;
    let inputs = args.inputs.inputs()?;
    refuse_to_replace_an_input(output, &inputs)?;
    let reader = Reader::new(pack).within(args.limits.limits());
    let run = Run { reader, threads: args.threads.count(), format, table, copies: args.copies };
    // Given back with the whole process: to take it apart would keep it waiting.
    let run = ManuallyDrop::new(run);
    let mut watch = Watch::begin(&args.progress, inputs.len(), pack);
    match output {
        Some(target) if args.resume => resumed::run(&run, inputs, target, &mut watch),
        _ => whole(&run, inputs, output, &mut watch),
    }
}

/// Writes all reports, from the first to the last.
fn whole(run: &Run, inputs: Vec<Input>, target: Option<&Path>, watch: &mut Watch) -> Result<Ending> {
    let mut output = Output::open(target)?;
    extract(run, inputs, &mut output, watch).with_context(|| unwritten(target))?;
    watch.end();
    if watch.broken_off() {
        let place = output.keep().with_context(|| unwritten(target))?;
        let place = place.map_or_else(|| tell!("the standard output", "标准输出"), |file| file.display().to_string());
        watch.tell_kept(&place);
        return Ok(Ending::BrokenOff);
    }
    output.complete().with_context(|| unwritten(target))?;
    Ok(Ending::incomplete_if(watch.any_failed()))
}

fn extract(run: &Run, inputs: Vec<Input>, output: &mut Output, watch: &mut Watch) -> Result<()> {
    let sink = match output.file() {
        Some(file) if run.format.wants_file() => Sink::File(file),
        _ => Sink::Stream(Box::new(output)),
    };
    let pack = run.reader.pack();
    let mut export = export::export(run.format, run.table, &generator(pack), fields(pack), sink)?;
    let mut held = run.copies.wanted().then(Held::new).transpose()?;
    let sketched = held.is_some();
    let read = |path: &str, bytes: &[u8]| {
        if sketched {
            return run.reader.read_sketched(path, bytes).map(|(record, sketch)| (record, Some(sketch)));
        }
        run.reader.read(path, bytes).map(|record| (record, None))
    };
    let inputs = inputs.into_iter().take_while(|_| !interrupt::came());
    batch::run(inputs, run.threads, run.reader.limits(), read, |outcome| match outcome {
        Ok((record, sketch)) => {
            watch.report(&record);
            match (&mut held, sketch) {
                (Some(held), Some(sketch)) => held.hold(&record, sketch),
                _ => export.report(&record),
            }
        }
        Err(failure) => {
            watch.failed(&failure);
            export.failure(&failure)
        }
    })?;
    if let Some(held) = held {
        held.release(run.copies, |record| export.report(record))?;
    }
    export.finish()?;
    Ok(())
}

/// What a failed write leaves.
pub(super) fn unwritten(output: Option<&Path>) -> String {
    match output.map(Path::display) {
        None => tell!("standard output: not written to its end", "标准输出: 没有写完"),
        Some(file) => tell!("-o {file}: not written", "-o {file}: 没有写入"),
    }
}

/// A slip such as `extract a.txt -o a.txt` must not cost the report.
pub(super) fn refuse_to_replace_an_input(output: Option<&Path>, inputs: &[Input]) -> Result<()> {
    let Some(target) = output.and_then(|output| fs::canonicalize(output).ok()).filter(|target| target.is_file()) else {
        return Ok(());
    };
    let is_target = |input: &Input| match input {
        Input::File(path) | Input::Archive { file: path, .. } => {
            path.file_name() == target.file_name() && fs::canonicalize(path).is_ok_and(|p| p == target)
        }
        _ => false,
    };
    if inputs.iter().any(is_target) {
        let target = target.display();
        bail!(tell!(
            "-o {target}: a file of its own is wanted, this one is among the reports",
            "-o {target}: 这是要读取的报告之一, 请写入另一个文件"
        ));
    }
    Ok(())
}
/// What an output made with this pack says of itself.
pub fn generator(pack: &Pack) -> Generator {
    let rules = RulesVersion { pack: pack.name.clone(), version: pack.version.clone(), digest: pack.digest.clone() };
    Generator { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION"), rules }
}

/// The fields of a pack, as outputs know them.
pub fn fields(pack: &Pack) -> Vec<Field> {
    let field = |field: &rules::Field| Field {
        id: field.id.clone(),
        zh: field.zh.clone(),
        en: field.en.clone(),
        unit: field.unit,
        counts: field.counts.clone(),
        excludes: field.excludes.clone(),
    };
    pack.fields.iter().map(field).collect()
}
