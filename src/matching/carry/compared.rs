//! Figures of another time, told beside those of the report's: 立案120件(去年同期104件), 比去年同期的75份、300万元.
//!
//! In: the claims of the sentence so far. Out: for a quantity nobody claimed, the figure it repeats, with the words of its time.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem;
use regex::Regex;

use super::{Carrier, accepted_like, claims_on, last_like};
use crate::matching::reading::is_separator;
use crate::matching::{Candidate, Origin};
use crate::quantity::{Measure, Quantity};
use crate::span::CleanSpan;

/// A time as it is compared with: 去年同期, 2023年上半年, 6月份.
const TIME: &str = "(?:(?:去年|上年度?|同年|[0-9]{4}年度?)(?:全年|上半年|下半年|[一二三四]季度|前?[0-9]{1,2}(?:-[0-9]{1,2})?个?月)?的?(?:同期)?|同期|上半年|下半年|[一二三四]季度|[0-9]{1,2}月份?)";
/// A time and nothing else: 去年同期的, 较2023年上半年的, 其中6月份.
static COMPARED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        "^(?:[两二三]?项?(?:数据|指标|数字)(?:分别)?)?(?:其中|而|比|较|与|是|为)?{TIME}(?:的|数)?(?:分别)?(?:为|是)?$"
    ))
    .ok()
});
/// A time that begins a label.
static TIMED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&format!("^(?:其中|而)?{TIME}")).ok());
/// 同比(148件), 比去年同期(148件): what stands right before a bracket that holds the figure compared with.
static BEFORE_BRACKET: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!("(?:同比|(?:比|较|与)(?P<time>{TIME})(?:的|数)?)$")).ok());
/// The same at the end of words that name the field: 罚款金额比2020年的.
static COMPARED_WITH: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!("(?:比|较){TIME}(?:的|为|是)?$")).ok());
/// What it ends with.
const COMPARED_ENDINGS: [char; 8] = ['年', '度', '月', '份', '期', '的', '为', '是'];
/// (2023年:123宗): what stands in a bracket before its first figure.
static IN_BRACKET: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!("^[(](?P<time>{TIME})(?:的|数)?(?:分别)?(?::|为|是)")).ok());
/// What a report says of all its brackets.
static BRACKETS_HOLD: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!("括号[内中里](?:的)?(?:数据|数字)?(?:均|分别)?[为是](?P<time>{TIME})")).ok());
/// What joins figures in a row.
const JOINTS: [&str; 5] = ["、", "和", "及", "与", ","];
const IN_BRACKETS: &str = "括号";
/// Figures in a row, and claims looked back over, at most: what goes on longer is no comparison.
const MOST_IN_ROW: usize = 16;
const MOST_BEFORE: usize = 64;

/// 括号内为2020年数据: the time.
pub(super) fn brackets_hold(clean: &str) -> Option<CleanSpan> {
    let at = memmem::find(clean.as_bytes(), IN_BRACKETS.as_bytes())?;
    let told = BRACKETS_HOLD.as_ref()?.captures_at(clean, at)?.name("time")?;
    Some(CleanSpan::new(told.start(), told.end()))
}

/// Whether a label begins with a time: 其中6月份, 其中上半年办理.
pub(super) fn is_timed(label: &str) -> bool {
    TIMED.as_ref().is_some_and(|time| time.is_match(label))
}

/// The claim on the figure that the bracket before a quantity stands right behind: 612件(735件).
fn right_before<'f>(found: &'f [Candidate], quantity: &Quantity) -> Option<&'f Candidate> {
    before(found, quantity.span.start).find(|c| c.rejected.is_none() && c.quantity.span.end + 1 == quantity.span.start)
}

/// The last claims on what stands before a place, the nearest first.
fn before(found: &[Candidate], place: usize) -> impl Iterator<Item = &Candidate> {
    found[..found.partition_point(|c| c.quantity.span.start < place)].iter().rev().take(MOST_BEFORE)
}

