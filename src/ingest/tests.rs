use encoding_rs::{BIG5, Encoding, GB18030, GBK};
use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const REPORT: &str = "青禾县生态环境局2024年工作总结\r\n\r\n　　全年共检查企业1280家次，立案查处环境违法案件57件，\
                      罚款312.6万元；移送公安机关3件。\r\n　　“双随机”抽查420家，公开率100%。\r\n";
const TRADITIONAL: &str = "青禾縣生態環境局2024年工作總結\n　　全年共檢查企業1280家次，立案查處環境違法案件57件，\
                           罰款312.6萬元；移送公安機關3件。\n";

fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let (bytes, _, failed) = encoding.encode(text);
    assert!(!failed);
    bytes.into_owned()
}

fn utf16(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes_of).collect()
}

fn with_mark(mark: &[u8], bytes: &[u8]) -> Vec<u8> {
    [mark, bytes].concat()
}

#[track_caller]
fn assert_reads(bytes: &[u8], encoding: &str, text: &str) {
    let source = ingest(bytes, None).unwrap();
    assert_eq!((source.encoding, source.lossy, source.text.as_str()), (encoding, false, text));
}

#[test]
fn reads_each_encoding() {
    assert_reads(REPORT.as_bytes(), "UTF-8", REPORT);
    assert_reads(&with_mark(b"\xef\xbb\xbf", REPORT.as_bytes()), "UTF-8", REPORT);
    assert_reads(&encoded(REPORT, GBK), "gb18030", REPORT);
    assert_reads(&encoded(&format!("{REPORT}㐂村𠮷镇"), GB18030), "gb18030", &format!("{REPORT}㐂村𠮷镇"));
    assert_reads(&with_mark(b"\x84\x31\x95\x33", &encoded(REPORT, GB18030)), "gb18030", REPORT);
    assert_reads(&encoded(TRADITIONAL, BIG5), "Big5", TRADITIONAL);
    assert_reads(&encoded(TRADITIONAL, GB18030), "gb18030", TRADITIONAL);
    assert_reads(&utf16(REPORT, u16::to_le_bytes), "UTF-16LE", REPORT);
    assert_reads(&utf16(REPORT, u16::to_be_bytes), "UTF-16BE", REPORT);
    assert_reads(&with_mark(b"\xff\xfe", &utf16(REPORT, u16::to_le_bytes)), "UTF-16LE", REPORT);
    assert_reads(&with_mark(b"\xfe\xff", &utf16(REPORT, u16::to_be_bytes)), "UTF-16BE", REPORT);
}

#[test]
fn reads_short_pieces() {
    assert_reads(&encoded("立案57件，罚款3万元", GBK), "gb18030", "立案57件，罚款3万元");
    assert_reads(&encoded("罰款312.6萬元，移送公安機關", BIG5), "Big5", "罰款312.6萬元，移送公安機關");
    assert_reads(&utf16("全市立案", u16::to_le_bytes), "UTF-16LE", "全市立案");
}

#[test]
fn keeps_what_stands_before_a_cut_character() {
    let whole = REPORT.trim_end().trim_end_matches("100%。").to_owned();
    let kept = &whole[..whole.len() - '率'.len_utf8()];
    let gbk = encoded(&whole, GBK);
    let gb18030 = encoded(&format!("{kept}㐂"), GB18030);
    let cuts: [(&[u8], &str); 5] = [
        (&whole.as_bytes()[..whole.len() - 1], "UTF-8"),
        (&whole.as_bytes()[..whole.len() - 2], "UTF-8"),
        (&gbk[..gbk.len() - 1], "gb18030"),
        (&gb18030[..gb18030.len() - 1], "gb18030"),
        (&gb18030[..gb18030.len() - 3], "gb18030"),
    ];
    for (bytes, encoding) in cuts {
        let source = ingest(bytes, None).unwrap();
        assert_eq!((source.encoding, source.lossy), (encoding, true));
        assert_eq!(source.text.trim_end_matches('\u{fffd}'), kept);
    }
}

#[test]
fn keeps_the_rest_of_damaged_utf8() {
    let mut bytes = REPORT.as_bytes().to_vec();
    bytes[1] = b'\xff';
    let source = ingest(&bytes, None).unwrap();
    assert_eq!((source.encoding, source.lossy), ("UTF-8", true));
    assert!(source.text.contains("立案查处环境违法案件57件"));
}

