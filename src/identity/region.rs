//! The region a report is about: its full name, its code and its level.

use super::agency::{self, Body};
use super::form;
use super::places::{Place, Places};
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
}

/// The region of `body`, else of the first place in the title.
pub(super) fn of(body: Option<&Body>, title: Option<&str>, text: &str) -> Region {
    let Some(body) = body else {
        let place = title.into_iter().flat_map(agency::places_in).next();
        return place.map_or_else(Region::default, |place| region(place, &[], false, text));
    };
    if body.is_national() {
        return Region { level: Some(Level::National), ..Region::default() };
    }
    let above: Vec<&str> = body.above.iter().map(String::as_str).collect();
    match &body.branch {
        Some(stem) => match of_branch(stem, &body.place, text) {
            Some(name) => region(name, &[&body.place], true, text),
            None => Region { level: Some(Level::County), ..Region::default() },
        },
        None => region(body.place.clone(), &above, below_a_city(&above), text),
    }
}

fn below_a_city(above: &[&str]) -> bool {
    above.iter().any(|place| form::level(place) == Some(Level::Prefecture))
}

/// The county that a branch is named after: 雾湖区 for 雾湖.
fn of_branch(stem: &str, city: &str, text: &str) -> Option<String> {
    if stem.chars().count() > 2 && form::suffix(stem).is_some() {
        return Some(stem.to_owned());
    }
    let places = Places::get();
    let of_city = |place: &&Place| places.parent(place).is_some_and(|parent| parent.name == city);
    if let Some(place) = places.short(stem).iter().find(of_city) {
        return Some(place.name.to_owned());
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
    best.map(|(_, name)| name).or_else(|| autonomous(stem, text))
}

/// 秀岭瑶族自治县 for 秀岭.
fn autonomous(stem: &str, text: &str) -> Option<String> {
    text.match_indices(stem).find_map(|(at, _)| {
        let rest = &text[at..];
        let name = &rest[..form::at_start(rest)?];
        name.contains("自治").then(|| name.to_owned())
    })
}

/// The region called `name`: its place in the table, told apart by the places `above` it or those the text names.
fn region(name: String, above: &[&str], county: bool, text: &str) -> Region {
    let places = Places::get();
    let lies_in = |place: &Place, test: &dyn Fn(&str) -> bool| {
        let parent = places.parent(place);
        let province = parent.and_then(|parent| places.parent(parent));
        parent.into_iter().chain(province).any(|place| test(place.name))
    };
    let named = places.named(&name);
    let in_above: Vec<&Place> =
        named.iter().filter(|place| lies_in(place, &|parent| above.contains(&parent))).collect();
    let in_text: Vec<&Place> = named.iter().filter(|place| lies_in(place, &|parent| text.contains(parent))).collect();
    let place = match (named, in_above.as_slice(), in_text.as_slice()) {
        (_, [one], _) => Some(*one),
        // A place of that name elsewhere, where the city above is not the table's.
        _ if above.iter().any(|above| form::suffix(above) != Some(above)) && county => None,
        ([one], _, _) => Some(one),
        (_, _, [one]) => Some(*one),
        _ => None,
    };
    let level = match place {
        Some(place) => Some(place.level()),
        None if county || !named.is_empty() && named.iter().all(|place| place.level() == Level::County) => {
            Some(Level::County)
        }
        None => form::level(&name),
    };
    Region { code: place.map(|place| place.code.to_owned()), name: Some(name), level }
}
