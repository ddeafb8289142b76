//! The words that matter around a quantity, found with a dictionary.

use jieba_rs::Jieba;

/// The words around one quantity.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Words {
    /// The last word of meaning before it.
    pub head: String,
    /// The verb before the head.
    pub with: Option<String>,
    /// The first word of meaning after it, where the head is a verb.
    pub object: Option<String>,
}

/// A dictionary of words.
pub(super) struct Heads(Jieba);

impl std::fmt::Debug for Heads {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Heads")
    }
}

impl Heads {
    pub(super) fn new() -> Self {
        Self(Jieba::new())
    }

    /// The words that matter in the clause `before` a quantity and `after` it.
    pub(super) fn of(&self, before: &str, after: &str) -> Words {
        let words = self.meaning(before);
        let Some((head, verb)) = words.last() else {
            let behind = self.meaning(after).into_iter().next();
            return Words { head: behind.map(|(word, _)| word).unwrap_or_default(), with: None, object: None };
        };
        let earlier = words[..words.len() - 1].iter().rev();
        let with = earlier.clone().find(|(_, verb)| *verb).or_else(|| earlier.clone().next());
        let object = self.meaning(after).into_iter().next().filter(|_| *verb).map(|(word, _)| word);
        Words { head: head.clone(), with: with.map(|(word, _)| word.clone()), object }
    }

    /// The words of two characters or more that are no mere grammar, each with whether it is a verb.
    fn meaning(&self, text: &str) -> Vec<(String, bool)> {
        let tags = self.0.tag(text, true);
        let han = |word: &str| word.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        // Prepositions, conjunctions, adverbs, particles, pronouns, times, numbers, measures, directions, places.
        let grammar = |tag: &str| {
            ["p", "c", "d", "u", "r", "t", "m", "q", "f", "ns", "y", "b"].iter().any(|t| tag.starts_with(t))
        };
        tags.into_iter()
            .filter(|tag| tag.word.chars().count() >= 2 && han(tag.word) && !grammar(tag.tag))
            .map(|tag| (tag.word.to_owned(), tag.tag == "v"))
            .collect()
    }
}