fn page(charset: &str, text: &str) -> String {
    format!(
        "<html><head><meta http-equiv='Content-Type' content='text/html; charset={charset}'></head><p>{text}</p></html>"
    )
}

#[test]
fn weighs_a_declared_charset() {
    let simplified = "全市立案57件，罚款312.6万元。";
    let traditional = "全市立案57件，罰款312.6萬元，移送公安機關3件。";
    let cases: [(&str, &str, &'static Encoding, &str); 7] = [
        ("gb2312", simplified, GBK, "gb18030"),
        ("big5", traditional, BIG5, "Big5"),
        ("utf-8", simplified, GBK, "gb18030"),
        ("iso-8859-1", simplified, GBK, "gb18030"),
        ("big5", simplified, GBK, "gb18030"),
        ("gb2312", traditional, BIG5, "Big5"),
        ("gb2312", simplified, encoding_rs::UTF_8, "UTF-8"),
    ];
    for (declared, text, actual, expected) in cases {
        let source = ingest(&encoded(&page(declared, text), actual), None).unwrap();
        assert_eq!((source.encoding, source.text.as_str()), (expected, text), "declared as {declared}");
    }
    let café = encoded("<meta charset=\"windows-1252\"><p>café 12</p>", encoding_rs::WINDOWS_1252);
    assert_eq!(ingest(&café, None).unwrap().text, "café 12");
}

#[test]
fn an_empty_file_is_an_empty_text() {
    for (bytes, name) in
        [(&b""[..], None), (b"\xef\xbb\xbf", None), (b"", Some("empty.html")), (b"<html></html>", None)]
    {
        assert_eq!(ingest(bytes, name).unwrap().text, "");
    }
}

#[test]
fn names_what_is_not_read() {
    let known: [(&[u8], &str, &str); 3] = [
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG", "unsupported_format"),
        (b"{\\rtf1", "RTF", "unsupported_format"),
        (b"PK\x03\x04\x14\0", "ZIP", if cfg!(feature = "zip") { "damaged" } else { "unsupported_format" }),
    ];
    for (bytes, format, code) in known {
        let error = ingest(bytes, Some("report.txt")).unwrap_err();
        assert_eq!(error.code(), code);
        assert!(error.to_string().contains(format), "{error}");
    }
    let mut state = 1_u32;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[1].max(1)
    })
    .take(4000)
    .collect();
    for bytes in [&b"\x01\x02\0\x03"[..], b"abc\0\0\0def", &noise] {
        assert_eq!(ingest(bytes, None).unwrap_err(), IngestError::NotText);
    }
}

#[test]
fn tells_html_by_content_then_by_name() {
    let cases = [
        ("<!DOCTYPE html><p>立案1件</p>", None, "html"),
        ("\n<?xml version='1.0'?>\n<!-- 首页 --><html><p>立案1件</p></html>", None, "html"),
        ("<div>立案1件</div>", Some("report.txt"), "html"),
        ("导出 <p>立案1件</p>", Some("REPORT.HTM"), "html"),
        ("立案1件\n罚款2万元", Some("report.html"), "text"),
        ("<立案>1件", None, "text"),
        ("<project>1</project>", None, "text"),
        ("# 标题\n\n<div>立案1件</div>", Some("report.md"), "text"),
    ];
    for (text, name, format) in cases {
        assert_eq!(ingest(text.as_bytes(), name).unwrap().format, format, "{text}");
    }
}

fn title_of(html: &str) -> Option<String> {
    ingest(html.as_bytes(), Some("page.html")).unwrap().title
}

