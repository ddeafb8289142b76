//! The parts of a list: 其中东区38件、西县31件, 噪声类40宗.
//!
//! In: the claims of the sentence so far. Out: for a quantity nobody claimed, the figure it is a part of, told by the words
//! before it: a place, a kind, or what 其中 and 含 split off.

use memchr::memrchr;

use super::{Carrier, MAX_LABEL, accepted_like, last_like};
use crate::matching::reading::is_separator;
use crate::matching::spread::IN_ORDER;
use crate::matching::walk::fits;
use crate::matching::{Candidate, Origin};
use crate::quantity::{Measure, Quantity};
use crate::record::{Scope, Unit};
use crate::rules::WordList;
use crate::rules::notation::Units;
use crate::span::CleanSpan;

/// Sentences before one that begins with 其中, among which its whole is looked for.
const MOST_BEFORE: usize = 2;
/// Claims since 其中 that are looked at.
const MOST_SINCE: usize = 64;
/// Characters of a run of numbers before one of them.
const MOST_IN_RUN: usize = 64;
/// How the bound of a quantity ends, and what stands behind one that is no bound of another.
const BOUNDS: [&str; 2] = ["以上", "以下"];
const ENDS_PART: [char; 6] = [',', ';', '、', '。', ')', '('];

/// The last counted figure within `span`, whatever its measure word: 19份(含上年结转3件).
fn last_count<'f>(found: &'f [Candidate], quantity: &Quantity, span: CleanSpan) -> Option<&'f Candidate> {
    let counted = |m| matches!(m, Measure::Word(_));
    let fitting =
        |c: &&Candidate| c.rejected.is_none() && counted(c.quantity.measure) && span.contains(c.quantity.span);
    found.iter().rev().find(fitting).filter(|_| fits(quantity.measure, &Units::Any) && counted(quantity.measure))
}

/// 检查企业320家,其中重大隐患9项,停产4家,对50家企业开展帮扶: whether another thing has been counted since 其中. What 、 joins is
/// one list, and amounts are told beside what they belong to.
fn left(clean: &str, found: &[Candidate], whole: &Candidate, since: CleanSpan) -> bool {
    if whole.quantity.measure == Measure::Money {
        return false;
    }
    let Some(end) = clean[since.range()].rfind([',', ';']).map(|mark| since.start + mark) else { return false };
    let before = &found[..found.partition_point(|c| c.quantity.span.start < end)];
    let near = before.iter().rev().take(MOST_SINCE).take_while(|c| c.quantity.span.start >= since.start);
    let counted = |c: &&Candidate| matches!(c.quantity.measure, Measure::Word(_)) && c.rejected.is_none();
    near.filter(counted).any(|c| c.field != whole.field)
}

/// Where a word stands last in a text, as `rfind` has it; without its preparations, which cost more than short texts.
fn last_of(text: &str, word: &str) -> Option<usize> {
    let (mut text, last) = (text.as_bytes(), *word.as_bytes().last()?);
    loop {
        text = &text[..=memrchr(last, text)?];
        if text.ends_with(word.as_bytes()) {
            return Some(text.len() - word.len());
        }
        text = &text[..text.len() - 1];
    }
}

/// A number that may be a part.
#[derive(Clone, Copy)]
struct Part<'a> {
    quantity: &'a Quantity,
    /// The sentence it stands in, by its place in the outline, and its span.
    sentence: usize,
    span: CleanSpan,
    /// The words right before it.
    lead: CleanSpan,
}

impl Part<'_> {
    /// What its sentence tells before it.
    const fn told(&self) -> CleanSpan {
        CleanSpan::new(self.span.start, self.quantity.span.start)
    }
}

