//! `zhifa diff`: what changed between two outputs.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use zhifa::lang::tell;
use zhifa::{diff, reread};

use super::Ending;
use super::examples::examples;
use super::output::Output;

#[derive(Debug, Args)]
#[command(
    about = tell!("Tell what changed between two outputs of extract", "比较两次提取的结果"),
    long_about = tell!("Tell what changed between two outputs of extract.\n\nReports are paired by path, or where that changed by their bytes. Told are the headline values, figures, warnings and statements of the document that B gained, lost or changed, by field, with their places; not which rule found a figure.", "比较两次提取的结果。\n\n报告按路径配对, 路径变了则按内容配对。 按字段列出 B 新增、 缺少和改变的主值、 数字、 警告和文件信息, 并注明位置; 由哪条规则找到不算差别。"),
    after_long_help = examples(&[("zhifa diff old.jsonl new.jsonl", tell!("what is different in the second", "后一次与前一次的差别")), ("zhifa diff old.jsonl new.jsonl --field fine_amount", tell!("of one field alone", "只看一个字段")), ("zhifa diff old.jsonl new.jsonl -f json | jq keys", tell!("as JSON, for programs", "JSON 形式, 供程序使用"))]) + &tell!("\n\nExit code: 0 nothing changed; 1 something did; 2 wrong usage, or a file that cannot be read.", "\n\n退出码: 0 没有差别; 1 有差别; 2 用法有误或文件无法读取。"),
)]
pub struct DiffArgs {
    #[arg(value_name = "A", help = tell!("The one output (json, jsonl, sqlite), or - for json or jsonl", "前一次的输出 (json、 jsonl、 sqlite); - 为标准输入, json 或 jsonl"))]
    a: PathBuf,

    #[arg(value_name = "B", help = tell!("The other", "后一次的输出"))]
    b: PathBuf,

    #[arg(short, long, value_enum, default_value_t = DiffFormat::Text, help = tell!("How the result is told", "结果的形式"))]
    format: DiffFormat,

    #[arg(long, value_name = "FIELD", help = tell!("Tell differences of this field alone; may be given again", "只看此字段, 可多次给出"))]
    field: Vec<String>,

    #[arg(short, long, value_name = "FILE", help = tell!("Write to FILE, which is replaced when all is done", "写入 FILE, 全部完成后才替换"))]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    #[value(help = tell!("For people", "供人阅读"))]
    Text,
    #[value(help = tell!("One object", "一个 JSON 对象"))]
    Json,
}

pub fn run(args: &DiffArgs) -> Result<Ending> {
    if args.a == Path::new("-") && args.b == Path::new("-") {
        bail!(tell!("diff - -: the standard input can be one of the two only", "diff - -: 标准输入只能作其中之一"));
    }
    let open = |path: &Path| (path.to_string_lossy().into_owned(), reread::read(path));
    let comparison = diff::compare(open(&args.a), open(&args.b), &args.field)?;
    let mut output = Output::open(args.output.as_deref())?;
    match args.format {
        DiffFormat::Text => comparison.write_text(&mut output)?,
        DiffFormat::Json => {
            serde_json::to_writer_pretty(&mut output, &comparison).map_err(std::io::Error::from)?;
            writeln!(output)?;
        }
    }
    output.complete()?;
    Ok(Ending::incomplete_if(!comparison.is_empty()))
}
