//! What came of a run, counted.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;
use zhifa::lang::{Language, spoken, tell};
use zhifa::record::{Failure, Record, WarningCode};
use zhifa::rules::Pack;

use crate::cli::progress::clock;

/// Counts over the reports of a run.
pub struct Summary<'p> {
    pack: &'p Pack,
    reports: usize,
    figures: usize,
    /// Reports with a headline in each group of fields, in the order of the fields.
    groups: Vec<(&'p str, usize)>,
    warnings: BTreeMap<WarningCode, usize>,
    failures: BTreeMap<String, usize>,
}

impl<'p> Summary<'p> {
    /// Nothing counted yet.
    pub fn new(pack: &'p Pack) -> Self {
        let mut groups: Vec<(&str, usize)> = Vec::new();
        for field in &pack.fields {
            if groups.iter().all(|(group, _)| *group != field.group) {
                groups.push((&field.group, 0));
            }
        }
        Self { pack, reports: 0, figures: 0, groups, warnings: BTreeMap::new(), failures: BTreeMap::new() }
    }

    /// Counts a report.
    pub fn report(&mut self, record: &Record) {
        self.reports += 1;
        self.figures += record.figures.len();
        for (group, reports) in &mut self.groups {
            let mut fields = self.pack.fields.iter().filter(|field| field.group == *group);
            *reports +=
                usize::from(fields.any(|field| record.values.get(&field.id).is_some_and(|value| !value.is_null())));
        }
        for warning in &record.warnings {
            *self.warnings.entry(warning.code).or_default() += 1;
        }
    }

    /// Counts a failure.
    pub fn failure(&mut self, failure: &Failure) {
        *self.failures.entry(failure.code.clone()).or_default() += 1;
    }

    /// The lines to show; `kept` reports were there before, the others took `time`.
    pub fn lines(&self, kept: Option<usize>, time: Duration) -> Vec<String> {
        let Self { reports, figures, .. } = self;
        let (failed, time) = (self.failures.values().sum::<usize>(), clock(time));
        let mut lines = vec![tell!(
            "zhifa: {reports} reports read, {figures} figures, {failed} failed, in {time}",
            "zhifa: 读取报告 {reports} 份, 数字 {figures} 个, 失败 {failed}, 用时 {time}"
        )];
        lines
            .extend(kept.map(|kept| tell!("  kept      {kept} reports were there", "  沿用      {kept} 份已有的报告")));
        let share = |count: usize| format!("{}%", count * 100 / self.reports.max(1));
        let groups = self.groups.iter().map(|(group, count)| (self.name(group), share(*count)));
        let warnings = self.warnings.iter().map(|(code, count)| (word(*code), count.to_string()));
        let failures = self.failures.iter().map(|(code, count)| (code.clone(), count.to_string()));
        lines.extend(line(&tell!("headlines", "主值"), 9, groups));
        lines.extend(line(&tell!("warnings", "警告"), 9, warnings));
        lines.extend(line(&tell!("failures", "失败"), 9, failures));
        lines
    }

    fn name(&self, group: &str) -> String {
        match spoken() {
            Language::En => group.to_owned(),
            Language::Zh => self.pack.groups.get(group).map_or(group, |group| &group.zh).to_owned(),
        }
    }
}

fn line(head: &str, width: usize, parts: impl Iterator<Item = (String, String)>) -> Option<String> {
    let parts: Vec<String> = parts.map(|(name, count)| format!("{name} {count}")).collect();
    (!parts.is_empty()).then(|| format!("  {} {}", crate::cli::padded(head, width), parts.join(", ")))
}

/// A code as the output writes it.
fn word(code: WarningCode) -> String {
    serde_json::to_value(code).ok().as_ref().and_then(Value::as_str).unwrap_or_default().to_owned()
}
