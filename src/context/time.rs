//! Time as Chinese reports say it, turned into days.
//!
//! In: a stretch of clean text and an [`Anchor`], what 今年 and 以来 refer to. Out: [`Time`] expressions in the order of the text, each with
//! its days. Names in 《》 and short names in “” are passed over: 《…2024年版》, “利剑2024”.

mod join;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use jiff::{Span, ToSpan};
use regex::{Captures, Match, Regex};

use crate::record::{DateRange, Period};

/// What words of time refer to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Anchor {
    /// The reporting period, where the document states it.
    pub period: Option<DateRange>,
    /// The document's own date: signed, else published.
    pub date: Option<Date>,
    /// The year that the text named last, for 上半年 alone.
    pub named: Option<i16>,
    /// The year in which a story is told, where it is told of another: 去年 in January's paper is the year reported.
    pub told: Option<i16>,
}

impl Anchor {
    /// The year that 今年 means.
    pub fn year(self) -> Option<i16> {
        self.period.map(|p| p.end.year()).or_else(|| self.date.map(Date::year))
    }

    /// The day on which 以来 ends.
    pub fn end(self) -> Option<Date> {
        self.period.map(|p| p.end).or(self.date)
    }
}

impl Anchor {
    /// Whether days are still to come when the report is written: after its period, and not over on its own date.
    pub fn lies_ahead(self, days: Period) -> bool {
        self.period.is_some_and(|p| days.start > p.end) && self.date.is_none_or(|date| days.end > date)
    }
}

/// An expression of time.
#[derive(Debug, Clone, PartialEq)]
pub struct Time {
    /// Bytes of the text it was found in.
    pub at: Range<usize>,
    /// The days it means; none for words that return to the whole reporting period.
    pub days: Option<DateRange>,
    /// What form it has.
    pub form: Form,
}

/// The form of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// 2021年以来, 自3月起: open to the end of the report.
    Since,
    /// 截至11月30日: from the start of the period.
    Until,
    /// A span of its own: 10月份, 2015至2021年.
    Within,
    /// 全年, 今年以来: the whole reporting period.
    Whole,
    /// 与2019年相比: named only to compare.
    Compared,
}

const YEAR: &str = "(?:(?P<y>[0-9]{4})|(?P<yz>[二][〇零○][一二三四五六七八九〇零○]{2})|(?P<yw>今|本|去|上|前|当|同))(?:年度?|财年|财政年度)";
const REST: &str = "(?:(?P<half>上半年|下半年)|(?:第?(?P<first>[一二三1-3])(?:季度)?(?:-|至|到))?第?(?P<quarter>[一二三四1-4])季度|前(?P<quarters>[二三])季度|前(?P<months>[0-9]{1,2}|[二两三四五六七八九十]|十一)个?月|(?P<from>[0-9]{1,2}|十[一二]?|[一二三四五六七八九])月?份?(?:-|至|到)(?P<to>[0-9]{1,2}|十[一二]?|[一二三四五六七八九])月份?|(?P<m>[0-9]{1,2}|十[一二]?|[一二三四五六七八九])月份?(?:(?P<d>[0-9]{1,2})日(?:(?:-|至|到)(?P<d2>[0-9]{1,2})日)?)?(?P<edge>底|末|初|上旬|中旬|下旬)?|(?P<same>同期)|(?P<full>全年)|(?P<late>年底|年末|底|末))";

/// The groups of [`REST`] in their order, and the first one's number in [`POINT`]; those without a year follow.
const GROUPS_OF_REST: [&str; 14] =
    ["half", "first", "quarter", "quarters", "months", "from", "to", "m", "d", "d2", "edge", "same", "full", "late"];
const FIRST_OF_REST: usize = 4;

static POINT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    // The same words with and without a year; names of groups must differ.
    let alone = REST.replace("(?P<", "(?P<alone_");
    Regex::new(&format!("{YEAR}的?{REST}?|{alone}")).ok()
});
static SPECIAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("(?P<plan>“?十(?P<n>[一二三四五])五”?(?P<how>以来|期间|时期|开局以来))|近(?P<years>[二两三四五六七八九十2-9])年(?:来|以来)?|(?P<years2>[两三四五])年来|(?P<whole>今年以来|今年来|年初以来|今年至今|一年来|本年度?以来|年内|全年|年度内)|(?P<y1>[0-9]{4})(?:年)?(?:-|至|到)(?P<y2>[0-9]{4})年").ok()
});

/// Compiles the expressions, which the first text would wait for.
pub(crate) fn prepare() {
    LazyLock::force(&POINT);
    LazyLock::force(&SPECIAL);
}

