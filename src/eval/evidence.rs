//! Whether what a figure says of its place is so.

use crate::record::Figure;

/// What is wrong with the evidence of a figure; `text` is the decoded source text as code points.
pub(super) fn faults(figure: &Figure, text: &[char]) -> Vec<String> {
    let Some(there) = text.get(figure.start..figure.end) else {
        return vec![format!("{}..{} is outside the text of {} characters", figure.start, figure.end, text.len())];
    };
    let mut faults = Vec::new();
    if !there.iter().copied().eq(figure.quote.chars()) {
        let there: String = there.iter().collect();
        faults
            .push(format!("the quote is {:?}, but at {}..{} stands {there:?}", figure.quote, figure.start, figure.end));
    }
    if figure.text.is_empty() || !figure.quote.contains(&figure.text) {
        faults.push(format!("the text {:?} is no part of the quote {:?}", figure.text, figure.quote));
    }
    let line = 1 + text[..figure.start].iter().filter(|&&c| c == '\n').count();
    if line != figure.line {
        faults.push(format!("it says line {}, but stands on line {line}", figure.line));
    }
    faults
}
