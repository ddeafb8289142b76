//! The evaluation as a table for people, and each difference with its place.

use std::io::{self, Write};

use rust_decimal::Decimal;

use super::{Difference, DifferenceKind, Evaluation, Share, Tally, scope_name};

impl Evaluation {
    /// Writes the scores, overall and by field, then each difference.
    ///
    /// # Errors
    ///
    /// What the writer says.
    pub fn write_table(&self, mut out: impl Write) -> io::Result<()> {
        self.write_overall(&mut out)?;
        self.write_fields(&mut out)?;
        for difference in &self.differences {
            write_difference(difference, &mut out)?;
        }
        self.failures.iter().try_for_each(|failure| writeln!(out, "\n{}  failed: {}", failure.path, failure.message))
    }

    fn write_overall(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "{} reports, {} of them failed\n", self.documents, self.failures.len())?;
        writeln!(out, "{:<28}{}", "", tally_header())?;
        writeln!(out, "{:<28}{}", "headlines", tally_cells(self.headlines))?;
        writeln!(out, "{:<28}{}", "figures", tally_cells(self.figures))?;
        writeln!(out)?;
        let shares = [
            ("periods of matched figures", self.figure_periods),
            ("agency", self.agency),
            ("what it oversees", self.agency_kind),
            ("region", self.region),
            ("region's code", self.region_code),
            ("region's level", self.level),
            ("kind of report", self.kind),
            ("reporting period", self.period),
            ("published", self.published),
            ("evidence holds", self.evidence),
        ];
        shares.iter().try_for_each(|(name, share)| writeln!(out, "{name:<28}{}", share_cells(*share)))
    }

    fn write_fields(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "\n{:<28}{:<40}figures", "", "headlines")?;
        writeln!(out, "{:<28}{:<40}{}", "field", tally_header(), tally_header())?;
        for score in &self.fields {
            let silent = |tally: Tally| tally == Tally::default();
            if !silent(score.headlines) || !silent(score.figures) {
                let (headlines, figures) = (tally_cells(score.headlines), tally_cells(score.figures));
                writeln!(out, "{:<28}{headlines:<40}{figures}", score.field)?;
            }
        }
        Ok(())
    }
}

fn write_difference(difference: &Difference, out: &mut impl Write) -> io::Result<()> {
    let Difference { document, kind, field, value, scope, line, sentence, instead } = difference;
    let scope = scope.map(|scope| format!(" {}", scope_name(scope))).unwrap_or_default();
    let wants = if *kind == DifferenceKind::Identity { "gold: " } else { "" };
    writeln!(out, "\n{document}  {kind}: {field} {wants}{value}{scope}")?;
    match (line, sentence) {
        (Some(line), Some(sentence)) => writeln!(out, "    line {line}: {sentence}")?,
        (Some(line), None) => writeln!(out, "    line {line}")?,
        _ => {}
    }
    let instead =
        if *kind == DifferenceKind::Identity { vec![format!("tool: {}", instead.join(", "))] } else { instead.clone() };
    instead.iter().try_for_each(|other| writeln!(out, "    {other}"))
}

fn tally_header() -> String {
    format!("{:>5} {:>5} {:>5} {:>6} {:>6} {:>6}", "gold", "found", "right", "P", "R", "F1")
}

fn tally_cells(tally: Tally) -> String {
    let Tally { gold, found, right } = tally;
    let [precision, recall, f1] = [tally.precision(), tally.recall(), tally.f1()].map(ratio_cell);
    format!("{gold:>5} {found:>5} {right:>5} {precision:>6} {recall:>6} {f1:>6}")
}

fn share_cells(share: Share) -> String {
    format!("{:>5} of {:<5} {}", share.right, share.of, ratio_cell(share.ratio()))
}

fn ratio_cell(ratio: Option<Decimal>) -> String {
    ratio.map_or("-".into(), |ratio| format!("{ratio:.4}"))
}