/// The expressions of `text`, in order.
pub fn expressions(text: &str, anchor: Anchor) -> Vec<Time> {
    let (Some(point), Some(special)) = (POINT.as_ref(), SPECIAL.as_ref()) else { return Vec::new() };
    if !text.contains(['年', '月', '期', '季', '来']) {
        return Vec::new();
    }
    let masked = mask(text);
    let mut found: Vec<Time> =
        special.captures_iter(&masked).filter_map(|c| special_time(&masked, &c, anchor)).collect();
    let taken: Vec<Range<usize>> = found.iter().map(|t| t.at.clone()).collect();
    let mut year = None;
    for c in point.captures_iter(&masked) {
        let Some(whole) = c.get(0) else { continue };
        let at = whole.range();
        if taken.iter().any(|t| t.start < at.end && at.start < t.end) || !is_time(&masked, &c, &at) {
            continue;
        }
        if let Some(days) = days(&c, anchor, &mut year) {
            found.push(Time { at, days: Some(days), form: Form::Within });
        }
    }
    found.sort_by_key(|t| t.at.start);
    join::join(&masked, found, anchor)
}

/// A group of a point, with or without a year before it.
fn group<'t>(c: &Captures<'t>, name: &str) -> Option<Match<'t>> {
    let place = FIRST_OF_REST + GROUPS_OF_REST.iter().position(|group| *group == name)?;
    c.get(place).or_else(|| c.get(place + GROUPS_OF_REST.len()))
}

/// Names in 《》 and short names in “” become blanks of the same length.
fn mask(text: &str) -> Cow<'_, str> {
    static NAMES: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("《[^》]*》|“[^”]{1,24}”|〔[^〕]*〕").ok());
    static PLAN: &str = "五”";
    let Some(names) = NAMES.as_ref().filter(|_| ['《', '“', '〔'].iter().any(|open| text.contains(*open))) else {
        return Cow::Borrowed(text);
    };
    names.replace_all(text, |c: &Captures| {
        let name = &c[0];
        if name.ends_with(PLAN) && name.chars().count() <= 5 { name.to_owned() } else { " ".repeat(name.len()) }
    })
}

/// Whether a match is a time and not a part of another word: 6个月, 3年前 …
fn is_time(text: &str, c: &Captures, at: &Range<usize>) -> bool {
    let before = &text[..at.start];
    let after = &text[at.end..];
    let bare_month = c.name("y").is_none() && c.name("yw").is_none() && group(c, "m").is_some();
    let edge_only = group(c, "late").is_some() && c.name("y").is_none() && c.name("yw").is_none();
    let both_halves = group(c, "half").is_some() && before.ends_with('上');
    !(edge_only
        || both_halves
        || after.starts_with('前')
        || after.starts_with("之前")
        || bare_month && before.ends_with(|c: char| c.is_ascii_digit() || "个每·.".contains(c)))
}

fn days(c: &Captures, anchor: Anchor, last_year: &mut Option<i16>) -> Option<DateRange> {
    let word = c.name("yw").map(|m| m.as_str());
    let same = group(c, "same").is_some();
    let own = anchor.told.filter(|_| word.is_some() && !same).or(anchor.year());
    let stated = c
        .name("y")
        .and_then(|y| y.as_str().parse().ok())
        .or_else(|| c.name("yz").and_then(|y| year_in_words(y.as_str())));
    let year = match (stated, word) {
        (Some(year), _) => Some(year),
        (None, Some("今" | "本" | "当")) => own.or(*last_year),
        (None, Some("去" | "上")) => own.map(|y| y - 1),
        (None, Some("前")) => own.map(|y| y - 2),
        (None, Some(_)) => last_year.or(own),
        (None, None) => last_year.or(anchor.named).or(own),
    }?;
    if stated.is_some() || word.is_some() {
        *last_year = Some(year);
    }
    let number = |name: &str| group(c, name).and_then(|m| small(m.as_str()));
    let whole = months(year, 1, 12);
    if same {
        // Of a period that nobody states, all of that year; a span named before it is taken instead.
        return anchor.period.map(|period| shifted(period, year)).or(whole);
    }
    if let Some(half) = group(c, "half") {
        return if half.as_str() == "上半年" { months(year, 1, 6) } else { months(year, 7, 12) };
    }
    if let Some(quarter) = number("quarter") {
        return months(year, 3 * number("first").unwrap_or(quarter) - 2, 3 * quarter);
    }
    if let Some(quarters) = number("quarters") {
        return months(year, 1, 3 * quarters);
    }
    if let Some(until) = number("months") {
        return months(year, 1, until);
    }
    if let (Some(from), Some(to)) = (number("from"), number("to")) {
        return months(year, from, to);
    }
    if let Some(month) = number("m") {
        return match number("d") {
            Some(day) => {
                let start = Date::new(year, month, day).ok()?;
                let end = number("d2").and_then(|last| Date::new(year, month, last).ok());
                Some(DateRange { start, end: end.filter(|end| *end >= start).unwrap_or(start) })
            }
            None => months(year, month, month),
        };
    }
    // 去年 and 上年 alone are the same span a year before.
    match (word, group(c, "full").or(group(c, "late")), anchor.period) {
        (Some("去" | "上"), None, Some(period)) => Some(shifted(period, year)),
        _ => whole,
    }
}

