use std::fs;

use serde_json::{Value, json};

use super::{Comparison, compare};
use crate::reread;

fn figure(field: &str, value: u32, start: usize) -> Value {
    json!({
        "field": field, "value": value, "unit": "count", "qualifier": "exact", "scope": "total", "headline": true,
        "upper": null, "change_pct": null, "text": format!("{value}件"), "quote": format!("立案{value}件"), "start": start, "end": start + 4,
        "line": 1, "section": [], "rule": "r"
    })
}

fn record(path: &str, figures: &[Value]) -> Value {
    let values: serde_json::Map<String, Value> =
        figures.iter().map(|f| (f["field"].as_str().unwrap().to_owned(), f["value"].clone())).collect();
    json!({
        "schema_version": "1", "document": { "kind": "other" }, "values": values, "figures": figures, "warnings": [],
        "source": { "path": path, "sha256": path.trim_start_matches("new/"), "format": "text", "encoding": "UTF-8" }
    })
}

fn compared(a: &[Value], b: &[Value]) -> Comparison {
    let folder = tempfile::tempdir().unwrap();
    let side = |name: &str, records: &[Value]| {
        let lines: Vec<String> = records.iter().map(Value::to_string).collect();
        fs::write(folder.path().join(name), lines.join("\n")).unwrap();
        (name.to_owned(), reread::read(&folder.path().join(name)))
    };
    compare(side("a", a), side("b", b), &[]).unwrap()
}

/// `field what change keys` of each difference.
fn told(comparison: &Comparison) -> Vec<String> {
    let all = serde_json::to_value(&comparison.differences).unwrap();
    let word = |d: &Value, key: &str| d[key].as_str().unwrap_or_default().to_owned();
    let keys = |d: &Value| d["keys"].as_array().map_or_else(String::new, |keys| format!(" {}", json!(keys)));
    let line = |d: &Value| format!("{} {} {}{}", word(d, "field"), word(d, "what"), word(d, "change"), keys(d));
    all.as_array().unwrap().iter().map(line).collect()
}

#[test]
fn reports_are_paired_whatever_their_order() {
    let of = |paths: &[&str]| paths.iter().map(|path| record(path, &[figure("x", 1, 0)])).collect::<Vec<_>>();
    let same = compared(&of(&["a", "b", "c", "d"]), &of(&["d", "b", "a", "c"]));
    assert!(same.is_empty(), "{same:?}");
    assert_eq!((same.reports.in_both, same.a.reports, same.b.reports), (4, 4, 4));
    let other = compared(&of(&["a", "b", "c", "c"]), &of(&["new/b", "c", "d"]));
    let paths = |named: &[super::Named]| named.iter().map(|n| n.path.clone()).collect::<Vec<_>>();
    assert_eq!(paths(&other.reports.gained), ["d"]);
    assert_eq!(paths(&other.reports.lost), ["a", "c"], "a path that A has twice and B once");
    assert_eq!((&*other.reports.moved[0].a, &*other.reports.moved[0].b), ("b", "new/b"));
    assert!(other.differences.is_empty() && !other.is_empty());
}

#[test]
fn each_change_is_told_by_field() {
    let old = record("a", &[figure("x", 1, 0), figure("y", 2, 10), figure("z", 3, 20)]);
    let change = |edit: &dyn Fn(&mut Value)| {
        let mut new = old.clone();
        edit(&mut new);
        told(&compared(std::slice::from_ref(&old), &[new]))
    };
    assert_eq!(change(&|_| ()), [""; 0]);
    assert_eq!(change(&|r| r["figures"][0]["rule"] = json!("other")), [""; 0], "how it was found is not compared");
    assert_eq!(change(&|r| r["values"]["x"] = json!(1.0)), [""; 0], "1.0 is 1");
    assert_eq!(change(&|r| r["values"]["x"] = Value::Null), ["x value lost"]);
    assert_eq!(change(&|r| drop(r["values"].as_object_mut().unwrap().remove("y"))), ["y value lost"]);
    assert_eq!(change(&|r| r["values"]["w"] = json!(4)), ["w value gained"]);
    assert_eq!(change(&|r| r["values"]["z"] = json!(4)), ["z value changed"]);
    assert_eq!(change(&|r| r["figures"][1]["upper"] = json!(4)), [r#"y figure changed ["upper"]"#]);
    assert_eq!(
        change(&|r| {
            r["figures"][2]["scope"] = json!("part");
            r["figures"][2]["scope_name"] = json!("市级");
        }),
        [r#"z figure changed ["scope","scope_name"]"#]
    );
    assert_eq!(change(&|r| drop(r["figures"].as_array_mut().unwrap().remove(0))), ["x figure lost"]);
    assert_eq!(change(&|r| r["figures"][0]["field"] = json!("y")), ["x figure lost", "y figure gained"]);
    assert_eq!(change(&|r| r["document"]["region"] = json!("汀澜市")), ["document.region document gained"]);
    assert_eq!(
        change(&|r| r["warnings"] = json!([{ "code": "conflict", "field": "y", "message": "" }])),
        ["y warning gained"]
    );
}

#[test]
fn in_another_text_figures_are_known_by_their_words() {
    let old = record("a", &[figure("x", 1, 0), figure("x", 2, 10)]);
    let mut new = record("a", &[figure("x", 2, 40), figure("x", 7, 50)]);
    new["source"]["sha256"] = json!("other");
    new["values"]["x"] = json!(2);
    let comparison = compared(&[old], &[new]);
    assert_eq!(comparison.reports.rewritten, ["a"]);
    assert_eq!(told(&comparison), ["x figure lost", "x figure gained"]);
}

#[test]
fn the_fault_of_a_file_comes_after_its_good_records() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.jsonl");
    fs::write(&path, format!("{}\n\n{{\"source\": 1}}\n", record("a", &[]))).unwrap();
    let mut records = reread::read(&path);
    assert!(records.next().unwrap().is_ok());
    let error = records.next().unwrap().unwrap_err();
    assert_eq!((error.line, error.message.starts_with("no output of zhifa: ")), (Some(3), true), "{error}");
    assert!(records.next().is_none());
}
