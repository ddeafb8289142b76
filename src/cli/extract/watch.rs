//! What a run tells while it goes on and when it ends.

use zhifa::lang::tell;
use zhifa::record::{Failure, Record};
use zhifa::rules::Pack;

use super::summary::Summary;
use crate::cli::progress::{Progress, ProgressArgs};
use crate::cli::{interrupt, settings, tell_failure};

/// Looks on, and tells.
pub struct Watch<'p> {
    progress: Progress,
    summary: Summary<'p>,
    quiet: bool,
    total: usize,
    kept: Option<usize>,
}

impl<'p> Watch<'p> {
    /// Looks on from now.
    pub fn begin(args: &ProgressArgs, total: usize, pack: &'p Pack) -> Self {
        interrupt::watch();
        let (progress, summary) = (Progress::begin(args, total), Summary::new(pack));
        Self { progress, summary, quiet: args.quiet(), total, kept: None }
    }

    /// A report was read.
    pub fn report(&mut self, record: &Record) {
        self.summary.report(record);
        self.progress.step(false);
    }

    /// A report is there from before.
    pub fn kept(&mut self) {
        *self.kept.get_or_insert(0) += 1;
        self.progress.step(false);
    }

    /// A report failed.
    pub fn failed(&mut self, failure: &Failure) {
        self.summary.failure(failure);
        self.progress.step(true);
        self.progress.aside(|| tell_failure(failure));
    }

    /// Tells what is no failure.
    pub fn note(&self, line: &str) {
        if !self.quiet {
            self.progress.aside(|| settings::note(line));
        }
    }

    /// All is read that will be.
    pub fn end(&self) {
        self.progress.end();
        if self.progress.shown() {
            let lines = self.summary.lines(self.kept, self.progress.elapsed());
            for line in lines {
                settings::note(&line);
            }
        }
    }

    /// Whether the run was broken off before all was read.
    pub fn broken_off(&self) -> bool {
        interrupt::came() && self.progress.done() < self.total
    }

    /// The line that tells where a run that was broken off left what it did.
    pub fn tell_kept(&self, place: &str) {
        let (done, total) = (self.progress.done(), self.total);
        settings::note(&tell!(
            "zhifa: broken off after {done} of {total} reports, which are kept in {place}",
            "zhifa: 读到 {done}/{total} 份时中断, 已读的保存在 {place}"
        ));
    }

    /// Whether any report failed.
    pub fn any_failed(&self) -> bool {
        self.progress.failed() > 0
    }
}
