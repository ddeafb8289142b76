//! Days written in a report: 2024年1月24日, 2024-01-26, 2024/1/26, 2024.1.26, 26.1.2024, 二〇二二年十二月三十日.
//!
//! In: clean text. Out: each day with its byte range. A day that the calendar lacks is passed over.

use std::iter;
use std::ops::{Range, RangeInclusive};

use jiff::civil::Date;

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

/// The days in `text`, in its order.
pub fn days(text: &str) -> impl Iterator<Item = Day> + '_ {
    let may_hold_one = text.contains(['年', '-', '/', '.']);
    let mut done = if may_hold_one { 0 } else { text.len() };
    let next = move || {
        let starts = text[done..].char_indices().filter(|(_, c)| c.is_ascii_digit() || digit(*c).is_some());
        let (at, written) = starts.map(|(at, _)| done + at).find_map(|at| Some((at, written_at(&text[at..])?)))?;
        done = at + written.len;
        Some((at..done, written))
    };
    iter::from_fn(next).filter_map(|(range, written)| day(text, range, &written))
}

/// The day that `text` consists of, in any brackets.
pub fn only_day(text: &str) -> Option<Day> {
    let beside_day = |c: char| matches!(c, '(' | ')' | '[' | ']' | '。') || c.is_whitespace();
    let start = text.len() - text.trim_start_matches(beside_day).len();
    let written = written_at(&text[start..])?;
    let day = day(text, start..start + written.len, &written)?;
    text[day.range.end..].chars().all(beside_day).then_some(day)
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

/// A day as it is written, which the calendar may lack.
struct Written {
    year: i16,
    month: i16,
    date: i16,
    /// With 年, 月 and 日.
    in_words: bool,
    /// Bytes of the whole.
    len: usize,
}

/// What is written as a day at the start of `text`.
fn written_at(text: &str) -> Option<Written> {
    let rest = Rest { text, at: 0 };
    rest.year_first().or_else(|| rest.year_last()).or_else(|| rest.in_numerals())
}

/// What is left of a text that is read from left to right.
#[derive(Clone, Copy)]
struct Rest<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Rest<'t> {
    /// 2024年1月24日, 2024-1-24, 2024/1/24, 2024.1.24.
    fn year_first(mut self) -> Option<Written> {
        let year = self.number(4..=4)?;
        self.blank();
        let mark = self.pass(&['年', '-', '/', '.'])?;
        if mark == '年' {
            return self.behind_year(year);
        }
        let month = self.number(1..=2)?;
        self.pass(&[mark])?;
        let date = self.number(1..=2)?;
        Some(Written { year, month, date, in_words: false, len: self.at })
    }

    /// 1月24日.
    fn behind_year(mut self, year: i16) -> Option<Written> {
        self.blank();
        let month = self.number(1..=2)?;
        self.blank();
        self.pass(&['月'])?;
        self.blank();
        let date = self.number(1..=2)?;
        self.blank();
        self.pass(&['日', '号'])?;
        Some(Written { year, month, date, in_words: true, len: self.at })
    }

    /// 24.1.2024.
    fn year_last(mut self) -> Option<Written> {
        let date = self.number(1..=2)?;
        self.pass(&['.'])?;
        let month = self.number(1..=2)?;
        self.pass(&['.'])?;
        let year = self.number(4..=4)?;
        Some(Written { year, month, date, in_words: false, len: self.at })
    }

    /// 二〇二四年一月二十四日.
    fn in_numerals(mut self) -> Option<Written> {
        let is_numeral = |c| c == '十' || digit(c).is_some_and(|value| value > 0);
        let year = self.run(4..=4, |c| digit(c).is_some())?.chars().filter_map(digit).fold(0, |year, d| year * 10 + d);
        self.pass(&['年'])?;
        let month = if self.pass(&['元']).is_some() { 1 } else { below_hundred(self.run(1..=2, is_numeral)?)? };
        self.pass(&['月'])?;
        let date = below_hundred(self.run(1..=3, is_numeral)?)?;
        self.pass(&['日', '号'])?;
        Some(Written { year, month, date, in_words: true, len: self.at })
    }

    /// Passes over one of these characters.
    fn pass(&mut self, marks: &[char]) -> Option<char> {
        let next = self.text[self.at..].chars().next().filter(|c| marks.contains(c))?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn blank(&mut self) {
        self.pass(&[' ']);
    }

    /// Passes over so many characters that fit, as many as there are.
    fn run(&mut self, count: RangeInclusive<usize>, fits: impl Fn(char) -> bool) -> Option<&'t str> {
        let rest = &self.text[self.at..];
        let fitting = rest.chars().take(*count.end()).take_while(|c| fits(*c));
        let (characters, len) = fitting.fold((0, 0), |(characters, len), c| (characters + 1, len + c.len_utf8()));
        self.at += len;
        count.contains(&characters).then_some(&rest[..len])
    }

    fn number(&mut self, digits: RangeInclusive<usize>) -> Option<i16> {
        self.run(digits, |c| c.is_ascii_digit())?.parse().ok()
    }
}

/// The day that is written in a range of `text`; none where digits touch it or the calendar lacks it.
fn day(text: &str, range: Range<usize>, written: &Written) -> Option<Day> {
    let Written { year, month, date, in_words, .. } = *written;
    let touches_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    if touches_digit(text[..range.start].chars().next_back())
        || (!in_words && touches_digit(text[range.end..].chars().next()))
    {
        return None;
    }
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(date).ok()?).ok()?;
    (1949..2100).contains(&year).then_some(Day { range, date, in_words })
}

fn digit(c: char) -> Option<i16> {
    match c {
        '〇' | '零' | '○' | 'Ｏ' => Some(0),
        '一' => Some(1),
        '二' => Some(2),
        '三' => Some(3),
        '四' => Some(4),
        '五' => Some(5),
        '六' => Some(6),
        '七' => Some(7),
        '八' => Some(8),
        '九' => Some(9),
        _ => None,
    }
}

fn below_hundred(text: &str) -> Option<i16> {
    match text.split_once('十') {
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { tens.chars().next().and_then(digit)? };
            let ones = if ones.is_empty() { 0 } else { ones.chars().next().and_then(digit)? };
            Some(tens * 10 + ones)
        }
        None if text.chars().count() == 1 => text.chars().next().and_then(digit),
        None => None,
    }
}
