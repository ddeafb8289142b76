//! A small chart for each field that has a value: a line for each subject, broken where a year is missing, or of many
//! subjects their median and quartiles. What a later report says otherwise is a cross.

use std::sync::Arc;

use kuva::Palette;
use kuva::plot::legend::{LegendEntry, LegendShape};
use kuva::plot::scatter::MarkerShape;
use kuva::plot::{BandPlot, LinePlot, ScatterPlot};
use kuva::render::layout::{Layout, TickFormat};
use kuva::render::plots::Plot;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::super::{Panel, Subject};
use super::{FONTS, MOST_LINES};
use crate::record::Unit;

/// The colour of what a later report says, which no line has, and of medians.
const LATER: &str = "#111111";
const MEDIAN: &str = "#1f77b4";

/// The most years that are each named on an axis.
const MOST_TICKS: i16 = 6;

/// The most steps of a scale, and the room above the highest value.
const MOST_STEPS: f64 = 5.0;
const HEADROOM: f64 = 1.06;

/// Year and value, in the unit of the chart.
type Points = Vec<(f64, f64)>;

/// The charts with their layouts, in the order of the fields.
pub(super) fn charts(panel: &Panel, subjects: &[(&Subject, String)]) -> Vec<(Vec<Plot>, Layout)> {
    let years = panel.rows.iter().map(|row| row.year);
    let (Some(first), Some(last)) = (years.clone().min(), years.max()) else { return Vec::new() };
    let fields = 0..panel.fields.len();
    fields.filter_map(|field| chart(panel, subjects, field, (first, last))).collect()
}

/// What the lines are.
pub(super) fn legend(panel: &Panel, subjects: &[(&Subject, String)]) -> Vec<LegendEntry> {
    let entry = |label: &str, color: &str, shape| LegendEntry {
        label: label.to_owned(),
        color: color.to_owned(),
        shape,
        dasharray: None,
    };
    let mut entries: Vec<LegendEntry> = if subjects.len() > MOST_LINES {
        vec![
            entry("各地中位数 median of regions", MEDIAN, LegendShape::Line),
            entry("四分位区间 quartiles", "#c6dbef", LegendShape::Rect),
        ]
    } else {
        let named = subjects.iter().enumerate();
        named.map(|(at, (_, name))| entry(name, &colour(at), LegendShape::Line)).collect()
    };
    if !panel.disagreements.is_empty() && subjects.len() <= MOST_LINES {
        let label = "后一年报告对该年的说法不同 a later report disagrees";
        entries.push(entry(label, LATER, LegendShape::Marker(MarkerShape::Cross)));
    }
    entries
}

fn chart(
    panel: &Panel,
    subjects: &[(&Subject, String)],
    field: usize,
    (first, last): (i16, i16),
) -> Option<(Vec<Plot>, Layout)> {
    let values = || panel.rows.iter().filter_map(|row| Some(row.report.as_ref()?.cells[field].as_ref()?.value));
    let later = || panel.disagreements.iter().filter(|disagreement| disagreement.field == field);
    let (divisor, unit) = scale(panel.fields[field].unit, values().max()?);
    let drawn = |year: i16, value: Decimal| Some((f64::from(year), value.checked_div(divisor)?.to_f64()?));

    let mut plots = Vec::new();
    // Nothing but zeros still wants an axis.
    let mut highest = 1.0_f64;
    if subjects.len() > MOST_LINES {
        let quartiles = quartiles(panel, field, (first, last), drawn);
        highest = quartiles.iter().map(|of_year| of_year.high).fold(highest, f64::max);
        plots.extend(band(&quartiles));
    } else {
        let all = values().chain(later().map(|disagreement| disagreement.later.value));
        highest = all.filter_map(|value| drawn(last, value)).map(|(_, value)| value).fold(highest, f64::max);
        for (at, (subject, _)) in subjects.iter().enumerate() {
            let rows = panel.rows.iter().filter(|row| row.subject == **subject);
            let points = rows.map(|row| {
                let source = row.report.as_ref()?.cells[field].as_ref()?;
                drawn(row.year, source.value)
            });
            plots.extend(lines(points, &colour(at)));
        }
    }
    // Among medians a cross would say nothing.
    let crosses = later().filter(|_| subjects.len() <= MOST_LINES);
    let crosses: Points = crosses.filter_map(|d| drawn(panel.rows[d.row].year, d.later.value)).collect();
    if !crosses.is_empty() {
        let crosses = ScatterPlot::new().with_data(crosses).with_color(LATER).with_size(4.5);
        plots.push(Plot::Scatter(crosses.with_marker(MarkerShape::Cross)));
    }
    let field = &panel.fields[field];
    let title = if unit.is_empty() { field.zh.clone() } else { format!("{}（{unit}）", field.zh) };
    let step = ((last - first) / MOST_TICKS + 1).max(1);
    let mut layout = Layout::auto_from_plots(&plots)
        .with_title(title)
        .with_title_size(13)
        .with_tick_size(10)
        .with_font_family(FONTS)
        .with_x_axis_min(f64::from(first) - 0.3)
        .with_x_axis_max(f64::from(last) + 0.3)
        .with_x_tick_step(f64::from(step))
        .with_x_tick_format(TickFormat::Integer)
        .with_y_axis_min(0.0)
        .with_y_axis_max(highest * HEADROOM)
        .with_y_tick_step(round_step(highest / MOST_STEPS))
        .with_y_tick_format(TickFormat::Custom(Arc::new(grouped)));
    layout.show_legend = false;
    Some((plots, layout))
}

