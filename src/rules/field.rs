//! Reads a field's file.
//!
//! In: the TOML tree of one file and what the pack shares. Out: a [`Field`], with every fault noted in the reader.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::OnceLock;

use toml::de::DeTable;

use super::diagnostic::suggest;
use super::notation::{self, NotationError, Sequence};
use super::reader::{Keys, Reader, Table, Text};
use super::vocabulary::Vocabulary;
use super::{Counterexample, Example, Expected, Field, Form, Group, Pattern};
use crate::record::{Scope, Unit};

const FIELD: Keys = Keys {
    required: &["zh", "en", "group", "unit", "counts", "excludes"],
    optional: &["topics", "pattern", "example", "counterexample", "known_gap"],
};
/// The keys of a file that adds to a field of the pack below.
const ADDITION: Keys =
    Keys { required: &["add"], optional: &["topics", "pattern", "example", "counterexample", "known_gap"] };
const PATTERN: Keys =
    Keys { required: &["id"], optional: &["match", "regex", "not", "under", "unless", "scope", "shares"] };
/// The keys of the tables that only `rules test` and those who read the rules look at.
pub(super) const EXAMPLES: [&str; 3] = ["example", "counterexample", "known_gap"];
const EXAMPLE: Keys = Keys { required: &["text", "expect"], optional: &["others", "why"] };
const COUNTEREXAMPLE: Keys = Keys { required: &["text", "why"], optional: &["others"] };
const KNOWN_GAP: Keys = Keys { required: &["text", "expect", "why"], optional: &[] };
const EXPECTED: Keys =
    Keys { required: &["value"], optional: &["qualifier", "upper", "scope", "change_pct", "text", "quote"] };

const UNITS: &[(&str, Unit)] = &[("count", Unit::Count), ("CNY", Unit::Cny), ("percent", Unit::Percent)];
const SCOPES: &[(&str, Scope)] = &[("total", Scope::Total), ("part", Scope::Part), ("campaign", Scope::Campaign)];
const QUALIFIERS: &[(&str, &str)] =
    &[("exact", "exact"), ("approx", "approx"), ("over", "over"), ("under", "under"), ("range", "range")];

/// What the fields of a pack share.
pub(super) struct Shared<'a> {
    pub vocabulary: &'a Vocabulary,
    pub groups: &'a BTreeMap<String, Group>,
    /// The ids of all fields.
    pub fields: &'a [String],
}

/// A regular expression and where it stands.
pub(super) type RegexText = Text;

/// Reads the field `id` from its file.
pub(super) fn read(reader: &mut Reader, root: &DeTable<'_>, id: &str, shared: &Shared<'_>) -> (Field, Vec<RegexText>) {
    FieldReader { reader, id, shared, regexes: Vec::new() }.field(&Table { entries: root, span: 0..0 })
}

/// Whether a file adds to a field of the pack below it.
pub(super) fn adds(root: &DeTable<'_>) -> bool {
    root.get("add").is_some_and(|value| value.get_ref().as_bool() == Some(true))
}

/// Adds what a file says to the field `below`.
pub(super) fn add(reader: &mut Reader, root: &DeTable<'_>, below: &mut Field, shared: &Shared<'_>) -> Vec<RegexText> {
    let table = &Table { entries: root, span: 0..0 };
    reader.check(table, ADDITION);
    let id = below.id.clone();
    let mut file = FieldReader { reader, id: &id, shared, regexes: Vec::new() };
    let name = |pattern: &Pattern| pattern.id.rsplit('/').next().map(str::to_owned);
    let taken = below.patterns.iter().filter_map(name).collect();
    below.topics.extend(file.words(table, "topics").0);
    below.patterns.extend(file.patterns(table, taken));
    below.examples.extend(file.examples(table, "example", EXAMPLE));
    below.counterexamples.extend(file.counterexamples(table));
    below.known_gaps.extend(file.examples(table, "known_gap", KNOWN_GAP));
    file.regexes
}

