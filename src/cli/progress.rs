//! How far a run is: a bar on a terminal, plain lines elsewhere where they are asked for.

use std::io::{IsTerminal, stderr};
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use zhifa::lang::tell;

use super::settings::note;

/// Between two plain lines.
const EVERY: Duration = Duration::from_secs(5);

/// What a run tells of itself.
#[derive(Debug, Args)]
pub struct ProgressArgs {
    #[arg(long, hide_short_help = true, value_enum, value_name = "WHEN", default_value_t, help = tell!("Show how far it is, and a summary at the end", "显示进度和最后的小结"))]
    progress: When,

    #[arg(short, long, help = tell!("Tell failures alone: no progress, no summary", "只报告失败, 不显示进度和小结"))]
    quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum When {
    #[default]
    #[value(help = tell!("On a terminal, of more than one report", "在终端上且不止一份报告时"))]
    Auto,
    #[value(help = tell!("Also elsewhere, as a line every few seconds", "非终端也显示, 每隔几秒一行"))]
    Always,
    #[value(help = tell!("Never", "不显示"))]
    Never,
}

impl ProgressArgs {
    /// Whether failures alone are told.
    pub fn quiet(&self) -> bool {
        self.quiet
    }
}

/// The progress of a run over a known number of reports.
pub struct Progress {
    form: Form,
    total: usize,
    done: usize,
    failed: usize,
    start: Instant,
}

enum Form {
    None,
    Bar(ProgressBar),
    /// The last line's time.
    Lines(Instant),
}

impl Progress {
    /// The progress of a run that begins now.
    pub fn begin(args: &ProgressArgs, total: usize) -> Self {
        let terminal = stderr().is_terminal();
        let form = match args.progress {
            _ if args.quiet => Form::None,
            When::Never => Form::None,
            When::Auto if !terminal || total < 2 => Form::None,
            When::Auto | When::Always if terminal => Form::Bar(bar(total)),
            When::Auto | When::Always => Form::Lines(Instant::now()),
        };
        Self { form, total, done: 0, failed: 0, start: Instant::now() }
    }

    /// Whether anything is shown.
    pub fn shown(&self) -> bool {
        !matches!(self.form, Form::None)
    }

    /// One more report is done.
    pub fn step(&mut self, failed: bool) {
        self.done += 1;
        self.failed += usize::from(failed);
        match &mut self.form {
            Form::Bar(bar) => {
                bar.inc(1);
                if failed {
                    let failed = self.failed;
                    bar.set_message(tell!(", {failed} failed", ", 失败 {failed}"));
                }
            }
            Form::Lines(last) if last.elapsed() >= EVERY => {
                *last = Instant::now();
                note(&self.line());
            }
            Form::None | Form::Lines(_) => {}
        }
    }

    /// Lets something be told in between, without disturbing the bar.
    pub fn aside(&self, tell: impl FnOnce()) {
        match &self.form {
            Form::Bar(bar) => bar.suspend(tell),
            Form::None | Form::Lines(_) => tell(),
        }
    }

    /// Takes the bar away.
    pub fn end(&self) {
        if let Form::Bar(bar) = &self.form {
            bar.finish_and_clear();
        }
    }

    /// How many are done.
    pub fn done(&self) -> usize {
        self.done
    }

    /// How many of them failed.
    pub fn failed(&self) -> usize {
        self.failed
    }

    /// How long it took so far.
    pub fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    fn line(&self) -> String {
        let Self { total, done, failed, .. } = self;
        let seconds = self.elapsed().as_secs_f64();
        #[allow(clippy::cast_precision_loss)] // Shown in whole numbers.
        let (reports, left) = (*done as f64, total.saturating_sub(*done) as f64);
        let rate = reports / seconds;
        let left = clock(Duration::try_from_secs_f64(left / rate).unwrap_or_default());
        tell!(
            "zhifa: {done} of {total} reports, {rate:.0}/s, {left} left, {failed} failed",
            "zhifa: 已读 {done}/{total} 份, 每秒 {rate:.0} 份, 剩余 {left}, 失败 {failed}"
        )
    }
}

fn bar(total: usize) -> ProgressBar {
    let bar = ProgressBar::new(total as u64);
    let template = tell!(
        "{{wide_bar}} {{pos}}/{{len}} reports, {{per_sec:.0}}, {{eta_precise}} left{{msg}}",
        "{{wide_bar}} {{pos}}/{{len}} 份, {{per_sec:.0}}, 剩余 {{eta_precise}}{{msg}}"
    );
    match ProgressStyle::with_template(&template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Hours, minutes and seconds.
pub fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}
