//! Parts that add up: 受理89件,其中转办21件、来访17件、平台51件.
//!
//! In: the quantities of a sentence and the claims so far. Out: claims for the parts of a figure, told by arithmetic: where
//! 其中, 按…分 or a bracket opens a run of quantities that measure the same and sum exactly to the figure, each is a part of it,
//! whatever its label. What is said of all of them (均已办结) is said of the whole.

use std::ops::Range;

use memchr::memmem;
use rust_decimal::Decimal;

use super::compared::is_timed;
use super::{Carrier, MAX_LABEL, claims_on};
use crate::matching::reading::is_separator;
use crate::matching::{Candidate, Origin, Rejection};
use crate::quantity::{Measure, Quantity};
use crate::record::{Qualifier, Scope};
use crate::rules::WordList;
use crate::span::CleanSpan;

/// Figures before parts, among which their whole is looked for where another paragraph may tell it.
pub(super) const MOST_BEFORE: usize = 256;

/// Quantities behind a figure, among which its parts are looked for.
pub(super) const MOST_PARTS: usize = 128;

/// Words between a figure and the first of its parts.
const OPENS: [&str; 3] = ["其中", "包括", "分别"];

/// What ends the words for a whole at the start of a sentence that splits it up.
const AMID: [char; 2] = ['中', '里'];

/// Claims the parts of every figure in `found` whose parts add up to it.
pub(super) fn claim(carrier: &Carrier<'_>, found: &mut Vec<Candidate>) {
    // The nearest figure before a run of parts is its whole.
    let mut split = Vec::new();
    for whole in (0..found.len()).rev() {
        let Some(run) = carrier.parts(found, whole) else { continue };
        let model = found[whole].clone();
        for part in carrier.adopt(found, &model, &run) {
            let place = found.partition_point(|c| c.quantity.span.start <= part.quantity.span.start);
            found.insert(place, part);
        }
        split.extend(run.last().map(|last| (model, *last)));
    }
    for (whole, last) in split {
        take_back(found, &whole, last);
    }
    found.sort_by_key(|c| (c.quantity.span.start, c.field));
}

/// Claims the parts of what another paragraph tells: a sentence that goes kind by kind (按行业分,…), whose quantities add up
/// exactly to a figure before it.
pub(super) fn claim_afar(carrier: &Carrier<'_>, found: &mut Vec<Candidate>) {
    let mut parts = Vec::new();
    for (at, sentence) in carrier.outline.sentences.iter().enumerate() {
        let places = carrier.places(sentence.span);
        // (四)按行业分。全年罚款中,…: the heading may say it of all that stands under it.
        let heading = sentence.heading.map(|at| carrier.outline.headings[at].span);
        let by_kind = |span: CleanSpan| carrier.scan.starts(span, WordList::ByKind);
        if places.len() < 2 || !by_kind(sentence.span) && !heading.is_some_and(by_kind) {
            continue;
        }
        let start = found.partition_point(|c| c.quantity.span.start < sentence.span.start);
        let end = found.partition_point(|c| c.quantity.span.start < sentence.span.end);
        let (before, here) = found.split_at_mut(start);
        let here = &mut here[..end - start];
        let other = |c: &&Candidate| {
            c.sentence.is_none_or(|of| carrier.outline.sentences[of].paragraph != sentence.paragraph) && can_be_whole(c)
        };
        let mut wholes = before.iter().rev().take(MOST_BEFORE).filter(other);
        let adds_up = |whole| Some((whole, carrier.run(here, whole, places.clone())?));
        let Some((whole, run)) = wholes.find_map(adds_up) else { continue };
        let model = Candidate { sentence: Some(at), ..whole.clone() };
        parts.extend(carrier.adopt(here, &model, &run));
    }
    found.extend(parts);
    found.sort_by_key(|c| (c.quantity.span.start, c.field));
}

/// Whether a claim is a plain count or amount of which parts may be told.
pub(super) fn can_be_whole(claim: &Candidate) -> bool {
    let plain = claim.rejected.is_none() && !claim.shares && claim.scope.is_none() && claim.period_words.is_none();
    let counted = matches!(claim.quantity.measure, Measure::Word(_) | Measure::Money);
    plain && counted && claim.quantity.qualifier == Qualifier::Exact
}

