//! The same report in another dress (encoding, script, width of digits, page, line ends) gives the same values.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use encoding_rs::GB18030;
use pinyin::{Pinyin, ToPinyin};
use zhifa::batch::inputs;
use zhifa::pipeline::Reader;
use zhifa::rules::Pack;

/// Characters a line has in a text that is wrapped.
const WIDTH: usize = 38;

/// What is compared: the headlines that are not null, and what the report says of itself.
type Values = BTreeMap<String, String>;

/// Puts the plain text of each fixture into a dress (the file's name, its bytes) and compares with the plain run.
fn same_in(name: &str, dress: impl Fn(&str) -> Vec<u8>) {
    let reader = Reader::new(Pack::embedded().unwrap());
    let (mut all, mut told) = (0, Vec::new());
    for (report, plain) in plain_texts(&reader) {
        let wanted = values(&reader, "plain.txt", plain.as_bytes());
        let found = values(&reader, name, &dress(&plain));
        let either: BTreeSet<&String> = wanted.keys().chain(found.keys()).collect();
        all += either.len();
        let differ = either.into_iter().filter(|field| wanted.get(*field) != found.get(*field));
        told.extend(
            differ.map(|field| {
                format!("{report}: {field}: plain {:?}, dressed {:?}", wanted.get(field), found.get(field))
            }),
        );
    }
    println!("{} of {all} values differ\n{}", told.len(), told.join("\n"));
    assert!(all > 200, "{all} values");
    assert!(told.len() * 50 <= all, "{} of {all} values differ:\n{}", told.len(), told.join("\n"));
}

/// The reports of `fixtures/` that are text files, decoded.
fn plain_texts(reader: &Reader) -> Vec<(String, String)> {
    let files = inputs(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")]);
    let files = files
        .iter()
        .map(|file| file.path().into_owned())
        .filter(|path| Path::new(path).extension().is_some_and(|ending| ending == "txt"));
    files.map(|path| (path.clone(), reader.source_text(&path, &fs::read(&path).unwrap()).unwrap())).collect()
}

fn values(reader: &Reader, name: &str, bytes: &[u8]) -> Values {
    let record = reader.read(name, bytes).unwrap();
    let headlines = record.values.into_iter().filter(|(_, value)| !value.is_null());
    let mut values: Values = headlines.map(|(field, value)| (field, value.to_string())).collect();
    values.extend(record.document.agency.map(|agency| ("agency".to_owned(), agency)));
    values.extend(record.document.region.map(|region| ("region".to_owned(), region)));
    values.extend(record.document.period.map(|period| ("period".to_owned(), format!("{period:?}"))));
    values
}

#[test]
fn full_width_digits() {
    let widen = |c: char| if c.is_ascii_digit() { char::from_u32(u32::from(c) + 0xfee0).unwrap() } else { c };
    same_in("a.txt", |text| text.chars().map(widen).collect::<String>().into_bytes());
}

#[test]
fn gb18030() {
    same_in("a.txt", |text| GB18030.encode(text).0.into_owned());
}

#[test]
fn utf16_with_a_mark() {
    same_in("a.txt", |text| format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect());
    same_in("a.txt", |text| format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect());
}

#[test]
fn traditional_characters() {
    same_in("a.txt", |text| hanconv::s2t(text).into_bytes());
}

#[test]
fn traditional_characters_with_glosses() {
    same_in("a.txt", |text| glossed(text, Pinyin::plain).into_bytes());
    same_in("a.txt", |text| glossed(text, Pinyin::with_tone).into_bytes());
}

#[test]
fn wrapped_lines() {
    same_in("a.txt", |text| wrapped(text).into_bytes());
}

#[test]
fn a_page() {
    same_in("a.html", |text| page(text).into_bytes());
}

#[test]
fn line_ends() {
    same_in("a.txt", |text| text.replace('\n', "\r\n").into_bytes());
    same_in("a.txt", |text| text.replace('\n', "\r").into_bytes());
}

/// In traditional characters, with the pinyin behind each character that has another form there.
fn glossed(text: &str, spell: fn(pinyin::Pinyin) -> &'static str) -> String {
    let mut out = String::new();
    for (plain, traditional) in text.chars().zip(hanconv::s2t(text).chars()) {
        out.push(traditional);
        if plain != traditional
            && let Some(syllable) = plain.to_pinyin()
        {
            write!(out, "({})", spell(syllable)).unwrap();
        }
    }
    out
}

/// Every line broken after [`WIDTH`] characters.
fn wrapped(text: &str) -> String {
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        for (at, c) in line.chars().enumerate() {
            if at > 0 && at % WIDTH == 0 && c != '\n' {
                out.push('\n');
            }
            out.push(c);
        }
    }
    out
}

/// A paragraph a line, in a page with the usual things around it.
fn page(text: &str) -> String {
    let paragraphs: String = text.lines().fold(String::new(), |mut all, line| {
        let line = line.replace('&', "&amp;").replace('<', "&lt;");
        writeln!(all, "<p>{line}</p>").unwrap();
        all
    });
    format!(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>信息公开</title></head><body>\n\
         <ul class=\"nav\"><li><a href=\"/\">首页</a></li><li><a href=\"/a\">机构概况</a></li></ul>\n\
         <div class=\"content\">\n{paragraphs}</div>\n\
         <div class=\"footer\"><a href=\"/b\">网站地图</a> 您是第8601位访客</div>\n</body></html>\n"
    )
}
