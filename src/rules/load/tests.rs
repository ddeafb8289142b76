use rust_decimal::Decimal;

use super::*;
use crate::record::{Scope, Unit};
use crate::rules::notation::{Node, Units};
use crate::rules::{Form, WordList};

const PACK: &str = r#"name = "harbour"
version = "0.1.0"
title = "港口检查"
fields = ["visits", "fees"]

[groups]
all = { zh = "全部", core = true }

[units]
ship = ["艘", "艘次"]
case = ["件", "艘"]

[lists]
none = ["无", "没有"]
board = ["登上", "登[临]"]

[context]
whole = ["全港", "@board"]

[identity]
agencies = ["港务局"]
"#;

const VISITS: &str = r#"zh = "登船"
en = "visits"
group = "all"
unit = "count"
counts = "Ships boarded."
excludes = "Ships seen."
topics = "登船数"

[[pattern]]
id = "boarded"
match = ["@board…<@ship>", "<none>登船"]
not = "望见"
under = ["检查"]
scope = "part"
shares = true

[[pattern]]
id = "by-regex"
regex = '登船共(?<q>[0-9]+)'

[[example]]
text = "登上船只12艘。"
expect = [{ value = 12, qualifier = "over", quote = "登上船只12艘" }, { value = 0.10, upper = "1234567.89", change_pct = -1_5.70, scope = "campaign", text = "x" }]
others = ["fees"]

[[counterexample]]
text = "望见船只3艘。"
why = "seen, not boarded"

[[known_gap]]
text = "上了3艘船。"
expect = [{ value = 3 }]
why = "the verb is bare"
"#;

const FEES: &str = r#"zh = "费用"
en = "fees"
group = "all"
unit = "CNY"
counts = "Fees."
excludes = "Fines."
"#;