impl Carrier<'_> {
    /// A place, a category, or what 其中 and 含 split off.
    pub(super) fn part(
        &self,
        found: &[Candidate],
        sentence: usize,
        place: usize,
        lead: CleanSpan,
    ) -> Option<Candidate> {
        let part = Part { quantity: &self.all[place], sentence, span: self.outline.sentences[sentence].span, lead };
        if !self.may_be_part_of_list(&part) {
            return None;
        }
        let label = &self.clean[lead.range()];
        let in_list = self.in_list(found, &part);
        let spread =
            label.contains(IN_ORDER) || label.is_empty() && self.clean[part.told().range()].ends_with(['、', '和']);
        let topic = (in_list || spread && self.in_run(place)).then(|| self.topic_of(&part, in_list)).flatten();
        if let Some(field) = topic {
            return Some(self.listed(field, &part));
        }
        let whole = self.whole(found, &part, in_list, spread)?;
        Some(self.like(whole, part.quantity, sentence, Some(Scope::Part), None))
    }

    /// Whether what stands around a number lets it be a part: no bound, change, outcome or number of kinds.
    fn may_be_part_of_list(&self, part: &Part) -> bool {
        let Part { quantity, span, lead, .. } = *part;
        let (label, number) = (&self.clean[lead.range()], &self.clean[quantity.span.range()]);
        let after = &self.clean[quantity.span.end..span.end.max(quantity.span.end)];
        // 东区五类案件: how many kinds there are.
        let kinds = number.ends_with('类');
        // 其中10万元以上案件3件: a bound of what is counted behind it.
        let bound = BOUNDS.iter().any(|end| number.ends_with(end)) && !after.starts_with(ENDS_PART);
        // 1起驳回、1起未判决, 其中2起已审结: what follows the number names an outcome.
        let outcome = || {
            let behind = after.find(|c| is_separator(c) || c == '、').unwrap_or(after.len());
            let unnamed = matches!(label, "" | "有" | "其中" | "其中有") || self.ends_with(lead, WordList::RestLabel);
            unnamed && self.says(CleanSpan::new(quantity.span.end, quantity.span.end + behind), WordList::Outcome)
        };
        // 分别减少31件、28件: how many fewer, of a run from its first number on.
        let run = || self.clean[span.start..lead.start].char_indices().rev().take(MOST_IN_RUN);
        let from = || run().take_while(|(_, c)| !is_separator(*c)).last().map_or(lead.start, |(at, _)| span.start + at);
        let changed = CleanSpan::new(if label.is_empty() { from() } else { lead.start }, lead.end);
        matches!(quantity.measure, Measure::Word(_) | Measure::Money)
            && !kinds
            && !bound
            && label.chars().count() <= MAX_LABEL
            && !self.says(changed, WordList::Delta)
            && !self.not_part(lead)
            && !outcome()
    }

    /// Whether the words before a number make it one of a list: a place, a kind, the rest. 全市133家 is no place of a list.
    fn in_list(&self, found: &[Candidate], part: &Part) -> bool {
        let rest = || self.ends_with(part.lead, WordList::RestLabel) && self.follows_part(found, part);
        (self.ends_with(part.lead, WordList::PartLabel) || rest()) && !self.says(part.lead, WordList::OwnArea)
    }

    /// The field that the words before a list name, or the title of its item: 8月份立案情况。甲县9件.
    fn topic_of(&self, part: &Part, in_list: bool) -> Option<usize> {
        let title = || self.outline.above(self.outline.sentences[part.sentence].heading).next().map(|h| h.span);
        let named = self.topic(part.told(), part.quantity);
        named.or_else(|| self.topic(title().filter(|_| in_list)?, part.quantity))
    }

    /// The claim on a part of a list that tells of a field.
    fn listed(&self, field: usize, part: &Part) -> Candidate {
        Candidate {
            field,
            rule: format!("{}/list", self.pack.fields[field].id),
            quantity: part.quantity.clone(),
            quote: CleanSpan::new(part.lead.start, part.quantity.span.end),
            sentence: Some(part.sentence),
            heading: self.outline.sentences[part.sentence].heading,
            scope: Some(Scope::Part),
            period_words: None,
            origin: Origin::Carried,
            rejected: None,
            score: 0,
            shares: false,
            none: false,
        }
    }

    /// The figure that a number is a part of: the one before its bracket, the one that 其中 splits, the first of the paragraph.
    fn whole<'f>(&self, found: &'f [Candidate], part: &Part, in_list: bool, spread: bool) -> Option<&'f Candidate> {
        let before = &self.clean[part.told().range()];
        let bracket = self.clean[..part.lead.start].ends_with('(').then(|| part.lead.start - 1);
        let behind = bracket
            .filter(|_| in_list)
            .and_then(|open| found.iter().find(|c| c.quantity.span.end == open && accepted_like(c, part.quantity)));
        if behind.is_some() {
            return behind;
        }
        // A bracket that is closed again splits nothing off from what follows it.
        let open = |at: &usize| before[*at..].starts_with("其中") || !before[*at..].contains(')');
        // 对其中的9件开展赔偿: what was done about some of them.
        let free = |at: &usize| open(at) && !before[..*at].ends_with(['对', '将', '就']);
        let split = ["其中", "含", "包括"].into_iter().filter_map(|word| last_of(before, word)).filter(free).max();
        match split {
            Some(at) if !spread || before.ends_with("含") => self.split_whole(found, part, at, in_list),
            _ if in_list || spread && self.introduced(part.told()) => {
                self.first_like(found, part.sentence, part.quantity)
            }
            _ => None,
        }
    }

    /// The figure that 其中, 含 or 包括 splits, `at` bytes into the sentence.
    fn split_whole<'f>(&self, found: &'f [Candidate], part: &Part, at: usize, in_list: bool) -> Option<&'f Candidate> {
        let Part { quantity, sentence, span, lead, .. } = *part;
        let before = &self.clean[part.told().range()];
        let bracket = before[at..].starts_with('含');
        // A sentence that begins with 其中 or 包括 splits what the one before told.
        let opens = before[..at].trim().is_empty();
        // What names no number between them, such as the places that come first, does not part them.
        let numbered = |at: &usize| !self.places(self.outline.sentences[*at].span).is_empty();
        let near = sentence.saturating_sub(MOST_BEFORE)..sentence;
        let from = near.rev().find(numbered).filter(|_| opens).map(|last| &self.outline.sentences[last]);
        let from = from.filter(|last| last.paragraph == self.outline.sentences[sentence].paragraph);
        let upto = CleanSpan::new(from.map_or(span.start, |last| last.span.start), span.start + at);
        let named = before[at..].starts_with("其中") && !lead.is_empty();
        let kind = (self.ends_with(lead, WordList::SplitLabel) || named) && !before[at..].contains(';');
        let clear = in_list || kind || bracket && !before[at..].contains(';');
        let since = CleanSpan::new(span.start + at, quantity.span.start);
        last_like(found, quantity, upto)
            .filter(|whole| in_list || clear && !left(self.clean, found, whole, since))
            .or_else(|| last_count(found, quantity, upto).filter(|_| bracket))
            .or_else(|| self.first_listed(found, quantity, part.told()).filter(|_| in_list))
    }

    fn ends_with(&self, span: CleanSpan, list: WordList) -> bool {
        self.scan.ending(span, list, |_| true).is_some()
    }

    /// Whether the last figure that measures the same is a part, or comes after a whole of its field: 其中涉气案件80件、罚款91万元,其余51件.
    fn follows_part(&self, found: &[Candidate], part: &Part) -> bool {
        let Some(last) = last_like(found, part.quantity, part.span) else { return false };
        let whole = || self.first_like(found, part.sentence, part.quantity);
        last.scope == Some(Scope::Part)
            || whole().is_some_and(|w| w.field == last.field && w.quantity.span != last.quantity.span)
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
        let last = |f: usize| self.scan.every(before, lexicon.topics(f)).last();
        // Of 五类案件数量 and 案件数量 the longer is meant.
        fields
            .filter_map(|(f, _)| last(f).map(|hit| (hit, f)))
            .max_by_key(|(hit, f)| (hit.end, std::cmp::Reverse(hit.start), std::cmp::Reverse(*f)))
            .map(|(_, f)| f)
    }

    /// 其中查办食品类案件61件,占八成;药品类案件7件: where no whole is told, the kinds before one that has words of its own.
    fn first_listed<'f>(
        &self,
        found: &'f [Candidate],
        quantity: &Quantity,
        before: CleanSpan,
    ) -> Option<&'f Candidate> {
        let kind = |model: &&Candidate| {
            let label = CleanSpan::new(model.quote.start, model.quantity.span.start.max(model.quote.start));
            self.scan.ending(label, WordList::PartLabel, |_| true).is_some()
        };
        last_like(found, quantity, before).filter(kind)
    }

    fn introduced(&self, before: CleanSpan) -> bool {
        let start = self.clean[before.range()].rfind(['。', ';']).map_or(before.start, |at| before.start + at);
        self.says(CleanSpan::new(start, before.end), WordList::PartIntro)
    }

    fn not_part(&self, label: CleanSpan) -> bool {
        self.says(label, WordList::NotPart) || self.says(label, WordList::Grade)
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
