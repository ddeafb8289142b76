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

fn few(all: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = all.collect();
    let rest = if all.len() > TOLD { "|…" } else { "" };
    format!("{}{rest}", all[..all.len().min(TOLD)].join("|"))
}
