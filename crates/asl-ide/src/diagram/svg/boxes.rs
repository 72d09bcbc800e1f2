//! Draws states: a group for each, with its machines inside.

use std::fmt::Write;

use super::super::chart::{Block, BlockKind, Retry};
use super::super::layout::{Point, Size};
use super::text::{escaped, width};
use super::{Drawing, NAME_LINE, PADDING, Picture, RETRY, SMALL, SMALL_LINE, draw, polygon};
use asl_core::Severity;
use asl_core::catalog::StateKind;

pub(super) fn block(out: &mut String, drawing: &Drawing<'_>, block: &Block, at: Point) {
    let Size { width: w, height: h } = drawing.size;
    let Point { x, y } = at;
    _ = write!(out, "<g class=\"{}\"", classes(block));
    if block.state.is_some() {
        let (id, label) = (escaped(&block.id), escaped(&description(block)));
        _ = write!(out, " data-id=\"{id}\" role=\"graphics-symbol\" aria-label=\"{label}\"");
    }
    out.push_str(">\n");
    if block.state.is_some() {
        _ = writeln!(out, "<title>{}</title>", escaped(&block.name));
    }
    shape(out, block, at, drawing.size);
    lines(out, drawing, x + w / 2.0, y + 7.0 + if drawing.inside.is_empty() { 0.0 } else { 3.0 });
    if let Some(retry) = &block.retry {
        retries(out, retry, Point { x: x + w, y: y + (h / 2.0).min(20.0) });
    }
    if let Some(severity) = block.severity {
        badge(out, severity, Point { x: x + w - 4.0, y: y + 3.0 });
    }
    for (corner, inner) in &drawing.inside {
        machine(out, inner, Point { x: x + corner.x, y: y + corner.y });
    }
    out.push_str("</g>\n");
}

/// The classes of the group of a box.
fn classes(block: &Block) -> String {
    let kind = match block.kind {
        BlockKind::Start | BlockKind::End => return "mark".to_owned(),
        BlockKind::Missing => "missing",
        BlockKind::Unknown => "pass",
        BlockKind::State(kind) => match kind {
            StateKind::Choice => "choice",
            StateKind::Wait => "wait",
            StateKind::Succeed => "succeed",
            StateKind::Fail => "fail",
            StateKind::Pass => "pass",
            StateKind::Task => "task",
            StateKind::Parallel => "parallel",
            StateKind::Map => "map",
        },
    };
    let frame = if block.shown().is_empty() { "" } else { " frame" };
    let unreachable = if block.is_unreachable { " unreachable" } else { "" };
    let severity = block.severity.map_or(String::new(), |severity| format!(" {}", severity.name()));
    format!("node {kind}{frame}{unreachable}{severity}")
}

/// A state in words, for people who do not see it.
fn description(block: &Block) -> String {
    let mut words = format!("{}, {}", block.name, block.detail);
    if let Some(retry) = &block.retry {
        _ = write!(words, ", retried: {}", retry.detail);
    }
    if block.is_unreachable {
        words.push_str(", unreachable");
    }
    if let Some(severity) = block.severity {
        _ = write!(words, ", has findings: {}", severity.name());
    }
    words
}

fn shape(out: &mut String, block: &Block, at: Point, size: Size) {
    let Size { width: w, height: h } = size;
    let Point { x, y } = at;
    match block.kind {
        BlockKind::Start => circle(out, "shape", x + w / 2.0, y + h / 2.0, 7.0),
        BlockKind::End => {
            circle(out, "line ring", x + w / 2.0, y + h / 2.0, 8.0);
            circle(out, "shape", x + w / 2.0, y + h / 2.0, 4.5);
        }
        BlockKind::State(StateKind::Choice) => {
            let points = [
                (x + 12.0, y),
                (x + w - 12.0, y),
                (x + w, y + h / 2.0),
                (x + w - 12.0, y + h),
                (x + 12.0, y + h),
                (x, y + h / 2.0),
            ];
            polygon(out, "shape", &points);
        }
        BlockKind::State(StateKind::Wait) => {
            polygon(out, "shape", &[(x + 10.0, y), (x + w, y), (x + w - 10.0, y + h), (x, y + h)]);
        }
        _ => {
            let round = match block.kind {
                BlockKind::State(StateKind::Succeed | StateKind::Fail) => h / 2.0,
                _ => 6.0,
            };
            _ = writeln!(
                out,
                "<rect class=\"shape\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" rx=\"{round:.1}\"/>"
            );
        }
    }
}

fn circle(out: &mut String, class: &str, x: f64, y: f64, radius: f64) {
    _ = writeln!(out, "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius}\"/>");
}

/// Draws the name and the text below it, centered on an axis.
fn lines(out: &mut String, drawing: &Drawing<'_>, x: f64, top: f64) {
    let mut y = top;
    for (texts, class, line) in
        [(&drawing.name, " class=\"name\"", NAME_LINE), (&drawing.detail, "", SMALL_LINE)]
    {
        for text in texts {
            _ = writeln!(
                out,
                "<text{class} text-anchor=\"middle\" x=\"{x:.1}\" y=\"{:.1}\">{}</text>",
                y + line * 0.76,
                escaped(text)
            );
            y += line;
        }
    }
}

/// Draws an arrow from a point on the right side of a box back to the box.
fn retries(out: &mut String, retry: &Retry, at: Point) {
    let Point { x, y } = at;
    let (top, bottom, far) = (y - 7.0, y + 7.0, x + RETRY);
    _ = writeln!(
        out,
        "<g class=\"retry\"><title>{}</title><path class=\"line\" d=\"M{x:.1} {top:.1}C{far:.1} {top:.1} {far:.1} {bottom:.1} {:.1} {bottom:.1}\"/>",
        escaped(&retry.detail),
        x + 4.0
    );
    polygon(out, "head", &[(x, bottom), (x + 6.0, bottom - 3.0), (x + 6.0, bottom + 3.0)]);
    _ = writeln!(
        out,
        "<text x=\"{:.1}\" y=\"{:.1}\">{}</text></g>",
        x + RETRY - 3.0,
        y + 4.0,
        escaped(&retry.label)
    );
}

fn badge(out: &mut String, severity: Severity, at: Point) {
    let sign = match severity {
        Severity::Error => "×",
        Severity::Warning => "!",
        Severity::Info => "i",
    };
    out.push_str("<g class=\"badge\">");
    circle(out, "disc", at.x, at.y, 7.0);
    _ = writeln!(
        out,
        "<text text-anchor=\"middle\" x=\"{:.1}\" y=\"{:.1}\">{sign}</text></g>",
        at.x,
        at.y + 4.0
    );
}

/// Draws a machine inside a state, with a frame around it.
fn machine(out: &mut String, inner: &Picture<'_>, at: Point) {
    let size = inner.layout.size;
    let title = width(&inner.chart.title, SMALL);
    let extra = ((title - size.width) / 2.0).max(0.0) + PADDING;
    let top = at.y - SMALL_LINE - 8.0;
    let (left, wide) = (at.x - extra, size.width + 2.0 * extra);
    let high = at.y + size.height + PADDING - top;
    _ = writeln!(
        out,
        "<rect class=\"inner\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{wide:.1}\" height=\"{high:.1}\" rx=\"4\"/>"
    );
    _ = writeln!(
        out,
        "<text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
        left + 6.0,
        top + 13.0,
        escaped(&inner.chart.title)
    );
    draw(out, inner, at);
}
