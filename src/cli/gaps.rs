//! `zhifa gaps`: what no rule claims, over a folder of reports.

use std::io::{self, Write};

use anyhow::{Result, anyhow};
use clap::{Args, ValueEnum};
use serde_json::json;
use zhifa::batch;
use zhifa::explain::Excerpt;
use zhifa::gaps::skeleton::{addition, skeleton};
use zhifa::gaps::{Example, Gap, Gaps};
use zhifa::lang::tell;
use zhifa::pipeline::Reader;

use super::examples::examples;
use super::inputs::InputArgs;
use super::marks::Marks;
use super::output::Output;
use super::rules::find;
use super::{Ending, LimitArgs, PackArgs, ThreadArgs, padded, tell_failure};

#[derive(Debug, Args)]
#[command(
    about = tell!("List the numbers that no rule claims", "列出没有规则认领的数字"),
    after_long_help = examples(&[("zhifa gaps reports", tell!("by the words around them, most frequent first", "按前后用语分组, 从多到少")), ("zhifa gaps reports --most 5 -f json | jq .documents", tell!("the first groups, as JSON", "前几组, JSON 形式")), ("zhifa gaps reports --skeleton 1", tell!("a rule file to start from, for the first group", "为第一组生成规则文件的初稿"))]),
)]
pub struct GapsArgs {
    #[command(flatten)]
    inputs: InputArgs,

    #[arg(short, long, value_enum, default_value_t = GapsFormat::Text, help = tell!("How they are told", "结果的形式"))]
    format: GapsFormat,

    #[arg(long, value_name = "N", default_value_t = 50, help = tell!("Show the N most frequent groups", "显示最多的 N 组"))]
    most: usize,

    #[arg(long, value_name = "N", conflicts_with = "format", help = tell!("Print a rule file to start from, for group N", "为第 N 组打印规则文件的初稿"))]
    skeleton: Option<usize>,

    #[arg(
        long,
        value_name = "FIELD",
        requires = "skeleton",
        help = tell!("The rule file adds to this field, it makes no new one", "规则文件补充这个已有字段, 不新建字段"),
    )]
    add_to: Option<String>,

    #[command(flatten)]
    threads: ThreadArgs,

    #[command(flatten)]
    pack: PackArgs,

    #[command(flatten)]
    limits: LimitArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GapsFormat {
    #[value(help = tell!("For people", "供人阅读"))]
    Text,
    #[value(help = tell!("One object", "一个 JSON 对象"))]
    Json,
}

pub fn run(args: &GapsArgs) -> Result<Ending> {
    let pack = args.pack.reading()?;
    let limits = args.limits.limits();
    let reader = Reader::new(pack).within(limits.clone());
    let mut gaps = Gaps::default();
    let mut failed = 0;
    let read = |path: &str, bytes: &[u8]| {
        let examination = reader.examine(path, bytes)?;
        Ok((path.to_owned(), reader.unclaimed(&examination)))
    };
    batch::run(args.inputs.inputs()?, args.threads.count(), &limits, read, |outcome| {
        match outcome {
            Ok((path, unclaimed)) => gaps.add(&path, &unclaimed),
            Err(failure) => {
                failed += 1;
                tell_failure(&failure);
            }
        }
        Ok::<_, anyhow::Error>(())
    })?;
    let (documents, quantities) = (gaps.documents(), gaps.quantities());
    let groups = gaps.groups();
    let shown = &groups[..groups.len().min(args.most)];
    let mut out = Output::open(None)?;
    match (args.skeleton, args.format) {
        (Some(number), _) => {
            let group = number.checked_sub(1).and_then(|at| groups.get(at));
            let group = group.ok_or_else(|| {
                let groups = groups.len();
                anyhow!(tell!(
                    "--skeleton {number}: there are {groups} groups",
                    "--skeleton {number}: 共有 {groups} 组"
                ))
            })?;
            let file = match &args.add_to {
                Some(field) => addition(group, find(pack, field)?),
                None => skeleton(group, pack),
            };
            write!(out, "{file}")?;
        }
        (None, GapsFormat::Json) => {
            let all = json!({ "documents": documents, "quantities": quantities, "groups": shown });
            serde_json::to_writer_pretty(&mut out, &all).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        (None, GapsFormat::Text) => {
            writeln!(out, "{quantities} quantities without a rule in {documents} documents, {} groups", groups.len())?;
            table(shown, &mut out)?;
        }
    }
    out.complete()?;
    Ok(Ending::incomplete_if(failed > 0))
}

fn table(groups: &[Gap], out: &mut impl Write) -> io::Result<()> {
    let marks = Marks::of_stdout();
    for (number, gap) in (1..).zip(groups) {
        let words = [gap.with.as_deref().unwrap_or_default(), &gap.head].concat();
        let said = format!("{words}<{}>{}", gap.measure, gap.object.as_deref().unwrap_or_default());
        let line = format!("{number:>4}  {}  {} times, {} documents", padded(&said, 24), gap.count, gap.documents);
        writeln!(out, "\n{}", marks.heading(&line))?;
        for Example { path, line, sentence, at, .. } in &gap.examples {
            writeln!(out, "      {path}:{line}")?;
            marks.excerpt(&Excerpt { text: sentence.clone(), marks: Vec::from_iter(Some(at.clone())) }, out)?;
        }
    }
    Ok(())
}
