//! Runs the examples of a rule pack: what an analyst wrote beside a rule is its test.
//!
//! In: a pack. Out: how many texts were run and which came out wrong. Every text runs as written, between two neutral
//! sentences, in full-width digits, and in traditional characters; every rule of the pack is tried on it, so a second
//! field that fires is noticed.

use std::collections::{BTreeMap, BTreeSet};

use crate::pipeline::Reader;
use crate::record::{Figure, Record};
use crate::rules::{Example, Expected, Field, Pack};

/// What became of the examples.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How many examples, counterexamples and known gaps were run.
    pub run: usize,
    /// Those that came out wrong, each told in full.
    pub failures: Vec<String>,
}

/// A text as written and its dresses.
struct Dress {
    name: &'static str,
    wear: fn(&str) -> String,
    /// Whether quotes and texts are still the same characters.
    same_words: bool,
}

const DRESSES: [Dress; 4] = [
    Dress { name: "as written", wear: str::to_owned, same_words: true },
    Dress { name: "between two sentences", wear: between, same_words: true },
    Dress { name: "in full-width digits", wear: full_width, same_words: false },
    Dress { name: "in traditional characters", wear: traditional, same_words: false },
];

/// Runs the examples of the pack, or of one field of it.
pub fn run(pack: &Pack, field: Option<&str>) -> Outcome {
    let mut run = Run { reader: Reader::new(pack), outcome: Outcome::default(), hit: BTreeSet::new() };
    let fields = || pack.fields.iter().filter(|f| field.is_none_or(|id| f.id == id));
    for field in fields() {
        run.field(field);
    }
    for pattern in fields().flat_map(|f| &f.patterns).filter(|p| !run.hit.contains(&p.id)) {
        run.outcome.failures.push(format!("{}: no example of the field is found by this pattern", pattern.id));
    }
    run.outcome
}

struct Run<'p> {
    reader: Reader<'p>,
    outcome: Outcome,
    hit: BTreeSet<String>,
}

impl Run<'_> {
    fn field(&mut self, field: &Field) {
        for example in &field.examples {
            self.outcome.run += 1;
            if let Err(wrong) = self.example(field, example) {
                self.fail(field, example.line, "example", &example.text, &wrong);
            }
        }
        for counter in &field.counterexamples {
            self.outcome.run += 1;
            let nothing = Example {
                text: counter.text.clone(),
                expect: Vec::new(),
                others: counter.others.clone(),
                why: None,
                line: 0,
            };
            if let Err(wrong) = self.example(field, &nothing) {
                self.fail(field, counter.line, "counterexample", &counter.text, &wrong);
            }
        }
        for gap in &field.known_gaps {
            self.outcome.run += 1;
            if self.example(field, gap).is_ok() {
                self.fail(field, gap.line, "known gap", &gap.text, "comes out right now: make it an example");
            }
        }
    }

    fn fail(&mut self, field: &Field, line: usize, kind: &str, text: &str, wrong: &str) {
        self.outcome.failures.push(format!("{}.toml:{line}: {kind} {text}\n    {wrong}", field.id));
    }

    fn example(&mut self, field: &Field, example: &Example) -> Result<(), String> {
        for dress in &DRESSES {
            let record = self
                .reader
                .read("example", (dress.wear)(&example.text).as_bytes())
                .map_err(|failure| format!("{}: {}", dress.name, failure.message))?;
            self.hit.extend(record.figures.iter().map(|f| f.rule.clone()));
            check(&record, field, example, dress.same_words).map_err(|wrong| format!("{}: {wrong}", dress.name))?;
        }
        Ok(())
    }
}

/// Whether a record has exactly the figures an example expects, and no field beside those it names.
fn check(record: &Record, field: &Field, example: &Example, same_words: bool) -> Result<(), String> {
    let (mine, others): (Vec<&Figure>, Vec<&Figure>) = record.figures.iter().partition(|f| f.field == field.id);
    let told =
        || mine.iter().map(|f| format!("{} ({:?}, {})", f.value, f.scope, f.quote)).collect::<Vec<_>>().join("; ");
    if mine.len() != example.expect.len() {
        return Err(format!("{} figures expected, found: [{}]", example.expect.len(), told()));
    }
    for (figure, expected) in mine.iter().zip(&example.expect) {
        agrees(figure, expected, same_words).map_err(|what| format!("{what}, found: [{}]", told()))?;
    }
    let named: BTreeSet<&str> = example.others.iter().map(String::as_str).collect();
    let fired: BTreeMap<&str, &Figure> = others.iter().map(|f| (f.field.as_str(), *f)).collect();
    if let Some((id, figure)) = fired.iter().find(|(id, _)| !named.contains(*id)) {
        return Err(format!("{id} fires too: {} by {} ({})", figure.value, figure.rule, figure.quote));
    }
    match named.iter().find(|id| !fired.contains_key(*id)) {
        Some(id) => Err(format!("{id} is named under `others` but does not fire")),
        None => Ok(()),
    }
}

fn agrees(figure: &Figure, expected: &Expected, same_words: bool) -> Result<(), String> {
    let qualifier = format!("{:?}", figure.qualifier).to_lowercase();
    let differs = |what: &str, is: &str, wanted: &str| Err(format!("{what} is {is}, not {wanted}"));
    if figure.value != expected.value {
        return differs("value", &figure.value.to_string(), &expected.value.to_string());
    }
    if let Some(wanted) = expected.qualifier.as_ref().filter(|wanted| **wanted != qualifier) {
        return differs("qualifier", &qualifier, wanted);
    }
    if expected.upper.is_some() && figure.upper != expected.upper {
        return differs("upper", &format!("{:?}", figure.upper), &format!("{:?}", expected.upper));
    }
    if expected.change_pct.is_some() && figure.change_pct != expected.change_pct {
        return differs("change_pct", &format!("{:?}", figure.change_pct), &format!("{:?}", expected.change_pct));
    }
    if let Some(wanted) = expected.scope.filter(|wanted| *wanted != figure.scope) {
        return differs("scope", &format!("{:?}", figure.scope), &format!("{wanted:?}"));
    }
    if let Some(wanted) = expected.quote.as_ref().filter(|wanted| same_words && **wanted != figure.quote) {
        return differs("quote", &figure.quote, wanted);
    }
    match expected.text.as_ref().filter(|wanted| same_words && **wanted != figure.text) {
        Some(wanted) => differs("text", &figure.text, wanted),
        None => Ok(()),
    }
}

/// A heading in the text keeps its line.
fn between(text: &str) -> String {
    let line_break = if text.contains('\n') { "\n" } else { "" };
    format!("会议研究了有关事项。{line_break}{text}{line_break}各单位要认真落实。")
}

fn full_width(text: &str) -> String {
    let wide = |c: char| char::from_u32(u32::from(c) - u32::from('0') + u32::from('０'));
    text.chars().map(|c| if c.is_ascii_digit() { wide(c).unwrap_or(c) } else { c }).collect()
}

fn traditional(text: &str) -> String {
    hanconv::s2t(text)
}
