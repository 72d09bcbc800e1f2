//! The states of a definition as a tree.

use asl_core::brief;
use asl_core::catalog::StateKind;
use asl_core::model::{Machine, State};
use asl_core::semantic::Analysis;
use asl_core::text::Span;

/// A line of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentSymbol {
    pub name: String,
    /// What is said beside the name: the type of the state, its comment.
    pub detail: String,
    pub kind: SymbolKind,
    /// All of it.
    pub span: Span,
    /// Its name.
    pub selection: Span,
    pub children: Vec<DocumentSymbol>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolKind {
    /// A state machine as a whole, where a file has several or is a template.
    Machine,
    Branch,
    State(Option<StateKind>),
}

/// The states of a definition, each with those inside it. In a template they stand under the name of the resource.
pub fn outline(analysis: &Analysis) -> Vec<DocumentSymbol> {
    let Some(root) = analysis.model().root() else { return Vec::new() };
    let states: Vec<DocumentSymbol> = root.states().map(state).collect();
    match &analysis.host().name {
        Some(name) if !analysis.host().is_whole_file() => {
            let span = root.object().node().span();
            let span = Span { start: name.span.start.min(span.start), end: span.end.max(name.span.end) };
            vec![DocumentSymbol {
                name: brief::name(&name.value).into_owned(),
                detail: "state machine".to_owned(),
                kind: SymbolKind::Machine,
                span,
                selection: name.span,
                children: states,
            }]
        }
        _ => states,
    }
}

fn state(state: State<'_>) -> DocumentSymbol {
    let comment = state.get("Comment").and_then(|comment| comment.as_str());
    let kind = state.kind().map_or("", StateKind::name);
    let detail = match comment {
        Some(comment) if !comment.is_empty() => format!("{kind}: {}", brief::name(comment)),
        _ => kind.to_owned(),
    };
    DocumentSymbol {
        name: brief::name(state.name().value).into_owned(),
        detail,
        kind: SymbolKind::State(state.kind()),
        span: state.pair().span(),
        selection: state.name().span,
        children: inside(state),
    }
}

/// The states of the machines inside a state. Those of several branches stand under their branch.
fn inside(outer: State<'_>) -> Vec<DocumentSymbol> {
    let is_inside = |machine: &Machine<'_>| machine.parent() == Some(outer);
    let machines: Vec<Machine<'_>> = outer.model().machines().filter(is_inside).collect();
    if let [one] = machines.as_slice() {
        return one.states().map(state).collect();
    }
    let branch = |(i, machine): (usize, &Machine<'_>)| DocumentSymbol {
        name: format!("Branch {}", i + 1),
        detail: machine
            .start_at()
            .map_or(String::new(), |start| format!("starts at {}", brief::name(start.value))),
        kind: SymbolKind::Branch,
        span: machine.object().node().span(),
        selection: machine.object().name(),
        children: machine.states().map(state).collect(),
    };
    machines.iter().enumerate().map(branch).collect()
}
