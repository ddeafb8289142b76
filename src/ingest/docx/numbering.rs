//! The numbers that Word writes before the paragraphs of a list: 一、 (一) 1. ①.
//!
//! In: the part that defines the lists, then each numbered paragraph's list and level in order. Out: its number as shown.
//! Word keeps no number with the paragraph, so they are counted here as Word counts.

use std::collections::{HashMap, HashSet};

use super::FORMAT;
use super::styles::ListPlace;
use crate::ingest::IngestError;
use crate::ingest::xml::{Element, Node, Xml};
use crate::limits::Limits;

/// Levels that a list has.
const LEVELS: usize = 9;

#[derive(Debug, Clone)]
struct Level {
    start: u32,
    format: String,
    /// The text around the numbers: `%1.%2` names those of the first two levels.
    text: String,
    /// Whether nothing parts the number from the text.
    is_close: bool,
    /// Whether the numbers of all levels are written in digits.
    is_legal: bool,
    /// The style that stands for this level.
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        let (format, text) = ("decimal".to_owned(), String::new());
        Self { start: 1, format, text, is_close: false, is_legal: false, style: None }
    }
}

type Scheme = [Level; LEVELS];

/// A list: a scheme with changes of its own.
#[derive(Debug, Default)]
struct List {
    scheme: String,
    starts: HashMap<usize, u32>,
}

/// The lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    schemes: HashMap<String, Scheme>,
    lists: HashMap<String, List>,
    /// By scheme: lists of one scheme count on.
    counters: HashMap<String, [Option<u32>; LEVELS]>,
    begun: HashSet<String>,
}

impl Numbering {
    /// Reads the part that defines the lists.
    pub(super) fn of(part: &str, limits: &Limits) -> Result<Self, IngestError> {
        let mut numbering = Self::default();
        let mut nodes = Xml::new(part, FORMAT, limits);
        let (mut scheme, mut list, mut level) = (None, None, None);
        while let Some(node) = nodes.next()? {
            match node {
                Node::Open(element) => match element.name() {
                    "abstractNum" => {
                        scheme = element.attribute("abstractNumId").map(|id| (id, Scheme::default()));
                        list = None;
                    }
                    "num" => {
                        list = element.attribute("numId").map(|id| (id, List::default()));
                        scheme = None;
                    }
                    "lvl" | "lvlOverride" => {
                        let number = element.attribute("ilvl").and_then(|number| number.parse::<usize>().ok());
                        level = number.filter(|number| *number < LEVELS);
                    }
                    name => match (&mut scheme, &mut list, level) {
                        (Some((_, scheme)), _, Some(level)) => scheme[level].read(name, &element),
                        (_, Some((_, list)), _) if name == "abstractNumId" => {
                            list.scheme = element.attribute("val").unwrap_or_default();
                        }
                        (_, Some((_, list)), Some(level)) if name == "startOverride" => {
                            list.starts.extend(element.number().map(|start| (level, start)));
                        }
                        _ => {}
                    },
                },
                Node::Close(name) => match name.as_ref() {
                    "abstractNum" => numbering.schemes.extend(scheme.take()),
                    "num" => numbering.lists.extend(list.take()),
                    "lvl" | "lvlOverride" => level = None,
                    _ => {}
                },
                Node::Text(_) => {}
            }
        }
        Ok(numbering)
    }

    /// Counts one paragraph and gives what Word writes before it. `style` is the style that puts it in the list, if one does.
    pub(super) fn next(&mut self, place: &ListPlace, style: Option<&str>) -> String {
        self.count(place, style).unwrap_or_default()
    }

    fn count(&mut self, place: &ListPlace, style: Option<&str>) -> Option<String> {
        let id = place.list.as_deref()?;
        let list = self.lists.get(id)?;
        let scheme = self.schemes.get(&list.scheme)?;
        let of_style = style.and_then(|style| scheme.iter().position(|level| level.style.as_deref() == Some(style)));
        let stated = place.level.and_then(|level| usize::try_from(level).ok());
        let at = stated.or(of_style).unwrap_or(0).min(LEVELS - 1);
        let counters = self.counters.entry(list.scheme.clone()).or_default();
        if !list.starts.is_empty() && self.begun.insert(id.to_owned()) {
            for level in list.starts.keys() {
                counters[*level] = None;
            }
        }
        let start = |level: usize| list.starts.get(&level).copied().unwrap_or(scheme[level].start);
        for (level, counter) in counters.iter_mut().enumerate().take(at) {
            counter.get_or_insert(start(level));
        }
        counters[at] = Some(counters[at].map_or(start(at), |number| number.saturating_add(1)));
        counters[at + 1..].fill(None);
        Some(shown(scheme, at, counters))
    }
}

