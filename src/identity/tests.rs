use std::collections::{BTreeSet, HashSet};

use jiff::civil::date;

use super::*;

#[test]
fn the_table_is_whole() {
    let today = || places::all().filter(|place| place.until().is_none());
    let count = |level| today().filter(|place| place.level() == level).count();
    assert_eq!([Level::Province, Level::Prefecture, Level::County].map(count), [34, 333, 2845]);
    assert_eq!(places::all().count() - today().count(), 399);
    let lines = include_str!("../../data/regions.tsv").lines();
    let keys: Vec<(&str, &str)> = lines.map(|line| line.split_at(6)).collect();
    assert_eq!(places::all().count(), keys.len(), "a line has no three columns");
    assert!(keys.is_sorted_by_key(|(code, _)| code), "not in the order of codes");
    let codes: HashSet<&str> = today().map(super::places::Place::code).collect();
    assert_eq!(codes.len(), today().count(), "a code stands twice");
    let names: HashSet<(&str, &str)> = places::all().map(|place| (place.code(), place.name())).collect();
    assert_eq!(names.len(), keys.len(), "a place stands twice");
    for place in places::all() {
        assert!(place.code().len() == 6 && place.code().bytes().all(|b| b.is_ascii_digit()), "{place:?}");
        assert!(place.name().starts_with(place.short()) && place.short().chars().count() >= 2, "{place:?}");
        assert_eq!(places::parents(place).is_empty(), place.level() == Level::Province, "{place:?}");
        assert!(place.until().is_none_or(|year| (2002..=2019).contains(&year)), "{place:?}");
    }
    // Every province has prefectures or counties, every prefecture its counties, but for those that have none.
    let without = today().filter(|place| place.level() != Level::County);
    let without = without.filter(|place| !today().any(|other| places::parents(other).contains(place)));
    let without: BTreeSet<&str> = without.map(super::places::Place::name).collect();
    let known = "东莞市 中山市 儋州市 嘉峪关市 台湾省 香港特别行政区 澳门特别行政区";
    assert_eq!(without, known.split(' ').collect());
    // The names that several places of today bear.
    let shared = today().filter(|place| places::named(place.name()).iter().filter(|p| p.until().is_none()).count() > 1);
    let shared: BTreeSet<&str> = shared.map(super::places::Place::name).collect();
    let known = "南山区 南沙区 和平区 城中区 城关区 城区 宝山区 市中区 新华区 新城区 普陀区 朝阳区 桥西区 永定区 河东区 海州区 白云区 向阳区 \
                 西安区 西湖区 通州区 郊区 铁东区 铁西区 长安区 青山区 鼓楼区 龙华区";
    assert_eq!(shared, known.split_whitespace().collect());
}

#[test]
fn places_are_found_by_either_name() {
    assert_eq!(places::named("酒泉市")[0].code(), "620900");
    assert_eq!(places::short("湘西")[0].name(), "湘西土家族苗族自治州");
    assert_eq!(places::named("朝阳区").len(), 2);
    assert_eq!(places::at_start("内蒙古自治区呼和浩特市生态环境局"), Some("内蒙古自治区"));
    assert_eq!(places::at_end("在内蒙古自治区呼和浩特市"), Some("呼和浩特市"));
    let district = places::named("鼓楼区").iter().find(|place| place.code() == "320106").unwrap();
    assert_eq!(places::parents(district)[0].name(), "南京市");
    let of_municipality = places::named("海淀区")[0];
    assert_eq!(places::parents(&of_municipality)[0].name(), "北京市");
}

#[test]
fn names_outside_the_table_are_known_by_their_form() {
    for name in ["酒泉", "酒泉市", "霜桥市", "霜桥苗族自治县", "高新区", "朝阳区"] {
        assert!(places::is_place_name(name), "{name}");
    }
    for name in ["全市", "我省", "各县", "市", "工业园区", "全国", "企业", "对城市", ""] {
        assert!(!places::is_place_name(name), "{name}");
    }
}

#[test]
fn days_are_read_in_every_writing() {
    for text in [
        "2022年12月30日",
        "2022 年 12 月 30 日",
        "2022-12-30",
        "2022/12/30",
        "2022.12.30",
        "二〇二二年十二月三十日",
        "二零二二年十二月三十日",
        "二○二二年十二月三十日",
        "发布日期:2022-12-30 09:26",
    ] {
        let days: Vec<_> = dates::days(text).map(|day| day.date).collect();
        assert_eq!(days, [date(2022, 12, 30)], "{text}");
    }
    for text in ["2022年13月1日", "2022年2月30日", "2022年", "12022-12-30", "2022-12-305", "3.12.30"] {
        assert_eq!(dates::days(text).count(), 0, "{text}");
    }
    assert_eq!(dates::days("2021年1月5日至二〇二一年二月二十一日").nth(1).map(|day| day.date), Some(date(2021, 2, 21)));
}

#[test]
fn where_a_name_starts_in_running_text() {
    for (text, name) in [
        ("记者从霜桥市", "霜桥市"),
        ("近日获悉霜桥市", "霜桥市"),
        (",霜桥苗族自治州", "霜桥苗族自治州"),
        ("会同兴化市", "兴化市"),
        ("联合霜桥市", "霜桥市"),
        ("一是按照市", "市"),
        ("和宁市", "和宁市"),
        ("在市", "市"),
        ("由自治区", "自治区"),
    ] {
        assert_eq!(form::at_end(text).map(|start| &text[start..]), Some(name), "{text}");
    }
    for text in ["工作格局", ",城州"] {
        assert_eq!(form::at_end(text), None, "{text}");
    }
}
