//! `zhifa text`: the decoded source text, as offsets count in it.

use std::io::Write;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use zhifa::batch;
use zhifa::lang::tell;
use zhifa::pipeline::Reader;

use super::examples::examples;
use super::output::Output;
use super::{Ending, LimitArgs, PackArgs, tell_failure};

#[derive(Debug, Args)]
#[command(
    about = tell!("Print the text of a report, as start and end count in it", "打印报告的原文, start 和 end 按它计数"),
    after_long_help = examples(&[("zhifa text report.html", tell!("the report without the page around it", "网页中的报告正文")), ("zhifa text report.html > report.txt", tell!("kept as a file", "存为文件")), ("cat report.html | zhifa text -", tell!("from the standard input", "读标准输入"))]),
)]
pub struct TextArgs {
    #[arg(value_name = "PATH", help = tell!("The report, or - for the standard input", "报告, - 为标准输入"))]
    path: PathBuf,

    #[command(flatten)]
    pack: PackArgs,

    #[command(flatten)]
    limits: LimitArgs,
}

pub fn run(args: &TextArgs) -> Result<Ending> {
    let limits = args.limits.limits();
    let reader = Reader::new(args.pack.reading()?).within(limits.clone());
    // A folder is no text: it is not walked but fails.
    let input = batch::named(&args.path);
    let mut output = Output::open(None)?;
    let mut ending = Ending::Done;
    let read = |path: &str, bytes: &[u8]| reader.source_text(path, bytes);
    batch::run(vec![input], NonZeroUsize::MIN, &limits, read, |outcome| match outcome {
        Ok(text) => output.write_all(text.as_bytes()),
        Err(failure) => {
            ending = Ending::Incomplete;
            tell_failure(&failure);
            Ok(())
        }
    })?;
    output.complete()?;
    Ok(ending)
}