impl Level {
    fn read(&mut self, name: &str, element: &Element) {
        match name {
            "start" => self.start = element.number().unwrap_or(1),
            "numFmt" => self.format = element.attribute("val").unwrap_or_default(),
            "lvlText" => self.text = element.attribute("val").unwrap_or_default(),
            "suff" => self.is_close = element.attribute("val").as_deref() == Some("nothing"),
            "isLgl" => self.is_legal = element.is_on(),
            "pStyle" => self.style = element.attribute("val"),
            _ => {}
        }
    }
}

/// The number of a paragraph with the blank after it, if it needs one.
fn shown(scheme: &Scheme, at: usize, counters: &[Option<u32>; LEVELS]) -> String {
    let level = &scheme[at];
    if matches!(level.format.as_str(), "bullet" | "none") {
        return String::new();
    }
    let mut out = String::new();
    let mut rest = level.text.chars().peekable();
    while let Some(character) = rest.next() {
        let named = rest.peek().and_then(|next| next.to_digit(10)).filter(|_| character == '%');
        match named.and_then(|number| usize::try_from(number).ok()) {
            Some(number @ 1..=LEVELS) => {
                rest.next();
                let format = if level.is_legal { "decimal" } else { scheme[number - 1].format.as_str() };
                out.push_str(&written(counters[number - 1].unwrap_or(1), format));
            }
            _ => out.push(character),
        }
    }
    // Chinese marks stand close to what they number; digits and dots do not.
    let needs_blank = !level.is_close && out.ends_with(|last: char| last.is_alphanumeric() || last == '.');
    if needs_blank { out + " " } else { out }
}

/// A number in one of Word's formats; in digits where the format is unknown.
fn written(number: u32, format: &str) -> String {
    let nth = |first: char, most: u32| {
        let offset = number.checked_sub(1).filter(|offset| *offset < most)?;
        char::from_u32(u32::from(first) + offset).map(String::from)
    };
    let of = |all: &str| number.checked_sub(1).and_then(|at| all.chars().nth(at as usize)).map(String::from);
    let known = match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanCounting" => chinese(number, &DIGITS, &["", "十", "百", "千"]),
        "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => {
            chinese(number, &LEGAL, &["", "拾", "佰", "仟"])
        }
        "ideographDigital" | "taiwaneseDigital" | "japaneseDigitalTenThousand" => {
            Some(number.to_string().bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect())
        }
        "ideographTraditional" => of("甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => of("子丑寅卯辰巳午未申酉戌亥"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => nth('①', 20),
        "decimalEnclosedParen" => nth('⑴', 20),
        "decimalEnclosedFullstop" => nth('⒈', 20),
        "ideographEnclosedCircle" => nth('㊀', 10),
        "decimalFullWidth" => Some(
            number.to_string().bytes().filter_map(|digit| char::from_u32(0xff10 + u32::from(digit - b'0'))).collect(),
        ),
        "decimalZero" => Some(format!("{number:02}")),
        "upperLetter" => nth('A', 26),
        "lowerLetter" => nth('a', 26),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).map(|roman| roman.to_lowercase()),
        _ => None,
    };
    known.unwrap_or_else(|| number.to_string())
}

const DIGITS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
const LEGAL: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];

/// A number up to 9999 in words: 二十一, 一百零三.
fn chinese(number: u32, digits: &[&str; 10], units: &[&str; 4]) -> Option<String> {
    let figures: Vec<usize> = number.to_string().bytes().map(|digit| usize::from(digit - b'0')).collect();
    if number == 0 || figures.len() > units.len() {
        return None;
    }
    let mut out = String::new();
    let mut is_gap = false;
    for (place, digit) in (0..figures.len()).rev().zip(&figures) {
        if *digit == 0 {
            is_gap = true;
            continue;
        }
        if std::mem::take(&mut is_gap) {
            out.push('零');
        }
        let is_ten = place == 1 && *digit == 1 && out.is_empty();
        out.push_str(if is_ten { "" } else { digits[*digit] });
        out.push_str(units[place]);
    }
    Some(out)
}

fn roman(number: u32) -> Option<String> {
    const VALUES: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = Some(number).filter(|number| (1..4000).contains(number))?;
    let mut out = String::new();
    for (value, letters) in VALUES {
        while rest >= value {
            out.push_str(letters);
            rest -= value;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn numbers_are_written_in_words_formats() {
        let cases = [
            (3, "chineseCounting", "三"),
            (10, "chineseCountingThousand", "十"),
            (21, "japaneseCounting", "二十一"),
            (103, "chineseCountingThousand", "一百零三"),
            (12, "chineseLegalSimplified", "拾贰"),
            (20, "ideographDigital", "二〇"),
            (4, "decimalEnclosedCircleChinese", "④"),
            (30, "decimalEnclosedCircleChinese", "30"),
            (2, "ideographTraditional", "乙"),
            (9, "lowerRoman", "ix"),
            (0, "chineseCounting", "0"),
            (7, "unheard-of", "7"),
        ];
        for (number, format, expected) in cases {
            assert_eq!(written(number, format), expected, "{format}");
        }
    }
}
