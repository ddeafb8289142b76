//! Reads one TOML file of a pack and notes everything that is wrong with it.
//!
//! Owns [`Reader`]: typed look-ups in a TOML tree that knows its places. A look-up that fails notes a fault and gives an
//! empty value, so that one run finds all faults; whoever holds the reader must look at its errors before using the values.

use std::ops::Range;

use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::diagnostic::{RuleError, Source, suggest};
use super::notation::{NotationError, unclean};

/// The keys a table may have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keys {
    pub required: &'static [&'static str],
    pub optional: &'static [&'static str],
}

/// A string of the file.
#[derive(Debug, Clone, Default)]
pub(super) struct Text {
    /// What it says.
    pub value: String,
    /// Where it stands, quotes included, in bytes of the file.
    pub span: Range<usize>,
    /// Where its characters start, if the file has them as they are, without escapes.
    verbatim: Option<usize>,
}

impl Text {
    /// The bytes of the file that hold the range of the value: the whole string where it has escapes.
    pub fn place(&self, offset: usize, len: usize) -> Range<usize> {
        self.verbatim.map_or(self.span.clone(), |start| start + offset..start + offset + len)
    }
}

/// A table of the file and where it, or its header, stands.
pub(super) struct Table<'t> {
    pub entries: &'t DeTable<'t>,
    pub span: Range<usize>,
}

/// Looks things up in one file.
pub(super) struct Reader {
    pub source: Source,
    errors: Vec<RuleError>,
}

impl Reader {
    pub fn new(source: Source) -> Self {
        Self { source, errors: Vec::new() }
    }

    /// The faults, in the order of the text.
    pub fn into_errors(mut self) -> Vec<RuleError> {
        self.errors.sort_by_key(|error| error.span.start);
        self.errors
    }

    /// Notes a fault.
    pub fn report(&mut self, span: Range<usize>, message: impl Into<String>, help: Option<String>) {
        self.errors.push(RuleError::new(&self.source, span, message, help));
    }

    /// Notes a fault in the notation of `text`.
    pub fn report_notation(&mut self, text: &Text, error: NotationError) {
        self.report(text.place(error.offset, error.len), error.message, error.help);
    }

    /// Notes the faults of the syntax.
    pub fn report_syntax(&mut self, errors: Vec<toml::de::Error>) {
        for error in errors {
            let span = error.span().unwrap_or_default();
            let help = error.message().contains("escape").then(|| r"in '…' quotes, `\` needs no escape".to_owned());
            self.report(span, error.message(), help);
        }
    }

    /// Notes keys that are unknown or missing.
    pub fn check(&mut self, table: &Table<'_>, keys: Keys) {
        let known = || keys.required.iter().chain(keys.optional).copied();
        for key in table.entries.keys() {
            if !known().any(|name| name == key.get_ref()) {
                self.report(key.span(), format!("unknown key `{}`", key.get_ref()), suggest(key.get_ref(), known()));
            }
        }
        for name in keys.required.iter().filter(|name| !table.entries.contains_key(**name)) {
            self.report(table.span.clone(), format!("the key `{name}` is missing"), None);
        }
    }

    fn expected(&mut self, wanted: &str, value: &Spanned<DeValue<'_>>) {
        let message = format!("expected {wanted}, found {}", with_article(value.get_ref().type_str()));
        self.report(value.span(), message, None);
    }

    /// The string under `key`.
    pub fn text(&mut self, table: &Table<'_>, key: &str) -> Option<Text> {
        self.as_text(table.entries.get(key)?, "a string")
    }

    /// The string under `key`, empty where there is none.
    pub fn string(&mut self, table: &Table<'_>, key: &str) -> String {
        self.text(table, key).unwrap_or_default().value
    }

    /// The string under `key`, or each of a list of strings.
    pub fn texts(&mut self, table: &Table<'_>, key: &str) -> Vec<Text> {
        table.entries.get(key).map(|value| self.as_texts(value)).unwrap_or_default()
    }

