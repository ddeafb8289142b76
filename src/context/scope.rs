//! The scope track: whether a figure covers the whole, a part, or one drive.

pub(super) mod split;

use super::{Text, inside};
use crate::identity::Places;
use crate::matching::Candidate;
use crate::outline::{Heading, Sentence};
use crate::record::{Level, Scope};
use crate::span::CleanSpan;

/// Characters in the longest quotation that is a name: “蓝天保卫战”, “绿剑护农2024”.
const LONGEST_NAME: usize = 14;

/// Characters in the longest title of an item.
const LONGEST_TITLE: usize = 30;

/// Characters in the longest name of a place that begins a sentence.
const LONGEST_PLACE: usize = 9;

/// The drive, if any, that frames each sentence, and from where in it.
pub(super) struct Track {
    document: Option<CleanSpan>,
    /// For each heading the drive that it or one above names.
    headings: Vec<Option<CleanSpan>>,
    frames: Vec<Vec<Frame>>,
    /// For each sentence the province it begins with, in a text that goes through several.
    provinces: Vec<Option<CleanSpan>>,
}

/// From here on a drive is told (or no longer).
#[derive(Debug, Clone, Copy)]
struct Frame {
    from: usize,
    drive: Option<CleanSpan>,
}

impl Track {
    pub(super) fn of(text: &Text) -> Self {
        // A report of one drive alone is a drive's throughout.
        let document = of_document(text);
        let mut frames: Vec<Vec<Frame>> = Vec::with_capacity(text.outline.sentences.len());
        // The title is read as the title, not as a heading of what follows.
        let is_title = |span: CleanSpan| text.author.title.is_some_and(|title| title.contains(span));
        // 专项整治与日常监管并举: a heading over both names no drive.
        let both = |span: CleanSpan| text.first(span, "returns").is_some();
        let named = |h: &Heading| drive_in(text, h.span).filter(|_| !is_title(h.span) && !both(h.span));
        let headings: Vec<_> = text.outline.headings.iter().map(named).collect();
        for (at, sentence) in text.outline.sentences.iter().enumerate() {
            let heading = named_above(text, &headings, sentence);
            let before = at.checked_sub(1).map(|b| &text.outline.sentences[b]);
            let goes_on = before.is_some_and(|b| b.paragraph == sentence.paragraph && b.item == sentence.item);
            let carried = frames.last().and_then(|f: &Vec<Frame>| f.last()).and_then(|f| f.drive).or(heading);
            // A report on one drive leaves it only for what is plainly the whole year's.
            let returns = if document.is_some() { "returns_from_title" } else { "returns" };
            let mut drive = if goes_on && !frames.is_empty() { carried } else { heading.or(document) };
            drive = titled(text, at).or(drive);
            let mut mine = vec![Frame { from: sentence.span.start, drive }];
            for clause in clauses(text, sentence.span) {
                // Words that return to the whole end a drive of the sentences before, not one that a heading names.
                let rest = CleanSpan::new(clause.start, sentence.span.end);
                if drive.is_some() && heading.is_none() && text.starts(rest, returns) {
                    let opened_here = mine.iter().skip(1).any(|f| f.drive.is_some());
                    if !opened_here || clause.start > sentence.span.start && text.clean[..clause.start].ends_with(';') {
                        drive = None;
                        mine.push(Frame { from: clause.start, drive });
                    }
                }
                // 除专项行动外,…: the drive is named to be left.
                let left = |drive: CleanSpan| {
                    let returns = text.first(clause, "returns").filter(|hit| hit.start == clause.start);
                    returns.is_some_and(|hit| hit.contains(drive))
                };
                if let Some(named) = drive_in(text, clause).filter(|drive| !left(*drive)) {
                    drive = Some(named);
                    mine.push(Frame { from: named.start, drive });
                }
            }
            frames.push(mine);
        }
        let mut above: Vec<Option<CleanSpan>> = Vec::with_capacity(headings.len());
        for (own, heading) in headings.iter().zip(&text.outline.headings) {
            above.push(own.or_else(|| heading.parent.and_then(|at| above[at])));
        }
        Self { document, headings: above, frames, provinces: provinces(text) }
    }

