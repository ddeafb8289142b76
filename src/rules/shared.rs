//! Reads `pack.toml`: what the fields of a pack share.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::de::DeTable;

use super::check::{self, Check};
use super::diagnostic::suggest;
use super::field::parse_all;
use super::notation::{Node, Sequence, parse_entry, parse_words};
use super::reader::{Keys, Reader, Table, Text};
use super::vocabulary::{Vocabulary, sort_longest_first};
use super::{ContextWords, Group, IdentityWords, WordList};
use crate::record::Level;

const PACK: Keys = Keys {
    required: &["name", "version", "title", "fields", "groups", "units"],
    optional: &["lists", "context", "identity", "check", "channels", "own_office", "not_summed", "standing_work"],
};
/// The keys of a layer over another pack.
const LAYER: Keys = Keys {
    required: &["extends"],
    optional: &[
        "name",
        "version",
        "title",
        "fields",
        "groups",
        "units",
        "lists",
        "context",
        "identity",
        "check",
        "channels",
        "own_office",
        "not_summed",
        "standing_work",
    ],
};
const CHECK: Keys = Keys { required: &["holds"], optional: &["levels"] };
const LEVELS: [(&str, Level); 4] = [
    ("national", Level::National),
    ("province", Level::Province),
    ("prefecture", Level::Prefecture),
    ("county", Level::County),
];
/// The word lists that the reading of a text asks for.
const CONTEXT: Keys = Keys { required: &[], optional: WordList::KEYS };
const GROUP: Keys = Keys { required: &["zh", "core"], optional: &["others_act"] };

/// The list whose words say that there was none.
const NONE_LIST: &str = "none";

/// What `pack.toml` says; of layers, what all of them say together.
#[derive(Default)]
pub(super) struct PackFile {
    pub name: String,
    pub version: String,
    pub title: String,
    /// The ids of the fields, in order, each with the layer that lists it first.
    pub fields: Vec<(usize, Text)>,
    pub groups: BTreeMap<String, Group>,
    pub vocabulary: Vocabulary,
    pub none_words: Vec<String>,
    pub context: ContextWords,
    pub channels: Vec<String>,
    pub own_office: Vec<String>,
    pub not_summed: Vec<String>,
    pub standing_work: Vec<String>,
    pub checks: Vec<Check>,
    pub identity: IdentityWords,
}

/// Texts by the name of their list, each with its layer.
type Lists = BTreeMap<String, Vec<(usize, Text)>>;

