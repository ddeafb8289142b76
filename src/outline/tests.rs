use super::{Outline, Sentence};

const REPORT: &str = "\
霜桥市某某局年度报告
一、主要工作
(一)监督检查。全年检查12家。一是查企业;二是查园区。三是回头看。
(二)案件办理
1.立案情况。立案3件。
2.处罚情况。罚款1万元。
二、下一步打算
计划检查20家。
附:统计表
项目|数量
立案(件)|3";

fn above(outline: &Outline, sentence: &Sentence) -> Vec<String> {
    let mut titles: Vec<String> = outline.above(sentence.heading).map(|h| REPORT[h.span.range()].to_owned()).collect();
    titles.reverse();
    titles
}

fn sentence<'o>(outline: &'o Outline, text: &str) -> &'o Sentence {
    let found = outline.sentences.iter().find(|s| REPORT[s.span.range()].contains(text));
    found.unwrap_or_else(|| panic!("no sentence with {text}"))
}

#[test]
fn headings_nest_by_the_style_of_their_numbers() {
    let outline = Outline::of(REPORT);
    assert_eq!(above(&outline, sentence(&outline, "检查12家")), ["主要工作", "监督检查"]);
    assert_eq!(above(&outline, sentence(&outline, "立案3件")), ["主要工作", "案件办理", "立案情况"]);
    assert_eq!(above(&outline, sentence(&outline, "罚款1万元")), ["主要工作", "案件办理", "处罚情况"]);
    assert_eq!(above(&outline, sentence(&outline, "计划检查")), ["下一步打算"]);
}

#[test]
fn items_count_within_their_paragraph() {
    let outline = Outline::of(REPORT);
    let item = |text| sentence(&outline, text).item;
    assert_eq!([item("检查12家"), item("查企业"), item("查园区"), item("回头看")], [0, 1, 2, 3]);
    assert_eq!(item("立案3件"), 0);
}

#[test]
fn an_annex_stands_under_nothing_and_its_table_under_it() {
    let outline = Outline::of(REPORT);
    let [table] = &outline.tables[..] else { panic!("one table is expected") };
    let titles: Vec<&str> = outline.above(table.heading).map(|h| &REPORT[h.span.range()]).collect();
    assert_eq!(titles, ["附:统计表"]);
    let rows: Vec<Vec<&str>> =
        table.rows.iter().map(|row| row.iter().map(|cell| &REPORT[cell.range()]).collect()).collect();
    assert_eq!(rows, [["项目", "数量"], ["立案(件)", "3"]]);
}

#[test]
fn sentences_cover_every_line_in_order() {
    let outline = Outline::of(REPORT);
    let mut last = 0;
    for sentence in &outline.sentences {
        assert!(sentence.span.start >= last && !sentence.span.is_empty());
        last = sentence.span.end;
    }
}

#[test]
fn a_line_without_end_is_read_in_pieces() {
    let text = "检查12家,".repeat(5000);
    let outline = Outline::of(&text);
    assert!(outline.sentences.len() > 5);
    assert!(outline.sentences.iter().all(|s| text[s.span.range()].chars().count() <= super::sentences::MAX_SENTENCE));
    assert_eq!(outline.sentences.iter().map(|s| s.span.len()).sum::<usize>(), text.len());
}
