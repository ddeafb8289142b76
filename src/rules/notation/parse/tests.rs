use std::collections::BTreeMap;

use super::*;

fn owned(lists: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
    lists.iter().map(|(name, words)| ((*name).to_owned(), words.iter().map(|&w| w.to_owned()).collect())).collect()
}

/// Measure words, in their order: 0 家(次), 1 件次, 2 件, 3 份, 4 家.
fn vocabulary() -> Vocabulary {
    let mut vocabulary = Vocabulary::new(&owned(&[("case", &["件", "件次"]), ("site", &["家", "家(次)", "份"])]));
    let faults =
        vocabulary.define(&owned(&[("give", &["给[予]", "@send"]), ("send", &["送达"]), ("also", &["另{件},"])]));
    assert_eq!(faults, []);
    vocabulary
}

/// A short form of the tree: alternatives in `( / )`, optional in `[ ]`, quantities as in Rust.
fn show(sequence: &[Node]) -> String {
    let shown = sequence.iter().map(|node| match node {
        Node::Text(text) => text.to_string(),
        Node::OneOf(all) => format!("({})", all.iter().map(show).collect::<Vec<_>>().join(" / ")),
        Node::Optional(inner) => format!("[{}]", show(inner)),
        other => format!("{other:?}"),
    });
    shown.collect::<Vec<_>>().join(" ")
}

