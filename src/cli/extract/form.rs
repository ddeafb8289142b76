//! The form of the output: its format, and how a table is written.

use std::io::{IsTerminal, stdout};
use std::path::Path;

use anyhow::{Result, bail};
use clap::ValueEnum;
use zhifa::export::{Format, TableOptions};
use zhifa::lang::tell;

use super::ExtractArgs;
use crate::cli::start;

/// Endings of tables; another format under such a name would only be found out later.
const TABLE_ENDINGS: [&str; 8] = ["xlsx", "xls", "ods", "parquet", "sqlite", "sqlite3", "db", "tsv"];

/// The format asked for, or the one of the ending.
pub fn format(format: Option<Format>, output: Option<&Path>) -> Result<Format> {
    let Some(output) = output else {
        let format = format.unwrap_or(Format::Json);
        if !format.is_text() && stdout().is_terminal() {
            let name = name(format);
            bail!(tell!(
                "-f {name}: a file is wanted (-o FILE), this is a terminal",
                "-f {name}: 需要写入文件 (-o FILE), 这里是终端"
            ));
        }
        return Ok(format);
    };
    let ending = output.extension().unwrap_or_default().to_string_lossy();
    match format.or_else(|| Format::of_ending(&ending)) {
        Some(format) => Ok(format),
        None if TABLE_ENDINGS.contains(&ending.to_lowercase().as_str()) => {
            let (output, all) = (output.display(), names(Format::value_variants()));
            bail!(tell!(
                "-o {output}: no format for .{ending}; there are {all}",
                "-o {output}: .{ending} 没有对应的格式; 可用的有 {all}"
            ))
        }
        None => Ok(Format::Json),
    }
}

/// How a table is written. A flag that the format has no use for is refused where it was typed, and passed over where zhifa.toml
/// sets it.
pub fn table(args: &ExtractArgs, format: Format) -> Result<TableOptions> {
    let wants = |flag: &str, given: bool, can: fn(Format) -> bool| {
        if given && !can(format) && !start::set_by_file("extract", flag) {
            let all: Vec<Format> = Format::value_variants().iter().copied().filter(|format| can(*format)).collect();
            let all = names(&all);
            bail!(tell!("--{flag}: wants the format {all}", "--{flag}: 只适用于 {all} 格式"));
        }
        Ok(())
    };
    wants("layout", args.layout.is_some(), |format| format.default_layout().is_some())?;
    wants("header", args.header.is_some(), Format::has_header)?;
    wants("bom", args.bom, |format| format == Format::Csv)?;
    wants("resume", args.resume, Format::can_resume)?;
    Ok(TableOptions { layout: args.layout, header: args.header, bom: args.bom })
}

/// The name of a format on the command line.
fn name(format: Format) -> String {
    format.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

fn names(formats: &[Format]) -> String {
    let names: Vec<String> = formats.iter().map(|format| name(*format)).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => {
            let rest = rest.join(", ");
            tell!("{rest} or {last}", "{rest} 或 {last}")
        }
        _ => names.concat(),
    }
}
