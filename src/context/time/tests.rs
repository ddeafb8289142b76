use proptest::prelude::*;

use super::point::{Part, Point, Year, points};
use super::*;

const YEAR: &str = "(?:(?P<y>[0-9]{4})|(?P<yz>[二][〇零○][一二三四五六七八九〇零○]{2})|(?P<yw>今|本|去|上|前|当|同))(?:年度?|财年|财政年度)";
const REST: &str = "(?:(?P<half>上半年|下半年)|(?:第?(?P<first>[一二三1-3])(?:季度)?(?:-|至|到))?第?(?P<quarter>[一二三四1-4])季度|前(?P<quarters>[二三])季度|前(?P<months>[0-9]{1,2}|[二两三四五六七八九十]|十一)个?月|(?P<from>[0-9]{1,2}|十[一二]?|[一二三四五六七八九])月?份?(?:-|至|到)(?P<to>[0-9]{1,2}|十[一二]?|[一二三四五六七八九])月份?|(?P<m>[0-9]{1,2}|十[一二]?|[一二三四五六七八九])月份?(?:(?P<d>[0-9]{1,2})日(?:(?:-|至|到)(?P<d2>[0-9]{1,2})日)?)?(?P<edge>底|末|初|上旬|中旬|下旬)?|(?P<same>同期)|(?P<full>全年|上、?下半年)|(?P<late>年底|年末|底|末))";

static POINT: LazyLock<Regex> = LazyLock::new(|| {
    // The same words with and without a year; names of groups must differ.
    let alone = REST.replace("(?P<", "(?P<alone_");
    Regex::new(&format!("{YEAR}的?{REST}?|{alone}")).unwrap()
});

/// The points of a text by one expression, which says at once what the parser says step by step.
fn by_expression(text: &str) -> Vec<Point> {
    POINT
        .captures_iter(text)
        .map(|c| of_captures(&c))
        .filter(|p| p.year.is_some() || p.part != Some(Part::Late))
        .collect()
}

fn of_captures(c: &Captures) -> Point {
    let group = |name: &str| c.name(name).or(c.name(&format!("alone_{name}"))).map(|m| m.as_str());
    let number = |name: &str| group(name).and_then(small);
    let digits = c.name("y").map(|y| Year::Digits(y.as_str().parse().unwrap()));
    let word = c.name("yw").map(|y| Year::Word(y.as_str().chars().next().unwrap()));
    let characters = c.name("yz").map(|y| {
        let digit = |c| "〇一二三四五六七八九".chars().position(|d| d == c).unwrap_or(0);
        Year::Characters(y.as_str().chars().fold(0, |year, c| 10 * year + i16::try_from(digit(c)).unwrap()))
    });
    let days = |month| match number("d") {
        Some(from) => Part::Days { month, from, to: number("d2") },
        None => Part::Month(month),
    };
    let part = (group("half").map(|half| Part::Half { first: half == "上半年" }))
        .or_else(|| number("quarter").map(|last| Part::Quarters(number("first").unwrap_or(last), last)))
        .or_else(|| number("quarters").map(|last| Part::Quarters(1, last)))
        .or_else(|| number("months").map(|last| Part::Months(1, last)))
        .or_else(|| number("from").zip(number("to")).map(|(first, last)| Part::Months(first, last)))
        .or_else(|| number("m").map(days))
        .or_else(|| group("same").map(|_| Part::Same))
        .or_else(|| group("full").map(|_| Part::Full))
        .or_else(|| group("late").map(|_| Part::Late));
    Point { at: c.get(0).unwrap().range(), year: digits.or(characters).or(word), part }
}

fn by_parser(text: &str) -> Vec<Point> {
    points(text, &marks(text))
}

#[test]
fn points_are_read_as_the_expression_has_them() {
    for text in [
        "2023财政年度前十一个月",
        "二〇二三年一至三季度",
        "10份-12月份",
        "去年的第一季度至第二季度",
        "9月1日至15日,9月底",
        "今年上上半年12023年12月年底",
    ] {
        assert_eq!(by_parser(text), by_expression(text), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn points_of_any_text_are_read_as_the_expression_has_them(
        text in "(年|月|季度|期|日|度|财|政|的|半|份|个|第|至|到|-|今|去|上|下|前|同|全|底|末|初|旬|十|两|零|〇|[一二三四五九]|[0-9]|[0-9]|,){0,14}"
    ) {
        prop_assert_eq!(by_parser(&text), by_expression(&text));
    }
}
