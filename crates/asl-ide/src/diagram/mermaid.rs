//! Renders a diagram as a Mermaid flowchart.

use std::fmt::Write;

use super::chart::{Arrow, Block, BlockKind, Chart};
use asl_core::catalog::StateKind;

const CLASSES: &str = "\
  classDef task fill:#dbeafe,stroke:#2563eb,color:#172554
  classDef choice fill:#fef3c7,stroke:#d97706,color:#451a03
  classDef pass fill:#f1f5f9,stroke:#64748b,color:#0f172a
  classDef wait fill:#ede9fe,stroke:#7c3aed,color:#2e1065
  classDef succeed fill:#dcfce7,stroke:#16a34a,color:#052e16
  classDef fail fill:#fee2e2,stroke:#dc2626,color:#450a0a
  classDef missing fill:#fff,stroke:#dc2626,color:#dc2626,stroke-dasharray:4 3
  classDef mark fill:#64748b,stroke:#64748b,color:#fff
";

pub(super) fn write(chart: &Chart) -> String {
    let mut out = "flowchart TD\n".to_owned();
    let mut count = 0;
    inside(&mut out, chart, &mut count, 1);
    out.push_str(CLASSES);
    out
}

/// Writes the contents of a machine. Boxes are numbered consecutively across the diagram.
fn inside(out: &mut String, chart: &Chart, count: &mut usize, depth: usize) {
    let first = *count;
    *count += chart.blocks.len();
    for (number, one) in (first..).zip(&chart.blocks) {
        state(out, one, number, count, depth);
    }
    for arrow in &chart.arrows {
        link(out, arrow, first, depth);
    }
}

fn state(out: &mut String, one: &Block, number: usize, count: &mut usize, depth: usize) {
    let indent = "  ".repeat(depth);
    let label = match one.kind {
        BlockKind::State(StateKind::Task) => {
            format!("{}<br/><small>{}</small>", escaped(&one.name), escaped(&one.detail))
        }
        _ => escaped(&one.name),
    };
    if one.inside.is_empty() {
        let (open, close, class) = shape(one.kind);
        let label = match one.kind {
            BlockKind::Start => "start".to_owned(),
            BlockKind::End => "end".to_owned(),
            _ => label,
        };
        _ = writeln!(out, "{indent}s{number}{open}\"{label}\"{close}:::{class}");
        return;
    }
    _ = writeln!(out, "{indent}subgraph s{number}[\"{label}\"]");
    match one.inside.as_slice() {
        [chart] => inside(out, chart, count, depth + 1),
        charts => {
            for (i, chart) in charts.iter().enumerate() {
                _ = writeln!(out, "{indent}  subgraph s{number}b{i}[\"{}\"]", escaped(&chart.title));
                inside(out, chart, count, depth + 2);
                _ = writeln!(out, "{indent}  end");
            }
        }
    }
    _ = writeln!(out, "{indent}end");
}

fn shape(kind: BlockKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        BlockKind::Start | BlockKind::End => ("([", "])", "mark"),
        BlockKind::Missing => ("[", "]", "missing"),
        BlockKind::State(StateKind::Choice) => ("{{", "}}", "choice"),
        BlockKind::State(StateKind::Wait) => ("[/", "/]", "wait"),
        BlockKind::State(StateKind::Succeed) => ("([", "])", "succeed"),
        BlockKind::State(StateKind::Fail) => ("([", "])", "fail"),
        BlockKind::State(StateKind::Pass) | BlockKind::Unknown => ("(", ")", "pass"),
        BlockKind::State(_) => ("[", "]", "task"),
    }
}

fn link(out: &mut String, arrow: &Arrow, first: usize, depth: usize) {
    let (from, to) = (first + arrow.from, first + arrow.to);
    let line = if arrow.is_catch { "-.->" } else { "-->" };
    let labels: Vec<String> = arrow.labels.iter().map(|label| escaped(label)).collect();
    let label = if labels.is_empty() { String::new() } else { format!("|\"{}\"|", labels.join("<br/>")) };
    _ = writeln!(out, "{}s{from} {line}{label} s{to}", "  ".repeat(depth));
}

/// The text of a label. Characters that Mermaid or HTML would interpret are written as entities.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'a'..='z'
            | 'A'..='Z'
            | '0'..='9'
            | ' '
            | ','
            | '?'
            | '/'
            | ':'
            | '\''
            | '('
            | ')'
            | '='
            | '!' => out.push(c),
            // Mermaid renders text between two `$$` as a formula.
            '$' if !out.ends_with('$') => out.push(c),
            '.' | '-' | '_' if !out.chars().all(|c| c.is_ascii_digit()) => out.push(c),
            c if c.is_ascii() => _ = write!(out, "#{};", c as u32),
            c => out.push(c),
        }
    }
    if out.trim().is_empty() { "#8203;".to_owned() } else { out }
}
