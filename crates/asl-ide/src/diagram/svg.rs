//! Renders a diagram as a self-contained SVG, which can be opened, mailed or embedded as it is. Its colors follow the
//! reader's light or dark theme.

mod text;

use std::fmt::Write;

use self::text::{escaped, width, wrapped};
use super::layout::{Layout, Link, Point, Route, Size, layout, spans};
use super::{Arrow, Block, BlockKind, Chart};
use asl_core::catalog::StateKind;

const NAME: f64 = 13.0;
const SMALL: f64 = 11.0;
/// The line height of a name and of other text.
const NAME_LINE: f64 = 17.0;
const SMALL_LINE: f64 = 14.0;
/// The gap between the border of a box and its contents.
const PADDING: f64 = 12.0;
const MARGIN: f64 = 16.0;
/// The maximum width of a name, of the text below it, and of a label.
const NAME_WIDTH: f64 = 190.0;
const LABEL_WIDTH: f64 = 170.0;

const STYLE: &str = "\
.page{fill:#fff}.name{font:600 13px system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;fill:#0f172a}\
.small{font:11px system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;fill:#475569}\
.line{fill:none;stroke:#64748b;stroke-width:1.4}.head{fill:#64748b}\
.catch.line{stroke:#dc2626;stroke-dasharray:5 3}.catch.head{fill:#dc2626}.catch.small{fill:#b91c1c}\
.task{fill:#dbeafe;stroke:#2563eb}.choice{fill:#fef3c7;stroke:#d97706}.pass{fill:#f1f5f9;stroke:#64748b}\
.wait{fill:#ede9fe;stroke:#7c3aed}.succeed{fill:#dcfce7;stroke:#16a34a}.fail{fill:#fee2e2;stroke:#dc2626}\
.missing{fill:#fff;stroke:#dc2626;stroke-dasharray:4 3}.mark{fill:#64748b;stroke:#64748b}\
.frame{fill:#2563eb;fill-opacity:.05;stroke:#2563eb}.inner{fill:none;stroke:#94a3b8;stroke-dasharray:2 3}\
@media(prefers-color-scheme:dark){.page{fill:#0f172a}.name{fill:#f1f5f9}.small{fill:#cbd5e1}\
.line{stroke:#94a3b8}.head{fill:#94a3b8}.catch.line{stroke:#f87171}.catch.head{fill:#f87171}.catch.small{fill:#fca5a5}\
.task{fill:#1e3a5f}.choice{fill:#453006}.pass{fill:#1e293b}.wait{fill:#2f1d5c}.succeed{fill:#0c3a20}.fail{fill:#4c1414}\
.missing{fill:#0f172a}.mark{fill:#94a3b8;stroke:#94a3b8}.frame{fill-opacity:.12}}";

/// If arrows cross more layers than this in total, the long ones end at a separate box that names their target.
const CROSSED: usize = 3_000;
const LONG: usize = 12;

/// A machine after layout.
struct Picture<'c> {
    chart: &'c Chart,
    blocks: Vec<Drawing<'c>>,
    labels: Vec<Vec<String>>,
    layout: Layout,
}

/// A box with its lines and nested machines, each at an offset from the corner of the box.
struct Drawing<'c> {
    name: Vec<String>,
    detail: Vec<String>,
    inside: Vec<(Point, Picture<'c>)>,
    size: Size,
}

pub(super) fn write(mut chart: Chart) -> String {
    cut_long_arrows(&mut chart);
    let picture = picture(&chart);
    let (width, height) =
        (picture.layout.size.width + 2.0 * MARGIN, picture.layout.size.height + 2.0 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\">\n\
         <style>{STYLE}</style>\n<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n"
    );
    draw(&mut out, &picture, Point { x: MARGIN, y: MARGIN });
    out.push_str("</svg>\n");
    out
}

/// Keeps a large diagram readable, and limits the time to draw it.
fn cut_long_arrows(chart: &mut Chart) {
    for block in &mut chart.blocks {
        block.inside.iter_mut().for_each(cut_long_arrows);
    }
    let links: Vec<(usize, usize)> = chart.arrows.iter().map(|arrow| (arrow.from, arrow.to)).collect();
    let spans = spans(chart.blocks.len(), &links);
    if spans.iter().sum::<usize>() <= CROSSED {
        return;
    }
    for (arrow, _) in chart.arrows.iter_mut().zip(spans).filter(|(_, span)| *span > LONG) {
        let target = &chart.blocks[arrow.to];
        let name = format!("→ {}", target.name);
        let stub = Block { name, kind: target.kind, detail: String::new(), inside: Vec::new() };
        chart.blocks.push(stub);
        arrow.to = chart.blocks.len() - 1;
    }
}