#[test]
fn reads_every_element() {
    let cases = [
        ("送书", "送书"),
        ("送[达]书", "送 [达] 书"),
        ("(送|发(出|给))书", "(送 / 发 (出 / 给)) 书"),
        ("[送|发]书", "[(送 / 发)] 书"),
        ("(送)书", "(送) 书"),
        ("@give书", "(给 [予] / (送达)) 书"),
        ("@also书", "(另 Pass(Words([2])) Separator) 书"),
        ("送…书……达", "送 Gap 书 LongGap 达"),
        ("送,书", "送 Separator 书"),
        ("送、书:达。", "送、书:达。"),
        (r"\(送\)\@\…\\", r"(送)@…\"),
        ("送<>", "送 Take(Bare)"),
        ("送<件>", "送 Take(Words([2]))"),
        ("送<份|@case|件>", "送 Take(Words([1, 2, 3]))"),
        ("送<家(次)|家>", "送 Take(Words([0, 4]))"),
        ("送<元>", "送 Take(Money)"),
        ("送<%>", "送 Take(Percent)"),
        ("<none>送", "Take(None) 送"),
        ("送{}书{件}{元}", "送 Pass(Any) 书 Pass(Words([2])) Pass(Money)"),
        ("12369电话", "12369电话"),
    ];
    for (source, shown) in cases {
        let sequence = parse(source, &vocabulary()).unwrap_or_else(|error| panic!("{source}: {error:?}"));
        assert_eq!(show(&sequence), shown, "{source}");
    }
}

#[test]
fn points_at_the_fault() {
    let cases = [
        ("", "", "the text is empty"),
        ("送[达书", "[", "the bracket is not closed"),
        ("送(达|书", "(", "the bracket is not closed"),
        ("送<件", "<", "the bracket is not closed"),
        ("送{件", "{", "the bracket is not closed"),
        ("送(达]书", "]", "`]` stands where `)` should close"),
        ("送)书", ")", "`)` closes nothing"),
        ("送>书", ">", "`>` closes nothing"),
        ("送|书", "|", "`|` stands outside of brackets"),
        ("送[]书", "]", "nothing stands before this"),
        ("送(达||书)", "|", "nothing stands before this"),
        ("送………书", "………", "a gap is `…` or `……`"),
        ("送@达", "@", "the name of a list should follow"),
        ("送@gave书", "@gave", "no list `gave` in [lists] of pack.toml"),
        ("送<@cases>", "@cases", "no unit list `cases` in [units] of pack.toml"),
        ("送<件|棵>", "棵", "`棵` is not among the measure words of the pack"),
        ("送<万元>", "万元", "`万元` is not among the measure words of the pack"),
        ("送<件||家>", "", "a measure word should stand here"),
        ("送<件|元>", "元", "`元` stands alone, not beside measure words"),
        ("送[<件>]", "<件>", "the quantity that is taken may not stand in brackets or lists"),
        (r"送\书", r"\", r"`\` stands before none of the notation's own characters"),
        ("送，书", "，", "the clean text has `,` for `，`"),
        ("送（书", "（", "the clean text has `(` for `（`"),
        ("送 书", " ", "a blank is not matched as text"),
    ];
    for (source, at, message) in cases {
        let error = parse(source, &vocabulary()).expect_err(source);
        assert_eq!(error.message, message, "{source}");
        assert_eq!(&source[error.offset..error.offset + error.len], at, "{source}");
    }
}

#[test]
fn helps_with_the_nearest_name() {
    let help = |source| parse(source, &vocabulary()).expect_err(source).help;
    assert_eq!(help("@gave").as_deref(), Some("did you mean `give`?"));
    assert_eq!(help("<@cases>").as_deref(), Some("did you mean `case`?"));
    assert_eq!(help("@completely").as_deref(), Some("known: also, give, send"));
    assert_eq!(help("（").as_deref(), Some(r"write `\(`"));
}

#[test]
fn splits_a_pattern_at_its_quantity() {
    let Ok(Form::Notation { source, before, take, after }) = parse_form("送…<件>[次]书{}", &vocabulary()) else {
        panic!("the pattern is right");
    };
    assert_eq!(source, "送…<件>[次]书{}");
    assert_eq!(
        (show(&before), take, show(&after)),
        ("送 Gap".into(), Units::Words(vec![2]), "[次] 书 Pass(Any)".into())
    );
}

#[test]
fn a_pattern_takes_one_quantity_and_words_none() {
    let fault = |error: NotationError| (error.offset, error.len);
    assert_eq!(parse_form("送{件}书", &vocabulary()).map_err(fault).err(), Some((0, 11)));
    assert_eq!(parse_form("送<件>书<>", &vocabulary()).map_err(fault).err(), Some((11, 2)));
    assert_eq!(parse_words("送{件}", &vocabulary()).map_err(fault), Err((3, 5)));
    assert_eq!(parse_words("送<件>", &vocabulary()).map_err(fault), Err((3, 5)));
    assert_eq!(parse_words("送@also", &vocabulary()).map_err(fault), Err((3, 5)));
    assert!(parse_words("送…@give,", &vocabulary()).is_ok());
}

#[test]
fn lists_may_not_go_round_or_take() {
    let mut vocabulary = vocabulary();
    let faults = vocabulary.define(&owned(&[
        ("a", &["送", "发@b"]),
        ("b", &["书@c"]),
        ("c", &["达", "出@a"]),
        ("d", &["@d"]),
        ("e", &["送<件>"]),
    ]));
    let seen: Vec<_> = faults.iter().map(|f| (f.list.as_str(), f.entry, f.error.offset, &*f.error.message)).collect();
    assert_eq!(
        seen,
        [
            ("c", 1, 3, "the list refers to itself: @a -> @b -> @c -> @a"),
            ("d", 0, 0, "the list refers to itself: @d -> @d"),
            ("e", 0, 3, "the quantity that is taken may not stand in brackets or lists"),
        ]
    );
}

#[test]
fn finds_references_outside_of_quantities() {
    assert_eq!(references(r"@a书<@b>{@c}\@d[@e_1]<@f"), [(0, "a"), (17, "e_1"), (23, "f")]);
}

#[test]
fn deep_brackets_are_a_fault() {
    let source = "(".repeat(100_000);
    assert_eq!(parse(&source, &vocabulary()).expect_err("too deep").offset, MAX_DEPTH);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(source in r"[送书件元@a<>{}()\[\]|…,\\ ，%]{0,24}|\PC{0,24}") {
        let vocabulary = vocabulary();
        references(&source);
        if let Err(error) = parse_form(&source, &vocabulary) {
            assert!(source.get(error.offset..error.offset + error.len).is_some(), "{source}: {error:?}");
        }
    }
}
