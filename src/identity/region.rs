//! The region a report is about: its full name, its code and its level.
//!
//! In: the body whose report it is, the title, and what else may tell two places of one name apart ([`Evidence`]). Out: the
//! region, and where it stays open, why ([`Doubt`]). A code is given only where one place remains.

use super::agency::{self, Body};
use super::form;
use super::places::{self, CORPS, Place};
use crate::record::Level;

/// A region; null where the text does not say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Region {
    /// Full name.
    pub name: Option<String>,
    /// GB/T 2260, where the table leaves no doubt.
    pub code: Option<String>,
    /// Its level.
    pub level: Option<Level>,
    /// What is in doubt.
    pub doubt: Option<Doubt>,
}

/// Why a region, or its code, is left open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// A body reports whose place is not said: 省生态环境厅.
    Unnamed,
    /// Several places bear the name, and nothing tells which is meant: their names with those above them.
    Ambiguous(Vec<String>),
}

/// What tells places of one name apart, besides the body's name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Evidence<'a> {
    /// The whole text.
    pub text: &'a str,
    /// The title, in the text and in the page's markup, and the file's path.
    pub beside: [Option<&'a str>; 3],
    /// The year the report was signed or published in.
    pub year: Option<i16>,
}

/// The region of `body`, else of the first place in the title.
pub(super) fn of(body: Option<&Body>, title: Option<&str>, evidence: &Evidence) -> Region {
    let Some(body) = body else {
        let place = title.into_iter().flat_map(agency::places_in).next();
        return place.map_or_else(Region::default, |place| region(&place, &[], false, evidence));
    };
    if body.is_national() {
        return Region { level: Some(Level::National), ..Region::default() };
    }
    let above: Vec<&str> = body.above.iter().map(String::as_str).collect();
    let Some(stem) = &body.branch else {
        if body.is_short() {
            return Region { level: form::level(&body.place), doubt: Some(Doubt::Unnamed), ..Region::default() };
        }
        return region(&body.place, &above, below_a_city(&above), evidence);
    };
    match of_branch(stem, &body.place, evidence.text) {
        Ok(name) => region(&name, &[&body.place], true, evidence),
        Err(doubt) => Region { level: Some(Level::County), doubt: Some(doubt), ..Region::default() },
    }
}

/// `body` by its full name, that of a city's branch completed by the city its county lies in; none where it stays short.
pub(super) fn full(body: Body, code: Option<&str>) -> Option<Body> {
    if !body.is_short() {
        return Some(body);
    }
    let city = places::parents(places::of_code(code?)?).first()?;
    (body.branch.is_some() && city.name().ends_with(&body.place)).then(|| body.of(city.name()))
}

fn below_a_city(above: &[&str]) -> bool {
    above.iter().any(|place| form::level(place) == Some(Level::Prefecture) && !form::is_corps_division(place))
}

/// The county that a branch is named after: 雾湖区 for 雾湖.
fn of_branch(stem: &str, city: &str, text: &str) -> Result<String, Doubt> {
    if stem.chars().count() > 2 && form::suffix(stem).is_some() {
        return Ok(stem.to_owned());
    }
    let counties = places::short(stem).iter().filter(|place| place.level() == Level::County);
    let unnamed = form::suffix(city) == Some(city);
    let of_city = |place: &&Place| unnamed || places::parents(place).iter().any(|parent| parent.name() == city);
    let mut known: Vec<&Place> = counties.filter(of_city).collect();
    if known.iter().any(|place| place.until().is_none()) {
        known.retain(|place| place.until().is_none());
    }
    known.dedup_by_key(|place| place.name());
    match known.as_slice() {
        [one] => return Ok(one.name().to_owned()),
        [] => {}
        several => {
            let named = |place: &&&Place| text.contains(place.name());
            let mut named = several.iter().filter(named);
            return match (named.next(), named.next()) {
                (Some(one), None) => Ok(one.name().to_owned()),
                _ => Err(Doubt::Ambiguous(several.iter().map(|place| full_name(**place)).collect())),
            };
        }
    }
    let named = |suffix: &str| {
        let name = format!("{stem}{suffix}");
        let count = text.match_indices(&name).filter(|(at, _)| !text[at + name.len()..].starts_with('域')).count();
        (count, name)
    };
    let mut best: Option<(usize, String)> = None;
    for (count, name) in ["县", "区", "市", "旗", "新区"].map(named) {
        if count > best.as_ref().map_or(0, |(highest, _)| *highest) {
            best = Some((count, name));
        }
    }
    let named = best.map(|(_, name)| name).or_else(|| autonomous(stem, text));
    named.or_else(|| by_own_area(stem, text)).ok_or(Doubt::Unnamed)
}

/// 雾湖县 for 雾湖, where the text calls its own area 全县 or 我县 and nothing else.
fn by_own_area(stem: &str, text: &str) -> Option<String> {
    let called = |suffix: &&str| ["全", "我"].iter().any(|own| text.contains(&format!("{own}{suffix}")));
    let mut called = ["县", "区", "旗"].into_iter().filter(called);
    let suffix = called.next().filter(|_| called.next().is_none())?;
    Some(format!("{stem}{suffix}"))
}

