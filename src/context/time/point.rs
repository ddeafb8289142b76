//! Points and short spans of time as written: a year, what is said within a year, or both: 2023年, 去年上半年, 1-9月, 三季度.

use std::ops::Range;

use super::starts_before;
use crate::quantity;

/// What is written in one piece.
#[derive(Debug, PartialEq)]
pub(super) struct Point {
    pub at: Range<usize>,
    pub year: Option<Year>,
    pub part: Option<Part>,
}

/// How a year is named.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Year {
    /// 2023年.
    Digits(i16),
    /// 二〇二三年.
    Characters(i16),
    /// 今年, 去年: its first character.
    Word(char),
}

/// What of a year is meant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Part {
    /// 上半年, 下半年.
    Half { first: bool },
    /// 一季度, 一至三季度, 前三季度.
    Quarters(i8, i8),
    /// 1-9月, 前九个月.
    Months(i8, i8),
    /// 9月份, 9月底.
    Month(i8),
    /// 9月1日至5日.
    Days { month: i8, from: i8, to: Option<i8> },
    /// 同期.
    Same,
    /// 全年.
    Full,
    /// 年底, 末.
    Late,
}

/// Characters before the first 年, 月, 季 or 期 of a point: 2023财政年度, 10份-12月.
const MOST_BEFORE: usize = 6;

/// The points of a text, in order; each of `marks` is where one of 年, 月, 季 and 期 stands, and no point is without one.
pub(super) fn points(text: &str, marks: &[usize]) -> Vec<Point> {
    let mut found: Vec<Point> = Vec::new();
    for &mark in marks {
        let from = found.last().map_or(0, |point| point.at.end);
        if mark < from {
            continue;
        }
        found.extend(starts_before(text, mark, MOST_BEFORE, from).find_map(|start| point(text, start)));
    }
    found
}

/// The point that starts at `start`. What 年底 and 末 alone mean is not told.
fn point(text: &str, start: usize) -> Option<Point> {
    let here = &text[start..];
    if !here.starts_with(begins_point) {
        return None;
    }
    let (year, part, rest) = if let Some((year, rest)) = year(here) {
        let rest = rest.strip_prefix('的').unwrap_or(rest);
        let (part, rest) = part(rest).map_or((None, rest), |(part, rest)| (Some(part), rest));
        (Some(year), part, rest)
    } else {
        let (part, rest) = part(here)?;
        (None, Some(part), rest)
    };
    Some(Point { at: start..text.len() - rest.len(), year, part })
}

fn begins_point(c: char) -> bool {
    c.is_ascii_digit()
        || matches!(c, '今' | '本' | '去' | '上' | '下' | '前' | '当' | '同' | '第' | '全' | '十')
        || matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九')
}

fn year(text: &str) -> Option<(Year, &str)> {
    let first = text.chars().next()?;
    let (year, rest) = match first {
        '0'..='9' => {
            let digits = text.get(..4).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
            (Year::Digits(digits.parse().ok()?), &text[4..])
        }
        '二' => {
            let end = text.char_indices().nth(4).map_or(text.len(), |(at, _)| at);
            (Year::Characters(year_in_characters(&text[..end])?), &text[end..])
        }
        '今' | '本' | '去' | '上' | '前' | '当' | '同' => (Year::Word(first), &text[first.len_utf8()..]),
        _ => return None,
    };
    let rest = match rest.strip_prefix('年') {
        Some(rest) => rest.strip_prefix('度').unwrap_or(rest),
        None => rest.strip_prefix("财年").or_else(|| rest.strip_prefix("财政年度"))?,
    };
    Some((year, rest))
}

/// The year of 二〇二三.
fn year_in_characters(text: &str) -> Option<i16> {
    let digit = |c| if matches!(c, '〇' | '零' | '○') { Some(0) } else { numeral(c).filter(|digit| *digit < 10) };
    let digits: Option<Vec<i8>> = text.chars().map(digit).collect();
    match digits?[..] {
        [2, 0, tens, ones] => Some(2000 + 10 * i16::from(tens) + i16::from(ones)),
        _ => None,
    }
}

fn part(text: &str) -> Option<(Part, &str)> {
    let said = |words: &str, part: Part| text.strip_prefix(words).map(|rest| (part, rest));
    match text.chars().next()? {
        '上' => said("上半年", Part::Half { first: true })
            .or_else(|| ["上、下半年", "上下半年"].iter().find_map(|words| said(words, Part::Full))),
        '下' => said("下半年", Part::Half { first: false }),
        '前' => first_of_year(text.strip_prefix('前')?),
        '同' => said("同期", Part::Same),
        '全' => said("全年", Part::Full),
        '年' | '底' | '末' => ["年底", "年末", "底", "末"].iter().find_map(|words| said(words, Part::Late)),
        _ => quarters(text).or_else(|| months(text)).or_else(|| month(text)),
    }
}

