//! `zhifa panel`: reports over the years as a panel.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write, stdout};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use zhifa::batch::{self, Input};
#[cfg(feature = "parquet")]
use zhifa::export::Parquet;
use zhifa::export::{Csv, Generator, Header};
use zhifa::panel::tables::Which;
use zhifa::panel::{Builder, Panel};
use zhifa::pipeline::Reader;
use zhifa::reread;
use zhifa::rules::Pack;

use super::extract::{fields, generator, refuse_to_replace_an_input};
use super::inputs::InputArgs;
use super::limits::LimitArgs;
use super::output::Output;
use super::{Ending, PackArgs, ThreadArgs, complain, failure_line};

/// The lines of a kind that are told on the standard error.
const TOLD: usize = 10;

const EXAMPLES: &str = "\
Examples (示例):
  zhifa panel reports/ -o panel.csv                    one row a region and year (每地每年一行)
  zhifa panel reports/ -o cells.csv --table cells      one row a value, with its source (每个数值的出处)
  zhifa panel out.jsonl -o panel.html                  charts, from what extract wrote (图表)

Exit code (退出码): 0 all done; 1 some input failed, the others are in; 2 wrong usage or broken rules.";

/// Put reports of several years into a panel: a row for each region and year (历年报告汇成面板)
///
/// A report stands for the year of its reporting period, which is one year or, of an annual report, lies in one. Of two reports of
/// one region, kind of agency and year, an annual report is taken first, then the one with the longer period, with more values, published later; the other is
/// listed. Where a report states a figure for the year before that cannot be that year's own, the two are listed.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct PanelArgs {
    #[command(flatten)]
    inputs: InputArgs,

    /// The output format [default: by the ending of the file of -o, else csv] (输出格式)
    #[arg(short, long)]
    format: Option<PanelFormat>,

    /// Write to FILE, which is replaced when all is done, not to the standard output (输出文件)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// csv, parquet: which table [default: panel] (哪张表)
    #[arg(long, value_name = "TABLE")]
    table: Option<Which>,

    /// csv, xlsx: column names by field id or in Chinese [default: csv id, xlsx both] (列名)
    #[arg(long)]
    header: Option<Header>,

    /// csv: begin with a byte order mark, by which older spreadsheets know UTF-8 (加 BOM，防止表格软件乱码)
    #[arg(long)]
    bom: bool,

    /// Let reports of a part of a year stand for it where there is no better one (半年、季度报告也可代表该年)
    #[arg(long)]
    any_period: bool,

    #[command(flatten)]
    threads: ThreadArgs,

    #[command(flatten)]
    limits: LimitArgs,

    #[command(flatten)]
    pack: PackArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PanelFormat {
    /// One table, for spreadsheets.
    Csv,
    /// One object with all tables.
    Json,
    /// A workbook with all tables, the sources as notes.
    #[cfg(feature = "xlsx")]
    Xlsx,
    /// One table for programs, with exact types.
    #[cfg(feature = "parquet")]
    Parquet,
    /// A picture: a map of fields by reports, and a chart a field.
    #[cfg(feature = "plot")]
    Svg,
    /// The picture on a page, with the disagreements.
    #[cfg(feature = "plot")]
    Html,
}

impl PanelFormat {
    /// Whether it holds one table, which can be chosen.
    fn is_table(self) -> bool {
        match self {
            Self::Csv => true,
            #[cfg(feature = "parquet")]
            Self::Parquet => true,
            _ => false,
        }
    }

    /// Whether it has names of columns to choose.
    fn has_header(self) -> bool {
        match self {
            Self::Csv => true,
            #[cfg(feature = "xlsx")]
            Self::Xlsx => true,
            _ => false,
        }
    }

