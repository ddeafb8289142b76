//! Which language the tool speaks: that of `--lang` or zhifa.toml, else of the locale.

use std::env;

use clap::ValueEnum;
use zhifa::lang::{self, Language, spoken, tell};

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

/// Sets the language of all messages.
pub fn choose(wanted: Lang) {
    lang::speak(match wanted {
        Lang::En => Language::En,
        Lang::Zh => Language::Zh,
        Lang::Auto => Language::of_locale(&locale().map(|(_, value)| value).unwrap_or_default()),
    });
}

/// The language that is spoken, as `--lang` names it.
pub fn name() -> String {
    match spoken() {
        Language::En => "en",
        Language::Zh => "zh",
    }
    .to_owned()
}

/// What of the environment decides the language where nothing else does.
pub fn source() -> String {
    locale().map_or_else(|| "default".to_owned(), |(name, value)| format!("{name}={value}"))
}

/// The variable of the locale of messages, by the order of POSIX, and its value.
fn locale() -> Option<(&'static str, String)> {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| Some((name, env::var(name).ok()?)));
    set.into_iter().find(|(_, value)| !value.is_empty())
}
