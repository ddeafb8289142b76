//! `zhifa extract`: reports in, one table out.

use std::fs;
use std::io::{IsTerminal, stderr, stdout};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use zhifa::batch::{self, Input};
use zhifa::export::{self, Field, Format, Generator, Header, Layout, RulesVersion, Sink, TableOptions};
use zhifa::pipeline::Reader;
use zhifa::rules::{self, Pack};

use super::inputs::InputArgs;
use super::output::Output;
use super::{Ending, LimitArgs, PackArgs, ThreadArgs, complain, failure_line};

/// Endings of tables; another format under such a name would only be found out later.
const TABLE_ENDINGS: [&str; 8] = ["xlsx", "xls", "ods", "parquet", "sqlite", "sqlite3", "db", "tsv"];

const EXAMPLES: &str = "\
Examples (示例):
  zhifa extract reports/ -o figures.csv                a folder of reports, one row a report (每份报告一行)
  zhifa extract reports/ -o figures.csv --layout long  one row a figure, with its place in the text (每个数字一行)
  zhifa extract report.html | jq '.reports[].values'   one report, everything known about it

Exit code (退出码): 0 all done; 1 some input failed, the others are written; 2 wrong usage or broken rules.";

/// Read reports and write the figures in them (提取数字)
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ExtractArgs {
    #[command(flatten)]
    inputs: InputArgs,

    /// The output format [default: by the ending of the file of -o, else json] (输出格式)
    #[arg(short, long)]
    format: Option<Format>,

    /// Write to FILE, which is replaced when all is done, not to the standard output (输出文件)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// csv, parquet: what a row is [default: wide, for parquet long] (表格布局)
    #[arg(long)]
    layout: Option<Layout>,

    /// csv: column names by field id or in Chinese [default: id] (列名)
    #[arg(long)]
    header: Option<Header>,

    /// csv: begin with a byte order mark, by which older spreadsheets know UTF-8 (加 BOM，防止表格软件乱码)
    #[arg(long)]
    bom: bool,

    /// Show no progress; it is shown only on a terminal (不显示进度)
    #[arg(long)]
    no_progress: bool,

    #[command(flatten)]
    threads: ThreadArgs,

    #[command(flatten)]
    pack: PackArgs,

    #[command(flatten)]
    limits: LimitArgs,
}

pub fn run(args: &ExtractArgs) -> Result<Ending> {
    let format = format(args)?;
    let table = table_options(args, format)?;
    let pack = args.pack.pack()?;
    let inputs = args.inputs.inputs()?;
    refuse_to_replace_an_input(args.output.as_deref(), &inputs)?;
    let mut output = Output::open(args.output.as_deref())?;
    let failed = extract(args, pack, inputs, format, table, &mut output).with_context(|| unwritten(args))?;
    output.complete().with_context(|| unwritten(args))?;
    Ok(Ending::incomplete_if(failed > 0))
}

/// What a failed write leaves.
fn unwritten(args: &ExtractArgs) -> String {
    args.output.as_ref().map_or_else(
        || "standard output: not written to its end".to_owned(),
        |file| format!("-o {}: not written", file.display()),
    )
}

/// Writes all reports to `output`; the number of those that failed comes back.
fn extract(
    args: &ExtractArgs,
    pack: &Pack,
    inputs: Vec<Input>,
    format: Format,
    table: TableOptions,
    output: &mut Output,
) -> Result<usize> {
    let limits = args.limits.limits();
    let reader = Reader::new(pack).within(limits.clone());
    let sink = match output.file() {
        Some(file) if format.wants_file() => Sink::File(file),
        _ => Sink::Stream(Box::new(output)),
    };
    let mut export = export::export(format, table, &generator(pack), fields(pack), sink)?;
    let progress = progress(!args.no_progress && inputs.len() > 1, inputs.len());
    let mut failed = 0;
    let read = |path: &str, bytes: &[u8]| reader.read(path, bytes);
    batch::run(inputs, args.threads.count(), &limits, read, |outcome| {
        progress.inc(1);
        match outcome {
            Ok(record) => export.report(&record),
            Err(failure) => {
                failed += 1;
                progress.suspend(|| complain(&failure_line(&failure)));
                export.failure(&failure)
            }
        }
    })?;
    progress.finish_and_clear();
    export.finish()?;
    Ok(failed)
}

fn format(args: &ExtractArgs) -> Result<Format> {
    let Some(output) = &args.output else {
        let format = args.format.unwrap_or(Format::Json);
        if !format.is_text() && stdout().is_terminal() {
            bail!("-f {}: a file is wanted (-o FILE), this is a terminal", name(format));
        }
        return Ok(format);
    };
    let ending = output.extension().unwrap_or_default().to_string_lossy();
    match args.format.or_else(|| Format::of_ending(&ending)) {
        Some(format) => Ok(format),
        None if TABLE_ENDINGS.contains(&ending.to_lowercase().as_str()) => {
            bail!("-o {}: no format for .{ending}; there are {}", output.display(), names(Format::value_variants()))
        }
        None => Ok(Format::Json),
    }
}

fn table_options(args: &ExtractArgs, format: Format) -> Result<TableOptions> {
    let wants = |flag: &str, given: bool, can: fn(Format) -> bool| {
        if given && !can(format) {
            let all: Vec<Format> = Format::value_variants().iter().copied().filter(|format| can(*format)).collect();
            bail!("{flag}: wants the format {}", names(&all));
        }
        Ok(())
    };
    wants("--layout", args.layout.is_some(), |format| format.default_layout().is_some())?;
    wants("--header", args.header.is_some(), Format::has_header)?;
    wants("--bom", args.bom, |format| format == Format::Csv)?;
    Ok(TableOptions { layout: args.layout, header: args.header, bom: args.bom })
}

/// The name of a format on the command line.
fn name(format: Format) -> String {
    format.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

fn names(formats: &[Format]) -> String {
    let names: Vec<String> = formats.iter().map(|format| name(*format)).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

/// A slip such as `extract a.txt -o a.txt` must not cost the report.
fn refuse_to_replace_an_input(output: Option<&Path>, inputs: &[Input]) -> Result<()> {
    let Some(target) = output.and_then(|output| fs::canonicalize(output).ok()).filter(|target| target.is_file()) else {
        return Ok(());
    };
    let is_target = |input: &Input| match input {
        Input::File(path) => {
            path.file_name() == target.file_name() && fs::canonicalize(path).is_ok_and(|p| p == target)
        }
        Input::Stdin | Input::Failed(_) => false,
    };
    if inputs.iter().any(is_target) {
        bail!("-o {}: a file of its own is wanted, this one is among the reports", target.display());
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

fn progress(wanted: bool, reports: usize) -> ProgressBar {
    if !wanted || !stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(reports as u64);
    match ProgressStyle::with_template("{wide_bar} {pos}/{len} reports, {eta} left") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