    /// The scope of a candidate among `all`, and the words that say so.
    pub(super) fn at(&self, text: &Text, candidate: &Candidate, all: &[Candidate]) -> (Scope, Option<CleanSpan>) {
        if let Some(words) = self.drive(candidate) {
            return (Scope::Campaign, Some(words));
        }
        match candidate.scope {
            Some(Scope::Part) => {
                return (
                    Scope::Part,
                    Some(CleanSpan::new(
                        candidate.quote.start,
                        candidate.quantity.span.start.max(candidate.quote.start),
                    )),
                );
            }
            Some(scope) => return (scope, None),
            None => {}
        }
        let province = || candidate.sentence.and_then(|at| self.provinces[at]);
        match part_words(text, candidate, all).or_else(province) {
            Some(words) => (Scope::Part, Some(words)),
            None => (Scope::Total, None),
        }
    }

    fn drive(&self, candidate: &Candidate) -> Option<CleanSpan> {
        let Some(sentence) = candidate.sentence else {
            return candidate.heading.and_then(|at| self.headings[at]).or(self.document);
        };
        let frames = &self.frames[sentence];
        // 对21家宾馆开展专项检查: the drive may be named behind the number, in the quote.
        let (quantity, quote) = (candidate.quantity.span, candidate.quote);
        let at = if quote.end > quantity.end { quote.end } else { quantity.start };
        frames.iter().rev().find(|f| f.from <= at)?.drive
    }
}

/// The provinces that sentences begin with, where at least two do: 甲省立案40件,…。乙省立案30件,…。
fn provinces(text: &Text) -> Vec<Option<CleanSpan>> {
    let leading = |sentence: &Sentence| {
        let body = text.slice(sentence.span);
        let start = sentence.span.start + (body.len() - body.trim_start_matches("其中,").len());
        let name = Places::get().at_start(&text.clean[start..sentence.span.end])?;
        let province = name.ends_with('省') || name.ends_with("自治区");
        let own = text.author.region.as_deref() == Some(name);
        (province && !own).then(|| CleanSpan::new(start, start + name.len()))
    };
    let found: Vec<Option<CleanSpan>> = text.outline.sentences.iter().map(leading).collect();
    let mut names: Vec<&str> = found.iter().flatten().map(|span| text.slice(*span)).collect();
    names.dedup();
    if names.len() > 1 { found } else { vec![None; text.outline.sentences.len()] }
}

/// The drive that the whole report is on, by its title.
pub(super) fn of_document(text: &Text) -> Option<CleanSpan> {
    text.author.title.and_then(|title| drive_in(text, title))
}

/// The drive that a heading above names, innermost first; the sentence's own title is read as a sentence.
fn named_above(text: &Text, headings: &[Option<CleanSpan>], sentence: &Sentence) -> Option<CleanSpan> {
    let above = std::iter::successors(sentence.heading, |at| text.outline.headings[*at].parent);
    above.filter(|at| !sentence.span.contains(text.outline.headings[*at].span)).find_map(|at| headings[at])
}

/// The drive that the title of an item ends with, where the sentence is that title: (二)噪声管控行动。
fn titled(text: &Text, at: usize) -> Option<CleanSpan> {
    let sentence = &text.outline.sentences[at];
    let next = text.outline.sentences.get(at + 1)?;
    let body = text.slice(sentence.span).trim_end().trim_end_matches('。');
    let title = CleanSpan::new(sentence.span.start, sentence.span.start + body.len());
    let heads = sentence.first_of_item == at && next.first_of_item == at && body.chars().count() <= LONGEST_TITLE;
    if !heads || body.contains([',', ';', '、']) || text.first(title, "means").is_some() {
        return None;
    }
    if let Some(start) = text.scan.ending(title, text.scan.list("campaign_title"), |_| true) {
        return Some(CleanSpan::new(start, title.end));
    }
    let dated = begins_with_span(text.slice(next.span)) && text.first(title, "general_title").is_none();
    dated.then_some(title)
}

/// Whether a sentence begins with two ends of a span: 自9月20日至11月30日,…
fn begins_with_span(sentence: &str) -> bool {
    let first = sentence.trim_start().split([',', '。']).next().unwrap_or_default();
    let first = first.strip_prefix(['自', '从']).unwrap_or(first);
    let ends = first.split_once(['至', '到', '-']);
    ends.is_some_and(|(from, to)| {
        let day =
            |text: &str| text.starts_with(|c: char| c.is_ascii_digit()) && text.ends_with(['日', '月', '份', '底']);
        day(from) && day(to)
    })
}

