//! Each `NAME.html` in this folder gives the text of `NAME.txt` beside it.

use std::path::Path;

use zhifa::ingest::ingest;

#[test]
fn every_page_gives_its_text() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ingest");
    let mut pages = 0;
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "html") {
            continue;
        }
        let source = ingest(&std::fs::read(&path).unwrap(), None).unwrap();
        let expected = std::fs::read_to_string(path.with_extension("txt")).unwrap();
        assert_eq!(source.text, expected.trim_end(), "{}", path.display());
        assert_eq!(source.format, "html", "{}", path.display());
        pages += 1;
    }
    assert!(pages > 0, "no pages in {}", folder.display());
}
