//! Figures whose field stands at another figure: last year's value, the parts of a list.
//!
//! In: the quantities and the claims so far. Out: claims for quantities nobody claimed, whose field is that of a figure
//! before them: `立案120件(去年同期104件)`, `比去年同期的75份、300万元`, `其中东区38件、西县31件`, `噪声类40宗`.

mod mended;
mod partition;
mod sums;

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::reading::is_separator;
use super::spread::IN_ORDER;
use super::walk::fits;
use super::words::Scan;
use super::{Candidate, Matcher, Origin};
use crate::outline::Outline;
use crate::quantity::{Measure, Quantity};
use crate::record::{Scope, Unit};
use crate::rules::Pack;
use crate::rules::notation::Units;
use crate::span::CleanSpan;

/// A time as it is compared with: 去年同期, 2023年上半年, 6月份.
const TIME: &str = "(?:(?:去年|上年度?|同年|[0-9]{4}年度?)(?:全年|上半年|下半年|[一二三四]季度|前?[0-9]{1,2}(?:-[0-9]{1,2})?个?月)?的?(?:同期)?|同期|上半年|下半年|[一二三四]季度|[0-9]{1,2}月份?)";
/// A time and nothing else: 去年同期的, 较2023年上半年的, 其中6月份.
static COMPARED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        "^(?:[两二三]?项?(?:数据|指标|数字)(?:分别)?)?(?:其中|而|比|较|与)?{TIME}(?:的|数)?(?:分别)?(?:为|是)?$"
    ))
    .ok()
});
/// 同比(148件), 比去年同期(148件): what stands right before a bracket that holds the figure compared with.
static BEFORE_BRACKET: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!("(?:同比|(?:比|较|与)(?P<time>{TIME})(?:的|数)?)$")).ok());
/// The same at the end of words that name the field: 罚款金额比2020年的.
static COMPARED_WITH: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!("(?:比|较){TIME}(?:的|为|是)?$")).ok());
/// (2023年:123宗): what stands in a bracket before its first figure.
static IN_BRACKET: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!("^[(](?P<time>{TIME})(?:的|数)?(?::|为|是)")).ok());
/// What a report says of all its brackets.
static BRACKETS_HOLD: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!("括号[内中里](?:的)?(?:数据|数字)?(?:均|分别)?[为是](?P<time>{TIME})")).ok());
const IN_BRACKETS: &str = "括号";
const MAX_LABEL: usize = 16;
/// Sentences looked at together.
const MAX_BLOCK: usize = 64;

struct Carrier<'a> {
    pack: &'a Pack,
    matcher: &'a Matcher<'a>,
    scan: &'a Scan<'a>,
    clean: &'a str,
    outline: &'a Outline,
    all: &'a [Quantity],
    /// The time whose figures stand in brackets behind the others, where the report says so.
    brackets_hold: Option<CleanSpan>,
}

/// Adds the carried claims to `found`, which stays in the order of the text.
pub(super) fn carry(
    matcher: &Matcher<'_>,
    clean: &str,
    outline: &Outline,
    scan: &Scan,
    all: &[Quantity],
    found: &mut Vec<Candidate>,
) {
    let carrier =
        Carrier { pack: matcher.pack, matcher, scan, clean, outline, all, brackets_hold: brackets_hold(clean) };
    let mut rest = std::mem::take(found).into_iter().peekable();
    for block in blocks(outline) {
        let end = outline.sentences[block.end - 1].span.end;
        let mut here = Vec::new();
        while let Some(claim) = rest.next_if(|c| c.quantity.span.start < end) {
            here.push(claim);
        }
        for claim in &mut here {
            carrier.compare(claim);
        }
        partition::claim(&carrier, &mut here);
        for sentence in block {
            sums::claim(&carrier, sentence, &mut here);
            carrier.sentence_claims(sentence, &mut here);
        }
        mended::claim(&carrier, &mut here);
        found.append(&mut here);
    }
    found.extend(rest);
    partition::claim_afar(&carrier, found);
}

