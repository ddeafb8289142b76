//! Loads a pack: from the folder that is built in, from a folder, or from files in memory.
//!
//! In: `pack.toml` and one TOML file a field. Out: a [`Pack`] without fault, or every fault of every file at once. A pack that
//! extends the built-in one is a layer over it: fields of the same id replace, files with `add` append, lists and units merge.

mod fields;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::iter;
use std::path::Path;
use std::sync::OnceLock;

use include_dir::{Dir, include_dir};
use memchr::memmem;
use sha2::{Digest, Sha256};
use toml::de::DeTable;

use super::diagnostic::{RuleError, RuleErrors, Source, nearest};
use super::field::{self, RegexText};
use super::reader::{Reader, Text};
use super::shared::{self, PackFile};
use super::{Field, Pack};
use fields::Fields;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules/environment");

/// The name of the built-in pack, by which others extend it, and the folder its files are shown in.
const EMBEDDED_PACK: &str = "environment";
const EMBEDDED_NAME: &str = "rules/environment";

const PACK_FILE: &str = "pack.toml";

/// The files of one folder.
struct Layer {
    pack: Source,
    /// The other files, by name.
    fields: BTreeMap<String, Source>,
}

impl Layer {
    /// Decodes the files; faults of field files are added to `errors`.
    fn new(dir: &str, files: &Files<'_>, examples: Examples, errors: &mut Vec<RuleError>) -> Result<Self, RuleErrors> {
        let mut sources = BTreeMap::new();
        for (name, bytes) in files {
            let path = format!("{}/{name}", dir.trim_end_matches('/'));
            match simdutf8::basic::from_utf8(bytes) {
                Ok(text) => drop(sources.insert(name.clone(), Source::new(&path, &examples.of(text)))),
                Err(_) => errors.push(RuleError::new(&Source::new(&path, ""), 0..0, "the file is not UTF-8", None)),
            }
        }
        let Some(pack) = sources.remove(PACK_FILE) else {
            if !files.contains_key(PACK_FILE) {
                let missing = Source::new(&format!("{}/{PACK_FILE}", dir.trim_end_matches('/')), "");
                errors.insert(0, RuleError::new(&missing, 0..0, "a pack needs this file, and there is none", None));
            }
            return Err(RuleErrors(std::mem::take(errors)));
        };
        Ok(Self { pack, fields: sources })
    }

    /// The pack that this one extends, and where it says so.
    fn extends(&self) -> Option<(String, std::ops::Range<usize>)> {
        if !self.pack.text.contains("extends") {
            return None;
        }
        let (root, _) = DeTable::parse_recoverable(&self.pack.text);
        let value = root.get_ref().get("extends")?;
        Some((value.get_ref().as_str()?.to_owned(), value.span()))
    }
}

/// Whether the examples of a pack are read. They are most of its text, and reading reports does without.
#[derive(Clone, Copy)]
enum Examples {
    Kept,
    /// Only for a pack that is known to be without fault: what is left out is not checked.
    LeftOut,
}

impl Examples {
    /// What is read of a rule file.
    fn of(self, text: &str) -> Cow<'_, str> {
        let Self::LeftOut = self else { return Cow::Borrowed(text) };
        let is_example = |table: &str| {
            let is = |key: &str| table.strip_prefix("[[").and_then(|rest| rest.strip_prefix(key));
            field::EXAMPLES.iter().any(|key| is(key).is_some_and(|rest| rest.starts_with("]]")))
        };
        let mut rest = String::with_capacity(text.len());
        rest.extend(tables(text).filter(|table| !is_example(table)));
        Cow::Owned(rest)
    }
}

/// The tables of a rule file, each from the line that names it; before the first, what stands under no name.
fn tables(text: &str) -> impl Iterator<Item = &str> {
    let mut starts = memmem::find_iter(text.as_bytes(), "\n[").map(|newline| newline + 1);
    let mut start = Some(0);
    iter::from_fn(move || {
        let next = starts.next();
        let from = std::mem::replace(&mut start, next)?;
        Some(&text[from..next.unwrap_or(text.len())])
    })
}

/// Files by their names.
type Files<'f> = BTreeMap<String, Cow<'f, [u8]>>;

fn embedded_files() -> Files<'static> {
    let file = |file: &'static include_dir::File| {
        let name = file.path().file_name()?.to_str()?.to_owned();
        Some((name, file.contents().into()))
    };
    EMBEDDED.files().filter_map(file).collect()
}

