//! Days written in a report: 2024年1月24日, 2024-01-26, 2024/1/26, 2024.1.26, 26.1.2024, 二〇二二年十二月三十日.
//!
//! In: clean text. Out: each day with its byte range. A day that the calendar lacks is passed over.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

static DAY: LazyLock<Regex> = LazyLock::new(|| {
    let arabic = r"(?<y>[0-9]{4}) ?(?:年 ?(?<m>[0-9]{1,2}) ?月 ?(?<d>[0-9]{1,2}) ?[日号]|(?:-(?<m2>[0-9]{1,2})-|/(?<m3>[0-9]{1,2})/|\.(?<m4>[0-9]{1,2})\.)(?<d2>[0-9]{1,2}))|(?<d3>[0-9]{1,2})\.(?<m5>[0-9]{1,2})\.(?<y2>[0-9]{4})";
    let chinese = r"(?<cy>[〇零○Ｏ一二三四五六七八九]{4})年(?<cm>元|[一二三四五六七八九十]{1,2})月(?<cd>[一二三四五六七八九十]{1,3})[日号]";
    // The expression is a constant, so it compiles always or never.
    Regex::new(&format!("{arabic}|{chinese}")).expect("valid expression")
});

/// Characters of the longest day, blanks aside: 二〇二二年十二月三十一日.
const LONGEST: usize = 12;

/// A day and where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// The day.
    pub date: Date,
    /// Whether it is written with 年, 月 and 日, as signatures have it.
    pub in_words: bool,
}

/// Compiles the expression, which the first text would wait for.
pub(super) fn prepare() {
    LazyLock::force(&DAY);
}

/// The days in `text`, in its order.
pub fn days(text: &str) -> impl Iterator<Item = Day> + '_ {
    let may_hold_one = text.contains(['年', '-', '/', '.']);
    may_hold_one.then(|| DAY.captures_iter(text)).into_iter().flatten().filter_map(|found| day(text, &found))
}

/// The day that `text` consists of, in any brackets.
pub fn only_day(text: &str) -> Option<Day> {
    let beside_day = |c: char| matches!(c, '(' | ')' | '[' | ']' | '。') || c.is_whitespace();
    if text.chars().filter(|c| !beside_day(*c)).nth(LONGEST).is_some() {
        return None;
    }
    let day = days(text).next()?;
    let outside = || text[..day.range.start].chars().chain(text[day.range.end..].chars());
    outside().all(beside_day).then_some(day)
}

/// The first day in `text`, where it ends the text.
pub fn at_end(text: &str) -> Option<Day> {
    if !text.ends_with(|c: char| c.is_ascii_digit() || c == '日' || c == '号') {
        return None;
    }
    days(text).next().filter(|day| day.range.end == text.len())
}

/// The day right after `label` in `line`.
pub fn after(label: &str, line: &str) -> Option<Date> {
    line.match_indices(label).find_map(|(at, _)| {
        let rest = &line[at + label.len()..];
        let day = days(rest).next()?;
        rest[..day.range.start].chars().all(|c| c.is_whitespace() || ":|]".contains(c)).then_some(day.date)
    })
}

fn day(text: &str, found: &Captures) -> Option<Day> {
    let whole = found.get(0)?;
    let touches_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let in_words = found.name("m").is_some() || found.name("cm").is_some();
    if touches_digit(text[..whole.start()].chars().next_back())
        || (!in_words && touches_digit(text[whole.end()..].chars().next()))
    {
        return None;
    }
    let arabic = |names: &[&str]| names.iter().find_map(|name| found.name(name))?.as_str().parse::<i16>().ok();
    let chinese = |name: &str| found.name(name).map(|m| m.as_str());
    let (year, month, date) = match chinese("cy") {
        Some(year) => (chinese_year(year)?, below_hundred(chinese("cm")?)?, below_hundred(chinese("cd")?)?),
        None => (arabic(&["y", "y2"])?, arabic(&["m", "m2", "m3", "m4", "m5"])?, arabic(&["d", "d2", "d3"])?),
    };
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(date).ok()?).ok()?;
    (1949..2100).contains(&year).then_some(Day { range: whole.range(), date, in_words })
}

fn digit(c: char) -> Option<i16> {
    let place = "〇一二三四五六七八九".chars().position(|d| d == c);
    place.or("零○Ｏ".contains(c).then_some(0)).and_then(|value| i16::try_from(value).ok())
}

fn chinese_year(text: &str) -> Option<i16> {
    text.chars().try_fold(0, |year, c| Some(year * 10 + digit(c)?))
}

fn below_hundred(text: &str) -> Option<i16> {
    match text.split_once('十') {
        _ if text == "元" => Some(1),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { tens.chars().next().and_then(digit)? };
            let ones = if ones.is_empty() { 0 } else { ones.chars().next().and_then(digit)? };
            Some(tens * 10 + ones)
        }
        None if text.chars().count() == 1 => text.chars().next().and_then(digit),
        None => None,
    }
}
