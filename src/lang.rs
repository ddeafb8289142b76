//! The language in which people are spoken to: English or Chinese.
//!
//! Owns [`tell!`], which takes both tellings of a message side by side, so that none can be missing, and the one language of
//! the process, which the command line sets. What is data never goes through here: records, failures and reasons in JSON are the
//! same bytes in every language.

use std::sync::OnceLock;

/// A language that messages are told in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Chinese, in simplified characters.
    Zh,
}

static SPOKEN: OnceLock<Language> = OnceLock::new();

/// Sets the language of this process. The first call counts.
pub fn speak(language: Language) {
    let _ = SPOKEN.set(language);
}

/// The language of this process; English until it is set.
pub fn spoken() -> Language {
    SPOKEN.get().copied().unwrap_or_default()
}

impl Language {
    /// The language of a locale such as `zh_CN.UTF-8`: Chinese for `zh`, else English.
    ///
    /// ```
    /// use zhifa::lang::Language;
    /// assert_eq!(Language::of_locale("zh_CN.UTF-8"), Language::Zh);
    /// assert_eq!(Language::of_locale("C"), Language::En);
    /// ```
    pub fn of_locale(locale: &str) -> Self {
        let name = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        if name.eq_ignore_ascii_case("zh") { Self::Zh } else { Self::En }
    }
}

/// A message in the language of the process, from its English and its Chinese telling: two format strings over the same names.
#[macro_export]
macro_rules! tell {
    ($en:literal, $zh:literal $(,)?) => {
        match $crate::lang::spoken() {
            $crate::lang::Language::En => ::std::format!($en),
            $crate::lang::Language::Zh => ::std::format!($zh),
        }
    };
}

pub use super::tell;
