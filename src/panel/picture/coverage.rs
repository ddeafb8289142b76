//! The map of fields by reports: what each report tells of each field. Of very many reports, the share by year that tells it.

use std::sync::Arc;

use kuva::plot::legend::{LegendEntry, LegendPosition, LegendShape};
use kuva::plot::{ColorMap, Heatmap};
use kuva::render::layout::{Layout, TickFormat};
use kuva::render::plots::Plot;

use super::super::{Coverage, Panel, Report, Row, Subject};
use super::{FONTS, float};

/// The reports that get a column each.
const MOST_COLUMNS: usize = 60;

/// The height of a field, and of what stands above and below all of them, in pixels.
const FIELD: f64 = 17.0;
const MARGINS: f64 = 190.0;

/// What is known, its colour and its name; their order is that of the colours' numbers.
const COLOURS: [(Coverage, &str, &str); 4] = [
    (Coverage::Absent, "#eeeeee", "未提及 not told"),
    (Coverage::Partial, "#fdae6b", "仅部分、专项或其他期间 partial only"),
    (Coverage::Doubtful, "#9467bd", "有主值，附警告 headline with a warning"),
    (Coverage::Stated, "#1f77b4", "有主值 headline"),
];

/// The map, its layout and its height.
pub(super) fn map(panel: &Panel, subjects: &[(&Subject, String)]) -> (Vec<Plot>, Layout, f64) {
    let reports: Vec<(&Row, &Report)> = panel.rows.iter().filter_map(|row| Some((row, row.report.as_ref()?))).collect();
    // The first row of a heatmap is the lowest.
    let fields: Vec<String> = panel.fields.iter().rev().map(|field| field.zh.clone()).collect();
    let height = FIELD * float(fields.len()) + MARGINS;
    let many = reports.len() > MOST_COLUMNS;
    let (heatmap, columns) = if many { shares(panel, &reports) } else { states(panel, &reports, subjects) };
    if columns.is_empty() {
        return (Vec::new(), super::blank().with_title("没有报告 no reports"), MARGINS);
    }
    let colours = if many { "（颜色：有主值的报告占百分之几）" } else { "" };
    let title = format!("字段覆盖：{} 个字段 × {} 份报告{colours}", fields.len(), reports.len());
    let right = float(columns.len()) + 0.5;
    let plots = vec![Plot::Heatmap(heatmap)];
    let mut layout = Layout::auto_from_plots(&plots)
        .with_title(title)
        .with_title_size(15)
        .with_font_family(FONTS)
        .with_tick_size(11)
        .with_body_size(11)
        .with_x_categories(columns)
        .with_x_axis_min(0.5)
        .with_x_axis_max(right)
        .with_y_categories(fields)
        .with_x_tick_rotate(-60.0)
        .with_show_grid(false);
    if many {
        layout = layout.with_colorbar_tick_format(TickFormat::Integer);
    } else {
        layout.show_colorbar = false;
        let entry = |(_, colour, name): &(Coverage, &str, &str)| LegendEntry {
            label: (*name).to_owned(),
            color: (*colour).to_owned(),
            shape: LegendShape::Rect,
            dasharray: None,
        };
        layout = layout
            .with_legend_entries(COLOURS.iter().rev().map(entry).collect())
            .with_legend_position(LegendPosition::OutsideTopLeft)
            .with_legend_box(false);
    }
    (plots, layout, height)
}

/// A cell for each field of each report.
fn states(panel: &Panel, reports: &[(&Row, &Report)], subjects: &[(&Subject, String)]) -> (Heatmap, Vec<String>) {
    let number = |of: Coverage| float(COLOURS.iter().position(|(coverage, ..)| *coverage == of).unwrap_or(0));
    let data: Vec<Vec<f64>> = (0..panel.fields.len())
        .rev()
        .map(|field| reports.iter().map(|(_, report)| number(report.coverage[field])).collect())
        .collect();
    // Colours come by the place of a number between the least and the most that occur.
    let numbers = || data.iter().flatten().copied();
    let (least, most) = (numbers().fold(f64::INFINITY, f64::min), numbers().fold(0.0, f64::max));
    let colour = move |place: f64| {
        let number = (least + place * (most - least)).round();
        let found = COLOURS.iter().enumerate().find(|(at, _)| float(*at) >= number);
        found.map_or(COLOURS[0].1, |(_, (_, colour, _))| *colour).to_owned()
    };
    let columns = reports.iter().map(|(row, _)| {
        let name = subjects.iter().find(|(subject, _)| **subject == row.subject).map_or("", |(_, name)| name.as_str());
        if subjects.len() == 1 { row.year.to_string() } else { format!("{name} {}", row.year) }
    });
    let sources = (0..panel.fields.len()).rev().flat_map(|field| {
        reports.iter().map(move |(_, report)| {
            let zh = &panel.fields[field].zh;
            let told = match &report.cells[field] {
                Some(source) => {
                    format!("{zh} {} ({}:{} {})", source.value.normalize(), report.path, source.line, source.quote)
                }
                None => format!("{zh} — ({})", report.path),
            };
            // XML has no place for control characters.
            told.replace(char::is_control, " ")
        })
    });
    let heatmap = Heatmap::new()
        .with_color_map(ColorMap::Custom(Arc::new(colour)))
        .with_tooltip_labels(sources)
        .with_cell_size(0.94)
        .with_data(data.clone());
    (heatmap, columns.collect())
}

/// A cell for each field and year: how many in a hundred reports have a headline value.
fn shares(panel: &Panel, reports: &[(&Row, &Report)]) -> (Heatmap, Vec<String>) {
    let mut years: Vec<i16> = reports.iter().map(|(row, _)| row.year).collect();
    years.sort_unstable();
    years.dedup();
    let share = |field: usize, year: i16| {
        let of_year = || reports.iter().filter(|(row, _)| row.year == year);
        let told = of_year().filter(|(_, report)| report.cells[field].is_some()).count();
        100.0 * float(told) / float(of_year().count().max(1))
    };
    let row = |field: usize| years.iter().map(|year| share(field, *year)).collect::<Vec<f64>>();
    let heatmap = Heatmap::new()
        .with_color_map(ColorMap::Blues)
        .with_cell_size(0.94)
        .with_data((0..panel.fields.len()).rev().map(row));
    (heatmap, years.iter().map(i16::to_string).collect())
}
