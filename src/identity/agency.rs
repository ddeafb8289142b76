//! Bodies named in a text, and which of them the report is of.
//!
//! Owns [`Body`]. [`mentions`] reads names in running text, [`whole`] a line that is a name, [`choose`] the one whose report
//! it is: who signed, else who the title names, else who speaks in the opening or is given as the source.

use std::iter;
use std::ops::Range;

use memchr::memmem;

use super::dates::{self, Day};
use super::form;
use super::full::{Search, most_frequent};
use super::page::{Line, LineKind, Page};
use super::places;
use super::title::Title;
use super::words::{contains_any, ends_any, starts_any};
use crate::record::Level;
use crate::rules::IdentityWords;

/// A body with its name taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Body {
    /// Its name as written: 霜桥市生态环境局雾湖分局.
    pub name: String,
    /// The nearest place in it (青屿市), or only the word of its level (市); empty for a body of the whole country.
    pub place: String,
    /// The places before that one, where several are written, outermost first.
    pub above: Vec<String>,
    /// What its branch is named after: 澄湖.
    pub branch: Option<String>,
    /// First byte in the text it was read from.
    pub start: usize,
    /// One past its last byte there.
    pub end: usize,
}

impl Body {
    /// Whether the name says the level only: 市生态环境局.
    pub fn is_short(&self) -> bool {
        form::suffix(&self.place) == Some(self.place.as_str())
    }

    /// Whether it is a body of the whole country.
    pub fn is_national(&self) -> bool {
        self.place.is_empty()
    }

    /// The body that 市生态环境局 is in `place`.
    pub fn of(&self, place: &str) -> Self {
        let name = format!("{place}{}", &self.name[self.place.len()..]);
        Self { name, place: place.to_owned(), ..self.clone() }
    }
}

/// Characters of the name of a body on a line of its own.
const SHORTEST: usize = 3;
const LONGEST: usize = 30;

/// Places before the last one of a name, at most: 新疆维吾尔自治区, 伊犁哈萨克自治州, 塔城地区.
const MOST_ABOVE: usize = 3;

/// The bodies of the pack's list that `text` names, with the place before each, in the order of the text.
pub(super) fn mentions(text: &str, words: &IdentityWords) -> Vec<Body> {
    let mut found: Vec<Range<usize>> = words.agencies_in(text).collect();
    found.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in found {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged.into_iter().filter_map(|range| mention(text, range, words)).collect()
}

fn mention(text: &str, range: Range<usize>, words: &IdentityWords) -> Option<Body> {
    let before = &text[..range.start];
    let (start, place) = match form::at_end(before) {
        Some(start) => (start, before[start..].to_owned()),
        None => by_short_name(before, &text[range.clone()])?,
    };
    let (above, start) = places_above(before, start);
    let branch = branch_after(&text[range.end..], words);
    let end = range.end + branch.map_or(0, |(_, length)| length);
    let branch = branch.map(|(stem, _)| stem.to_owned());
    Some(Body { name: text[start..end].to_owned(), place, above, branch, start, end })
}

/// The places that stand right before the one at `start`, outermost first, and where the first of them starts.
fn places_above(before: &str, mut start: usize) -> (Vec<String>, usize) {
    let mut above = Vec::new();
    while above.len() < MOST_ABOVE
        && let Some(from) = form::at_end(&before[..start])
        && form::suffix(&before[from..start]) != Some(&before[from..start])
    {
        above.insert(0, before[from..start].to_owned());
        start = from;
    }
    (above, start)
}

/// 怀化 in 怀化生态环境局: where it starts and the place's full name. Where several go by it, those of today and then a
/// prefecture go first; two districts of one short name are none.
fn by_short_name(before: &str, body: &str) -> Option<(usize, String)> {
    let starts: Vec<usize> = before.char_indices().rev().map(|(at, _)| at).take(6).collect();
    starts.into_iter().rev().find_map(|start| {
        let province = body.contains('厅');
        let places = places::short(&before[start..]).iter();
        let places: Vec<_> = places.filter(|place| (place.level() == Level::Province) == province).collect();
        let today = || places.iter().filter(|place| place.until().is_none());
        let prefecture = today().find(|place| place.level() == Level::Prefecture);
        let place = prefecture.or_else(|| today().next()).or(places.first())?;
        let one = place.level() != Level::County || today().all(|other| other.name() == place.name());
        one.then(|| (start, place.name().to_owned()))
    })
}

/// The branch named right after a bureau: what it is named after, and the bytes of its whole name.
fn branch_after<'t>(rest: &'t str, words: &IdentityWords) -> Option<(&'t str, usize)> {
    let stem_end =
        rest.char_indices().take(8).map(|(at, _)| at).find(|&at| starts_any(&rest[at..], &words.branches))?;
    let stem = &rest[..stem_end];
    let word = words.branches.iter().find(|word| rest[stem_end..].starts_with(word.as_str()))?;
    (stem.chars().count() >= 2 && !stem.chars().any(form::bounds_names)).then_some((stem, stem_end + word.len()))
}

