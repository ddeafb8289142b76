//! From the words that were typed to a command: language, colour and the settings of zhifa.toml first, then the flags.

use std::env;
use std::process::ExitCode;
use std::sync::OnceLock;

use anyhow::Result;
use clap::{CommandFactory, FromArgMatches, ValueEnum};

use super::config::Config;
use super::language::{self, Lang};
use super::settings::{self, Colour, ErrorFormat};
use super::{Cli, usage};

/// The zhifa.toml that is used.
static FILE: OnceLock<Option<Config>> = OnceLock::new();

/// Whether zhifa.toml sets a flag of a command.
pub fn set_by_file(command: &str, flag: &str) -> bool {
    FILE.get().and_then(Option::as_ref).is_some_and(|config| config.source(command, flag).is_some())
}

/// The command line, or the exit code where help was asked for or something is wrong with it.
pub fn start() -> Result<Cli, ExitCode> {
    let words: Vec<String> = env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let config = if words.iter().any(|word| word == "--no-config") { Ok(None) } else { Config::find() };
    let of_file = |flag: &str| config.as_ref().ok().and_then(Option::as_ref).and_then(|config| config.of_all(flag));
    let of = |flag: &str| typed(&words, &format!("--{flag}")).or_else(|| of_file(flag)).map(str::to_owned);
    language::choose(choice::<Lang>(of("lang")));
    settings::settle(choice::<Colour>(of("color")), choice::<ErrorFormat>(of("error-format")));
    let config = config.map_err(|error| refuse(&error))?;
    let command = match &config {
        Some(config) => config.apply(Cli::command()).map_err(|error| refuse(&error))?,
        None => Cli::command(),
    };
    let _ = FILE.set(config);
    let matches = command.color(settings::colour_of_help()).try_get_matches();
    let cli = matches.and_then(|matches| Cli::from_arg_matches(&matches));
    cli.map_err(|error| usage::tell_of(&error))
}

/// A wrong value is told when the flags are read.
fn choice<T: ValueEnum + Default>(name: Option<String>) -> T {
    name.and_then(|name| T::from_str(&name, true).ok()).unwrap_or_default()
}

/// The value of a flag among the words of a command line.
fn typed<'w>(words: &'w [String], flag: &str) -> Option<&'w str> {
    let value = |(at, word): (usize, &'w String)| match word.strip_prefix(flag)? {
        "" => words.get(at + 1).map(String::as_str),
        rest => rest.strip_prefix('='),
    };
    words.iter().take_while(|word| *word != "--").enumerate().find_map(value)
}

fn refuse(error: &anyhow::Error) -> ExitCode {
    let message = format!("{error:#}");
    settings::error("usage", None, &message, &format!("zhifa: {message}"));
    ExitCode::from(2)
}
