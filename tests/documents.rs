//! Reports in other formats give the values of their texts: `tests/documents/NAME.ENDING` those of `fixtures/NAME.txt`.
//!
//! The documents were made from the texts by `tests/documents/make.py`, with python-docx, reportlab,
//! `LibreOffice` and Chromium.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use zhifa::pipeline::Reader;
use zhifa::rules::Pack;

/// The headlines that are not null.
fn values(reader: &Reader, path: &Path) -> (String, BTreeMap<String, Value>) {
    let record = reader.read(path.to_str().unwrap(), &fs::read(path).unwrap()).unwrap();
    (record.source.format, record.values.into_iter().filter(|(_, value)| !value.is_null()).collect())
}

#[test]
fn documents_give_the_values_of_their_texts() {
    let reader = Reader::new(Pack::embedded().unwrap());
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut read = 0;
    for entry in root.join("tests/documents").read_dir().unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let (stem, ending) = (name.split_once('.').unwrap().0, name.rsplit_once('.').unwrap().1);
        let readable = [
            ("docx", cfg!(feature = "docx")),
            ("doc", cfg!(feature = "doc")),
            ("pdf", cfg!(feature = "pdf")),
            ("html", true),
        ];
        if readable.contains(&(ending, true)) {
            let (format, found) = values(&reader, &path);
            let (_, wanted) = values(&reader, &root.join("fixtures").join(stem).with_extension("txt"));
            assert!(wanted.len() > 5, "{stem} has few values");
            assert_eq!((format.as_str(), found), (ending, wanted), "{name}");
            read += 1;
        }
    }
    assert!(read >= 2, "only {read} documents were read");
}
