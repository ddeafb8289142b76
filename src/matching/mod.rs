//! Where the rules fire: quantities with the fields that may claim them.
//!
//! In: the outline of a clean text, its quantities, the pack. Out: [`Candidate`]s in the order of the text, each a field, a
//! quantity, the rule and the quote, with the claims that lost beside them. Periods and scopes are not known here.
//!
//! One pass over a sentence finds the words that rules need; a rule is tried only where its words stand, around the quantities
//! that it can reach from there. Two fields that claim one quantity are told apart by the characters their words matched.

mod anchors;
mod carry;
mod claim;
mod extent;
mod hung;
mod index;
mod kinds;
pub mod near;
mod needs;
mod read;
pub mod reading;
mod settle;
mod spread;
mod table;
mod tries;
mod unclaimed;
mod walk;
pub mod words;

use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;
use std::thread;

use rust_decimal::Decimal;

use crate::outline::{Outline, Table};
use crate::quantity::{MeasureWords, Quantity, nones, quantities};
use crate::record::Scope;
use crate::rules::Pack;
use crate::span::CleanSpan;
use index::Index;
use read::Reader;
use reading::Reading;
pub(crate) use spread::IN_ORDER;
use words::{Lexicon, Scan};

/// A field's claim on a quantity.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The field, by its place in the pack.
    pub field: usize,
    /// The rule's id.
    pub rule: String,
    /// The quantity.
    pub quantity: Quantity,
    /// The shortest stretch of clean text that shows what was counted.
    pub quote: CleanSpan,
    /// The sentence, by its place in the outline; none in a table.
    pub sentence: Option<usize>,
    /// The innermost heading above, by its place in the outline.
    pub heading: Option<usize>,
    /// The scope the wording itself gives.
    pub scope: Option<Scope>,
    /// The words of a period that belong to this figure alone: 去年同期, the head of a table's column.
    pub period_words: Option<CleanSpan>,
    /// How it came to be.
    pub origin: Origin,
    /// Why it was turned down, if it was.
    pub rejected: Option<Rejection>,
    score: u32,
    shares: bool,
    /// Whether the pattern asked for words that say none: 未发生行政复议和行政诉讼案件 serves every field it names.
    none: bool,
}

/// How a candidate came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The text says it in one piece.
    Plain,
    /// Words and quantity were put together: 分别为, a table.
    Spread,
    /// The field was carried over from another figure: a list of parts, last year's value in brackets.
    Carried,
    /// Its digits stand out of their place and were found by what the sum of the other parts lacks.
    Mended,
}

/// Why a candidate was turned down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rejection {
    /// Words of the rule's `not` stand beside it.
    LookAlike,
    /// Reads across a list that is told in order (分别), where each label has its own quantity.
    InOrder,
    /// Its words name what the number before them counts: 6起限产停产、11起….
    NamesTheOneBefore,
    /// Another field's rule fits better: its id.
    Outdone(String),
    /// A change since another year, not a count.
    Delta,
    /// Planned, not done.
    Plan,
    /// One case that is told.
    SingleCase,
    /// Another agency's doing, or another area's figure.
    Elsewhere,
    /// A share of something, an average, a single highest value.
    Decoy,
    /// Counted since a day that the text does not name.
    Undated,
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LookAlike => f.write_str("a look-alike: words beside it say it counts something else"),
            Self::InOrder => f.write_str("reads across a list that is told in order"),
            Self::NamesTheOneBefore => f.write_str("its words name what the number before them counts"),
            Self::Outdone(rule) => write!(f, "{rule} fits better"),
            Self::Delta => f.write_str("a change against another time, not a count"),
            Self::Plan => f.write_str("planned, not done"),
            Self::SingleCase => f.write_str("one case that is told"),
            Self::Elsewhere => f.write_str("another agency's doing or another area's figure"),
            Self::Undated => f.write_str("counted since a day that the text does not name"),
            Self::Decoy => f.write_str("one highest or single value, not a count of all"),
        }
    }
}

/// A compiled pack, ready to be tried on texts.
#[derive(Debug)]
pub struct Matcher<'p> {
    pack: &'p Pack,
    words: MeasureWords,
    index: Index<'p>,
    lexicon: Lexicon,
    /// How many fields have each word, counted when a nearest miss is first asked for.
    shared_words: OnceLock<HashMap<String, usize>>,
}

/// What one text gave.
#[derive(Debug, Default)]
pub struct Matches {
    /// Claims in the order of their quantities.
    pub candidates: Vec<Candidate>,
    /// Every quantity of the text.
    pub quantities: Vec<Quantity>,
}

impl<'p> Matcher<'p> {
    /// Prepares a pack.
    pub fn new(pack: &'p Pack) -> Self {
        let lexicon = OnceLock::new();
        let (index, words) = thread::scope(|scope| {
            // Side by side, as soon as there is a second processor; until then it is made here.
            let prepare = || {
                lexicon.get_or_init(|| Lexicon::new(pack));
            };
            scope.spawn(prepare);
            let index = Index::new(pack);
            let words = MeasureWords::new(&pack.measure_words, &pack.none_words);
            prepare();
            (index, words)
        });
        let lexicon = lexicon.into_inner().unwrap_or_else(|| Lexicon::new(pack));
        Self { pack, words, index, lexicon, shared_words: OnceLock::new() }
    }

