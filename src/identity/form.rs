//! The form of place names: what a name that the table lacks looks like.
//!
//! In: text. Out: how much of its start or end is the name of a place, and what level the name's last word says. The
//! table ([`super::places`]) goes before the form wherever it knows the name.

use super::places;
use crate::record::Level;

/// The words that place names end with, longest first, and the level they say.
const SUFFIXES: [(&str, Level); 17] = [
    ("特别行政区", Level::Province),
    ("自治区", Level::Province),
    ("自治州", Level::Prefecture),
    ("自治县", Level::County),
    ("自治旗", Level::County),
    ("兵团", Level::Province),
    ("地区", Level::Prefecture),
    ("新区", Level::County),
    ("特区", Level::County),
    ("省", Level::Province),
    ("市", Level::Prefecture),
    ("州", Level::Prefecture),
    ("盟", Level::Prefecture),
    ("县", Level::County),
    ("区", Level::County),
    ("旗", Level::County),
    ("师", Level::Prefecture),
];

/// Characters that stand before names and hardly ever in one; the table is asked first, so 从江县 and 和平区 are safe.
#[rustfmt::skip]
const fn is_in_no_name(c: char) -> bool {
    matches!(
        c,
        '从' | '由' | '向' | '对' | '的' | '在' | '和' | '与' | '将' | '给' | '经' | '据' | '按' | '及' | '同' | '是' |
            '为' | '至' | '以' | '把' | '被' | '让' | '到' | '悉' | '了' | '我' | '该' | '本' | '各' | '全' | '其' | '此' |
            '等' | '会' | '请' | '报' | '于' | '并' | '就' | '他' | '你' | '两' | '多' | '某' | '近' | '这' | '那' | '年' |
            '月' | '日' | '度'
    )
}

/// Common words that end like places.
const NOT_PLACES: [&str; 20] = [
    "园区",
    "城区",
    "辖区",
    "社区",
    "厂区",
    "景区",
    "库区",
    "小区",
    "片区",
    "校区",
    "街区",
    "牧区",
    "灾区",
    "重点区",
    "城市",
    "超市",
    "门市",
    "夜市",
    "联盟",
    "工程师",
];

/// Characters looked at before the end of a name.
const LONGEST_NAME: usize = 60;

/// Words that stand before names and are as long as most stems.
const NOT_STEMS: [&str; 32] = [
    "按照", "根据", "依据", "依照", "联合", "会同", "组织", "配合", "协助", "协同", "指导", "推动", "督促", "通过",
    "参与", "报送", "日电", "日讯", "获悉", "介绍", "落实", "关于", "转发", "移送", "邀请", "代表", "公布", "发布",
    "印发", "报告", "年来", "以来",
];

/// Characters in the part of a name before its suffix, at most, where nothing else says where it starts.
const STEM: usize = 4;

/// The same for autonomous divisions, which name their peoples.
const LONG_STEM: usize = 12;

/// Whether `c` is a Chinese character.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{2ffff}' | '\u{f900}'..='\u{faff}')
}

/// Whether `c` does not occur in names.
pub fn bounds_names(c: char) -> bool {
    !is_han(c) || is_in_no_name(c)
}

/// Whether a character is the last of a suffix.
const fn ends_suffix(c: char) -> bool {
    matches!(c, '区' | '州' | '县' | '旗' | '团' | '省' | '市' | '盟' | '师')
}

/// The suffix that `name` ends with: all of it, or what leaves a stem of two characters or more (高新区 ends with 区).
pub fn suffix(name: &str) -> Option<&'static str> {
    if !name.ends_with(ends_suffix) {
        return None;
    }
    let fits =
        |suffix: &&str| name.strip_suffix(suffix).is_some_and(|stem| stem.chars().nth(1).is_some() || stem.is_empty());
    let mut suffixes = SUFFIXES.iter().map(|(suffix, _)| *suffix);
    suffixes.clone().find(fits).or_else(|| suffixes.find(|suffix| name.ends_with(suffix)))
}