/// The stretches between separators.
fn clauses(text: &Text, sentence: CleanSpan) -> Vec<CleanSpan> {
    let mut found = Vec::new();
    let mut start = sentence.start;
    for (at, mark) in text.slice(sentence).char_indices().filter(|(_, c)| matches!(c, ',' | ';' | ':' | '。')) {
        let end = sentence.start + at;
        if start < end {
            found.push(CleanSpan::new(start, end));
        }
        start = end + mark.len_utf8();
    }
    if start < sentence.end {
        found.push(CleanSpan::new(start, sentence.end));
    }
    found
}

/// The drive that `span` names. Several in a row with 等 are means, and 专项检查513家次 is a count: no frames.
fn drive_in(text: &Text, span: CleanSpan) -> Option<CleanSpan> {
    // “长牙带电”柔性服务“护航”: words from one name into the next are none, unless both are named together (“甲”“乙”行动).
    let crosses = |hit: &CleanSpan| {
        let between = text.slice(*hit).strip_prefix('”').and_then(|rest| rest.split_once('“'));
        between.is_some_and(|(words, _)| words.chars().count() > 1)
    };
    let drive = |hit: &CleanSpan| {
        !crosses(hit) && !in_name(text, span, *hit) && text.first(name_of(text, span, *hit), "no_drive").is_none()
    };
    let named = text.every(span, "campaign").into_iter().find(drive)?;
    let rest = text.slice(CleanSpan::new(named.end, span.end));
    let listed = rest.contains('等') && text.slice(span).contains('、');
    let digits = text.clean[named.end..].trim_start_matches(|c: char| c.is_ascii_digit());
    let counted = named.end + digits.len() < text.clean.len() && !digits.starts_with(['月', '日', '年']);
    (!listed && !counted && text.first(span, "means").is_none()).then(|| name_of(text, span, named))
}

/// The name in “” that a hit begins or ends with, else the hit: 利剑 of “利剑”专项行动.
fn name_of(text: &Text, span: CleanSpan, hit: CleanSpan) -> CleanSpan {
    let before = text.slice(CleanSpan::new(span.start, hit.end));
    let inner =
        before.rfind('”').and_then(|close| before[..close].rfind('“').map(|open| (open + '“'.len_utf8(), close)));
    let (start, end) = match inner {
        Some((open, close)) if open < close && span.start + close + '”'.len_utf8() >= hit.start => (open, close),
        _ => return hit,
    };
    CleanSpan::new(span.start + start, span.start + end)
}

/// Whether a hit stands in the title of a document or in a long quotation: neither names a drive.
fn in_name(text: &Text, span: CleanSpan, hit: CleanSpan) -> bool {
    let (before, after) =
        (text.slice(CleanSpan::new(span.start, hit.start)), text.slice(CleanSpan::new(hit.start, span.end)));
    let inside = |open: char, close: char| {
        let start = before.rfind(open).filter(|at| !before[*at..].contains(close))?;
        let end = after.find(close).unwrap_or(after.len());
        Some(before[start..].chars().count() + after[..end].chars().count())
    };
    inside('《', '》').is_some() || inside('“', '”').is_some_and(|len| len > LONGEST_NAME)
}

/// Words in the figure's clause that say it is a share: 市本级, 其中东区, 涉水.
fn part_words(text: &Text, candidate: &Candidate, all: &[Candidate]) -> Option<CleanSpan> {
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
    if let Some(words) = text.every(own, "part").into_iter().find(|hit| !closed(hit)) {
        return Some(words);
    }
    // 市本级立案68起,罚款742万元: the subject holds to the end of its stretch.
    let stretch =
        |at: usize| text.clean[sentence.start..at].rfind(';').map_or(sentence.start, |mark| sentence.start + mark + 1);
    let end = candidate.quantity.span.start.max(start);
    let holds =
        |hit: &CleanSpan| !share_ended(text, *hit, candidate, all) && !in_closed_bracket(text, sentence, *hit, end);
    let subject = || text.every(CleanSpan::new(stretch(start), end), "part_subject").into_iter().find(holds);
    let own_office = text.pack.own_office.contains(&text.pack.fields[candidate.field].id);
    if let Some(words) = subject().filter(|_| !own_office) {
        return Some(words);
    }
    // 省本级立案12件;市县立案480件: beside one level the others are parts too.
    let others = CleanSpan::new(stretch(start), end);
    if text.starts(others, "lower_level") && text.first(sentence, "part_subject").is_some() {
        return text.first(others, "lower_level");
    }
    // 分领域看,食品领域立案52件,罚款41万元: all of the sentence is told kind by kind; 药品方面,检查药店936家: a stretch is.
    let lead = |from: usize| {
        let end = text.clean[from..sentence.end].find([',', ':']).map_or(sentence.end, |mark| from + mark + 1);
        text.first(CleanSpan::new(from, end.min(start).max(from)), "by_kind")
    };
    if let Some(words) = lead(sentence.start).or_else(|| lead(stretch(start))) {
        return Some(words);
    }
    // 通过非现场监管查处违法行为18起: a share by channel, but not of the channel's own fields.
    // Nor where another count stands before it: 检查412家次,随机抽查86家次,发现问题57个.
    let listed = |hit: &CleanSpan| clause_rest(text, *hit, start).contains('等');
    let counted = |hit: &CleanSpan| text.clean[stretch(start)..hit.start].contains(|c: char| c.is_ascii_digit());
    let channel = text
        .every(CleanSpan::new(stretch(start), start), "channel")
        .into_iter()
        .find(|hit| !listed(hit) && !counted(hit) && holds(hit) && !beside_others(text, sentence, *hit));
    if let Some(words) = channel.filter(|_| text.splits_by_channel(candidate)) {
        return Some(words);
    }
    place_subject(text, clause, candidate).or_else(|| leading_place(text, sentence, end))
}