/// What is looked at only when a pack is checked, not when it is used.
#[derive(Debug, Default)]
pub(super) struct Scrutiny {
    /// Every regular expression and the file it stands in.
    regexes: Vec<(Source, RegexText)>,
    /// What a pack can do without, but a good one has.
    lints: Vec<RuleError>,
}

impl Pack {
    /// The pack that is built in, read once.
    ///
    /// # Errors
    /// Every fault of the built-in files; a test sees to it that there is none.
    pub fn embedded() -> Result<&'static Self, &'static RuleErrors> {
        static PACK: OnceLock<Result<Pack, RuleErrors>> = OnceLock::new();
        let read = || Self::of_files(EMBEDDED_NAME, embedded_files(), Examples::Kept);
        PACK.get_or_init(read).as_ref()
    }

    /// The same without its examples, in half the time: what reports are read by.
    ///
    /// # Errors
    /// As [`Pack::embedded`], but for faults of the examples.
    pub fn embedded_without_examples() -> Result<&'static Self, &'static RuleErrors> {
        static PACK: OnceLock<Result<Pack, RuleErrors>> = OnceLock::new();
        let read = || Self::of_files(EMBEDDED_NAME, embedded_files(), Examples::LeftOut);
        PACK.get_or_init(read).as_ref()
    }

    /// The pack in the folder `dir`.
    ///
    /// # Errors
    /// Every fault of the files, or why they could not be read.
    pub fn load(dir: &Path) -> Result<Self, RuleErrors> {
        let mut files = BTreeMap::new();
        let mut errors = Vec::new();
        let unreadable = |path: &Path, error: &std::io::Error| {
            RuleError::new(&Source::new(&path.to_string_lossy(), ""), 0..0, format!("cannot read: {error}"), None)
        };
        let entries = fs::read_dir(dir).map_err(|error| RuleErrors(vec![unreadable(dir, &error)]))?;
        for entry in entries {
            let path = match entry {
                Ok(entry) => entry.path(),
                Err(error) => {
                    errors.push(unreadable(dir, &error));
                    continue;
                }
            };
            let Some(name) = path.file_name().and_then(OsStr::to_str).filter(|name| rule_file(name).is_some()) else {
                continue;
            };
            match fs::read(&path) {
                Ok(bytes) => drop(files.insert(name.to_owned(), bytes)),
                Err(error) => errors.push(unreadable(&path, &error)),
            }
        }
        let files = RuleErrors::unless_empty(errors, files)?;
        Self::from_files(&dir.to_string_lossy(), files)
    }

    /// The pack of these files, by name; `dir` is shown before the names. Other than `*.toml` is passed over.
    ///
    /// # Errors
    /// Every fault of the files.
    pub fn from_files(dir: &str, files: BTreeMap<String, Vec<u8>>) -> Result<Self, RuleErrors> {
        let files = files.into_iter().map(|(name, bytes)| (name, Cow::Owned(bytes))).collect();
        Self::of_files(dir, files, Examples::Kept)
    }

    fn of_files(dir: &str, mut files: Files<'_>, examples: Examples) -> Result<Self, RuleErrors> {
        files.retain(|name, _| rule_file(name).is_some());
        let mut errors = Vec::new();
        let top = Layer::new(dir, &files, examples, &mut errors)?;
        let mut digest_of = Cow::Borrowed(&files);
        let mut layers = Vec::new();
        if let Some((name, place)) = top.extends() {
            if name == EMBEDDED_PACK {
                let below = embedded_files();
                layers.push(Layer::new(EMBEDDED_NAME, &below, examples, &mut errors)?);
                digest_of
                    .to_mut()
                    .extend(below.into_iter().map(|(name, bytes)| (format!("{EMBEDDED_PACK}/{name}"), bytes)));
            } else {
                let message = format!("no pack `{name}` is built in");
                let help = Some(format!("write `extends = \"{EMBEDDED_PACK}\"`, or nothing"));
                return Err(RuleErrors(vec![RuleError::new(&top.pack, place, message, help)]));
            }
        }
        layers.push(top);
        let (pack, faults) = read_pack(&layers, digest(&digest_of));
        errors.splice(0..0, faults);
        RuleErrors::unless_empty(errors, pack)
    }