struct FieldReader<'a> {
    reader: &'a mut Reader,
    id: &'a str,
    shared: &'a Shared<'a>,
    regexes: Vec<RegexText>,
}

impl FieldReader<'_> {
    fn field(mut self, table: &Table<'_>) -> (Field, Vec<RegexText>) {
        self.reader.check(table, FIELD);
        let field = Field {
            id: self.id.to_owned(),
            zh: self.reader.string(table, "zh"),
            en: self.reader.string(table, "en"),
            group: self.group(table),
            unit: self.reader.choice(table, "unit", UNITS).unwrap_or(Unit::Count),
            counts: self.reader.string(table, "counts"),
            excludes: self.reader.string(table, "excludes"),
            topics: self.words(table, "topics").0,
            patterns: self.patterns(table, BTreeSet::new()),
            examples: self.examples(table, "example", EXAMPLE),
            counterexamples: self.counterexamples(table),
            known_gaps: self.examples(table, "known_gap", KNOWN_GAP),
        };
        (field, self.regexes)
    }

    fn group(&mut self, table: &Table<'_>) -> String {
        let Some(group) = self.reader.text(table, "group") else { return String::new() };
        if !self.shared.groups.contains_key(&group.value) {
            let help = suggest(&group.value, self.shared.groups.keys().map(String::as_str));
            self.reader.report(group.span, format!("no group `{}` in [groups] of pack.toml", group.value), help);
        }
        group.value
    }

    /// The patterns of a file, whose ids must not be among those `seen`.
    fn patterns(&mut self, field: &Table<'_>, mut seen: BTreeSet<String>) -> Vec<Pattern> {
        let tables = self.reader.tables(field, "pattern", PATTERN);
        tables.iter().map(|table| self.pattern(table, &mut seen)).collect()
    }

    fn pattern(&mut self, table: &Table<'_>, seen: &mut BTreeSet<String>) -> Pattern {
        let name = self.pattern_name(table, seen);
        let scope = self.reader.choice(table, "scope", &SCOPES[1..]);
        let (not, not_sources) = self.words(table, "not");
        let (under, under_sources) = self.words(table, "under");
        let (unless, unless_sources) = self.words(table, "unless");
        Pattern {
            id: format!("{}/{name}", self.id),
            forms: self.forms(table),
            not,
            not_sources,
            under,
            under_sources,
            unless,
            unless_sources,
            scope,
            shares: self.reader.flag(table, "shares"),
        }
    }

    fn pattern_name(&mut self, table: &Table<'_>, seen: &mut BTreeSet<String>) -> String {
        let Some(name) = self.reader.text(table, "id") else { return String::new() };
        let spelled = name.value.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c));
        if name.value.is_empty() || !spelled {
            let help = Some("lower-case letters, digits and `-`, for example `decision-documents`".to_owned());
            self.reader.report(name.span, format!("`{}` is no pattern id", name.value), help);
        } else if !seen.insert(name.value.clone()) {
            self.reader.report(name.span, format!("a pattern above has the id `{}` already", name.value), None);
        }
        name.value
    }

    fn forms(&mut self, table: &Table<'_>) -> Vec<Form> {
        match (table.entries.get_key_value("match"), table.entries.get_key_value("regex")) {
            (Some(_), Some((key, _))) => {
                self.reader.report(key.span(), "a pattern has `match` or `regex`, not both", None);
                Vec::new()
            }
            (Some((key, _)), None) => {
                let texts = self.reader.texts(table, "match");
                if texts.is_empty() {
                    self.reader.report(key.span(), "`match` holds no text", None);
                }
                self.parsed(&texts, notation::parse_form)
            }
            (None, Some(_)) => self.regex(table).into_iter().collect(),
            (None, None) => {
                self.reader.report(table.span.clone(), "the key `match` is missing", None);
                Vec::new()
            }
        }
    }

    fn regex(&mut self, table: &Table<'_>) -> Option<Form> {
        let text = self.reader.text(table, "regex")?;
        // Only the syntax: to compile takes a thousand times as long and is left to the first use or to `Pack::check_regexes`.
        if let Err(error) = regex_syntax::ast::parse::Parser::new().parse(&text.value) {
            let span = error.span();
            let place = text.place(span.start.offset, span.end.offset - span.start.offset);
            self.reader.report(place, error.kind().to_string(), None);
        }
        let form = Form::Regex { source: text.value.clone(), compiled: OnceLock::new() };
        self.regexes.push(text);
        Some(form)
    }

    /// Notation texts in which no quantity may stand, parsed and as written.
    fn words(&mut self, table: &Table<'_>, key: &str) -> (Vec<Sequence>, Vec<String>) {
        let texts = self.reader.texts(table, key);
        (self.parsed(&texts, notation::parse_words), texts.into_iter().map(|text| text.value).collect())
    }

    fn parsed<T>(&mut self, texts: &[Text], parse: fn(&str, &Vocabulary) -> Result<T, NotationError>) -> Vec<T> {
        parse_all(self.reader, texts, self.shared.vocabulary, parse)
    }

    fn examples(&mut self, field: &Table<'_>, key: &str, keys: Keys) -> Vec<Example> {
        let tables = self.reader.tables(field, key, keys);
        tables.iter().map(|table| self.example(table, key == "example")).collect()
    }

    fn example(&mut self, table: &Table<'_>, must_expect: bool) -> Example {
        let expect = self.reader.tables(table, "expect", EXPECTED);
        if let Some((key, value)) = table.entries.get_key_value("expect")
            && must_expect
            && value.get_ref().as_array().is_some_and(|items| items.is_empty())
        {
            let help = Some("a text without figures goes under [[counterexample]]".to_owned());
            self.reader.report(key.span(), "an example expects at least one figure", help);
        }
        Example {
            text: self.reader.string(table, "text"),
            expect: expect.iter().map(|table| self.expected(table)).collect(),
            others: self.others(table),
            why: self.reader.text(table, "why").map(|text| text.value),
            line: self.line(&table.span),
        }
    }

    fn expected(&mut self, table: &Table<'_>) -> Expected {
        let reader = &mut *self.reader;
        Expected {
            value: reader.decimal(table, "value").unwrap_or_default(),
            qualifier: reader.choice(table, "qualifier", QUALIFIERS).map(str::to_owned),
            upper: reader.decimal(table, "upper"),
            change_pct: reader.decimal(table, "change_pct"),
            scope: reader.choice(table, "scope", SCOPES),
            text: reader.text(table, "text").map(|text| text.value),
            quote: reader.text(table, "quote").map(|text| text.value),
        }
    }

    fn counterexamples(&mut self, field: &Table<'_>) -> Vec<Counterexample> {
        let tables = self.reader.tables(field, "counterexample", COUNTEREXAMPLE);
        tables
            .iter()
            .map(|table| Counterexample {
                text: self.reader.string(table, "text"),
                why: self.reader.string(table, "why"),
                others: self.others(table),
                line: self.line(&table.span),
            })
            .collect()
    }

    fn others(&mut self, table: &Table<'_>) -> Vec<String> {
        let others = self.reader.texts(table, "others");
        for other in others.iter().filter(|other| !self.shared.fields.contains(&other.value)) {
            let help = suggest(&other.value, self.shared.fields.iter().map(String::as_str));
            self.reader.report(other.span.clone(), format!("no field `{}`", other.value), help);
        }
        others.into_iter().map(|other| other.value).collect()
    }

    fn line(&self, span: &Range<usize>) -> usize {
        self.reader.source.line_col(span.start).0
    }
}

/// Parses each of the texts and notes the faults.
pub(super) fn parse_all<T>(
    reader: &mut Reader,
    texts: &[Text],
    vocabulary: &Vocabulary,
    parse: fn(&str, &Vocabulary) -> Result<T, NotationError>,
) -> Vec<T> {
    let mut parsed = Vec::with_capacity(texts.len());
    for text in texts {
        match parse(&text.value, vocabulary) {
            Ok(one) => parsed.push(one),
            Err(error) => reader.report_notation(text, error),
        }
    }
    parsed
}
