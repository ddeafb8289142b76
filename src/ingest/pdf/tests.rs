use lopdf::content::{Content, Operation};
use lopdf::{Document, Object, Stream, StringFormat, dictionary};

use crate::ingest::{IngestError, ingest, ingest_within};
use crate::limits::{Limit, Limits};

/// A file of pages that show the strings given, one a line, in a font of the encoding given.
fn file(encoding: &str, pages: &[&[&[u8]]]) -> Document {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let inner = document.add_object(dictionary! { "Type" => "Font", "Subtype" => "CIDFontType0", "DW" => 1000 });
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "STSong-Light",
        "Encoding" => Object::Name(encoding.into()), "DescendantFonts" => vec![inner.into()],
    });
    let mut kids: Vec<Object> = Vec::new();
    for lines in pages {
        let mut operations = vec![
            Operation::new("BT", vec![]),
            Operation::new("Tf", vec!["F1".into(), 12.into()]),
            Operation::new("TL", vec![20.into()]),
            Operation::new("Td", vec![72.into(), 700.into()]),
        ];
        for line in *lines {
            operations.push(Operation::new("Tj", vec![Object::String(line.to_vec(), StringFormat::Hexadecimal)]));
            operations.push(Operation::new("T*", vec![]));
        }
        operations.push(Operation::new("ET", vec![]));
        let content = document.add_object(Stream::new(dictionary! {}, Content { operations }.encode().unwrap()));
        let page = dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => content,
            "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
        };
        kids.push(document.add_object(page).into());
    }
    let count = i64::try_from(kids.len()).unwrap();
    document.objects.insert(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    document
}

fn bytes(mut document: Document) -> Vec<u8> {
    document.compress();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

fn failure(bytes: &[u8]) -> IngestError {
    ingest(bytes, None).unwrap_err()
}

#[test]
fn the_standard_encodings_of_chinese_are_read() {
    let lines = ["全市立案57件。", "罚款312.6万元。"];
    let gbk = lines.map(|line| encoding_rs::GBK.encode(line).0.into_owned());
    let wide = lines.map(utf16);
    for (encoding, lines) in
        [("GBK-EUC-H", &gbk), ("GBKp-EUC-H", &gbk), ("UniGB-UCS2-H", &wide), ("UniGB-UTF16-H", &wide)]
    {
        let source = ingest(&bytes(file(encoding, &[&[&lines[0], &lines[1]]])), Some("a.pdf")).unwrap();
        assert_eq!((source.text.as_str(), source.format), ("全市立案57件。\n罚款312.6万元。", "pdf"), "{encoding}");
    }
}

#[test]
fn what_has_no_characters_has_no_text_layer() {
    assert_eq!(failure(&bytes(file("UniGB-UCS2-H", &[&[]]))).code(), "no_text_layer");
    assert_eq!(failure(&bytes(file("Identity-H", &[&[&utf16("全市立案")]]))).code(), "no_text_layer");
    assert_eq!(failure(&bytes(file("UniGB-UCS2-H", &[]))).code(), "damaged");
    assert_eq!(failure(b"%PDF-1.7\n").code(), "damaged");
}

#[test]
fn a_locked_file_is_encrypted_and_one_without_a_password_is_read() {
    use lopdf::{EncryptionState, EncryptionVersion, Permissions};
    for (password, code) in [("secret", Some("encrypted")), ("", None)] {
        let mut document = file("UniGB-UCS2-H", &[&[&utf16("全市立案57件。")]]);
        let id = Object::String(vec![7; 16], StringFormat::Hexadecimal);
        document.trailer.set("ID", vec![id.clone(), id]);
        let version = EncryptionVersion::V2 {
            document: &document,
            owner_password: "owner",
            user_password: password,
            key_length: 128,
            permissions: Permissions::all(),
        };
        let state = EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
        let read = ingest(&bytes(document), None);
        assert_eq!(read.as_ref().err().map(IngestError::code), code, "{read:?}");
    }
}

#[test]
fn circles_end() {
    let mut document = file("UniGB-UCS2-H", &[&[&utf16("全市立案57件。")]]);
    let tree = document.catalog().unwrap().get(b"Pages").unwrap().as_reference().unwrap();
    let kids = document.get_dictionary_mut(tree).unwrap().get_mut(b"Kids").unwrap().as_array_mut().unwrap();
    kids.push(tree.into());
    let text = ingest(&bytes(document), None).unwrap().text;
    assert!(text.starts_with("全市立案57件。"), "{text}");

    let mut document = file("UniGB-UCS2-H", &[]);
    let tree = document.catalog().unwrap().get(b"Pages").unwrap().as_reference().unwrap();
    document.get_dictionary_mut(tree).unwrap().set("Kids", vec![tree.into()]);
    assert_eq!(failure(&bytes(document)).code(), "damaged");
}

#[test]
fn bombs_fail_by_the_name_of_their_bound() {
    let line = utf16(&"全市立案57件。".repeat(1000));
    let document = bytes(file("UniGB-UCS2-H", &[&[&line], &[&line]]));
    let mut limits = Limits::default();
    limits.set(Limit::DecompressedBytes, 50_000);
    assert_eq!(ingest_within(&document, None, &limits).unwrap_err().code(), "decompressed_too_large");
    let mut limits = Limits::default();
    limits.set(Limit::PdfObjects, 4);
    assert_eq!(ingest_within(&document, None, &limits).unwrap_err().code(), "too_many_objects");
}
