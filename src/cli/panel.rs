//! `zhifa panel`: reports over the years as a panel.

use std::io::{self, IsTerminal, Write, stdout};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use zhifa::batch::{self, Input};
#[cfg(feature = "parquet")]
use zhifa::export::Parquet;
use zhifa::export::{Csv, Field, Generator, Header};
use zhifa::lang::tell;
use zhifa::panel::tables::Which;
use zhifa::panel::{Builder, Disagreement, LeftOut, Panel};
use zhifa::pipeline::Reader;
use zhifa::reread;
use zhifa::rules::Pack;

use super::examples::examples;
use super::extract::{fields, generator, refuse_to_replace_an_input, unwritten};
use super::inputs::InputArgs;
use super::limits::LimitArgs;
use super::output::Output;
use super::settings::note;
use super::{Ending, PackArgs, ThreadArgs, tell_failure};

/// The lines of a kind that are told on the standard error.
const TOLD: usize = 10;

#[derive(Debug, Args)]
#[command(
    about = tell!("Put reports over the years into a panel", "把历年报告汇成面板"),
    long_about = tell!("Put reports over the years into a panel: a row for each region and year.\n\nA report stands for the year of its reporting period, which is one year or, of an annual report, lies in one. Of two reports of one region, kind of agency and year, an annual report is taken first, then the one with the longer period, with more values, published later; the other is listed. Where a report states a figure for the year before that cannot be that year's own, the two are listed.", "把历年报告汇成面板: 每个地区每年一行。\n\n报告归入其报告期所在的年份。 同一地区、 同类机关、 同一年有两份报告时, 先取年度报告, 再取期间更长、 数值更多、 公布更晚的一份, 另一份列出。 报告所述上年数字与上年报告不符的, 一并列出。"),
    after_long_help = examples(&[("zhifa panel reports -o panel.csv", tell!("one row a region and year", "每地每年一行")), ("zhifa panel reports -o cells.csv --table cells", tell!("one row a value, with its source", "每个数值一行, 附出处")), ("zhifa panel old.jsonl -o panel.html", tell!("charts, from what extract wrote", "用 extract 的输出画图"))]) + &tell!("\n\nExit code: 0 all done; 1 some input failed, the others are in; 2 wrong usage or broken rules.", "\n\n退出码: 0 全部完成; 1 部分输入失败, 其余已计入; 2 用法或规则有误。"),
)]
pub struct PanelArgs {
    #[command(flatten)]
    inputs: InputArgs,

    #[arg(short, long, help = tell!("The format [default: by the ending of -o, else csv]", "格式 [默认: 按 -o 的后缀, 否则 csv]"))]
    format: Option<PanelFormat>,

    #[arg(short, long, value_name = "FILE", help = tell!("Write to FILE, which is replaced when all is done", "写入 FILE, 全部完成后才替换"))]
    output: Option<PathBuf>,

    #[arg(long, value_name = "TABLE", help = tell!("csv, parquet: which table [default: panel]", "csv、 parquet: 哪张表 [默认: panel]"))]
    table: Option<Which>,

    #[arg(long, hide_short_help = true, help = tell!("csv, xlsx: names of the columns [default: csv id, xlsx both]", "csv、 xlsx: 列名 [默认: csv 为 id, xlsx 两者]"))]
    header: Option<Header>,

    #[arg(long, hide_short_help = true, help = tell!("csv: begin with a byte order mark, for older spreadsheets", "csv: 开头加 BOM, 防止旧表格软件乱码"))]
    bom: bool,

    #[arg(long, help = tell!("Let reports of a part of a year stand for it", "半年、 季度报告也可代表该年"), long_help = tell!("Let reports of a part of a year stand for it where there is no better one.", "没有更好的报告时, 半年、 季度报告也可代表该年。"))]
    any_period: bool,

    #[command(flatten)]
    threads: ThreadArgs,

    #[command(flatten)]
    pack: PackArgs,

