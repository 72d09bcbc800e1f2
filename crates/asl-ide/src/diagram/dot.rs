//! Renders a diagram in the DOT language of Graphviz.

use std::fmt::Write;

use super::chart::{Arrow, Block, BlockKind, Chart};
use asl_core::catalog::StateKind;

const HEAD: &str = "\
digraph {
  compound=true
  bgcolor=\"white\"
  node [fontname=\"Helvetica\", fontsize=12, style=\"filled\", shape=box]
  edge [fontname=\"Helvetica\", fontsize=10, color=\"#64748b\", fontcolor=\"#475569\"]
";

pub(super) fn write(chart: &Chart) -> String {
    let mut out = HEAD.to_owned();
    let mut count = 0;
    inside(&mut out, chart, &mut count, 1);
    out.push_str("}\n");
    out
}

/// Writes the contents of a machine. Boxes are numbered consecutively across the diagram. A state with nested machines
/// becomes a cluster, with a point in it as the target of arrows.
fn inside(out: &mut String, chart: &Chart, count: &mut usize, depth: usize) {
    let first = *count;
    *count += chart.blocks.len();
    for (number, one) in (first..).zip(&chart.blocks) {
        state(out, one, number, count, depth);
    }
    for arrow in &chart.arrows {
        link(out, chart, arrow, first, depth);
    }
}

fn state(out: &mut String, one: &Block, number: usize, count: &mut usize, depth: usize) {
    let indent = "  ".repeat(depth);
    if one.inside.is_empty() {
        _ = writeln!(out, "{indent}s{number} [{}]", attributes(one));
        return;
    }
    let name = quoted(&[&one.name, &one.detail]);
    _ = writeln!(out, "{indent}subgraph cluster_{number} {{");
    _ = writeln!(out, "{indent}  label={name}; style=\"rounded\"; color=\"#2563eb\"; fontname=\"Helvetica\"");
    _ = writeln!(out, "{indent}  s{number} [shape=point, style=invis, width=0]");
    for (i, chart) in one.inside.iter().enumerate() {
        _ = writeln!(out, "{indent}  subgraph cluster_{number}_{i} {{");
        _ = writeln!(
            out,
            "{indent}    label={}; style=\"dashed\"; color=\"#94a3b8\"",
            quoted(&[&chart.title])
        );
        inside(out, chart, count, depth + 2);
        _ = writeln!(out, "{indent}  }}");
    }
    _ = writeln!(out, "{indent}}}");
}

fn attributes(one: &Block) -> String {
    let (shape, fill, line) = match one.kind {
        BlockKind::Start => {
            return "label=\"\", shape=circle, width=0.2, fillcolor=\"#64748b\", color=\"#64748b\"".into();
        }
        BlockKind::End => {
            return "label=\"\", shape=doublecircle, width=0.15, fillcolor=\"#64748b\", color=\"#64748b\""
                .into();
        }
        BlockKind::Missing => ("box", "#ffffff", "#dc2626"),
        BlockKind::Unknown | BlockKind::State(StateKind::Pass) => ("box", "#f1f5f9", "#64748b"),
        BlockKind::State(StateKind::Choice) => ("hexagon", "#fef3c7", "#d97706"),
        BlockKind::State(StateKind::Wait) => ("parallelogram", "#ede9fe", "#7c3aed"),
        BlockKind::State(StateKind::Succeed) => ("oval", "#dcfce7", "#16a34a"),
        BlockKind::State(StateKind::Fail) => ("oval", "#fee2e2", "#dc2626"),
        BlockKind::State(_) => ("box", "#dbeafe", "#2563eb"),
    };
    let label = quoted(&[&one.name, &one.detail]);
    format!("label={label}, shape={shape}, fillcolor=\"{fill}\", color=\"{line}\"")
}

fn link(out: &mut String, chart: &Chart, arrow: &Arrow, first: usize, depth: usize) {
    let mut attributes = Vec::new();
    if !arrow.labels.is_empty() {
        let labels: Vec<&str> = arrow.labels.iter().map(String::as_str).collect();
        attributes.push(format!("label={}", quoted(&labels)));
    }
    if arrow.is_catch {
        attributes.push("style=dashed, color=\"#dc2626\", fontcolor=\"#dc2626\"".to_owned());
    }
    let has_inside = |number: usize| !chart.blocks[number].inside.is_empty();
    let (from, to) = (first + arrow.from, first + arrow.to);
    if has_inside(arrow.from) && from != to {
        attributes.push(format!("ltail=cluster_{from}"));
    }
    if has_inside(arrow.to) && from != to {
        attributes.push(format!("lhead=cluster_{to}"));
    }
    let attributes =
        if attributes.is_empty() { String::new() } else { format!(" [{}]", attributes.join(", ")) };
    _ = writeln!(out, "{}s{from} -> s{to}{attributes}", "  ".repeat(depth));
}

/// A quoted label of several lines. Graphviz interprets HTML entities in it.
fn quoted(lines: &[&str]) -> String {
    let escaped = |line: &&str| line.replace('\\', "\\\\").replace('"', "\\\"").replace('&', "&amp;");
    let lines: Vec<String> = lines.iter().map(escaped).collect();
    format!("\"{}\"", lines.join("\\n"))
}
