//! Distributed lists: `A、B、C分别为3件、63件、16件` binds in order.
//!
//! In: a sentence as it stands. Out: one reading for each label with its quantity.

use std::sync::LazyLock;

use regex::Regex;

use super::reading::{Placed, Reading, is_separator};
use crate::quantity::Measure;
use crate::span::CleanSpan;

/// The words that say a list is told in order.
pub(super) const IN_ORDER: &str = "分别";
const LINKS: [&str; 9] = ["达到", "为", "是", "达", "有", "计", "占", "共", ":"];
static TIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("[0-9]{4}年?度?(?:上半年|下半年)?|[0-9]{1,2}月份?|上半年|下半年|第?[一二三四]季度").ok()
});
static TIMES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let time = TIME.as_ref()?.as_str();
    Regex::new(&format!("(?:{time})(?:(?:、|,|和|及|与|以及)(?:{time}))+")).ok()
});
const JOINTS: [char; 5] = ['、', '和', '及', '与', ','];

/// The readings of a sentence that starts at `base` in the clean text.
pub(super) fn readings(clean: &str, plain: &Reading, base: usize, sentence: usize) -> Vec<Reading> {
    let mut found = Vec::new();
    for (at, word) in plain.text.match_indices(IN_ORDER) {
        let told = labels_after(clean, plain, base, sentence, at + word.len());
        if let Some(told) = told.or_else(|| by_subject(clean, plain, base, sentence, at)) {
            found.extend(told);
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
    let list = TIMES.as_ref()?.find_iter(before).last().filter(|list| list.end() >= clause)?;
    let time = TIME.as_ref()?;
    Some(time.find_iter(list.as_str()).map(|t| (list.start() + t.start(), list.start() + t.end())).collect())
}

/// 2020、2021年分别立案120件、131件; 东区、西区分别立案46件、39件: the times or the doers of a list, each with its quantity.
fn by_subject(clean: &str, plain: &Reading, base: usize, sentence: usize, at: usize) -> Option<Vec<Reading>> {
    let after = at + IN_ORDER.len();
    let first = plain.quantities.iter().find(|q| q.start >= after)?;
    let verb = skip_links(&plain.text, after).min(first.start);
    if plain.text[after..first.start].contains(is_separator) {
        return None;
    }
    let run = run_after(plain, first.start);
    let times = times_before(plain, at).filter(|times| times.len() == run.len());
    let doers = || labels_before(plain, at, run.len()).filter(|_| run.len() > 1 && verb < first.start);
    let is_time = times.is_some();
    let subjects = times.or_else(doers)?;
    let object = subjects.last().map_or(at, |last| last.1).min(at);
    let mut found = Vec::new();
    for ((start, end), placed) in subjects.into_iter().zip(run) {
        let subject = CleanSpan::new(base + start, base + end);
        let tell = |with: Option<CleanSpan>, period: Option<CleanSpan>, doer: Option<CleanSpan>| {
            let mut reading = Reading::new(Some(sentence));
            (reading.period, reading.doer) = (period, doer);
            let told = [with, Some(CleanSpan::new(base + object, base + at))].into_iter().flatten();
            told.chain([CleanSpan::new(base + verb, base + first.start)]).for_each(|span| reading.push(clean, span));
            reading.push_quantity(clean, placed.quantity.clone());
            reading
        };
        if is_time {
            found.push(tell(None, Some(subject), None));
        } else {
            // A doer makes a part; but 行政复议、行政诉讼分别办理12件、3件 names fields, whose words then match more.
            found.push(tell(None, None, Some(subject)));
            found.push(tell(Some(subject), None, None));
        }
    }
    Some(found)
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
        if !plain.text[at..placed.start].chars().all(|c| JOINTS.contains(&c)) || (run.is_empty() && placed.start != at)
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
