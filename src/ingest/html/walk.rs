//! A walk over a document tree in reading order, without recursion.

use dom_query::NodeRef;

/// What is done at each node.
pub(super) trait Visitor {
    /// A node begins; whether its children are visited and its end reported.
    fn enter(&mut self, node: &NodeRef) -> bool;
    /// A node that was entered ends.
    fn leave(&mut self, node: &NodeRef);
}

/// Takes `visitor` over `root` and everything under it.
pub(super) fn walk(root: NodeRef, visitor: &mut impl Visitor) {
    let mut node = root;
    loop {
        if visitor.enter(&node) {
            if let Some(child) = node.first_child() {
                node = child;
                continue;
            }
            visitor.leave(&node);
        }
        loop {
            if node.id == root.id {
                return;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else { return };
            node = parent;
            visitor.leave(&node);
        }
    }
}
