//! Patterns told to a reader: back from nodes to short words.

use super::{Node, Units};

/// Alternatives that are told before `…` stands for the rest.
const TOLD: usize = 4;

/// A sequence in the notation, its lists cut short; `measure_words` are the pack's.
pub fn told(sequence: &[Node], measure_words: &[String]) -> String {
    let one = |node: &Node| match node {
        Node::Text(word) => word.to_string(),
        Node::OneOf(branches) => format!("({})", few(branches.iter().map(|branch| told(branch, measure_words)))),
        Node::Optional(inner) => match &inner[..] {
            [Node::OneOf(branches)] => format!("[{}]", few(branches.iter().map(|b| told(b, measure_words)))),
            _ => format!("[{}]", told(inner, measure_words)),
        },
        Node::Gap => "…".to_owned(),
        Node::LongGap => "……".to_owned(),
        Node::Separator => ",".to_owned(),
        Node::Take(units) => format!("<{}>", marked(units, measure_words)),
        Node::Pass(units) => format!("{{{}}}", marked(units, measure_words)),
    };
    sequence.iter().map(one).collect()
}

/// A sequence in words, element by element.
pub fn in_words(sequence: &[Node], measure_words: &[String]) -> String {
    let one = |node: &Node| match node {
        Node::Text(word) => word.to_string(),
        Node::OneOf(branches) => format!("one of {}", few(branches.iter().map(|branch| told(branch, measure_words)))),
        Node::Optional(inner) => match &inner[..] {
            [Node::OneOf(branches)] => format!("perhaps {}", few(branches.iter().map(|b| told(b, measure_words)))),
            _ => format!("perhaps {}", told(inner, measure_words)),
        },
        Node::Gap => "a short gap".to_owned(),
        Node::LongGap => "a long gap".to_owned(),
        Node::Separator => "a comma or joining word".to_owned(),
        Node::Take(units) => told_units(units, measure_words),
        Node::Pass(units) => format!("another number{}", of(&marked(units, measure_words))),
    };
    sequence.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// What a pattern wants for a quantity, in words.
pub fn told_units(units: &Units, measure_words: &[String]) -> String {
    match units {
        Units::Any => "any number".to_owned(),
        Units::Bare => "a number without measure word".to_owned(),
        Units::Money => "an amount of money".to_owned(),
        Units::Percent => "a percentage".to_owned(),
        Units::None => "a word that says none".to_owned(),
        Units::Words(_) => format!("a number of {}", marked(units, measure_words)),
    }
}

fn marked(units: &Units, measure_words: &[String]) -> String {
    match units {
        Units::Any | Units::Bare => String::new(),
        Units::Money => "元".to_owned(),
        Units::Percent => "%".to_owned(),
        Units::None => "none".to_owned(),
        // The shortest are the common ones.
        Units::Words(ids) => few(ids.iter().rev().filter_map(|id| measure_words.get(usize::from(*id)).cloned())),
    }
}

fn of(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!(" of {words}") }
}

fn few(all: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = all.collect();
    let rest = if all.len() > TOLD { "|…" } else { "" };
    format!("{}{rest}", all[..all.len().min(TOLD)].join("|"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{in_words, told};
    use crate::rules::notation::parse;
    use crate::rules::vocabulary::Vocabulary;

    #[test]
    fn a_pattern_is_told_back_with_its_lists_cut_short() {
        let units = BTreeMap::from([("case".to_owned(), vec!["件".to_owned()])]);
        let mut vocabulary = Vocabulary::new(&units);
        let verbs = ["查", "办", "判", "罚", "停"].map(str::to_owned).to_vec();
        assert!(vocabulary.define(&BTreeMap::from([("verb".to_owned(), verbs)])).is_empty());
        let sequence = parse("@verb…[处罚]决定,{}<@case>", &vocabulary).unwrap();
        assert_eq!(told(&sequence, vocabulary.measure_words()), "(查|办|判|罚|…)…[处罚]决定,{}<件>");
        assert_eq!(
            in_words(&sequence, vocabulary.measure_words()),
            "one of 查|办|判|罚|…, a short gap, perhaps 处罚, 决定, a comma or joining word, another number, a number of 件"
        );
    }
}
