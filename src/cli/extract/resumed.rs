//! `extract --resume`: what is there is not read again.

use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use zhifa::batch::{self, Input};
#[cfg(feature = "sqlite")]
use zhifa::export::{Format, Sink, Sqlite};
use zhifa::lang::tell;
use zhifa::record::Record;
use zhifa::resume::{self, Found, Journal, Place};

#[cfg(feature = "sqlite")]
use super::fields;
use super::watch::Watch;
use super::{Run, generator, unwritten};
use crate::cli::output::Output;
use crate::cli::{Ending, interrupt};

/// What became of a report.
enum Outcome {
    Known(Place),
    Made { path: String, record: Box<Record> },
}

/// Writes all reports to `target`, of which those that an earlier run has read are taken from there.
pub fn run(run: &Run, inputs: Vec<Input>, target: &Path, watch: &mut Watch) -> Result<Ending> {
    let mut journal = read(run, inputs, target, watch)?;
    if watch.broken_off() {
        watch.end();
        watch.tell_kept(&resume::journal_path(target).display().to_string());
        return Ok(Ending::BrokenOff);
    }
    write(run, &mut journal, target).with_context(|| unwritten(Some(target)))?;
    journal.complete()?;
    watch.end();
    Ok(Ending::incomplete_if(watch.any_failed()))
}

/// Reads what is not known. Of FILE, nothing is touched yet.
fn read(run: &Run, inputs: Vec<Input>, target: &Path, watch: &mut Watch) -> Result<Journal> {
    let generator = generator(run.reader.pack());
    let shown = target.display();
    let taken = resume::open(target, run.format, &generator).map_err(|error| match error.kind() {
        ErrorKind::WouldBlock => {
            anyhow!(tell!("-o {shown}: another run is writing it", "-o {shown}: 另一个进程正在写入"))
        }
        _ => anyhow!(error).context(tell!("-o {shown}: cannot be taken up", "-o {shown}: 无法续读")),
    })?;
    let (known, mut journal) = (taken.known, taken.journal);
    match (taken.found, known.len()) {
        (Found::Nothing, _) => {}
        (Found::Records, there) => watch.note(&tell!(
            "zhifa: {shown}: {there} reports are there from before",
            "zhifa: {shown}: 已有 {there} 份报告"
        )),
        (Found::Other, _) => watch.note(&tell!(
            "zhifa: {shown}: what is there was made by another version or other rules, or was changed since: all is read anew",
            "zhifa: {shown}: 已有的结果出自其他版本或规则, 或之后被改动: 全部重新读取"
        )),
    }
    let read = |path: &str, bytes: &[u8]| match known.find(path, &resume::sha256(bytes)) {
        Some(place) => Ok(Outcome::Known(place)),
        None => {
            run.reader.read(path, bytes).map(|record| Outcome::Made { path: path.to_owned(), record: record.into() })
        }
    };
    let inputs = inputs.into_iter().take_while(|_| !interrupt::came());
    batch::run(inputs, run.threads, run.reader.limits(), read, |outcome| match outcome {
        Ok(Outcome::Known(place)) => {
            watch.kept();
            journal.keep(place);
            Ok(())
        }
        Ok(Outcome::Made { path, record }) => {
            if known.has(&path) {
                watch.note(&tell!("zhifa: {path}: changed since, is read anew", "zhifa: {path}: 有改动, 重新读取"));
            }
            watch.report(&record);
            journal.add(&record)
        }
        Err(failure) => {
            watch.failed(&failure);
            journal.fail(&failure);
            Ok(())
        }
    })?;
    journal.flush()?;
    Ok(journal)
}

/// Puts the output together.
fn write(run: &Run, journal: &mut Journal, target: &Path) -> Result<()> {
    let mut output = Output::open(Some(target))?;
    match run.format {
        #[cfg(feature = "sqlite")]
        Format::Sqlite => {
            let shown = target.display();
            let file = output.file().context(tell!("{shown} is no file", "{shown} 不是普通文件"))?;
            let pack = run.reader.pack();
            let database = Sqlite::begin(&generator(pack), fields(pack), Sink::File(file));
            journal.write_database(&mut database?)?;
        }
        _ => journal.write_lines(&mut output)?,
    }
    output.complete()
}
