//! Renders a diagram as a self-contained SVG, which can be opened, mailed or embedded as it is. Its colors follow the
//! reader's light or dark theme. An editor that shows it can find states by `data-id`, and restyle everything by class.

mod arrows;
mod boxes;
mod text;

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;

use self::text::{width, wrapped};
use super::chart::{Arrow, Block, BlockKind, Chart};
use super::layout::{BoxSize, Layout, Link, Point, Size, layout, spans};
use asl_core::catalog::StateKind;

/// The font sizes of a name and of other text, as in the style sheet.
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
/// The width of the arrow of a retry.
const RETRY: f64 = 22.0;

const STYLE: &str = include_str!("style.css");

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
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\" role=\"graphics-document\" aria-label=\"State machine\">\n\
         <style>\n{STYLE}</style>\n<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n"
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
    let label = Size { width: 0.0, height: 0.0 };
    let links = chart.arrows.iter().map(|arrow| link(arrow, label));
    let spans = spans(chart.blocks.len(), &links.collect::<Vec<_>>());
    // Arrows to the same box share their lines.
    let mut lines: BTreeMap<(usize, bool), (usize, usize)> = BTreeMap::new();
    for (arrow, span) in chart.arrows.iter().zip(&spans) {
        let (count, longest) = lines.entry((arrow.to, arrow.is_catch)).or_default();
        *count += 1;
        *longest = (*longest).max(*span);
    }
    let mut lines: Vec<_> = lines.into_iter().collect();
    lines.sort_by_key(|(_, (count, _))| Reverse(*count));
    let mut crossed = 0;
    lines.retain(|(_, (_, longest))| {
        crossed += longest;
        crossed > CROSSED
    });
    let cut: HashSet<(usize, bool)> = lines.into_iter().map(|(line, _)| line).collect();
    for (arrow, _) in chart.arrows.iter_mut().zip(spans).filter(|(_, span)| *span > LONG) {
        if cut.contains(&(arrow.to, arrow.is_catch)) {
            let target = &chart.blocks[arrow.to];
            let name = format!("→ {}", target.name);
            let stub = Block { name, kind: target.kind, ..Block::default() };
            chart.blocks.push(stub);
            arrow.to = chart.blocks.len() - 1;
        }
    }
}

fn link(arrow: &Arrow, label: Size) -> Link {
    Link { from: arrow.from, to: arrow.to, label, is_catch: arrow.is_catch }
}

fn picture(chart: &Chart) -> Picture<'_> {
    let blocks: Vec<Drawing<'_>> = chart.blocks.iter().map(drawing).collect();
    let label = |arrow: &Arrow| -> Vec<String> {
        arrow.labels.iter().flat_map(|label| wrapped(label, SMALL, LABEL_WIDTH, 3)).collect()
    };
    let labels: Vec<Vec<String>> = chart.arrows.iter().map(label).collect();
    let beside = |block: &Block| block.retry.as_ref().map_or(0.0, |retry| RETRY + width(&retry.label, SMALL));
    let sized = blocks.iter().zip(&chart.blocks);
    let sized = sized.map(|(drawing, block)| BoxSize { size: drawing.size, beside: beside(block) });
    let links = chart.arrows.iter().zip(&labels).map(|(arrow, label)| {
        let height = label.len() as f64 * SMALL_LINE;
        link(arrow, Size { width: widest(label, SMALL), height })
    });
    let layout = layout(&sized.collect::<Vec<_>>(), &links.collect::<Vec<_>>());
    Picture { chart, blocks, labels, layout }
}

fn widest(lines: &[String], size: f64) -> f64 {
    lines.iter().map(|line| width(line, size)).fold(0.0, f64::max)
}

fn drawing(block: &Block) -> Drawing<'_> {
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
    for chart in block.shown() {
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
    let arrows = picture.chart.arrows.iter().zip(&picture.layout.routes).zip(&picture.labels);
    for ((arrow, route), label) in arrows {
        arrows::arrow(out, picture.chart, arrow, route, label, origin);
    }
    let blocks = picture.blocks.iter().zip(&picture.chart.blocks).zip(&picture.layout.corners);
    for ((drawing, block), corner) in blocks {
        boxes::block(out, drawing, block, Point { x: origin.x + corner.x, y: origin.y + corner.y });
    }
}

fn polygon(out: &mut String, class: &str, points: &[(f64, f64)]) {
    let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    _ = writeln!(out, "<polygon class=\"{class}\" points=\"{}\"/>", points.join(" "));
}
