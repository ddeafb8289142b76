use super::{Explanation, explain};
use crate::pipeline::Reader;
use crate::rules::Pack;

fn explained(text: &str) -> Explanation {
    let pack = Pack::embedded().unwrap();
    let reader = Reader::new(pack);
    let examination = reader.examine("a.txt", text.as_bytes()).unwrap();
    explain(&reader, pack, &examination, |_| true)
}

fn field<'e>(explanation: &'e Explanation, id: &str) -> &'e super::FieldReasons {
    explanation.fields.iter().find(|field| field.field == id).unwrap()
}

const HEAD: &str = "汀澜市生态环境局2024年度法治政府建设情况报告\n\n现将我局2024年法治政府建设情况报告如下。\n";

#[test]
fn the_exact_total_beats_the_rounded_one_and_says_so() {
    let told = explained(&format!("{HEAD}一、概况\n全年立案300余件。\n二、执法\n全年共立案312件。\n"));
    let cases = field(&told, "cases_filed");
    let headline = cases.headline.as_ref().unwrap();
    assert_eq!(headline.value.to_string(), "312");
    assert_eq!(headline.reasons, ["before 300 on line 5: exact before rounded", "covers the whole period"]);
    assert!(cases.figures[0].reasons[0].starts_with("behind 312 on line 7: exact"), "{:?}", cases.figures[0].reasons);
}

#[test]
fn a_drive_a_plan_and_last_year_have_their_reasons() {
    let told = explained(&format!(
        "{HEAD}全年立案312件,上年同期为290件。在“碧水”专项行动中,立案21件。\n三、下一步工作\n明年计划立案400件。\n"
    ));
    let cases = field(&told, "cases_filed");
    let reasons: Vec<&str> = cases.figures.iter().map(|claim| claim.reasons[0].as_str()).collect();
    assert!(reasons[0].starts_with("other days than the report's: 2023-01-01 to 2023-12-31"), "{reasons:?}");
    assert!(reasons[1].starts_with("one drive"), "{reasons:?}");
    assert_eq!(cases.turned_down[0].reasons, ["planned, not done"]);
}

#[test]
fn the_quote_is_marked_in_its_sentence() {
    let told = explained(&format!("{HEAD}工作有序。全年立案312件。\n"));
    let sentence = &field(&told, "cases_filed").headline.as_ref().unwrap().sentence;
    let mark = sentence.marks[0].clone();
    assert_eq!(sentence.text, "全年立案312件。");
    assert_eq!(sentence.text.chars().skip(mark.start).take(mark.len()).collect::<String>(), "立案312件");
}

#[test]
fn the_nearest_miss_names_the_word_that_is_lacking() {
    let told = explained(&format!("{HEAD}年内抽看执法案卷120卷。\n"));
    let reviews = field(&told, "file_reviews");
    let near = reviews.nearest.as_ref().unwrap();
    assert!(near.rule.starts_with("file_reviews/") && near.form.contains("案卷"), "{near:?}");
    assert!(near.lacking.contains("评查"), "{near:?}");
    assert_eq!(near.sentence.text, "年内抽看执法案卷120卷。");
}

#[test]
fn the_nearest_miss_names_the_number_that_is_lacking() {
    let told = explained(&format!("{HEAD}依法组织听证会。\n"));
    let near = field(&told, "hearings").nearest.as_ref().unwrap();
    assert!(near.lacking.starts_with("lacks a number"), "{near:?}");
}

#[test]
fn a_field_that_nothing_comes_near_has_no_miss() {
    assert!(field(&explained(HEAD), "hearings").nearest.is_none());
}
