//! How far the elements of a form lead, told from the form alone.

use super::walk;
use crate::quantity;
use crate::rules::notation::Node;

/// A mark and a joining word of two characters.
const SEPARATOR_BYTES: usize = 9;

/// Bytes a node takes at the most; none where nothing bounds them.
pub(super) fn reach(node: &Node) -> Option<usize> {
    match node {
        Node::Text(word) => Some(word.len()),
        Node::OneOf(branches) => {
            let lengths: Option<Vec<usize>> = branches.iter().map(|branch| branch.iter().map(reach).sum()).collect();
            lengths.map(|lengths| lengths.into_iter().max().unwrap_or(0))
        }
        Node::Optional(inner) => inner.iter().map(reach).sum(),
        Node::Gap => Some(walk::GAP_BYTES),
        Node::Separator => Some(SEPARATOR_BYTES),
        Node::LongGap | Node::Take(_) | Node::Pass(_) => None,
    }
}

/// Whether a node leads over no quantity: a short gap stops at it, and words without a number in them cannot match it.
pub(super) fn between_quantities(node: &Node) -> bool {
    match node {
        Node::Text(word) => !quantity::may_hold_number(word),
        Node::OneOf(branches) => branches.iter().flatten().all(between_quantities),
        Node::Optional(inner) => inner.iter().all(between_quantities),
        Node::Gap | Node::Separator => true,
        Node::LongGap | Node::Take(_) | Node::Pass(_) => false,
    }
}

/// Whether a node leads over no mark that ends a clause.
pub(super) fn within_clause(node: &Node) -> bool {
    match node {
        Node::Text(word) => !word.contains(walk::ends_gap),
        Node::OneOf(branches) => branches.iter().flatten().all(within_clause),
        Node::Optional(inner) => inner.iter().all(within_clause),
        Node::Gap => true,
        Node::Separator | Node::LongGap | Node::Take(_) | Node::Pass(_) => false,
    }
}
