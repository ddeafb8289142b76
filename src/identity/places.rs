//! The table of places: administrative divisions with their GB/T 2260 codes.
//!
//! Owns the table, which `build/places.rs` lays out from `data/regions.tsv`. In: a name. Out: the divisions that bear it, those
//! of today before those given up since. Names that the table lacks are the business of `form`.

use std::ops::Range;

use super::form;
use crate::record::Level;

/// What the build lays out: `BY_CODE`, `BY_NAME`, `BY_SHORT`, `LONGEST` and `LAST`.
#[allow(clippy::unreadable_literal)]
mod table {
    use super::{Name, Place, Sorted};

    include!(concat!(env!("OUT_DIR"), "/places.rs"));
}

use table::{BY_CODE, BY_NAME, BY_SHORT, LAST, LONGEST};

/// `code<TAB>name<TAB>short name`, for a former division `<TAB>last year`, line by line, then the names without peoples; the sources
/// stand in `data/README.md`.
const TEXT: &str = include_str!(concat!(env!("OUT_DIR"), "/places.txt"));

/// Names of the table that are everyday words too: known when asked for, never read out of running text.
const EVERYDAY: [&str; 6] = ["城区", "郊区", "矿区", "东区", "西区", "新县"];

/// The corps, which has the rank of a province and no code.
pub(super) const CORPS: &str = "新疆生产建设兵团";

/// From this year on the source of the former divisions is silent: one it lists last may have lasted longer.
const SOURCE_ENDS: i16 = 2019;

/// Digits of a code.
const CODE: usize = 6;

/// One administrative division: a line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Where its code starts in the text.
    at: u32,
    /// Bytes of its name, which stands behind the code.
    name: u8,
    /// Bytes of its short name, with which the name starts.
    short: u8,
    /// 0 for a division of today.
    until: i16,
}

impl Place {
    /// GB/T 2260, six digits.
    pub fn code(&self) -> &'static str {
        slice(self.at, 0, CODE)
    }

    /// Full name: 酒泉市.
    pub fn name(&self) -> &'static str {
        slice(self.at, CODE + 1, usize::from(self.name))
    }

    /// The name without its level: 酒泉; the full name where only one character would remain.
    pub fn short(&self) -> &'static str {
        slice(self.at, CODE + 1, usize::from(self.short))
    }

    /// The last year of a division that is no more.
    pub fn until(&self) -> Option<i16> {
        (self.until != 0).then_some(self.until)
    }

    /// The administrative level, read off the code.
    pub fn level(&self) -> Level {
        match (&self.code()[2..4], &self.code()[4..]) {
            ("00", _) => Level::Province,
            (_, "00") => Level::Prefecture,
            _ => Level::County,
        }
    }

    /// Whether it may have been a division in `year`; one that ended may be spoken of for a year.
    pub fn stood_in(&self, year: i16) -> bool {
        self.until().is_none_or(|until| until >= SOURCE_ENDS || until + 1 >= year)
    }
}

fn slice(line: u32, from: usize, len: usize) -> &'static str {
    let start = line as usize + from;
    &TEXT[start..start + len]
}

/// A name that is looked for.
#[derive(Debug)]
struct Name {
    /// Where it starts in the text.
    at: u32,
    len: u8,
}

impl Name {
    fn text(&self) -> &'static str {
        slice(self.at, 0, usize::from(self.len))
    }
}

/// Places by some name, sorted: what shares one stays in the order of the codes, those of today first.
#[derive(Debug)]
struct Sorted {
    /// For each place its name here.
    names: &'static [Name],
    places: &'static [Place],
    /// Every first character of a name, with the first place whose name starts with it.
    first: &'static [(char, usize)],
}

impl Sorted {
    /// The places whose names start with the character that `text` starts with.
    fn beginning(&self, text: &str) -> Range<usize> {
        let place = text.chars().next().and_then(|c| self.first.binary_search_by_key(&c, |(first, _)| *first).ok());
        place.map_or(0..0, |place| {
            let end = self.first.get(place + 1).map_or(self.names.len(), |(_, next)| *next);
            self.first[place].1..end
        })
    }

