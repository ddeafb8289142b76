//! What led to a record, for whoever asks: the claims turned down, why a figure is a headline or none, where a field came
//! nearest, and what no rule claimed.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Reader, Work, author};
use crate::context::time::{self, Anchor, Form};
use crate::context::{self, Placed, Text};
use crate::locate::Locator;
use crate::matching::near::Lacking;
use crate::matching::{Origin, Rejection};
use crate::quantity::Measure;
use crate::record::{Basis, DateRange, Failure, Record, TurnedDown};
use crate::resolve::Standing;
use crate::rules::WordList;
use crate::span::CleanSpan;

/// A record with what led to it. All offsets count code points of `text`, ends exclusive.
#[derive(Debug)]
pub struct Examination {
    /// The record.
    pub record: Record,
    /// The decoded source text, in which all offsets count.
    pub text: String,
    /// What rules claimed and was turned down, in the order of the text.
    pub turned_down: Vec<TurnedDown>,
    /// The document as it was read; its source text is `text`.
    work: Work,
}

/// How a claim came to be.
#[derive(Debug, Clone)]
pub struct Trace {
    /// The forms of its rule that read it, as the rule file has them.
    pub forms: Vec<String>,
    /// Of a look-alike, the words beside it that its rule forbids.
    pub forbidden: Option<String>,
    /// The sentence it stands in; in a table its lines.
    pub sentence: Range<usize>,
    /// Whether its words and its quantity stand apart (分别, a table).
    pub spread: bool,
    /// Whether its field was carried over from a figure before it.
    pub carried: bool,
    /// The words that give it a period of its own, where they were found.
    pub period_words: Option<String>,
    /// Whether words for the whole (全年, 全市, 共) stand before it.
    pub explicit: bool,
    /// Of a figure, where it stands in the choice of the headline; it names others by their place in the record.
    pub standing: Option<Standing>,
}

/// A pattern that nearly found a figure.
#[derive(Debug, Clone)]
pub struct NearMiss {
    /// The id of the rule.
    pub rule: String,
    /// The form, as the rule file has it.
    pub form: String,
    /// The sentence.
    pub sentence: Range<usize>,
    /// Its 1-based line.
    pub line: usize,
    /// The words of the form that stand there, in order.
    pub words: Vec<Range<usize>>,
    /// The number it came near to.
    pub quantity: Option<Range<usize>>,
    /// What was lacking.
    pub lacking: Lacking,
}

/// A quantity that no rule claimed.
#[derive(Debug, Clone)]
pub struct Unclaimed {
    /// The words before it in its clause, in clean characters.
    pub before: String,
    /// The quantity, in clean characters.
    pub text: String,
    /// Its measure word; `元` and `%` of money and percentages.
    pub measure: String,
    /// The words after it in its clause, in clean characters.
    pub after: String,
    /// Its value.
    pub value: rust_decimal::Decimal,
    /// The sentence, in clean characters.
    pub sentence: String,
    /// Where the quantity stands in it, in code points.
    pub at: Range<usize>,
    /// The 1-based line of the quantity in the source.
    pub line: usize,
}