/// 前三季度, 前九个月: what stands behind 前.
fn first_of_year(text: &str) -> Option<(Part, &str)> {
    let quarters = [("二季度", 2), ("三季度", 3)]
        .into_iter()
        .find_map(|(words, last)| Some((Part::Quarters(1, last), text.strip_prefix(words)?)));
    let spelled = numerals(text).filter(|(number, _)| !matches!(number, 1 | 12));
    let two = text.strip_prefix('两').map(|rest| (2, rest));
    let months = digits(text).chain(spelled).chain(two).find_map(|(number, rest)| {
        let rest = rest.strip_prefix('个').unwrap_or(rest).strip_prefix('月')?;
        Some((Part::Months(1, number), rest))
    });
    quarters.or(months)
}

/// 一季度, 第一季度至第三季度.
fn quarters(text: &str) -> Option<(Part, &str)> {
    let number = |text| {
        let text = nth(text);
        digits(text)
            .filter(|(_, rest)| text.len() == rest.len() + 1)
            .chain(numerals(text))
            .find(|(n, _)| (1..=4).contains(n))
    };
    let (first, rest) = number(text)?;
    let span = || {
        let (last, rest) = number(to(rest.strip_prefix("季度").unwrap_or(rest))?)?;
        Some((Part::Quarters(first, last), rest.strip_prefix("季度")?)).filter(|_| first < 4)
    };
    span().or_else(|| Some((Part::Quarters(first, first), rest.strip_prefix("季度")?)))
}

/// 1-9月.
fn months(text: &str) -> Option<(Part, &str)> {
    month_numbers(text).find_map(|(first, rest)| {
        let rest = rest.strip_prefix('月').unwrap_or(rest);
        let rest = to(rest.strip_prefix('份').unwrap_or(rest))?;
        let (last, rest) = month_numbers(rest).find_map(|(last, rest)| Some((last, rest.strip_prefix('月')?)))?;
        Some((Part::Months(first, last), rest.strip_prefix('份').unwrap_or(rest)))
    })
}

/// 9月, 9月底, 9月1日至5日.
fn month(text: &str) -> Option<(Part, &str)> {
    let (month, rest) = month_numbers(text).find_map(|(month, rest)| Some((month, rest.strip_prefix('月')?)))?;
    let rest = rest.strip_prefix('份').unwrap_or(rest);
    let day = |text| digits(text).find_map(|(day, rest)| Some((day, rest.strip_prefix('日')?)));
    let (part, rest) = match day(rest) {
        Some((from, rest)) => match to(rest).and_then(day) {
            Some((to, rest)) => (Part::Days { month, from, to: Some(to) }, rest),
            None => (Part::Days { month, from, to: None }, rest),
        },
        None => (Part::Month(month), rest),
    };
    let edge = ["底", "末", "初", "上旬", "中旬", "下旬"].iter().find_map(|edge| rest.strip_prefix(edge));
    Some((part, edge.unwrap_or(rest)))
}

fn nth(text: &str) -> &str {
    text.strip_prefix('第').unwrap_or(text)
}

/// Behind the word between two ends of a span.
fn to(text: &str) -> Option<&str> {
    text.strip_prefix(['-', '至', '到'])
}

fn month_numbers(text: &str) -> impl Iterator<Item = (i8, &str)> {
    digits(text).chain(numerals(text))
}

/// The numbers of two digits and of one that a text starts with.
fn digits(text: &str) -> impl Iterator<Item = (i8, &str)> {
    let digit =
        |at: usize| text.as_bytes().get(at).filter(|b| b.is_ascii_digit()).and_then(|b| i8::try_from(b - b'0').ok());
    let one = digit(0);
    let two = one.zip(digit(1)).map(|(tens, ones)| (10 * tens + ones, &text[2..]));
    two.into_iter().chain(one.map(|one| (one, &text[1..])))
}

/// The Chinese numbers up to twelve that a text starts with, the longer first.
fn numerals(text: &str) -> impl Iterator<Item = (i8, &str)> {
    let mut chars = text.chars();
    let first = chars.next().and_then(numeral);
    let rest = chars.as_str();
    let second = chars.next().and_then(numeral).filter(|second| first == Some(10) && matches!(second, 1 | 2));
    let two = second.map(|second| (10 + second, chars.as_str()));
    two.into_iter().chain(first.map(|first| (first, rest)))
}

fn numeral(c: char) -> Option<i8> {
    match c {
        '十' => Some(10),
        // 两 counts months and names none.
        '两' => None,
        _ => quantity::digit(c).and_then(|digit| i8::try_from(digit).ok()),
    }
}