fn special_time(text: &str, c: &Captures, anchor: Anchor) -> Option<Time> {
    let at = c.get(0)?.range();
    // 2022年全年 is that year.
    if text[..at.start].ends_with('年') {
        return None;
    }
    let time = |days, form| Some(Time { at: at.clone(), days, form });
    if let Some(whole) = c.name("whole") {
        let since_january = || {
            let end = anchor.date.filter(|_| anchor.told.is_some()).or(anchor.end())?;
            Some(DateRange { start: date(end.year(), 1, 1), end })
        };
        // In a report on a month or a quarter the year has begun before.
        let inside = anchor.told.is_some()
            || anchor.period.is_none_or(|p| p.start.day_of_year() > 1 && p.start.year() == p.end.year());
        let open = whole.as_str().ends_with(['来', '今']);
        // In a report that states no period 全年 is the year that was named before.
        let named = || anchor.named.filter(|_| anchor.period.is_none()).and_then(|year| months(year, 1, 12));
        let days = if !open {
            named()
        } else if inside {
            since_january()
        } else {
            None
        };
        return time(days, Form::Whole);
    }
    if let (Some(first), Some(last)) = (c.name("y1"), c.name("y2")) {
        let (first, last): (i16, i16) = (first.as_str().parse().ok()?, last.as_str().parse().ok()?);
        return time(
            Some(DateRange { start: months(first, 1, 1)?.start, end: months(last, 12, 12)?.end }),
            Form::Within,
        );
    }
    let end = anchor.end();
    if let Some(n) = c.name("n").and_then(|n| small(n.as_str())) {
        let first = 2006 + 5 * (i16::from(n) - 1);
        let start = date(first, 1, 1);
        let last = date(first + 4, 12, 31);
        let last = end.map_or(last, |end| last.min(end)).max(start);
        let since = c.name("how").is_some_and(|how| how.as_str().ends_with("以来"));
        return if since {
            time(Some(DateRange { start, end: end? }), Form::Since)
        } else {
            time(Some(DateRange { start, end: last }), Form::Within)
        };
    }
    let end = end?;
    let years = c.name("years").or(c.name("years2")).and_then(|n| small(n.as_str()))?;
    time(Some(DateRange { start: date(end.year() - i16::from(years) + 1, 1, 1), end }), Form::Since)
}

/// The same span in another year.
pub fn shifted(period: DateRange, year: i16) -> DateRange {
    let years: Span = (i64::from(year) - i64::from(period.end.year())).years();
    let last_of_month = period.end.last_of_month() == period.end;
    let start = period.start.checked_add(years).unwrap_or(period.start);
    let end = period.end.checked_add(years).unwrap_or(period.end);
    DateRange { start, end: if last_of_month { end.last_of_month() } else { end } }
}

fn months(year: i16, from: i8, to: i8) -> Option<DateRange> {
    let start = Date::new(year, from, 1).ok()?;
    let end = Date::new(year, to, 1).ok()?.last_of_month();
    (start <= end).then_some(DateRange { start, end })
}

fn small(text: &str) -> Option<i8> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let digit = |c: char| "零一二三四五六七八九".chars().position(|d| d == c).or((c == '两').then_some(2));
    let mut value = 0;
    for c in text.chars() {
        value = if c == '十' { if value == 0 { 10 } else { value * 10 } } else { value + digit(c)? };
    }
    i8::try_from(value).ok().filter(|v| *v > 0)
}

fn year_in_words(text: &str) -> Option<i16> {
    let digit = |c: char| "〇一二三四五六七八九".chars().position(|d| d == c).or("零○".contains(c).then_some(0));
    text.chars()
        .map(digit)
        .collect::<Option<Vec<_>>>()?
        .into_iter()
        .try_fold(0_i16, |year, d| year.checked_mul(10)?.checked_add(i16::try_from(d).ok()?))
}

#[cfg(test)]
mod tests;
