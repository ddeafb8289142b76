//! Points of time joined into spans, each with its form by the words beside it: 3月1日起,至6月底; 截至10月底; 与2023年相比.
//!
//! In: the points of a text in its order. Out: the same, those joined that are two ends of one span.

use jiff::civil::{Date, date};

use super::{Anchor, Form, Time, months, shifted};
use crate::record::DateRange;

/// Characters between the start of a drive and the comma before its end.
const MOST_STARTED: usize = 24;
/// Characters of what began at a time, before 以来; of the same behind 自.
const MOST_NAMED: usize = 8;
const MOST_OPENED: usize = 40;
/// Characters of what a time had of which another has a multiple: 罚款总额.
const MOST_HAD: usize = 8;
/// Characters of 以来.
const SINCE: usize = 2;

/// Last year, as its own words say it.
const LAST_YEAR: &str = "去年";

/// Joins points into spans and gives each its form by the words beside it.
pub(super) fn join(text: &str, points: Vec<Time>, anchor: Anchor) -> Vec<Time> {
    let mut found: Vec<Time> = Vec::new();
    for mut time in points {
        let before = &text[..time.at.start];
        let after = &text[time.at.end..];
        // 截至10月底,全省今年共…: the year whose part was just named.
        let this_year = matches!(&text[time.at.clone()], "今年" | "本年");
        if this_year && found.last().is_some_and(|last| last.form == Form::Until) {
            continue;
        }
        if let Some(last) = found.last_mut() {
            let between = &text[last.at.end..time.at.start];
            let opened = text[..last.at.start].ends_with(['自', '从']);
            let linked = matches!(between, "至" | "到" | "-")
                || opened
                    && between.chars().count() <= 24
                    && between.ends_with(['至', '到'])
                    && !between.contains([',', ';'])
                // 7月1日启动,至8月31日
                || ["启动,至", "开始,至", "启动至", "开始至"].contains(&between)
                || is_started_until(between);
            let linked = linked && last.form != Form::Whole;
            let both = last.days.zip(time.days).filter(|(first, second)| linked && first.start <= second.end);
            if let Some((first, second)) = both {
                last.at.end = time.at.end;
                last.days = Some(DateRange { start: first.start, end: second.end });
                last.form = Form::Within;
                continue;
            }
        }
        // 2023年,全市…;全年…: the year that the sentence named.
        if time.form == Form::Whole && time.days.is_none() && anchor.period.is_none() {
            let year = found.iter().rev().find_map(|t| t.days).map(|days| days.end.year());
            time.days = year.and_then(|year| months(year, 1, 12));
        }
        if time.form == Form::Within {
            time.form = form(before, after, &text[time.at.clone()]);
        }
        // 去年以来 in a report on last year: since the beginning of the year that it is on.
        if time.form == Form::Since && text[time.at.clone()].starts_with(LAST_YEAR) && is_told_after(anchor) {
            time.days = time.days.map(|days| shifted(days, days.end.year() + 1));
        }
        // 1-5月立案143件;上年同期立案156件: the span that was named last.
        if time.form == Form::Within && text[time.at.clone()].ends_with("同期") {
            let named = found.iter().rev().filter(|t| t.form != Form::Compared).find_map(|t| t.days);
            time.days = named.zip(time.days).map(|(span, days)| shifted(span, days.end.year())).or(time.days);
        }
        match (time.form, time.days, anchor.end()) {
            (Form::Since, Some(days), Some(end)) if days.start <= end => {
                time.days = Some(DateRange { start: days.start, end });
            }
            (Form::Until, Some(days), _) => {
                time.days = Some(DateRange { start: until_start(&found, anchor, days), end: days.end });
            }
            _ => {}
        }
        found.push(time);
    }
    found
}

/// Whether a report is dated in the year after the one that it is on.
fn is_told_after(anchor: Anchor) -> bool {
    let years = anchor.date.zip(anchor.period).map(|(date, period)| (date.year(), period.end.year()));
    anchor.told.is_none() && years.is_some_and(|(date, period)| date == period + 1)
}