/// A line for each run of years without a gap, and a dot for each value.
fn lines(points: impl Iterator<Item = Option<(f64, f64)>>, colour: &str) -> Vec<Plot> {
    let points: Vec<Option<(f64, f64)>> = points.collect();
    let runs = points.split(Option::is_none).map(|run| run.iter().flatten().copied().collect::<Points>());
    let runs = runs.filter(|run| run.len() > 1);
    let line = |run: Points| Plot::Line(LinePlot::new().with_data(run).with_color(colour).with_stroke_width(1.8));
    let mut plots: Vec<Plot> = runs.map(line).collect();
    let dots: Points = points.iter().flatten().copied().collect();
    if !dots.is_empty() {
        plots.push(Plot::Scatter(ScatterPlot::new().with_data(dots).with_color(colour).with_size(2.8)));
    }
    plots
}

/// The middle of all subjects in a year, and where their middle half lies.
struct Quartiles {
    year: f64,
    low: f64,
    middle: f64,
    high: f64,
}

/// The quartiles of each year that has a value.
fn quartiles(
    panel: &Panel,
    field: usize,
    (first, last): (i16, i16),
    drawn: impl Fn(i16, Decimal) -> Option<(f64, f64)>,
) -> Vec<Quartiles> {
    let of_year = |year: i16| {
        let rows = panel.rows.iter().filter(|row| row.year == year);
        let values = rows.filter_map(|row| drawn(year, row.report.as_ref()?.cells[field].as_ref()?.value));
        let mut values: Vec<f64> = values.map(|(_, value)| value).collect();
        values.sort_by(f64::total_cmp);
        let at = |quarters: usize| values.get((values.len().saturating_sub(1) * quarters + 2) / 4).copied();
        Some(Quartiles { year: f64::from(year), low: at(1)?, middle: at(2)?, high: at(3)? })
    };
    (first..=last).filter_map(of_year).collect()
}

fn band(quartiles: &[Quartiles]) -> Vec<Plot> {
    let of = |value: fn(&Quartiles) -> f64| quartiles.iter().map(value).collect::<Vec<f64>>();
    let band = BandPlot::new(of(|q| q.year), of(|q| q.low), of(|q| q.high)).with_color(MEDIAN).with_opacity(0.25);
    let mut plots = vec![Plot::Band(band)];
    plots.extend(lines(quartiles.iter().map(|q| Some((q.year, q.middle))), MEDIAN));
    plots
}

/// By what values are divided to be read with ease, and what the unit is then called.
fn scale(unit: Unit, most: Decimal) -> (Decimal, &'static str) {
    let (wan, yi) = (Decimal::from(10_000), Decimal::from(100_000_000));
    match unit {
        Unit::Percent => (Decimal::ONE, "%"),
        Unit::Cny if most >= yi => (yi, "亿元"),
        Unit::Cny if most >= wan => (wan, "万元"),
        Unit::Cny => (Decimal::ONE, "元"),
        Unit::Count if most >= wan * Decimal::TEN => (wan, "万"),
        Unit::Count => (Decimal::ONE, ""),
    }
}

/// The next number from `least` on that is easy to count by: 1, 2 or 5 and zeros, from 1 on.
fn round_step(least: f64) -> f64 {
    let steps = (0..30).flat_map(|zeros| [1.0, 2.0, 5.0].map(|step| step * 10_f64.powi(zeros)));
    steps.into_iter().find(|step| *step >= least).unwrap_or(least)
}

/// Whole, in groups of three digits.
fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().filter_map(|group| str::from_utf8(group).ok()).collect();
    groups.join(",")
}

fn colour(at: usize) -> String {
    let palette = Palette::category10();
    palette.colors()[at % palette.len()].clone()
}
