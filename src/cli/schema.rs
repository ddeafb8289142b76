//! `zhifa schema`: the form of the output.

use std::io::Write;

use anyhow::Result;
use clap::{Args, ValueEnum};
use zhifa::lang::tell;
use zhifa::schema;

use super::examples::examples;
use super::output::Output;
use super::{Ending, PackArgs};

#[derive(Debug, Args)]
#[command(
    about = tell!("Print the form of the output, or the table of fields", "打印输出格式说明或字段表"),
    after_long_help = examples(&[("zhifa schema | jq '.\"$defs\" | keys'", tell!("the JSON Schema of the output", "输出的 JSON Schema")), ("zhifa schema -f csv", tell!("the fields as a table", "字段表")), ("zhifa schema -f markdown --rules my-rules", tell!("those of another rule pack", "另一规则包的字段表"))]),
)]
pub struct SchemaArgs {
    #[arg(short, long, value_enum, default_value_t = SchemaFormat::JsonSchema, help = tell!("What is printed", "打印什么"))]
    format: SchemaFormat,

    #[command(flatten)]
    pack: PackArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SchemaFormat {
    #[value(help = tell!("The JSON Schema of the output of extract -f json", "extract -f json 输出的 JSON Schema"))]
    JsonSchema,
    #[value(help = tell!("The fields as CSV", "字段表, CSV"))]
    Csv,
    #[value(help = tell!("The fields as a Markdown table", "字段表, Markdown"))]
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