impl Carrier<'_> {
    /// 罚款金额比2020年的2489万元下降: the amount is that of the time compared with.
    pub(super) fn compare(&self, claim: &mut Candidate) {
        let Some(sentence) = claim.sentence.map(|at| self.outline.sentences[at].span) else { return };
        let start = claim.quantity.span.start;
        let before = &self.clean[sentence.start.min(start)..start];
        if claim.period_words.is_some() || !before.ends_with(COMPARED_ENDINGS) {
            return;
        }
        let lead = before.rfind(is_separator).map_or(0, |at| at + 1);
        let hit = COMPARED_WITH.as_ref().and_then(|time| time.find(before.get(lead..)?));
        if let Some(hit) = hit {
            let at = sentence.start + lead;
            claim.period_words = Some(CleanSpan::new(at + hit.start(), at + hit.end()));
        }
    }

    /// 去年同期104件: the figure before with the same measure, in the time named.
    pub(super) fn compared(
        &self,
        found: &[Candidate],
        sentence: usize,
        place: usize,
        lead: CleanSpan,
    ) -> Option<Candidate> {
        let quantity = &self.all[place];
        let words = &self.clean[lead.range()];
        let bare = words.is_empty() && matches!(quantity.measure, Measure::Bare { .. });
        if bare {
            // (1022) straight behind a figure, with the change after it: the year before.
            let model = right_before(found, quantity)?;
            let rest = self.clean[quantity.span.end..].strip_prefix(')')?.trim_start_matches(',');
            let change = ["同比", "增", "下降", "上升", "减少"].iter().any(|word| rest.starts_with(word));
            let words = CleanSpan::new(quantity.span.start, quantity.span.start);
            return change.then(|| self.like(model, quantity, sentence, None, Some(words)));
        }
        if !COMPARED.as_ref()?.is_match(words) {
            return None;
        }
        // 去年同期分别为2206件、2.41亿元: a row of its own tells of the sentence before.
        let model = last_like(found, quantity, self.outline.sentences[sentence].span)
            .or_else(|| self.in_order(found, sentence, place))?;
        Some(self.like(model, quantity, sentence, None, Some(lead)))
    }

    /// 五类案件157件,同比(148件)增长6.1%; 立案129宗(2023年:123宗): the figure before with the same measure, in this sentence or
    /// the last; of several in the bracket each has its own.
    pub(super) fn compared_in_bracket(&self, found: &[Candidate], sentence: usize, place: usize) -> Option<Candidate> {
        let quantity = &self.all[place];
        let span = self.outline.sentences[sentence].span;
        let floor = place.checked_sub(MOST_IN_ROW).map_or(span.start, |first| self.all[first].span.end.max(span.start));
        let before = self.clean.get(floor..quantity.span.start)?;
        let open = before.rfind('(').filter(|open| !before[*open..].contains(')'))?;
        let time = |time: regex::Match| CleanSpan::new(floor + time.start(), floor + time.end());
        let here = CleanSpan::new(floor + open, floor + open);
        let words = match BEFORE_BRACKET.as_ref()?.captures(&before[..open]) {
            Some(told) => told.name("time").map_or(here, time),
            None => IN_BRACKET
                .as_ref()?
                .captures(&before[open..])
                .and_then(|told| told.name("time"))
                .map(|found| CleanSpan::new(here.start + found.start(), here.start + found.end()))?,
        };
        let model = self.in_order(found, sentence, place)?;
        Some(self.like(model, quantity, sentence, None, Some(words)))
    }

    /// The figure that one of several quantities in a row repeats: of as many figures before them the one that stands as it
    /// does, else the last that measures the same, first one whose field the sentence names.
    fn in_order<'f>(&self, found: &'f [Candidate], sentence: usize, place: usize) -> Option<&'f Candidate> {
        let quantity = &self.all[place];
        let spans = &self.outline.sentences;
        let row = self.row(sentence, place);
        let start = self.all[row.start].span.start;
        let from = sentence.checked_sub(1).filter(|last| spans[*last].paragraph == spans[sentence].paragraph);
        let from = spans[from.unwrap_or(sentence)].span.start;
        let told = |c: &&Candidate| c.rejected.is_none() && c.period_words.is_none() && from <= c.quantity.span.start;
        let mut told: Vec<&Candidate> = before(found, start).filter(told).collect();
        told.dedup_by_key(|c| c.quantity.span);
        // The nearest comes first, so the row is told from its end.
        let last = told.get(..row.len());
        let alike =
            |last: &&[&Candidate]| last.iter().rev().zip(&self.all[row.clone()]).all(|(c, q)| accepted_like(c, q));
        let mine = last.filter(alike).map(|last| last[row.end - 1 - place]);
        let here = CleanSpan::new(spans[sentence].span.start, start);
        let lexicon = &self.matcher.lexicon;
        let named = || {
            let topic = |c: &&&Candidate| self.scan.occurs(here, lexicon.topics(c.field)) && accepted_like(c, quantity);
            told.iter().find(topic).copied()
        };
        mine.or_else(|| last_like(found, quantity, here))
            .or_else(named)
            .or_else(|| last_like(found, quantity, CleanSpan::new(from, start)))
    }

    /// The quantities of the sentence that stand in a row with one, joined by 、 or 和.
    fn row(&self, sentence: usize, place: usize) -> Range<usize> {
        let span = self.outline.sentences[sentence].span;
        let joined = |at: usize| {
            let pair = at.checked_sub(1).and_then(|last| Some((self.all.get(last)?, self.all.get(at)?)));
            pair.is_some_and(|(last, next)| {
                let between = self.clean.get(last.span.end..next.span.start);
                span.contains(last.span) && between.is_some_and(|words| JOINTS.contains(&words))
            })
        };
        let first = (0..=place).rev().take(MOST_IN_ROW).find(|at| !joined(*at)).unwrap_or(place);
        let end = (place + 1..=self.all.len()).take(MOST_IN_ROW).find(|at| !joined(*at)).unwrap_or(place + 1);
        first..end
    }

    /// 612件(735件), where the report says of its brackets what they hold: 括号内为2020年数据.
    pub(super) fn in_every_bracket(
        &self,
        found: &[Candidate],
        sentence: usize,
        quantity: &Quantity,
    ) -> Option<Candidate> {
        let words = self.brackets_hold?;
        let alone =
            self.clean[..quantity.span.start].ends_with('(') && self.clean[quantity.span.end..].starts_with(')');
        let model = right_before(found, quantity).filter(|_| alone)?;
        Some(self.like(model, quantity, sentence, None, Some(words)))
    }

    /// The second of 比去年同期的75份、300万元.
    pub(super) fn continued(
        &self,
        found: &[Candidate],
        sentence: usize,
        place: usize,
        lead: CleanSpan,
    ) -> Option<Candidate> {
        let before = &self.all[place.checked_sub(1)?];
        let between = self.clean.get(before.span.end..self.all[place].span.start)?;
        let first = claims_on(found, before).find(|c| c.origin == Origin::Carried && c.period_words.is_some())?;
        if !lead.is_empty() || !JOINTS.contains(&between) {
            return None;
        }
        let model = self.in_order(found, sentence, place)?;
        Some(self.like(model, &self.all[place], sentence, None, first.period_words))
    }
}