/// Whether a channel is named beside the others: 通过现场和非现场检查.
fn beside_others(text: &Text, sentence: CleanSpan, channel: CleanSpan) -> bool {
    text.every(sentence, "all_channels").into_iter().any(|hit| hit.contains(channel))
}

/// A place below the report's own that begins the sentence is the subject of all of it: 东桥区水务局深入一线,立案46件,罚款9万元.
fn leading_place(text: &Text, sentence: CleanSpan, end: usize) -> Option<CleanSpan> {
    let own = text.author.region.as_deref()?;
    let below: &[char] = match text.author.level? {
        Level::Province => &['市', '州', '盟', '县', '区', '旗'],
        Level::Prefecture => &['县', '区', '旗', '市'],
        Level::National | Level::County => return None,
    };
    let body = text.slice(CleanSpan::new(sentence.start, end.max(sentence.start)));
    let mut ends = body.char_indices().take(LONGEST_PLACE).skip(2).filter(|(_, c)| below.contains(c));
    let name = ends.next().map(|(at, c)| &body[..at + c.len_utf8()]).filter(|n| Places::get().is_place_name(n))?;
    let rest = &body[name.len()..];
    let in_word = rest.starts_with(['场', '域', '级', '间', '内', '县', '区', '市', '委', '直']);
    let agency = text.author.agency.as_deref().is_some_and(|agency| agency.contains(name));
    let place = CleanSpan::new(sentence.start, sentence.start + name.len());
    let general = ["whole", "no_place"].iter().any(|list| text.first(place, list).is_some());
    let whole = text.first(CleanSpan::new(place.end, end), "own_area").is_some();
    (!in_word && !agency && !general && !whole && !own.contains(name) && !name.contains(own)).then_some(place)
}

/// Whether words for the whole end a share before the candidate: 市本级立案68起,全市立案300起; 共 alone does so where the
/// share has got its number of the same field: 通过非现场检查发现问题246个,共发现问题1380个.
fn share_ended(text: &Text, share: CleanSpan, candidate: &Candidate, all: &[Candidate]) -> bool {
    let rest = CleanSpan::new(share.end, candidate.quantity.span.start.max(share.end));
    let told = |before: usize| {
        let between = inside(all, CleanSpan::new(share.end, before.max(share.end)));
        between.iter().any(|c| c.field == candidate.field && c.rejected.is_none())
    };
    clauses(text, rest)
        .into_iter()
        .skip(1)
        .any(|clause| text.starts(clause, "share_end") || text.slice(clause).starts_with('共') && told(clause.start))
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
    let place = |span: CleanSpan, whole: bool| {
        let end = span.start + text.slice(span).trim_end_matches('(').trim_end_matches("共").len();
        let list = text.scan.list(if whole { "place" } else { "listed_place" });
        let start = text.scan.ending(CleanSpan::new(span.start, end), list, |start| !whole || start == span.start)?;
        let found = CleanSpan::new(start, end);
        let name = text.slice(found);
        let own = text.author.region.as_deref().is_some_and(|r| r.ends_with(name) || name.ends_with(r));
        let general = ["whole", "no_place"].iter().any(|list| text.first(found, list).is_some());
        (!own && !general).then_some(found)
    };
    place(lead, true).or_else(|| place(before, false))
}
