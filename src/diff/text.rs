//! A comparison for people: what was compared, the summary by field, then every difference with its places.

use std::io::{self, Write};

use super::{Change, Comparison, Counts, Difference, Named, Output, Told, What};
use crate::record::{DateRange, Figure};

/// The most characters of a quote or title that are told.
const TOLD: usize = 80;

impl Comparison {
    /// Writes it as text.
    ///
    /// # Errors
    ///
    /// What the writer says.
    pub fn write_text(&self, out: &mut impl Write) -> io::Result<()> {
        output(out, "A", &self.a)?;
        output(out, "B", &self.b)?;
        let reports = &self.reports;
        let (gained, lost) = (reports.gained.len(), reports.lost.len());
        writeln!(
            out,
            "reports: {gained} gained, {lost} lost, {} of {} in both changed",
            reports.changed, reports.in_both
        )?;
        if !reports.rewritten.is_empty() {
            writeln!(
                out,
                "{} of them are other texts in B; what differs there need not come from the rules",
                reports.rewritten.len()
            )?;
        }
        self.summary(out)?;
        named(out, "gained", '+', &reports.gained)?;
        named(out, "lost", '-', &reports.lost)?;
        heading(out, "moved reports", reports.moved.is_empty())?;
        reports.moved.iter().try_for_each(|moved| writeln!(out, "  ~ {} -> {}", line(&moved.a), line(&moved.b)))?;
        for group in self.differences.chunk_by(|one, other| one.field == other.field) {
            heading(out, field_name(&group[0].field), false)?;
            group.iter().try_for_each(|difference| one(out, difference))?;
        }
        Ok(())
    }

    fn summary(&self, out: &mut impl Write) -> io::Result<()> {
        if self.fields.is_empty() {
            return Ok(());
        }
        let width = self.fields.iter().map(|field| field_name(&field.field).len()).max().unwrap_or_default().max(5);
        writeln!(out, "\n{:width$} {:^20}   {:^20}   {:^13}", "", "values", "figures", "warnings")?;
        let heads = "gained   lost changed";
        writeln!(out, "{:width$} {heads}   {heads}  gained   lost", "field")?;
        for field in &self.fields {
            let counts = |of: Counts| format!("{:6} {:6} {:7}", of.gained, of.lost, of.changed);
            let (values, figures) = (counts(field.values), counts(field.figures));
            let (gained, lost) = (field.warnings.gained, field.warnings.lost);
            writeln!(out, "{:width$} {values}   {figures}  {gained:6} {lost:6}", field_name(&field.field))?;
        }
        Ok(())
    }
}

fn output(out: &mut impl Write, name: &str, output: &Output) -> io::Result<()> {
    write!(out, "{name} {}: {} reports", line(&output.file), output.reports)?;
    if let Some(generator) = &output.generator {
        let rules = &generator.rules;
        let digest: String = rules.digest.chars().take(12).collect();
        let made = format!("{} {}, rules {} {} {digest}", generator.name, generator.version, rules.pack, rules.version);
        write!(out, ", {}", line(&made))?;
    }
    writeln!(out)
}

fn named(out: &mut impl Write, how: &str, sign: char, reports: &[Named]) -> io::Result<()> {
    heading(out, &format!("{how} reports"), reports.is_empty())?;
    for Named { path, title, failure } in reports {
        let title = title.as_deref().map(|title| format!("  {}", line(title))).unwrap_or_default();
        let failure =
            failure.as_deref().map(|why| format!("  (failed in the other: {})", line(why))).unwrap_or_default();
        writeln!(out, "  {sign} {}{title}{failure}", line(path))?;
    }
    Ok(())
}

fn heading(out: &mut impl Write, name: &str, empty: bool) -> io::Result<()> {
    if empty { Ok(()) } else { writeln!(out, "\n{name}") }
}

fn field_name(field: &str) -> &str {
    if field.is_empty() { "(report)" } else { field }
}

fn one(out: &mut impl Write, difference: &Difference) -> io::Result<()> {
    let sign = match difference.change {
        Change::Gained => '+',
        Change::Lost => '-',
        Change::Changed => '~',
    };
    let what = match difference.what {
        What::Document => "document",
        What::Value => "headline",
        What::Figure => "figure",
        What::Warning => "warning",
    };
    // The place in B, where it is there.
    let at = |told: &Told| match told {
        Told::Figure(figure) => format!(":{}", figure.line),
        _ => String::new(),
    };
    let place = difference.b.as_ref().or(difference.a.as_ref()).map(at).unwrap_or_default();
    write!(out, "  {sign} {}{place}  {what} ", line(&difference.path))?;
    match (&difference.a, &difference.b) {
        (Some(Told::Figure(a)), Some(Told::Figure(b))) if difference.what == What::Figure => {
            let keys = difference.keys.iter().map(|key| format!("{key} {} -> {}", told_key(a, key), told_key(b, key)));
            writeln!(out, "{}: {}  {}", b.value.normalize(), keys.collect::<Vec<_>>().join(", "), line(&b.quote))
        }
        (Some(a), Some(b)) => writeln!(out, "{} -> {}", told(a), told(b)),
        (None, Some(side)) | (Some(side), None) => writeln!(out, "{}", told(side)),
        (None, None) => writeln!(out),
    }
}

fn told(side: &Told) -> String {
    match side {
        Told::Figure(figure) => format!("{} (line {}: {})", figure.value.normalize(), figure.line, line(&figure.quote)),
        Told::Warning(warning) => format!("{}: {}", json(&warning.code), line(&warning.message)),
        Told::Value(value) => line(&json(value)),
    }
}

/// The value of a figure's key, as the record has it.
fn told_key(figure: &Figure, key: &str) -> String {
    match (key, figure.period) {
        ("period", Some(period)) => {
            let DateRange { start, end } = DateRange { start: period.start, end: period.end };
            format!("{start}..{end} ({})", json(&period.basis))
        }
        _ => line(&serde_json::to_value(figure).map(|all| json(&all[key])).unwrap_or_default()),
    }
}

/// As in JSON, text without its marks.
fn json(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value).unwrap_or_default() {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    }
}

/// On one line, and not a page of it.
fn line(text: &str) -> String {
    let mut told: String = text.chars().take(TOLD).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(TOLD).is_some() {
        told.push('…');
    }
    told
}
