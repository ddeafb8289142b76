use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::ingest::{IngestError, SourceText, ingest, ingest_within};
use crate::limits::{Limit, Limits};

/// A Word file with the parts given, by their names in `word/`.
fn file(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in [("[Content_Types].xml", "<Types/>")].iter().chain(parts) {
        let name = if name.starts_with('[') { (*name).to_owned() } else { format!("word/{name}.xml") };
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(part.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn document(body: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>")
}

fn read(parts: &[(&str, &str)]) -> SourceText {
    ingest(&file(parts), Some("a.docx")).unwrap()
}

#[track_caller]
fn assert_text(body: &str, text: &str) {
    assert_eq!(read(&[("document", &document(body))]).text, text);
}

#[test]
fn paragraphs_are_lines_and_runs_are_joined() {
    let source = read(&[(
        "document",
        &document(
            "<w:p><w:r><w:t>全市立案</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>57</w:t></w:r><w:r><w:t>件&#x3002;A&amp;B</w:t></w:r></w:p>\
             <w:p/><w:p><w:hyperlink><w:r><w:t>罚款</w:t><w:br/><w:t xml:space=\"preserve\"> 3万元</w:t></w:r></w:hyperlink></w:p>",
        ),
    )]);
    assert_eq!(source.text, "全市立案57件。A&B\n罚款\n3万元");
    assert_eq!((source.format, source.encoding), ("docx", "UTF-8"));
}

#[test]
fn what_word_does_not_show_is_left_out() {
    assert_text(
        "<w:p><w:r><w:t>立案</w:t></w:r><w:del><w:r><w:delText>9</w:delText></w:r></w:del>\
         <w:moveFrom><w:r><w:t>8</w:t></w:r></w:moveFrom><w:ins><w:r><w:t>57</w:t></w:r></w:ins>\
         <w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>件</w:t></w:r></w:p>\
         <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>罚款</w:t></w:r></w:p><w:p><w:r><w:t>3万元</w:t></w:r></w:p>",
        "立案57件\n罚款3万元",
    );
}

#[test]
fn text_boxes_and_notes_stand_behind_their_paragraph() {
    let body = "<w:p><w:r><w:t>立案57件</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r>\
        <w:r><mc:AlternateContent xmlns:mc=\"m\"><mc:Choice><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></mc:Choice>\
        <mc:Fallback><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>\
        <w:r><w:t>。</w:t></w:r></w:p><w:p><w:r><w:t>完</w:t></w:r></w:p>";
    let notes = "<w:footnotes xmlns:w=\"w\"><w:footnote w:id=\"0\"><w:p/></w:footnote>\
        <w:footnote w:id=\"2\"><w:p><w:r><w:t>注一</w:t></w:r></w:p></w:footnote></w:footnotes>";
    assert_eq!(read(&[("document", &document(body)), ("footnotes", notes)]).text, "立案57件。\n注一\n框内\n完");
}

fn cell(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
}

#[test]
fn rows_of_data_are_lines_and_spanning_labels_are_repeated() {
    let rows = [
        [cell("<w:vMerge w:val=\"restart\"/>", "项目"), cell("<w:gridSpan w:val=\"2\"/>", "2023年")].concat(),
        [cell("<w:vMerge/>", ""), cell("", "件"), cell("", "万元")].concat(),
        [cell("", "立案"), cell("", "12"), cell("", "30.5")].concat(),
        format!("<w:trPr><w:del/></w:trPr>{}", cell("", "删去")),
    ];
    let rows = rows.map(|row| format!("<w:tr>{row}</w:tr>")).concat();
    assert_text(
        &format!("<w:p><w:r><w:t>前</w:t></w:r></w:p><w:tbl>{rows}</w:tbl><w:p><w:r><w:t>后</w:t></w:r></w:p>"),
        "前\n项目|2023年|2023年\n项目|件|万元\n立案|12|30.5\n后",
    );
}

#[test]
fn a_table_that_lays_out_the_page_gives_its_paragraphs() {
    let prose = "全年立案12件。罚款30万元。";
    let inner = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("", "立案"), cell("", "12"));
    assert_text(&format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("", prose), cell("", "左")), &format!("{prose}\n左"));
    assert_text(&format!("<w:tbl><w:tr><w:tc>{inner}</w:tc>{}</w:tr></w:tbl>", cell("", "右")), "立案|12\n右");
}

const NUMBERING: &str = "<w:numbering xmlns:w=\"w\">\
    <w:abstractNum w:abstractNumId=\"7\">\
    <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCountingThousand\"/><w:pStyle w:val=\"H1\"/><w:lvlText w:val=\"%1、\"/></w:lvl>\
    <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:pStyle w:val=\"H2\"/><w:lvlText w:val=\"（%2）\"/></w:lvl>\
    <w:lvl w:ilvl=\"2\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:isLgl/><w:lvlText w:val=\"%1.%3.\"/></w:lvl></w:abstractNum>\
    <w:abstractNum w:abstractNumId=\"8\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"•\"/></w:lvl></w:abstractNum>\
    <w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num>\
    <w:num w:numId=\"2\"><w:abstractNumId w:val=\"8\"/></w:num>\
    <w:num w:numId=\"3\"><w:abstractNumId w:val=\"7\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride></w:num>\
    </w:numbering>";

#[test]
fn numbers_of_headings_and_items_are_counted_as_word_shows_them() {
    let item = |list: u32, level: u32, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let in_style = |style: &str, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let styles = "<w:styles xmlns:w=\"w\">\
        <w:style w:type=\"paragraph\" w:styleId=\"H1\"><w:name w:val=\"heading 1\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"H2\"><w:basedOn w:val=\"H1\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"Loop\"><w:basedOn w:val=\"Loop\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"T\"><w:name w:val=\"TOC 1\"/></w:style></w:styles>";
    let body = [
        in_style("T", "执法情况3"),
        in_style("H1", "执法"),
        item(1, 1, "检查"),
        item(1, 1, "立案"),
        item(1, 2, "案由"),
        item(2, 0, "点"),
        in_style("H1", "诉讼"),
        item(1, 1, "应诉"),
        item(0, 0, "无号"),
        item(3, 0, "另起"),
        in_style("Loop", "圈"),
    ];
    let text = read(&[("document", &document(&body.concat())), ("numbering", NUMBERING), ("styles", styles)]).text;
    let lines =
        ["一、执法", "（一）检查", "（二）立案", "1.1. 案由", "点", "二、诉讼", "（一）应诉", "无号", "五、另起", "圈"];
    assert_eq!(text, lines.join("\n"));
}

fn failure(parts: &[(&str, &str)]) -> IngestError {
    ingest(&file(parts), None).unwrap_err()
}

#[test]
fn what_is_broken_or_beyond_a_bound_fails_by_name() {
    let deep = document(&format!("{}{}", "<w:p>".repeat(100_000), "</w:p>".repeat(100_000)));
    let bomb = format!(
        "<!DOCTYPE d [<!ENTITY a \"x\"><!ENTITY b \"&a;&a;\">]>{}",
        document("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>")
    );
    let cases = [
        (vec![("document", deep.as_str())], "xml_too_deep"),
        (vec![("document", bomb.as_str())], "too_many_entities"),
        (vec![("document", "<w:document><w:body>")], "damaged"),
        (vec![("document", "<w:document></w:body>")], "damaged"),
        (vec![("settings", "<w:settings/>")], "damaged"),
    ];
    for (parts, code) in cases {
        assert_eq!(failure(&parts).code(), code);
    }
    let whole = file(&[("document", &document("<w:p/>"))]);
    assert_eq!(ingest(&whole[..whole.len() / 2], None).unwrap_err().code(), "damaged");
}

#[test]
fn a_bound_that_is_raised_lets_through_what_it_stopped() {
    let large = file(&[("document", &document(&"<w:p/>".repeat(10_000)))]);
    let mut limits = Limits::default();
    limits.set(Limit::DecompressedBytes, 50_000);
    assert_eq!(ingest_within(&large, None, &limits).unwrap_err().code(), "decompressed_too_large");
    limits.set(Limit::DecompressedBytes, 70_000);
    assert_eq!(ingest_within(&large, None, &limits).unwrap().text, "");
    let bomb = format!("<!DOCTYPE d [<!ENTITY a \"x\">]>{}", document("<w:p><w:r><w:t>立&a;案</w:t></w:r></w:p>"));
    limits.set(Limit::XmlEntities, 1);
    assert_eq!(ingest_within(&file(&[("document", &bomb)]), None, &limits).unwrap().text, "立案");
}