/// The body that `line` as a whole names; the first where it names several.
pub(super) fn whole(line: &str, words: &IdentityWords) -> Option<Body> {
    // 霜桥市水务局(盖章)
    let line = line.strip_suffix(')').and_then(|line| line.rsplit_once('(')).map_or(line, |(name, _)| name);
    // 中共霜桥市委 霜桥市人民政府: the government's name.
    let line =
        if starts_any(line, &words.party) { line.split_once('委').map_or(line, |(_, rest)| rest) } else { line };
    // A long line is left at its first word: no name is as long.
    if line.trim_start().chars().take_while(|c| !c.is_whitespace()).nth(LONGEST).is_some() {
        return None;
    }
    let mut parts = line.split_whitespace().map(|part| whole_name(part, words));
    match parts.next()? {
        Some(first) if parts.all(|part| part.is_some()) => Some(first),
        _ => whole_name(&line.split_whitespace().collect::<String>(), words),
    }
}

fn whole_name(name: &str, words: &IdentityWords) -> Option<Body> {
    let length = name.chars().count();
    if !(SHORTEST..=LONGEST).contains(&length) || !name.chars().all(form::is_han) || !ends_any(name, &words.endings) {
        return None;
    }
    leading_place(name, words).map(|body| finish(body, name, words))
}

/// The place or the word of a level that a body's name starts with.
fn leading_place(name: &str, words: &IdentityWords) -> Option<Body> {
    let body = |place: &str, above: Vec<String>| Body {
        name: String::new(),
        place: place.to_owned(),
        above,
        branch: None,
        start: 0,
        end: 0,
    };
    if words.national.iter().any(|national| name == national) {
        return Some(body("", Vec::new()));
    }
    if let Some(mut end) = form::at_start(name) {
        let (mut place, mut above) = (&name[..end], Vec::new());
        while above.len() < MOST_ABOVE
            && let everyday = places::everyday_below(place, &name[end..])
            && let Some(length) = everyday.map(str::len).or_else(|| form::at_start(&name[end..]))
            && end + length < name.len()
        {
            above.push(place.to_owned());
            place = &name[end..end + length];
            end += length;
        }
        return Some(body(place, above));
    }
    let known = words.agencies_in(name).map(|found| found.start).min()?;
    let place = &name[..known];
    if form::suffix(place) == Some(place) {
        return Some(body(place, Vec::new()));
    }
    by_short_name(place, name).filter(|(start, _)| *start == 0).map(|(_, place)| body(&place, Vec::new()))
}

fn finish(body: Body, name: &str, words: &IdentityWords) -> Body {
    let stem = words.branches.iter().find_map(|branch| name.strip_suffix(branch.as_str()));
    let branch = stem.and_then(|stem| stem.rsplit_once('局')).map(|(_, stem)| stem.to_owned());
    let branch = branch.filter(|stem| stem.chars().count() >= 2);
    Body { name: name.to_owned(), branch, end: name.len(), ..body }
}

/// The body that a title starts with or is of.
fn in_title(title: &str, words: &IdentityWords) -> Option<Body> {
    // 水利部门 is none.
    let starts = |national: &&String| title.strip_prefix(national.as_str()).is_some_and(|rest| !rest.starts_with('门'));
    if let Some(national) = words.national.iter().find(starts) {
        return whole(national, words);
    }
    mentions(title, words).into_iter().next().or_else(|| {
        let run = title.find(|c| !form::is_han(c)).unwrap_or(title.len());
        let run = title[..run].find("关于").unwrap_or(run);
        whole(&title[..run], words)
    })
}

/// Who signed a report, and when.
#[derive(Debug, Default)]
pub(super) struct Signature {
    /// The body above the day.
    pub body: Option<Body>,
    /// The day.
    pub day: Option<Day>,
}

/// Lines from the end in which a signature is looked for; tables and the page's footer may follow it.
const TAIL: usize = 40;

/// Lines from the end in which a name or a day alone is taken for a signature.
const LAST: usize = 15;

/// The signature below the body: a name and a day on neighbouring lines or on one, else a day or a name alone.
pub(super) fn signature(page: &Page, words: &IdentityWords) -> Signature {
    let last = page.lines.len();
    let tail = |count: usize| (last.saturating_sub(count).max(page.body + 1)..last).rev();
    let signed = tail(TAIL).find_map(|index| {
        let (body, day) = signing_line(&page.lines[index], words)?;
        let above = || {
            let start = index.saturating_sub(2).max(page.body + 1);
            page.lines[start..index].iter().rev().find_map(|line| whole(line.text, words))
        };
        let below = || page.lines.get(index + 1).and_then(|line| whole(line.text, words));
        let body = body.or_else(above).or_else(below)?;
        Some(Signature { body: Some(body), day: Some(day) })
    });
    signed.unwrap_or_else(|| Signature {
        body: tail(LAST).find_map(|index| whole(page.lines[index].text, words)),
        day: tail(LAST).find_map(|index| dates::only_day(page.lines[index].text).filter(|day| day.in_words)),
    })
}

