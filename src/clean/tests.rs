//! Runs the cases of `tests/cases/clean`, one file a step and `whole` for all of them, and checks what holds for any text.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde::Deserialize;

use super::{STEPS, clean};
use crate::clean::offsets::OffsetMap;
use crate::span::{CleanSpan, RawSpan};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    raw: String,
    clean: String,
    #[serde(default)]
    repaired: bool,
    /// Stretches of the clean text, each with the stretch of the source it stands at.
    #[serde(default)]
    spans: Vec<(String, String)>,
}

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/clean");
    let mut names: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
    names.push("whole");
    for entry in fs::read_dir(&folder).unwrap() {
        let stem = entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned();
        assert!(names.contains(&stem.as_str()), "{stem}.toml names no step");
    }
    for name in names {
        let file = fs::read_to_string(folder.join(name).with_extension("toml")).expect(name);
        let cases: Cases = toml::from_str(&file).expect(name);
        assert!(!cases.case.is_empty(), "{name}: no cases");
        for case in &cases.case {
            check(name, case);
        }
    }
}

fn check(name: &str, case: &Case) {
    let Some(step) = STEPS.iter().find(|step| step.name == name) else {
        return check_whole(case);
    };
    let text = OffsetMap::default().apply(&case.raw, &(step.find)(&case.raw));
    assert_eq!(text, case.clean, "{name}: {:?}", case.raw);
}

fn check_whole(case: &Case) {
    let cleaned = clean(&case.raw);
    assert_eq!(cleaned.text, case.clean, "{:?}", case.raw);
    assert_eq!(cleaned.repaired, case.repaired, "repaired: {:?}", case.raw);
    for (clean_part, raw_part) in &case.spans {
        let start = cleaned.text.find(clean_part).expect(clean_part);
        let span = cleaned.raw(CleanSpan::new(start, start + clean_part.len()));
        assert_eq!(&case.raw[span.range()], raw_part, "{clean_part} in {:?}", case.raw);
    }
}

/// Pieces that steps act on, and what may come between them.
fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "出動",
        "執(zhí)",
        "法",
        "乾",
        "於",
        "(yuè)",
        "(一)",
        "(",
        ")",
        "?,F(xiàn)",
        "?!",
        "?",
        "。",
        ",",
        "\u{ff0c}",
        "、",
        ";",
        " ",
        "  ",
        "\u{a0}",
        "\u{3000}",
        "\n",
        "\r\n",
        "\r",
        "\u{feff}",
        "\u{ad}",
        "1",
        "23",
        "947",
        "\u{ff13}",
        ".",
        "—",
        "~",
        "-",
        "年",
        "月",
        "万",
        "余人次",
        "件",
        "|",
        "①",
        "二、",
        ":",
        "来源",
        "a",
        "%",
        "薴",
        "é",
        "😀",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// A wrapped text: pieces of one width, so that lines are full.
fn wrapped() -> impl Strategy<Value = String> {
    (text(), 18..30usize).prop_map(|(text, width)| {
        let chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
        chars.chunks(width).map(|line| line.iter().collect::<String>()).collect::<Vec<_>>().join("\n")
    })
}

fn boundaries(text: &str) -> Vec<usize> {
    (0..=text.len()).filter(|&at| text.is_char_boundary(at)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn what_is_clean_stays(raw in prop_oneof![text(), wrapped(), "\\PC{0,40}"]) {
        let once = clean(&raw).text;
        let twice = clean(&once).text;
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn spans_lie_in_the_source(raw in prop_oneof![text(), wrapped(), "\\PC{0,40}"]) {
        let cleaned = clean(&raw);
        let places = boundaries(&cleaned.text);
        let mut last = RawSpan::new(0, 0);
        for pair in places.windows(2) {
            let span = cleaned.raw(CleanSpan::new(pair[0], pair[1]));
            prop_assert!(last.end <= span.start && span.start < span.end);
            prop_assert!(raw.get(span.range()).is_some());
            last = span;
        }
        for (at, &start) in places.iter().enumerate() {
            for &end in &places[at + 1..] {
                let whole = cleaned.raw(CleanSpan::new(start, end));
                let first = cleaned.raw(CleanSpan::new(start, places[at + 1]));
                prop_assert_eq!(whole.start, first.start);
                prop_assert!(whole.end <= raw.len() && raw.is_char_boundary(whole.end));
            }
            let empty = cleaned.raw(CleanSpan::new(start, start));
            prop_assert!(empty.is_empty() && raw.is_char_boundary(empty.start));
        }
    }

    #[test]
    fn plain_stretches_stand_where_they_came_from(before in text(), after in text()) {
        let plain = "〔甲乙丙〕";
        let raw = format!("{before}{plain}{after}");
        let cleaned = clean(&raw);
        let start = cleaned.text.find(plain).unwrap();
        let span = cleaned.raw(CleanSpan::new(start, start + plain.len()));
        prop_assert_eq!(span, RawSpan::new(before.len(), before.len() + plain.len()));
    }
}
