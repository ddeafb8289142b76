//! What holds for the whole process and is settled before the command line is read: colour, and the form of errors.
//! (The language is in [`super::language`].)

use std::env;
use std::io::{self, IsTerminal, Write};
use std::sync::OnceLock;

use clap::{ColorChoice, ValueEnum};
use serde_json::json;
use zhifa::lang::tell;

/// When colour is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Colour {
    #[default]
    #[value(help = tell!("On a terminal, unless NO_COLOR is set", "在终端上, 且没有设置 NO_COLOR"))]
    Auto,
    #[value(help = tell!("Always", "总是"))]
    Always,
    #[value(help = tell!("Never", "从不"))]
    Never,
}

/// How errors are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ErrorFormat {
    #[default]
    #[value(help = tell!("A line for people", "供人阅读的一行"))]
    Text,
    #[value(help = tell!("An object a line: level, code, path, message", "每行一个对象: level、 code、 path、 message"))]
    Json,
}

static SETTLED: OnceLock<(Colour, ErrorFormat)> = OnceLock::new();

/// Settles both. The first call counts.
pub fn settle(colour: Colour, errors: ErrorFormat) {
    let _ = SETTLED.set((colour, errors));
}

fn settled() -> (Colour, ErrorFormat) {
    SETTLED.get().copied().unwrap_or_default()
}

/// Whether what goes to this stream is coloured.
pub fn coloured(stream: &impl IsTerminal) -> bool {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
    match settled().0 {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => {
            stream.is_terminal() && set("NO_COLOR").is_none() && set("TERM").is_none_or(|term| term != "dumb")
        }
    }
}

/// The same for help, which goes to the standard output.
pub fn colour_of_help() -> ColorChoice {
    if coloured(&io::stdout()) { ColorChoice::Always } else { ColorChoice::Never }
}

/// Writes an error to the standard error; when that is closed there is nobody to tell.
pub fn error(code: &str, path: Option<&str>, message: &str, line: &str) {
    let told = match settled().1 {
        ErrorFormat::Text => line.to_owned(),
        ErrorFormat::Json => json!({ "level": "error", "code": code, "path": path, "message": message }).to_string(),
    };
    let _ = writeln!(io::stderr(), "{told}");
}

/// Writes what is no error: how far a run is, a summary.
pub fn note(line: &str) {
    let told = match settled().1 {
        ErrorFormat::Text => line.to_owned(),
        ErrorFormat::Json => json!({ "level": "note", "message": line }).to_string(),
    };
    let _ = writeln!(io::stderr(), "{told}");
}
