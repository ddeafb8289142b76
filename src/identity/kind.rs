//! The kind of a report, by its title, else by the sentence that announces it; and the kind of a body, by its name.

use std::cmp::Reverse;

use super::page::{Line, Page};
use super::words::contains_any;
use crate::record::{AgencyKind, Kind};
use crate::rules::IdentityWords;

/// Lines of the body among which the announcing sentence is looked for.
const OPENING: usize = 4;

/// The kind of the report.
pub(super) fn of(page: &Page, title: Option<&str>, words: &IdentityWords) -> Kind {
    match title.map_or(Kind::Other, |title| by_words(title, words)) {
        Kind::Other => announced(page, words),
        kind => kind,
    }
}

/// What the body called `name` oversees: the kind whose word stands first in it, of several there the longest
/// (文化市场综合执法支队 is culture).
pub(super) fn of_agency(name: &str, words: &IdentityWords) -> AgencyKind {
    let kinds = || words.agency_kinds.iter().flat_map(|(kind, words)| words.iter().map(move |word| (*kind, word)));
    let here = |rest: &str| {
        let longest =
            kinds().filter(|(_, word)| rest.starts_with(word.as_str())).map(|(kind, word)| (Reverse(word.len()), kind));
        longest.min()
    };
    name.char_indices().find_map(|(at, _)| here(&name[at..])).map_or(AgencyKind::Other, |(_, kind)| kind)
}

fn announced(page: &Page, words: &IdentityWords) -> Kind {
    let head = page.head().iter().rev().take(2);
    let mut lines = head.chain(page.opening(OPENING));
    let announces = |text: &str| contains_any(text, &words.kinds.announces);
    let known = |text: &str| Some(by_words(text, words)).filter(|kind| *kind != Kind::Other);
    let of_line = |line: &Line| {
        // 现将有关情况报告如下: the sentences before say of what.
        let sentence = line.text.split('。').filter(|sentence| announces(sentence)).find_map(known);
        sentence.or_else(|| Some(line.text).filter(|text| announces(text)).and_then(known))
    };
    lines.find_map(of_line).unwrap_or_default()
}

fn by_words(text: &str, words: &IdentityWords) -> Kind {
    let kinds = &words.kinds;
    let part = contains_any(text, &kinds.not_annual);
    if contains_any(text, &kinds.reply) {
        Kind::Reply
    } else if contains_any(text, &kinds.bulletin) {
        Kind::Bulletin
    } else if contains_any(text, &kinds.annual_report) && !part
        || contains_any(text, &kinds.summary) && names_year(text) && !part
    {
        Kind::AnnualReport
    } else {
        Kind::Other
    }
}

/// Whether four digits and 年 stand in `text`.
fn names_year(text: &str) -> bool {
    text.match_indices('年').any(|(at, _)| {
        let digits = text[..at].chars().rev().take_while(char::is_ascii_digit).count();
        digits == 4 || text[..at].ends_with("全")
    })
}
