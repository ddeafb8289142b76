//! What kind of character or beginning this is: shared by the steps.

/// Whether a character is a Chinese one.
pub const fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '〇' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a character is a mark that needs no blank beside it.
pub const fn is_mark(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '!' | '?' | '(' | ')' | '%' | '。' | '、' | '“' | '”' | '《' | '》')
}

/// Whether a character ends a sentence or announces what follows.
pub const fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '!' | '?' | ';' | ':' | '\u{ff01}' | '\u{ff1f}' | '\u{ff1b}' | '\u{ff1a}')
}

/// Magnitudes and measure words that hardly begin another word.
const MEASURES: &str = "%余亿万元件份宗家个起辆艘座年月";

/// Those that often do (名单, 台账, 日常): they count where no Chinese character, or another measure word, follows.
const DOUBTFUL_MEASURES: &str = "多千百人台户批场次条项名日卷处所";

/// Whether a text begins with what belongs to a number before it.
pub fn starts_with_measure(text: &str) -> bool {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return false };
    if DOUBTFUL_MEASURES.contains(first) {
        return chars.next().is_none_or(|c| !is_han(c) || MEASURES.contains(c) || DOUBTFUL_MEASURES.contains(c));
    }
    MEASURES.contains(first)
}

/// Whether a character is a Chinese numeral below 万.
const fn is_numeral(c: char) -> bool {
    matches!(c, '〇' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百')
}

/// Whether a line begins with a heading's number or a list's bullet, in marks of either width.
pub fn starts_heading(line: &str) -> bool {
    let Some(first) = line.chars().next() else { return false };
    let rest = &line[first.len_utf8()..];
    match first {
        '(' | '\u{ff08}' => number_then(rest, closes),
        '第' => number_then(rest, |c| matches!(c, '章' | '节' | '節' | '条' | '條' | '部' | '篇')),
        '①'..='⑳' | '㈠'..='㈩' | '•' | '·' | '-' | '*' | '●' | '■' | '◆' | '※' | '【' => true,
        _ => number_then(line, |c| c == '、' || closes(c)) || dotted_number(line),
    }
}

/// Whether a text is a number of either kind and then a character that fits.
fn number_then(text: &str, fits: fn(char) -> bool) -> bool {
    let tail = text.trim_start_matches(|c| is_digit(c) || is_numeral(c));
    tail.len() < text.len() && tail.starts_with(fits)
}

/// Whether a text begins like `1.` or `一.`, and not like `9.6`.
fn dotted_number(text: &str) -> bool {
    let tail = text.trim_start_matches(|c| is_digit(c) || is_numeral(c));
    tail.len() < text.len() && tail.strip_prefix(is_dot).is_some_and(|rest| !rest.starts_with(is_digit))
}

const fn closes(c: char) -> bool {
    matches!(c, ')' | '\u{ff09}')
}

const fn is_dot(c: char) -> bool {
    matches!(c, '.' | '\u{ff0e}')
}

const fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '\u{ff10}'..='\u{ff19}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_told_from_words_that_begin_like_them() {
        for text in ["余人次", "人次,", "多家", "台次", "件", "%", "人", "日,"] {
            assert!(starts_with_measure(text), "{text}");
        }
        for text in ["人员30", "台账", "名单", "日常", "项目", "东区", "", "二、"] {
            assert!(!starts_with_measure(text), "{text}");
        }
    }

    #[test]
    fn headings_are_told_from_sentences_that_begin_with_a_number() {
        for line in ["一、总体", "(二)检查", "(十二)", "3.检查", "4、", "第三章", "① 甲", "5)", "6."]
        {
            assert!(starts_heading(line), "{line}");
        }
        for line in ["十台次", "9.6%。", "3家次", "一类问题", "(试行)", "第一责任人", ""] {
            assert!(!starts_heading(line), "{line}");
        }
    }
}
