//! Shares of a total: 市本级, 其中东区, 涉水, by channel, by place.
//!
//! In: a candidate in its sentence. Out: the words that make it a share, if any do.

use super::super::{SPLITS, Text, inside};
use super::{clauses, kind};
use crate::identity::places;
use crate::matching::Candidate;
use crate::record::Level;
use crate::rules::WordList;
use crate::span::CleanSpan;

/// What stands before a channel that something was done by.
const BY_MEANS: [&str; 5] = ["通过", "运用", "利用", "依托", "借助"];
/// Characters that name a level: 省级, 本级.
const LEVEL: usize = 2;
/// Characters in the longest time that opens a sentence, and how one ends.
const LONGEST_TIME: usize = 12;
const TIME_ENDS: [&str; 6] = ["年", "年度", "月", "月份", "季度", "以来"];
/// Characters in the longest name of a place that begins a sentence.
const LONGEST_PLACE: usize = 9;

/// Words in the figure's clause that say it is a share: 市本级, 其中东区, 涉水.
pub(super) fn part_words(text: &Text, candidate: &Candidate, all: &[Candidate]) -> Option<CleanSpan> {
    let sentence = text.sentence(candidate)?.span;
    let quantity = candidate.quantity.span.start;
    let start = quantity.min(candidate.quote.start).max(sentence.start);
    // Of a quote that leads over other quantities only the last clause tells of this one: 复议13件(上年结转2件),变更1件.
    let last = text.clause_before(sentence, quantity.max(sentence.start));
    let over = start < last.start && text.clean[start..last.start].contains(|c: char| c.is_ascii_digit());
    let clause = if over { last } else { text.clause_before(sentence, start) };
    let own = CleanSpan::new(clause.start, candidate.quote.end.max(candidate.quantity.span.end));
    // What a bracket before the number says is the bracket's own: 13件(含上年结转2件),其中维持8件.
    let closed = |hit: &CleanSpan| {
        hit.end <= candidate.quantity.span.start && text.clean[hit.end..candidate.quantity.span.start].contains(')')
    };
    if let Some(words) = text.every(own, WordList::Part).find(|hit| !closed(hit)) {
        return Some(words);
    }
    // 市本级立案68起,罚款742万元: the subject holds to the end of its stretch.
    let mark = text.clean[sentence.start..start].rfind(';');
    let stretch = mark.map_or(sentence.start, |mark| sentence.start + mark + 1);
    let end = candidate.quantity.span.start.max(start);
    let holds = |hit: &CleanSpan| {
        !share_ended(text, *hit, candidate, all)
            && !in_closed_bracket(text, sentence, *hit, end)
            && !split_again(text, *hit, candidate)
    };
    let subject = || {
        let told = text.every(CleanSpan::new(stretch, end), WordList::PartSubject).find(holds);
        told.or_else(|| told_of_all_along(text, sentence, stretch).filter(holds))
    };
    let own_office = text.pack.own_office.contains(&text.pack.fields[candidate.field].id);
    if let Some(words) = subject().filter(|_| !own_office) {
        return Some(words);
    }
    // 省本级立案12件;市县立案480件: beside one level the others are parts too.
    let others = CleanSpan::new(stretch, end);
    if text.starts(others, WordList::LowerLevel) && text.first(sentence, WordList::PartSubject).is_some() {
        return text.first(others, WordList::LowerLevel);
    }
    // 分领域看,食品领域立案52件,罚款41万元: all of the sentence is told kind by kind; 药品方面,检查药店936家: a stretch is.
    let lead = |from: usize| {
        if !text.may_hold(CleanSpan::new(from, sentence.end), WordList::ByKind) {
            return None;
        }
        let end = text.clean[from..sentence.end].find([',', ':']).map_or(sentence.end, |mark| from + mark + 1);
        text.every(CleanSpan::new(from, end.min(start).max(from)), WordList::ByKind)
            .find(|hit| !kind::is_own(text, *hit))
    };
    if let Some(words) = lead(sentence.start).or_else(|| lead(stretch)).or_else(|| kind::titled(text, candidate)) {
        return Some(words);
    }
    // 通过非现场监管查处违法行为18起: a share by channel, but not of the channel's own fields.
    // Nor where another count of inspections stands before it: 检查412家次,随机抽查86家次,发现问题57个.
    let listed = |hit: &CleanSpan| clause_rest(text, *hit, start).contains('等');
    // But 通过非现场检查发现问题246个 is one whatever stands before it.
    let by_it =
        |hit: &CleanSpan| BY_MEANS.iter().any(|by| text.clean[..hit.start].ends_with(by)) && clause.contains(*hit);
    let inspections = |c: &Candidate| c.rejected.is_none() && !text.splits_by_channel(c) && text.is_core(c);
    let counted =
        |hit: &CleanSpan| !by_it(hit) && inside(all, CleanSpan::new(stretch, hit.start)).iter().any(inspections);
    let channel = text
        .every(CleanSpan::new(stretch, start), WordList::Channel)
        .find(|hit| !listed(hit) && !counted(hit) && holds(hit) && !beside_others(text, sentence, *hit));
    if let Some(words) = channel.filter(|_| text.splits_by_channel(candidate) && !text.is_standing_work(candidate)) {
        return Some(words);
    }
    place_subject(text, clause, candidate)
        .or_else(|| headed_by_place(text, CleanSpan::new(stretch, start), sentence))
        .or_else(|| leading_place(text, sentence, end))
}