/// 秀岭瑶族自治县 for 秀岭.
fn autonomous(stem: &str, text: &str) -> Option<String> {
    text.match_indices(stem).find_map(|(at, _)| {
        let rest = &text[at..];
        let name = &rest[..form::at_start(rest)?];
        name.contains("自治").then(|| name.to_owned())
    })
}

/// The region called `name`, below the places `above`; `county` where it must be one.
fn region(name: &str, above: &[&str], county: bool, evidence: &Evidence) -> Region {
    if form::is_corps_division(name) {
        return Region { name: Some(format!("{CORPS}{name}")), level: Some(Level::Prefecture), ..Region::default() };
    }
    let mut rivals = bearers(name, evidence.year);
    // 黔东南州 by its full name.
    let full = rivals.first().map(|place| place.name()).filter(|full| rivals.iter().all(|place| place.name() == *full));
    let levels: Vec<Level> = rivals.iter().map(|place| place.level()).collect();
    narrow(&mut rivals, |names| names.iter().any(|name| above.contains(name)));
    let county_level = rivals.iter().all(|place| place.level() == Level::County);
    let below_another =
        county && county_level && !rivals.iter().any(|place| lies_in(**place, |names| has_any(names, above)));
    if below_another && above.iter().any(|above| form::suffix(above) != Some(above)) {
        // A place of that name elsewhere: the city above is not the table's.
        rivals.clear();
    }
    for told in evidence.beside.into_iter().flatten() {
        narrow(&mut rivals, |names| names.iter().any(|name| told.contains(name)));
    }
    narrow(&mut rivals, |names| names.iter().any(|name| form::level(name).is_some() && evidence.text.contains(name)));
    let level = match levels.first() {
        Some(first) if levels.iter().all(|level| level == first) => Some(*first),
        _ if county => Some(Level::County),
        Some(_) => None,
        None => form::level(name),
    };
    let name = if rivals.is_empty() { name } else { full.unwrap_or(name) };
    let region = |code, level, doubt| Region { name: Some(name.to_owned()), code, level, doubt };
    match rivals.as_slice() {
        [] => region(None, level, None),
        [one] => region(Some(one.code().to_owned()), Some(one.level()), None),
        several => {
            region(None, level, Some(Doubt::Ambiguous(several.iter().map(|place| full_name(**place)).collect())))
        }
    }
}

fn has_any(names: &[&str], wanted: &[&str]) -> bool {
    names.iter().any(|name| wanted.contains(name))
}

/// The places called `name` that may have stood in `year`, without those that were the same place under another code.
fn bearers(name: &str, year: Option<i16>) -> Vec<&'static Place> {
    let stood = |place: &&Place| year.is_none_or(|year| place.stood_in(year));
    let mut bearers: Vec<&Place> = places::named(name).iter().filter(stood).collect();
    if bearers.is_empty() {
        bearers = places::named(name).iter().collect();
    }
    let recoded = |place: &Place, other: &Place| {
        let (Some(until), Some(later)) = (place.until(), other.until()) else { return false };
        let same_province = place.code()[..2] == other.code()[..2] && !places::is_everyday(name);
        same_province && if year.is_some_and(|year| until >= year) { later < until } else { later > until }
    };
    let all = bearers.clone();
    bearers.retain(|place| !all.iter().any(|other| recoded(place, other)));
    bearers
}

/// Whether one of the divisions above `place` has names that pass `test`.
fn lies_in(place: Place, test: impl Fn(&[&str]) -> bool) -> bool {
    let parents = places::parents(&place);
    let above = parents.first().map_or(&[][..], |parent| places::parents(parent));
    [parents, above].iter().any(|divisions| test(&names(divisions)))
}

/// Full and short names.
fn names(divisions: &[Place]) -> Vec<&'static str> {
    divisions.iter().flat_map(|place| [place.name(), place.short()]).collect()
}

/// Leaves the rivals whose parent passes `test`, else those whose province does, else all.
fn narrow(rivals: &mut Vec<&'static Place>, test: impl Fn(&[&str]) -> bool) {
    if rivals.len() < 2 {
        return;
    }
    let parents = |place: &Place| places::parents(place);
    let near: Vec<&Place> = rivals.iter().copied().filter(|place| test(&names(parents(place)))).collect();
    let far = || rivals.iter().copied().filter(|place| lies_in(**place, &test)).collect::<Vec<_>>();
    let left = if near.is_empty() { far() } else { near };
    if !left.is_empty() {
        *rivals = left;
    }
}

/// A place with those above it: 江苏省南京市鼓楼区.
fn full_name(place: Place) -> String {
    let above = places::parents(&place).first();
    above.copied().map_or_else(String::new, full_name) + place.name()
}
