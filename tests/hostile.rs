//! Inputs that no report is, and reports that went wrong on their way: each ends with a record or a named failure, and its
//! neighbours are done.

use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::LazyLock;

use zhifa::batch::{inputs, run};
use zhifa::limits::Limits;
use zhifa::pipeline::Reader;
use zhifa::record::{Failure, Record, WarningCode};
use zhifa::rules::Pack;

const REPORT: &str = "霜桥市生态环境局2023年法治政府建设工作报告\n\n现将2023年工作情况报告如下:\n\n一、执法情况\n\n\
    全年全市共出动执法人员3,120人次,检查企业1,408家次,立案96件,下达行政处罚决定书88份,罚款712.5万元。\n\n\
    霜桥市生态环境局\n2024年1月15日\n";

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(Pack::embedded().unwrap()));

fn read(name: &str, bytes: &[u8]) -> Result<Record, Failure> {
    READER.read(name, bytes)
}

/// The record of a text, whose figures must stand where they say.
fn record(name: &str, text: &str) -> Record {
    let record = read(name, text.as_bytes()).unwrap();
    let source: Vec<char> = READER.source_text(name, text.as_bytes()).unwrap().chars().collect();
    for figure in &record.figures {
        assert!(source[figure.start..figure.end].iter().copied().eq(figure.quote.chars()), "{figure:?}");
    }
    record
}

fn warns(record: &Record, code: WarningCode) -> bool {
    record.warnings.iter().any(|warning| warning.code == code)
}

fn headline(record: &Record, field: &str) -> Option<String> {
    record.values[field].as_number().map(ToString::to_string)
}

#[test]
fn nothing_is_no_report() {
    for text in ["", " ", "\n\n\n", "\u{feff}", "\u{3000}\u{3000}\n", "\r\r\r", "<html></html>", "。。。", "0"] {
        let record = record("a.txt", text);
        assert!(record.figures.is_empty() && record.values.values().all(serde_json::Value::is_null), "{text:?}");
        assert!(warns(&record, WarningCode::NotAReport), "{text:?}: {:?}", record.warnings);
    }
}

#[test]
fn what_is_no_text_fails_by_name() {
    let cases: [(&[u8], &str); 3] = [
        (b"\0\0\0\0\0\0\0\0", "binary"),
        (&[0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x0e, 0x0f, 0x10, 0x11, 0x12], "binary"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "unsupported_format"),
    ];
    for (bytes, code) in cases {
        assert_eq!(read("a.txt", bytes).unwrap_err().code, code, "{bytes:?}");
    }
}

#[test]
fn a_file_cut_within_a_character_keeps_what_came_before() {
    let whole = REPORT.as_bytes();
    for cut in [REPORT.find('元').unwrap() + 4, REPORT.find('霜').unwrap() + 1, whole.len() - 2] {
        let record = read("a.txt", &whole[..cut]).unwrap();
        assert!(cut < 100 || record.figures.len() == 5, "{cut}: {:?}", record.figures);
    }
    let record = read("a.txt", &whole[..=REPORT.rfind('市').unwrap()]).unwrap();
    assert_eq!(headline(&record, "fine_amount").as_deref(), Some("7125000"));
    assert!(warns(&record, WarningCode::LossyDecoding));
}

#[test]
fn neighbours_of_hostile_files_are_done() {
    let folder = tempfile::tempdir().unwrap();
    let files: [(&str, &[u8]); 7] = [
        ("a.txt", REPORT.as_bytes()),
        ("b.txt", b""),
        ("c.txt", b"\0\0\0\0"),
        ("d.txt", b"\x89PNG\r\n\x1a\n"),
        ("e.html", b"<div><<<<table><tr"),
        ("f.txt", b"\xff\xfe"),
        ("g.txt", REPORT.as_bytes()),
    ];
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let mut seen = Vec::new();
    run(inputs(&[folder.path()]), NonZeroUsize::new(2).unwrap(), &Limits::default(), read, |outcome| {
        let name = |path: &str| Path::new(path).file_name().unwrap().to_str().unwrap().to_owned();
        seen.push(match outcome {
            Ok(record) => format!("{} {}", name(&record.source.path), record.figures.len()),
            Err(failure) => format!("{} {}", name(&failure.path), failure.code),
        });
        Ok::<_, ()>(())
    })
    .unwrap();
    assert_eq!(
        seen,
        ["a.txt 5", "b.txt 0", "c.txt binary", "d.txt unsupported_format", "e.html 0", "f.txt 0", "g.txt 5"]
    );
}

fn one_line_without_end(bytes: usize) {
    let endless = [
        "1",
        "1234567890",
        "立案环境违法",
        "(",
        "（",
        "|",
        "一是",
        "\u{3000}",
        "\r",
        "“",
        "《",
        "无",
        "其中,",
        "三千",
        "1 2 ",
        "執(zhí",
        "?,F(xiàn)將",
        "同比下降",
        "2023年",
        "霜桥市",
        "😀",
        "\u{feff}",
        "分别为",
    ];
    for piece in endless {
        let text = piece.repeat(bytes / piece.len());
        assert!(record("a.txt", &text).figures.is_empty(), "{piece:?}");
    }
}

fn a_report_told_many_times(times: usize) {
    let record = record("a.txt", &REPORT.repeat(times));
    assert_eq!(record.figures.len(), 5 * times);
    assert_eq!(headline(&record, "penalty_decisions").as_deref(), Some("88"));
}

fn a_sentence_of_many_quantities(pairs: usize) {
    let text = format!("2023年,全市{}。", "立案12件,罚款3万元,".repeat(pairs));
    assert_eq!(record("a.txt", &text).figures.len(), 2 * pairs);
    record("a.txt", &format!("2023年,全市立案、罚款分别为{}。", "3件、".repeat(pairs)));
}

fn a_table_of_many_rows(rows: usize) {
    let text = format!("霜桥市2023年执法情况\n项目|2023年|2022年\n{}", "立案(件)|12|13\n".repeat(rows));
    assert_eq!(record("a.txt", &text).figures.len(), 2 * rows);
    record("a.txt", &format!("项目{}\n立案(件){}\n", "|2023年".repeat(rows / 20), "|12".repeat(rows / 20)));
}

#[test]
fn endless_lines_reports_sentences_and_tables() {
    one_line_without_end(60_000);
    a_report_told_many_times(100);
    a_sentence_of_many_quantities(300);
    a_table_of_many_rows(2_000);
}

#[test]
#[ignore = "minutes without optimisation: cargo test --release --test hostile -- --ignored"]
fn endless_lines_reports_sentences_and_tables_of_the_largest_size() {
    one_line_without_end(5_000_000);
    a_report_told_many_times(10_000);
    a_sentence_of_many_quantities(25_000);
    a_table_of_many_rows(20_000);
}

#[test]
fn a_page_nested_deeply() {
    for (open, close) in
        [("<div>", "</div>"), ("<table><tr><td>", "</td></tr></table>"), ("<b><i>", ""), ("<ul><li>", "")]
    {
        let page = format!("<html><body>{}全市立案12件。", open.repeat(100_000));
        assert_eq!(read("a.html", page.as_bytes()).unwrap_err().code, "html_too_deep", "{open}");
        let page = format!("<html><body>{}全市立案12件。{}</body></html>", open.repeat(1_500), close.repeat(1_500));
        assert_eq!(headline(&record("a.html", &page), "cases_filed").as_deref(), Some("12"), "{open}");
    }
    for broken in ["<", "&", "<!--", "</div>", "<td>", "&#"] {
        record("a.html", &format!("<html><body>{}", broken.repeat(20_000)));
    }
}
