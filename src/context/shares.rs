//! Which figure a part is a share of: the lists that split a figure up.
//!
//! In: the placed candidates of a text. Out: [`Shares`], one for each list of parts: 立案20件(东区12件、西区8件),
//! 其中…, 东区12件、西区8件,合计20件.

use rust_decimal::Decimal;

use super::{Placed, Text};
use crate::record::Scope;
use crate::rules::WordList;
use crate::span::CleanSpan;

/// A list of parts and the figure that they are split from. Figures are named by their place among those that hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shares {
    /// The figure that is split up.
    pub whole: usize,
    /// Its parts, in the order of the text.
    pub parts: Vec<usize>,
    /// Whether the list tells all of them: a bracket without 其中, one with a rest, one that is added up.
    pub complete: bool,
}

/// Words that open a list of some parts.
const SOME: [&str; 3] = ["其中", "含", "包括"];
/// Behind the last part, that there are more.
const MORE: &str = "等";

/// The lists of parts of a text, by field, in the order of the text.
pub fn shares(text: &Text, placed: &[Placed]) -> Vec<Shares> {
    let figures: Vec<&Placed> = placed.iter().filter(|p| p.candidate.rejected.is_none()).collect();
    let field = |at: &usize| figures[*at].candidate.field;
    let mut by_field: Vec<usize> = (0..figures.len()).collect();
    by_field.sort_by_key(field);
    by_field.chunk_by(|one, other| field(one) == field(other)).flat_map(|mine| of_field(text, &figures, mine)).collect()
}

/// The lists among the figures of one field, `mine`.
fn of_field(text: &Text, figures: &[&Placed], mine: &[usize]) -> Vec<Shares> {
    let mut lists = Lists { text, figures, stack: Vec::new(), loose: Vec::new(), done: Vec::new() };
    let mut last: Option<usize> = None;
    for at in mine {
        lists.next(last, *at);
        last = Some(*at);
    }
    lists.close();
    lists.done
}

/// The lists of one field while its figures are read from first to last.
struct Lists<'a> {
    text: &'a Text<'a>,
    figures: &'a [&'a Placed],
    /// The lists that are open, the innermost last.
    stack: Vec<Open>,
    /// Parts whose whole has not come yet.
    loose: Vec<usize>,
    done: Vec<Shares>,
}

/// A list that is being told.
struct Open {
    list: Shares,
    /// Whether a bracket holds it.
    bracket: bool,
    /// What its parts add up to so far.
    sum: Decimal,
}

impl<'a> Lists<'a> {
    fn next(&mut self, last: Option<usize>, at: usize) {
        let Some((last, between)) = last.and_then(|last| Some((last, self.between(last, at)?))) else {
            self.close();
            return self.start(at);
        };
        for _ in 0..closed(between) {
            if self.stack.last().is_some_and(|open| open.bracket) {
                self.pop();
            }
        }
        if self.figures[at].scope != Scope::Part {
            let loose = std::mem::take(&mut self.loose);
            self.close();
            if !between.contains([';', '。']) && !loose.is_empty() {
                let complete = self.text.first(self.span(last, at), WordList::ShareEnd).is_some();
                self.done.push(Shares { whole: at, parts: loose, complete });
            }
            return;
        }
        let bracket = between.starts_with('(') && !between.contains(')');
        let some = SOME.iter().any(|word| between.contains(word));
        if bracket || self.stack.is_empty() && self.figures[last].scope != Scope::Part {
            let opened = Shares { whole: last, parts: vec![at], complete: bracket && !some };
            self.stack.push(Open { list: opened, bracket, sum: self.value(at) });
        } else if self.stack.is_empty() {
            self.start(at);
        } else {
            if between.contains([';', '。']) || some || self.full() {
                self.renew();
            }
            let rest = self.text.first(self.span(last, at), WordList::RestLabel).is_some();
            let value = self.value(at);
            if let Some(open) = self.stack.last_mut() {
                open.list.parts.push(at);
                open.list.complete |= rest;
                open.sum = open.sum.saturating_add(value);
            }
        }
    }

    /// A figure that no list holds.
    fn start(&mut self, at: usize) {
        if self.figures[at].scope == Scope::Part {
            self.loose.push(at);
        }
    }

    /// Whether the parts of the innermost list make its whole: what follows splits it up in another way.
    fn full(&self) -> bool {
        self.stack.last().is_some_and(|open| open.list.parts.len() > 1 && open.sum == self.value(open.list.whole))
    }

    fn value(&self, at: usize) -> Decimal {
        self.figures[at].candidate.quantity.value
    }

    /// Another list of the same whole begins.
    fn renew(&mut self) {
        if let Some(Open { list, bracket, .. }) = self.stack.pop() {
            let next = Shares { whole: list.whole, parts: Vec::new(), complete: false };
            self.stack.push(Open { list: next, bracket, sum: Decimal::ZERO });
            self.end(list);
        }
    }

    fn pop(&mut self) {
        if let Some(open) = self.stack.pop() {
            self.end(open.list);
        }
    }

    fn close(&mut self) {
        self.loose.clear();
        while !self.stack.is_empty() {
            self.pop();
        }
    }

    fn end(&mut self, mut list: Shares) {
        let Some(&part) = list.parts.last() else { return };
        list.complete &= !self.text.clean[self.figures[part].candidate.quantity.span.end..].starts_with(MORE);
        self.done.push(list);
    }

    /// What stands between two figures of one paragraph.
    fn between(&self, last: usize, at: usize) -> Option<&'a str> {
        let [last, at] = [last, at].map(|figure| &self.figures[figure].candidate);
        let paragraph = |sentence: Option<usize>| Some(self.text.outline.sentences[sentence?].paragraph);
        (paragraph(last.sentence)? == paragraph(at.sentence)?).then_some(())?;
        self.text.clean.get(last.quantity.span.end..at.quantity.span.start)
    }

    fn span(&self, last: usize, at: usize) -> CleanSpan {
        let [last, at] = [last, at].map(|figure| self.figures[figure].candidate.quantity.span);
        CleanSpan::new(last.end, at.start)
    }
}

/// How many brackets close in `text` that it has not opened.
fn closed(text: &str) -> usize {
    let mut open = 0;
    text.chars()
        .filter(|c| match c {
            '(' => {
                open += 1;
                false
            }
            ')' if open > 0 => {
                open -= 1;
                false
            }
            _ => *c == ')',
        })
        .count()
}