/// 括号内为2020年数据: the time.
fn brackets_hold(clean: &str) -> Option<CleanSpan> {
    let at = clean.find(IN_BRACKETS)?;
    let told = BRACKETS_HOLD.as_ref()?.captures_at(clean, at)?.name("time")?;
    Some(CleanSpan::new(told.start(), told.end()))
}

/// The sentences of each paragraph, which are looked at together; an endless paragraph in pieces.
fn blocks(outline: &Outline) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    for (at, sentence) in outline.sentences.iter().enumerate() {
        match blocks.last_mut() {
            Some(block)
                if block.len() < MAX_BLOCK && outline.sentences[block.start].paragraph == sentence.paragraph =>
            {
                block.end = at + 1;
            }
            _ => blocks.push(at..at + 1),
        }
    }
    blocks
}

fn claimed(found: &[Candidate], quantity: &Quantity) -> bool {
    found.iter().any(|c| c.quantity.span == quantity.span && (c.rejected.is_none() || c.origin == Origin::Plain))
}

impl Carrier<'_> {
    /// Adds to `found` what the quantities of a sentence carry over that nobody claimed.
    fn sentence_claims(&self, sentence: usize, found: &mut Vec<Candidate>) {
        let span = self.outline.sentences[sentence].span;
        let from = self.all.partition_point(|q| q.span.start < span.start);
        let to = self.all.partition_point(|q| q.span.end <= span.end);
        for place in from..to {
            if claimed(found, &self.all[place]) {
                continue;
            }
            if let Some(claim) = self.claim(found, sentence, place) {
                let position = found.partition_point(|c| c.quantity.span.start <= claim.quantity.span.start);
                found.insert(position, claim);
            }
        }
    }

    /// 罚款金额比2020年的2489万元下降: the amount is that of the time compared with.
    fn compare(&self, claim: &mut Candidate) {
        let Some(sentence) = claim.sentence.map(|at| self.outline.sentences[at].span) else { return };
        let start = claim.quantity.span.start;
        let before = &self.clean[sentence.start.min(start)..start];
        let lead = before.rfind(is_separator).map_or(0, |at| at + 1);
        let hit = COMPARED_WITH.as_ref().and_then(|time| time.find(before.get(lead..)?));
        if let Some(hit) = hit.filter(|_| claim.period_words.is_none()) {
            let at = sentence.start + lead;
            claim.period_words = Some(CleanSpan::new(at + hit.start(), at + hit.end()));
        }
    }

    fn claim(&self, found: &[Candidate], sentence: usize, place: usize) -> Option<Candidate> {
        let quantity = &self.all[place];
        let span = self.outline.sentences[sentence].span;
        let lead = self.lead(span, place);
        self.compared_in_bracket(found, sentence, place)
            .or_else(|| self.in_every_bracket(found, sentence, quantity))
            .or_else(|| self.compared(found, sentence, quantity, lead))
            .or_else(|| self.continued(found, sentence, place, lead))
            .or_else(|| self.named_again(found, sentence, quantity))
            .or_else(|| self.reached(found, sentence, place, lead))
            .or_else(|| self.part(found, sentence, place, lead))
    }

    /// The words directly before a quantity: from the separator, bracket or quantity before it.
    fn lead(&self, sentence: CleanSpan, place: usize) -> CleanSpan {
        let end = self.all[place].span.start;
        let floor = place.checked_sub(1).map_or(sentence.start, |before| self.all[before].span.end.max(sentence.start));
        let text = &self.clean[floor..end];
        // 县(市、区)125件: the bracket is part of the label.
        let bracket = text.strip_suffix(')').and_then(|inner| inner.rfind('(')).filter(|open| *open > 0);
        let text = bracket.map_or(text, |open| &text[..open]);
        let cut = |c: char| is_separator(c) || matches!(c, '、' | '(' | ')' | ' ');
        let trimmed = text.trim_end_matches('(');
        let start =
            trimmed.rfind(cut).map_or(floor, |at| floor + at + trimmed[at..].chars().next().map_or(0, char::len_utf8));
        let start = start.min(floor + trimmed.len());
        let start = start + if self.clean[start..].starts_with('和') { '和'.len_utf8() } else { 0 };
        let end = if bracket.is_some() { end } else { floor + trimmed.len() };
        CleanSpan::new(start.min(end), end)
    }

    /// 较去年增加86家次,达到960家次: what a rise or fall came to measures what rose.
    fn reached(&self, found: &[Candidate], sentence: usize, place: usize, lead: CleanSpan) -> Option<Candidate> {
        self.scan.ending(lead, self.scan.list("reached"), |_| true)?;
        let before = &self.all[place.checked_sub(1)?];
        let model = found.iter().find(|c| c.quantity.span == before.span && accepted_like(c, &self.all[place]))?;
        let upto = self.outline.sentences[sentence].span;
        upto.contains(before.span).then(|| self.like(model, &self.all[place], sentence, None, None))
    }

    /// 去年同期104件: the figure before with the same measure, in the time named.
    fn compared(
        &self,
        found: &[Candidate],
        sentence: usize,
        quantity: &Quantity,
        lead: CleanSpan,
    ) -> Option<Candidate> {
        let words = &self.clean[lead.range()];
        let bare = words.is_empty() && matches!(quantity.measure, Measure::Bare { .. });
        if bare {
            // (1022) straight behind a figure, with the change after it: the year before.
            let model =
                found.iter().rev().find(|c| c.rejected.is_none() && c.quantity.span.end + 1 == quantity.span.start)?;
            let rest = self.clean[quantity.span.end..].strip_prefix(')')?.trim_start_matches(',');
            let change = ["同比", "增", "下降", "上升", "减少"].iter().any(|word| rest.starts_with(word));
            let words = CleanSpan::new(quantity.span.start, quantity.span.start);
            return change.then(|| self.like(model, quantity, sentence, None, Some(words)));
        }
        if !COMPARED.as_ref()?.is_match(words) {
            return None;
        }
        let model = last_like(found, quantity, self.outline.sentences[sentence].span)?;
        Some(self.like(model, quantity, sentence, None, Some(lead)))
    }

    /// 五类案件157件,同比(148件)增长6.1%; 立案129宗(2023年:123宗): the figure before with the same measure, in this sentence or
    /// the last; of several in the bracket each has its own.
    fn compared_in_bracket(&self, found: &[Candidate], sentence: usize, place: usize) -> Option<Candidate> {
        let quantity = &self.all[place];
        let upto = self.outline.sentences[sentence].span;
        let before = self.clean.get(upto.start..quantity.span.start)?;
        let open = before.rfind('(').filter(|open| !before[*open..].contains(')'))?;
        let time = |time: regex::Match| CleanSpan::new(upto.start + time.start(), upto.start + time.end());
        let here = CleanSpan::new(upto.start + open, upto.start + open);
        let words = match BEFORE_BRACKET.as_ref()?.captures(&before[..open]) {
            Some(told) => told.name("time").map_or(here, time),
            None => IN_BRACKET
                .as_ref()?
                .captures(&before[open..])
                .and_then(|told| told.name("time"))
                .map(|found| CleanSpan::new(here.start + found.start(), here.start + found.end()))?,
        };
        let model = self.in_order(found, sentence, place, here.start)?;
        Some(self.like(model, quantity, sentence, None, Some(words)))
    }

    /// The figure that one of the quantities in a bracket repeats: the last before the bracket that measures the same, and of
    /// as many figures as the bracket has quantities the one that stands as this does.
    fn in_order<'f>(
        &self,
        found: &'f [Candidate],
        sentence: usize,
        place: usize,
        open: usize,
    ) -> Option<&'f Candidate> {
        let quantity = &self.all[place];
        let spans = &self.outline.sentences;
        let first = self.all.partition_point(|q| q.span.start < open);
        let close = open + self.clean[open..spans[sentence].span.end].find(')')?;
        let inside = self.all[first..].iter().take_while(|q| q.span.start < close).count();
        let from = sentence.checked_sub(1).filter(|last| spans[*last].paragraph == spans[sentence].paragraph);
        let from = spans[from.unwrap_or(sentence)].span.start;
        let told = |c: &&Candidate| {
            c.rejected.is_none()
                && c.period_words.is_none()
                && from <= c.quantity.span.start
                && c.quantity.span.end <= open
        };
        let mut before: Vec<&Candidate> = found.iter().filter(told).collect();
        before.dedup_by_key(|c| c.quantity.span);
        let last = before.split_off(before.len().saturating_sub(inside));
        let alike = last.len() == inside && last.iter().zip(&self.all[first..]).all(|(c, q)| accepted_like(c, q));
        let mine = last.get(place - first).copied().filter(|_| alike);
        let here = CleanSpan::new(spans[sentence].span.start, open);
        mine.or_else(|| last_like(found, quantity, here))
            .or_else(|| last_like(found, quantity, CleanSpan::new(from, open)))
    }

    /// 612件(735件), where the report says of its brackets what they hold: 括号内为2020年数据.
    fn in_every_bracket(&self, found: &[Candidate], sentence: usize, quantity: &Quantity) -> Option<Candidate> {
        let words = self.brackets_hold?;
        let model =
            found.iter().rev().find(|c| c.rejected.is_none() && c.quantity.span.end + 1 == quantity.span.start)?;
        let alone =
            self.clean[..quantity.span.start].ends_with('(') && self.clean[quantity.span.end..].starts_with(')');
        alone.then(|| self.like(model, quantity, sentence, None, Some(words)))
    }

    /// The second of 比去年同期的75份、300万元.
    fn continued(&self, found: &[Candidate], sentence: usize, place: usize, lead: CleanSpan) -> Option<Candidate> {
        let before = &self.all[place.checked_sub(1)?];
        let between = self.clean.get(before.span.end..self.all[place].span.start)?;
        let first = found
            .iter()
            .find(|c| c.quantity.span == before.span && c.origin == Origin::Carried && c.period_words.is_some())?;
        if !lead.is_empty() || !matches!(between, "、" | "和" | "及" | ",") {
            return None;
        }
        let upto = CleanSpan::new(self.outline.sentences[sentence].span.start, before.span.start);
        let model = last_like(found, &self.all[place], upto)?;
        Some(self.like(model, &self.all[place], sentence, None, first.period_words))
    }

    /// 这两个数字分别是15起和97万元: the figures of the sentence before.
    fn named_again(&self, found: &[Candidate], sentence: usize, quantity: &Quantity) -> Option<Candidate> {
        let span = self.outline.sentences[sentence].span;
        let before = CleanSpan::new(span.start, quantity.span.start);
        let words = self.scan.first(before, self.scan.list("anaphora"))?;
        let model = last_like(found, quantity, CleanSpan::new(span.start, words.start))?;
        Some(self.like(model, quantity, sentence, None, None))
    }

    /// A place, a category, or what 其中 and 含 split off.
    fn part(&self, found: &[Candidate], sentence: usize, place: usize, lead: CleanSpan) -> Option<Candidate> {
        let quantity = &self.all[place];
        if !matches!(quantity.measure, Measure::Word(_) | Measure::Money) {
            return None;
        }
        let span = self.outline.sentences[sentence].span;
        let label = &self.clean[lead.range()];
        if label.chars().count() > MAX_LABEL || self.says(lead, "delta") || self.not_part(lead) {
            return None;
        }
        // 1起驳回、1起未判决: what follows the number names an outcome.
        let after = &self.clean[quantity.span.end..span.end.max(quantity.span.end)];
        let behind = after.find(|c| is_separator(c) || c == '、').unwrap_or(after.len());
        let rest = self.scan.ending(lead, self.scan.list("rest_label"), |_| true).is_some();
        let outcome = CleanSpan::new(quantity.span.end, quantity.span.end + behind);
        if (label.is_empty() || rest) && self.says(outcome, "outcome") {
            return None;
        }
        let before = &self.clean[span.start..quantity.span.start];
        // 全市133家 is no place of a list.
        let label_in = |list: &str| self.scan.ending(lead, self.scan.list(list), |_| true).is_some();
        let in_list = (label_in("part_label") || label_in("rest_label") && self.follows_part(found, place))
            && !self.says(lead, "own_area");
        let spread = label.contains(IN_ORDER) || label.is_empty() && before.ends_with(['、', '和']);
        let told = CleanSpan::new(span.start, quantity.span.start);
        let topic = (in_list || spread && self.in_run(place)).then(|| {
            // 8月份立案情况。甲县9件: the title of the item names the topic where the sentence does not.
            let title = self.outline.above(self.outline.sentences[sentence].heading).next().map(|h| h.span);
            self.topic(told, quantity).or_else(|| self.topic(title.filter(|_| in_list)?, quantity))
        });
        let topic = topic.flatten();
        let model = || {
            // A bracket that is closed again splits nothing off from what follows it.
            let open = |at: &usize| before[*at..].starts_with("其中") || !before[*at..].contains(')');
            let split = ["其中", "含", "包括"].iter().filter_map(|word| before.rfind(word)).filter(open).max();
            match split {
                Some(at) if !spread || before.ends_with("含") => {
                    let bracket = before[at..].starts_with('含');
                    // A sentence that begins with 其中 or 包括 splits what the one before told.
                    let opens = before[..at].trim().is_empty();
                    let from = sentence.checked_sub(1).filter(|_| opens).map(|last| &self.outline.sentences[last]);
                    let from = from.filter(|last| last.paragraph == self.outline.sentences[sentence].paragraph);
                    let upto = CleanSpan::new(from.map_or(span.start, |last| last.span.start), span.start + at);
                    let split_label = label_in("split_label") || before[at..].starts_with("其中") && !label.is_empty();
                    let kind = split_label && !before[at..].contains(';');
                    let clear = in_list || kind || bracket && !before[at..].contains(';');
                    last_like(found, quantity, upto)
                        .filter(|_| clear)
                        .or_else(|| last_count(found, quantity, upto).filter(|_| bracket))
                }
                _ if in_list || spread && self.introduced(told) => self.first_like(found, sentence, quantity),
                _ => None,
            }
        };
        let claim = match topic {
            Some(field) => Candidate {
                field,
                rule: format!("{}/list", self.pack.fields[field].id),
                quantity: quantity.clone(),
                quote: CleanSpan::new(lead.start, quantity.span.end),
                sentence: Some(sentence),
                heading: self.outline.sentences[sentence].heading,
                scope: Some(Scope::Part),
                period_words: None,
                origin: Origin::Carried,
                rejected: None,
                score: 0,
                shares: false,
                none: false,
            },
            None => self.like(model()?, quantity, sentence, Some(Scope::Part), None),
        };
        Some(claim)
    }

    fn like(
        &self,
        model: &Candidate,
        quantity: &Quantity,
        sentence: usize,
        scope: Option<Scope>,
        period_words: Option<CleanSpan>,
    ) -> Candidate {
        let lead_from = self.clean[..quantity.span.start]
            .rfind(|c: char| is_separator(c) || matches!(c, '、' | '('))
            .map_or(0, |at| at + 1);
        let lead = if self.clean.is_char_boundary(lead_from) { lead_from } else { quantity.span.start };
        let near = quantity.span.start - lead <= MAX_LABEL * 3;
        Candidate {
            field: model.field,
            rule: format!("{}/carried", self.pack.fields[model.field].id),
            quantity: quantity.clone(),
            quote: CleanSpan::new(if near { lead } else { quantity.span.start }, quantity.span.end),
            sentence: Some(sentence),
            heading: self.outline.sentences[sentence].heading,
            scope,
            period_words,
            origin: Origin::Carried,
            rejected: None,
            score: 0,
            shares: false,
            none: false,
        }
    }

    /// Whether the quantity before is a part that was told: 其中涉气案件80件,其余51件.
    fn follows_part(&self, found: &[Candidate], place: usize) -> bool {
        let before = place.checked_sub(1).map(|at| self.all[at].span);
        found.iter().any(|c| Some(c.quantity.span) == before && c.scope == Some(Scope::Part) && c.rejected.is_none())
    }

    fn in_run(&self, place: usize) -> bool {
        let near = |a: usize, b: usize| match (self.all.get(a), self.all.get(b)) {
            (Some(a), Some(b)) => a.measure == b.measure && b.span.start.saturating_sub(a.span.end) <= 3 * MAX_LABEL,
            _ => false,
        };
        near(place, place + 1) || place.checked_sub(1).is_some_and(|before| near(before, place))
    }

    /// The field whose topic words stand last before a quantity, where the units agree.
    fn topic(&self, before: CleanSpan, quantity: &Quantity) -> Option<usize> {
        let unit = if quantity.measure == Measure::Money { Unit::Cny } else { Unit::Count };
        let fields = self.pack.fields.iter().enumerate().filter(|(_, f)| f.unit == unit);
        let lexicon = &self.matcher.lexicon;
        let last = |f: usize| self.scan.every(before, lexicon.topics(f)).last().copied();
        // Of 五类案件数量 and 案件数量 the longer is meant.
        fields
            .filter_map(|(f, _)| last(f).map(|hit| (hit, f)))
            .max_by_key(|(hit, f)| (hit.end, std::cmp::Reverse(hit.start), std::cmp::Reverse(*f)))
            .map(|(_, f)| f)
    }

    fn introduced(&self, before: CleanSpan) -> bool {
        let start = self.clean[before.range()].rfind(['。', ';']).map_or(before.start, |at| before.start + at);
        self.says(CleanSpan::new(start, before.end), "part_intro")
    }

    fn says(&self, span: CleanSpan, list: &str) -> bool {
        self.scan.occurs(span, self.scan.list(list))
    }

    fn not_part(&self, label: CleanSpan) -> bool {
        self.says(label, "not_part") || self.says(label, "grade")
    }

    /// The first total of the paragraph with the same measure.
    fn first_like<'f>(&self, found: &'f [Candidate], sentence: usize, quantity: &Quantity) -> Option<&'f Candidate> {
        let paragraph = self.outline.sentences[sentence].paragraph;
        found.iter().find(|c| {
            let here = c.sentence.is_some_and(|s| self.outline.sentences[s].paragraph == paragraph);
            here && accepted_like(c, quantity) && c.scope.is_none() && c.quantity.span.end <= quantity.span.start
        })
    }
}

