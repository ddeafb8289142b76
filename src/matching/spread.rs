//! Distributed lists: `A、B、C分别为3件、63件、16件` binds in order.
//!
//! In: a sentence as it stands. Out: one reading for each label with its quantity.

use std::sync::LazyLock;

use regex::Regex;

use super::reading::{Placed, Reading, is_separator};
use crate::quantity::Measure;
use crate::span::CleanSpan;

/// The words that say a list is told in order.
pub(crate) const IN_ORDER: &str = "分别";
const LINKS: [&str; 9] = ["达到", "为", "是", "达", "有", "计", "占", "共", ":"];
static TIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("[0-9]{4}年?度?(?:上半年|下半年)?|[0-9]{1,2}月份?|上半年|下半年|第?[一二三四]季度").ok()
});
static TIMES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let time = TIME.as_ref()?.as_str();
    Regex::new(&format!("(?:{time})(?:(?:、|,|和|及|与|以及)(?:{time}))+")).ok()
});
/// 一、二、三季度: the last alone has its word.
static QUARTERS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("第?[一二三四](?:(?:、|,|和|及|与)第?[一二三四])+季度").ok());
static QUARTER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("[一二三四]").ok());
/// 县三级立案: the last of several levels, and what all of them did.
static LEVELS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("^.{1,2}[两二三四]级").ok());
/// How the names of places end.
const PLACE_ENDINGS: [char; 6] = ['市', '县', '区', '州', '盟', '旗'];
const JOINTS: [char; 5] = ['、', '和', '及', '与', ','];

/// The readings of a sentence that starts at `base` in the clean text.
pub(super) fn readings(clean: &str, plain: &Reading, base: usize, sentence: usize) -> Vec<Reading> {
    let mut found = Vec::new();
    let mut subjects = None;
    for (at, word) in plain.text.match_indices(IN_ORDER) {
        if let Some(told) = labels_after(clean, plain, base, sentence, at + word.len()) {
            found.extend(told);
            continue;
        }
        if let Some(told) = Subjects::of(plain, at, subjects.as_ref()) {
            found.extend(told.readings(clean, plain, base, sentence, at));
            subjects = Some(told);
            continue;
        }
        let run = run_after(plain, skip_links(&plain.text, at + word.len()));
        if run.len() < 2 || run.iter().any(|q| q.quantity.measure == Measure::Percent) {
            continue;
        }
        let Some(labels) = labels_before(plain, at, run.len()) else {
            found.extend(amounts_of_counts(clean, plain, base, sentence, at, &run));
            continue;
        };
        for ((start, end), placed) in labels.into_iter().zip(run) {
            let mut reading = Reading::new(Some(sentence));
            reading.push(clean, CleanSpan::new(base + start, base + end));
            reading.push_quantity(clean, placed.quantity.clone());
            found.push(reading);
        }
    }
    found
}

/// 分别免罚、减罚40万元和20万元: the labels stand behind 分别, at `from`.
fn labels_after(clean: &str, plain: &Reading, base: usize, sentence: usize, from: usize) -> Option<Vec<Reading>> {
    let first = plain.quantities.iter().find(|q| q.start >= from)?;
    let words = plain.text.get(from..first.start).filter(|words| !words.contains([',', ';', ':', '。']))?;
    let run = run_after(plain, first.start);
    let mut labels = Vec::new();
    let mut start = from;
    for label in words.split(JOINTS) {
        labels.push((start, start + label.len()));
        start += label.len() + words[start - from + label.len()..].chars().next().map_or(0, char::len_utf8);
    }
    if run.len() < 2 || labels.len() != run.len() || labels.iter().any(|(from, to)| from == to) {
        return None;
    }
    let tell = |((start, end), placed): ((usize, usize), &Placed)| {
        let mut reading = Reading::new(Some(sentence));
        reading.push(clean, CleanSpan::new(base + start, base + end));
        reading.push_quantity(clean, placed.quantity.clone());
        reading.alone = Some(placed.quantity.span);
        reading
    };
    Some(labels.into_iter().zip(run).map(tell).collect())
}

