//! The number itself: digits and Chinese numerals, magnitudes, 余 and 多, without measure word.

use chinese_number::{ChineseCountMethod, ChineseToNumber};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use crate::record::Qualifier;

/// A number at the start of a text.
#[derive(Debug, Clone)]
pub(super) struct Number {
    pub value: Decimal,
    /// Bytes it takes.
    pub len: usize,
    /// What 余, 多 or a bare magnitude inside it says.
    pub qualifier: Option<Qualifier>,
    /// Written without any Arabic digit.
    pub chinese: bool,
    /// Ends with 万 or 亿.
    pub large: bool,
    /// Already a share: 百分之三, 四成.
    pub percent: bool,
    /// What one more in the last digit would add: 10000 of 527万, 100 of 8385.92万.
    pub step: Decimal,
    magnitude: Decimal,
}

impl Number {
    /// The lower end of a range that leaves its magnitude to the upper one: 2 of 2-5万.
    pub(super) fn in_magnitude_of(&self, high: &Number) -> Number {
        let scaled = self.value.checked_mul(high.magnitude);
        match scaled {
            Some(value) if self.magnitude == Decimal::ONE && value < high.value => Number { value, ..self.clone() },
            _ => self.clone(),
        }
    }
}

const DIGITS_OF_HUNDRED: [(&str, u32); 10] = [
    ("一", 10),
    ("二", 20),
    ("两", 20),
    ("三", 30),
    ("四", 40),
    ("五", 50),
    ("六", 60),
    ("七", 70),
    ("八", 80),
    ("九", 90),
];

/// Where the next number may start.
pub(super) fn next_start(text: &str) -> Option<usize> {
    text.char_indices().find(|(_, c)| c.is_ascii_digit() || is_numeral(*c)).map(|(at, _)| at)
}

/// Bytes to pass over where no quantity was found: the whole run of digits or numerals.
pub(super) fn skip(text: &str) -> usize {
    let arabic = text.starts_with(|c: char| c.is_ascii_digit());
    let run =
        text.char_indices().find(|(_, c)| if arabic { !c.is_ascii_digit() && *c != '.' } else { !is_numeral(*c) });
    run.map_or(text.len(), |(at, _)| at).max(1)
}

/// Reads the number at the start of `text`.
pub(super) fn read(text: &str) -> Option<Number> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        arabic(text)
    } else {
        percent_words(text).or_else(|| chinese(text))
    }
}

/// Whether the text before makes it part of another word: 第三, A12, COD5, 3.1.2, 十四五, 上一批.
pub(super) fn glued_before(before: &str, number: &str, chinese: bool) -> bool {
    let last = before.chars().next_back();
    match last {
        Some('第' | '.' | '+' | '/' | '_' | '〔' | '[') => true,
        Some(c) if chinese => {
            "几数统同唯每最下这那某任进单逐另".contains(c)
                || c == '上' && number.starts_with('一')
                || is_numeral(c)
                || before.ends_with("最近")
        }
        Some(c) => {
            c.is_ascii_alphanumeric() || c == '-' && before.len() > 1 && ends_with_digit(&before[..before.len() - 1])
        }
        None => false,
    }
}

fn ends_with_digit(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit())
}

/// Whether nothing that could continue the number or name its thing follows.
pub(super) fn stands_alone(rest: &str) -> bool {
    rest.chars().next().is_none_or(|c| {
        !is_han(c) && !c.is_alphanumeric() && !matches!(c, '.' | '-' | '+' | '/' | '〕' | ']' | '·' | ':' | '_' | '℃')
    })
}

/// Whether it is a magnitude without digits before it: 百个, 千余.
pub(super) fn is_bare_magnitude(text: &str) -> bool {
    text.starts_with(['百', '千', '万', '亿'])
}

fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c) || c == '〇'
}

#[rustfmt::skip]
const fn is_numeral(c: char) -> bool {
    matches!(
        c,
        '零' | '〇' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '千' | '万' | '亿' | '两'
            | '壹' | '贰' | '叁' | '肆' | '伍' | '陆' | '柒' | '捌' | '玖' | '拾' | '佰' | '仟' | '廿' | '卅'
    )
}

fn magnitude(c: char) -> Option<u64> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1_000),
        '万' => Some(10_000),
        '亿' => Some(100_000_000),
        _ => None,
    }
}

/// Digits with magnitudes: 8385.92万, 1亿2000万, 38100余万, 7万余.
fn arabic(text: &str) -> Option<Number> {
    let mut value = Decimal::ZERO;
    let mut at = 0;
    let mut qualifier = None;
    let mut last = Decimal::ONE;
    let mut step = Decimal::ONE;
    loop {
        let digits = digit_run(&text[at..]);
        if digits == 0 {
            break;
        }
        let segment: Decimal = text[at..at + digits].parse().ok()?;
        at += digits;
        let (plus, after_plus) = more(text, at);
        let (scale, after_scale) = magnitudes(text, after_plus);
        // 余 and 多 belong to the number only before a magnitude or the measure word, which the caller checks.
        let scale = Decimal::from(scale);
        if plus {
            qualifier = Some(Qualifier::Over);
        }
        at = after_scale;
        value = value.checked_add(segment.checked_mul(scale)?)?;
        last = scale;
        step = Decimal::new(1, segment.scale()).checked_mul(scale)?;
        if scale == Decimal::ONE || plus {
            break;
        }
        let (plus, after) = more(text, at);
        if plus {
            qualifier = Some(Qualifier::Over);
            at = after;
            break;
        }
    }
    let large = last >= Decimal::from(10_000);
    (at > 0).then_some(Number {
        value,
        len: at,
        qualifier,
        chinese: false,
        large,
        percent: false,
        step,
        magnitude: last,
    })
}

