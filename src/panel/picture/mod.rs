//! A panel as a picture: which report tells which field, and each field over the years.
//!
//! Owns the figure as a whole; its parts are in the files beside. Pictures alone are drawn with floats: they show, the
//! tables tell. Text stays text, so that Chinese is drawn with what the reader's machine has, and nothing is fetched.

mod coverage;
mod multiples;
mod page;

use std::collections::BTreeMap;

use kuva::plot::legend::LegendEntry;
use kuva::render::figure::{Figure, FigureLegendPosition};
use kuva::render::layout::Layout;

use super::{Panel, Subject};
use crate::record::AgencyKind;

/// Fonts that have Chinese, on the usual systems.
const FONTS: &str = "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, Heiti SC, WenQuanYi Micro Hei, SimHei, sans-serif";

/// The small multiples that stand side by side, and their size in pixels.
const COLUMNS: usize = 4;
const CELL: (f64, f64) = (310.0, 210.0);
const SPACING: f64 = 14.0;

/// The subjects that get a line each; more are told by median and quartiles.
const MOST_LINES: usize = 8;

impl Panel {
    /// The picture as SVG: above a map of fields by reports, below a small chart for each field that has a value.
    pub fn to_svg(&self) -> String {
        let subjects = self.named_subjects();
        let charts = multiples::charts(self, &subjects);
        let (map, map_layout, map_height) = coverage::map(self, &subjects);
        let chart_rows = charts.len().div_ceil(COLUMNS);
        let mut structure = vec![(0..COLUMNS).collect::<Vec<_>>()];
        structure.extend((COLUMNS..(1 + chart_rows) * COLUMNS).map(|cell| vec![cell]));
        let (mut plots, mut layouts) = (vec![map], vec![map_layout]);
        for (plot, layout) in charts {
            plots.push(plot);
            layouts.push(layout);
        }
        // Cells that are left over in the last row stay blank.
        layouts.resize_with(structure.len(), blank);
        plots.resize_with(structure.len(), Vec::new);
        let legend: Vec<LegendEntry> = multiples::legend(self, &subjects);
        let mut figure = Figure::new(1 + chart_rows, COLUMNS)
            .with_structure(structure)
            .with_plots(plots)
            .with_layouts(layouts)
            .with_cell_size(CELL.0, CELL.1)
            .with_spacing(SPACING)
            .with_row_height(0, map_height);
        if !legend.is_empty() {
            figure = figure
                .with_shared_legend_entries(legend)
                .with_shared_legend_position(FigureLegendPosition::BottomLeft)
                .with_keep_panel_legends();
        }
        kuva::backend::svg::SvgBackend::new().render_scene(&figure.render())
    }

    /// The subjects in the order of the rows, each with a name: its region, and where that has several the kind of agency.
    fn named_subjects(&self) -> Vec<(&Subject, String)> {
        let mut kinds: BTreeMap<&str, Vec<Option<AgencyKind>>> = BTreeMap::new();
        for row in &self.rows {
            let kinds = kinds.entry(&row.subject.region).or_default();
            if !kinds.contains(&row.subject.agency_kind) {
                kinds.push(row.subject.agency_kind);
            }
        }
        let mut subjects: Vec<(&Subject, String)> = Vec::new();
        for subject in self.rows.iter().map(|row| &row.subject) {
            if subjects.last().is_some_and(|(last, _)| *last == subject) {
                continue;
            }
            let kind = serde_json::to_value(subject.agency_kind).unwrap_or_default();
            let name = match (kinds.get(subject.region.as_str()).map_or(0, Vec::len), kind.as_str()) {
                (2.., Some(kind)) => format!("{} ({kind})", subject.region),
                _ => subject.region.clone(),
            };
            subjects.push((subject, name));
        }
        subjects
    }
}

/// The layout of a cell that shows nothing.
fn blank() -> Layout {
    let mut layout =
        Layout::new((0.0, 1.0), (0.0, 1.0)).with_show_grid(false).with_axis_line_width(0.0).with_tick_length(0.0);
    layout.suppress_x_ticks = true;
    layout.suppress_y_ticks = true;
    layout.with_font_family(FONTS)
}

/// A count of reports or fields, or the place of one: far below what a float holds exactly.
#[allow(clippy::cast_precision_loss)]
fn float(count: usize) -> f64 {
    count as f64
}