/// Whether a rule claims a quantity as a share of its field, whatever the whole is.
fn is_share(claim: &Candidate) -> bool {
    claim.scope == Some(Scope::Part) && claim.origin == Origin::Plain && claim.rejected.is_none()
}

/// 其中来信31件,均已办结: what shares the last part's quantity means the whole.
fn take_back(found: &mut [Candidate], whole: &Candidate, last: &Quantity) {
    let shared = |c: &&mut Candidate| c.shares && c.rejected.is_none() && c.quantity.span == last.span;
    for claim in found.iter_mut().filter(shared) {
        claim.quantity = whole.quantity.clone();
        claim.quote.start = whole.quote.start;
    }
}

impl<'a> Carrier<'a> {
    /// Makes each quantity of a run a part of the figure that `model` claims; the claims that are new come back.
    fn adopt(&self, found: &mut [Candidate], model: &Candidate, run: &[&Quantity]) -> Vec<Candidate> {
        let mut new = Vec::new();
        for part in run {
            // 查办案件19起,其中简易程序2起、普通程序17起: the sum knows better whose shares they are.
            let others = |c: &&mut Candidate| c.field != model.field && c.quantity.span == part.span && is_share(c);
            found.iter_mut().filter(others).for_each(|c| c.rejected = Some(Rejection::Outdone(model.rule.clone())));
            if let Some(claim) = found.iter_mut().find(|c| c.field == model.field && c.quantity.span == part.span) {
                claim.scope = Some(Scope::Part);
            } else if let Some(sentence) = self.sentence(part) {
                new.push(self.like(model, part, sentence, Some(Scope::Part), None));
            }
        }
        new
    }

