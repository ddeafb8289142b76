//! One document from bytes to record: the only place that names all the stages.

mod examine;

use rust_decimal::Decimal;
use serde_json::{Map, Number, Value};

use crate::clean::{self, CleanText};
use crate::context::time::Anchor;
use crate::context::{self, Author, Placed, Text};
use crate::duplicates::Sketch;
use crate::identity::{self, Doubt, Hints, Identity};
use crate::ingest::{self, SourceText};
use crate::limits::{Limit, Limits};
use crate::locate::Locator;
use crate::matching::Matcher;
use crate::outline::Outline;
use crate::record::{
    DateRange, Document, Failure, Figure, Kind, Place, Record, SCHEMA_VERSION, Source, Warning, WarningCode,
};
use crate::resolve::{self, Resolved};
use crate::rules::Pack;
use crate::span::CleanSpan;

pub use crate::matching::near::Lacking;
pub use crate::resolve::{Edge, Standing};
pub use examine::{Examination, NearMiss, Trace, Unclaimed};

/// Reads reports by one rule pack; shared by all threads.
#[derive(Debug)]
pub struct Reader<'p> {
    pack: &'p Pack,
    matcher: Matcher<'p>,
    limits: Limits,
    /// The values of a report that states none.
    blank: Map<String, Value>,
}

/// A document with all that was made of it on the way.
#[derive(Debug)]
struct Work {
    source: SourceText,
    clean: CleanText,
    outline: Outline,
    identity: Identity,
    period: Option<DateRange>,
    resolved: Resolved,
}

impl<'p> Reader<'p> {
    /// A reader for `pack`, within the usual bounds.
    pub fn new(pack: &'p Pack) -> Self {
        let blank = pack.fields.iter().map(|field| (field.id.clone(), Value::Null)).collect();
        Self { pack, matcher: Matcher::new(pack), limits: Limits::default(), blank }
    }

    /// The same reader within other bounds.
    #[must_use]
    pub fn within(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// The rules it goes by.
    pub fn pack(&self) -> &'p Pack {
        self.pack
    }

    /// The bounds on what it reads.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Reads one report; `path` is what the record will call it.
    ///
    /// # Errors
    /// A [`Failure`] where the bytes are no text that can be read, or one beyond the bounds.
    pub fn read(&self, path: &str, bytes: &[u8]) -> Result<Record, Failure> {
        let work = self.work(path, bytes)?;
        Ok(self.record(path, &work))
    }

    /// The same, with what tells copies of the report.
    ///
    /// # Errors
    /// The same.
    pub fn read_sketched(&self, path: &str, bytes: &[u8]) -> Result<(Record, Sketch), Failure> {
        let work = self.work(path, bytes)?;
        Ok((self.record(path, &work), Sketch::of(&work.clean.text)))
    }

    /// The decoded source text, as the offsets of its record count in it.
    ///
    /// # Errors
    /// A [`Failure`] where the bytes are no text that can be read.
    pub fn source_text(&self, path: &str, bytes: &[u8]) -> Result<String, Failure> {
        self.source(path, bytes).map(|source| source.text)
    }

    fn source(&self, path: &str, bytes: &[u8]) -> Result<SourceText, Failure> {
        ingest::ingest_within(bytes, Some(path), &self.limits).map_err(|e| failure(path, e.code(), &e))
    }

    fn work(&self, path: &str, bytes: &[u8]) -> Result<Work, Failure> {
        let pack = self.pack;
        let source = self.source(path, bytes)?;
        let clean = clean::clean(&source.text);
        let quantities = self.matcher.quantities(&clean.text);
        let within = self.limits.check(Limit::Quantities, quantities.len() as u64);
        within.map_err(|e| failure(path, e.limit.code(), &e))?;
        let outline = Outline::of(&clean.text);
        let hints = Hints { title: source.title.as_deref(), published: source.published, path: Some(path) };
        let identity = identity::identify(&clean.text, hints, &pack.identity);
        let date = identity.signed.or(identity.published);
        let anchor = Anchor { date, ..Anchor::default() };
        let reports = identity.kind != Kind::Reply;
        let author = author(&identity);
        let scan = self.matcher.lexicon().scan(&clean.text);
        let text = Text { pack, scan: &scan, clean: &clean.text, outline: &outline, author: &author };
        let stated = context::stated_period(&text, identity.title.as_deref(), reports, anchor);
        let matches = self.matcher.candidates(&clean.text, &outline, &scan, quantities);
        let told = if identity.kind == Kind::Other { context::story_year(&text, date) } else { None };
        let told = told.filter(|year| stated.is_some_and(|period| period.end.year() + 1 == *year));
        let mut placed = context::place(&text, Anchor { period: stated, told, ..anchor }, matches);
        let of_opening = || context::opening_period(&text, anchor).filter(|_| reports);
        let period = stated.or_else(|| context::shared_period(pack, &placed)).or_else(of_opening);
        if let Some(period) = period {
            context::fill_period(&mut placed, period, date.filter(|_| stated.is_none()));
        }
        let shares = context::shares::shares(&text, &placed);
        let resolved = resolve::resolve(pack, placed, &shares, resolve::Report { period, level: identity.level });
        Ok(Work { source, clean, outline, identity, period, resolved })
    }

