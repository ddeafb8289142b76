//! The table of places: administrative divisions with their GB/T 2260 codes.
//!
//! Owns [`Places`], built once from `data/regions.tsv`. In: a name. Out: the divisions that bear it, those of today before
//! those given up since. Names that the table lacks are the business of `form`.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use super::form;
use crate::record::Level;

/// `code<TAB>name<TAB>short name`, for a former division `<TAB>last year`; sorted by code, the sources stand in
/// `data/README.md`.
const TABLE: &str = include_str!("../../data/regions.tsv");

/// Names of the table that are everyday words too: known when asked for, never read out of running text.
const EVERYDAY: [&str; 6] = ["城区", "郊区", "矿区", "东区", "西区", "新县"];

/// The corps, which has the rank of a province and no code.
pub(super) const CORPS: &str = "新疆生产建设兵团";

/// From this year on the source of the former divisions is silent: one it lists last may have lasted longer.
const SOURCE_ENDS: i16 = 2019;

/// One administrative division.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// GB/T 2260, six digits.
    pub code: &'static str,
    /// Full name: 酒泉市.
    pub name: &'static str,
    /// The name without its level: 酒泉; the full name where only one character would remain.
    pub short: &'static str,
    /// The last year of a division that is no more.
    pub until: Option<i16>,
}

impl Place {
    /// The administrative level, read off the code.
    pub fn level(&self) -> Level {
        match (&self.code[2..4], &self.code[4..]) {
            ("00", _) => Level::Province,
            (_, "00") => Level::Prefecture,
            _ => Level::County,
        }
    }

    /// Whether it may have been a division in `year`; one that ended may be spoken of for a year.
    pub fn stood_in(&self, year: i16) -> bool {
        self.until.is_none_or(|until| until >= SOURCE_ENDS || until + 1 >= year)
    }
}

/// The table, looked up by code, full or short name.
#[derive(Debug)]
pub struct Places {
    by_code: Sorted,
    by_name: Sorted,
    by_short: Sorted,
    /// Characters of the longest name.
    longest: usize,
    /// The last characters of the names: 县, 区, 市 and a few more.
    last: Vec<char>,
}

/// Places by some name, sorted: what shares one stays in the order of the codes, those of today first.
#[derive(Debug)]
struct Sorted {
    /// For each place its name here.
    names: Vec<Cow<'static, str>>,
    places: Vec<Place>,
    /// Every first character of a name, with the first place whose name starts with it.
    first: Vec<(char, usize)>,
}

impl Sorted {
    fn new(rows: &[(Cow<'static, str>, Place)]) -> Self {
        // Mostly told apart by the beginning of the name alone; what comes sorted takes no time, and each place moves but once.
        let mut order: Vec<(u128, usize)> =
            rows.iter().enumerate().map(|(at, (name, _))| (first_bytes(name), at)).collect();
        let rest = |at: usize| (&rows[at].0, rows[at].1.until.is_some());
        order.sort_by(|(a, one), (b, other)| a.cmp(b).then_with(|| rest(*one).cmp(&rest(*other))));
        let (names, places): (Vec<Cow<'static, str>>, Vec<Place>) =
            order.into_iter().map(|(_, at)| rows[at].clone()).unzip();
        let starts = names.iter().enumerate().filter_map(|(at, name)| Some((name.chars().next()?, at)));
        let mut first: Vec<(char, usize)> = starts.collect();
        first.dedup_by_key(|(c, _)| *c);
        Self { names, places, first }
    }

    /// The places whose names start with the character that `text` starts with.
    fn beginning(&self, text: &str) -> Range<usize> {
        let place = text.chars().next().and_then(|c| self.first.binary_search_by_key(&c, |(first, _)| *first).ok());
        place.map_or(0..0, |place| {
            let end = self.first.get(place + 1).map_or(self.names.len(), |(_, next)| *next);
            self.first[place].1..end
        })
    }

    fn by(places: &[Place], name: impl Fn(&Place) -> &'static str) -> Self {
        let rows: Vec<_> = places.iter().map(|place| (Cow::Borrowed(name(place)), *place)).collect();
        Self::new(&rows)
    }

    /// The places of this name.
    fn named(&self, name: &str) -> &[Place] {
        let range = self.beginning(name);
        let start = range.start + self.names[range.clone()].partition_point(|known| &**known < name);
        let count = self.names[start..range.end].iter().take_while(|known| **known == name).count();
        &self.places[start..start + count]
    }
}

/// The first bytes of a name as a number: where two differ, the names are in the same order.
fn first_bytes(name: &str) -> u128 {
    let mut bytes = [0; size_of::<u128>()];
    let len = name.len().min(bytes.len());
    bytes[..len].copy_from_slice(&name.as_bytes()[..len]);
    u128::from_be_bytes(bytes)
}

impl Places {
    /// The table, read when first asked for.
    pub fn get() -> &'static Self {
        static PLACES: OnceLock<Places> = OnceLock::new();
        PLACES.get_or_init(|| Self::read(TABLE))
    }

    fn read(table: &'static str) -> Self {
        let place = |line: &'static str| {
            let mut columns = line.split('\t');
            let (code, name, short) = (columns.next()?, columns.next()?, columns.next()?);
            Some(Place { code, name, short, until: columns.next().and_then(|year| year.parse().ok()) })
        };
        let all: Vec<Place> = table.lines().filter_map(place).collect();
        let longest = all.iter().map(|place| place.name.chars().count()).max().unwrap_or(0);
        let by_name = with_names_without_peoples(Sorted::by(&all, |place| place.name));
        let (by_code, by_short) = (Sorted::by(&all, |place| place.code), Sorted::by(&all, |place| place.short));
        let mut last: Vec<char> = by_name.names.iter().filter_map(|name| name.chars().next_back()).collect();
        last.extend(CORPS.chars().next_back());
        last.sort_unstable();
        last.dedup();
        Self { by_code, by_name, by_short, longest, last }
    }

    /// Every place, by code.
    pub fn iter(&self) -> impl Iterator<Item = &Place> {
        self.by_code.places.iter()
    }

    /// The division of today, or else of the past, that has this code.
    pub fn of_code(&self, code: &str) -> Option<&Place> {
        self.by_code.named(code).first()
    }

    /// The places of this full name, or of this name without the peoples in it, those of today first, then by code; several
    /// counties share one (朝阳区).
    pub fn named(&self, name: &str) -> &[Place] {
        self.by_name.named(name)
    }

    /// The places of this short name, in the same order, so a province stands before its cities and counties.
    pub fn short(&self, short: &str) -> &[Place] {
        self.by_short.named(short)
    }

    /// The division that `place` belongs to, under its name of today and then its former ones; none for a province.
    pub fn parents(&self, place: &Place) -> &[Place] {
        let above = match place.level() {
            Level::County => [format!("{}00", &place.code[..4]), format!("{}0000", &place.code[..2])],
            Level::Prefecture => [format!("{}0000", &place.code[..2]), String::new()],
            _ => return &[],
        };
        above.iter().map(|code| self.by_code.named(code)).find(|places| !places.is_empty()).unwrap_or(&[])
    }

    /// Whether `name` is an everyday word too, by which many places went.
    pub fn is_everyday(name: &str) -> bool {
        EVERYDAY.contains(&name)
    }

    /// The everyday name that `text` starts with, where one of its bearers lies in the division called `parent`: 城区
    /// behind 阳泉市.
    pub fn everyday_below(&self, parent: &str, text: &str) -> Option<&'static str> {
        let lies_below = |place: &Place| self.parents(place).iter().any(|above| above.name == parent);
        let named = |name: &&str| text.starts_with(name) && self.named(name).iter().any(lies_below);
        EVERYDAY.into_iter().find(named)
    }

