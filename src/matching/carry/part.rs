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

impl Carrier<'_> {
    /// A place, a category, or what 其中 and 含 split off.
    pub(super) fn part(
        &self,
        found: &[Candidate],
        sentence: usize,
        place: usize,
        lead: CleanSpan,
    ) -> Option<Candidate> {
        let quantity = &self.all[place];
        if !matches!(quantity.measure, Measure::Word(_) | Measure::Money) {
            return None;
        }
        // 东区五类案件: how many kinds there are.
        if self.clean[quantity.span.range()].ends_with('类') {
            return None;
        }
        let span = self.outline.sentences[sentence].span;
        let label = &self.clean[lead.range()];
        // 其中10万元以上案件3件: a bound of what is counted behind it.
        let bound = BOUNDS.iter().any(|end| self.clean[quantity.span.range()].ends_with(end));
        if bound && !self.clean[quantity.span.end..span.end.max(quantity.span.end)].starts_with(ENDS_PART) {
            return None;
        }
        if label.chars().count() > MAX_LABEL || self.says(lead, WordList::Delta) || self.not_part(lead) {
            return None;
        }
        // 1起驳回、1起未判决, 其中2起已审结: what follows the number names an outcome.
        let after = &self.clean[quantity.span.end..span.end.max(quantity.span.end)];
        let behind = after.find(|c| is_separator(c) || c == '、').unwrap_or(after.len());
        let rest = self.scan.ending(lead, WordList::RestLabel, |_| true).is_some();
        let outcome = CleanSpan::new(quantity.span.end, quantity.span.end + behind);
        let unnamed = matches!(label, "" | "其中" | "其中有");
        if (unnamed || rest) && self.says(outcome, WordList::Outcome) {
            return None;
        }
        let before = &self.clean[span.start..quantity.span.start];
        // 全市133家 is no place of a list.
        let label_in = |list: WordList| self.scan.ending(lead, list, |_| true).is_some();
        let told = CleanSpan::new(span.start, quantity.span.start);
        let in_list = (label_in(WordList::PartLabel)
            || label_in(WordList::RestLabel) && self.follows_part(found, sentence, quantity))
            && !self.says(lead, WordList::OwnArea);
        let spread = label.contains(IN_ORDER) || label.is_empty() && before.ends_with(['、', '和']);
        let topic = (in_list || spread && self.in_run(place)).then(|| {
            // 8月份立案情况。甲县9件: the title of the item names the topic where the sentence does not.
            let title = self.outline.above(self.outline.sentences[sentence].heading).next().map(|h| h.span);
            self.topic(told, quantity).or_else(|| self.topic(title.filter(|_| in_list)?, quantity))
        });
        let topic = topic.flatten();
        let model = || {
            // A bracket that is closed again splits nothing off from what follows it.
            let open = |at: &usize| before[*at..].starts_with("其中") || !before[*at..].contains(')');
            // 对其中的9件开展赔偿: what was done about some of them.
            let free = |at: &usize| open(at) && !before[..*at].ends_with(['对', '将', '就']);
            let split = ["其中", "含", "包括"].into_iter().filter_map(|word| last_of(before, word)).filter(free).max();
            let bracket = self.clean[..lead.start].ends_with('(').then(|| lead.start - 1);
            let behind = bracket
                .and_then(|open| found.iter().find(|c| c.quantity.span.end == open && accepted_like(c, quantity)));
            match split {
                _ if in_list && behind.is_some() => behind,
                Some(at) if !spread || before.ends_with("含") => {
                    let bracket = before[at..].starts_with('含');
                    // A sentence that begins with 其中 or 包括 splits what the one before told.
                    let opens = before[..at].trim().is_empty();
                    // What names no number between them, such as the places that come first, does not part them.
                    let numbered = |at: &usize| !self.places(self.outline.sentences[*at].span).is_empty();
                    let near = sentence.saturating_sub(MOST_BEFORE)..sentence;
                    let from = near.rev().find(numbered).filter(|_| opens).map(|last| &self.outline.sentences[last]);
                    let from = from.filter(|last| last.paragraph == self.outline.sentences[sentence].paragraph);
                    let upto = CleanSpan::new(from.map_or(span.start, |last| last.span.start), span.start + at);
                    let split_label =
                        label_in(WordList::SplitLabel) || before[at..].starts_with("其中") && !label.is_empty();
                    let kind = split_label && !before[at..].contains(';');
                    let clear = in_list || kind || bracket && !before[at..].contains(';');
                    let since = CleanSpan::new(span.start + at, quantity.span.start);
                    last_like(found, quantity, upto)
                        .filter(|whole| in_list || clear && !left(self.clean, found, whole, since))
                        .or_else(|| last_count(found, quantity, upto).filter(|_| bracket))
                        .or_else(|| self.first_listed(found, quantity, told).filter(|_| in_list))
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

    /// Whether the last figure that measures the same is a part, or comes after a whole of its field: 其中涉气案件80件、罚款91万元,其余51件.
    fn follows_part(&self, found: &[Candidate], sentence: usize, quantity: &Quantity) -> bool {
        let Some(last) = last_like(found, quantity, self.outline.sentences[sentence].span) else { return false };
        let whole = || self.first_like(found, sentence, quantity);
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
