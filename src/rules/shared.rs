//! Reads `pack.toml`: what the fields of a pack share.

use std::collections::{BTreeMap, BTreeSet};

use toml::de::DeTable;

use super::diagnostic::suggest;
use super::field::parse_all;
use super::notation::{Node, parse_entry, parse_words};
use super::reader::{Keys, Reader, Table, Text};
use super::vocabulary::{Vocabulary, sort_longest_first};
use super::{ContextWords, Group, IdentityWords, Sum};

const PACK: Keys = Keys {
    required: &["name", "version", "title", "fields", "groups", "units"],
    optional: &["lists", "context", "identity", "sums", "channels"],
};
const SUM: Keys = Keys { required: &["whole", "parts"], optional: &["optional"] };
const GROUP: Keys = Keys { required: &["zh", "core"], optional: &["others_act"] };

/// The list whose words say that there was none.
const NONE_LIST: &str = "none";

/// What `pack.toml` says.
#[derive(Default)]
pub(super) struct PackFile {
    pub name: String,
    pub version: String,
    pub title: String,
    /// The ids of the fields, in order.
    pub fields: Vec<Text>,
    pub groups: BTreeMap<String, Group>,
    pub vocabulary: Vocabulary,
    pub none_words: Vec<String>,
    pub context: ContextWords,
    pub channels: Vec<String>,
    pub sums: Vec<Sum>,
    pub identity: IdentityWords,
}

/// Reads the file from its TOML tree; faults are noted in the reader.
pub(super) fn read(reader: &mut Reader, root: &DeTable<'_>) -> PackFile {
    let table = Table { entries: root, span: 0..0 };
    reader.check(&table, PACK);
    let lists = named_texts(reader, &table, "lists");
    let vocabulary = vocabulary(reader, &table, &lists);
    PackFile {
        name: reader.string(&table, "name"),
        version: reader.string(&table, "version"),
        title: reader.string(&table, "title"),
        fields: fields(reader, &table),
        groups: groups(reader, &table),
        context: context(reader, &table, &vocabulary),
        channels: channels(reader, &table),
        sums: sums(reader, &table),
        identity: identity(reader, &table),
        none_words: none_words(reader, &lists, &vocabulary),
        vocabulary,
    }
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

fn vocabulary(reader: &mut Reader, table: &Table<'_>, lists: &BTreeMap<String, Vec<Text>>) -> Vocabulary {
    let mut units = BTreeMap::new();
    if let Some(all) = reader.table(table, "units") {
        for (name, value) in all.entries {
            units.insert(name.get_ref().to_string(), reader.plain_words(value));
        }
    }
    let mut vocabulary = Vocabulary::new(&units);
    let values = |texts: &Vec<Text>| texts.iter().map(|text| text.value.clone()).collect();
    let sources = lists.iter().map(|(name, texts)| (name.clone(), values(texts))).collect();
    for fault in vocabulary.define(&sources) {
        reader.report_notation(&lists[&fault.list][fault.entry], fault.error);
    }
    vocabulary
}

fn none_words(reader: &mut Reader, lists: &BTreeMap<String, Vec<Text>>, vocabulary: &Vocabulary) -> Vec<String> {
    let mut words = Vec::new();
    for text in lists.get(NONE_LIST).into_iter().flatten() {
        match parse_entry(&text.value, vocabulary).as_deref() {
            Ok([Node::Text(word)]) => words.push(word.to_string()),
            Ok(_) => reader.report(text.span.clone(), format!("the list `{NONE_LIST}` holds plain words only"), None),
            // Noted where the lists are defined.
            Err(_) => {}
        }
    }
    sort_longest_first(&mut words);
    words
}

fn context(reader: &mut Reader, table: &Table<'_>, vocabulary: &Vocabulary) -> ContextWords {
    let lists = named_texts(reader, table, "context").into_iter();
    ContextWords {
        lists: lists.map(|(name, texts)| (name, parse_all(reader, &texts, vocabulary, parse_words))).collect(),
    }
}

fn channels(reader: &mut Reader, table: &Table<'_>) -> Vec<String> {
    let texts = reader.texts(table, "channels");
    known_fields(reader, table, texts)
}

/// The ids in `texts`, each of which must be a field of the pack.
fn known_fields(reader: &mut Reader, table: &Table<'_>, texts: Vec<Text>) -> Vec<String> {
    let known: Vec<String> = reader.texts(table, "fields").into_iter().map(|id| id.value).collect();
    for text in texts.iter().filter(|text| !known.contains(&text.value)) {
        let help = suggest(&text.value, known.iter().map(String::as_str));
        reader.report(text.span.clone(), format!("no field `{}`", text.value), help);
    }
    texts.into_iter().map(|text| text.value).collect()
}

fn sums(reader: &mut Reader, table: &Table<'_>) -> Vec<Sum> {
    let tables = reader.tables(table, "sums", SUM);
    tables
        .iter()
        .map(|sum| {
            let (whole, parts) = (reader.text(sum, "whole"), reader.texts(sum, "parts"));
            let optional = reader.texts(sum, "optional");
            Sum {
                whole: known_fields(reader, table, whole.into_iter().collect()).pop().unwrap_or_default(),
                parts: known_fields(reader, table, parts),
                optional: known_fields(reader, table, optional),
            }
        })
        .collect()
}

fn identity(reader: &mut Reader, table: &Table<'_>) -> IdentityWords {
    let Some(words) = reader.table(table, "identity") else { return IdentityWords::default() };
    let file = toml::from_str::<toml::Table>(&reader.source.text).unwrap_or_default();
    let named = file.get("identity").cloned().unwrap_or(toml::Value::Table(toml::Table::new()));
    named.try_into().unwrap_or_else(|fault: toml::de::Error| {
        reader.report(words.span.clone(), fault.message().to_owned(), None);
        IdentityWords::default()
    })
}