    /// The places of this name.
    fn named(&self, name: &str) -> &'static [Place] {
        let range = self.beginning(name);
        let start = range.start + self.names[range.clone()].partition_point(|known| known.text() < name);
        let count = self.names[start..range.end].iter().take_while(|known| known.text() == name).count();
        &self.places[start..start + count]
    }
}

/// Every place, by code.
pub fn all() -> impl Iterator<Item = &'static Place> {
    BY_CODE.places.iter()
}

/// The division of today, or else of the past, that has this code.
pub fn of_code(code: &str) -> Option<&'static Place> {
    BY_CODE.named(code).first()
}

/// The places of this full name, or of this name without the peoples in it, those of today first, then by code; several
/// counties share one (朝阳区).
pub fn named(name: &str) -> &'static [Place] {
    BY_NAME.named(name)
}

/// The places of this short name, in the same order, so a province stands before its cities and counties.
pub fn short(short: &str) -> &'static [Place] {
    BY_SHORT.named(short)
}

/// The division that `place` belongs to, under its name of today and then its former ones; none for a province.
pub fn parents(place: &Place) -> &'static [Place] {
    let above = match place.level() {
        Level::County => [format!("{}00", &place.code()[..4]), format!("{}0000", &place.code()[..2])],
        Level::Prefecture => [format!("{}0000", &place.code()[..2]), String::new()],
        _ => return &[],
    };
    above.iter().map(|code| BY_CODE.named(code)).find(|places| !places.is_empty()).unwrap_or(&[])
}

/// Whether `name` is an everyday word too, by which many places went.
pub fn is_everyday(name: &str) -> bool {
    EVERYDAY.contains(&name)
}

/// The everyday name that `text` starts with, where one of its bearers lies in the division called `parent`: 城区
/// behind 阳泉市.
pub fn everyday_below(parent: &str, text: &str) -> Option<&'static str> {
    let lies_below = |place: &Place| parents(place).iter().any(|above| above.name() == parent);
    EVERYDAY.into_iter().find(|name| text.starts_with(name) && named(name).iter().any(lies_below))
}

/// The place that a headline starts with in short: 福建严查…, 酒泉:…; none where a province and a city are called so (吉林).
pub fn of_headline(title: &str) -> Option<&'static Place> {
    let mut ends = title.char_indices().map(|(at, c)| at + c.len_utf8()).skip(1).take(2);
    ends.find_map(|end| {
        let today = short(&title[..end]).iter().filter(|place| place.until().is_none());
        let mut above_county = today.filter(|place| place.level() != Level::County);
        let only = above_county.next().filter(|_| above_county.next().is_none())?;
        (only.level() == Level::Province || title[end..].starts_with(':')).then_some(only)
    })
}

/// The longest full name that `text` starts with.
pub fn at_start(text: &str) -> Option<&str> {
    let mut longest = text.starts_with(CORPS).then(|| &text[..CORPS.len()]);
    let mut left = &BY_NAME.names[BY_NAME.beginning(text)];
    for (at, c) in text.char_indices().take(LONGEST) {
        let start = &text[..at + c.len_utf8()];
        left = &left[left.partition_point(|name| name.text() < start)..];
        left = &left[..left.partition_point(|name| name.text().starts_with(start))];
        let Some(name) = left.first() else { break };
        if name.text() == start && !is_everyday(start) && longest.is_none_or(|name| name.len() < start.len()) {
            longest = Some(start);
        }
    }
    longest
}

/// The longest full name that `text` ends with.
pub fn at_end(text: &str) -> Option<&str> {
    if !text.ends_with(LAST) && !text.ends_with(CORPS) {
        return None;
    }
    let starts: Vec<usize> = text.char_indices().rev().map(|(at, _)| at).take(LONGEST).collect();
    let everyday = EVERYDAY.iter().find_map(|name| {
        let parent = at_end(text.strip_suffix(name)?)?;
        everyday_below(parent, name)
    });
    everyday.or_else(|| starts.iter().rev().map(|&start| &text[start..]).find(|name| in_running_text(name)))
}

fn in_running_text(name: &str) -> bool {
    (!named(name).is_empty() || name == CORPS) && !is_everyday(name)
}

/// Whether `name` as a whole names a place: a full or short name of the table, or a name of the form (霜桥市).
pub fn is_place_name(name: &str) -> bool {
    !named(name).is_empty() || !short(name).is_empty() || form::is_formed(name)
}