impl Reader<'_> {
    /// Reads one report and keeps what led to the record.
    ///
    /// # Errors
    /// A [`Failure`] where the bytes are no text that can be read.
    pub fn examine(&self, path: &str, bytes: &[u8]) -> Result<Examination, Failure> {
        let mut work = self.work(path, bytes)?;
        let record = self.record(path, &work);
        let locator = Locator::new(&work.source.text);
        let turned_down =
            work.resolved.rejected.iter().map(|placed| self.turned_down(&work, &locator, placed)).collect();
        let text = std::mem::take(&mut work.source.text);
        Ok(Examination { record, text, turned_down, work })
    }

    /// How each figure of the record and each claim turned down came to be, in their order.
    pub fn traces(&self, examination: &Examination) -> (Vec<Trace>, Vec<Trace>) {
        let work = &examination.work;
        let locator = Locator::new(&examination.text);
        let trace = |placed: &Placed, standing| self.trace(examination, &locator, placed, standing);
        let figures = work.resolved.figures.iter().zip(&work.resolved.standings);
        let rejected = work.resolved.rejected.iter();
        (figures.map(|(f, s)| trace(f, Some(*s))).collect(), rejected.map(|r| trace(r, None)).collect())
    }

    /// Where a field, by its id, came nearest to a figure.
    pub fn nearest(&self, examination: &Examination, field: &str) -> Option<NearMiss> {
        let work = &examination.work;
        let locator = Locator::new(&examination.text);
        let at = self.pack.fields.iter().position(|f| f.id == field)?;
        let near = self.matcher.nearest(&work.clean.text, &work.outline, at)?;
        let place = |span: CleanSpan| points(work, &locator, span);
        let sentence = work.outline.sentences[near.sentence].span;
        Some(NearMiss {
            rule: near.pattern.id.clone(),
            form: near.form.to_owned(),
            sentence: place(sentence),
            line: locator.line(work.clean.raw(sentence).start),
            words: near.words.into_iter().map(place).collect(),
            quantity: near.quantity.map(place),
            lacking: near.lacking,
        })
    }

    /// The checks that the report's own figures passed, in words, each with the figures by their place in the record.
    pub fn passed<'e>(&self, examination: &'e Examination) -> impl Iterator<Item = (&'e str, &'e [usize])> + use<'e> {
        let checked = examination.work.resolved.checked.iter().filter(|checked| checked.holds);
        checked.map(|checked| (checked.told.as_str(), checked.figures.as_slice()))
    }

    /// The quantities of sentences that no rule claimed and that plans, single cases and other bodies do not own.
    pub fn unclaimed(&self, examination: &Examination) -> Vec<Unclaimed> {
        let work = &examination.work;
        let (clean, resolved) = (&work.clean.text, &work.resolved);
        let claims = resolved.figures.iter().chain(&resolved.rejected);
        let claimed: BTreeSet<usize> = claims.map(|placed| placed.candidate.quantity.span.start).collect();
        let matches = self.matcher.unclaimed(clean, &work.outline, &claimed);
        if self.pack.fields.is_empty() {
            return Vec::new();
        }
        let author = author(&work.identity);
        let scan = self.matcher.lexicon().scan(clean);
        let text = Text { pack: self.pack, scan: &scan, clean, outline: &work.outline, author: &author };
        let starts: Vec<CleanSpan> = matches.quantities.iter().map(|quantity| quantity.span).collect();
        let placed = context::place(&text, anchor(work), matches);
        let locator = Locator::new(&examination.text);
        let free = placed.iter().filter(|placed| placed.candidate.rejected.is_none());
        free.filter_map(|placed| self.unclaimed_one(work, &scan, &starts, &locator, placed)).collect()
    }

    fn unclaimed_one(
        &self,
        work: &Work,
        scan: &crate::matching::words::Scan,
        all: &[CleanSpan],
        locator: &Locator,
        placed: &Placed,
    ) -> Option<Unclaimed> {
        let quantity = &placed.candidate.quantity;
        let clean = &work.clean.text;
        let sentence = work.outline.sentences[placed.candidate.sentence?].span;
        let at = all.partition_point(|other| other.start < quantity.span.start);
        let floor = at.checked_sub(1).map_or(sentence.start, |before| all[before].end.max(sentence.start));
        let ceiling = all.get(at + 1).map_or(sentence.end, |next| next.start.min(sentence.end));
        let ends = |c: char| matches!(c, ',' | ';' | ':' | '。' | '!' | '?' | '(' | ')' | '|' | '\n');
        let before = clean[floor..quantity.span.start].rsplit(ends).next().unwrap_or_default();
        let after = clean[quantity.span.end..ceiling].split(|c| ends(c) || c == '、').next().unwrap_or_default();
        let lead = CleanSpan::new(quantity.span.start - before.len(), quantity.span.start);
        let changes = [WordList::Rises, WordList::Falls].into_iter().any(|list| scan.occurs(lead, list));
        let measure = match quantity.measure {
            Measure::Word(id) => self.pack.measure_words.get(usize::from(id))?.clone(),
            Measure::Money | Measure::Bare { .. } => "元".to_owned(),
            // 同比上升12%: the change of a figure, not one itself.
            Measure::Percent if changes => return None,
            Measure::Percent => "%".to_owned(),
            Measure::None => return None,
        };
        let body = &clean[sentence.range()];
        let lead = sentence.start + body.len() - body.trim_start().len();
        let points = |to: usize| clean[lead..to].chars().count();
        Some(Unclaimed {
            before: before.trim().to_owned(),
            text: clean[quantity.span.range()].to_owned(),
            measure,
            after: after.trim().to_owned(),
            value: quantity.value,
            sentence: body.trim().to_owned(),
            at: points(quantity.span.start)..points(quantity.span.end),
            line: locator.line(work.clean.raw(quantity.span).start),
        })
    }

    fn trace(
        &self,
        examination: &Examination,
        locator: &Locator,
        placed: &Placed,
        standing: Option<Standing>,
    ) -> Trace {
        let (work, candidate) = (&examination.work, &placed.candidate);
        let clean = &work.clean.text;
        let sentence = match candidate.sentence {
            Some(at) => work.outline.sentences[at].span.cover(candidate.quote),
            None => lines(clean, candidate.quote.cover(candidate.quantity.span)),
        };
        let way = self.matcher.way_of(clean, &work.outline, candidate);
        let look_alike = candidate.rejected == Some(Rejection::LookAlike);
        Trace {
            forbidden: way.forbidden.filter(|_| look_alike).map(|span| clean[span.range()].to_owned()),
            forms: way.forms.into_iter().map(str::to_owned).collect(),
            sentence: points(work, locator, sentence),
            spread: candidate.origin == Origin::Spread,
            carried: candidate.origin == Origin::Carried,
            period_words: period_words(work, placed, sentence),
            explicit: placed.explicit,
            standing,
        }
    }

    fn turned_down(&self, work: &Work, locator: &Locator, placed: &Placed) -> TurnedDown {
        let candidate = &placed.candidate;
        let quote = work.clean.raw(candidate.quote.cover(candidate.quantity.span));
        TurnedDown {
            field: self.pack.fields[candidate.field].id.clone(),
            value: candidate.quantity.value,
            quote: work.source.text[quote.range()].to_owned(),
            start: locator.offset(quote.start),
            end: locator.offset(quote.end),
            line: locator.line(quote.start),
            rule: candidate.rule.clone(),
            reason: candidate.rejected.as_ref().map(ToString::to_string).unwrap_or_default(),
        }
    }
}

