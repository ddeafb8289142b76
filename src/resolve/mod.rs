//! From placed candidates to the record: figures, headline values, warnings.
//!
//! In: the placed candidates of one text, the reporting period, the pack. Out: [`Resolved`]: which candidates are figures, which
//! of them is each field's headline, and what the reader should be warned of. The choice is SPEC's: a total of the
//! document's period, else one that starts with it; exact before rounded where both tell the same, explicit before bare, one that its parts add up
//! to before one that they do not, larger before smaller. Then the report is checked against itself.

mod bounds;
mod checks;
mod standing;
mod warn;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::context::Placed;
use crate::context::shares::Shares;
use crate::record::{DateRange, Level, Scope, Unit, Warning};
use crate::rules::{Field, Pack};

pub use standing::{Edge, Standing};

/// What became of the candidates.
#[derive(Debug, Default)]
pub struct Resolved {
    /// The figures, in the order of the text.
    pub figures: Vec<Placed>,
    /// For each field of the pack the figure that is its headline, by its place in `figures`.
    pub headlines: Vec<Option<usize>>,
    /// For each of `figures` why it is its field's headline, or why it is none.
    pub standings: Vec<Standing>,
    /// The candidates that are no figures, each with its reason, in the order of the text.
    pub rejected: Vec<Placed>,
    /// Warnings whose places, if any, are figures of `figures`.
    pub warnings: Vec<Found>,
    /// The checks of the pack that the figures allowed.
    pub checked: Vec<Checked>,
}

/// A check that was made.
#[derive(Debug)]
pub struct Checked {
    /// What was set against what, in words.
    pub told: String,
    /// Whether it holds.
    pub holds: bool,
    /// The figures it looked at, by their place in [`Resolved::figures`].
    pub figures: Vec<usize>,
}

/// The report, as far as it bears on the choice.
#[derive(Debug, Clone, Copy)]
pub struct Report {
    /// Its period.
    pub period: Option<DateRange>,
    /// The level of the agency.
    pub level: Option<Level>,
}

/// A warning and the figures it points at.
#[derive(Debug)]
pub struct Found {
    /// The warning, without places.
    pub warning: Warning,
    /// The figures it concerns, the first before all, by their place in [`Resolved::figures`].
    pub figures: Vec<usize>,
}

/// Chooses figures and headlines; `shares` names the candidates that hold by their place among these.
pub fn resolve(pack: &Pack, placed: Vec<Placed>, shares: &[Shares], report: Report) -> Resolved {
    let (figures, rejected): (Vec<_>, Vec<_>) = placed.into_iter().partition(|p| p.candidate.rejected.is_none());
    let standings = figures.iter().map(|figure| standing::outside(figure, report.period)).collect();
    let adds_up = checks::adds_up(&figures, shares);
    let told_exactly = standing::told_exactly(&figures, pack.fields.len());
    let choice = standing::Choice { figures: &figures, adds_up, told_exactly };
    let mut resolved = Resolved { standings, rejected, ..Resolved::default() };
    let by_field = by_field(&figures, pack.fields.len());
    let fields = pack.fields.iter().zip(&by_field);
    let rivals: Vec<Vec<usize>> =
        fields.map(|(field, mine)| rivals(&choice, adds_over_time(pack, field), mine, report.period)).collect();
    for rivals in &rivals {
        choice.among(&mut resolved.standings, rivals);
        resolved.headlines.push(rivals.first().copied());
    }
    resolved.figures = figures;
    for (field, (mine, rivals)) in pack.fields.iter().zip(by_field.iter().zip(&rivals)) {
        warn::about_field(&mut resolved, field, mine, rivals);
    }
    checks::make(&mut resolved, &by_field, pack, shares, report);
    warn::about_document(&mut resolved, report.period);
    resolved
}

/// For each field of the pack its figures, in the order of the text.
fn by_field(figures: &[Placed], fields: usize) -> Vec<Vec<usize>> {
    let mut by_field = vec![Vec::new(); fields];
    for (at, figure) in figures.iter().enumerate() {
        by_field[figure.candidate.field].push(at);
    }
    by_field
}

/// Whether more days never tell less of a field.
fn adds_over_time(pack: &Pack, field: &Field) -> bool {
    field.unit != Unit::Percent && !pack.not_summed.contains(&field.id)
}

/// Those of the figures of a field that could be its headline, best first: totals of the whole period, then, where none covers it,
/// those that begin with it, the latest end first. Where the figures of a field add up over time no total is less than one of
/// fewer days: 全年处罚5件 behind 1-11月处罚79件 comes last.
fn rivals(
    choice: &standing::Choice<'_>,
    adds_over_time: bool,
    mine: &[usize],
    period: Option<DateRange>,
) -> Vec<usize> {
    let figures = choice.figures;
    let days = |at: usize| figures[at].period.map(|p| DateRange { start: p.start, end: p.end });
    let totals = mine.iter().copied().filter(|at| figures[*at].scope == Scope::Total);
    let ends =
        |at: usize| days(at).zip(period).filter(|(d, p)| d.start == p.start && d.end < p.end).map(|(d, _)| d.end);
    let latest = totals.clone().filter_map(ends).max();
    let mut begun: Vec<usize> = totals.clone().filter(|at| latest.is_some() && ends(*at) == latest).collect();
    let least = begun.iter().filter(|_| adds_over_time).map(|at| choice.value(*at)).max();
    let whole = totals.filter(|at| days(*at) == period);
    let (mut whole, mut outdone): (Vec<_>, Vec<_>) =
        whole.partition(|at| least.is_none_or(|least| choice.value(*at) >= least));
    for ranked in [&mut whole, &mut begun, &mut outdone] {
        ranked.sort_by_key(|at| (choice.rank(*at), *at));
    }
    if whole.is_empty() {
        whole = begun;
    }
    // 13.28万 beside 132818 is the same total, rounded: the longer one goes first.
    if let Some(first) = whole.first() {
        let rounded = choice.value(*first);
        if let Some(exact) = whole.iter().position(|at| rounds_to(choice.value(*at), rounded)) {
            whole[..=exact].rotate_right(1);
        }
    }
    whole.extend(outdone);
    whole
}

/// Whether `rounded` tells `exact` with fewer digits, rounded or cut off, but no fewer than three.
fn rounds_to(exact: Decimal, rounded: Decimal) -> bool {
    let digits = |value: Decimal| value.normalize().mantissa().to_string().trim_end_matches('0').len();
    let told = digits(rounded);
    let to = |how| u32::try_from(told).ok().and_then(|told| exact.round_sf_with_strategy(told, how)) == Some(rounded);
    told >= 3 && digits(exact) > told && (to(RoundingStrategy::MidpointAwayFromZero) || to(RoundingStrategy::ToZero))
}
