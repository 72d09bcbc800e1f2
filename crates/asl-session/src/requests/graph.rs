//! The command that renders the graph of a definition: as text, or as an object for an editor that shows it beside the
//! document.

use std::sync::Arc;

use asl_core::catalog::StateKind;
use asl_core::host::TemplateContext;
use asl_core::model::State;
use asl_core::text::Span;
use asl_core::{Analysis, brief};
use asl_ide::diagram::{Format, Node, diagram, view};
use ls_types::{DiagnosticSeverity, Position, Range, Uri};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Request, first_uri, name_of};
use crate::convert::severity;
use crate::documents::Document;
use crate::messages::RequestError;

/// The number of links from file to file that are followed to a definition.
const LINKS: usize = 4;

/// The arguments of the command: the URI of the document, the format (`mermaid` by default), and the name of a resource
/// in a template with several. Or a [`GraphRequest`] as the only argument.
pub(crate) struct GraphParams(GraphRequest);

/// What to draw. The machine is the one at the position, or else the one with the name, or else the first one.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct GraphRequest {
    uri: Uri,
    /// The format of the text to return. Without one, the result is a [`MachineGraph`].
    #[serde(default)]
    format: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    position: Option<Position>,
    /// The IDs of states whose machines are not drawn.
    #[serde(default)]
    collapsed: Vec<String>,
}

impl GraphParams {
    pub(crate) fn new(arguments: &[Value]) -> Result<GraphParams, RequestError> {
        let request = match arguments.first() {
            Some(request @ Value::Object(_)) => serde_json::from_value(request.clone())
                .map_err(|error| RequestError::invalid_params(error.to_string()))?,
            _ => {
                let text = |number: usize| arguments.get(number).and_then(Value::as_str);
                let uri = first_uri(arguments)?;
                let format = Some(text(1).unwrap_or("mermaid").to_owned());
                let name = text(2).map(str::to_owned);
                GraphRequest { uri, format, name, position: None, collapsed: Vec::new() }
            }
        };
        if request.format.as_ref().is_some_and(|name| Format::named(name).is_none()) {
            return Err(RequestError::invalid_params("the format must be `mermaid`, `dot` or `svg`"));
        }
        Ok(GraphParams(request))
    }

    pub(crate) fn uri(&self) -> &Uri {
        &self.0.uri
    }
}

/// A graph beside its document.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MachineGraph {
    /// The document with the definition, which may be another one than that of the request.
    uri: Uri,
    /// The version of that document; absent if it is not open.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i32>,
    /// The name of the resource, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// Whether syntax errors may hide a part of the definition.
    is_broken: bool,
    svg: String,
    /// All states, those inside others after them.
    nodes: Vec<GraphNode>,
    /// The ID of the state at the position.
    #[serde(skip_serializing_if = "Option::is_none")]
    current: Option<String>,
}

/// A state in a graph. See [`Node`].
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GraphNode {
    id: String,
    name: String,
    /// The `Type`, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    /// The ID of the state around.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    name_range: Range,
    range: Range,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<DiagnosticSeverity>,
    is_reachable: bool,
    is_compound: bool,
    is_collapsed: bool,
}

