//! Runs the cases of `tests/cases/identity`: texts of our own with what they say of themselves.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;
use serde::Deserialize;
use zhifa::identity::places::{self, Place};
use zhifa::identity::{Doubt, Hints, Identity, identify};
use zhifa::pipeline::Reader;
use zhifa::record::Level;
use zhifa::rules::{IdentityWords, Pack};

/// What identities are made of, and some that break them.
const PIECES: [&str; 24] = [
    "\n",
    "霜桥",
    "市",
    "省",
    "生态环境局",
    "鹭浦",
    "分局",
    "2023年",
    "2024-01-05",
    "二〇二四年一月五日",
    "关于",
    "报告",
    "的通报",
    ":",
    "。",
    "(",
    ")",
    " ",
    "\u{3000}",
    "自治州",
    "发布日期",
    "来源",
    "a|é😀",
    "在领导下,",
];

static WORDS: LazyLock<&IdentityWords> =
    LazyLock::new(|| &Pack::embedded().expect("the built-in pack is whole").identity);

/// One file of cases.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

/// A text and what must come out; what is left out must be null.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    text: String,
    title_hint: Option<String>,
    published_hint: Option<String>,
    path: Option<String>,
    doubt: Option<String>,
    title: Option<String>,
    agency: Option<String>,
    agency_kind: Option<String>,
    region: Option<String>,
    region_code: Option<String>,
    level: Option<String>,
    kind: Option<String>,
    signed: Option<String>,
    published: Option<String>,
    /// `start..end`, as the whole program reads it; asked for only where it is given.
    period: Option<String>,
}

fn case_files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/identity");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    files
}

#[test]
fn every_case_comes_out() {
    let (mut count, mut misses) = (0, Vec::new());
    for path in case_files() {
        let cases: Cases = toml::from_str(&fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for case in cases.case {
            count += 1;
            let differing = check(&case).into_iter().chain(whole(&case));
            misses.extend(differing.map(|miss| format!("{}: {miss}", case.name)));
        }
    }
    assert!(count > 0, "no case found");
    assert!(misses.is_empty(), "of {count} cases:\n{}", misses.join("\n"));
}

fn check(case: &Case) -> Vec<String> {
    let hint = case.published_hint.as_deref().map(|day| day.parse().unwrap());
    let hints = Hints { title: case.title_hint.as_deref(), published: hint, path: case.path.as_deref() };
    let got = identify(&case.text, hints, &WORDS);
    if let (Some(span), Some(title)) = (&got.title_span, &got.title) {
        assert_eq!(case.text[span.clone()].replace('\n', ""), *title, "{}", case.name);
    }
    let json = |value: serde_json::Value| value.as_str().map(str::to_owned);
    let want = case;
    let pairs = [
        ("title", got.title, want.title.clone()),
        ("agency", got.agency, want.agency.clone()),
        ("agency_kind", got.agency_kind.and_then(|kind| json(serde_json::json!(kind))), want.agency_kind.clone()),
        ("region", got.region, want.region.clone()),
        ("region_code", got.region_code, want.region_code.clone()),
        ("doubt", got.doubt.as_ref().map(doubt), want.doubt.clone()),
        ("level", got.level.and_then(|level| json(serde_json::json!(level))), want.level.clone()),
        ("kind", json(serde_json::json!(got.kind)), want.kind.clone().or_else(|| Some("other".to_owned()))),
        ("signed", got.signed.map(|day| day.to_string()), want.signed.clone()),
        ("published", got.published.map(|day| day.to_string()), want.published.clone()),
    ];
    // What a body oversees follows from its name and is asked for where a case is about it.
    let asked = |key: &str| key != "agency_kind" || want.agency_kind.is_some();
    let differing = pairs.into_iter().filter(|(key, got, want)| asked(key) && got != want);
    differing.map(|(key, got, want)| format!("{key}: got {got:?}, want {want:?}")).collect()
}

/// What differs where the whole program reads the text of a case that needs no hints.
fn whole(case: &Case) -> Vec<String> {
    static READER: LazyLock<Reader> =
        LazyLock::new(|| Reader::new(Pack::embedded().expect("the built-in pack is whole")));
    if case.title_hint.is_some() || case.published_hint.is_some() || case.path.is_some() {
        return Vec::new();
    }
    let got = READER.read("case.txt", case.text.as_bytes()).unwrap().document;
    let level = got.level.and_then(|level| serde_json::json!(level).as_str().map(str::to_owned));
    let period = got.period.map(|period| format!("{}..{}", period.start, period.end));
    let pairs = [
        ("agency", got.agency, &case.agency),
        ("region", got.region, &case.region),
        ("region_code", got.region_code, &case.region_code),
        ("level", level, &case.level),
        (
            "published",
            got.published.map(|day| day.to_string()),
            case.published.as_ref().map_or(&case.signed, |_| &case.published),
        ),
        ("period", period.filter(|_| case.period.is_some()), &case.period),
    ];
    let differing = pairs.into_iter().filter(|(_, got, want)| got != *want);
    differing.map(|(key, got, want)| format!("{key}, read whole: got {got:?}, want {want:?}")).collect()
}

fn doubt(doubt: &Doubt) -> String {
    match doubt {
        Doubt::Unnamed => "unnamed".to_owned(),
        Doubt::Ambiguous(_) => "ambiguous".to_owned(),
    }
}

/// A report of the environment bureau of `place`, signed in `year`.
fn report(place: &str, body: &str, year: i16) -> Identity {
    let text = format!("2023年度行政执法工作总结\n2023年,我局扎实工作。{body}\n{place}\n{year}年1月5日\n");
    identify(&text, Hints::default(), &WORDS)
}

/// The names above `place`, outermost first.
fn above(place: Place) -> Vec<&'static str> {
    let mut names = Vec::new();
    let mut parents = places::parents(&place);
    while let Some(parent) = parents.first() {
        names.insert(0, parent.name());
        parents = places::parents(parent);
    }
    names
}

