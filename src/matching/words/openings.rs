//! Words that entries of word lists begin with.

use crate::rules::notation::Node;

/// The words of which one stands wherever a match of the sequence begins; none where it can begin with anything.
pub(super) fn openings(sequence: &[Node]) -> Option<Vec<&str>> {
    let (first, rest) = sequence.split_first()?;
    match first {
        Node::Text(word) => Some(vec![&**word]),
        Node::OneOf(branches) => branches.iter().map(openings).collect::<Option<Vec<_>>>().map(|sets| sets.concat()),
        Node::Optional(inner) => Some([openings(inner)?, openings(rest)?].concat()),
        Node::Gap | Node::LongGap | Node::Separator | Node::Take(_) | Node::Pass(_) => None,
    }
}