    /// The word lists of the pack.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The quantities of `clean`, in order.
    pub fn quantities(&self, clean: &str) -> Vec<Quantity> {
        quantities(clean, &self.words)
    }

    /// All claims on `all` the quantities of `clean`.
    pub fn candidates(&self, clean: &str, outline: &Outline, scan: &Scan, all: Vec<Quantity>) -> Matches {
        let mut found = Vec::new();
        let mut reader = Reader::new(&self.index);
        let none = nones(clean, &self.words);
        for (at, sentence) in outline.sentences.iter().enumerate() {
            let (mine, none) = (within(&all, sentence.span), within(&none, sentence.span));
            if !mine.is_empty() || !none.is_empty() {
                found.extend(sentence_claims(&mut reader, clean, outline, at, mine, none));
            }
        }
        let grid = table::Grid { clean, outline, words: &self.words, scan };
        for table in &outline.tables {
            found.extend(table_claims(&mut reader, &grid, table));
        }
        found.sort_by_key(|c: &Candidate| (c.quantity.span.start, c.field));
        carry::carry(self, clean, outline, scan, &all, &mut found);
        Matches { candidates: found, quantities: all }
    }
}

/// The claims on the quantities of a sentence, and on its words that say none.
fn sentence_claims(
    reader: &mut Reader,
    clean: &str,
    outline: &Outline,
    at: usize,
    quantities: &[Quantity],
    none: &[Quantity],
) -> Vec<Candidate> {
    let sentence = &outline.sentences[at];
    let mut none = none.to_vec();
    let quantities = not_one(quantities, &mut none);
    let plain = Reading::plain(clean, sentence.span, &quantities, &none, at);
    let headings = headings_of(clean, outline, at);
    let mut claims = reader.claims(&plain, &headings, Origin::Plain);
    let spread = spread::readings(clean, &plain, sentence.span.start, at);
    // What is told in order is read in order only.
    for claim in claims.iter_mut().filter(|c| c.rejected.is_none() && !spread.is_empty()) {
        let told = |r: &Reading| r.holds(&claim.quantity);
        let across = clean[claim.quote.range()].contains(spread::IN_ORDER);
        let here = Some(claim.quantity.span);
        if spread.iter().any(|r| r.alone == here || told(r) && (across || r.period.or(r.doer).is_some())) {
            claim.rejected = Some(Rejection::InOrder);
        }
    }
    for reading in spread {
        let from = claims.len();
        claims.extend(reader.claims(&reading, &headings, Origin::Spread));
        for claim in &mut claims[from..] {
            claim.period_words = reading.period;
            claim.scope = claim.scope.or(reading.doer.map(|_| Scope::Part));
        }
    }
    settle::settle(clean, &mut claims);
    for claim in &mut claims {
        claim.heading = sentence.heading;
    }
    claims
}

/// The claims on the numbers of a table.
fn table_claims(reader: &mut Reader, grid: &table::Grid, table: &Table) -> Vec<Candidate> {
    let headings: Vec<&str> = grid.outline.above(table.heading).map(|h| &grid.clean[h.span.range()]).collect();
    let mut claims = Vec::new();
    for cell in grid.readings(table) {
        let from = claims.len();
        claims.extend(reader.claims(&cell.reading, &headings, Origin::Spread));
        for claim in &mut claims[from..] {
            claim.heading = table.heading;
            claim.period_words = cell.period;
            claim.scope = claim.scope.or(cell.scope);
            claim.rejected = claim.rejected.take().or_else(|| cell.rejected.clone());
        }
    }
    settle::settle(grid.clean, &mut claims);
    claims
}

/// The headings above a sentence and the title of its item, for rules that ask for them.
fn headings_of<'t>(clean: &'t str, outline: &Outline, at: usize) -> Vec<&'t str> {
    let sentence = &outline.sentences[at];
    let mut texts: Vec<&str> = outline.above(sentence.heading).map(|h| &clean[h.span.range()]).collect();
    if sentence.first_of_item < at {
        texts.push(&clean[outline.sentences[sentence.first_of_item].span.range()]);
        texts.push(&clean[outline.sentences[at - 1].span.range()]);
    }
    texts
}

/// Those of `all`, which are in the order of the text, that stand in `span`.
fn within(all: &[Quantity], span: CleanSpan) -> &[Quantity] {
    let behind = &all[all.partition_point(|q| q.span.start < span.start)..];
    &behind[..behind.partition_point(|q| q.span.end <= span.end)]
}

/// 无一例, 未出现一起: the one belongs to the words that say none. Gives the other quantities.
fn not_one(all: &[Quantity], none: &mut [Quantity]) -> Vec<Quantity> {
    let mut kept = Vec::with_capacity(all.len());
    for quantity in all {
        let one = quantity.value == Decimal::ONE && quantity.upper.is_none();
        let beside = |n: &&mut Quantity| (n.span.start..=n.span.end).contains(&quantity.span.start);
        match none.iter_mut().find(beside).filter(|_| one) {
            Some(denied) => denied.span.end = denied.span.end.max(quantity.span.end),
            None => kept.push(quantity.clone()),
        }
    }
    kept
}
