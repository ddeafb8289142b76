//! `zhifa text`: the decoded source text, as offsets count in it.

use std::io::Write;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use zhifa::batch::{self, Input};
use zhifa::pipeline::Reader;

use super::output::Output;
use super::{Ending, LimitArgs, PackArgs, complain, failure_line};

/// Print the text of a report, as start and end count in it (打印解码后的原文)
#[derive(Debug, Args)]
pub struct TextArgs {
    /// The report, or - for the standard input
    #[arg(value_name = "PATH")]
    path: PathBuf,

    #[command(flatten)]
    pack: PackArgs,

    #[command(flatten)]
    limits: LimitArgs,
}

pub fn run(args: &TextArgs) -> Result<Ending> {
    let limits = args.limits.limits();
    let reader = Reader::new(args.pack.pack()?).within(limits.clone());
    // A folder is no text: it is not walked but fails.
    let stdin = args.path.as_os_str() == "-";
    let input = if stdin { Input::Stdin } else { Input::File(args.path.clone()) };
    let mut output = Output::open(None)?;
    let mut ending = Ending::Done;
    let read = |path: &str, bytes: &[u8]| reader.source_text(path, bytes);
    batch::run(vec![input], NonZeroUsize::MIN, &limits, read, |outcome| match outcome {
        Ok(text) => output.write_all(text.as_bytes()),
        Err(failure) => {
            ending = Ending::Incomplete;
            complain(&failure_line(&failure));
            Ok(())
        }
    })?;
    output.complete()?;
    Ok(ending)
}
