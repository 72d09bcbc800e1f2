//! Requests about one document, converted from LSP to the core and back.

mod actions;
mod completion;
mod file_rename;
mod format;
mod graph;
mod links;
mod policy;
mod reading;
mod substitutions;

use asl_core::model::StateId;
use asl_core::text::Span;
use asl_core::{Analysis, brief, matches};
use asl_ide::{self as ide, Cursor, Symbol};
use ls_types::*;
use serde_json::Value;

use crate::analyses::Analyzed;
use crate::convert::{View, symbol_kind};
use crate::documents::Document;
use crate::messages::RequestError;
use crate::snapshot::Snapshot;

pub(crate) use actions::FIX_ALL;
pub(crate) use graph::GraphParams;
pub(crate) use policy::PolicyParams;
pub(crate) use reading::legend;

/// A document with its analyses, and the snapshot it belongs to.
#[derive(Clone, Copy)]
pub(crate) struct Request<'a> {
    snapshot: &'a Snapshot,
    view: View<'a>,
    analyzed: &'a Analyzed,
    analyses: &'a [Analysis],
}

/// A state or a machine.
#[derive(Debug)]
pub(crate) struct NamedSymbol {
    name: String,
    kind: ide::SymbolKind,
    container: Option<String>,
    span: Span,
}

/// The states and machines of a document.
pub(crate) fn named_symbols(analyses: &[Analysis]) -> Vec<NamedSymbol> {
    let mut found = Vec::new();
    let mut open: Vec<(ide::DocumentSymbol, Option<String>)> =
        analyses.iter().flat_map(ide::outline).map(|symbol| (symbol, None)).collect();
    while let Some((symbol, container)) = open.pop() {
        let ide::DocumentSymbol { name, kind, selection: span, children, .. } = symbol;
        open.extend(children.into_iter().map(|child| (child, Some(name.clone()))));
        found.push(NamedSymbol { name, kind, container, span });
    }
    found
}

/// The document that the first argument of a command names.
fn first_uri(arguments: &[Value]) -> Result<Uri, RequestError> {
    let uri = arguments.first().and_then(|uri| uri.as_str()?.parse().ok());
    uri.ok_or_else(|| RequestError::invalid_params("the first argument must be the URI of a document"))
}

/// The name of the resource with a definition.
fn name_of(analysis: &Analysis) -> Option<&str> {
    analysis.host().name.as_ref().map(|name| name.value.as_str())
}

impl Snapshot {
    /// The states and machines of a document whose names contain the characters of the query in order.
    pub(crate) fn matching_symbols(&self, document: &Document, query: &str) -> Vec<WorkspaceSymbol> {
        let view = self.view(document);
        let symbol = |symbol: &NamedSymbol| WorkspaceSymbol {
            name: symbol.name.clone(),
            kind: symbol_kind(symbol.kind),
            tags: None,
            container_name: symbol.container.clone(),
            location: OneOf::Left(view.location(symbol.span)),
            data: None,
        };
        let matching = |symbols: &[NamedSymbol]| {
            symbols.iter().filter(|one| matches(&one.name, query)).map(symbol).collect()
        };
        match document.version {
            Some(_) => matching(&named_symbols(self.analyzed(document).analyses())),
            None => matching(&self.summary(document).symbols),
        }
    }
}

impl<'a> Request<'a> {
    pub(crate) fn new(snapshot: &'a Snapshot, document: &'a Document, analyzed: &'a Analyzed) -> Request<'a> {
        Request { snapshot, view: snapshot.view(document), analyzed, analyses: analyzed.analyses() }
    }

    fn cursor(self, at: Position) -> Option<Cursor<'a>> {
        Cursor::at(self.analyses, self.view.offset(at))
    }

    fn locations(self, spans: impl Iterator<Item = Span>) -> Vec<Location> {
        spans.map(|span| self.view.location(span)).collect()
    }

    pub(crate) fn definition(self, at: Position) -> Option<GotoDefinitionResponse> {
        if let Some(location) = self.linked_file(at) {
            return Some(GotoDefinitionResponse::Array(vec![location]));
        }
        if let Some(found) = self.substitution(at) {
            let places = self.occurrences(&found, found.name);
            let declared = self.locations_of(places, |place| place.is_declaration);
            return Some(GotoDefinitionResponse::Array(declared));
        }
        let cursor = self.cursor(at)?;
        let (named, _) = ide::symbol_at(cursor)?;
        let places = ide::occurrences(cursor.analysis, named).into_iter();
        let declared = places.filter(|place| place.is_declaration).map(|place| place.span);
        Some(GotoDefinitionResponse::Array(self.locations(declared)))
    }

    pub(crate) fn references(self, at: Position, with_declaration: bool) -> Option<Vec<Location>> {
        let is_wanted = |place: &ide::Occurrence| with_declaration || !place.is_declaration;
        if let Some(found) = self.substitution(at) {
            let places = self.occurrences(&found, found.name);
            return Some(self.locations_of(places, is_wanted));
        }
        let cursor = self.cursor(at)?;
        let (named, _) = ide::symbol_at(cursor)?;
        let places = ide::occurrences(cursor.analysis, named).into_iter();
        Some(self.locations(places.filter(is_wanted).map(|place| place.span)))
    }

