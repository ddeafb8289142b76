//! `zhifa config`: the settings, and where each comes from.

mod file;

use std::env;
use std::io::Write;

use anyhow::Result;
use clap::{Arg, ArgAction, Args, Command, CommandFactory, Subcommand, ValueEnum};
use serde_json::json;
use zhifa::lang::tell;

use super::examples::examples;
use super::language;
use super::output::Output;
use super::{Cli, Ending, padded};
pub use file::Config;

#[derive(Debug, Args)]
#[command(
    about = tell!("Show the settings of zhifa.toml and of the environment", "查看 zhifa.toml 和环境变量的设置"),
    after_long_help = examples(&[
        ("zhifa config show", tell!("each setting and where it comes from", "各项设置及其来源")),
        ("zhifa config show -f json | jq -r .file", tell!("the file that was found", "找到的是哪个文件")),
        ("zhifa config show --no-config", tell!("as if there were none", "不理会 zhifa.toml")),
    ]),
)]
pub struct ConfigArgs {
    #[command(subcommand)]
    command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    Show(ShowArgs),
}

#[derive(Debug, Args)]
#[command(
    about = tell!("Show each setting and where it comes from", "列出各项设置及其来源"),
    long_about = tell!(
        "Show each setting and where it comes from.\n\nA file zhifa.toml, in the working folder or one above it, sets flags: `jobs = 4` for all commands that have it, `[extract]` and below it `layout = \"long\"` for one. Flags that are typed win; a flag without a value that the file sets is taken back by --no-config alone. Paths in `rules` go by the folder of the file.",
        "列出各项设置及其来源。\n\n工作文件夹或其上级的 zhifa.toml 可设置参数: `jobs = 4` 对所有有此参数的命令有效; `[extract]` 之下的 `layout = \"long\"` 只对该命令有效。 命令行优先; 文件中设为 true 的开关只能用 --no-config 取消。 `rules` 的路径相对于该文件所在的文件夹。"
    ),
    after_long_help = examples(&[
        ("zhifa config show", tell!("for people", "供人阅读")),
        ("zhifa config show -f json | jq '.settings[] | select(.source != \"default\")'", tell!("what is set", "只看设置过的")),
        ("zhifa config show --no-config", tell!("as if there were no file", "不理会 zhifa.toml")),
    ]),
)]
struct ShowArgs {
    #[arg(short, long, value_enum, default_value_t = ShowFormat::Text, help = tell!("How they are told", "结果的形式"))]
    format: ShowFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ShowFormat {
    #[value(help = tell!("For people", "供人阅读"))]
    Text,
    #[value(help = tell!("One object", "一个 JSON 对象"))]
    Json,
}

/// A setting: its name, its value, where that comes from.
struct Setting {
    name: String,
    value: String,
    source: String,
}

pub fn run(args: &ConfigArgs, no_config: bool) -> Result<Ending> {
    let ConfigCommand::Show(ShowArgs { format }) = &args.command;
    let config = if no_config { None } else { Config::find()? };
    let program = Cli::command();
    let program = config.as_ref().map_or(Ok(program.clone()), |config| config.apply(program))?;
    let mut settings = of_command(&program, "", config.as_ref());
    for command in program.get_subcommands() {
        settings.extend(of_command(command, command.get_name(), config.as_ref()));
    }
    let file = config.as_ref().map(|config| config.path().display().to_string());
    let mut output = Output::open(None)?;
    match format {
        ShowFormat::Json => {
            let settings = settings
                .iter()
                .map(|Setting { name, value, source }| json!({ "name": name, "value": value, "source": source }));
            let all = json!({ "file": file, "settings": settings.collect::<Vec<_>>() });
            writeln!(output, "{all:#}")?;
        }
        ShowFormat::Text => {
            let none = tell!("no zhifa.toml here or above", "此处及上级没有 zhifa.toml");
            writeln!(output, "{}", file.unwrap_or(none))?;
            for Setting { name, value, source } in settings {
                writeln!(output, "{} {} {source}", padded(&name, 28), padded(&value, 16))?;
            }
        }
    }
    output.complete()?;
    Ok(Ending::Done)
}

/// The flags of a command that have a value.
fn of_command(command: &Command, name: &str, config: Option<&Config>) -> Vec<Setting> {
    let flags = command.get_arguments().filter(|arg| !arg.is_positional() && !arg.is_global_set() || name.is_empty());
    flags.filter_map(|arg| setting(arg, name, config)).collect()
}

fn setting(arg: &Arg, command: &str, config: Option<&Config>) -> Option<Setting> {
    let flag = arg.get_long()?;
    if matches!(arg.get_action(), ArgAction::Help | ArgAction::Version) || flag == "no-config" {
        return None;
    }
    let set = config.and_then(|config| config.source(command, flag));
    let value = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect::<Vec<_>>().join(", ");
    let (value, source) = match (flag, set) {
        (_, Some(place)) => (value, place),
        ("lang", None) => (language::name(), language::source()),
        ("color", None) if env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) => {
            ("never".to_owned(), "NO_COLOR".to_owned())
        }
        _ if value.is_empty() => return None,
        _ => (value, "default".to_owned()),
    };
    let name = if command.is_empty() { flag.to_owned() } else { format!("{command}.{flag}") };
    Some(Setting { name, value, source })
}