    /// The name on the command line.
    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

pub fn run(args: &PanelArgs) -> Result<Ending> {
    let format = format(args)?;
    let pack = args.pack.pack()?;
    let inputs = args.inputs.inputs()?;
    refuse_to_replace_an_input(args.output.as_deref(), &inputs)?;
    let mut builder = Builder::new(fields(pack), args.any_period);
    let failed = read(args, inputs, pack, &mut builder)?;
    let panel = builder.finish();
    let unwritten = || match &args.output {
        Some(file) => format!("-o {}: not written", file.display()),
        None => "standard output: not written to its end".to_owned(),
    };
    let mut output = Output::open(args.output.as_deref())?;
    write(&panel, format, args, &generator(pack), &mut output).with_context(unwritten)?;
    output.complete().with_context(unwritten)?;
    tell(&panel);
    Ok(Ending::incomplete_if(failed > 0))
}

/// Reads reports and outputs of extract; the number of those that failed comes back.
fn read(args: &PanelArgs, inputs: Vec<Input>, pack: &'static Pack, builder: &mut Builder) -> Result<usize> {
    let (outputs, reports): (Vec<Input>, Vec<Input>) = inputs.into_iter().partition(is_output);
    let limits = args.limits.limits();
    let reader = Reader::new(pack).within(limits.clone());
    let mut failed = 0;
    let read = |path: &str, bytes: &[u8]| reader.read(path, bytes);
    batch::run(reports, args.threads.count(), &limits, read, |outcome| {
        match outcome {
            Ok(record) => builder.report(&record),
            Err(failure) => {
                failed += 1;
                complain(&failure_line(&failure));
            }
        }
        Ok::<_, anyhow::Error>(())
    })?;
    for output in outputs {
        let Input::File(path) = output else { continue };
        for record in reread::read(&path) {
            builder.report(&record?);
        }
    }
    Ok(failed)
}

/// Whether a file is an output of extract, by its ending. No folder is walked for such files: they are named.
fn is_output(input: &Input) -> bool {
    let Input::File(path) = input else { return false };
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    matches!(ending.as_deref(), Some("json" | "jsonl" | "ndjson" | "sqlite" | "sqlite3" | "db"))
}

fn write(
    panel: &Panel,
    format: PanelFormat,
    args: &PanelArgs,
    generator: &Generator,
    output: &mut Output,
) -> io::Result<()> {
    let which = args.table.unwrap_or_default();
    match format {
        PanelFormat::Csv => {
            let header = args.header.unwrap_or_default();
            panel.write(which, &mut Csv::begin(&panel.columns(which), header, args.bom, output)?)
        }
        PanelFormat::Json => {
            serde_json::to_writer_pretty(&mut *output, &panel.to_json(generator))?;
            writeln!(output)
        }
        #[cfg(feature = "xlsx")]
        PanelFormat::Xlsx => panel.write_workbook(args.header, output),
        #[cfg(feature = "parquet")]
        PanelFormat::Parquet => panel.write(which, &mut Parquet::begin(panel.columns(which), generator, output)?),
        #[cfg(feature = "plot")]
        PanelFormat::Svg => writeln!(output, "{}", panel.to_svg()),
        #[cfg(feature = "plot")]
        PanelFormat::Html => write!(output, "{}", panel.to_html()),
    }
}

fn format(args: &PanelArgs) -> Result<PanelFormat> {
    let ending = args.output.as_deref().and_then(Path::extension).map(|ending| ending.to_string_lossy().to_lowercase());
    let by_ending = ending.as_deref().map(|ending| PanelFormat::from_str(ending, false));
    let all = |fit: fn(PanelFormat) -> bool| {
        let formats = PanelFormat::value_variants().iter().filter(|format| fit(**format));
        formats.map(|format| format.name()).collect::<Vec<_>>().join(", ")
    };
    let format = match (args.format, by_ending) {
        (Some(format), _) | (None, Some(Ok(format))) => format,
        (None, None) => PanelFormat::Csv,
        (None, Some(Err(_))) => {
            bail!("-o: no format for .{}; there are {}", ending.unwrap_or_default(), all(|_| true))
        }
    };
    let wants = |flag: &str, given: bool, fit: fn(PanelFormat) -> bool| {
        if given && !fit(format) {
            bail!("{flag}: wants one of the formats {}", all(fit));
        }
        Ok(())
    };
    wants("--table", args.table.is_some(), PanelFormat::is_table)?;
    wants("--header", args.header.is_some(), PanelFormat::has_header)?;
    wants("--bom", args.bom, |format| format == PanelFormat::Csv)?;
    let is_text = !matches!(format.name().as_str(), "xlsx" | "parquet");
    if args.output.is_none() && !is_text && stdout().is_terminal() {
        bail!("-f {}: a file is wanted (-o FILE), this is a terminal", format.name());
    }
    Ok(format)
}

/// What was left out and what disagrees, in short.
fn tell(panel: &Panel) {
    list(
        "left-out",
        panel.left_out.iter().map(|left_out| {
            let instead = left_out.instead.as_deref().map(|path| format!(": {path}")).unwrap_or_default();
            format!("{}: left out, it {}{instead}", left_out.path, left_out.reason.told())
        }),
    );
    list(
        "disagreements",
        panel.disagreements.iter().filter_map(|disagreement| {
            let (report, own) = panel.own(disagreement)?;
            let (row, later) = (&panel.rows[disagreement.row], &disagreement.later);
            let field = &panel.fields[disagreement.field].id;
            Some(format!(
                "{}:{}: {field} of {} {} is {}, but {} at {}:{}",
                report.path,
                own.line,
                row.subject.region,
                row.year,
                own.value.normalize(),
                later.value.normalize(),
                disagreement.path,
                later.line
            ))
        }),
    );
}

fn list(table: &str, lines: impl Iterator<Item = impl Display>) {
    let lines: Vec<String> = lines.map(|line| line.to_string()).collect();
    for line in lines.iter().take(TOLD) {
        complain(&format!("zhifa: {line}").replace(char::is_control, " "));
    }
    if lines.len() > TOLD {
        complain(&format!("zhifa: and {} more; --table {table} lists all", lines.len() - TOLD));
    }
}
