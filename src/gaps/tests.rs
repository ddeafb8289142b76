use super::{Gap, Gaps, skeleton};
use crate::pipeline::Reader;
use crate::rules::Pack;

fn gaps(texts: &[&str]) -> Vec<Gap> {
    let reader = Reader::new(Pack::embedded().unwrap());
    let mut gaps = Gaps::default();
    for text in texts {
        let examination = reader.examine("a.txt", text.as_bytes()).unwrap();
        gaps.add("a.txt", &reader.unclaimed(&examination));
    }
    gaps.groups()
}

const HEAD: &str = "汀澜市生态环境局2024年工作总结\n";

#[test]
fn what_is_said_alike_is_one_group_and_the_most_frequent_comes_first() {
    let one = format!("{HEAD}全年种植绿化树木300株,新栽绿化树木20株。出版环保期刊6期。立案5件。\n");
    let other = format!("{HEAD}种植绿化树木40株。\n");
    let found = gaps(&[&one, &other]);
    assert_eq!((found[0].head.as_str(), found[0].measure.as_str()), ("树木", "株"));
    assert_eq!((found[0].count, found[0].documents, found[0].examples.len()), (3, 2, 3));
    assert!(found.iter().all(|gap| gap.examples.iter().all(|e| !e.clause.contains("立案"))), "{found:?}");
}

#[test]
fn plans_and_changes_are_no_gaps() {
    let text = format!("{HEAD}全年立案5件,同比下降12.3%。\n三、下一步工作\n计划种植绿化树木500株。\n");
    assert!(gaps(&[&text]).is_empty(), "{:?}", gaps(&[&text]));
}

#[test]
fn a_skeleton_is_a_field_that_finds_its_examples() {
    let text = format!("{HEAD}全年种植绿化树木300株。\n");
    let file = skeleton::skeleton(&gaps(&[&text])[0], Pack::embedded().unwrap());
    let pack = "name = \"t\"\nversion = \"1\"\ntitle = \"t\"\nfields = [\"trees\"]\n\
        [groups]\nrelated = { zh = \"相关\", core = false }\n[units]\nother = [\"株\"]\n";
    let files = [("pack.toml", pack.to_owned()), ("trees.toml", file.clone())];
    let files = files.into_iter().map(|(name, text)| (name.to_owned(), text.into_bytes())).collect();
    let pack = Pack::from_files("t", files).unwrap_or_else(|errors| panic!("{errors}\n{file}"));
    let record = Reader::new(&pack).read("a.txt", pack.fields[0].examples[0].text.as_bytes()).unwrap();
    assert_eq!(
        (record.figures.len(), record.figures[0].value),
        (1, pack.fields[0].examples[0].expect[0].value),
        "{file}"
    );
}
