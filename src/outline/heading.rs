//! Which lines are headings: by their number, as an annex, or by being short and plain.

use super::sentences::end_mark;

/// How a heading is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// 一、
    Numeral,
    /// (一)
    BracketNumeral,
    /// 第一章, 第一部分
    Ordinal,
    /// 1. 1、 1.1
    Digit,
    /// (1)
    BracketDigit,
    /// ①
    Circled,
    /// A short line without number.
    Plain,
    /// 附: …, 附件1: …: stands under nothing.
    Annex,
}

/// Characters of the longest heading, and of the longest without a number.
const MAX_HEADING: usize = 60;
const MAX_PLAIN_HEADING: usize = 30;

/// The style of the number that starts a line, and its length.
pub(super) fn numbered(line: &str) -> Option<(Style, usize)> {
    let numerals = |text: &str| {
        let is_numeral = |c: &char| is_item_number(*c) || matches!(c, '零' | '百');
        text.chars().take_while(is_numeral).map(char::len_utf8).sum::<usize>()
    };
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let close = |len: usize, marks: &[&str]| marks.iter().find(|m| line[len..].starts_with(**m)).map(|m| len + m.len());
    let found = if let Some(inner) = line.strip_prefix('(') {
        let (n, d) = (numerals(inner), digits(inner));
        let style = if n > 0 { Style::BracketNumeral } else { Style::BracketDigit };
        let len = n.max(d);
        (len > 0 && d <= 2).then(|| close(1 + len, &[")"])).flatten().map(|end| (style, end))
    } else if let Some(inner) = line.strip_prefix('第') {
        let n = numerals(inner);
        (n > 0).then(|| close('第'.len_utf8() + n, &["章", "部分", "节"])).flatten().map(|end| (Style::Ordinal, end))
    } else if line.starts_with(|c| ('①'..='⑳').contains(&c)) {
        Some((Style::Circled, '①'.len_utf8()))
    } else if numerals(line) > 0 {
        close(numerals(line), &["、", ".", ","]).map(|end| (Style::Numeral, end))
    } else {
        let d = digits(line);
        let end = (1..=2).contains(&d).then(|| close(d, &[".", "、", ","])).flatten();
        end.filter(|end| !line[*end..].starts_with(|c: char| c.is_ascii_digit())).map(|end| (Style::Digit, end))
    };
    found
        .map(|(style, end)| (style, end + (line[end..].len() - line[end..].trim_start_matches([' ', '.', '、']).len())))
}

/// Where the title of a numbered line ends: at its first 。 or :, or at the end of a short line.
pub(super) fn title_end(rest: &str) -> Option<usize> {
    let end = end_mark(rest.as_bytes()).map_or(rest.len(), |(at, _)| at);
    (end > 0 && is_within(&rest[..end], MAX_HEADING)).then_some(end)
}

/// Whether a line is the head of an annex.
pub(super) fn is_annex(line: &str) -> bool {
    let name = line.strip_prefix("附件").or_else(|| line.strip_prefix("附表")).or_else(|| line.strip_prefix('附'));
    let rest = name.map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六".contains(c)));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':')) && is_within(line, MAX_HEADING)
}

/// Whether a line is short enough, and has no mark and no number that a sentence would have.
pub(super) fn is_plain_heading(line: &str) -> bool {
    is_within(line, MAX_PLAIN_HEADING)
        && line.chars().nth(1).is_some()
        && !line.contains(['。', ';', ',', ':', '!', '?'])
        && line.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
        && !line.contains(|c: char| c.is_ascii_digit())
}

/// Whether a character is a digit of the number of an item.
pub(super) const fn is_item_number(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

/// Whether a text has no more than so many characters; a longer one is not counted to its end.
fn is_within(text: &str, most: usize) -> bool {
    text.len() <= most || text.chars().nth(most).is_none()
}
