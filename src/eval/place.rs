//! Where a number stands in a text, however it is written: 8385.92万, 8,385, ８０, 八十.
//!
//! Only for showing what was missed; nothing is counted by it.

use rust_decimal::Decimal;

/// Characters of a sentence that are shown on either side of the number.
const SHOWN: usize = 40;

/// A text prepared for the search.
pub(super) struct Searched {
    raw: Vec<char>,
    folded: Vec<char>,
}

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Code point offset of the number.
    pub at: usize,
    /// Its length in code points.
    pub len: usize,
}

impl Searched {
    pub(super) fn new(text: &str) -> Self {
        let raw: Vec<char> = text.chars().collect();
        let folded = raw.iter().map(|&c| fold(c)).collect();
        Self { raw, folded }
    }

    /// Where `value` most likely stands: the occurrence whose sentence shares the most characters with `hint`.
    pub(super) fn find(&self, value: Decimal, hint: &str) -> Option<Place> {
        let places = forms(value).into_iter().flat_map(|form| self.occurrences(&form));
        let shared = |place: &Place| {
            let (from, to) = self.sentence_around(place.at);
            hint.chars().filter(|c| self.folded[from..to].contains(c)).count()
        };
        // Of equals the first: `max_by_key` would take the last.
        places.max_by_key(|place| (shared(place), std::cmp::Reverse(place.at)))
    }

    /// 1-based line of a code point offset.
    pub(super) fn line(&self, at: usize) -> usize {
        1 + self.raw.iter().take(at).filter(|&&c| c == '\n').count()
    }

    /// The sentence around a place, shortened at both ends when long.
    pub(super) fn sentence(&self, place: Place) -> String {
        let (from, to) = self.sentence_around(place.at);
        let start = from.max(place.at.saturating_sub(SHOWN));
        let end = to.min((place.at + place.len).saturating_add(SHOWN)).max(start);
        let shown: String = self.raw[start..end].iter().collect();
        let (head, tail) = (if start > from { "…" } else { "" }, if end < to { "…" } else { "" });
        format!("{head}{}{tail}", shown.trim())
    }

    fn sentence_around(&self, at: usize) -> (usize, usize) {
        let at = at.min(self.raw.len());
        let ends = |c: &char| matches!(c, '。' | '！' | '？' | '；' | '\n');
        let from = self.raw[..at].iter().rposition(ends).map_or(0, |mark| mark + 1);
        let to = self.raw[at..].iter().position(ends).map_or(self.raw.len(), |mark| at + mark + 1);
        (from, to)
    }

    fn occurrences(&self, form: &Form) -> Vec<Place> {
        let len = form.digits.len();
        let starts =
            (0..self.folded.len().saturating_sub(len - 1)).filter(|&at| self.folded[at..at + len] == form.digits);
        starts.filter(|&at| self.stands_alone(at, at + len, form)).map(|at| Place { at, len }).collect()
    }

    /// Whether the digits are the whole number: none before or after, and the size word that belongs to them.
    fn stands_alone(&self, start: usize, end: usize, form: &Form) -> bool {
        let numeric = |c: Option<&char>| {
            c.is_some_and(|c| c.is_ascii_digit() || ".万亿".contains(*c) || "〇一二三四五六七八九十百千".contains(*c))
        };
        let before = start.checked_sub(1).and_then(|at| self.folded.get(at));
        let after = &self.folded[end..];
        // 余 and 多 may stand between the digits and their size: 38100余万.
        let size_at = usize::from(after.first().is_some_and(|c| "余多".contains(*c)));
        !numeric(before)
            && match form.size {
                Some(size) => after.get(size_at) == Some(&size),
                None => !numeric(after.first()) && !after.get(size_at).is_some_and(|c| "万亿".contains(*c)),
            }
    }
}

/// A way to write a number: digits, and the size word after them.
struct Form {
    digits: Vec<char>,
    size: Option<char>,
}

fn forms(value: Decimal) -> Vec<Form> {
    let sizes = [(1, None), (10_000, Some('万')), (100_000_000, Some('亿'))];
    let written = |(by, size): (i64, Option<char>)| {
        let digits = (value / Decimal::from(by)).normalize();
        (digits.scale() <= 6).then(|| Form { digits: digits.to_string().chars().collect(), size })
    };
    let mut forms: Vec<Form> = sizes.into_iter().filter_map(written).collect();
    if let Ok(whole) = u64::try_from(value)
        && value.fract().is_zero()
    {
        forms
            .extend([thousands(whole), chinese(whole)].into_iter().flatten().map(|digits| Form { digits, size: None }));
    }
    forms
}

/// 1,234,567
fn thousands(value: u64) -> Option<Vec<char>> {
    let digits = value.to_string();
    let mark = |(i, c): (usize, char)| [(i > 0 && (digits.len() - i).is_multiple_of(3)).then_some(','), Some(c)];
    (value >= 1000).then(|| digits.chars().enumerate().flat_map(mark).flatten().collect())
}

/// 二百三十; numbers of 10000 and more are not written so.
fn chinese(value: u64) -> Option<Vec<char>> {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    if value == 0 || value >= 10_000 {
        return None;
    }
    let mut written = Vec::new();
    let (mut rest, mut gap) = (value, false);
    for (size, word) in [(1000, Some('千')), (100, Some('百')), (10, Some('十')), (1, None)] {
        let digit = usize::try_from(rest / size).ok()?;
        rest %= size;
        if digit == 0 {
            gap = !written.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            written.push('〇');
        }
        if !(digit == 1 && size == 10 && written.is_empty()) {
            written.push(DIGITS[digit]);
        }
        written.extend(word);
    }
    Some(written)
}

fn fold(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        '．' => '.',
        '，' => ',',
        '两' | '兩' => '二',
        '零' | '○' => '〇',
        '萬' => '万',
        '億' => '亿',
        '餘' => '余',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, value: i64, scale: u32, hint: &str) -> Option<(usize, usize)> {
        Searched::new(text).find(Decimal::new(value, scale), hint).map(|place| (place.at, place.len))
    }

    #[test]
    fn a_number_is_found_however_it_is_written() {
        assert_eq!(found("罚没约8385.92万元", 83_859_200, 0, ""), Some((3, 7)));
        assert_eq!(found("罚没１２０余万元", 1_200_000, 0, ""), Some((2, 3)));
        assert_eq!(found("检查1,234家", 1234, 0, ""), Some((2, 5)));
        assert_eq!(found("检查两百零三家", 203, 0, ""), Some((2, 4)));
        assert_eq!(found("下达十二份", 12, 0, ""), Some((2, 2)));
        assert_eq!(found("出庭率99.5%", 995, 1, ""), Some((3, 4)));
    }

    #[test]
    fn a_part_of_a_number_is_not_the_number() {
        assert_eq!(found("共123件、2.3万元、12万元、3.12元", 12, 0, ""), None);
        assert_eq!(found("二十三件", 3, 0, ""), None);
    }

    #[test]
    fn the_hint_decides_between_occurrences() {
        assert_eq!(found("培训7次。立案7件。走访7家。", 7, 0, "立案"), Some((7, 1)));
        assert_eq!(found("培训7次。走访7家。", 7, 0, "立案"), Some((2, 1)));
    }

    #[test]
    fn line_and_sentence_are_those_of_the_place() {
        let text = Searched::new("一。\n甲。立案7件！乙");
        let place = text.find(Decimal::from(7), "").unwrap();
        assert_eq!((text.line(place.at), text.sentence(place)), (2, "立案7件！".to_string()));
    }
}