/// A clean span in code points of the source.
fn points(work: &Work, locator: &Locator, span: CleanSpan) -> Range<usize> {
    let raw = work.clean.raw(span);
    locator.offset(raw.start)..locator.offset(raw.end)
}

/// The lines that a span touches.
fn lines(clean: &str, span: CleanSpan) -> CleanSpan {
    let start = clean[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = clean[span.end..].find('\n').map_or(clean.len(), |at| span.end + at);
    CleanSpan::new(start, end)
}

/// The words that give a claim its own period: its own, else the last before it that mean its days.
fn period_words(work: &Work, placed: &Placed, sentence: CleanSpan) -> Option<String> {
    let period = placed.period.filter(|period| period.basis == Basis::Stated)?;
    if let Some(own) = placed.candidate.period_words.filter(|span| !span.is_empty()) {
        return Some(work.clean.text[own.range()].to_owned());
    }
    let body = &work.clean.text[sentence.range()];
    let days = DateRange { start: period.start, end: period.end };
    let times = time::expressions(body, anchor(work));
    let before = |at: usize| sentence.start + at <= placed.candidate.quantity.span.start;
    let said = times.iter().rfind(|t| t.days == Some(days) && t.form != Form::Compared && before(t.at.end))?;
    Some(body[said.at.clone()].to_owned())
}

/// What words of time refer to.
fn anchor(work: &Work) -> Anchor {
    let date = work.identity.signed.or(work.identity.published);
    Anchor { period: work.period, date, ..Anchor::default() }
}
