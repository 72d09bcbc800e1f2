//! The outline of a definition: a tree of its states.

use asl_core::brief;
use asl_core::catalog::StateKind;
use asl_core::model::{Machine, State};
use asl_core::semantic::Analysis;
use asl_core::text::Span;

/// An entry of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentSymbol {
    /// The name of the state, branch or resource.
    pub name: String,
    /// Details about the entry: the type of the state and its comment.
    pub detail: String,
    /// What the entry is.
    pub kind: SymbolKind,
    /// The whole state or machine.
    pub span: Span,
    /// The name of the state or machine, within `span`.
    pub selection: Span,
    /// The nested states or branches.
    pub children: Vec<DocumentSymbol>,
}

/// The kind of an entry of the outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolKind {
    /// A whole state machine, in templates and files with several definitions.
    Machine,
    /// A branch of a Parallel state.
    Branch,
    /// A state, with its type if that is known.
    State(Option<StateKind>),
}

/// Returns the states of a definition, with nested states as children. In a template, the root is an entry for the
/// resource, which may also refer to a file with the definition.
pub fn outline(analysis: &Analysis) -> Vec<DocumentSymbol> {
    let Some(root) = analysis.model().root() else { return linked(analysis).into_iter().collect() };
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

/// The entry for a resource whose definition is in another file.
fn linked(analysis: &Analysis) -> Option<DocumentSymbol> {
    let host = analysis.host();
    let (name, link) = (host.name.as_ref()?, host.link.as_ref()?);
    Some(DocumentSymbol {
        name: brief::name(&name.value).into_owned(),
        detail: format!("state machine in {}", brief::name(&link.path)),
        kind: SymbolKind::Machine,
        span: Span { start: name.span.start.min(link.span.start), end: name.span.end.max(link.span.end) },
        selection: name.span,
        children: Vec::new(),
    })
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

/// The states nested in a state, grouped by branch if there are several.
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
