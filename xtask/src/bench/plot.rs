//! The figures as a picture: how each grows with the number of notes.

use anyhow::{Result, anyhow};
use plotters::prelude::*;

use crate::bench::figures::{Figures, Row};

/// The rows of the picture, in reading order.
const ROWS: [Row; 6] = [
    Row::Index,
    Row::Memory,
    Row::Keystroke,
    Row::PulledDiagnostics,
    Row::WikiCompletion,
    Row::TermReferences,
];
/// Each server has one of these colors. They differ for color-blind readers too, and can be seen on a
/// white and on a black page.
const COLORS: [RGBColor; 4] =
    [RGBColor(0, 114, 178), RGBColor(213, 94, 0), RGBColor(0, 158, 115), RGBColor(148, 103, 189)];
const GREY: RGBColor = RGBColor(128, 128, 128);

/// The figures of all servers for one number of notes.
pub type Measured = (usize, Vec<(String, Figures)>);

/// The medians of a server by number of notes.
struct Line {
    server: String,
    points: Vec<(f64, f64)>,
}

/// Draws one diagram for each row. Both axes are logarithmic.
pub fn svg(sizes: &[Measured]) -> Result<String> {
    let mut svg = String::new();
    let page = SVGBackend::with_string(&mut svg, (960, 600)).into_drawing_area();
    for (row, area) in ROWS.into_iter().zip(page.split_evenly((2, 3))) {
        diagram(&area, row, &lines(sizes, row)).map_err(|it| anyhow!("{it}"))?;
    }
    page.present().map_err(|it| anyhow!("{it}"))?;
    drop(page);
    Ok(svg)
}

fn lines(sizes: &[Measured], row: Row) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (notes, servers) in sizes {
        for (server, figures) in servers {
            let Some(median) = figures.row(row).and_then(|it| it.percentile(0.5)) else { continue };
            #[expect(clippy::cast_precision_loss, reason = "a place in a diagram")]
            let point = (*notes as f64, median);
            match lines.iter_mut().find(|line| line.server == *server) {
                Some(line) => line.points.push(point),
                None => lines.push(Line { server: server.clone(), points: vec![point] }),
            }
        }
    }
    lines
}

fn diagram<B: DrawingBackend>(
    area: &DrawingArea<B, plotters::coord::Shift>,
    row: Row,
    lines: &[Line],
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    let points = || lines.iter().flat_map(|line| line.points.iter());
    let (mut least, mut most) = (f64::MAX, 0.0_f64);
    let (mut few, mut many) = (f64::MAX, 0.0_f64);
    for (notes, value) in points() {
        (few, many) = (few.min(*notes), many.max(*notes));
        (least, most) = (least.min(*value), most.max(*value));
    }
    if points().next().is_none() {
        return Ok(());
    }
    let mut chart = ChartBuilder::on(area)
        .margin(12)
        .caption(row.label(), ("sans-serif", 15).into_font().color(&GREY))
        .x_label_area_size(28)
        .y_label_area_size(52)
        .build_cartesian_2d(
            (few / 1.2..many * 1.2).log_scale(),
            (least / 2.0..most * 4.0).log_scale(),
        )?;
    chart
        .configure_mesh()
        .disable_mesh()
        .axis_style(GREY)
        .label_style(("sans-serif", 12).into_font().color(&GREY))
        .x_labels(4)
        .y_labels(5)
        .x_desc("notes")
        .y_label_formatter(&|value| crate::bench::table::number(*value))
        .x_label_formatter(&|value| crate::bench::table::number(value.round()))
        .draw()?;
    for (line, color) in lines.iter().zip(COLORS.iter().cycle()) {
        let style = color.stroke_width(2);
        chart
            .draw_series(LineSeries::new(line.points.iter().copied(), style).point_size(3))?
            .label(&line.server)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 12, y)], style));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .label_font(("sans-serif", 12).into_font().color(&GREY))
        .draw()
}
