//! Time as Chinese reports say it, turned into days.
//!
//! In: a stretch of clean text and an [`Anchor`], what 今年 and 以来 refer to. Out: [`Time`] expressions in the order of the text, each with
//! its days. Names in 《》 and short names in “” are passed over: 《…2024年版》, “利剑2024”.

mod join;
mod names;
mod point;

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use jiff::{Span, ToSpan};
use point::{Part, Point, Year};
use regex::{Captures, Regex};

use crate::record::{DateRange, Period};
use crate::seek::CharSet;

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

/// What every expression has one of: 十四五 its 五, 同期 its 期.
static MARKS: CharSet = CharSet::of(&['年', '月', '季', '期', '五']);

static SPECIAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("(?P<plan>“?十(?P<n>[一二三四五])五”?(?P<how>以来|期间|时期|开局以来))|近(?P<years>[二两三四五六七八九十2-9])年(?:来|以来)?|(?P<years2>[两三四五])年来|(?P<whole>今年以来|今年来|年初以来|今年至今|一年来|本年度?以来|年内|全年|年度内)|(?P<y1>[0-9]{4})(?:年)?(?:-|至|到)(?P<y2>[0-9]{4})年").ok()
});

/// The expressions of `text`, in order.
pub fn expressions(text: &str, anchor: Anchor) -> Vec<Time> {
    let marks = marks(text);
    if marks.is_empty() {
        return Vec::new();
    }
    let masked = names::mask(text);
    let mut found = special_times(&masked, &marks, anchor);
    let taken: Vec<Range<usize>> = found.iter().map(|t| t.at.clone()).collect();
    let mut year = None;
    for point in point::points(&masked, &marks) {
        let at = point.at.clone();
        if taken.iter().any(|t| t.start < at.end && at.start < t.end) || !is_time(&masked, &point) {
            continue;
        }
        if let Some(days) = days(&point, anchor, &mut year) {
            found.push(Time { at, days: Some(days), form: Form::Within });
        }
    }
    found.sort_by_key(|t| t.at.start);
    join::join(&masked, found, anchor)
}

/// Where the characters stand of which every expression has one.
fn marks(text: &str) -> Vec<usize> {
    let mut from = 0;
    let next = || {
        let at = from + MARKS.find(&text[from..])?;
        from = at + '年'.len_utf8();
        Some(at)
    };
    std::iter::from_fn(next).collect()
}

/// The places up to `mark` where something may start that a mark ends: as many characters before it, not before `from`.
fn starts_before(text: &str, mark: usize, characters: usize, from: usize) -> impl Iterator<Item = usize> {
    let first = text[from..mark].char_indices().rev().take(characters).last().map_or(mark, |(at, _)| from + at);
    text[first..].char_indices().map(move |(at, _)| first + at).take_while(move |at| *at <= mark)
}

/// Whether a point is a time and not a part of another word: 6个月, 3年前 …
fn is_time(text: &str, point: &Point) -> bool {
    let before = &text[..point.at.start];
    let after = &text[point.at.end..];
    let dated = matches!(point.year, Some(Year::Digits(_) | Year::Word(_)));
    let bare_month = !dated && matches!(point.part, Some(Part::Month(_) | Part::Days { .. }));
    let edge_only = !dated && point.part == Some(Part::Late);
    let both_halves = matches!(point.part, Some(Part::Half { .. })) && before.ends_with('上');
    !(edge_only
        || both_halves
        || after.starts_with('前')
        || after.starts_with("之前")
        || bare_month && before.ends_with(|c: char| c.is_ascii_digit() || "个每·.".contains(c)))
}

fn days(point: &Point, anchor: Anchor, last_year: &mut Option<i16>) -> Option<DateRange> {
    let relative = matches!(point.year, Some(Year::Word(_)));
    let same = point.part == Some(Part::Same);
    let own = anchor.told.filter(|_| relative && !same).or(anchor.year());
    let year = match point.year {
        Some(Year::Digits(year) | Year::Characters(year)) => Some(year),
        Some(Year::Word('今' | '本' | '当')) => own.or(*last_year),
        Some(Year::Word('去' | '上')) => own.map(|y| y - 1),
        Some(Year::Word('前')) => own.map(|y| y - 2),
        Some(Year::Word(_)) => last_year.or(own),
        None => last_year.or(anchor.named).or(own),
    }?;
    if point.year.is_some() {
        *last_year = Some(year);
    }
    let whole = months(year, 1, 12);
    match point.part {
        // Of a period that nobody states, all of that year; a span named before it is taken instead.
        Some(Part::Same) => anchor.period.map(|period| shifted(period, year)).or(whole),
        Some(Part::Half { first: true }) => months(year, 1, 6),
        Some(Part::Half { first: false }) => months(year, 7, 12),
        Some(Part::Quarters(first, last)) => months(year, 3 * first - 2, 3 * last),
        Some(Part::Months(first, last)) => months(year, first, last),
        Some(Part::Month(month)) => months(year, month, month),
        Some(Part::Days { month, from, to }) => {
            let start = Date::new(year, month, from).ok()?;
            let end = to.and_then(|last| Date::new(year, month, last).ok());
            Some(DateRange { start, end: end.filter(|end| *end >= start).unwrap_or(start) })
        }
        Some(Part::Full | Part::Late) => whole,
        // 去年 and 上年 alone are the same span a year before.
        None => match (point.year, anchor.period) {
            (Some(Year::Word('去' | '上')), Some(period)) => Some(shifted(period, year)),
            _ => whole,
        },
    }
}

/// The expressions that are more than a point: 十四五期间, 近三年, 今年以来, 2015-2021年.
fn special_times(masked: &str, marks: &[usize], anchor: Anchor) -> Vec<Time> {
    let Some(special) = SPECIAL.as_ref().filter(|_| marks.iter().any(|at| may_be_special(masked, *at))) else {
        return Vec::new();
    };
    special.captures_iter(masked).filter_map(|c| special_time(masked, &c, anchor)).collect()
}

/// Whether what stands beside 年 may make it more than a point, or 五 ends a plan.
fn may_be_special(text: &str, mark: usize) -> bool {
    let before = &text[..mark];
    if text[mark..].starts_with('五') {
        return before.ends_with(['一', '二', '三', '四', '五']);
    }
    let Some(after) = text[mark..].strip_prefix('年') else { return false };
    let after = after.strip_prefix('度').unwrap_or(after);
    let number = before.trim_end_matches(|c: char| c.is_ascii_digit());
    after.starts_with(['内', '来', '以', '至', '到', '初', '-'])
        || before.ends_with('全')
        || before.char_indices().next_back().is_some_and(|(at, _)| before[..at].ends_with('近'))
        || number.len() < before.len() && number.ends_with(['-', '至', '到'])
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
        // The number of a paper may look like years: 4045-0042年.
        if first > last {
            return None;
        }
        let (from, to) = if is_winter(&text[at.end..]) { (10, 3) } else { (1, 12) };
        return time(
            Some(DateRange { start: months(first, from, from)?.start, end: months(last, to, to)?.end }),
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

/// 2021-2022年秋冬季: whether the seasons from October to March follow the two years.
fn is_winter(after: &str) -> bool {
    let after = after.strip_prefix('度').unwrap_or(after);
    ["秋冬", "冬春", "采暖季", "供暖季", "冬防"].iter().any(|season| after.starts_with(season))
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

#[cfg(test)]
mod tests;