fn form(before: &str, after: &str, own: &str) -> Form {
    if ["截至", "截止", "截止到", "截至到", "截止至"].iter().any(|word| before.ends_with(word)) {
        Form::Until
    } else if is_since(after) || before.ends_with(['自', '从']) && is_begun(after) {
        Form::Since
    } else if before.ends_with(['与', '比', '较', '同'])
        // 是去年同期的141%
        || before.ends_with('由')
        // 括号内为2020年数据
        || tells_brackets(before)
        || before.ends_with('从') && after.starts_with('的')
        || before.ends_with(['是', '为']) && (own.starts_with(['去', '上']) || own.ends_with("同期"))
        || after.starts_with("相比") || after.starts_with("结转")
        || is_multiplied(after)
    {
        Form::Compared
    } else {
        Form::Within
    }
}

/// 是“十二五”期间罚款总额的2.1倍, 为2020年的130%: what follows the time is a multiple of what it had.
fn is_multiplied(after: &str) -> bool {
    let bare = after.trim_start_matches('”');
    let bare = ["时期", "期间", "全年"].iter().find_map(|word| bare.strip_prefix(word)).unwrap_or(bare);
    let Some((had, number)) = bare.split_once('的') else { return false };
    if had.chars().nth(MOST_HAD).is_some()
        || had.contains(|c: char| c.is_ascii() || matches!(c, '。' | '、' | '“' | '”'))
    {
        return false;
    }
    let unit = number.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    unit.len() < number.len() && unit.starts_with(['倍', '%'])
}

/// 4月启动的专项行动,截至6月底: what stands between the two ends of a span.
fn is_started_until(between: &str) -> bool {
    let words = between.strip_prefix('份').unwrap_or(between);
    let begun = ["启动", "开始", "部署", "组织开展", "开展"].iter().find_map(|begun| words.strip_prefix(begun));
    begun.and_then(|rest| rest.split_once(',')).is_some_and(|(what, until)| {
        ["截至", "截止", "截止到", "至", "到"].contains(&until)
            && what.chars().nth(MOST_STARTED).is_none()
            && !what.contains(|c: char| matches!(c, ';' | '。' | ':') || c.is_ascii_digit())
    })
}

/// Whether words make the time before them the start of a span. What began then may be named: 2018年改革以来,
/// 2021年7月实施以来.
fn is_since(after: &str) -> bool {
    let ends = |c: char| matches!(c, ',' | ';' | ':' | '。' | '、') || c.is_ascii_digit();
    after.starts_with("至今") || after.starts_with('起') || lead(after, MOST_NAMED + SINCE, ends).contains("以来")
}

/// The same behind 自.
fn is_begun(after: &str) -> bool {
    let stretch = lead(after, MOST_OPENED + SINCE, |c| matches!(c, ',' | ';' | '。'));
    stretch.contains("以来")
        || stretch.contains("至今")
        || ["起", "启动", "开始", "开展", "实施", "部署"].iter().any(|word| after.starts_with(word))
}

/// The first characters of a text, up to one that ends them.
fn lead(text: &str, characters: usize, ends: impl Fn(char) -> bool) -> &str {
    let mut places = text.char_indices().enumerate();
    let end = places.find(|(nth, (_, c))| *nth == characters || ends(*c));
    &text[..end.map_or(text.len(), |(_, (at, _))| at)]
}

/// 括号内数据分别为, 括号内为: what stands in brackets is of the time that follows.
fn tells_brackets(before: &str) -> bool {
    let without =
        |text: &'static [&str], rest| text.iter().find_map(|word| str::strip_suffix(rest, word)).unwrap_or(rest);
    let Some(rest) = before.strip_suffix(['为', '是']) else { return false };
    let rest = without(&["的"], without(&["数据", "数字"], without(&["均", "分别"], rest)));
    rest.strip_suffix(['内', '中', '里']).is_some_and(|rest| rest.ends_with("括号"))
}

/// 截至 starts where an open span before it does, else with the reporting period, else with its year.
fn until_start(found: &[Time], anchor: Anchor, days: DateRange) -> Date {
    let open = found.iter().rev().find(|t| t.form == Form::Since).and_then(|t| t.days).map(|d| d.start);
    // A month's bulletin tells 截至8月底 of the year so far.
    let a_month = |p: &DateRange| p.start.first_of_month() == p.end.first_of_month();
    let period = anchor.period.filter(|p| !a_month(p)).map(|p| p.start);
    let year = date(days.end.year(), 1, 1);
    [open, period].into_iter().flatten().find(|start| *start <= days.end).unwrap_or(year)
}
