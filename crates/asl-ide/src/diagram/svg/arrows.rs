//! Draws transitions.

use std::fmt::Write;

use super::super::chart::{Arrow, Chart};
use super::super::layout::{Point, Route};
use super::text::escaped;
use super::{SMALL_LINE, polygon};

/// The length of the head of an arrow.
const HEAD: f64 = 8.0;

pub(super) fn arrow(
    out: &mut String,
    chart: &Chart,
    arrow: &Arrow,
    route: &Route,
    label: &[String],
    origin: Point,
) {
    let points: Vec<Point> =
        route.points.iter().map(|point| Point { x: origin.x + point.x, y: origin.y + point.y }).collect();
    let [first, .., last] = points.as_slice() else { return };
    let (from, to) = (&chart.blocks[arrow.from], &chart.blocks[arrow.to]);
    let catch = if arrow.is_catch { " catch" } else { "" };
    let unreachable = if from.is_unreachable { " unreachable" } else { "" };
    _ = writeln!(
        out,
        "<g class=\"arrow{catch}{unreachable}\" data-from=\"{}\" data-to=\"{}\">",
        escaped(&from.id),
        escaped(&to.id)
    );
    let mut path = format!("M{:.1} {:.1}", first.x, first.y);
    if route.is_loop {
        _ = write!(
            path,
            "C{0:.1} {1:.1} {0:.1} {2:.1} {3:.1} {2:.1}",
            first.x + 28.0,
            first.y - 6.0,
            last.y,
            last.x + 6.0
        );
        _ = writeln!(out, "<path class=\"line\" d=\"{path}\"/>");
        polygon(out, "head", &[(last.x, last.y), (last.x + 8.0, last.y - 4.0), (last.x + 8.0, last.y + 4.0)]);
    } else {
        let direction = if last.y > first.y { 1.0 } else { -1.0 };
        let length = if route.is_joining { 0.0 } else { HEAD };
        let end = Point { x: last.x, y: last.y - (length - 2.0).max(0.0) * direction };
        let ends = points[1..points.len() - 1].iter().chain([&end]);
        for (from, to) in points.iter().zip(ends) {
            if (from.x - to.x).abs() < 0.05 {
                _ = write!(path, "V{:.1}", to.y);
            } else {
                let middle = (from.y + to.y) / 2.0;
                _ = write!(
                    path,
                    "C{:.1} {middle:.1} {:.1} {middle:.1} {:.1} {:.1}",
                    from.x, to.x, to.x, to.y
                );
            }
        }
        _ = writeln!(out, "<path class=\"line\" d=\"{path}\"/>");
        if !route.is_joining {
            let base = last.y - length * direction;
            polygon(out, "head", &[(last.x, last.y), (last.x - 4.0, base), (last.x + 4.0, base)]);
        }
    }
    if let Some(corner) = route.label {
        for (i, line) in label.iter().enumerate() {
            let y = origin.y + corner.y + (i as f64 + 0.78) * SMALL_LINE;
            let x = origin.x + corner.x;
            _ = writeln!(out, "<text x=\"{x:.1}\" y=\"{y:.1}\">{}</text>", escaped(line));
        }
    }
    out.push_str("</g>\n");
}
