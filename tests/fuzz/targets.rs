//! What is fuzzed, and what must hold of whatever comes: the fuzz targets of `fuzz/` call these functions, and so do the
//! tests, on the inputs that once broke something.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::json;
use zhifa::clean::clean;
use zhifa::pipeline::Reader;
use zhifa::quantity::{MeasureWords, nones, quantities};
use zhifa::rules::Pack;
use zhifa::schema::json_schema;
use zhifa::span::CleanSpan;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

static PACK: LazyLock<&Pack> = LazyLock::new(|| Pack::embedded().expect("the pack that is built in has no fault"));
static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(*PACK));
/// Another one, whose hash maps are ordered in another way.
static SECOND: LazyLock<Reader> = LazyLock::new(|| Reader::new(*PACK));
static WORDS: LazyLock<MeasureWords> = LazyLock::new(|| MeasureWords::new(&PACK.measure_words, &PACK.none_words));
static RECORD: LazyLock<Validator> = LazyLock::new(|| {
    let mut schema = json_schema(*PACK);
    let keys = schema.as_object_mut().expect("a schema is an object");
    keys.retain(|key, _| key == "$schema" || key == "$defs");
    keys.insert("$ref".to_owned(), json!("#/$defs/Record"));
    jsonschema::validator_for(&schema).expect("the schema is one")
});

/// A function for what is made of the bytes of one input.
type Target = fn(&[u8]);

/// Every target, by its name: that of its file in `fuzz/fuzz_targets` and of its folder in `tests/cases/fuzz`.
pub const TARGETS: [(&str, Target); 6] =
    [("bytes", bytes), ("cleaning", cleaning), ("numbers", numbers), ("page", page), ("rules", rules), ("word", word)];

/// A file of any kind, told by its bytes.
pub fn bytes(input: &[u8]) {
    record("a", input);
}

/// An HTML page.
pub fn page(input: &[u8]) {
    record("a.html", input);
}

/// The document of a Word file.
pub fn word(input: &[u8]) {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in [("[Content_Types].xml", &b"<Types/>"[..]), ("word/document.xml", input)] {
        zip.start_file(name, SimpleFileOptions::default()).expect("memory takes it");
        zip.write_all(part).expect("memory takes it");
    }
    record("a.docx", &zip.finish().expect("memory takes it").into_inner());
}

/// A source text, cleaned.
pub fn cleaning(input: &[u8]) {
    let source = String::from_utf8_lossy(input);
    let cleaned = clean(&source);
    let mut before = 0;
    for (at, character) in cleaned.text.char_indices() {
        let raw = cleaned.raw(CleanSpan::new(at, at + character.len_utf8()));
        assert!(source.get(raw.range()).is_some_and(|there| !there.is_empty()), "{character:?} came from {raw:?}");
        assert!(before <= raw.start, "{character:?} came from {raw:?}, what stands before it from {before}");
        before = raw.start;
    }
}

/// A clean text, read for quantities.
pub fn numbers(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let mut before = 0;
    for quantity in quantities(&text, &WORDS) {
        let span = quantity.span;
        assert!(before <= span.start && text.get(span.range()).is_some_and(|q| !q.is_empty()), "{quantity:?}");
        assert!(quantity.upper.is_none_or(|upper| upper > quantity.value), "{quantity:?}");
        let (least, most) = quantity.bounds();
        assert!(least <= quantity.value && quantity.value <= most, "{quantity:?}");
        before = span.end;
    }
    assert!(nones(&text, &WORDS).iter().all(|none| text.get(none.span.range()).is_some()));
}

/// The line that parts a pack's two files.
const PART: &str = "\n----\n";

/// The two files of a small pack: `pack.toml`, and a field's.
pub fn rules(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let (pack, field) = text.split_once(PART).unwrap_or((&text, ""));
    let files = [("pack.toml", pack), ("cases.toml", field)];
    let files: BTreeMap<String, Vec<u8>> = files.map(|(name, text)| (name.to_owned(), text.into())).into();
    match Pack::from_files("pack", files) {
        Ok(pack) => {
            let read = Reader::new(&pack).read("a.txt", text.as_bytes());
            assert!(read.is_ok() || text.contains('\0') || text.chars().any(char::is_control), "{read:?}");
        }
        Err(errors) => assert!(!errors.to_string().is_empty()),
    }
}

/// Reads a report and looks whether its record is as every record must be.
fn record(name: &str, input: &[u8]) {
    let Ok(record) = READER.read(name, input) else { return };
    let source: Vec<char> = READER.source_text(name, input).expect("it was read before").chars().collect();
    for figure in &record.figures {
        let there: String = source[figure.start..figure.end].iter().collect();
        assert_eq!(there, figure.quote);
        assert!(!figure.text.is_empty() && figure.quote.contains(&figure.text), "{figure:?}");
        assert!(figure.period.is_none_or(|period| period.start <= period.end), "{figure:?}");
    }
    let json = serde_json::to_string(&record).expect("a record is JSON");
    let again = SECOND.read(name, input).expect("it was read before");
    assert_eq!(json, serde_json::to_string(&again).expect("a record is JSON"));
    let json = serde_json::from_str(&json).expect("a record is JSON");
    let faults: Vec<String> = RECORD.iter_errors(&json).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:?}");
}