/// The share that a sentence begins to tell of, where no stretch after it names another: 市本级立案68起;罚款742万元.
fn told_of_all_along(text: &Text, sentence: CleanSpan, stretch: usize) -> Option<CleanSpan> {
    let first = text.slice(sentence).split([',', ';']).next().unwrap_or_default().len();
    let words = text.first(CleanSpan::new(sentence.start, sentence.start + first), WordList::PartSubject)?;
    let rest = CleanSpan::new(sentence.start + first, sentence.end);
    let others = [WordList::PartSubject, WordList::LowerLevel, WordList::OwnAgency, WordList::Whole];
    let alone = others.into_iter().all(|list| text.first(rest, list).is_none());
    (stretch > sentence.start && alone).then_some(words)
}

/// Whether a channel is named beside the others: 通过现场和非现场检查.
fn beside_others(text: &Text, sentence: CleanSpan, channel: CleanSpan) -> bool {
    text.every(sentence, WordList::AllChannels).any(|hit| hit.contains(channel))
}

/// A place below the report's own that begins the sentence is the subject of all of it: 东桥区水务局深入一线,立案46件,罚款9万元.
fn leading_place(text: &Text, sentence: CleanSpan, end: usize) -> Option<CleanSpan> {
    let own = text.author.region.as_deref()?;
    let below: &[char] = match text.author.level? {
        Level::Province => &['市', '州', '盟', '县', '区', '旗'],
        Level::Prefecture => &['县', '区', '旗', '市'],
        Level::National | Level::County => return None,
    };
    let start = behind_time(text, sentence);
    let body = text.slice(CleanSpan::new(start, end.max(start)));
    let mut ends = body.char_indices().take(LONGEST_PLACE).skip(2).filter(|(_, c)| below.contains(c));
    let name = ends.next().map(|(at, c)| &body[..at + c.len_utf8()]).filter(|n| places::is_place_name(n))?;
    let rest = &body[name.len()..];
    let in_word = rest.starts_with(['场', '域', '级', '间', '内', '县', '区', '市', '委', '直']);
    let agency = text.author.agency.as_deref().is_some_and(|agency| agency.contains(name));
    let place = CleanSpan::new(start, start + name.len());
    let general = [WordList::Whole, WordList::NoPlace].into_iter().any(|list| text.first(place, list).is_some());
    let whole = text.first(CleanSpan::new(place.end, end), WordList::OwnArea).is_some();
    (!in_word && !agency && !general && !whole && !own.contains(name) && !name.contains(own)).then_some(place)
}

/// Where a sentence begins behind the time it opens with: 上半年,…; 1-6月,…; and behind 其中.
fn behind_time(text: &Text, sentence: CleanSpan) -> usize {
    let clause = text.slice(sentence).split(',').next().unwrap_or_default();
    let time =
        clause == SPLITS || clause.chars().count() <= LONGEST_TIME && TIME_ENDS.iter().any(|end| clause.ends_with(end));
    sentence.start + if time { (clause.len() + 1).min(sentence.end - sentence.start) } else { 0 }
}