fn picture(chart: &Chart) -> Picture<'_> {
    let blocks: Vec<Drawing<'_>> = chart.blocks.iter().map(part).collect();
    let label = |arrow: &Arrow| -> Vec<String> {
        arrow.labels.iter().flat_map(|label| wrapped(label, SMALL, LABEL_WIDTH, 3)).collect()
    };
    let labels: Vec<Vec<String>> = chart.arrows.iter().map(label).collect();
    let sizes: Vec<Size> = blocks.iter().map(|one| one.size).collect();
    let link = |(arrow, label): (&Arrow, &Vec<String>)| Link {
        from: arrow.from,
        to: arrow.to,
        label: Size { width: widest(label, SMALL), height: label.len() as f64 * SMALL_LINE },
    };
    let links: Vec<Link> = chart.arrows.iter().zip(&labels).map(link).collect();
    let layout = layout(&sizes, &links);
    Picture { chart, blocks, labels, layout }
}

fn widest(lines: &[String], size: f64) -> f64 {
    lines.iter().map(|line| width(line, size)).fold(0.0, f64::max)
}

fn part(block: &Block) -> Drawing<'_> {
    if matches!(block.kind, BlockKind::Start | BlockKind::End) {
        let size = Size { width: 18.0, height: 18.0 };
        return Drawing { name: Vec::new(), detail: Vec::new(), inside: Vec::new(), size };
    }
    let name = wrapped(&block.name, NAME, NAME_WIDTH, 4);
    let detail = wrapped(&block.detail, SMALL, NAME_WIDTH, 2);
    let text = widest(&name, NAME).max(widest(&detail, SMALL));
    let head = name.len() as f64 * NAME_LINE + detail.len() as f64 * SMALL_LINE;
    let mut inside = Vec::new();
    let mut x = PADDING;
    let mut bottom: f64 = 0.0;
    for chart in &block.inside {
        let picture = picture(chart);
        let title = width(&chart.title, SMALL) + 2.0 * PADDING;
        let size = picture.layout.size;
        let indent = ((title - size.width - 2.0 * PADDING) / 2.0).max(0.0) + PADDING;
        let y = head + PADDING * 2.0 + SMALL_LINE + 4.0;
        inside.push((Point { x: x + indent, y }, picture));
        x += size.width + 2.0 * indent + PADDING;
        bottom = bottom.max(y + size.height + PADDING);
    }
    let slant =
        if matches!(block.kind, BlockKind::State(StateKind::Choice | StateKind::Wait)) { 12.0 } else { 0.0 };
    let size = match inside.is_empty() {
        true => Size { width: (text + 2.0 * (PADDING + slant)).max(72.0), height: head + 14.0 },
        false => Size { width: (text + 2.0 * PADDING).max(x), height: bottom + PADDING },
    };
    // Center machines that are narrower than the name.
    let rest = if inside.is_empty() { 0.0 } else { (size.width - x) / 2.0 };
    inside.iter_mut().for_each(|(corner, _)| corner.x += rest);
    Drawing { name, detail, inside, size }
}

fn draw(out: &mut String, picture: &Picture<'_>, origin: Point) {
    let moved = |point: Point| Point { x: origin.x + point.x, y: origin.y + point.y };
    let parts = picture.blocks.iter().zip(&picture.chart.blocks).zip(&picture.layout.corners);
    for ((part, block), corner) in parts {
        draw_block(out, part, block, moved(*corner));
    }
    let arrows = picture.chart.arrows.iter().zip(&picture.layout.routes).zip(&picture.labels);
    for ((arrow, route), label) in arrows {
        draw_arrow(out, arrow, route, label, origin);
    }
}

