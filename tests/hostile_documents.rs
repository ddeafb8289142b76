//! Documents made to do harm, or broken on their way: each ends as a failure with its name, and its neighbours are done.

#![cfg(all(feature = "docx", feature = "pdf", feature = "zip"))]

use std::fs;
use std::io::{Cursor, Write};
use std::num::NonZeroUsize;

use proptest::prelude::*;
use zhifa::batch::{inputs, run};
use zhifa::ingest::ingest;
use zhifa::limits::Limits;
use zhifa::pipeline::Reader;
use zhifa::rules::Pack;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn docx(document: &str) -> Vec<u8> {
    zipped(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document.as_bytes())])
}

/// A PDF of the objects given, the first of which is its catalog; readers find them without a table.
fn pdf(objects: &[&str]) -> Vec<u8> {
    let numbered = (1..).zip(objects).map(|(number, object)| format!("{number} 0 obj\n{object}\nendobj\n"));
    let body = numbered.collect::<Vec<_>>().concat();
    ("%PDF-1.4\n".to_owned() + &body + "trailer\n<< /Root 1 0 R >>\n%%EOF\n").into_bytes()
}

const CATALOG: &str = "<< /Type /Catalog /Pages 2 0 R >>";

fn good_docx() -> Vec<u8> {
    docx("<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>全市立案57件。</w:t></w:r></w:p></w:body></w:document>")
}

fn good_pdf() -> Vec<u8> {
    let drawing = "BT /F 12 Tf 72 700 Td <5168 5E02 7ACB 6848> Tj ET";
    let stream = format!("<< /Length {} >>\nstream\n{drawing}\nendstream", drawing.len());
    pdf(&[
        CATALOG,
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        &stream,
        "<< /Type /Font /Subtype /Type0 /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /DW 1000 >>",
    ])
}

#[test]
fn each_fails_by_its_name_and_its_neighbours_are_done() {
    let nested = |tag: &str| format!("<{tag}>").repeat(100_000);
    let declared = (1..10).map(|at| format!("<!ENTITY e{at} \"{}\">", format!("&e{};", at - 1).repeat(10)));
    let entities = declared.collect::<Vec<_>>().concat();
    let bomb = format!("<?xml version='1.0'?><!DOCTYPE d [<!ENTITY e0 \"立案\">{entities}]><d>&e9;</d>");
    let zeros = vec![b'0'; 70 << 20];
    let (word, print) = (good_docx(), good_pdf());
    let files: [(&str, Vec<u8>, &str); 14] = [
        ("a.docx", word.clone(), "全市立案57件。"),
        ("b.docx", docx(&bomb), "too_many_entities"),
        ("c.xml.html", bomb.clone().into_bytes(), "too_many_entities"),
        ("d.docx", docx(&nested("w:p")), "xml_too_deep"),
        ("e.html", nested("div").into_bytes(), "html_too_deep"),
        ("f.docx", word[..word.len() / 2].to_vec(), "damaged"),
        ("g.docx", zipped(&[("[Content_Types].xml", b""), ("word/document.xml", &zeros)]), "decompressed_too_large"),
        ("h.pdf", print.clone(), "全市立案"),
        ("i.pdf", pdf(&[CATALOG, "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"]), "damaged"),
        ("j.pdf", pdf(&[CATALOG, &format!("<< /Kids {}", "[".repeat(100_000))]), "damaged"),
        ("k.pdf", print[..40].to_vec(), "damaged"),
        ("l.zip", zipped(&[("bomb.txt", &zeros), ("report.txt", "全市".as_bytes())]), "file_too_large"),
        ("m.txt", "立案3件,".repeat(300_001).into_bytes(), "too_many_quantities"),
        ("n.docx", word, "全市立案57件。"),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes, _) in &files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let reader = Reader::new(Pack::embedded().unwrap());
    let read = |path: &str, bytes: &[u8]| reader.read(path, bytes).and_then(|_| reader.source_text(path, bytes));
    let mut seen = Vec::new();
    run(inputs(&[folder.path()]), NonZeroUsize::new(2).unwrap(), &Limits::default(), read, |outcome| {
        seen.push(outcome.unwrap_or_else(|failure| failure.code));
        Ok::<_, ()>(())
    })
    .unwrap();
    let mut wanted: Vec<&str> = files.iter().map(|(.., wanted)| *wanted).collect();
    wanted.insert(12, "全市");
    assert_eq!(seen, wanted);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn documents_with_bytes_changed_or_cut_off_never_panic(
        is_pdf: bool,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in any::<prop::sample::Index>(),
        is_cut: bool,
    ) {
        let mut bytes = if is_pdf { good_pdf() } else { good_docx() };
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let end = if is_cut { cut.index(bytes.len()) } else { bytes.len() };
        let _ = ingest(&bytes[..end], None);
    }
}
