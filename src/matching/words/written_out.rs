//! Entries of word lists that are but a few words, written out: `专项(整治|检查)[行动]` is four words.

use crate::rules::notation::Node;

/// Words that one entry may stand for.
const MOST_WORDS: usize = 64;

/// A word that a sequence stands for.
struct Word {
    text: String,
    /// Its place in the order in which the sequence is tried backwards.
    back: usize,
}

/// The words that a sequence stands for, in the order in which it is tried backwards. None where a gap or their number forbids
/// to write them out, or where a walk from their start would take a shorter word before a longer one.
pub(super) fn written_out(sequence: &[Node]) -> Option<impl Iterator<Item = String>> {
    let mut words = words(sequence)?;
    let hides = |word: &Word, later: &Word| later.text.len() > word.text.len() && later.text.starts_with(&word.text);
    let hidden = |at: usize| words[at + 1..].iter().any(|later| hides(&words[at], later));
    if words.iter().any(|word| word.text.is_empty()) || (0..words.len()).any(hidden) {
        return None;
    }
    words.sort_unstable_by_key(|word| word.back);
    Some(words.into_iter().map(|word| word.text))
}

/// The words of a sequence in the order in which it is tried forwards: all with the first choice of its first node before all
/// with the second. Backwards the last node comes first.
fn words(sequence: &[Node]) -> Option<Vec<Word>> {
    let mut found = vec![Word { text: String::new(), back: 0 }];
    for node in sequence {
        if let Node::Text(word) = node {
            for had in &mut found {
                had.text.push_str(word);
            }
            continue;
        }
        let more = words_of(node)?;
        let count = found.len();
        if count * more.len() > MOST_WORDS {
            return None;
        }
        let join = |had: &Word, word: &Word| Word {
            text: [had.text.as_str(), &word.text].concat(),
            back: word.back * count + had.back,
        };
        found = found.iter().flat_map(|had| more.iter().map(move |word| join(had, word))).collect();
    }
    Some(found)
}

fn words_of(node: &Node) -> Option<Vec<Word>> {
    match node {
        Node::OneOf(branches) => {
            let mut found = Vec::new();
            for branch in branches.iter() {
                let before = found.len();
                found.extend(words(branch)?.into_iter().map(|word| Word { back: before + word.back, ..word }));
                if found.len() > MOST_WORDS {
                    return None;
                }
            }
            Some(found)
        }
        Node::Optional(inner) => {
            let mut found = words(inner)?;
            found.push(Word { text: String::new(), back: found.len() });
            Some(found)
        }
        Node::Text(_) | Node::Gap | Node::LongGap | Node::Separator | Node::Take(_) | Node::Pass(_) => None,
    }
}
