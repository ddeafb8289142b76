//! What a report says of itself, except its period: title, agency, region, kind, dates.
//!
//! In: clean text (simplified characters, half-width marks, lines ended by `\n`), with the page around the report or
//! without it, what the page's markup gives as title and day, and the pack's words. Out: an [`Identity`]. Null is what
//! the text does not say. The wording of bodies and kinds comes from the pack ([`IdentityWords`]); how places and days
//! are written is known here ([`places`], [`dates`]).

mod agency;
pub mod dates;
mod form;
mod full;
mod kind;
mod page;
pub mod places;
mod published;
mod region;
mod title;
mod words;

use std::ops::Range;

use jiff::civil::Date;

use crate::record::{AgencyKind, Kind, Level};
use crate::rules::IdentityWords;
use page::Page;
pub use region::Doubt;
use region::Evidence;

/// What is known of a report beside its text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'a> {
    /// The title in the page's markup.
    pub title: Option<&'a str>,
    /// The day of publication there.
    pub published: Option<Date>,
    /// The path of the file, whose folders may name a place.
    pub path: Option<&'a str>,
}

/// What a report says of itself; null where it does not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// The title, without line breaks.
    pub title: Option<String>,
    /// Bytes of the clean text; null where only the page's markup has the title.
    pub title_span: Option<Range<usize>>,
    /// Full name of the body whose report it is.
    pub agency: Option<String>,
    /// What that body oversees.
    pub agency_kind: Option<AgencyKind>,
    /// Full name of its region.
    pub region: Option<String>,
    /// GB/T 2260 code of the region, where the table of places leaves no doubt.
    pub region_code: Option<String>,
    /// Administrative level of the region.
    pub level: Option<Level>,
    /// Why the region or its code is left open.
    pub doubt: Option<Doubt>,
    /// The kind of report.
    pub kind: Kind,
    /// The day it is signed.
    pub signed: Option<Date>,
    /// The day it was published.
    pub published: Option<Date>,
}

/// Reads what the report in `clean_text` says of itself.
///
/// The text goes before the hints where it is as clear.
pub fn identify(clean_text: &str, hints: Hints, words: &IdentityWords) -> Identity {
    let page = Page::read(clean_text, words);
    let title = title::find(&page, hints.title, words);
    let signature = agency::signature(&page, words);
    let body = agency::choose(&page, title.as_ref(), signature.body.as_ref(), words);
    let title_text = title.as_ref().map(|title| title.text.as_str());
    let signed = signature.day.map(|day| day.date);
    let published = published::day(&page, words).or(hints.published);
    let evidence = Evidence {
        text: clean_text,
        beside: [title_text, hints.title, hints.path],
        year: published.or(signed).map(Date::year),
    };
    let region = region::of(body.as_ref(), title_text, &evidence);
    Identity {
        agency_kind: body.as_ref().map(|body| kind::of_agency(&body.name, words)),
        doubt: region.doubt,
        kind: kind::of(&page, title_text, words),
        agency: body.and_then(|body| region::full(body, region.code.as_deref())).map(|body| body.name),
        region: region.name,
        region_code: region.code,
        level: region.level,
        signed,
        published,
        title_span: title.as_ref().and_then(|title| title.span.clone()),
        title: title.map(|title| title.text),
    }
}

#[cfg(test)]
mod tests;