fn draw_block(out: &mut String, part: &Drawing<'_>, block: &Block, at: Point) {
    let Size { width: w, height: h } = part.size;
    let Point { x, y } = at;
    _ = writeln!(out, "<g><title>{}</title>", escaped(&block.name));
    match block.kind {
        BlockKind::Start => {
            _ = writeln!(
                out,
                "<circle class=\"mark\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"7\"/>",
                x + w / 2.0,
                y + h / 2.0
            )
        }
        BlockKind::End => {
            let (x, y) = (x + w / 2.0, y + h / 2.0);
            _ = writeln!(
                out,
                "<circle class=\"line\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"8\"/><circle class=\"mark\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.5\"/>"
            );
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
            polygon(out, "choice", &points);
        }
        BlockKind::State(StateKind::Wait) => {
            polygon(out, "wait", &[(x + 10.0, y), (x + w, y), (x + w - 10.0, y + h), (x, y + h)]);
        }
        _ => {
            let class = class(block);
            let round = match block.kind {
                BlockKind::State(StateKind::Succeed | StateKind::Fail) => h / 2.0,
                _ => 6.0,
            };
            _ = writeln!(
                out,
                "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" rx=\"{round:.1}\"/>"
            );
        }
    }
    lines(out, part, x + w / 2.0, y + 7.0 + if part.inside.is_empty() { 0.0 } else { 3.0 });
    for (corner, inner) in &part.inside {
        let at = Point { x: x + corner.x, y: y + corner.y };
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
            "<text class=\"small\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            left + 6.0,
            top + 13.0,
            escaped(&inner.chart.title)
        );
        draw(out, inner, at);
    }
    out.push_str("</g>\n");
}

fn class(block: &Block) -> &'static str {
    match block.kind {
        _ if !block.inside.is_empty() => "frame",
        BlockKind::Missing => "missing",
        BlockKind::State(StateKind::Succeed) => "succeed",
        BlockKind::State(StateKind::Fail) => "fail",
        BlockKind::State(StateKind::Pass) | BlockKind::Unknown => "pass",
        _ => "task",
    }
}

fn polygon(out: &mut String, class: &str, points: &[(f64, f64)]) {
    let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    _ = writeln!(out, "<polygon class=\"{class}\" points=\"{}\"/>", points.join(" "));
}

/// Draws the name and the text below it, centered on an axis.
fn lines(out: &mut String, part: &Drawing<'_>, x: f64, top: f64) {
    let mut y = top;
    for (texts, class, line) in [(&part.name, "name", NAME_LINE), (&part.detail, "small", SMALL_LINE)] {
        for text in texts {
            _ = writeln!(
                out,
                "<text class=\"{class}\" text-anchor=\"middle\" x=\"{x:.1}\" y=\"{:.1}\">{}</text>",
                y + line * 0.76,
                escaped(text)
            );
            y += line;
        }
    }
}

fn draw_arrow(out: &mut String, arrow: &Arrow, route: &Route, label: &[String], origin: Point) {
    let class = if arrow.is_catch { "catch " } else { "" };
    let points: Vec<Point> =
        route.points.iter().map(|point| Point { x: origin.x + point.x, y: origin.y + point.y }).collect();
    let [first, .., last] = points.as_slice() else { return };
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
        _ = writeln!(out, "<path class=\"{class}line\" d=\"{path}\"/>");
        polygon(
            out,
            &format!("{class}head"),
            &[(last.x, last.y), (last.x + 8.0, last.y - 4.0), (last.x + 8.0, last.y + 4.0)],
        );
    } else {
        let direction = if last.y > first.y { 1.0 } else { -1.0 };
        let tip = Point { x: last.x, y: last.y - 6.0 * direction };
        for two in points.windows(2) {
            let (from, to) = (two[0], if two[1] == *last { tip } else { two[1] });
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
        _ = writeln!(out, "<path class=\"{class}line\" d=\"{path}\"/>");
        let base = last.y - 8.0 * direction;
        polygon(
            out,
            &format!("{class}head"),
            &[(last.x, last.y), (last.x - 4.0, base), (last.x + 4.0, base)],
        );
    }
    let Some(corner) = route.label else { return };
    for (i, line) in label.iter().enumerate() {
        let y = origin.y + corner.y + (i as f64 + 0.78) * SMALL_LINE;
        _ = writeln!(
            out,
            "<text class=\"{class}small\" x=\"{:.1}\" y=\"{y:.1}\">{}</text>",
            origin.x + corner.x,
            escaped(line)
        );
    }
}