    /// The quantities behind a claim that are its parts.
    fn parts(&self, found: &[Candidate], whole: usize) -> Option<Vec<&'a Quantity>> {
        let claim = &found[whole];
        if !can_be_whole(claim) {
            return None;
        }
        let stretch = self.opened(claim)?;
        self.run(found, claim, self.places(stretch))
    }

    /// Where the parts of a claim may stand: in the bracket straight behind it, or from 其中 on, in its sentence or the next.
    fn opened(&self, claim: &Candidate) -> Option<CleanSpan> {
        let at = claim.sentence?;
        let sentence = &self.outline.sentences[at];
        let start = claim.quantity.span.end;
        let behind = self.all.partition_point(|q| q.span.start < start);
        let end = self.all.get(behind + MOST_PARTS).map_or(sentence.span.end, |q| q.span.start.min(sentence.span.end));
        let body = self.clean.get(start..end)?;
        if body.starts_with('(') {
            return Some(CleanSpan::new(start, start + body.find(')')?));
        }
        if let Some(from) = OPENS.iter().filter_map(|word| memmem::find(body.as_bytes(), word.as_bytes())).min() {
            return Some(CleanSpan::new(start + from, end));
        }
        // 立案50件,按类型分,大气20件、水18件、固废12件.
        if self.says(CleanSpan::new(start, end), WordList::ByKind) {
            let mut stretches = body.match_indices([';', ',']).map(|(mark, _)| CleanSpan::new(start + mark + 1, end));
            if let Some(kinds) = stretches.find(|stretch| self.scan.starts(*stretch, WordList::ByKind)) {
                return Some(kinds);
            }
        }
        let next = self.outline.sentences.get(at + 1)?;
        let splits =
            self.clean[next.span.range()].trim().starts_with(OPENS[0]) || self.scan.starts(next.span, WordList::ByKind);
        let stretch = if splits { Some(next.span) } else { self.amid(next.span, claim) };
        stretch.filter(|_| next.paragraph == sentence.paragraph)
    }

    /// What follows the words for the whole where a sentence begins with them, to split it up: 立案案件中,…; 上述31件中,…
    fn amid(&self, sentence: CleanSpan, claim: &Candidate) -> Option<CleanSpan> {
        let words = self.clean[sentence.range()].split(is_separator).next().unwrap_or_default();
        let lead = CleanSpan::new(sentence.start, sentence.start + words.len());
        let whole = &claim.quantity;
        let again =
            || self.all[self.places(lead)].iter().any(|q| q.value == whole.value && self.measures_alike(q, whole));
        let splits =
            words.ends_with(AMID) && (self.scan.occurs(lead, self.matcher.lexicon.topics(claim.field)) || again());
        splits.then(|| CleanSpan::new(lead.end, sentence.end))
    }

    /// At least two quantities that measure the same as the claim and sum exactly to it.
    fn run(&self, found: &[Candidate], claim: &Candidate, places: Range<usize>) -> Option<Vec<&'a Quantity>> {
        let mut run: Vec<&Quantity> = Vec::new();
        let mut sum = Decimal::ZERO;
        for place in places.filter(|p| self.measures_alike(&self.all[*p], &claim.quantity)) {
            let part = &self.all[place];
            if sum >= claim.quantity.value {
                // 其中涉气4起、涉水2起、涉噪1起 are no parts of six cases.
                let between = run.last().and_then(|last| self.clean.get(last.span.end..part.span.start));
                let goes_on = |words: &str| words.starts_with('、') && !words.contains(is_separator);
                if between.is_some_and(goes_on) && self.may_be_part(found, claim, place) {
                    return None;
                }
                break;
            }
            // 143件立案案件中,涉气48件、…: the whole, told again.
            if run.is_empty() && part.value == claim.quantity.value {
                continue;
            }
            if !self.may_be_part(found, claim, place) {
                return None;
            }
            sum += part.value;
            run.push(part);
        }
        (run.len() > 1 && sum == claim.quantity.value).then_some(run)
    }

    /// Whether two quantities count the same things: 1820件(次), of them 784件.
    pub(super) fn measures_alike(&self, part: &Quantity, whole: &Quantity) -> bool {
        let thing = |measure: Measure| match measure {
            Measure::Word(word) => self.pack.measure_words.get(usize::from(word)).and_then(|word| word.chars().next()),
            _ => None,
        };
        part.measure == whole.measure || thing(part.measure).is_some_and(|own| Some(own) == thing(whole.measure))
    }

    /// Not an outcome, not a change, and no other field's.
    pub(super) fn may_be_part(&self, found: &[Candidate], claim: &Candidate, place: usize) -> bool {
        let quantity = &self.all[place];
        let Some(sentence) = self.sentence(quantity) else { return false };
        let label = self.lead(self.outline.sentences[sentence].span, place);
        let taken = claims_on(found, quantity)
            .any(|c| c.field != claim.field && c.rejected.is_none() && !c.shares && !is_share(c));
        // 其中2021年28件, 1月、2月立案数分别为7件、6件: other times' totals, no shares.
        let since_whole = self.outline.sentences[sentence].span.start.max(claim.quantity.span.end);
        let clause =
            self.clean.get(since_whole..quantity.span.start).and_then(|words| words.rsplit(is_separator).next());
        let timed = is_timed(&self.clean[label.range()])
            || clause.is_some_and(is_timed)
            || claims_on(found, quantity).any(|c| c.period_words.is_some() && c.rejected.is_none());
        !taken
            && !timed
            && self.clean[label.range()].chars().count() <= MAX_LABEL
            && !self.says(label, WordList::Delta)
            // 按违法类型分,未批先建38件,…: kinds may bear the names of outcomes.
            && (!self.says(label, WordList::NotPart) || self.by_kind(sentence, quantity))
    }

    /// Whether the sentence, or the stretch of it up to a quantity, is told kind by kind.
    fn by_kind(&self, sentence: usize, quantity: &Quantity) -> bool {
        let span = self.outline.sentences[sentence].span;
        let stretch =
            self.clean[span.start..quantity.span.start].rfind(';').map_or(span.start, |mark| span.start + mark + 1);
        let starts = |from: usize| self.scan.starts(CleanSpan::new(from, span.end), WordList::ByKind);
        starts(span.start) || starts(stretch)
    }

    /// The sentence a quantity stands in, by its place in the outline.
    pub(super) fn sentence(&self, quantity: &Quantity) -> Option<usize> {
        let at = self.outline.sentences.partition_point(|s| s.span.end < quantity.span.end);
        self.outline.sentences.get(at).filter(|s| s.span.contains(quantity.span)).map(|_| at)
    }
}