fn load_all(files: &[(&str, &str)]) -> Result<Pack, RuleErrors> {
    let files = files.iter().map(|&(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    Pack::from_files("rules", files.collect())
}

fn load(pack: &str, visits: &str, fees: &str) -> Result<Pack, RuleErrors> {
    load_all(&[("pack.toml", pack), ("visits.toml", visits), ("fees.toml", fees)])
}

/// `file:line:col message; help` of each fault.
fn faults(result: Result<Pack, RuleErrors>) -> Vec<String> {
    let shown = |error: &RuleError| {
        let help = error.help.as_deref().map(|help| format!("; {help}")).unwrap_or_default();
        format!("{}:{}:{} {}{help}", error.file, error.line, error.col, error.message)
    };
    result.expect_err("a fault is expected").0.iter().map(shown).collect()
}

/// The faults after `from` is replaced by `to` in pack.toml or visits.toml, whichever holds it.
fn faults_with(from: &str, to: &str) -> Vec<String> {
    assert!(PACK.contains(from) != VISITS.contains(from), "{from} must stand in one file");
    faults(load(&PACK.replacen(from, to, 1), &VISITS.replacen(from, to, 1), FEES))
}

#[test]
fn reads_a_pack() {
    let pack = load(PACK, VISITS, FEES).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!((&*pack.name, &*pack.version, &*pack.title), ("harbour", "0.1.0", "港口检查"));
    assert_eq!(pack.measure_words, ["艘次", "件", "艘"]);
    assert_eq!(pack.none_words, ["没有", "无"]);
    assert_eq!(pack.context.lists[WordList::Whole.place()].len(), 2);
    assert_eq!(pack.identity.agencies, ["港务局"]);
    assert!(pack.groups["all"].core);
    assert_eq!(pack.fields.iter().map(|field| &*field.id).collect::<Vec<_>>(), ["visits", "fees"]);

    let field = &pack.fields[0];
    assert_eq!((field.unit, pack.fields[1].unit), (Unit::Count, Unit::Cny));
    assert_eq!(field.topics, [vec![Node::Text("登船数".into())]]);
    let pattern = &field.patterns[0];
    assert_eq!((&*pattern.id, pattern.scope, pattern.shares), ("visits/boarded", Some(Scope::Part), true));
    assert_eq!((pattern.forms.len(), pattern.not.len(), pattern.under.len()), (2, 1, 1));
    assert!(matches!(&pattern.forms[0], Form::Notation { take: Units::Words(ids), .. } if *ids == [0, 2]));
    assert!(matches!(&field.patterns[1].forms[..], [Form::Regex { source, .. }] if source == "登船共(?<q>[0-9]+)"));
}

#[test]
fn reads_examples_exactly_and_with_their_lines() {
    let pack = load(PACK, VISITS, FEES).unwrap_or_else(|errors| panic!("{errors}"));
    let field = &pack.fields[0];
    let decimal = |text: &str| text.parse::<Decimal>().expect("a number");
    let expected = &field.examples[0].expect;
    assert_eq!((expected[0].value, expected[0].qualifier.as_deref()), (decimal("12"), Some("over")));
    assert_eq!(expected[1].value.to_string(), "0.10");
    assert_eq!((expected[1].upper, expected[1].change_pct), (Some(decimal("1234567.89")), Some(decimal("-15.70"))));
    assert_eq!((expected[1].scope, expected[1].text.as_deref()), (Some(Scope::Campaign), Some("x")));
    assert_eq!(field.examples[0].others, ["fees"]);
    assert_eq!((field.examples[0].line, field.counterexamples[0].line, field.known_gaps[0].line), (21, 26, 30));
    assert_eq!(field.known_gaps[0].why.as_deref(), Some("the verb is bare"));
}

#[test]
fn each_fault_has_its_place() {
    let cases = [
        // Syntax and keys.
        ("scope = \"part\"", "scope = part", "visits.toml:14:9 string values must be quoted, expected literal string"),
        ("whole = ", "whoel = ", "pack.toml:18:1 unknown key `whoel`; did you mean `whole`?"),
        ("not = ", "nott = ", "visits.toml:12:1 unknown key `nott`; did you mean `not`?"),
        (
            "why = \"seen",
            "because = \"seen",
            "visits.toml:26:1 the key `why` is missing\nvisits.toml:28:1 unknown key `because`; known: text, why, others",
        ),
        ("id = \"boarded\"\n", "", "visits.toml:9:1 the key `id` is missing"),
        ("en = \"visits\"\n", "", "visits.toml:1:1 the key `en` is missing"),
        ("version = \"0.1.0\"\n", "", "pack.toml:1:1 the key `version` is missing"),
        (
            "core = true",
            "cores = true",
            "pack.toml:7:7 the key `core` is missing\npack.toml:7:20 unknown key `cores`; did you mean `core`?",
        ),
        // Types and values.
        ("zh = \"登船\"", "zh = 1", "visits.toml:1:6 expected a string, found an integer"),
        ("shares = true", "shares = \"yes\"", "visits.toml:15:10 expected true or false, found a string"),
        ("[\"检查\"]", "[\"检查\", 7]", "visits.toml:13:16 expected a string, found an integer"),
        ("{ value = 3 }", "3", "visits.toml:32:11 expected a table, found an integer"),
        ("[{ value = 3 }]", "{ value = 3 }", "visits.toml:32:10 expected a list of tables, found a table"),
        (
            "value = 3 ",
            "value = 0x3 ",
            "visits.toml:32:21 not an exact decimal number; write it out in decimal digits: 1234.56",
        ),
        (
            "value = 3 ",
            "value = inf ",
            "visits.toml:32:21 not an exact decimal number; write it out in decimal digits: 1234.56",
        ),
        ("value = 3 ", "value = true ", "visits.toml:32:21 expected a number, found a boolean"),
        (
            "unit = \"count\"",
            "unit = \"number\"",
            "visits.toml:4:8 `number` is no unit; allowed: `count`, `CNY`, `percent`",
        ),
        ("scope = \"part\"", "scope = \"total\"", "visits.toml:14:9 `total` is no scope; allowed: `part`, `campaign`"),
        (
            "\"over\"",
            "\"more\"",
            "visits.toml:23:37 `more` is no qualifier; allowed: `exact`, `approx`, `over`, `under`, `range`",
        ),
        // Names.
        (
            "group = \"all\"",
            "group = \"al\"",
            "visits.toml:3:9 no group `al` in [groups] of pack.toml; did you mean `all`?",
        ),
        ("[\"fees\"]", "[\"fee\"]", "visits.toml:24:11 no field `fee`; did you mean `fees`?"),
        ("\"by-regex\"", "\"boarded\"", "visits.toml:18:6 a pattern above has the id `boarded` already"),
        (
            "\"by-regex\"",
            "\"By regex\"",
            "visits.toml:18:6 `By regex` is no pattern id; lower-case letters, digits and `-`, for example `decision-documents`",
        ),
        (
            "\"visits\", \"fees\"]",
            "\"visits\", \"fees\", \"fees\"]",
            "pack.toml:4:29 the field `fees` is listed already",
        ),
        (
            "\"visits\", \"fees\"]",
            "\"visits\", \"fees\", \"Fines\"]",
            "pack.toml:4:29 `Fines` is no field id; lower-case letters, digits and `_`, for example `fine_amount`",
        ),
        // Notation.
        ("@board…<", "@bord…<", "visits.toml:11:11 no list `bord` in [lists] of pack.toml; did you mean `board`?"),
        ("<@ship>", "<@shop>", "visits.toml:11:19 no unit list `shop` in [units] of pack.toml; did you mean `ship`?"),
        ("<none>登船", "无登船[", "visits.toml:11:32 the bracket is not closed; put `]` after it"),
        ("\"<none>登船\"", r#""\u65e0登船[""#, "visits.toml:11:28 the bracket is not closed; put `]` after it"),
        ("望见", "望见{}", "visits.toml:12:10 no quantity may stand here"),
        ("\"登船数\"", "'''登船数<>'''", "visits.toml:7:16 no quantity may stand here"),
        ("match = [\"@board…<@ship>\", \"<none>登船\"]", "match = []", "visits.toml:11:1 `match` holds no text"),
        ("regex = '", "match = '<>'\nregex = '", "visits.toml:20:1 a pattern has `match` or `regex`, not both"),
        ("regex = '登船共(?<q>[0-9]+)'\n", "", "visits.toml:17:1 the key `match` is missing"),
        ("登船共(?<q>[0-9]+)", "登船(共[0-9]+", "visits.toml:19:12 unclosed group"),
        (
            "[{ value = 12, qualifier = \"over\", quote = \"登上船只12艘\" }, { value = 0.10, upper = \"1234567.89\", change_pct = -1_5.70, scope = \"campaign\", text = \"x\" }]",
            "[]",
            "visits.toml:23:1 an example expects at least one figure; a text without figures goes under [[counterexample]]",
        ),
        // The lists of pack.toml.
        ("\"登[临]\"", "\"登[临\"", "pack.toml:15:18 the bracket is not closed; put `]` after it"),
        ("\"登[临]\"", "\"再@board\"", "pack.toml:15:18 the list refers to itself: @board -> @board"),
        ("\"没有\"", "\"没[有]\"", "pack.toml:14:14 the list `none` holds plain words only"),
        ("\"全港\"", "\"全港{}\"", "pack.toml:18:13 no quantity may stand here"),
        ("\"件\"", "\"件（次）\"", "pack.toml:11:11 the clean text has `(` for `（`; write `\\(`"),
        ("\"件\"", "\"\"", "pack.toml:11:9 the text is empty"),
    ];
    for (from, to, fault) in cases {
        let faults: Vec<String> = fault.lines().map(|fault| format!("rules/{fault}")).collect();
        assert_eq!(faults_with(from, to), faults, "{from} -> {to}");
    }
}

#[test]
fn files_and_the_list_of_fields_must_agree() {
    let all = [("pack.toml", PACK), ("visits.toml", VISITS), ("fee.toml", FEES), ("notes.md", "#")];
    assert_eq!(
        faults(load_all(&all)),
        [
            "rules/pack.toml:4:21 the field `fees` has no file `fees.toml`; there is a file `fee.toml`",
            "rules/fee.toml:1:1 the field `fee` is not listed in pack.toml; add \"fee\" to `fields` in pack.toml",
        ]
    );
    assert_eq!(
        faults(load_all(&[("visits.toml", VISITS)])),
        ["rules/pack.toml:1:1 a pack needs this file, and there is none"]
    );
}

#[test]
fn a_file_that_is_not_utf8_is_named() {
    let files = BTreeMap::from([("pack.toml".to_owned(), vec![0xB7, 0xA3])]);
    assert_eq!(faults(Pack::from_files("rules/", files)), ["rules/pack.toml:1:1 the file is not UTF-8"]);
}

#[test]
fn all_faults_come_at_once() {
    let visits =
        VISITS.replace("\"count\"", "\"cases\"").replace("<none>", "<no>").replace("why = \"seen", "wy = \"seen");
    let fees = FEES.replace("excludes", "exclude");
    let found = faults(load(&PACK.replace("\"登[临]\"", "\"登]\""), &visits, &fees));
    let places: Vec<&str> = found.iter().map(|fault| fault.split(' ').next().unwrap_or_default()).collect();
    assert_eq!(
        places,
        [
            "rules/pack.toml:15:18",
            "rules/fees.toml:1:1",
            "rules/fees.toml:6:1",
            "rules/visits.toml:4:8",
            "rules/visits.toml:11:30",
            "rules/visits.toml:26:1",
            "rules/visits.toml:28:1",
        ]
    );
}

#[test]
fn several_syntax_faults_of_a_file_come_at_once() {
    let visits = VISITS.replace("scope = \"part\"", "scope = part").replace("shares = true", "shares = yes");
    let found = faults(load(&PACK.replace("core = true", "core = yes"), &visits, FEES));
    assert_eq!(found.len(), 3, "{found:#?}");
}

#[test]
fn a_backslash_in_double_quotes_gets_advice() {
    let found = faults_with("'登船共(?<q>[0-9]+)'", r#""登船共(?<q>\d+)""#);
    assert!(found[0].starts_with("rules/visits.toml:19:") && found[0].ends_with(r"in '…' quotes, `\` needs no escape"));
}

#[test]
fn the_caret_stands_under_chinese_text() {
    let pack = PACK.replace("\"登[临]\"", "\"登]\"");
    let shown = load(&pack, VISITS, FEES).expect_err("a fault").to_string();
    assert_eq!(
        shown,
        r#"error: `]` closes nothing
  --> rules/pack.toml:15:18
   |
15 | board = ["登上", "登]"]
   |                     ^
   |
   = help: write `\]` to match it as text"#
    );
}

#[test]
fn a_fault_without_text_still_names_its_file() {
    let shown = load_all(&[]).expect_err("a fault").to_string();
    assert_eq!(shown, "error: a pack needs this file, and there is none\n--> rules/pack.toml:1:1");
    let empty = load(PACK, VISITS, "").expect_err("a fault");
    assert_eq!(empty.0.len(), 6);
    assert!(empty.to_string().contains("--> rules/fees.toml:1:1"));
}

#[test]
fn regexes_are_compiled_when_checked() {
    let check = |regex: &str| {
        let visits = VISITS.replace("登船共(?<q>[0-9]+)", regex);
        load(PACK, &visits, FEES).unwrap_or_else(|errors| panic!("{errors}")).check_regexes()
    };
    assert_eq!(check("登船共(?<q>[0-9]+)"), Ok(()));
    for bad in ["登船(?<n>[0-9]+)", r"(?<q>\p{Nonsense})", "(?<q>(?:(?:a{1000}){1000}){1000})"] {
        let RuleErrors(errors) = check(bad).expect_err(bad);
        assert_eq!((errors.len(), errors[0].line, errors[0].col), (1, 19, 9), "{bad}");
    }
}

#[test]
fn a_field_without_cases_is_remarked_on() {
    let pack = load(PACK, VISITS, FEES).unwrap_or_else(|errors| panic!("{errors}"));
    let RuleErrors(remarks) = pack.lint().expect_err("the field `fees` is bare");
    let messages: Vec<&str> = remarks.iter().map(|remark| &*remark.message).collect();
    assert_eq!(
        messages,
        ["pattern", "example", "counterexample"].map(|what| format!("the field `fees` has no [[{what}]]"))
    );
}

#[test]
fn a_folder_is_read_like_files_in_memory() {
    let dir = tempfile::tempdir().expect("a folder");
    for (name, text) in [("pack.toml", PACK), ("visits.toml", VISITS), ("fees.toml", FEES), (".hidden.toml", "x")] {
        fs::write(dir.path().join(name), text).expect("a file");
    }
    let pack = Pack::load(dir.path()).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(pack.digest, load(PACK, VISITS, FEES).unwrap_or_else(|errors| panic!("{errors}")).digest);
    assert_eq!(faults(Pack::load(&dir.path().join("nowhere"))).len(), 1);
}

#[test]
fn the_digest_follows_every_byte() {
    let digest = |fees: &str| load(PACK, VISITS, fees).unwrap_or_else(|errors| panic!("{errors}")).digest;
    assert_eq!(digest(FEES).len(), 64);
    assert_ne!(digest(FEES), digest(&format!("{FEES}\n")));
    let files = BTreeMap::from([("a".to_owned(), b"b".as_slice().into())]);
    // SHA-256 of `a`, 0, `b`, 0.
    assert_eq!(super::digest(&files), "8fb20ef63ced4145fc2e983ffe597d1dcff39154c3bf21f0fa9dde6a0c50fdc9");
}

#[test]
fn without_its_examples_the_built_in_pack_reads_the_same() {
    let (whole, read) = (Pack::embedded().unwrap(), Pack::embedded_without_examples().unwrap());
    let rules = |pack: &Pack| {
        let fields = pack.fields.iter();
        let fields = fields.map(|f| format!("{} {} {:?} {:?} {:?}", f.id, f.counts, f.unit, f.topics, f.patterns));
        format!("{}\n{:?}\n{:?}", pack.digest, pack.context, fields.collect::<Vec<_>>())
    };
    assert_eq!(rules(whole), rules(read));
    let examples = |pack: &Pack| pack.fields.iter().map(|f| f.examples.len() + f.counterexamples.len()).sum::<usize>();
    assert!(examples(whole) > 0 && examples(read) == 0);
}