/// Reads the files of all layers, the lowest first, from their TOML trees; faults are noted in the reader of the layer.
pub(super) fn read(readers: &mut [Reader], roots: &[&DeTable<'_>]) -> PackFile {
    let tables: Vec<Table> = roots.iter().map(|root| Table { entries: root, span: 0..0 }).collect();
    let (mut file, mut units) = (PackFile::default(), BTreeMap::<String, Vec<String>>::new());
    let (mut lists, mut context) = (Lists::new(), Lists::new());
    for (layer, (reader, table)) in readers.iter_mut().zip(&tables).enumerate() {
        reader.check(table, if layer == 0 { PACK } else { LAYER });
        for (key, value) in [("name", &mut file.name), ("version", &mut file.version), ("title", &mut file.title)] {
            if let Some(text) = reader.text(table, key) {
                *value = text.value;
            }
        }
        for id in fields(reader, table) {
            if !file.fields.iter().any(|(_, known)| known.value == id.value) {
                file.fields.push((layer, id));
            }
        }
        file.groups.extend(groups(reader, table));
        for (name, words) in measure_words(reader, table) {
            units.entry(name).or_default().extend(words);
        }
        if let Some(words) = reader.table(table, "context") {
            reader.check(&words, CONTEXT);
        }
        for (merged, key) in [(&mut lists, "lists"), (&mut context, "context")] {
            for (name, texts) in named_texts(reader, table, key) {
                merged.entry(name).or_default().extend(texts.into_iter().map(|text| (layer, text)));
            }
        }
    }
    let known: Vec<String> = file.fields.iter().map(|(_, id)| id.value.clone()).collect();
    file.vocabulary = vocabulary(readers, &units, &lists);
    file.none_words = none_words(readers, &lists, &file.vocabulary);
    file.context = contexts(readers, context, &file.vocabulary);
    for (reader, table) in readers.iter_mut().zip(&tables) {
        for (key, ids) in [
            ("channels", &mut file.channels),
            ("own_office", &mut file.own_office),
            ("not_summed", &mut file.not_summed),
            ("standing_work", &mut file.standing_work),
        ] {
            let texts = reader.texts(table, key);
            ids.extend(known_fields(reader, &known, texts));
        }
        file.checks.extend(checks(reader, table, &known));
    }
    file.identity = identity(readers, &tables);
    file
}

fn fields(reader: &mut Reader, table: &Table<'_>) -> Vec<Text> {
    let mut seen = BTreeSet::new();
    let mut fields = reader.texts(table, "fields");
    fields.retain(|id| {
        let spelled = id.value.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if id.value.is_empty() || !spelled {
            let help = Some("lower-case letters, digits and `_`, for example `fine_amount`".to_owned());
            reader.report(id.span.clone(), format!("`{}` is no field id", id.value), help);
            return false;
        }
        let new = seen.insert(id.value.clone());
        if !new {
            reader.report(id.span.clone(), format!("the field `{}` is listed already", id.value), None);
        }
        new
    });
    fields
}

fn groups(reader: &mut Reader, table: &Table<'_>) -> BTreeMap<String, Group> {
    let mut groups = BTreeMap::new();
    let Some(all) = reader.table(table, "groups") else { return groups };
    for (id, value) in all.entries {
        if let Some(group) = reader.as_table(value) {
            reader.check(&group, GROUP);
            let group = Group {
                zh: reader.string(&group, "zh"),
                core: reader.flag(&group, "core"),
                others_act: reader.flag(&group, "others_act"),
            };
            groups.insert(id.get_ref().to_string(), group);
        }
    }
    groups
}

/// The named lists of texts under `key`.
fn named_texts(reader: &mut Reader, table: &Table<'_>, key: &str) -> BTreeMap<String, Vec<Text>> {
    let Some(all) = reader.table(table, key) else { return BTreeMap::new() };
    all.entries.iter().map(|(name, value)| (name.get_ref().to_string(), reader.as_texts(value))).collect()
}

fn measure_words(reader: &mut Reader, table: &Table<'_>) -> BTreeMap<String, Vec<String>> {
    let Some(all) = reader.table(table, "units") else { return BTreeMap::new() };
    all.entries.iter().map(|(name, value)| (name.get_ref().to_string(), reader.plain_words(value))).collect()
}

fn vocabulary(readers: &mut [Reader], units: &BTreeMap<String, Vec<String>>, lists: &Lists) -> Vocabulary {
    let mut vocabulary = Vocabulary::new(units);
    let values = |texts: &Vec<(usize, Text)>| texts.iter().map(|(_, text)| text.value.clone()).collect();
    let sources = lists.iter().map(|(name, texts)| (name.clone(), values(texts))).collect();
    for fault in vocabulary.define(&sources) {
        let (layer, text) = &lists[&fault.list][fault.entry];
        readers[*layer].report_notation(text, fault.error);
    }
    vocabulary
}

fn none_words(readers: &mut [Reader], lists: &Lists, vocabulary: &Vocabulary) -> Vec<String> {
    let mut words = Vec::new();
    for (layer, text) in lists.get(NONE_LIST).into_iter().flatten() {
        match parse_entry(&text.value, vocabulary).as_deref() {
            Ok([Node::Text(word)]) => words.push(word.to_string()),
            Ok(_) => {
                readers[*layer].report(
                    text.span.clone(),
                    format!("the list `{NONE_LIST}` holds plain words only"),
                    None,
                );
            }
            // Noted where the lists are defined.
            Err(_) => {}
        }
    }
    sort_longest_first(&mut words);
    words
}

fn contexts(readers: &mut [Reader], lists: Lists, vocabulary: &Vocabulary) -> ContextWords {
    let mut parse = |texts: Vec<(usize, Text)>| {
        let one = |(layer, text): (usize, Text)| parse_all(&mut readers[layer], &[text], vocabulary, parse_words);
        texts.into_iter().flat_map(one).collect()
    };
    let mut parsed: BTreeMap<String, Vec<Sequence>> =
        lists.into_iter().map(|(name, texts)| (name, parse(texts))).collect();
    ContextWords { lists: WordList::KEYS.iter().map(|key| parsed.remove(*key).unwrap_or_default()).collect() }
}

/// The ids in `texts`, each of which must be one of the `known` fields.
fn known_fields(reader: &mut Reader, known: &[String], texts: Vec<Text>) -> Vec<String> {
    for text in texts.iter().filter(|text| !known.contains(&text.value)) {
        let help = suggest(&text.value, known.iter().map(String::as_str));
        reader.report(text.span.clone(), format!("no field `{}`", text.value), help);
    }
    texts.into_iter().map(|text| text.value).collect()
}

fn checks(reader: &mut Reader, table: &Table<'_>, known: &[String]) -> Vec<Check> {
    let tables = reader.tables(table, "check", CHECK);
    tables.iter().filter_map(|table| check(reader, table, known)).collect()
}

fn check(reader: &mut Reader, table: &Table<'_>, known: &[String]) -> Option<Check> {
    let text = reader.text(table, "holds")?;
    let levels = reader.choices(table, "levels", &LEVELS);
    match check::parse(&text.value, known) {
        Ok(holds) => Some(Check { source: text.value, holds, levels }),
        Err(error) => {
            reader.report_notation(&text, error);
            None
        }
    }
}

/// The words of all layers; lists of the same name are appended.
fn identity(readers: &mut [Reader], tables: &[Table<'_>]) -> IdentityWords {
    let mut merged = toml::Table::new();
    for (reader, table) in readers.iter_mut().zip(tables) {
        let Some(words) = reader.table(table, "identity") else { continue };
        let entries = toml::Spanned::new(words.span.clone(), words.entries.clone());
        let own = toml::Table::deserialize(toml::Deserializer::from(entries)).unwrap_or_default();
        match own.clone().try_into::<IdentityWords>() {
            Ok(_) => append(&mut merged, own),
            Err(fault) => reader.report(words.span.clone(), fault.message().to_owned(), None),
        }
    }
    // Every layer was looked at by itself.
    merged.try_into().unwrap_or_default()
}

/// Appends the lists of `more`, and of the tables in it, to those of the same name.
fn append(table: &mut toml::Table, more: toml::Table) {
    for (key, value) in more {
        match (table.get_mut(&key), value) {
            (Some(toml::Value::Array(list)), toml::Value::Array(more)) => list.extend(more),
            (Some(toml::Value::Table(inner)), toml::Value::Table(more)) => append(inner, more),
            (_, value) => drop(table.insert(key, value)),
        }
    }
}