    /// The place that a headline starts with in short: 福建严查…, 酒泉:…; none where a province and a city are called so (吉林).
    pub fn of_headline(&self, title: &str) -> Option<&Place> {
        let mut ends = title.char_indices().map(|(at, c)| at + c.len_utf8()).skip(1).take(2);
        ends.find_map(|end| {
            let today = self.short(&title[..end]).iter().filter(|place| place.until.is_none());
            let mut above_county = today.filter(|place| place.level() != Level::County);
            let only = above_county.next().filter(|_| above_county.next().is_none())?;
            (only.level() == Level::Province || title[end..].starts_with(':')).then_some(only)
        })
    }

    /// The longest full name that `text` starts with.
    pub fn at_start<'t>(&self, text: &'t str) -> Option<&'t str> {
        let mut longest = text.starts_with(CORPS).then(|| &text[..CORPS.len()]);
        let mut left = &self.by_name.names[self.by_name.beginning(text)];
        for (at, c) in text.char_indices().take(self.longest) {
            let start = &text[..at + c.len_utf8()];
            left = &left[left.partition_point(|name| &**name < start)..];
            left = &left[..left.partition_point(|name| name.starts_with(start))];
            let Some(name) = left.first() else { break };
            if name == start && !Self::is_everyday(start) && longest.is_none_or(|name| name.len() < start.len()) {
                longest = Some(start);
            }
        }
        longest
    }

    /// The longest full name that `text` ends with.
    pub fn at_end<'t>(&self, text: &'t str) -> Option<&'t str> {
        if !text.ends_with(self.last.as_slice()) {
            return None;
        }
        let starts: Vec<usize> = text.char_indices().rev().map(|(at, _)| at).take(self.longest).collect();
        let everyday = EVERYDAY.iter().find_map(|name| {
            let parent = self.at_end(text.strip_suffix(name)?)?;
            self.everyday_below(parent, name)
        });
        everyday.or_else(|| starts.iter().rev().map(|&start| &text[start..]).find(|name| self.in_running_text(name)))
    }

    fn in_running_text(&self, name: &str) -> bool {
        (!self.named(name).is_empty() || name == CORPS) && !Self::is_everyday(name)
    }

    /// Whether `name` as a whole names a place: a full or short name of the table, or a name of the form (霜桥市).
    pub fn is_place_name(&self, name: &str) -> bool {
        !self.named(name).is_empty() || !self.short(name).is_empty() || form::is_formed(name)
    }
}

/// 黔东南州 for 黔东南苗族侗族自治州, where no other place is called so.
fn with_names_without_peoples(by_name: Sorted) -> Sorted {
    let autonomous = |place: &&Place| {
        place.until.is_none()
            && place.name.contains("自治")
            && place.short != place.name
            && place.level() != Level::Province
    };
    let name = |place: &Place| Some(format!("{}{}", place.short, place.name.chars().next_back()?));
    let named = by_name.places.iter().filter(autonomous).filter_map(|place| Some((Cow::Owned(name(place)?), *place)));
    let mut new: Vec<_> = named.filter(|(name, _)| by_name.named(name).is_empty()).collect();
    new.sort_by_key(|(_, place)| place.code);
    let rows: Vec<_> = by_name.names.into_iter().zip(by_name.places).chain(new).collect();
    Sorted::new(&rows)
}