/// Whether a report names `place`: by its code, else with the warning that several places bear the name.
fn names_or_doubts(identity: &Identity, place: Place) -> bool {
    let named = identity.region.as_deref() == Some(place.name());
    match (&identity.region_code, &identity.doubt) {
        (Some(code), None) => named && code == place.code() && identity.level == Some(place.level()),
        (None, Some(Doubt::Ambiguous(_))) => named || identity.region.is_none(),
        _ => false,
    }
}

#[test]
fn every_place_of_the_table_is_told_or_in_doubt_and_told_with_its_parents() {
    let mut wrong = Vec::new();
    let mut doubted = 0;
    for place in places::all() {
        let year = place.until().unwrap_or(2024);
        let mut ask = |identity: Identity, how: &str, certain: bool| {
            doubted += usize::from(identity.region_code.is_none());
            if !names_or_doubts(&identity, *place) || certain && identity.region_code.is_none() {
                wrong.push(format!(
                    "{} {} {how}: {:?} {:?} {:?}",
                    place.code(),
                    place.name(),
                    identity.region,
                    identity.region_code,
                    identity.doubt
                ));
            }
        };
        let unique = places::named(place.name()).len() == 1;
        let bureau = format!("{}生态环境局", place.name());
        ask(report(&bureau, "", year), "alone", unique);
        let above = above(*place);
        let written = above.concat();
        ask(report(&format!("{written}{bureau}"), "", year), "written out", place.until().is_none());
        ask(report(&bureau, &format!("{written}人民政府部署了工作。"), year), "in the text", place.until().is_none());
        if let (Level::County, [_, city], None) = (place.level(), above.as_slice(), place.until()) {
            let branch = format!("{city}生态环境局{}分局", place.short());
            let named_so = places::short(place.short()).iter().filter(|other| other.until().is_none());
            let in_city = named_so.filter(|other| places::parents(other).first().is_some_and(|p| p.name() == *city));
            ask(report(&branch, "", year), "a branch", in_city.count() == 1);
        }
    }
    assert!(wrong.is_empty(), "{} ({doubted} in doubt):\n{}", wrong.len(), wrong.join("\n"));
}

proptest! {
    /// Pieces of names, marks and lines in any order never stop the reader, and a title's bytes hold the title.
    #[test]
    fn no_text_is_too_odd(pieces in prop::collection::vec(0..PIECES.len(), 0..40)) {
        let text: String = pieces.into_iter().map(|piece| PIECES[piece]).collect();
        let got = identify(&text, Hints { title: Some(&text), path: Some(&text), ..Hints::default() }, &WORDS);
        if let Some(span) = got.title_span {
            prop_assert!(text.get(span).is_some());
        }
    }
}
