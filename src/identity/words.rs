//! Looking for words of a list in a text.

/// Whether `text` contains one of `words`.
pub(super) fn contains_any(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}

/// Whether `text` starts with one of `words`.
pub(super) fn starts_any(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.starts_with(word.as_str()))
}

/// Whether `text` ends with one of `words`.
pub(super) fn ends_any(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.ends_with(word.as_str()))
}