    #[command(flatten)]
    limits: LimitArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PanelFormat {
    #[value(help = tell!("One table, for spreadsheets", "一张表"))]
    Csv,
    #[value(help = tell!("One object with all tables", "一个对象, 含全部表"))]
    Json,
    #[value(help = tell!("A workbook with all tables, the sources as notes", "工作簿, 含全部表, 出处为批注"))]
    #[cfg(feature = "xlsx")]
    Xlsx,
    #[value(help = tell!("One table for programs, with exact types", "供程序读取的表, 类型精确"))]
    #[cfg(feature = "parquet")]
    Parquet,
    #[value(help = tell!("A picture: a map of fields by reports, and a chart a field", "图: 字段与报告的分布, 每个字段一幅"))]
    #[cfg(feature = "plot")]
    Svg,
    #[value(help = tell!("The picture on a page, with the disagreements", "网页, 含图和不一致之处"))]
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
    let pack = args.pack.reading()?;
    let inputs = args.inputs.inputs()?;
    refuse_to_replace_an_input(args.output.as_deref(), &inputs)?;
    let mut builder = Builder::new(fields(pack), args.any_period);
    let failed = read(args, inputs, pack, &mut builder)?;
    let panel = builder.finish();
    let unwritten = || unwritten(args.output.as_deref());
    let mut output = Output::open(args.output.as_deref())?;
    write(&panel, format, args, &generator(pack), &mut output).with_context(unwritten)?;
    output.complete().with_context(unwritten)?;
    summarize(&panel);
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
                tell_failure(&failure);
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
            let (ending, all) = (ending.unwrap_or_default(), all(|_| true));
            bail!(tell!("-o: no format for .{ending}; there are {all}", "-o: .{ending} 没有对应的格式; 可用的有 {all}"))
        }
    };
    let wants = |flag: &str, given: bool, fit: fn(PanelFormat) -> bool| {
        if given && !fit(format) {
            let all = all(fit);
            bail!(tell!("{flag}: wants one of the formats {all}", "{flag}: 只适用于 {all} 格式"));
        }
        Ok(())
    };
    wants("--table", args.table.is_some(), PanelFormat::is_table)?;
    wants("--header", args.header.is_some(), PanelFormat::has_header)?;
    wants("--bom", args.bom, |format| format == PanelFormat::Csv)?;
    let is_text = !matches!(format.name().as_str(), "xlsx" | "parquet");
    if args.output.is_none() && !is_text && stdout().is_terminal() {
        let name = format.name();
        bail!(tell!(
            "-f {name}: a file is wanted (-o FILE), this is a terminal",
            "-f {name}: 需要写入文件 (-o FILE), 这里是终端"
        ));
    }
    Ok(format)
}

/// What was left out and what disagrees, in short.
fn summarize(panel: &Panel) {
    list("left-out", panel.left_out.iter().map(left_out));
    list("disagreements", panel.disagreements.iter().filter_map(|it| disagreement(panel, it)));
}

fn left_out(report: &LeftOut) -> String {
    let path = &report.path;
    let instead = report.instead.as_deref().map(|path| format!(": {path}")).unwrap_or_default();
    let (en, zh) = (report.reason.told(), report.reason.told_in_chinese());
    tell!("{path}: left out, it {en}{instead}", "{path}: 未采用, {zh}{instead}")
}

fn disagreement(panel: &Panel, disagreement: &Disagreement) -> Option<String> {
    let (report, own) = panel.own(disagreement)?;
    let row = &panel.rows[disagreement.row];
    let (region, year) = (&row.subject.region, row.year);
    let Field { id, zh, .. } = &panel.fields[disagreement.field];
    let (here, there) =
        (format!("{}:{}", report.path, own.line), format!("{}:{}", disagreement.path, disagreement.later.line));
    let (value, later) = (own.value.normalize(), disagreement.later.value.normalize());
    Some(tell!(
        "{here}: {id} of {region} {year} is {value}, but {later} at {there}",
        "{here}: {region} {year} 年{zh}为 {value}, 而 {there} 作 {later}"
    ))
}

fn list(table: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.collect();
    for line in lines.iter().take(TOLD) {
        note(&format!("zhifa: {line}").replace(char::is_control, " "));
    }
    if lines.len() > TOLD {
        let more = lines.len() - TOLD;
        note(&tell!(
            "zhifa: and {more} more; --table {table} lists all",
            "zhifa: 还有 {more} 项; --table {table} 列出全部"
        ));
    }
}
