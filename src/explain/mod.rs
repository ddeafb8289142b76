//! Why each field of a report has the value it has, as data.
//!
//! In: an [`Examination`], which is the pipeline's own record of what it did. Out: an [`Explanation`]: for each field the figure
//! taken, the other figures, the claims turned down, each with its reasons in words, and where nothing was claimed the
//! nearest miss. Offsets count code points; those of an [`Excerpt`] count in its own text.

#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::pipeline::{Examination, NearMiss, Reader, Standing, Trace};
use crate::record::{DateRange, Figure, Period, Scope, TurnedDown};
use crate::rules::Pack;

/// A report explained.
#[derive(Debug, Serialize)]
pub struct Explanation {
    /// The path as it was given.
    pub path: String,
    /// The report's title.
    pub title: Option<String>,
    /// Whose report it is.
    pub agency: Option<String>,
    /// The days it covers.
    pub period: Option<DateRange>,
    /// The fields asked for, in the order of the pack.
    pub fields: Vec<FieldReasons>,
}

/// What became of one field.
#[derive(Debug, Serialize)]
pub struct FieldReasons {
    /// Its id.
    pub field: String,
    /// Its name in Chinese.
    pub zh: String,
    /// The figure that stands for the report.
    pub headline: Option<Claim>,
    /// The other figures, in the order of the text, each with why it is no headline.
    pub figures: Vec<Claim>,
    /// What was claimed and turned down, each with the reason.
    pub turned_down: Vec<Claim>,
    /// Where nothing was claimed, what came nearest.
    pub nearest: Option<Nearest>,
    /// The checks that its figures passed.
    pub checks: Vec<String>,
    /// The warnings on this field.
    pub warnings: Vec<String>,
}

/// A number that a rule claimed.
#[derive(Debug, Serialize)]
pub struct Claim {
    /// Its value in the field's unit.
    #[serde(with = "rust_decimal::serde::arbitrary_precision")]
    pub value: Decimal,
    /// The shortest stretch of source that shows what was counted.
    pub quote: String,
    /// Where `quote` starts in the source.
    pub start: usize,
    /// Where it ends, exclusive.
    pub end: usize,
    /// 1-based line of `start`.
    pub line: usize,
    /// What it covers; of figures alone.
    pub scope: Option<Scope>,
    /// The words that say so.
    pub scope_name: Option<String>,
    /// The days it covers; of figures alone.
    pub period: Option<Period>,
    /// The words that say so, where the text gives it days of its own.
    pub period_words: Option<String>,
    /// The id of the rule.
    pub rule: String,
    /// The rule's forms that read it, as the rule file has them.
    pub forms: Vec<String>,
    /// Why it is what it is, in words.
    pub reasons: Vec<String>,
    /// Its sentence, the quote marked.
    pub sentence: Excerpt,
}

/// A pattern that nearly found a figure.
#[derive(Debug, Serialize)]
pub struct Nearest {
    /// The id of the rule.
    pub rule: String,
    /// The form, as the rule file has it.
    pub form: String,
    /// 1-based line of the sentence.
    pub line: usize,
    /// What was lacking, in words.
    pub lacking: String,
    /// The sentence; the words that matched and the number are marked.
    pub sentence: Excerpt,
}

/// A stretch of the source with marked places in it.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Excerpt {
    /// The text.
    pub text: String,
    /// The marked places, in order, none over another.
    pub marks: Vec<Range<usize>>,
}

/// Explains the fields that `wanted` likes, by id.
pub fn explain(reader: &Reader, pack: &Pack, examination: &Examination, wanted: impl Fn(&str) -> bool) -> Explanation {
    let (figures, turned_down) = reader.traces(examination);
    let text = Source { chars: examination.text.chars().collect() };
    let report = Report { examination, figures: &figures, turned_down: &turned_down, text: &text };
    let document = &examination.record.document;
    let fields = pack.fields.iter().filter(|field| wanted(&field.id)).map(|field| {
        let mut told = report.field(&field.id);
        told.zh.clone_from(&field.zh);
        let concerned = |at: &usize| examination.record.figures[*at].field == field.id;
        let passed = reader.passed(examination).filter(|(_, figures)| figures.iter().any(concerned));
        told.checks = passed.map(|(check, _)| check.to_owned()).collect();
        if told.headline.is_none() && told.figures.is_empty() && told.turned_down.is_empty() {
            told.nearest = reader.nearest(examination, &field.id).map(|near| report.nearest(near));
        }
        told
    });
    Explanation {
        path: examination.record.source.path.clone(),
        title: document.title.clone(),
        agency: document.agency.clone(),
        period: document.period,
        fields: fields.collect(),
    }
}

