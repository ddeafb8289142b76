//! Reads the field files of all layers of a pack, those of one layer side by side on two threads.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{iter, thread};

use toml::de::DeTable;

use super::{Layer, PACK_FILE, Scrutiny, lint, rule_file};
use crate::rules::Field;
use crate::rules::diagnostic::{RuleError, Source};
use crate::rules::field::{self, RegexText, Shared};
use crate::rules::reader::Reader;

/// What the field files hold.
#[derive(Default)]
pub(super) struct Fields {
    pub by_id: BTreeMap<String, Field>,
    pub scrutiny: Scrutiny,
    /// In the order of the layers and of the files' names.
    pub errors: Vec<RuleError>,
}

/// What one file is.
enum FieldFile {
    /// A field, with its regular expressions.
    Whole(Box<Field>, Vec<RegexText>),
    /// It adds to the field of the same id in a layer below.
    Addition,
    /// Nothing that can be used: what is wrong is noted.
    Faulty,
}

impl Fields {
    /// Reads the files of `layers`, the lowest first; without what the fields share only their syntax is checked.
    pub(super) fn read(layers: &[Layer], shared: Option<&Shared>) -> Self {
        let mut fields = Self::default();
        for layer in layers {
            let files: Vec<_> =
                layer.fields.iter().filter_map(|(name, source)| Some((rule_file(name)?, source))).collect();
            let read = side_by_side(&files, |(id, source)| read_file(id, source, shared));
            for ((id, source), (file, errors)) in files.into_iter().zip(read) {
                fields.errors.extend(errors);
                fields.take(id, source, file, shared);
            }
        }
        fields
    }

    fn take(&mut self, id: &str, source: &Source, file: FieldFile, shared: Option<&Shared>) {
        let regexes = match (file, shared) {
            (FieldFile::Whole(field, regexes), _) => {
                self.scrutiny.lints.extend(lint(&field, source));
                self.by_id.insert(id.to_owned(), *field);
                regexes
            }
            (FieldFile::Addition, Some(shared)) => self.add(id, source, shared),
            _ => return,
        };
        self.scrutiny.regexes.extend(regexes.into_iter().map(|regex| (source.clone(), regex)));
    }

    fn add(&mut self, id: &str, source: &Source, shared: &Shared) -> Vec<RegexText> {
        let mut reader = Reader::new(source.clone());
        let (root, _) = DeTable::parse_recoverable(&source.text);
        let regexes = if let Some(below) = self.by_id.get_mut(id) {
            field::add(&mut reader, root.get_ref(), below, shared)
        } else {
            reader.report(0..0, format!("there is no field `{id}` below to add to"), None);
            Vec::new()
        };
        self.errors.extend(reader.into_errors());
        regexes
    }
}

fn read_file(id: &str, source: &Source, shared: Option<&Shared>) -> (FieldFile, Vec<RuleError>) {
    let mut reader = Reader::new(source.clone());
    let (root, syntax) = DeTable::parse_recoverable(&source.text);
    let file = match shared {
        _ if !syntax.is_empty() => {
            reader.report_syntax(syntax);
            FieldFile::Faulty
        }
        None => FieldFile::Faulty,
        Some(shared) if !shared.fields.iter().any(|listed| listed == id) => {
            let help = Some(format!("add \"{id}\" to `fields` in {PACK_FILE}"));
            reader.report(0..0, format!("the field `{id}` is not listed in {PACK_FILE}"), help);
            FieldFile::Faulty
        }
        Some(_) if field::adds(root.get_ref()) => FieldFile::Addition,
        Some(shared) => {
            let (field, regexes) = field::read(&mut reader, root.get_ref(), id, shared);
            FieldFile::Whole(Box::new(field), regexes)
        }
    };
    (file, reader.into_errors())
}

/// What `read` gives for each item, in their order. A second thread helps, as soon as it has a processor: what it has not begun
/// by then is not waited for.
fn side_by_side<T: Sync, R: Send>(items: &[T], read: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let drawn = AtomicUsize::new(0);
    let draw = || Some(drawn.fetch_add(1, Ordering::Relaxed)).filter(|at| *at < items.len());
    let some = || iter::from_fn(draw).map(|at| (at, read(&items[at]))).collect::<Vec<(usize, R)>>();
    let mut all = thread::scope(|scope| {
        let second = scope.spawn(some);
        let mut all = some();
        // A panic there is a panic here.
        all.extend(second.join().unwrap_or_else(|panic| resume_unwind(panic)));
        all
    });
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, one)| one).collect()
}
