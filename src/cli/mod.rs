//! Flags, messages and exit codes: the only place that prints.
//!
//! Owns the command line, one command a file. Data goes to the standard output or the file of `-o`, everything else to the
//! standard error. The exit code is 0 when all was done, 1 when some input failed, a bound was missed or `diff` found
//! something, 2 for wrong usage or broken rules, when nothing is written.

pub mod completions;
pub mod config;
pub mod diff;
pub mod eval;
mod examples;
pub mod explain;
pub mod extract;
#[cfg(feature = "gaps")]
pub mod gaps;
mod inputs;
mod interrupt;
mod language;
mod limits;
pub mod man;
mod marks;
mod messages;
mod nearest;
mod output;
pub mod panel;
mod progress;
pub mod rules;
pub mod schema;
mod settings;
mod start;
pub mod stream;
pub mod text;
mod usage;

use std::env;
use std::io::{self, ErrorKind};
use std::num::NonZeroUsize;
use std::panic;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;

use anyhow::{Result, anyhow};
use clap::{Args, Parser, Subcommand};
use unicode_width::UnicodeWidthStr;
use zhifa::batch::WORKER_NAME;
#[cfg(feature = "xlsx")]
use zhifa::export::xlsx::UNWRITTEN;
use zhifa::lang::tell;
use zhifa::record::Failure;
use zhifa::rules::{Pack, RuleErrors};

use examples::examples;
use limits::LimitArgs;
pub use start::start;

/// The command line.
#[derive(Debug, Parser)]
#[command(
    name = "zhifa",
    version,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    about = tell!("Read the figures out of Chinese enforcement reports", "从执法报告中提取数字"),
    long_about = tell!(
        "Read the figures out of Chinese enforcement reports.\n\nEvery number it prints is in the text, with its place. Nothing is guessed and nothing leaves the machine.",
        "从执法报告中提取数字。\n\n输出的每个数字都出自原文, 并注明位置。 不作猜测, 不联网。"
    ),
    after_long_help = examples(&[
        ("zhifa extract reports -o figures.csv", tell!("a folder of reports, one row a report", "一个文件夹, 每份报告一行")),
        ("zhifa explain report.html --field fine_amount", tell!("why a value is what it is", "一个数值的由来")),
        ("zhifa rules list", tell!("the fields", "有哪些字段")),
    ]),
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,

    // Looked at before the command line is read, with the two after it: see `start`.
    #[arg(long, global = true, hide_short_help = true, value_enum, value_name = "LANG", default_value_t, help = tell!("Speak English or Chinese", "用英文或中文"))]
    lang: language::Lang,

    #[arg(long, global = true, hide_short_help = true, value_enum, value_name = "WHEN", default_value_t, help = tell!("Use colour", "使用颜色"))]
    color: settings::Colour,

    #[arg(long, global = true, hide_short_help = true, value_enum, value_name = "FORMAT", default_value_t, help = tell!("How errors are written", "错误的形式"))]
    error_format: settings::ErrorFormat,

    #[arg(long, global = true, hide_short_help = true, help = tell!("Leave zhifa.toml aside", "不理会 zhifa.toml"))]
    pub no_config: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Extract(extract::ExtractArgs),
    Text(text::TextArgs),
    Explain(explain::ExplainArgs),
    #[cfg(feature = "gaps")]
    Gaps(gaps::GapsArgs),
    Panel(panel::PanelArgs),
    Diff(diff::DiffArgs),
    Eval(eval::EvalArgs),
    Rules(rules::RulesArgs),
    Schema(schema::SchemaArgs),
    Stream(stream::StreamArgs),
    Config(config::ConfigArgs),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
}

/// How a command ended that did not stop on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Everything was done.
    Done,
    /// Some input failed, a bound was missed or a difference found; the rest was done.
    Incomplete,
    /// It was broken off by Ctrl-C; what was done is kept.
    BrokenOff,
}

impl Ending {
    fn incomplete_if(incomplete: bool) -> Self {
        if incomplete { Self::Incomplete } else { Self::Done }
    }
}