impl Request<'_> {
    pub(crate) fn graph(self, params: &GraphParams) -> Option<Value> {
        let GraphParams(wanted) = params;
        let at = wanted.position.map(|at| self.view.offset(at));
        let mut drawable = self.analyses.iter().filter(|analysis| is_drawable(analysis));
        let here = at.and_then(|at| drawable.clone().find(|analysis| covers(analysis, at)));
        let found = here.or_else(|| match &wanted.name {
            Some(name) => drawable.find(|analysis| name_of(analysis) == Some(name)),
            None => drawable.next(),
        })?;
        self.draw(found, name_of(found), wanted, LINKS)
    }

    /// The graph of a definition, or of the one that a template refers to with at most `links` links.
    fn draw(
        self,
        analysis: &Analysis,
        name: Option<&str>,
        wanted: &GraphRequest,
        links: usize,
    ) -> Option<Value> {
        if analysis.model().root().is_none() {
            let document = self.linked_document(analysis).filter(|_| links > 0)?;
            let analyzed = self.snapshot.analyzed(&document);
            let request = Request::new(self.snapshot, &document, &analyzed);
            let found = named_by(request.analyses, analysis.host())?;
            let wanted = GraphRequest { position: None, ..wanted.clone() };
            return request.draw(found, name, &wanted, links - 1);
        }
        match wanted.format.as_deref().and_then(Format::named) {
            Some(format) => diagram(analysis, format).map(Value::String),
            None => serde_json::to_value(self.machine_graph(analysis, name, wanted)?).ok(),
        }
    }

    fn linked_document(self, analysis: &Analysis) -> Option<Arc<Document>> {
        self.snapshot.document(&self.existing_file(analysis.host().link.as_ref()?)?)
    }

    fn machine_graph(
        self,
        analysis: &Analysis,
        name: Option<&str>,
        wanted: &GraphRequest,
    ) -> Option<MachineGraph> {
        let document = self.view.document;
        let findings = self.analyzed.findings(document).unwrap_or_default();
        let view = view(analysis, findings, &wanted.collapsed)?;
        let at = wanted.position.and_then(|at| innermost(analysis, self.view.offset(at))).map(State::id);
        let current = view.nodes.iter().find(|node| Some(node.state) == at).map(|node| node.id.clone());
        Some(MachineGraph {
            uri: document.uri.clone(),
            version: document.version,
            name: name.map(str::to_owned),
            is_broken: !analysis.tree().is_complete(),
            svg: view.svg,
            nodes: view.nodes.into_iter().map(|node| self.node(analysis, node)).collect(),
            current,
        })
    }

    fn node(self, analysis: &Analysis, node: Node) -> GraphNode {
        let state = analysis.model().state(node.state);
        GraphNode {
            id: node.id,
            name: brief::name(state.name().value).into_owned(),
            kind: state.kind().map(StateKind::name),
            parent: node.parent,
            name_range: self.view.range(state.name().span),
            range: self.view.range(state.pair().span()),
            severity: node.severity.map(severity),
            is_reachable: analysis.graph().is_reachable(state),
            is_compound: node.is_compound,
            is_collapsed: node.is_collapsed,
        }
    }
}

/// Whether a document contains a definition there or refers to one.
fn is_drawable(analysis: &Analysis) -> bool {
    analysis.model().root().is_some() || analysis.host().link.is_some()
}

/// Whether an offset is in a definition or in what a template says about it, from the name of the resource to the
/// reference to the definition.
fn covers(analysis: &Analysis, at: u32) -> bool {
    let host = analysis.host();
    let names = host.name.iter().chain(&host.sources).map(|name| name.span);
    let root = analysis.tree().root().map(|root| root.span());
    let spans = names.chain(host.link.as_ref().map(|link| link.span)).chain(root);
    let whole = spans.reduce(|a, b| Span { start: a.start.min(b.start), end: a.end.max(b.end) });
    host.is_whole_file() || whole.is_some_and(|whole| whole.covers(Span::at(at)))
}

/// The innermost state at an offset.
fn innermost(analysis: &Analysis, at: u32) -> Option<State<'_>> {
    let at = Span::at(at);
    analysis.model().states().filter(|state| state.pair().span().covers(at)).last()
}

/// The definition in a file that a resource of a template refers to.
fn named_by<'a>(analyses: &'a [Analysis], host: &TemplateContext) -> Option<&'a Analysis> {
    let mut drawable = analyses.iter().filter(|analysis| is_drawable(analysis));
    let is_for = |analysis: &&Analysis| analysis.named_by().iter().any(|context| context.name == host.name);
    drawable.clone().find(is_for).or_else(|| drawable.next())
}