    fn record(&self, path: &str, work: &Work) -> Record {
        let locator = Locator::new(&work.source.text);
        let figures: Vec<Figure> = (0..work.resolved.figures.len()).map(|at| self.figure(work, &locator, at)).collect();
        let mut values = self.blank.clone();
        for (value, headline) in values.values_mut().zip(&work.resolved.headlines) {
            *value = headline.map_or(Value::Null, |at| number(figures[at].value));
        }
        let warnings = warnings(work, &figures);
        Record {
            schema_version: SCHEMA_VERSION,
            source: Source {
                path: path.to_owned(),
                sha256: work.source.sha256.clone(),
                format: work.source.format.to_owned(),
                encoding: work.source.encoding.to_owned(),
                duplicate_of: None,
            },
            document: document(work),
            values,
            figures,
            warnings,
        }
    }

    fn figure(&self, work: &Work, locator: &Locator, at: usize) -> Figure {
        let placed: &Placed = &work.resolved.figures[at];
        let candidate = &placed.candidate;
        let field = &self.pack.fields[candidate.field];
        let quote = work.clean.raw(candidate.quote.cover(candidate.quantity.span));
        let text = work.clean.raw(candidate.quantity.span);
        let mut section: Vec<String> = work
            .outline
            .above(candidate.heading)
            .map(|h| work.clean.text[h.span.range()].to_owned())
            .filter(|h| !h.is_empty())
            .collect();
        section.reverse();
        Figure {
            field: field.id.clone(),
            value: candidate.quantity.value,
            unit: field.unit,
            qualifier: candidate.quantity.qualifier,
            upper: candidate.quantity.upper,
            change_pct: placed.change,
            scope: placed.scope,
            scope_name: placed.scope_words.and_then(|words| scope_name(&work.clean.text[words.range()])),
            period: placed.period,
            headline: work.resolved.headlines[candidate.field] == Some(at),
            text: work.source.text[text.range()].to_owned(),
            quote: work.source.text[quote.range()].to_owned(),
            start: locator.offset(quote.start),
            end: locator.offset(quote.end),
            line: locator.line(quote.start),
            section,
            rule: candidate.rule.clone(),
        }
    }
}

/// Who a report is by.
fn author(identity: &Identity) -> Author {
    Author {
        agency: identity.agency.clone(),
        region: identity.region.clone(),
        level: identity.level,
        title: identity.title_span.clone().map(|span| CleanSpan::new(span.start, span.end)),
    }
}

/// Words of a scope without the marks beside them; none where nothing is left.
fn scope_name(words: &str) -> Option<String> {
    let name = words.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ':' | '、' | ';'));
    (!name.is_empty()).then(|| name.to_owned())
}

fn failure(path: &str, code: &str, error: &dyn std::error::Error) -> Failure {
    Failure { path: path.to_owned(), code: code.to_owned(), message: error.to_string() }
}

/// A decimal as an exact JSON number.
fn number(value: Decimal) -> Value {
    let value = value.normalize();
    match i64::try_from(value.mantissa()) {
        Ok(count) if value.scale() == 0 => count.into(),
        // The digits of a decimal are always a JSON number.
        _ => value.to_string().parse::<Number>().map_or(Value::Null, Value::Number),
    }
}

fn document(work: &Work) -> Document {
    let identity = &work.identity;
    Document {
        title: identity.title.clone(),
        agency: identity.agency.clone(),
        agency_kind: identity.agency_kind,
        region: identity.region.clone(),
        region_code: identity.region_code.clone(),
        level: identity.level,
        kind: identity.kind,
        period: work.period,
        published: identity.published.or(identity.signed),
    }
}

fn place(figure: &Figure) -> Place {
    let Figure { value, start, end, line, .. } = *figure;
    Place { field: figure.field.clone(), value, start, end, line }
}

fn warnings(work: &Work, figures: &[Figure]) -> Vec<Warning> {
    let plain = |code, message: &str| Warning { code, message: message.to_owned(), ..Warning::default() };
    let placed = work.resolved.warnings.iter().map(|found| {
        let first = found.figures.first().map(|at| &figures[*at]);
        let several = if found.figures.len() > 1 { found.figures.as_slice() } else { &[] };
        let places = several.iter().map(|at| place(&figures[*at])).collect();
        let (start, end) = (first.map(|f| f.start), first.map(|f| f.end));
        Warning { start, end, places, ..found.warning.clone() }
    });
    let mut all: Vec<Warning> = placed.collect();
    match &work.identity.doubt {
        Some(Doubt::Unnamed) => all.push(plain(WarningCode::NoRegion, "the agency's place is not named in the text")),
        Some(Doubt::Ambiguous(rivals)) => {
            let message = format!("several places bear the name: {}", rivals.join(", "));
            all.push(plain(WarningCode::AmbiguousPlace, &message));
        }
        None => {}
    }
    if work.clean.repaired {
        all.push(plain(WarningCode::RepairedText, "lost characters were restored before reading"));
    }
    if work.source.lossy {
        all.push(plain(WarningCode::LossyDecoding, "some bytes have no meaning in the encoding used"));
    }
    if figures.is_empty() && work.period.is_none() && work.identity.agency.is_none() {
        all.push(plain(WarningCode::NotAReport, "no agency, no period and no figures: not an enforcement report"));
    }
    all
}