/// The exit code, after a word on the standard error where one is due. Whoever closed the pipe wants no more: that is no
/// failure.
pub fn exit_code(outcome: Result<Ending>) -> ExitCode {
    match outcome {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::Incomplete) => ExitCode::from(1),
        Ok(Ending::BrokenOff) => ExitCode::from(interrupt::EXIT_CODE),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("zhifa: {error:#}"));
            ExitCode::from(2)
        }
    }
}

/// A panic inside one document becomes its failure: the thread that read it says nothing, unless a backtrace is wanted. So it is
/// with the one by which a workbook tells of a full disk.
pub fn quiet_panics() {
    if env::var_os("RUST_BACKTRACE").is_none() {
        let loud = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().name() != Some(WORKER_NAME) && !is_error_of_a_workbook(info) {
                loud(info);
            }
        }));
    }
}

/// Whether the exporter makes an error of it.
#[cfg(feature = "xlsx")]
fn is_error_of_a_workbook(info: &panic::PanicHookInfo<'_>) -> bool {
    info.payload().downcast_ref::<String>().is_some_and(|words| words.starts_with(UNWRITTEN))
}

#[cfg(not(feature = "xlsx"))]
fn is_error_of_a_workbook(_: &panic::PanicHookInfo<'_>) -> bool {
    false
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let io_error = |cause: &(dyn std::error::Error + 'static)| cause.downcast_ref::<io::Error>().map(io::Error::kind);
    error.chain().any(|cause| io_error(cause) == Some(ErrorKind::BrokenPipe))
}

/// Writes an error that no input failed with.
fn complain(line: &str) {
    settings::error("error", None, line.trim_start_matches("zhifa: "), line);
}

/// Tells of an input that failed.
fn tell_failure(failure: &Failure) {
    settings::error(&failure.code, Some(&failure.path), &messages::failure(failure), &failure_line(failure));
}

/// Padded to a display width, in which a Chinese character counts two.
fn padded(cell: &str, width: usize) -> String {
    format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width())))
}

/// The line of a failure.
fn failure_line(failure: &Failure) -> String {
    let Failure { path, code, .. } = failure;
    let line = format!("zhifa: {path}: {} [{code}]", messages::failure(failure));
    line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Which rules a command goes by.
#[derive(Debug, Args)]
pub struct PackArgs {
    #[arg(long, value_name = "DIR", help = tell!("Use the rules in this folder", "使用此文件夹中的规则包"), long_help = tell!("Use the rules in this folder instead of those built in, or over them where its pack.toml says `extends`.", "使用此文件夹中的规则包代替内置规则; 其 pack.toml 写有 `extends` 时, 叠加在内置规则之上。"))]
    rules: Option<PathBuf>,
}

impl PackArgs {
    /// The pack, which lives as long as the program.
    fn pack(&self) -> Result<&'static Pack> {
        self.pack_or(Pack::embedded)
    }

    /// The pack for a command that reads reports: the built-in one comes without its examples.
    fn reading(&self) -> Result<&'static Pack> {
        self.pack_or(Pack::embedded_without_examples)
    }

    fn pack_or(&self, embedded: fn() -> Result<&'static Pack, &'static RuleErrors>) -> Result<&'static Pack> {
        match &self.rules {
            None => embedded().map_err(anyhow::Error::msg),
            Some(folder) => match Pack::load(folder) {
                Ok(pack) => Ok(Box::leak(Box::new(pack))),
                Err(errors) => {
                    let folder = folder.display();
                    Err(anyhow!(tell!(
                        "--rules {folder}: not a rule pack that can be used\n{errors}",
                        "--rules {folder}: 不是可用的规则包\n{errors}"
                    )))
                }
            },
        }
    }
}

/// How many documents a command reads at once.
#[derive(Debug, Args)]
pub struct ThreadArgs {
    #[arg(short = 'j', long = "jobs", value_name = "N", help = tell!("Read N reports at once [default: the number of cores]", "同时读取 N 份报告 [默认: 处理器核数]"))]
    jobs: Option<NonZeroUsize>,
}

impl ThreadArgs {
    fn count(&self) -> NonZeroUsize {
        self.jobs.unwrap_or_else(|| thread::available_parallelism().unwrap_or(NonZeroUsize::MIN))
    }
}
