//! Names whose years are none of the text's: titles in 《》, marks of documents in 〔〕, short names in “”.

use std::borrow::Cow;
use std::ops::Range;

use crate::seek::CharSet;

/// What names are opened by, all of three bytes as are those that close them.
static OPENS: CharSet = CharSet::of(&['《', '“', '〔']);

const MARK_BYTES: usize = '《'.len_utf8();

/// Characters in the longest name in “”.
const LONGEST: usize = 24;

/// How a plan ends that stands in “”, and the characters of such a one: “十四五”.
const PLAN: &str = "五”";
const PLAN_CHARACTERS: usize = 5;

/// The text with blanks of the same length for names.
pub(super) fn mask(text: &str) -> Cow<'_, str> {
    let names = names(text);
    if names.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    for name in names {
        masked.push_str(&text[masked.len()..name.start]);
        masked.extend(std::iter::repeat_n(' ', name.len()));
    }
    masked.push_str(&text[masked.len()..]);
    Cow::Owned(masked)
}

fn names(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut from) = (Vec::new(), 0);
    // What closes nothing any more is not looked for again.
    let (mut titles, mut documents) = (true, true);
    while let Some(open) = OPENS.find(&text[from..]).map(|at| from + at) {
        from = open + MARK_BYTES;
        let inner = &text[from..];
        let length = match &text[open..from] {
            "《" => closed(inner, '》', &mut titles),
            "〔" => closed(inner, '〕', &mut documents),
            _ => short(inner),
        };
        let Some(length) = length else { continue };
        from += length + MARK_BYTES;
        let name = &text[open..from];
        if !(name.ends_with(PLAN) && name.chars().count() <= PLAN_CHARACTERS) {
            found.push(open..from);
        }
    }
    found
}

/// Bytes up to the mark that closes a name, which `comes` says whether to look for.
fn closed(inner: &str, mark: char, comes: &mut bool) -> Option<usize> {
    let length = comes.then(|| inner.find(mark)).flatten();
    *comes = length.is_some();
    length
}

/// Bytes up to the mark that closes a name of a few characters.
fn short(inner: &str) -> Option<usize> {
    let close = inner.char_indices().take(LONGEST + 1).find(|(_, c)| *c == '”');
    close.map(|(at, _)| at).filter(|at| *at > 0)
}