/// A line that is a day, with or without a body's name before it.
fn signing_line(line: &Line, words: &IdentityWords) -> Option<(Option<Body>, Day)> {
    if let Some(day) = dates::only_day(line.text) {
        return Some((None, day));
    }
    let day = dates::at_end(line.text)?;
    whole(line.text[..day.range.start].trim(), words).map(|body| (Some(body), day))
}

/// The body whose report it is: by its full name, where that is told anywhere, else short (市生态环境局).
pub(super) fn choose(page: &Page, title: Option<&Title>, signed: Option<&Body>, words: &IdentityWords) -> Option<Body> {
    let title = title.map(|title| title.text.as_str());
    let search = Search::new(page, title, words);
    let byline =
        page.head().iter().filter(|line| line.kind == LineKind::Plain).find_map(|line| whole(line.text, words));
    let named = [signed.cloned(), title.and_then(|title| in_title(title, words)), byline];
    let full = named.iter().flatten().find_map(|body| search.complete(body));
    full.or_else(|| speaking(&search)).or_else(|| named.into_iter().flatten().next())
}

/// The places that `title` names, each at the start or after a mark or particle; else the first that it names in short there.
pub(super) fn places_in(title: &str) -> Vec<String> {
    let after_bound = iter::once(true).chain(title.chars().map(form::bounds_names));
    let starts = title.char_indices().zip(after_bound).filter(|(_, after_bound)| *after_bound);
    let starts: Vec<&str> = starts.map(|((at, _), _)| &title[at..]).collect();
    let named = |from: &&str| form::at_start(from).map(|length| from[..length].to_owned());
    let named: Vec<String> = starts.iter().filter_map(named).collect();
    if named.is_empty() {
        let short = starts.iter().find_map(|from| places::of_headline(from));
        return short.map(|place| place.name().to_owned()).into_iter().collect();
    }
    named
}

/// The body that speaks in the text or is given as its source, where neither signature nor title names one.
fn speaking(search: &Search) -> Option<Body> {
    let Search { page, words, .. } = *search;
    let own = own_words(page.text, words).and_then(|own| own.chars().next_back());
    let mut weighed: Vec<(Body, usize)> = Vec::new();
    let mut named = search.named().iter().peekable();
    for (index, line) in page.lines.iter().enumerate() {
        let here: Vec<&Body> = iter::from_fn(|| named.next_if(|body| body.start < line.range().end)).collect();
        if line.kind == LineKind::Call && index < page.body {
            continue;
        }
        let weight = if index < page.body + 5 { 3 } else { 1 };
        if index < page.body {
            weighed.extend(source(line.text, words).map(|body| (body, 4)));
        }
        if matches!(line.kind, LineKind::Chrome) {
            continue;
        }
        let own = here.into_iter().filter(|body| !is_superior(&page.text[body.end..], words));
        weighed.extend(own.map(|body| (body.clone(), weight)));
    }
    weighed.retain(|(body, _)| own.is_none_or(|own| body.name.ends_with(own)));
    let full = weighed.iter().filter_map(|(body, weight)| Some((search.complete(body)?, *weight)));
    // 市生态环境局 in a story whose title names a district is the one above it.
    let of_title = search.title.is_some_and(|title| !places_in(title).is_empty());
    let short = weighed.iter().filter(|(body, _)| !of_title || !body.is_short()).cloned();
    most_frequent(full, |body| &body.name).or_else(|| most_frequent(short, |body| &body.name))
}

/// How a body first speaks of itself in `text`.
fn own_words<'w>(text: &str, words: &'w IdentityWords) -> Option<&'w str> {
    let mut first: Option<(usize, Option<char>, &str)> = None;
    for own in &words.own {
        // What stands behind the first of the others is not looked at.
        let end = first.map_or(text.len(), |(at, ..)| text.len().min(at + own.len()));
        if let Some(at) = memmem::find(&text.as_bytes()[..end], own.as_bytes()) {
            let found = (at, own.chars().next_back(), own.as_str());
            first = Some(first.map_or(found, |first| first.min(found)));
        }
    }
    first.map(|(.., own)| own)
}

/// Whether the clause goes on to say that the body just named leads the one that reports.
fn is_superior(rest: &str, words: &IdentityWords) -> bool {
    let clause = &rest[..rest.find([',', '。', ';', ':', '\n']).unwrap_or(rest.len())];
    let clause = &clause[..clause.find('在').unwrap_or(clause.len())];
    contains_any(clause, &words.superiors)
}

/// The body after a label of the source.
fn source(line: &str, words: &IdentityWords) -> Option<Body> {
    words.source_labels.iter().find_map(|label| {
        let value = line.split_once(label.as_str())?.1.trim_start().strip_prefix([':', '|'])?.trim_start();
        whole(&value[..value.find([' ', '|', '\u{3000}']).unwrap_or(value.len())], words)
    })
}