fn digit_run(text: &str) -> usize {
    let whole = text.bytes().take_while(u8::is_ascii_digit).count();
    if whole == 0 {
        return 0;
    }
    let Some(fraction) = text[whole..].strip_prefix('.') else { return whole };
    match fraction.bytes().take_while(u8::is_ascii_digit).count() {
        0 => whole,
        digits => whole + 1 + digits,
    }
}

fn more(text: &str, at: usize) -> (bool, usize) {
    match ["余", "多"].into_iter().find(|word| text[at..].starts_with(word)) {
        Some(word) => (true, at + word.len()),
        None => (false, at),
    }
}

fn magnitudes(text: &str, mut at: usize) -> (u64, usize) {
    let mut scale = 1_u64;
    for c in text[at..].chars() {
        let Some(next) = magnitude(c).and_then(|m| scale.checked_mul(m)) else { break };
        scale = next;
        at += c.len_utf8();
    }
    (scale, at)
}

/// 百分之三十, 百分之百, 四成, 七成多.
fn percent_words(text: &str) -> Option<Number> {
    if let Some(rest) = text.strip_prefix("百分之") {
        let lead = text.len() - rest.len();
        if rest.starts_with('百') && !rest.starts_with("百分") {
            return Some(share(Decimal::ONE_HUNDRED, lead + '百'.len_utf8(), None));
        }
        let number = read(rest)?;
        return Some(share(number.value, lead + number.len, number.qualifier));
    }
    let (word, value) = DIGITS_OF_HUNDRED.iter().find(|(word, _)| text.starts_with(word))?;
    let rest = text[word.len()..].strip_prefix('成')?;
    // 一成 of 一成立: a share is followed by 多, 以上, or no word that 成 begins.
    if rest.starts_with(['立', '为', '果', '效', '员', '功', '品', '本', '绩', '长', '就']) {
        return None;
    }
    let (plus, len) = more(text, word.len() + '成'.len_utf8());
    Some(share(Decimal::from(*value), len, plus.then_some(Qualifier::Over)))
}

fn share(value: Decimal, len: usize, qualifier: Option<Qualifier>) -> Number {
    Number {
        value,
        len,
        qualifier,
        chinese: true,
        large: false,
        percent: true,
        step: Decimal::ONE,
        magnitude: Decimal::ONE,
    }
}

/// Chinese numerals: 八十, 三十余, 两百三十, 一亿二千万, 三点五万, 百余.
fn chinese(text: &str) -> Option<Number> {
    let run: String = text.chars().take_while(|c| is_numeral(*c)).collect();
    if run.is_empty() {
        return None;
    }
    let (mut value, mut len, mut large) = (integer(&run)?, run.len(), run.ends_with(['万', '亿']));
    let mut qualifier = None;
    let mut scale = Decimal::ONE;
    if let Some(rest) = text[len..].strip_prefix('点') {
        let fraction: String = rest.chars().take_while(|c| is_numeral(*c) && magnitude(*c).is_none()).collect();
        if !fraction.is_empty() {
            let digits: String = fraction
                .chars()
                .map(|c| integer(&c.to_string()))
                .collect::<Option<Vec<_>>>()?
                .iter()
                .map(ToString::to_string)
                .collect();
            value = format!("{value}.{digits}").parse().ok()?;
            len += '点'.len_utf8() + fraction.len();
            let (factor, end) = magnitudes(text, len);
            scale = Decimal::from(factor);
            value = value.checked_mul(scale)?;
            large = factor >= 10_000;
            len = end;
        }
    }
    let (plus, after) = more(text, len);
    if plus {
        qualifier = Some(Qualifier::Over);
        len = after;
        let (factor, end) = magnitudes(text, len);
        if factor > 1 {
            scale = Decimal::from(factor);
            value = value.checked_mul(scale)?;
            large = factor >= 10_000;
            len = end;
        }
    }
    Some(Number {
        value,
        len,
        qualifier,
        chinese: true,
        large,
        percent: false,
        step: last_place(value),
        magnitude: scale,
    })
}

fn integer(run: &str) -> Option<Decimal> {
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

/// The place of the last digit that is not zero: 1000 of 27000, 0.01 of 99.43.
pub(super) fn last_place(value: Decimal) -> Decimal {
    let value = value.normalize();
    let (mut digits, mut place) = (value.mantissa(), Decimal::new(1, value.scale()));
    while digits != 0 && digits % 10 == 0 {
        digits /= 10;
        place *= Decimal::TEN;
    }
    place
}
