//! Archives of reports: what is read of them, in which order, and how what is wrong with one member spares the others.

#![cfg(feature = "zip")]

use std::fs;
use std::io::{Cursor, Write};
use std::num::NonZeroUsize;
use std::path::Path;

use encoding_rs::GBK;
use zhifa::batch::{Input, inputs, named, run};
use zhifa::limits::{Limit, Limits};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// What becomes of inputs: a line each, with the path below the folder and the length of the bytes, or the failure's code.
fn seen(folder: &Path, inputs: Vec<Input>, limits: &Limits) -> Vec<String> {
    let root = folder.to_string_lossy().into_owned() + "/";
    let mut seen = Vec::new();
    let read = |path: &str, bytes: &[u8]| Ok(format!("{} {}", path.replace(&root, ""), bytes.len()));
    run(inputs, NonZeroUsize::new(2).unwrap(), limits, read, |outcome| {
        seen.push(outcome.unwrap_or_else(|failure| format!("{} {}", failure.path.replace(&root, ""), failure.code)));
        Ok::<_, ()>(())
    })
    .unwrap();
    seen
}

/// The same of one archive in a folder.
fn seen_in(archive: &[u8], limits: &Limits) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.zip"), archive).unwrap();
    seen(folder.path(), inputs(&[folder.path()]), limits)
}

#[test]
fn members_come_in_the_order_of_their_names_without_what_is_no_report() {
    let members: [(&str, &[u8]); 8] = [
        ("z.txt", b"1"),
        ("b/y.md", b"22"),
        ("b/.hidden.txt", b""),
        ("__MACOSX/b/y.md", b""),
        ("picture.png", b""),
        ("a.html", b"333"),
        ("folder/", b""),
        ("../../etc/x.txt", b"4444"),
    ];
    let expected = ["a.zip/a.html 3", "a.zip/b/y.md 2", "a.zip/etc/x.txt 4", "a.zip/z.txt 1"];
    assert_eq!(seen_in(&archive(&members), &Limits::default()), expected);
}

#[test]
fn archives_are_told_by_content_and_documents_are_none() {
    let folder = tempfile::tempdir().unwrap();
    let document = archive(&[("[Content_Types].xml", b""), ("word/document.xml", b"")]);
    fs::write(folder.path().join("archive.txt"), archive(&[("a.txt", b"1")])).unwrap();
    fs::write(folder.path().join("document.zip"), &document).unwrap();
    fs::write(folder.path().join("text.zip"), "12").unwrap();
    let all = seen(folder.path(), inputs(&[folder.path()]), &Limits::default());
    let document = format!("document.zip {}", document.len());
    assert_eq!(all, ["archive.txt/a.txt 1", document.as_str(), "text.zip 2"]);
}

#[test]
fn archives_in_archives_are_read_to_the_depth_allowed() {
    let third = archive(&[("deep.txt", b"333")]);
    let second = archive(&[("c.zip", &third), ("b.txt", b"22")]);
    let first = archive(&[("b.zip", &second), ("a.txt", b"1")]);
    let expected = ["a.zip/a.txt 1", "a.zip/b.zip/b.txt 2", "a.zip/b.zip/c.zip archive_too_deep"];
    assert_eq!(seen_in(&first, &Limits::default()), expected);
    let mut limits = Limits::default();
    limits.set(Limit::ArchiveDepth, 3);
    assert_eq!(seen_in(&first, &limits)[2], "a.zip/b.zip/c.zip/deep.txt 3");
}

#[test]
fn a_member_or_a_folder_of_members_is_named_by_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let inner = archive(&[("x.txt", b"1"), ("y.txt", b"22")]);
    let outer = archive(&[("in/b.zip", &inner), ("in/a.txt", b"333"), ("other.txt", b"4444")]);
    let path = folder.path().join("a.zip");
    fs::write(&path, outer).unwrap();
    let seen_of = |inner: &str| seen(folder.path(), inputs(&[path.join(inner)]), &Limits::default());
    assert_eq!(seen_of("in/b.zip/y.txt"), ["a.zip/in/b.zip/y.txt 2"]);
    assert_eq!(seen_of("in"), ["a.zip/in/a.txt 3", "a.zip/in/b.zip/x.txt 1", "a.zip/in/b.zip/y.txt 2"]);
    assert_eq!(seen_of("in/no.txt"), ["a.zip/in/no.txt not_found"]);
    assert!(matches!(named(&path), Input::File(_)));
    assert!(matches!(named(&path.join("other.txt")), Input::Archive { .. }));
}

#[test]
fn names_in_gbk_are_shown() {
    let mut bytes = archive(&[("AABB.txt", b"1")]);
    let (name, ..) = GBK.encode("年报");
    while let Some(at) = bytes.windows(4).position(|window| window == b"AABB") {
        bytes[at..at + 4].copy_from_slice(&name);
    }
    assert_eq!(seen_in(&bytes, &Limits::default()), ["a.zip/年报.txt 1"]);
}

#[test]
fn what_is_wrong_with_a_member_spares_its_neighbours() {
    let mut bytes = archive(&[("a.txt", b"good"), ("b.txt", b"flawed"), ("c.txt", b"good"), ("d.zip", b"PK\x03\x04")]);
    let flawed = bytes.windows(5).position(|window| window == b"b.txt").unwrap() + 5;
    bytes[flawed..flawed + 4].fill(0xff);
    let expected = ["a.zip/a.txt 4", "a.zip/b.txt damaged", "a.zip/c.txt 4", "a.zip/d.zip damaged"];
    assert_eq!(seen_in(&bytes, &Limits::default()), expected);
    let cut = &bytes[..bytes.len() - 30];
    assert_eq!(seen_in(cut, &Limits::default()), ["a.zip damaged"]);
    assert_eq!(seen_in(&archive(&[("a.png", b"")]), &Limits::default()), ["a.zip no_reports"]);
}

#[test]
fn bombs_fail_by_the_name_of_their_bound() {
    let large = vec![b'0'; 1 << 20];
    let bomb = archive(&[("a.txt", b"good"), ("b.txt", &large), ("c.txt", b"good"), ("d.txt", &large[..900_000])]);
    let mut limits = Limits::default();
    limits.set(Limit::FileBytes, (1 << 20) - 1);
    limits.set(Limit::ArchiveBytes, 900_008);
    let all = ["a.zip/a.txt 4", "a.zip/b.txt file_too_large", "a.zip/c.txt 4", "a.zip/d.txt 900000"];
    assert_eq!(seen_in(&bomb, &limits), all);
    limits.set(Limit::ArchiveBytes, 900_007);
    assert_eq!(seen_in(&bomb, &limits)[2..], ["a.zip/c.txt 4", "a.zip/d.txt archive_too_large"]);
    limits.set(Limit::ArchiveMembers, 3);
    assert_eq!(seen_in(&bomb, &limits), ["a.zip too_many_members"]);
    // The list says 4 bytes; there are a million.
    let mut liar = archive(&[("a.txt", &large)]);
    let size = u32::try_from(large.len()).unwrap().to_le_bytes();
    while let Some(at) = liar.windows(4).position(|window| window == size) {
        liar[at..at + 4].copy_from_slice(&4_u32.to_le_bytes());
    }
    assert_eq!(seen_in(&liar, &Limits::default()), ["a.zip/a.txt damaged"]);
}
