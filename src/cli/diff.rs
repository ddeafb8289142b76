//! `zhifa diff`: what changed between two outputs.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use zhifa::{diff, reread};

use super::Ending;
use super::output::Output;

const EXAMPLES: &str = "\
Examples (示例):
  zhifa extract reports/ -o old.jsonl
  zhifa extract reports/ -o new.jsonl --rules my-rules
  zhifa diff old.jsonl new.jsonl               what the rules changed (规则改动的影响)

Exit code (退出码): 0 nothing changed; 1 something did; 2 wrong usage, or a file that cannot be read.";

/// Tell what changed between two outputs of extract (比较两次提取结果)
///
/// Reports are paired by path, or where that changed by their bytes. Told are the headline values, figures, warnings and statements
/// of the document that B gained, lost or changed, by field, with their places; not which rule found a figure.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct DiffArgs {
    /// The one output of extract: a json, jsonl or sqlite file, or - for json or jsonl on the standard input
    #[arg(value_name = "A")]
    a: PathBuf,

    /// The other
    #[arg(value_name = "B")]
    b: PathBuf,

    /// How the result is told
    #[arg(short, long, value_enum, default_value_t = DiffFormat::Text)]
    format: DiffFormat,

    /// Tell differences of this field alone; may be given again (只看此字段)
    #[arg(long, value_name = "FIELD")]
    field: Vec<String>,

    /// Write to FILE, which is replaced when all is done, not to the standard output (输出文件)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    /// A summary and the differences, for people.
    Text,
    /// One object.
    Json,
}

pub fn run(args: &DiffArgs) -> Result<Ending> {
    if args.a == Path::new("-") && args.b == Path::new("-") {
        bail!("diff - -: the standard input can be one of the two only");
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
