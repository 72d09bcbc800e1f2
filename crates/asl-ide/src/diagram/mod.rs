//! Diagrams of definitions: states as boxes and transitions as arrows, rendered as Mermaid, DOT or SVG.

mod chart;
mod condition;
mod dot;
mod layout;
mod mermaid;
mod svg;

use asl_core::model::StateId;
use asl_core::semantic::Analysis;
use asl_core::{Diagnostic, Severity};

use self::chart::Chart;

/// The format of a diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A Mermaid flowchart.
    Mermaid,
    /// A DOT graph for Graphviz.
    Dot,
    /// A self-contained SVG image.
    Svg,
}

impl Format {
    /// Returns the format with a name: `mermaid`, `dot` or `svg`.
    pub fn named(name: &str) -> Option<Format> {
        match name {
            "mermaid" => Some(Format::Mermaid),
            "dot" => Some(Format::Dot),
            "svg" => Some(Format::Svg),
            _ => None,
        }
    }
}

/// Renders the diagram of a definition; `None` if it has no state machine.
pub fn diagram(analysis: &Analysis, format: Format) -> Option<String> {
    let chart = Chart::new(analysis, &[], &[])?;
    Some(match format {
        Format::Mermaid => mermaid::write(&chart),
        Format::Dot => dot::write(&chart),
        Format::Svg => svg::write(chart),
    })
}

/// A diagram to interact with: an SVG image, and the states that it shows.
#[derive(Debug)]
pub struct View {
    /// A self-contained image. The group of each state has its ID as the attribute `data-id`.
    pub svg: String,
    /// All states, also those that the image hides, with states before the states inside them.
    pub nodes: Vec<Node>,
}

/// A state in a diagram.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Identifies the state among those of the diagram, and stays the same when other states change: the names of the
    /// states around it and its own, as in a JSON Pointer, with the number of the branch after each Parallel or Map state.
    pub id: String,
    /// The ID of the state around.
    pub parent: Option<String>,
    /// The state in the analysis.
    pub state: StateId,
    /// The severity of the worst finding at the state, or inside it if it is collapsed.
    pub severity: Option<Severity>,
    /// Whether there are machines inside.
    pub is_compound: bool,
    /// Whether the machines inside are hidden.
    pub is_collapsed: bool,
}

/// Draws a definition with its findings; `None` if it has no state machine. The machines inside the states with the given
/// IDs are hidden.
pub fn view(analysis: &Analysis, findings: &[Diagnostic], collapsed: &[String]) -> Option<View> {
    let chart = Chart::new(analysis, findings, collapsed)?;
    let nodes = chart.nodes();
    Some(View { svg: svg::write(chart), nodes })
}

#[cfg(test)]
mod tests;
