//! Entries of word lists that are but a few words, written out: `专项(整治|检查)[行动]` is four words.

use crate::rules::notation::Node;

/// Words that one entry may stand for.
const MOST_WORDS: usize = 64;

/// From which end a sequence is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Forth,
    Back,
}

/// The words that a sequence stands for, in the order in which it is tried backwards. None where a gap or their number forbids
/// to write them out, or where a walk from their start would take a shorter word before a longer one.
pub(super) fn written_out(sequence: &[Node]) -> Option<Vec<String>> {
    let forth = words(sequence, Way::Forth)?;
    let hides = |word: &String, later: &String| later.len() > word.len() && later.starts_with(word.as_str());
    let hidden = |at: usize| forth[at + 1..].iter().any(|later| hides(&forth[at], later));
    if forth.iter().any(String::is_empty) || (0..forth.len()).any(hidden) {
        return None;
    }
    words(sequence, Way::Back)
}

/// The words of a sequence in the order in which it is tried: all with the first choice of its first node before all with the
/// second.
fn words(sequence: &[Node], way: Way) -> Option<Vec<String>> {
    let mut found = vec![String::new()];
    let place = |nth: usize| if way == Way::Forth { nth } else { sequence.len() - 1 - nth };
    for node in (0..sequence.len()).map(|nth| &sequence[place(nth)]) {
        let more = words_of(node, way)?;
        if found.len() * more.len() > MOST_WORDS {
            return None;
        }
        let join =
            |had: &String, word: &String| if way == Way::Forth { had.clone() + word } else { word.clone() + had };
        found = found.iter().flat_map(|had| more.iter().map(move |word| join(had, word))).collect();
    }
    Some(found)
}

fn words_of(node: &Node, way: Way) -> Option<Vec<String>> {
    match node {
        Node::Text(word) => Some(vec![word.to_string()]),
        Node::OneOf(branches) => {
            branches.iter().map(|branch| words(branch, way)).collect::<Option<Vec<_>>>().map(|sets| sets.concat())
        }
        Node::Optional(inner) => {
            let mut found = words(inner, way)?;
            found.push(String::new());
            Some(found)
        }
        Node::Gap | Node::LongGap | Node::Separator | Node::Take(_) | Node::Pass(_) => None,
    }
}
