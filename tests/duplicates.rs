//! Of several hundred reports made of a few models (other numbers, another place), those that are there once more in another
//! dress are found, and no others.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use encoding_rs::GB18030;
use zhifa::batch::inputs;
use zhifa::duplicates::{Finder, Relation};
use zhifa::pipeline::Reader;
use zhifa::rules::Pack;

/// Reports made of each model.
const REPORTS: usize = 12;

/// How a copy is dressed: its name's ending and how its bytes are made.
type Dress = (&'static str, fn(&str) -> Vec<u8>);

const DRESSES: [Dress; 6] = [
    ("txt", |text| format!("首页 | 政务公开\n当前位置:首页 > 公开\n{text}\n上一篇:没有了\n").into_bytes()),
    ("html", page),
    ("txt", without_a_sentence),
    ("txt", |text| hanconv::s2t(text).into_bytes()),
    ("txt", |text| GB18030.encode(text).0.into_owned()),
    ("txt", garbled),
];

/// The same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// The texts of the fixtures that are reports of some length and write their numbers in digits.
fn models(reader: &Reader) -> Vec<String> {
    let files = inputs(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")]);
    let paths = files.iter().map(|file| file.path().into_owned()).filter(|path| !path.contains(".html"));
    let texts = paths.map(|path| reader.source_text(&path, &fs::read(&path).unwrap()).unwrap());
    let digits = |text: &str| text.matches(|c: char| c.is_ascii_digit()).count();
    texts.filter(|text| text.matches('。').count() >= 8 && digits(text) >= 40).collect()
}

/// A report of the same model: every number that is no date another one of as many digits.
fn another(model: &str, dice: &mut Dice) -> String {
    let mut text = String::new();
    let mut rest = model;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let end = rest[at..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |length| at + length);
        text.push_str(&rest[..at]);
        if rest[end..].starts_with(['年', '月', '日', '-']) {
            text.push_str(&rest[at..end]);
        } else {
            text.extend((at..end).map(|_| char::from(b"123456789"[dice.below(9)])));
        }
        rest = &rest[end..];
    }
    text + rest
}

fn page(text: &str) -> Vec<u8> {
    let lines = text.lines().fold(String::new(), |mut lines, line| {
        write!(lines, "<p>{line}</p>").unwrap();
        lines
    });
    format!("<html><head><title>公开</title></head><body><ul><li><a href=\"/\">首页</a></li></ul><div>{lines}</div></body></html>")
        .into_bytes()
}

fn without_a_sentence(text: &str) -> Vec<u8> {
    let mut sentences: Vec<&str> = text.split_inclusive('。').collect();
    sentences.remove(sentences.len() / 2);
    sentences.concat().into_bytes()
}

/// Every seventh mark lost.
fn garbled(text: &str) -> Vec<u8> {
    let mut marks = 0;
    let lose = |c: char| {
        marks += usize::from("。,;、,;".contains(c));
        if "。,;、,;".contains(c) && marks % 7 == 0 { '?' } else { c }
    };
    text.chars().map(lose).collect::<String>().into_bytes()
}

#[test]
fn copies_are_found_among_reports_of_the_same_models() {
    let reader = Reader::new(Pack::embedded().unwrap());
    let mut dice = Dice(7);
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut copies = 0;
    for (at, model) in models(&reader).iter().enumerate() {
        for number in 0..REPORTS {
            let text = another(model, &mut dice);
            files.push((format!("{at}-{number}.txt"), text.clone().into_bytes()));
            if number % 2 == 0 {
                copies += 1;
                let (ending, dress) = DRESSES[(at + number / 2) % DRESSES.len()];
                files.push((format!("{at}-{number}-copy.{ending}"), dress(&text)));
            }
        }
    }
    let mut finder = Finder::default();
    for (name, bytes) in &files {
        let (record, sketch) = reader.read_sketched(name, bytes).unwrap();
        finder.add(&record, sketch);
    }
    let report = |name: &str| name.split(['.']).next().unwrap().trim_end_matches("-copy").to_owned();
    let told = |(name, relation): (&(String, _), &Relation)| Some((name.0.clone(), relation.duplicate_of.clone()?));
    let relations = finder.relations();
    let pairs: Vec<_> = files.iter().zip(&relations).filter_map(told).collect();
    let (right, wrong): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(one, other)| report(one) == report(other));
    assert!(files.len() > 150, "{} files", files.len());
    assert!(wrong.is_empty(), "no copies: {wrong:?}");
    assert!(right.len() * 100 >= copies * 99, "{} of {copies} found: {right:?}", right.len());
}