    /// A string, or each of a list of strings.
    pub fn as_texts(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<Text> {
        match value.get_ref() {
            DeValue::Array(items) => {
                let mut texts = Vec::with_capacity(items.len());
                texts.extend(items.iter().filter_map(|item| self.as_text(item, "a string")));
                texts
            }
            _ => self.as_text(value, "a string or a list of strings").into_iter().collect(),
        }
    }

    fn as_text(&mut self, value: &Spanned<DeValue<'_>>, wanted: &str) -> Option<Text> {
        let DeValue::String(string) = value.get_ref() else {
            self.expected(wanted, value);
            return None;
        };
        let raw = self.source.text.get(value.span()).unwrap_or_default();
        let verbatim = [r#"""""#, "'''", "\"", "'"].iter().find_map(|quote| {
            let inner = raw.strip_prefix(quote)?.strip_suffix(quote)?;
            (inner == string).then_some(value.span().start + quote.len())
        });
        Some(Text { value: string.to_string(), span: value.span(), verbatim })
    }

    /// Strings that are matched as they are, in which nothing may stand that no clean text holds.
    pub fn plain_words(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<String> {
        let words = self.as_texts(value);
        for word in &words {
            let fault = word.value.char_indices().find_map(|(at, c)| Some((at, c.len_utf8(), unclean(c)?)));
            if let Some((offset, len, (message, help))) = fault {
                self.report(word.place(offset, len), message, Some(help));
            } else if word.value.is_empty() {
                self.report(word.span.clone(), "the text is empty", None);
            }
        }
        words.into_iter().map(|word| word.value).collect()
    }

    /// The truth value under `key`, false where there is none.
    pub fn flag(&mut self, table: &Table<'_>, key: &str) -> bool {
        let Some(value) = table.entries.get(key) else { return false };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.expected("true or false", value);
            false
        })
    }

    /// What the word under `key` stands for.
    pub fn choice<T: Copy>(&mut self, table: &Table<'_>, key: &str, allowed: &[(&str, T)]) -> Option<T> {
        let text = self.text(table, key)?;
        self.chosen(&text, key, allowed)
    }

    /// What the word, or each of the words, under `key` stands for.
    pub fn choices<T: Copy>(&mut self, table: &Table<'_>, key: &str, allowed: &[(&str, T)]) -> Vec<T> {
        let texts = self.texts(table, key);
        texts.iter().filter_map(|text| self.chosen(text, key, allowed)).collect()
    }

    fn chosen<T: Copy>(&mut self, text: &Text, key: &str, allowed: &[(&str, T)]) -> Option<T> {
        let found = allowed.iter().find(|(name, _)| *name == text.value);
        if found.is_none() {
            let names: Vec<String> = allowed.iter().map(|(name, _)| format!("`{name}`")).collect();
            let help = Some(format!("allowed: {}", names.join(", ")));
            self.report(text.span.clone(), format!("`{}` is no {key}", text.value), help);
        }
        found.map(|&(_, meaning)| meaning)
    }

    /// The number under `key`, exactly as the file writes it.
    pub fn decimal(&mut self, table: &Table<'_>, key: &str) -> Option<Decimal> {
        let value = table.entries.get(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(integer) if integer.radix() == 10 => Decimal::from_str_exact(integer.as_str()).ok(),
            DeValue::Float(float) => Decimal::from_str_exact(float.as_str()).ok(),
            DeValue::String(string) => Decimal::from_str_exact(string).ok(),
            DeValue::Integer(_) => None,
            _ => {
                self.expected("a number", value);
                return None;
            }
        };
        if number.is_none() {
            let help = Some("write it out in decimal digits: 1234.56".to_owned());
            self.report(value.span(), "not an exact decimal number", help);
        }
        number
    }

    /// The table under `key`.
    pub fn table<'t>(&mut self, table: &Table<'t>, key: &str) -> Option<Table<'t>> {
        self.as_table(table.entries.get(key)?)
    }

    /// The tables under `key`, each checked for its keys.
    pub fn tables<'t>(&mut self, table: &Table<'t>, key: &str, keys: Keys) -> Vec<Table<'t>> {
        let Some(value) = table.entries.get(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.expected("a list of tables", value);
            return Vec::new();
        };
        let tables: Vec<Table<'t>> = items.iter().filter_map(|item| self.as_table(item)).collect();
        for table in &tables {
            self.check(table, keys);
        }
        tables
    }

    /// `value` as a table.
    pub fn as_table<'t>(&mut self, value: &'t Spanned<DeValue<'t>>) -> Option<Table<'t>> {
        let entries = value.get_ref().as_table();
        if entries.is_none() {
            self.expected("a table", value);
        }
        Some(Table { entries: entries?, span: value.span() })
    }
}

fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}