/// 对38件不予处罚、对21件从轻处罚,涉及金额分别为297万元、86万元: each amount with the words around the count it belongs to.
fn amounts_of_counts(
    clean: &str,
    plain: &Reading,
    base: usize,
    sentence: usize,
    at: usize,
    run: &[&Placed],
) -> Vec<Reading> {
    let counts: Vec<&Placed> = plain.quantities.iter().filter(|q| q.end <= at).collect();
    let amounts = run.iter().all(|q| q.quantity.measure == Measure::Money);
    let counts = counts.len().checked_sub(run.len()).map(|skipped| &counts[skipped..]);
    let counted = |q: &&Placed| matches!(q.quantity.measure, Measure::Word(_));
    let Some(counts) = counts.filter(|counts| amounts && counts.iter().all(counted)) else { return Vec::new() };
    // The clause of the amounts starts behind the last separator before 分别.
    let Some(clause) = plain.text[..at].rfind(is_separator).filter(|mark| counts.iter().all(|q| q.end <= *mark)) else {
        return Vec::new();
    };
    let cut = |from: usize, to: usize| {
        let found = plain.text[from..to].rfind(|c| is_separator(c) || JOINTS.contains(&c));
        found.map(|mark| from + mark)
    };
    let after = |mark: usize| mark + plain.text[mark..].chars().next().map_or(0, char::len_utf8);
    let floor = plain.text[..counts[0].start].rfind(is_separator).map_or(0, |mark| mark + 1);
    let mut bounds = vec![floor];
    for pair in counts.windows(2) {
        let Some(mark) = cut(pair[0].end, pair[1].start) else { return Vec::new() };
        bounds.push(after(mark));
    }
    bounds.push(clause);
    let mut found = Vec::new();
    for (nth, (count, amount)) in counts.iter().zip(run).enumerate() {
        let end = plain.text[..bounds[nth + 1]].trim_end_matches(|c| is_separator(c) || JOINTS.contains(&c)).len();
        let mut reading = Reading::new(Some(sentence));
        let span = |from: usize, to: usize| CleanSpan::new(base + from, base + to);
        reading.push(clean, span(bounds[nth].min(count.start), count.start));
        reading.push_quantity(clean, count.quantity.clone());
        reading.push(clean, span(count.end, end.max(count.end)));
        reading.push(clean, span(clause, at));
        reading.push_quantity(clean, amount.quantity.clone());
        reading.alone = Some(amount.quantity.span);
        found.push(reading);
    }
    found
}

/// The times of a list before `at`: 2020、2021、2022年 …分别.
fn times_before(plain: &Reading, at: usize) -> Option<Vec<(usize, usize)>> {
    let before = &plain.text[..at];
    let clause = before.rfind([',', ';', '。']).map_or(0, |mark| mark + 1);
    // The list itself may be joined by commas, so the one that ends last is looked for, then its clause.
    let quarters = QUARTERS.as_ref()?.find_iter(before).last().filter(|list| list.end() >= clause);
    let (list, time) = match quarters {
        Some(quarters) => (quarters, QUARTER.as_ref()?),
        None => (TIMES.as_ref()?.find_iter(before).last().filter(|list| list.end() >= clause)?, TIME.as_ref()?),
    };
    Some(time.find_iter(list.as_str()).map(|t| (list.start() + t.start(), list.start() + t.end())).collect())
}

/// Those of whom something is told in order: the times or the doers of a list.
struct Subjects {
    places: Vec<(usize, usize)>,
    are_times: bool,
    /// Where the words begin that belong to what is told, not to the last subject.
    object: usize,
}

impl Subjects {
    /// 2020、2021年分别立案120件、131件; 东区、西区分别立案46件、39件: those before `at`, or those told of before in the
    /// sentence: …,分别罚款30万元、21万元.
    fn of(plain: &Reading, at: usize, before: Option<&Self>) -> Option<Self> {
        let after = at + IN_ORDER.len();
        let first = plain.quantities.iter().find(|q| q.start >= after)?;
        if plain.text[after..first.start].contains(is_separator) {
            return None;
        }
        let run = run_after(plain, first.start);
        let clause = plain.text[..at].rfind(is_separator).map_or(0, |mark| mark + 1);
        let again = before.filter(|told| told.places.len() == run.len() && (told.are_times || clause == at));
        if let Some(told) = again {
            return Some(Self { places: told.places.clone(), are_times: told.are_times, object: clause });
        }
        let verb = skip_links(&plain.text, after).min(first.start);
        let times = times_before(plain, at).filter(|times| times.len() == run.len());
        let are_times = times.is_some();
        let doers = || labels_before(plain, at, run.len()).filter(|_| run.len() > 1 && verb < first.start);
        let levels = || levels_before(plain, at, run.len()).filter(|_| run.len() > 1);
        let places = times.or_else(levels).or_else(doers)?;
        let object = places.last().map_or(at, |last| last.1).min(at);
        Some(Self { places, are_times, object })
    }

