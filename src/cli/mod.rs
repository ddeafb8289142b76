//! Flags, messages and exit codes: the only place that prints.
//!
//! Owns the command line, one command a file. Data goes to the standard output or the file of `-o`, everything else to the
//! standard error. The exit code is 0 when all was done, 1 when some input failed, a bound was missed or `diff` found
//! something, 2 for wrong usage or broken rules, when nothing is written.

pub mod diff;
pub mod eval;
mod examples;
pub mod explain;
pub mod extract;
#[cfg(feature = "gaps")]
pub mod gaps;
mod inputs;
mod interrupt;
pub mod language;
mod limits;
mod marks;
mod messages;
mod output;
pub mod panel;
mod progress;
pub mod rules;
pub mod schema;
pub mod stream;
pub mod text;

use std::env;
use std::io::{self, ErrorKind, Write};
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
use zhifa::rules::Pack;

use limits::LimitArgs;

/// Read the figures out of Chinese enforcement reports (执法报告数字提取).
///
/// Every number it prints is in the text, with its place. Nothing is guessed and nothing leaves the machine.
#[derive(Debug, Parser)]
#[command(name = "zhifa", version, arg_required_else_help = true, disable_help_subcommand = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,

    #[arg(long, global = true, value_enum, value_name = "LANG", default_value_t, help = tell!("Speak English or Chinese; auto goes by the locale", "用英文或中文; auto 按系统语言"))]
    lang: language::Lang,
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

/// Writes a line to the standard error; when that is closed there is nobody to tell.
fn complain(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
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
    /// Use the rule pack in this folder, not the one built in, or over it where its pack.toml says `extends` (规则包目录)
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
}

impl PackArgs {
    /// The pack, which lives as long as the program.
    fn pack(&self) -> Result<&'static Pack> {
        match &self.rules {
            None => Pack::embedded().map_err(|errors| anyhow!("{errors}")),
            Some(folder) => match Pack::load(folder) {
                Ok(pack) => Ok(Box::leak(Box::new(pack))),
                Err(errors) => Err(anyhow!("--rules {}: not a rule pack that can be used\n{errors}", folder.display())),
            },
        }
    }
}

/// How many documents a command reads at once.
#[derive(Debug, Args)]
pub struct ThreadArgs {
    /// Read N reports at once [default: the number of cores]
    #[arg(short = 'j', long = "jobs", value_name = "N")]
    jobs: Option<NonZeroUsize>,
}

impl ThreadArgs {
    fn count(&self) -> NonZeroUsize {
        self.jobs.unwrap_or_else(|| thread::available_parallelism().unwrap_or(NonZeroUsize::MIN))
    }
}