    pub(crate) fn highlights(self, at: Position) -> Option<Vec<DocumentHighlight>> {
        let highlight = |place: ide::Occurrence| DocumentHighlight {
            range: self.view.range(place.span),
            kind: Some(match place.is_declaration {
                true => DocumentHighlightKind::WRITE,
                false => DocumentHighlightKind::READ,
            }),
        };
        if let Some(found) = self.substitution(at) {
            return Some(self.occurrences(&found, found.name).own.into_iter().map(highlight).collect());
        }
        let cursor = self.cursor(at)?;
        let (named, _) = ide::symbol_at(cursor)?;
        Some(ide::occurrences(cursor.analysis, named).into_iter().map(highlight).collect())
    }

    pub(crate) fn prepare_rename(self, at: Position) -> Option<PrepareRenameResponse> {
        let span = match self.substitution(at) {
            Some(found) => found.span,
            None => ide::symbol_at(self.cursor(at)?)?.1,
        };
        let placeholder = self.view.document.text().get(span.range())?.to_owned();
        Some(PrepareRenameResponse::RangeWithPlaceholder { range: self.view.range(span), placeholder })
    }

    pub(crate) fn rename(self, at: Position, new: &str) -> Result<Option<WorkspaceEdit>, RequestError> {
        let refused = |error: ide::RenameError| RequestError::invalid_params(brief::text(error.to_string()));
        if let Some(found) = self.substitution(at) {
            return self.rename_substitution(&found, new).map(Some).map_err(refused);
        }
        let Some(cursor) = self.cursor(at) else { return Ok(None) };
        let Some((named, _)) = ide::symbol_at(cursor) else { return Ok(None) };
        let edits = ide::rename(cursor.analysis, named, new).map_err(refused)?;
        Ok(Some(self.view.workspace_edit(&edits)))
    }

    pub(crate) fn symbols(self) -> Option<DocumentSymbolResponse> {
        let symbols = self.analyses.iter().flat_map(ide::outline);
        Some(DocumentSymbolResponse::Nested(symbols.map(|symbol| self.view.symbol(symbol)).collect()))
    }

    pub(crate) fn folds(self) -> Option<Vec<FoldingRange>> {
        let ranges = self.analyses.iter().flat_map(ide::folds).map(|span| self.view.range(span));
        let several_lines = ranges.filter(|range| range.start.line < range.end.line);
        let fold = |range: Range| FoldingRange {
            start_line: range.start.line,
            end_line: range.end.line,
            ..FoldingRange::default()
        };
        Some(several_lines.map(fold).collect())
    }

    pub(crate) fn selections(self, positions: &[Position]) -> Option<Vec<SelectionRange>> {
        let selection = |&at: &Position| {
            let spans = self.cursor(at).map(ide::selection).unwrap_or_default();
            let around = spans.into_iter().rev().fold(None, |parent: Option<Box<SelectionRange>>, span| {
                Some(Box::new(SelectionRange { range: self.view.range(span), parent }))
            });
            let here = SelectionRange { range: Range { start: at, end: at }, parent: None };
            around.map_or(here, |around| *around)
        };
        Some(positions.iter().map(selection).collect())
    }

    pub(crate) fn prepare_calls(self, at: Position) -> Option<Vec<CallHierarchyItem>> {
        let cursor = self.cursor(at)?;
        let id = match ide::symbol_at(cursor) {
            Some((Symbol::State(id), _)) => id,
            _ => cursor.state()?.id(),
        };
        Some(vec![self.call_item(cursor.analysis, id)])
    }

    fn call_item(self, analysis: &Analysis, id: StateId) -> CallHierarchyItem {
        let state = analysis.model().state(id);
        CallHierarchyItem {
            name: brief::name(state.name().value).into_owned(),
            kind: symbol_kind(ide::SymbolKind::State(state.kind())),
            tags: None,
            detail: state.kind().map(|kind| kind.name().to_owned()),
            uri: self.view.document.uri.clone(),
            range: self.view.range(state.pair().span()),
            selection_range: self.view.range(state.name().span),
            data: None,
        }
    }

    pub(crate) fn incoming_calls(self, item: &CallHierarchyItem) -> Option<Vec<CallHierarchyIncomingCall>> {
        let (analysis, id) = self.called(item)?;
        let call = |call: ide::HierarchyCall| CallHierarchyIncomingCall {
            from: self.call_item(analysis, call.state),
            from_ranges: call.places.into_iter().map(|span| self.view.range(span)).collect(),
        };
        Some(ide::incoming(analysis, id).into_iter().map(call).collect())
    }

    pub(crate) fn outgoing_calls(self, item: &CallHierarchyItem) -> Option<Vec<CallHierarchyOutgoingCall>> {
        let (analysis, id) = self.called(item)?;
        let call = |call: ide::HierarchyCall| CallHierarchyOutgoingCall {
            to: self.call_item(analysis, call.state),
            from_ranges: call.places.into_iter().map(|span| self.view.range(span)).collect(),
        };
        Some(ide::outgoing(analysis, id).into_iter().map(call).collect())
    }

    /// The state of a call hierarchy item.
    fn called(self, item: &CallHierarchyItem) -> Option<(&'a Analysis, StateId)> {
        let cursor = self.cursor(item.selection_range.start)?;
        Some((cursor.analysis, cursor.state()?.id()))
    }
}
