//! What clap has to say, help and faults of the command line, in the language that is spoken.
//!
//! clap speaks English. Its help is turned into Chinese by its few fixed words, as all others are ours; its faults are told anew from
//! their kind and what they concern.

use std::error::Error as _;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use zhifa::lang::{Language, spoken};

use super::settings::{self, coloured};

/// The fixed words of clap's help, the longer ones first.
const WORDS: [(&str, &str); 17] = [
    ("Print help (see more with '--help')", "显示帮助 (--help 更详细)"),
    ("Print help (see a summary with '-h')", "显示帮助 (-h 更简短)"),
    ("Print help", "显示帮助"),
    ("Print version", "显示版本"),
    ("Usage:", "用法:"),
    ("Commands:", "命令:"),
    ("Arguments:", "参数:"),
    ("Options:", "选项:"),
    ("Bounds:", "上限:"),
    ("Possible values:", "可选值:"),
    ("[possible values:", "[可选:"),
    ("[default:", "[默认:"),
    ("[OPTIONS]", "[选项]"),
    ("<COMMAND>", "<命令>"),
    ("[COMMAND]", "[命令]"),
    ("(see a summary with '-h')", "(-h 更简短)"),
    ("(see more with '--help')", "(--help 更详细)"),
];

/// Prints what clap says; the exit code comes back.
pub fn tell_of(error: &Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let shown = translated(&rendered(error, coloured(&io::stdout())));
            let _ = write!(io::stdout(), "{shown}");
            ExitCode::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = write!(io::stderr(), "{}", translated(&rendered(error, coloured(&io::stderr()))));
            ExitCode::from(2)
        }
        _ => {
            let plain = rendered(error, false);
            let line = match spoken() {
                Language::En => rendered(error, coloured(&io::stderr())),
                Language::Zh => chinese(error),
            };
            let message = match spoken() {
                Language::En => plain.trim_start_matches("error: ").to_owned(),
                Language::Zh => line.trim_start_matches("zhifa: ").to_owned(),
            };
            settings::error("usage", None, message.trim_end(), line.trim_end());
            ExitCode::from(2)
        }
    }
}

fn rendered(error: &Error, colour: bool) -> String {
    let rendered = error.render();
    if colour { rendered.ansi().to_string() } else { rendered.to_string() }
}

/// Help in the language that is spoken.
pub fn translated(help: &str) -> String {
    match spoken() {
        Language::En => help.to_owned(),
        Language::Zh => WORDS.iter().fold(help.to_owned(), |help, (en, zh)| help.replace(en, zh)),
    }
}

/// A fault of the command line, in Chinese.
fn chinese(error: &Error) -> String {
    let of = |kind| error.get(kind).map(words).unwrap_or_default();
    let (arg, value) = (of(ContextKind::InvalidArg), of(ContextKind::InvalidValue));
    let told = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有 {arg} 这个参数"),
        ErrorKind::InvalidSubcommand => format!("没有 {} 这个命令", of(ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue if value.is_empty() => format!("{arg} 需要一个值"),
        ErrorKind::InvalidValue => format!("{arg}: 没有 {value} 这个值"),
        ErrorKind::ValueValidation => {
            let cause = error.source().map(|cause| format!(" ({cause})")).unwrap_or_default();
            format!("{arg}: {value} 不能用作它的值{cause}")
        }
        ErrorKind::MissingRequiredArgument => format!("缺少 {arg}"),
        ErrorKind::MissingSubcommand => format!("缺少命令: {}", of(ContextKind::ValidSubcommand)),
        ErrorKind::ArgumentConflict => match of(ContextKind::PriorArg) {
            prior if prior == arg => format!("{arg} 只能给出一次"),
            prior => format!("{arg} 不能与 {prior} 同用"),
        },
        ErrorKind::NoEquals => format!("{arg} 的值要用 = 给出"),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("{arg} 的值的个数不对")
        }
        ErrorKind::InvalidUtf8 => "有的参数不是 UTF-8".to_owned(),
        _ => format!("用法有误 {arg} {value}"),
    };
    let mut lines = vec![format!("zhifa: {}", told.trim_end())];
    let suggested = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    lines.extend(suggested.iter().filter_map(|kind| error.get(*kind)).map(|near| format!("  是不是 {}?", words(near))));
    lines.extend(error.get(ContextKind::ValidValue).map(|all| format!("  可选: {}", words(all))));
    lines.extend(error.get(ContextKind::Usage).map(|usage| translated(words(usage).trim())));
    lines.push("详见 --help".to_owned());
    lines.join("\n")
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::String(word) => word.clone(),
        ContextValue::Strings(words) => words.join(", "),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(texts) => texts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        ContextValue::Number(number) => number.to_string(),
        ContextValue::Bool(flag) => flag.to_string(),
        _ => String::new(),
    }
}
