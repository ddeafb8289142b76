//! Which reports a field's patterns find something in: the last part of `zhifa rules show FIELD PATH…`.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use zhifa::batch;
use zhifa::lang::tell;
use zhifa::limits::Limits;
use zhifa::pipeline::Reader;
use zhifa::record::Figure;
use zhifa::rules::{Field, Pack};

use super::super::{Ending, ThreadArgs, tell_failure};

/// Reports named for each pattern.
const NAMED: usize = 5;

/// The figures of one rule.
#[derive(Default)]
struct Use {
    figures: usize,
    /// The first figure of each report: its path, line and quote.
    reports: Vec<(String, usize, String)>,
}

/// Reads the reports and tells which rules of the field found something, the most used first.
pub fn tell_use(
    field: &Field,
    pack: &Pack,
    paths: &[PathBuf],
    threads: &ThreadArgs,
    out: &mut impl Write,
) -> Result<Ending> {
    let limits = Limits::default();
    let reader = Reader::new(pack);
    let mut uses: BTreeMap<String, Use> = BTreeMap::new();
    let (mut read, mut with, mut failed) = (0, 0, false);
    batch::run(
        batch::inputs(paths),
        threads.count(),
        &limits,
        |path, bytes| reader.read(path, bytes),
        |outcome| {
            match outcome {
                Ok(record) => {
                    let mine: Vec<&Figure> = record.figures.iter().filter(|figure| figure.field == field.id).collect();
                    read += 1;
                    with += usize::from(!mine.is_empty());
                    for figure in mine {
                        note(uses.entry(figure.rule.clone()).or_default(), &record.source.path, figure);
                    }
                }
                Err(failure) => {
                    failed = true;
                    tell_failure(&failure);
                }
            }
            Ok::<_, anyhow::Error>(())
        },
    )?;
    writeln!(out, "\n{}", tell!("found in {with} of {read} reports", "在 {read} 份报告中的 {with} 份里找到"))?;
    let mut uses: Vec<(String, Use)> = uses.into_iter().collect();
    uses.sort_by(|a, b| b.1.figures.cmp(&a.1.figures).then_with(|| a.0.cmp(&b.0)));
    for (rule, used) in uses {
        let (figures, reports) = (used.figures, used.reports.len());
        writeln!(
            out,
            "\n{rule}  {}",
            tell!("{figures} figures, {reports} reports", "{figures} 个数字, {reports} 份报告")
        )?;
        for (path, line, quote) in used.reports.iter().take(NAMED) {
            writeln!(out, "    {path}:{line}  {quote}")?;
        }
        if reports > NAMED {
            writeln!(out, "    …")?;
        }
    }
    Ok(Ending::incomplete_if(failed))
}

fn note(used: &mut Use, path: &str, figure: &Figure) {
    used.figures += 1;
    if used.reports.last().is_none_or(|(last, ..)| last != path) {
        used.reports.push((path.to_owned(), figure.line, figure.quote.replace(['\n', '\r'], " ")));
    }
}
