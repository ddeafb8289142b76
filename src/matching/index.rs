//! Which rules to try on a text.

use super::anchors::{self, Anchors};
use crate::rules::{Form, Pack};

/// Every form of the pack, hung on a word it cannot match without.
#[derive(Debug)]
pub(super) struct Index {
    anchors: Anchors,
    /// Field, pattern and form of each form's number.
    forms: Vec<(usize, usize, usize)>,
}

impl Index {
    pub(super) fn new(pack: &Pack) -> Self {
        let (mut forms, mut sets) = (Vec::new(), Vec::new());
        for (f, field) in pack.fields.iter().enumerate() {
            for (p, pattern) in field.patterns.iter().enumerate() {
                for (n, form) in pattern.forms.iter().enumerate() {
                    forms.push((f, p, n));
                    sets.push(match form {
                        Form::Notation { before, after, .. } => anchors::of(before.iter().chain(after)),
                        Form::Regex { .. } => Vec::new(),
                    });
                }
            }
        }
        Self { anchors: Anchors::new(sets), forms }
    }

    /// The forms worth trying on `text`, in the order of the pack.
    pub(super) fn tried(&self, text: &str) -> impl Iterator<Item = (usize, usize, usize)> {
        self.anchors.present(text).into_iter().map(|number| self.forms[number as usize])
    }
}
