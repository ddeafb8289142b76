//! Chinese numerals: which characters they are, and what a run of them is worth.

use chinese_number::{ChineseCountMethod, ChineseToNumber};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use crate::seek::CharSet;

/// Everything a number may start with: digits and numerals.
#[rustfmt::skip]
static STARTS: CharSet = CharSet::of(&[
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9',
    '零', '〇', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万', '亿', '两',
    '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖', '拾', '佰', '仟', '廿', '卅',
]);

/// Where the next number may start.
pub(super) fn next_start(text: &str) -> Option<usize> {
    STARTS.find(text)
}

/// Whether a character is a Chinese numeral.
pub(super) fn is_numeral(c: char) -> bool {
    !c.is_ascii() && STARTS.contains(c)
}

/// The value of a digit.
pub(crate) const fn digit(c: char) -> Option<u32> {
    Some(match c {
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// The value of a digit as it is written on bills, most of which are everyday characters too: 队伍, 大陆.
fn formal_digit(c: char) -> Option<u32> {
    (1..).zip("壹贰叁肆伍陆柒捌玖".chars()).find(|(_, digit)| *digit == c).map(|(value, _)| value)
}

/// What a magnitude multiplies by.
pub(super) const fn magnitude(c: char) -> Option<u64> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1_000),
        '万' => Some(10_000),
        '亿' => Some(100_000_000),
        _ => None,
    }
}

/// The product of the magnitudes that stand at a place, 1 without any, and where they end.
pub(super) fn magnitudes(text: &str, mut at: usize) -> (u64, usize) {
    let mut scale = 1_u64;
    for c in text[at..].chars() {
        let Some(next) = magnitude(c).and_then(|m| scale.checked_mul(m)) else { break };
        scale = next;
        at += c.len_utf8();
    }
    (scale, at)
}

/// The value of a run of numerals, if it has one.
pub(super) fn integer(run: &str) -> Option<Decimal> {
    // Most runs are one numeral.
    let first = run.chars().next()?;
    let alone = || digit(first).or_else(|| formal_digit(first)).map(u64::from).or_else(|| magnitude(first));
    if let Some(value) = alone().filter(|_| run.len() == first.len_utf8()) {
        return Some(Decimal::from(value));
    }
    // 百余 and 近百 mean one hundred.
    let whole = if run.starts_with(['百', '千', '万', '亿', '佰', '仟']) {
        format!("一{run}")
    } else {
        run.replace('廿', "二十").replace('卅', "三十")
    };
    let plain = whole.chars().all(|c| magnitude(c).is_none() && !"拾佰仟".contains(c));
    let value: i64 = if plain && whole.chars().count() > 1 {
        whole.to_number_naive().ok()?
    } else {
        whole.to_number(ChineseCountMethod::TenThousand).ok()?
    };
    Decimal::from_i64(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_numeral_alone_is_worth_what_the_library_says() {
        for c in "一二两三四五六七八九十百千万亿壹伍陆玖".chars() {
            let spelt = if "百千万亿".contains(c) { format!("一{c}") } else { c.to_string() };
            let value: i64 = spelt.to_number(ChineseCountMethod::TenThousand).unwrap();
            assert_eq!(integer(&c.to_string()), Decimal::from_i64(value), "{c}");
            assert!(is_numeral(c) && !is_numeral('1'));
        }
    }
}
