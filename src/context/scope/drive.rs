//! Drives (专项行动): where a title, a heading or a clause names one, and what it is called.
//!
//! In: a stretch of the text. Out: the words that name the drive, if they do.

use super::super::Text;
use crate::outline::Sentence;
use crate::rules::WordList;
use crate::span::CleanSpan;

/// Characters in the longest quotation that is a name: “蓝天保卫战”, “绿剑护农2024”.
const LONGEST_NAME: usize = 14;

/// Characters in the longest title of an item.
const LONGEST_TITLE: usize = 30;

/// The drive that the whole report is on, by its title.
pub(in crate::context) fn of_document(text: &Text) -> Option<CleanSpan> {
    text.author.title.and_then(|title| drive_in(text, title))
}

/// The drive that a heading above names, innermost first; the sentence's own title is read as a sentence.
pub(super) fn named_above(text: &Text, headings: &[Option<CleanSpan>], sentence: &Sentence) -> Option<CleanSpan> {
    let above = std::iter::successors(sentence.heading, |at| text.outline.headings[*at].parent);
    above.filter(|at| !sentence.span.contains(text.outline.headings[*at].span)).find_map(|at| headings[at])
}

/// The drive that the title of an item ends with, where the sentence is that title: (二)噪声管控行动。
pub(super) fn titled(text: &Text, at: usize) -> Option<CleanSpan> {
    let sentence = &text.outline.sentences[at];
    let next = text.outline.sentences.get(at + 1)?;
    if sentence.first_of_item != at || next.first_of_item != at {
        return None;
    }
    let body = text.slice(sentence.span).trim_end().trim_end_matches('。');
    let title = CleanSpan::new(sentence.span.start, sentence.span.start + body.len());
    if body.chars().nth(LONGEST_TITLE).is_some()
        || body.contains([',', ';', '、'])
        || text.first(title, WordList::Means).is_some()
    {
        return None;
    }
    if let Some(start) = text.scan.ending(title, WordList::CampaignTitle, |_| true) {
        return Some(CleanSpan::new(start, title.end));
    }
    let dated = begins_with_span(text.slice(next.span)) && text.first(title, WordList::GeneralTitle).is_none();
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

/// The drive that `span` names. Several in a row with 等 are means, and 专项检查513家次 is a count: no frames.
pub(super) fn drive_in(text: &Text, span: CleanSpan) -> Option<CleanSpan> {
    // “长牙带电”柔性服务“护航”: words from one name into the next are none, unless both are named together (“甲”“乙”行动).
    let crosses = |hit: &CleanSpan| {
        let between = text.slice(*hit).strip_prefix('”').and_then(|rest| rest.split_once('“'));
        between.is_some_and(|(words, _)| words.chars().count() > 1)
    };
    let drive = |hit: &CleanSpan| {
        !crosses(hit)
            && !in_name(text, span, *hit)
            && text.first(name_of(text, span, *hit), WordList::NoDrive).is_none()
    };
    let named = text.every(span, WordList::Campaign).find(drive)?;
    let rest = text.slice(CleanSpan::new(named.end, span.end));
    let listed = rest.contains('等') && text.slice(span).contains('、');
    let digits = text.clean[named.end..].trim_start_matches(|c: char| c.is_ascii_digit());
    // “零点行动”42次 is one that took place so often.
    let counted = named.end + digits.len() < text.clean.len()
        && !digits.starts_with(['月', '日', '年'])
        && !text.slice(named).ends_with('”');
    (!listed && !counted && text.first(span, WordList::Means).is_none()).then(|| name_of(text, span, named))
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
