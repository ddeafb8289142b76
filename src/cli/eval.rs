//! `zhifa eval`: how right the records are, against gold.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Result, anyhow};
use clap::{Args, ValueEnum};
use glob::Pattern;
use rust_decimal::Decimal;
use zhifa::batch::{self, Input};
use zhifa::eval::{self, Case, Evaluation, Reading};
use zhifa::pipeline::{Examination, Reader};
use zhifa::rules::Pack;

use super::output::Output;
use super::{Ending, LimitArgs, PackArgs, ThreadArgs, complain, failure_line};

/// Compare with gold files: precision, recall and F1, and each difference with its place (对照标注评测)
///
/// The folder holds reports (NAME.txt, NAME.html …) and beside each a NAME.gold.json with what must come out. The exit code is
/// 1 when a report failed, the evidence of a figure does not hold, or a bound is missed.
#[derive(Debug, Args)]
pub struct EvalArgs {
    /// The folder with reports and gold
    #[arg(value_name = "GOLD_DIR")]
    folder: PathBuf,

    /// How the result is told
    #[arg(short, long, value_enum, default_value_t = EvalFormat::Table)]
    format: EvalFormat,

    /// Only the reports whose NAME fits, with * and ?
    #[arg(long, value_name = "GLOB")]
    only: Option<Pattern>,

    /// Fail when F1 of the headlines is below X, from 0 to 1
    #[arg(long, value_name = "X", value_parser = share)]
    min_headline_f1: Option<Decimal>,

    /// Fail when F1 of the figures is below X, from 0 to 1
    #[arg(long, value_name = "X", value_parser = share)]
    min_figures_f1: Option<Decimal>,

    /// Fail when the share of matched figures with the right period is below X, from 0 to 1
    #[arg(long, value_name = "X", value_parser = share)]
    min_period: Option<Decimal>,

    #[command(flatten)]
    threads: ThreadArgs,

    #[command(flatten)]
    pack: PackArgs,

    #[command(flatten)]
    limits: LimitArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EvalFormat {
    /// A table and the differences, for people.
    Table,
    /// One object.
    Json,
}

pub fn run(args: &EvalArgs) -> Result<Ending> {
    let pack = args.pack.pack()?;
    let cases = eval::cases(&args.folder, args.only.as_ref())?;
    let evaluation = evaluate(args, pack, &cases)?;
    let mut output = Output::open(None)?;
    match args.format {
        EvalFormat::Table => evaluation.write_table(&mut output)?,
        EvalFormat::Json => {
            serde_json::to_writer_pretty(&mut output, &evaluation).map_err(std::io::Error::from)?;
            writeln!(output)?;
        }
    }
    output.complete()?;
    let missed = missed_bounds(args, &evaluation);
    for line in &missed {
        complain(line);
    }
    let broken = evaluation.evidence.right < evaluation.evidence.of;
    Ok(Ending::incomplete_if(broken || !missed.is_empty() || !evaluation.failures.is_empty()))
}

fn evaluate(args: &EvalArgs, pack: &Pack, cases: &[Case]) -> Result<Evaluation> {
    let limits = args.limits.limits();
    let reader = Reader::new(pack).within(limits.clone());
    let read = |path: &str, bytes: &[u8]| {
        let Examination { record, text, turned_down, .. } = reader.examine(path, bytes)?;
        Ok(Reading { record, text, turned_down })
    };
    let zh =
        |id: &str| pack.fields.iter().find(|field| field.id == id).map_or_else(String::new, |field| field.zh.clone());
    let mut evaluation = Evaluation::new(pack.fields.iter().map(|field| field.id.clone()));
    let inputs: Vec<Input> = cases.iter().map(|case| Input::File(case.report.clone())).collect();
    let mut turn = cases.iter();
    batch::run(inputs, args.threads.count(), &limits, read, |outcome| {
        let case = turn.next().ok_or_else(|| anyhow!("more outcomes than reports"))?;
        evaluation.compare(case, outcome.as_ref().ok(), zh);
        if let Err(failure) = outcome {
            complain(&failure_line(&failure));
            evaluation.failures.push(failure);
        }
        Ok::<_, anyhow::Error>(())
    })?;
    Ok(evaluation)
}

/// A line for each bound that is missed. Where there is nothing to count, nothing is missed.
fn missed_bounds(args: &EvalArgs, evaluation: &Evaluation) -> Vec<String> {
    let bounds = [
        ("--min-headline-f1", args.min_headline_f1, evaluation.headlines.f1()),
        ("--min-figures-f1", args.min_figures_f1, evaluation.figures.f1()),
        ("--min-period", args.min_period, evaluation.figure_periods.ratio()),
    ];
    let missed = bounds.into_iter().filter_map(|(flag, bound, reached)| Some((flag, bound?, reached?)));
    let missed = missed.filter(|(_, bound, reached)| reached < bound);
    missed.map(|(flag, bound, reached)| format!("zhifa: {flag} {bound}: reached only {reached:.4}")).collect()
}

fn share(argument: &str) -> Result<Decimal, String> {
    let share = argument.parse().ok().filter(|share| (Decimal::ZERO..=Decimal::ONE).contains(share));
    share.ok_or_else(|| "a number from 0 to 1 is wanted".into())
}
