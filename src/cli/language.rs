//! Which language the tool speaks: that of `--lang`, else of the locale.

use std::env;

use clap::ValueEnum;
use zhifa::lang::{self, Language, tell};

/// A language to speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Lang {
    #[default]
    #[value(help = tell!("That of the locale", "按系统语言"))]
    Auto,
    #[value(help = tell!("English", "英文"))]
    En,
    #[value(help = tell!("Chinese", "中文"))]
    Zh,
}

/// Sets the language of all messages. `--lang` is looked for before the command line is read, as its faults and its help are told
/// in that language.
pub fn choose() {
    let words: Vec<String> = env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let wanted = flag(&words, "--lang").and_then(|name| Lang::from_str(name, true).ok());
    lang::speak(match wanted.unwrap_or_default() {
        Lang::En => Language::En,
        Lang::Zh => Language::Zh,
        Lang::Auto => Language::of_locale(&locale()),
    });
}

/// The value of a flag among the words of a command line.
fn flag<'w>(words: &'w [String], name: &str) -> Option<&'w str> {
    let at = words.iter().take_while(|word| *word != "--").position(|word| word.starts_with(name))?;
    match words[at].strip_prefix(name)? {
        "" => words.get(at + 1).map(String::as_str),
        rest => rest.strip_prefix('='),
    }
}

/// The locale of messages, by the order of POSIX; empty where none is set.
fn locale() -> String {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| env::var(name).ok());
    set.into_iter().find(|value| !value.is_empty()).unwrap_or_default()
}
