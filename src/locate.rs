//! Byte offsets of the source text as code points and lines.

use memchr::memchr_iter;

use crate::seek::chars_in;

/// Counts code points and lines of one text.
#[derive(Debug)]
pub struct Locator<'t> {
    text: &'t str,
    /// Every [`STEP`] bytes: code points and line breaks before it.
    marks: Vec<(usize, usize)>,
}

const STEP: usize = 1024;

impl<'t> Locator<'t> {
    /// A locator for `text`.
    pub fn new(text: &'t str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        let (mut points, mut lines) = (0, 0);
        for chunk in text.as_bytes().chunks(STEP) {
            marks.push((points, lines));
            points += chars_in(chunk);
            lines += breaks(chunk);
        }
        marks.push((points, lines));
        Self { text, marks }
    }

    /// How many code points stand before the byte `at`.
    pub fn offset(&self, at: usize) -> usize {
        self.marks[at / STEP].0 + chars_in(&self.text.as_bytes()[at / STEP * STEP..at])
    }

    /// The 1-based line of the byte `at`.
    pub fn line(&self, at: usize) -> usize {
        self.marks[at / STEP].1 + breaks(&self.text.as_bytes()[at / STEP * STEP..at]) + 1
    }
}

fn breaks(bytes: &[u8]) -> usize {
    memchr_iter(b'\n', bytes).count()
}

#[cfg(test)]
mod tests {
    use super::Locator;

    #[test]
    fn counts_code_points_and_lines_across_marks() {
        let text = "罚款\n1万元\n".repeat(500);
        let locator = Locator::new(&text);
        for (points, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(locator.offset(at), points);
            assert_eq!(locator.line(at), text[..at].matches('\n').count() + 1);
        }
        assert_eq!(locator.offset(text.len()), text.chars().count());
    }
}
