//! The forms that hang on each word of the index, those together that take the same from the same side of it.

use super::anchors::Anchors;
use super::index::{Entry, Side, Way};
use super::kinds::Kinds;
use crate::rules::notation::Units;

/// For each word the groups of forms that hang on it.
#[derive(Debug)]
pub(super) struct Hung<'p> {
    groups: Vec<Group<'p>>,
    /// Where the groups of each word begin, and where those of the last end.
    begins: Vec<usize>,
}

/// Forms that hang on one word and take the same from the same side of it: whether they may is asked once for all of them.
#[derive(Debug)]
pub(super) struct Group<'p> {
    /// What they take; none for regular expressions, which find their quantities themselves.
    pub take: Option<&'p Units>,
    /// What that measures.
    pub kinds: Kinds,
    pub side: Side,
    /// Whether they take none but the next quantity.
    pub next_only: bool,
    /// Whether they take none beyond a mark that ends a clause.
    pub one_clause: bool,
    /// Bytes between the word and the quantity at the most, of any of them; none where nothing bounds one.
    pub reach: Option<usize>,
    /// By their place in the index.
    pub forms: Vec<u32>,
}

impl<'p> Hung<'p> {
    pub(super) fn new(anchors: &Anchors, forms: &[Entry<'p>]) -> Self {
        let (mut groups, mut begins): (Vec<Group>, Vec<usize>) = (Vec::new(), vec![0]);
        for word in (0..).take(anchors.words()) {
            let first = groups.len();
            for form in anchors.hung_on(word) {
                let way = &forms[*form as usize].way;
                match groups[first..].iter_mut().find(|group| group.fits(way)) {
                    Some(group) => group.add(*form, way),
                    None => groups.push(Group::of(*form, way)),
                }
            }
            begins.push(groups.len());
        }
        Self { groups, begins }
    }

    /// The groups that hang on a word.
    pub(super) fn on(&self, word: u32) -> &[Group<'p>] {
        &self.groups[self.begins[word as usize]..self.begins[word as usize + 1]]
    }
}

impl<'p> Group<'p> {
    fn of(form: u32, way: &Way<'p>) -> Self {
        let Way { take, side, next_only, one_clause, reach } = *way;
        let kinds = take.map_or_else(Kinds::default, Kinds::taken);
        Self { take, kinds, side, next_only, one_clause, reach, forms: vec![form] }
    }

    /// Whether a form with this way belongs to the group; what nothing bounds keeps to itself.
    fn fits(&self, way: &Way) -> bool {
        let bounded = self.reach.is_some() == way.reach.is_some();
        let alike = self.next_only == way.next_only && self.one_clause == way.one_clause;
        bounded && alike && self.side == way.side && self.take == way.take
    }

    fn add(&mut self, form: u32, way: &Way) {
        self.reach = self.reach.max(way.reach);
        self.forms.push(form);
    }

    /// Whether the forms may take any quantity on their side of the word, or find it themselves.
    pub(super) fn is_unbounded(&self) -> bool {
        self.take.is_none() || !self.next_only && self.reach.is_none()
    }
}