#[test]
fn finds_the_title_without_the_site() {
    let body = "<h1>青禾县2024年工作总结</h1><p>全年立案57件，罚款312.6万元。</p>";
    let title = Some("青禾县2024年工作总结".to_owned());
    assert_eq!(title_of(&format!("<title>青禾县2024年工作总结_青禾县生态环境局</title>{body}")), title);
    assert_eq!(title_of(&format!("<title>青禾县局-总结-青禾县2024年工作总结</title>{body}")), title);
    assert_eq!(title_of(&format!("<title>青禾县生态环境局</title>{body}")), title);
    assert_eq!(title_of(&format!("<meta name=ArticleTitle content=' 青禾县2024年工作总结 '>{body}")), title);
    assert_eq!(title_of(body), title);
    let whole = "1-11月执法通报_青禾县";
    assert_eq!(title_of(&format!("<title>{whole}</title><p>立案57件。</p>")), Some(whole.to_owned()));
    assert_eq!(title_of("<p>立案57件。</p>"), None);
}

#[test]
fn puts_the_title_first_when_furniture_parts_it_from_the_report() {
    let html = "<title>青禾县总结_青禾</title><p>青禾县总结</p><p><a href=/>分享</a></p><p><a href=/>收藏本页到书签</a></p>\
                <p>全年立案57件，罚款312.6万元。</p>";
    assert_eq!(ingest(html.as_bytes(), None).unwrap().text, "青禾县总结\n全年立案57件，罚款312.6万元。");
}

#[test]
fn finds_the_day_of_publication() {
    let days = [
        "<meta name=PubDate content='2025-01-20 09:30'>",
        "<meta property='article:published_time' content='2025-01-20T09:30:00+08:00'>",
        "<meta name=publishdate content=20250120093000>",
        "<meta name=PubDate content=''><p>来源：法规科　发布时间：2025年1月20日　浏览次数：2024-02-02</p>",
    ];
    for html in days {
        let source = ingest(format!("{html}<p>立案57件。</p>").as_bytes(), Some("a.html")).unwrap();
        assert_eq!(source.published, Some(date(2025, 1, 20)), "{html}");
    }
    let none = ["<meta name=PubDate content='2025-13-40'>", "<p>发布时间：</p>", "<p>2025-01-20</p>"];
    for html in none {
        assert_eq!(ingest(html.as_bytes(), Some("a.html")).unwrap().published, None, "{html}");
    }
}

#[test]
fn keeps_sentences_that_begin_like_furniture() {
    let html = "<p>全年立案57件，罚款312.6万元。</p><p>关闭企业12家，来源清晰。</p><p>分享经验做法3次。</p>\
                <p>网站访问量12万次，同比增长。</p><p>上报相关信息40条。</p>";
    assert_eq!(ingest(html.as_bytes(), None).unwrap().text.lines().count(), 5);
}

#[test]
fn keeps_a_report_inside_a_frame_named_like_furniture() {
    let html = "<div id='nav-content' class='search'><p>全年立案57件，罚款312.6万元。</p></div><div>石桥</div>";
    assert!(ingest(html.as_bytes(), None).unwrap().text.contains("立案57件"));
}

#[test]
fn survives_deep_nesting() {
    let html = format!("{}立案57件{}", "<div>".repeat(3_000), "</div>".repeat(3_000));
    assert_eq!(ingest(html.as_bytes(), None).unwrap().text, "立案57件");
    let endless = "<div>".repeat(100_000);
    assert_eq!(ingest(endless.as_bytes(), None).unwrap_err().code(), "html_too_deep");
    let tables = format!("{}立案57件", "<table><tr><td colspan=99999 rowspan=99999>".repeat(300));
    assert!(ingest(tables.as_bytes(), None).unwrap().text.contains("立案57件"));
}

#[test]
fn digests_the_bytes() {
    let source = ingest(b"abc", None).unwrap();
    assert_eq!(source.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

proptest! {
    #[test]
    fn never_panics(bytes: Vec<u8>, named: bool) {
        let _ = ingest(&bytes, named.then_some("page.html"));
    }

    #[test]
    fn never_panics_on_tags(html in "(<(table|tr|td rowspan=2|td colspan=3|p|br|pre|h1|a href=x|div hidden|/td|/tr|/table|/a)>|文。|12|\n| ){0,60}") {
        let _ = ingest(format!("<div>{html}").as_bytes(), None);
    }

    #[test]
    fn valid_utf8_comes_back(text in "[^\0\u{feff}]\\PC*") {
        let decoded = super::encoding::decode(text.as_bytes());
        prop_assert_eq!((decoded.text, decoded.lossy), (text, false));
    }
}
