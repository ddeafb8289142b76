//! `zhifa explain`: why a report's values are what they are.

use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};
use zhifa::batch;
use zhifa::explain::{self, Claim, Explanation, FieldReasons, Nearest};
use zhifa::lang::tell;
use zhifa::pipeline::Reader;

use super::examples::examples;
use super::marks::Marks;
use super::output::Output;
use super::rules::find;
use super::{Ending, LimitArgs, PackArgs, padded, tell_failure};

#[derive(Debug, Args)]
#[command(
    about = tell!("Tell why each field has its value", "说明每个字段数值的由来"),
    long_about = tell!("Tell why each field has its value: what was taken, what was not, what was turned down, and what came nearest.", "说明每个字段数值的由来: 取了哪个, 没取哪些, 排除了哪些, 没有找到时最接近的是什么。"),
    after_long_help = examples(&[("zhifa explain report.html", tell!("all fields of a report", "一份报告的全部字段")), ("zhifa explain report.html --field 罚款金额", tell!("one field, by id or Chinese name", "一个字段, 用 id 或中文名")), ("zhifa explain report.html -f json | jq .fields[0]", tell!("as JSON, for programs", "JSON 形式, 供程序使用"))]),
)]
pub struct ExplainArgs {
    #[arg(value_name = "PATH", help = tell!("The report, or - for the standard input", "报告, - 为标准输入"))]
    path: PathBuf,

    #[arg(long, value_name = "FIELD", help = tell!("Only this field, by id or Chinese name", "只看此字段, 用 id 或中文名"))]
    field: Option<String>,

    #[arg(short, long, value_enum, default_value_t = ExplainFormat::Text, help = tell!("How it is told", "结果的形式"))]
    format: ExplainFormat,

    #[command(flatten)]
    pack: PackArgs,

    #[command(flatten)]
    limits: LimitArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ExplainFormat {
    #[value(help = tell!("For people", "供人阅读"))]
    Text,
    #[value(help = tell!("One object", "一个 JSON 对象"))]
    Json,
}

pub fn run(args: &ExplainArgs) -> Result<Ending> {
    let pack = args.pack.reading()?;
    let wanted = args.field.as_deref().map(|name| find(pack, name)).transpose()?.map(|field| field.id.as_str());
    let limits = args.limits.limits();
    let reader = Reader::new(pack).within(limits.clone());
    // A folder is not walked: one report is explained.
    let input = batch::named(&args.path);
    let mut output = Output::open(None)?;
    let mut ending = Ending::Done;
    let read = |path: &str, bytes: &[u8]| {
        let examination = reader.examine(path, bytes)?;
        Ok(explain::explain(&reader, pack, &examination, |id| wanted.is_none_or(|only| only == id)))
    };
    batch::run(vec![input], NonZeroUsize::MIN, &limits, read, |outcome| match outcome {
        Ok(told) if args.format == ExplainFormat::Json => {
            serde_json::to_writer_pretty(&mut output, &told).map_err(io::Error::from)?;
            writeln!(output)
        }
        Ok(told) => Text { out: &mut output, marks: Marks::of_stdout() }.report(&told),
        Err(failure) => {
            ending = Ending::Incomplete;
            tell_failure(&failure);
            Ok(())
        }
    })?;
    output.complete()?;
    Ok(ending)
}

/// Prints for people.
struct Text<'o, W> {
    out: &'o mut W,
    marks: Marks,
}

impl<W: Write> Text<'_, W> {
    fn report(&mut self, told: &Explanation) -> io::Result<()> {
        writeln!(self.out, "{}", told.title.as_deref().unwrap_or(&told.path))?;
        if let Some(agency) = &told.agency {
            writeln!(self.out, "agency  {agency}")?;
        }
        match told.period {
            Some(period) => writeln!(self.out, "period  {} to {}", period.start, period.end)?,
            None => writeln!(self.out, "period  not stated")?,
        }
        // What has a value first: of what was not found there is less to tell.
        let (known, unknown): (Vec<_>, Vec<_>) = told.fields.iter().partition(|field| claimed(field));
        known.iter().try_for_each(|field| self.field(field))?;
        self.missed(&unknown)
    }

    fn field(&mut self, field: &FieldReasons) -> io::Result<()> {
        let value = field.headline.as_ref().map_or_else(|| "–".to_owned(), |claim| claim.value.normalize().to_string());
        writeln!(self.out)?;
        writeln!(self.out, "{}", self.marks.heading(&format!("{}  {}  {value}", field.field, field.zh)))?;
        if let Some(claim) = &field.headline {
            self.claim("taken", claim)?;
        }
        for claim in &field.figures {
            self.claim("not taken", claim)?;
        }
        for claim in &field.turned_down {
            self.claim("turned down", claim)?;
        }
        for check in &field.checks {
            writeln!(self.out, "  {} {check}", padded("checked", 11))?;
        }
        field.warnings.iter().try_for_each(|warning| writeln!(self.out, "  {} {warning}", padded("warning", 11)))
    }

    fn claim(&mut self, what: &str, claim: &Claim) -> io::Result<()> {
        let reasons = claim.reasons.join("; ");
        writeln!(self.out, "  {} {}, line {}: {reasons}", padded(what, 11), claim.value.normalize(), claim.line)?;
        self.marks.excerpt(&claim.sentence, self.out)?;
        writeln!(self.out, "{}{}  {}", " ".repeat(14), claim.rule, claim.forms.join("  or  "))
    }

    fn missed(&mut self, fields: &[&FieldReasons]) -> io::Result<()> {
        for field in fields {
            writeln!(self.out)?;
            writeln!(self.out, "{}", self.marks.heading(&format!("{}  {}  –", field.field, field.zh)))?;
            match &field.nearest {
                Some(near) => self.nearest(near)?,
                None => writeln!(self.out, "  {} no sentence has words of it", padded("not found", 11))?,
            }
        }
        Ok(())
    }

    fn nearest(&mut self, near: &Nearest) -> io::Result<()> {
        writeln!(self.out, "  {} nearest on line {}: {}", padded("not found", 11), near.line, near.lacking)?;
        self.marks.excerpt(&near.sentence, self.out)?;
        writeln!(self.out, "{}{}  {}", " ".repeat(14), near.rule, near.form)
    }
}

fn claimed(field: &FieldReasons) -> bool {
    field.headline.is_some() || !field.figures.is_empty() || !field.turned_down.is_empty()
}
