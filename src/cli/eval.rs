//! `zhifa eval`: how right the records are, against gold.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Result, anyhow};
use clap::{Args, ValueEnum};
use glob::Pattern;
use rust_decimal::Decimal;
use zhifa::batch::{self, Input};
use zhifa::eval::{self, Case, Evaluation, Reading};
use zhifa::lang::tell;
use zhifa::pipeline::{Examination, Reader};
use zhifa::rules::Pack;

use super::examples::examples;
use super::output::Output;
use super::{Ending, LimitArgs, PackArgs, ThreadArgs, complain, tell_failure};

#[derive(Debug, Args)]
#[command(
    about = tell!("Tell how right it is, against gold files", "对照标注评测准确度"),
    long_about = tell!("Tell how right it is, against gold files: precision, recall and F1, and each difference with its place.\n\nThe folder holds reports (NAME.txt, NAME.html …) and beside each a NAME.gold.json with what must come out. The exit code is 1 when a report failed, the evidence of a figure does not hold, or a bound is missed.", "对照标注评测准确度: 准确率、 召回率、 F1, 以及每处差别的位置。\n\n文件夹中是报告 (NAME.txt、 NAME.html ……), 旁边的 NAME.gold.json 写明应得的结果。 有报告失败、 数字的依据不成立或低于下限时, 退出码为 1。"),
    after_long_help = examples(&[("zhifa eval gold", tell!("precision, recall and F1, and each difference", "准确率、 召回率、 F1 和每处差别")), ("zhifa eval gold --only 'city-*' -f json | jq .headlines", tell!("some of the reports, as JSON", "部分报告, JSON 形式")), ("zhifa eval gold --min-headline-f1 0.9", tell!("fail below a bound, for checks", "低于下限即失败, 供自动检查"))]),
)]
pub struct EvalArgs {
    #[arg(value_name = "GOLD_DIR", help = tell!("The folder with reports and gold", "报告和标注所在的文件夹"))]
    folder: PathBuf,

    #[arg(short, long, value_enum, default_value_t = EvalFormat::Table, help = tell!("How the result is told", "结果的形式"))]
    format: EvalFormat,

    #[arg(long, value_name = "GLOB", help = tell!("Only the reports whose NAME fits, with * and ?", "只评测名称符合的报告, 可用 * 和 ?"))]
    only: Option<Pattern>,

    #[arg(long, value_name = "X", value_parser = share, help = tell!("Fail when F1 of the headlines is below X, from 0 to 1", "主值的 F1 低于 X (0 到 1) 即失败"))]
    min_headline_f1: Option<Decimal>,

    #[arg(long, value_name = "X", value_parser = share, help = tell!("Fail when F1 of the figures is below X", "数字的 F1 低于 X 即失败"))]
    min_figures_f1: Option<Decimal>,

    #[arg(long, value_name = "X", value_parser = share, help = tell!("Fail when the share of right periods is below X", "期间正确的比例低于 X 即失败"))]
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
    #[value(help = tell!("For people", "供人阅读"))]
    Table,
    #[value(help = tell!("One object", "一个 JSON 对象"))]
    Json,
}

pub fn run(args: &EvalArgs) -> Result<Ending> {
    let pack = args.pack.reading()?;
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
        let case = turn.next().ok_or_else(|| anyhow!(tell!("more outcomes than reports", "结果多于报告")))?;
        evaluation.compare(case, outcome.as_ref().ok(), zh);
        if let Err(failure) = outcome {
            tell_failure(&failure);
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
    missed
        .map(|(flag, bound, reached)| {
            tell!("zhifa: {flag} {bound}: reached only {reached:.4}", "zhifa: {flag} {bound}: 只达到 {reached:.4}")
        })
        .collect()
}

fn share(argument: &str) -> Result<Decimal, String> {
    let share = argument.parse().ok().filter(|share| (Decimal::ZERO..=Decimal::ONE).contains(share));
    share.ok_or_else(|| tell!("a number from 0 to 1 is wanted", "需要 0 到 1 的数"))
}
