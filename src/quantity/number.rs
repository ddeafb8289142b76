//! The number itself: digits and Chinese numerals, magnitudes, 余 and 多, without measure word.

use rust_decimal::Decimal;

use super::numeral::{digit, integer, is_numeral, magnitude, magnitudes};
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
    magnitude: u64,
}

impl Number {
    /// The lower end of a range that leaves its magnitude to the upper one: 2 of 2-5万.
    pub(super) fn in_magnitude_of(&self, high: &Number) -> Number {
        let scaled = times(self.value, high.magnitude);
        match scaled {
            Some(value) if self.magnitude == 1 && value < high.value => Number { value, ..self.clone() },
            _ => self.clone(),
        }
    }
}

/// Bytes to pass over where no quantity is found: the whole run of digits or numerals.
pub(super) fn skip(text: &str) -> usize {
    let arabic = text.starts_with(|c: char| c.is_ascii_digit());
    let run =
        text.char_indices().find(|(_, c)| if arabic { !c.is_ascii_digit() && *c != '.' } else { !is_numeral(*c) });
    run.map_or(text.len(), |(at, _)| at).max(1)
}

/// Reads the number at the start of `text`.
pub(super) fn read(text: &str) -> Option<Number> {
    read_share(text, MOST_SHARES)
}

/// How often 百分之 may stand in a row: a text of nothing else must not be read deeper and deeper.
const MOST_SHARES: usize = 4;

fn read_share(text: &str, shares: usize) -> Option<Number> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        arabic(text)
    } else {
        percent_words(text, shares).or_else(|| chinese(text))
    }
}

/// Whether the text before makes it part of another word: 第三, A12, COD5, 3.1.2, 十四五, 上一批.
pub(super) fn glued_before(before: &str, number: &str) -> bool {
    let chinese = !number.starts_with(|c: char| c.is_ascii_digit());
    let last = before.chars().next_back();
    match last {
        Some('第' | '.' | '+' | '/' | '_' | '〔' | '[') => true,
        Some(c) if chinese => {
            matches!(
                c,
                '几' | '数'
                    | '统'
                    | '同'
                    | '唯'
                    | '每'
                    | '最'
                    | '下'
                    | '这'
                    | '那'
                    | '某'
                    | '任'
                    | '进'
                    | '单'
                    | '逐'
                    | '另'
            ) || c == '上' && number.starts_with('一')
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

/// Digits with magnitudes: 8385.92万, 1亿2000万, 38100余万, 7万余.
fn arabic(text: &str) -> Option<Number> {
    let mut value = Decimal::ZERO;
    let mut at = 0;
    let mut qualifier = None;
    let mut last = 1;
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
        if plus {
            qualifier = Some(Qualifier::Over);
        }
        at = after_scale;
        value = value.checked_add(times(segment, scale)?)?;
        last = scale;
        step = times(Decimal::new(1, segment.scale()), scale)?;
        if scale == 1 || plus {
            break;
        }
        let (plus, after) = more(text, at);
        if plus {
            qualifier = Some(Qualifier::Over);
            at = after;
            break;
        }
    }
    (at > 0).then_some(Number {
        value,
        len: at,
        qualifier,
        chinese: false,
        large: last >= 10_000,
        percent: false,
        step,
        magnitude: last,
    })
}

/// A value in a magnitude, which most do without.
fn times(value: Decimal, scale: u64) -> Option<Decimal> {
    if scale == 1 { Some(value) } else { value.checked_mul(Decimal::from(scale)) }
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
    match text[at..].chars().next() {
        Some(word @ ('余' | '多')) => (true, at + word.len_utf8()),
        _ => (false, at),
    }
}

/// 百分之三十, 百分之百, 四成, 七成多.
fn percent_words(text: &str, shares: usize) -> Option<Number> {
    if let Some(rest) = text.strip_prefix("百分之") {
        let lead = text.len() - rest.len();
        if rest.starts_with('百') && !rest.starts_with("百分") {
            return Some(share(Decimal::ONE_HUNDRED, lead + '百'.len_utf8(), None));
        }
        let number = read_share(rest, shares.checked_sub(1)?)?;
        return Some(share(number.value, lead + number.len, number.qualifier));
    }
    let first = text.chars().next()?;
    let value = digit(first)?;
    let rest = text[first.len_utf8()..].strip_prefix('成')?;
    // 一成 of 一成立: a share is followed by 多, 以上, or no word that 成 begins.
    if rest.starts_with(['立', '为', '果', '效', '员', '功', '品', '本', '绩', '长', '就']) {
        return None;
    }
    let (plus, len) = more(text, first.len_utf8() + '成'.len_utf8());
    Some(share(Decimal::from(value * 10), len, plus.then_some(Qualifier::Over)))
}

fn share(value: Decimal, len: usize, qualifier: Option<Qualifier>) -> Number {
    Number { value, len, qualifier, chinese: true, large: false, percent: true, step: Decimal::ONE, magnitude: 1 }
}

/// Chinese numerals: 八十, 三十余, 两百三十, 一亿二千万, 三点五万, 百余.
fn chinese(text: &str) -> Option<Number> {
    let run = &text[..text.len() - text.trim_start_matches(is_numeral).len()];
    if run.is_empty() {
        return None;
    }
    let (mut value, mut len, mut large) = (integer(run)?, run.len(), run.ends_with(['万', '亿']));
    let mut qualifier = None;
    let mut scale = 1;
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
            scale = factor;
            value = times(value, scale)?;
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
            scale = factor;
            value = times(value, scale)?;
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

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn shares_of_shares_do_not_go_deep() {
        assert_eq!(read("百分之三十").unwrap().value, 30.into());
        assert_eq!(read("百分之百分之三十").unwrap().value, 30.into());
        read(&"百分之".repeat(100_000));
    }
}