/// The source text by code points.
struct Source {
    chars: Vec<char>,
}

impl Source {
    /// A stretch without the blanks around it; marks are given in the source and outside of it left out.
    fn excerpt(&self, place: Range<usize>, marks: impl IntoIterator<Item = Range<usize>>) -> Excerpt {
        let inside = &self.chars[place.clone()];
        let lead = inside.iter().take_while(|c| c.is_whitespace()).count();
        let tail = inside.iter().rev().take_while(|c| c.is_whitespace()).count();
        let (start, end) = (place.start + lead.min(inside.len()), (place.end - tail).max(place.start + lead));
        let mut marks: Vec<Range<usize>> = marks.into_iter().collect();
        marks.sort_by_key(|mark| (mark.start, mark.end));
        let mut kept: Vec<Range<usize>> = Vec::new();
        for mark in marks {
            let mark = mark.start.clamp(start, end) - start..mark.end.clamp(start, end) - start;
            match kept.last_mut() {
                Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
                _ if mark.is_empty() => {}
                _ => kept.push(mark),
            }
        }
        Excerpt { text: self.chars[start..end].iter().collect(), marks: kept }
    }
}

/// An examined report with its traces.
struct Report<'a> {
    examination: &'a Examination,
    figures: &'a [Trace],
    turned_down: &'a [Trace],
    text: &'a Source,
}

impl Report<'_> {
    fn field(&self, id: &str) -> FieldReasons {
        let record = &self.examination.record;
        let mut headline = None;
        let mut others = Vec::new();
        for (figure, trace) in record.figures.iter().zip(self.figures).filter(|(figure, _)| figure.field == id) {
            let claim = self.figure(figure, trace);
            if figure.headline { headline = Some(claim) } else { others.push(claim) }
        }
        let claims = self.examination.turned_down.iter().zip(self.turned_down);
        // Two forms of one rule that read the same number are turned down twice.
        let mut turned_down: Vec<Claim> =
            claims.filter(|(c, _)| c.field == id).map(|(c, t)| self.rejected(c, t)).collect();
        turned_down.dedup_by(|b, a| (b.value, b.end, &b.rule, &b.reasons) == (a.value, a.end, &a.rule, &a.reasons));
        let of_field = record.warnings.iter().filter(|warning| warning.field.as_deref() == Some(id));
        FieldReasons {
            field: id.to_owned(),
            zh: String::new(),
            headline,
            figures: others,
            turned_down,
            nearest: None,
            checks: Vec::new(),
            warnings: of_field.map(|warning| warning.message.clone()).collect(),
        }
    }

    fn figure(&self, figure: &Figure, trace: &Trace) -> Claim {
        let record = &self.examination.record;
        let mut reasons = words::standing(figure, trace, &record.figures);
        if matches!(trace.standing, Some(Standing::Alone | Standing::Before(..) | Standing::Behind(..))) {
            reasons.push(words::days(figure, trace, record.document.period));
        }
        reasons.extend(words::origin(trace));
        Claim {
            value: figure.value,
            quote: figure.quote.clone(),
            start: figure.start,
            end: figure.end,
            line: figure.line,
            scope: Some(figure.scope),
            scope_name: figure.scope_name.clone(),
            period: figure.period,
            period_words: trace.period_words.clone(),
            rule: figure.rule.clone(),
            forms: trace.forms.clone(),
            reasons,
            sentence: self.text.excerpt(trace.sentence.clone(), Some(figure.start..figure.end)),
        }
    }

    fn rejected(&self, claim: &TurnedDown, trace: &Trace) -> Claim {
        Claim {
            value: claim.value,
            quote: claim.quote.clone(),
            start: claim.start,
            end: claim.end,
            line: claim.line,
            scope: None,
            scope_name: None,
            period: None,
            period_words: None,
            rule: claim.rule.clone(),
            forms: trace.forms.clone(),
            reasons: vec![words::turned_down(claim, trace)],
            sentence: self.text.excerpt(trace.sentence.clone(), Some(claim.start..claim.end)),
        }
    }

    fn nearest(&self, near: NearMiss) -> Nearest {
        let lacking = words::lacking(&near);
        let marks = near.words.into_iter().chain(near.quantity);
        Nearest {
            rule: near.rule,
            form: near.form,
            line: near.line,
            lacking,
            sentence: self.text.excerpt(near.sentence, marks),
        }
    }
}
