//! The pattern notation as data. `docs/rules.md` tells how it is written.

mod choice;
mod parse;
mod told;

pub(in crate::rules) use choice::Branches;
pub use choice::Choice;
pub(crate) use choice::Edges;
pub use parse::{NotationError, parse, parse_form, parse_words};
pub(in crate::rules) use parse::{add_entry, parse_entry, references, unclean};
pub use told::{in_words, told, told_units};

/// Elements that follow one another.
pub type Sequence = Vec<Node>;

/// One element of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// These characters.
    Text(Box<str>),
    /// One of these.
    OneOf(Choice),
    /// This or nothing.
    Optional(Sequence),
    /// `…`: a short gap without separators and quantities.
    Gap,
    /// `……`: anything within the sentence.
    LongGap,
    /// `,`: one separator.
    Separator,
    /// `<…>`: the quantity that is taken.
    Take(Units),
    /// `{…}`: a quantity that is passed over.
    Pass(Units),
}

/// What measure words a quantity of a pattern may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Units {
    /// Any quantity with or without measure word, but not words that say none.
    Any,
    /// A number without measure word.
    Bare,
    /// An amount of money.
    Money,
    /// A percentage.
    Percent,
    /// Words that say there was none.
    None,
    /// One of these measure words, by their place in [`super::Pack::measure_words`], in order.
    Words(Vec<u16>),
}

/// Whether a quantity is taken or passed over anywhere in the sequence.
fn has_quantity(sequence: &[Node]) -> bool {
    sequence.iter().any(|node| match node {
        Node::Take(_) | Node::Pass(_) => true,
        Node::OneOf(alternatives) => alternatives.iter().any(has_quantity),
        Node::Optional(inner) => has_quantity(inner),
        Node::Text(_) | Node::Gap | Node::LongGap | Node::Separator => false,
    })
}
