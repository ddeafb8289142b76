//! `zhifa schema`: the form of the output.

use std::io::Write;

use anyhow::Result;
use clap::{Args, ValueEnum};
use zhifa::schema;

use super::output::Output;
use super::{Ending, PackArgs};

/// Print the form of the output, or the table of fields (输出格式说明、字段表)
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// What is printed
    #[arg(short, long, value_enum, default_value_t = SchemaFormat::JsonSchema)]
    format: SchemaFormat,

    #[command(flatten)]
    pack: PackArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SchemaFormat {
    /// The JSON Schema of the output of `extract -f json`; a line of jsonl is its `$defs/Record`.
    JsonSchema,
    /// The fields as CSV.
    Csv,
    /// The fields as a Markdown table.
    Markdown,
}

pub fn run(args: &SchemaArgs) -> Result<Ending> {
    let pack = args.pack.pack()?;
    let mut output = Output::open(None)?;
    match args.format {
        SchemaFormat::JsonSchema => writeln!(output, "{:#}", schema::json_schema(pack))?,
        SchemaFormat::Csv => schema::write_csv(pack, &mut output)?,
        SchemaFormat::Markdown => schema::write_markdown(pack, &mut output)?,
    }
    output.complete()?;
    Ok(Ending::Done)
}
