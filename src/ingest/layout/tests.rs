use super::{Glyph, lines, text};

/// A page of 20 characters a line: each line its indent in characters, its height, and its text, of which a blank moves on.
fn page(rows: &[(u8, u16, &str)]) -> Vec<Glyph> {
    let mut glyphs = Vec::new();
    for (indent, base, row) in rows {
        let mut left = f32::from(*indent) * 10.0;
        for c in row.chars() {
            let width = if c.is_ascii() { 5.0 } else { 10.0 };
            glyphs.push(Glyph { text: c.to_string(), left, right: left + width, base: f32::from(*base), size: 10.0 });
            left += width;
        }
    }
    glyphs
}

#[track_caller]
fn assert_text(pages: &[&[(u8, u16, &str)]], expected: &str) {
    let pages = pages.iter().map(|rows| {
        let mut glyphs = page(rows);
        glyphs.reverse();
        lines(glyphs)
    });
    assert_eq!(text(pages.collect()), expected);
}

const FULL: &str = "全年共出动执法人员三千人次检查企业一千家";

#[test]
fn lines_broken_by_the_width_are_joined_and_shorter_ones_end_a_paragraph() {
    assert_text(
        &[&[
            (2, 800, "一、执法情况"),
            (2, 780, "全年共出动执法人员三千人次检查企业一"),
            (0, 760, "千家次,立案查处环境违法案件三百件,罚款"),
            (0, 740, "2458.6万元。"),
            (2, 720, FULL.get(..54).unwrap()),
            (0, 700, "家。"),
        ]],
        "一、执法情况\n全年共出动执法人员三千人次检查企业一千家次,立案查处环境违法案件三百件,罚款2458.6万元。\n全年共出动执法人员三千人次检查企业一家。",
    );
}

#[test]
fn a_number_that_did_not_fit_goes_on_with_its_line() {
    let rows = [(0, 800, FULL), (0, 780, "全年共出动执法人员三千人次检查,罚款"), (0, 760, "2458.6万元。")];
    assert_text(&[&rows], &format!("{FULL}全年共出动执法人员三千人次检查,罚款2458.6万元。"));
}

#[test]
fn running_heads_and_page_numbers_are_dropped() {
    let pages: Vec<[(u8, u16, &str); 3]> =
        vec![[(4, 830, "内部材料"), (0, 800, "第一页写立案3件。"), (9, 20, "- 1 -")]; 1];
    let second = [(4, 830, "内部材料"), (0, 800, "第二页写罚款5万元。"), (9, 20, "- 2 -")];
    assert_text(&[&pages[0], &second], "第一页写立案3件。\n第二页写罚款5万元。");
}

#[test]
fn blanks_inside_numbers_and_before_measures_are_not_made_up() {
    assert_text(&[&[(0, 800, "罚款 2458.6 万元 GB 18030")]], "罚款2458.6万元GB 18030");
}

#[test]
fn rows_with_wide_gaps_are_rows_of_a_table() {
    let rows = [(0, 800, "项目      2023年"), (0, 780, "立案      12"), (0, 740, "填表:某某      2024年")];
    assert_text(&[&rows[..2]], "项目|2023年\n立案|12");
    assert_text(&[&rows[2..]], "填表:某某 2024年");
}