fn accepted_like(claim: &Candidate, quantity: &Quantity) -> bool {
    // 199件,比去年同期(164)增长21%: a number without measure word is told in that of the figure before.
    let measured = matches!((claim.quantity.measure, quantity.measure), (Measure::Word(_), Measure::Bare { .. }));
    claim.rejected.is_none() && (claim.quantity.measure == quantity.measure || measured)
}

/// The last figure within `span` that measures the same.
fn last_like<'f>(found: &'f [Candidate], quantity: &Quantity, span: CleanSpan) -> Option<&'f Candidate> {
    found.iter().rev().find(|c| {
        accepted_like(c, quantity)
            && c.period_words.is_none()
            && span.contains(c.quantity.span)
            && c.quantity.span.end <= quantity.span.start
    })
}

/// The last counted figure within `span`, whatever its measure word: 19份(含上年结转3件).
fn last_count<'f>(found: &'f [Candidate], quantity: &Quantity, span: CleanSpan) -> Option<&'f Candidate> {
    let counted = |m| matches!(m, Measure::Word(_));
    let fitting =
        |c: &&Candidate| c.rejected.is_none() && counted(c.quantity.measure) && span.contains(c.quantity.span);
    found.iter().rev().find(fitting).filter(|_| fits(quantity.measure, &Units::Any) && counted(quantity.measure))
}