/// The level that the form of `name` says; 市 is a prefecture here.
pub fn level(name: &str) -> Option<Level> {
    let own = suffix(name)?;
    SUFFIXES.iter().find(|(suffix, _)| *suffix == own).map(|(_, level)| *level)
}

/// Whether `name` is a division of the corps: 第八师.
pub fn is_corps_division(name: &str) -> bool {
    name.starts_with('第') && name.ends_with('师')
}

/// Whether `name` as a whole has the form of a place name: two to four characters and a suffix, or an autonomous division.
pub fn is_formed(name: &str) -> bool {
    let Some(suffix) = suffix(name) else { return false };
    let stem = &name[..name.len() - suffix.len()];
    if ends_with_word(stem) {
        return false;
    }
    if NOT_PLACES.iter().any(|word| name.ends_with(word)) || (suffix == "师" && !stem.starts_with('第')) {
        return false;
    }
    (2..=stem_limit(suffix)).contains(&stem.chars().count()) && !stem.chars().any(bounds_names)
}

/// The place name that `text` starts with, in bytes: of the table, else the shortest of the form.
pub fn at_start(text: &str) -> Option<usize> {
    if let Some(name) = places::at_start(text) {
        return Some(name.len());
    }
    let run = text.find(|c| !is_han(c)).unwrap_or(text.len());
    let ends = text[..run].char_indices().map(|(at, c)| at + c.len_utf8()).take(LONG_STEM + 3);
    // 文化市场 is no place called 文化市.
    let in_word = |end: usize| text[..end].ends_with('市') && text[end..].starts_with('场');
    let mut formed = ends.filter(|&end| is_formed(&text[..end]) && !in_word(end));
    let shortest = formed.next()?;
    // 霖溪苗族自治州 must not end at an earlier 州 or 区 of its own.
    Some(formed.find(|&end| text[..end].contains("自治")).unwrap_or(shortest))
}

/// The place name that `text` ends with, as the byte where it starts, or the bare suffix of one (市 in 在市).
///
/// Where the name starts is read off the table, else off the mark, particle or word before it; in running text without
/// these, two characters are taken before the suffix, as most names have.
pub fn at_end(text: &str) -> Option<usize> {
    // No name is longer than this, and what stands further before does not bound it.
    let cut = text.char_indices().rev().nth(LONGEST_NAME).map_or(0, |(at, _)| at);
    name_at_end(&text[cut..]).map(|at| cut + at)
}

fn name_at_end(text: &str) -> Option<usize> {
    if let Some(name) = places::at_end(text) {
        return Some(text.len() - name.len());
    }
    let suffix = suffix(&text[after_last(text, |c| !is_han(c))..])?;
    let before = &text[..text.len() - suffix.len()];
    let bound = after_last(before, bounds_names);
    let ends = before[bound..].char_indices().rev().map(|(at, c)| bound + at + c.len_utf8());
    let after_word = ends.into_iter().find(|end| ends_with_word(&before[..*end]));
    let start = after_word.unwrap_or(bound);
    match before[start..].chars().count() {
        0 => Some(before.len()),
        // 各县区, 各师市
        1 if SUFFIXES.iter().any(|(suffix, _)| before.ends_with(suffix)) => None,
        length if (2..=stem_limit(suffix)).contains(&length) => Some(start),
        _ => before.char_indices().rev().take_while(|(_, c)| is_han(*c)).nth(1).map(|(at, _)| at),
    }
}

/// Whether a text ends with a word that stands before names.
fn ends_with_word(text: &str) -> bool {
    NOT_STEMS.iter().any(|word| text.ends_with(word))
}

/// The byte after the last character of `text` that is `bound`.
fn after_last(text: &str, bound: impl Fn(char) -> bool) -> usize {
    text.char_indices().rev().find(|(_, c)| bound(*c)).map_or(0, |(at, c)| at + c.len_utf8())
}

fn stem_limit(suffix: &str) -> usize {
    if suffix.starts_with("自治") { LONG_STEM } else { STEM }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_suffix_is_known_by_its_last_character() {
        assert!(SUFFIXES.iter().all(|(suffix, _)| suffix.ends_with(ends_suffix)));
    }
}