    /// Each of them with its quantity behind `at`.
    fn readings(&self, clean: &str, plain: &Reading, base: usize, sentence: usize, at: usize) -> Vec<Reading> {
        let after = at + IN_ORDER.len();
        let Some(first) = plain.quantities.iter().find(|q| q.start >= after) else { return Vec::new() };
        let verb = skip_links(&plain.text, after).min(first.start);
        let mut found = Vec::new();
        for ((start, end), placed) in self.places.iter().zip(run_after(plain, first.start)) {
            let subject = CleanSpan::new(base + start, base + end);
            let tell = |with: Option<CleanSpan>, period: Option<CleanSpan>, doer: Option<CleanSpan>| {
                let mut reading = Reading::new(Some(sentence));
                (reading.period, reading.doer) = (period, doer);
                let told = [with, Some(CleanSpan::new(base + self.object, base + at))].into_iter().flatten();
                told.chain([CleanSpan::new(base + verb, base + first.start)])
                    .for_each(|span| reading.push(clean, span));
                reading.push_quantity(clean, placed.quantity.clone());
                reading
            };
            if self.are_times {
                found.push(tell(None, Some(subject), None));
            } else {
                // A doer makes a part; but 行政复议、行政诉讼分别办理12件、3件 names fields, whose words then match more.
                found.push(tell(None, None, Some(subject)));
                found.push(tell(Some(subject), None, None));
            }
        }
        found
    }
}

/// The levels or places before `at` that did the same: 省、市、县三级立案分别为…, 东原市、西坪市立案分别为…
fn levels_before(plain: &Reading, at: usize, count: usize) -> Option<Vec<(usize, usize)>> {
    let mut labels = labels_before(plain, at, count)?;
    let (last, others) = labels.split_last_mut()?;
    let label = &plain.text[last.0..last.1];
    let places = others.iter().all(|(from, to)| plain.text[*from..*to].ends_with(PLACE_ENDINGS));
    let level = LEVELS.as_ref()?.find(label).map(|level| level.end());
    let place = || label.find(PLACE_ENDINGS).filter(|_| places).map(|end| end + '市'.len_utf8());
    let end = level.or_else(place).filter(|end| *end < label.len())?;
    *last = (last.0, last.0 + end);
    Some(labels)
}

fn skip_links(text: &str, mut at: usize) -> usize {
    while let Some(link) = LINKS.iter().find(|link| text[at..].starts_with(**link)) {
        at += link.len();
    }
    at
}

/// The quantities that follow one another from `at`, joined by 、 or 和.
fn run_after(plain: &Reading, mut at: usize) -> Vec<&Placed> {
    let mut run: Vec<&Placed> = Vec::new();
    while let Some(placed) = plain.quantities.iter().find(|q| q.start >= at) {
        let joint = &plain.text[at..placed.start];
        // 92件,五类案件合计656件: behind a comma another count may begin.
        let other = run.first().is_some_and(|q| q.quantity.measure != placed.quantity.measure);
        if !joint.chars().all(|c| JOINTS.contains(&c)) || run.is_empty() && placed.start != at || joint == "," && other
        {
            break;
        }
        at = placed.end;
        run.push(placed);
    }
    run
}

/// The last `count` labels before `at`; a total with its comma may stand between them and 分别.
fn labels_before(plain: &Reading, at: usize, count: usize) -> Option<Vec<(usize, usize)>> {
    let mut end = plain.text[..at].trim_end_matches(is_separator).len();
    if let Some(total) = plain.quantities.iter().find(|q| q.end == end) {
        end = total.start;
        // 五类案件376件: what counts the kinds belongs to the total, not to the last label.
        let kinds = plain.quantities.iter().rfind(|q| q.end <= end);
        end = kinds.filter(|q| !plain.text[q.end..end].contains(JOINTS)).map_or(end, |q| q.start);
    }
    let start = plain.text[..end].rfind(is_separator).map_or(0, |mark| mark + 1);
    let mut labels = Vec::new();
    // 2022年立案、处罚分别为71宗、66宗: the time is no part of the label.
    let time = TIME.as_ref().and_then(|time| time.find(&plain.text[start..end])).filter(|time| time.start() == 0);
    let start = time.map_or(start, |time| start + time.end());
    let mut from = start;
    // 涉及金额 joins nothing.
    let joins = |(at, c): &(usize, char)| JOINTS.contains(c) && !plain.text[start..start + at].ends_with('涉');
    for (mark, joint) in plain.text[start..end].char_indices().filter(joins) {
        labels.push((from, start + mark));
        from = start + mark + joint.len_utf8();
    }
    labels.push((from, end));
    labels.retain(|(from, to)| from < to);
    let labels = labels.split_off(labels.len().checked_sub(count)?);
    let counted = |(from, to): &(usize, usize)| plain.text[*from..*to].contains(|c: char| c.is_ascii_digit());
    (!labels.iter().any(counted)).then_some(labels)
}