/// Whether words for the whole end a share before the candidate: 市本级立案68起,全市立案300起; 共 alone does so where the
/// share has got its number of the same field: 通过非现场检查发现问题246个,共发现问题1380个.
fn share_ended(text: &Text, share: CleanSpan, candidate: &Candidate, all: &[Candidate]) -> bool {
    let rest = CleanSpan::new(share.end, candidate.quantity.span.start.max(share.end));
    let told = |before: usize| {
        let between = inside(all, CleanSpan::new(share.end, before.max(share.end)));
        between.iter().any(|c| c.field == candidate.field && c.rejected.is_none())
    };
    clauses(text, rest).skip(1).any(|clause| {
        text.starts(clause, WordList::ShareEnd) || text.slice(clause).starts_with('共') && told(clause.start)
    })
}

/// Whether a figure is split up by the same share behind it: 立案95起,其中省级立案8起,罚款56万元,其中省级罚款9万元.
fn split_again(text: &Text, share: CleanSpan, candidate: &Candidate) -> bool {
    let behind = text.clean[candidate.quantity.span.end..].trim_start_matches(',');
    let clause = behind.strip_prefix(SPLITS).and_then(|rest| rest.split([',', ';', '。', '\n']).next());
    let level: String = text.slice(share).chars().take(LEVEL).collect();
    clause.is_some_and(|clause| clause.contains(&level))
}

/// Whether words stand in a bracket that is closed before `end`: 立案318起(市本级24起),罚款…
fn in_closed_bracket(text: &Text, sentence: CleanSpan, hit: CleanSpan, end: usize) -> bool {
    let opened = text.clean[sentence.start..hit.start].rfind(['(', ')']);
    let open = opened.is_some_and(|at| text.clean[sentence.start + at..].starts_with('('));
    open && text.clean[hit.end..end.max(hit.end)].contains(')')
}

/// What follows a hit in its clause, not beyond `end`.
fn clause_rest<'t>(text: &'t Text, hit: CleanSpan, end: usize) -> &'t str {
    let rest = text.slice(CleanSpan::new(hit.end, end.max(hit.end)));
    &rest[..rest.find([',', ';', ':']).unwrap_or(rest.len())]
}

/// A place other than the report's own right at the start of the clause or right before the quantity: 东桥区立案46件.
fn place_subject(text: &Text, clause: CleanSpan, candidate: &Candidate) -> Option<CleanSpan> {
    let lead = CleanSpan::new(clause.start, candidate.quote.start.max(clause.start));
    let before = CleanSpan::new(candidate.quote.start, candidate.quantity.span.start.max(candidate.quote.start));
    place_in(text, lead, true).or_else(|| place_in(text, before, false))
}

/// A place before a colon tells of itself up to the end of its stretch: 东桥区:立案46件,罚款92万元;西屏县:…
fn headed_by_place(text: &Text, stretch: CleanSpan, sentence: CleanSpan) -> Option<CleanSpan> {
    let colon = stretch.start + text.slice(stretch).rfind(':')?;
    let name = CleanSpan::new(text.clause_before(sentence, colon).start.max(stretch.start), colon);
    place_in(text, name, true).or_else(|| branch(text, name))
}

/// A branch of the agency that speaks for itself: 东川分局:今年以来,我局立案52件.
fn branch(text: &Text, name: CleanSpan) -> Option<CleanSpan> {
    let words = text.slice(name);
    let stem = text.pack.identity.branches.iter().find_map(|branch| words.strip_suffix(branch.as_str()))?;
    let own = text.author.agency.as_deref().is_none_or(|agency| agency.contains(words));
    (!own && (2..=LONGEST_PLACE).contains(&stem.chars().count())).then_some(name)
}

/// The place that a stretch ends with, and begins with where it is to be the `whole` of it; none that is the report's own.
fn place_in(text: &Text, span: CleanSpan, whole: bool) -> Option<CleanSpan> {
    let end = span.start + text.slice(span).trim_end_matches('(').trim_end_matches("共").len();
    let list = if whole { WordList::Place } else { WordList::ListedPlace };
    let start = text.scan.ending(CleanSpan::new(span.start, end), list, |start| !whole || start == span.start)?;
    let found = CleanSpan::new(start, end);
    let name = text.slice(found);
    let own = text.author.region.as_deref().is_some_and(|r| r.ends_with(name) || name.ends_with(r));
    let general = [WordList::Whole, WordList::NoPlace].into_iter().any(|list| text.first(found, list).is_some());
    (!own && !general).then_some(found)
}