    /// Compiles every regular expression of the pack.
    ///
    /// # Errors
    /// Each that does not compile, is too large, or has no group `q`.
    pub fn check_regexes(&self) -> Result<(), RuleErrors> {
        let fault = |(source, text): &(Source, RegexText)| {
            let message = match regex::Regex::new(&text.value) {
                Ok(regex) if regex.capture_names().flatten().any(|name| name == "q") => return None,
                Ok(_) => "the group `q`, which stands where the quantity starts, is missing".to_owned(),
                Err(error) => error.to_string(),
            };
            let help = Some("write `(?<q>)` before the number".to_owned()).filter(|_| message.contains("`q`"));
            Some(RuleError::new(source, text.span.clone(), message, help))
        };
        RuleErrors::unless_empty(self.scrutiny.regexes.iter().filter_map(fault).collect(), ())
    }

    /// Looks for what a pack can do without, but a good one has.
    ///
    /// # Errors
    /// Each field without pattern, example or counterexample.
    pub fn lint(&self) -> Result<(), RuleErrors> {
        RuleErrors::unless_empty(self.scrutiny.lints.clone(), ())
    }
}

/// The stem of a rule file's name, for a field its id; nothing where `name` is none.
fn rule_file(name: &str) -> Option<&str> {
    name.strip_suffix(".toml").filter(|stem| !stem.starts_with('.'))
}

/// SHA-256 over name, 0, bytes, 0 of each file, in hexadecimal.
fn digest(files: &Files<'_>) -> String {
    let mut hasher = Sha256::new();
    for (name, bytes) in files {
        hasher.update(name);
        hasher.update([0]);
        hasher.update(bytes);
        hasher.update([0]);
    }
    hasher.finalize().iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Reads the files of all layers, the lowest first, and gives all faults beside the pack.
fn read_pack(layers: &[Layer], digest: String) -> (Pack, Vec<RuleError>) {
    let mut readers: Vec<Reader> = layers.iter().map(|layer| Reader::new(layer.pack.clone())).collect();
    let mut roots = Vec::new();
    let mut whole = true;
    for (layer, reader) in layers.iter().zip(&mut readers) {
        let (root, syntax) = DeTable::parse_recoverable(&layer.pack.text);
        whole &= syntax.is_empty();
        reader.report_syntax(syntax);
        roots.push(root);
    }
    let roots: Vec<&DeTable> = roots.iter().map(toml::Spanned::get_ref).collect();
    // What is missing from half a pack.toml would be reported all over again in each field.
    let file = if whole { shared::read(&mut readers, &roots) } else { PackFile::default() };
    if whole {
        report_missing_files(&mut readers, &file.fields, layers);
    }
    let ids: Vec<String> = file.fields.iter().map(|(_, id)| id.value.clone()).collect();
    let shared = field::Shared { vocabulary: &file.vocabulary, groups: &file.groups, fields: &ids };
    let mut errors: Vec<RuleError> = readers.into_iter().flat_map(Reader::into_errors).collect();
    let Fields { by_id: mut fields, scrutiny, errors: faults } = Fields::read(layers, whole.then_some(&shared));
    errors.extend(faults);
    let pack = Pack {
        name: file.name,
        version: file.version,
        title: file.title,
        digest,
        fields: ids.iter().filter_map(|id| fields.remove(id.as_str())).collect(),
        groups: file.groups,
        measure_words: file.vocabulary.measure_words().to_vec(),
        none_words: file.none_words,
        context: file.context,
        channels: file.channels,
        own_office: file.own_office,
        not_summed: file.not_summed,
        standing_work: file.standing_work,
        checks: file.checks,
        identity: file.identity,
        scrutiny,
    };
    (pack, errors)
}

fn report_missing_files(readers: &mut [Reader], listed: &[(usize, Text)], layers: &[Layer]) {
    for (layer, id) in listed {
        let name = format!("{}.toml", id.value);
        let files = || layers.iter().flat_map(|layer| layer.fields.keys()).map(String::as_str);
        if !files().any(|file| file == name) {
            let unlisted = |file: &&str| !listed.iter().any(|(_, id)| format!("{}.toml", id.value) == *file);
            let help = nearest(&name, files().filter(unlisted)).map(|file| format!("there is a file `{file}`"));
            readers[*layer].report(id.span.clone(), format!("the field `{}` has no file `{name}`", id.value), help);
        }
    }
}

/// What a good field has and this one lacks.
fn lint(field: &Field, source: &Source) -> Vec<RuleError> {
    let lacking = [
        (field.patterns.is_empty(), "pattern"),
        (field.examples.is_empty(), "example"),
        (field.counterexamples.is_empty(), "counterexample"),
    ];
    let error = |what| RuleError::new(source, 0..0, format!("the field `{}` has no [[{what}]]", field.id), None);
    lacking.into_iter().filter(|(lacks, _)| *lacks).map(|(_, what)| error(what)).collect()
}

#[cfg(test)]
mod tests;
