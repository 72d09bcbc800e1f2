//! Conversions between the core and LSP. This is the only file that converts spans to ranges and back.

use asl_core::catalog::StateKind;
use asl_core::edit::{self, Edit};
use asl_core::rules::Tag;
use asl_core::text::{Encoding, Span};
use asl_core::visible::visible;
use asl_core::{Diagnostic, Severity};
use asl_ide as ide;
use ls_types as lsp;

use crate::documents::Document;

/// A document, and the conventions of the client.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub document: &'a Document,
    pub encoding: Encoding,
    /// Whether the client supports versioned document changes.
    pub takes_versions: bool,
}

/// Converts edits of several documents to a workspace edit.
pub(crate) fn workspace_edit(edits: Vec<lsp::TextDocumentEdit>, with_versions: bool) -> lsp::WorkspaceEdit {
    if with_versions {
        let changes = Some(lsp::DocumentChanges::Edits(edits));
        return lsp::WorkspaceEdit { document_changes: changes, ..lsp::WorkspaceEdit::default() };
    }
    let plain = |edit: lsp::OneOf<lsp::TextEdit, lsp::AnnotatedTextEdit>| match edit {
        lsp::OneOf::Left(edit) => edit,
        lsp::OneOf::Right(edit) => edit.text_edit,
    };
    let of = |one: lsp::TextDocumentEdit| (one.text_document.uri, one.edits.into_iter().map(plain).collect());
    let changes = edits.into_iter().map(of).collect();
    lsp::WorkspaceEdit { changes: Some(changes), ..lsp::WorkspaceEdit::default() }
}

impl View<'_> {
    pub(crate) fn position(self, offset: u32) -> lsp::Position {
        let (line, character) = self.document.index().units(self.document.text(), offset, self.encoding);
        lsp::Position { line, character }
    }

    pub(crate) fn range(self, span: Span) -> lsp::Range {
        lsp::Range { start: self.position(span.start), end: self.position(span.end) }
    }

    pub(crate) fn offset(self, at: lsp::Position) -> u32 {
        self.document.index().offset(self.document.text(), at.line, at.character, self.encoding)
    }

    pub(crate) fn span(self, range: lsp::Range) -> Span {
        let start = self.offset(range.start);
        Span { start, end: self.offset(range.end).max(start) }
    }

    pub(crate) fn location(self, span: Span) -> lsp::Location {
        lsp::Location { uri: self.document.uri.clone(), range: self.range(span) }
    }

    pub(crate) fn edits(self, edits: &[Edit]) -> Vec<lsp::TextEdit> {
        let edit = |edit: &Edit| lsp::TextEdit { range: self.range(edit.span), new_text: edit.text.clone() };
        edit::joined(edits).iter().map(edit).collect()
    }

    /// Converts edits of this document to a workspace edit.
    pub(crate) fn workspace_edit(self, edits: &[Edit]) -> lsp::WorkspaceEdit {
        workspace_edit(vec![self.document_edit(edits)], self.takes_versions)
    }

    pub(crate) fn document_edit(self, edits: &[Edit]) -> lsp::TextDocumentEdit {
        let (uri, version) = (self.document.uri.clone(), self.document.version);
        lsp::TextDocumentEdit {
            text_document: lsp::OptionalVersionedTextDocumentIdentifier { uri, version },
            edits: self.edits(edits).into_iter().map(lsp::OneOf::Left).collect(),
        }
    }

    pub(crate) fn diagnostic(self, finding: &Diagnostic) -> lsp::Diagnostic {
        let mut message = visible(&finding.message).into_owned();
        for note in &finding.notes {
            message.push_str("\nnote: ");
            message.push_str(&visible(note));
        }
        if let Some(help) = &finding.help {
            message.push_str("\nhelp: ");
            message.push_str(&visible(help));
        }
        let related = finding.related.iter().map(|related| lsp::DiagnosticRelatedInformation {
            location: self.location(related.span),
            message: visible(&related.message).into_owned(),
        });
        let url = finding.rule.url().parse().ok();
        lsp::Diagnostic {
            range: self.range(finding.span),
            severity: Some(severity(finding.severity)),
            code: Some(lsp::NumberOrString::String(finding.rule.name.to_owned())),
            code_description: url.map(|href| lsp::CodeDescription { href }),
            source: Some("asl-lint".to_owned()),
            message,
            related_information: Some(related.collect::<Vec<_>>()).filter(|related| !related.is_empty()),
            tags: (!finding.rule.tags.is_empty())
                .then(|| finding.rule.tags.iter().copied().map(tag).collect()),
            data: None,
        }
    }

    pub(crate) fn symbol(self, symbol: ide::DocumentSymbol) -> lsp::DocumentSymbol {
        let children: Vec<lsp::DocumentSymbol> =
            symbol.children.into_iter().map(|child| self.symbol(child)).collect();
        #[expect(deprecated, reason = "the field has to be given all the same")]
        lsp::DocumentSymbol {
            name: if symbol.name.is_empty() { "?".to_owned() } else { symbol.name },
            detail: Some(symbol.detail),
            kind: symbol_kind(symbol.kind),
            tags: None,
            deprecated: None,
            range: self.range(symbol.span),
            selection_range: self.range(symbol.selection),
            children: Some(children).filter(|children| !children.is_empty()),
        }
    }
}

pub(crate) fn severity(severity: Severity) -> lsp::DiagnosticSeverity {
    match severity {
        Severity::Error => lsp::DiagnosticSeverity::ERROR,
        Severity::Warning => lsp::DiagnosticSeverity::WARNING,
        Severity::Info => lsp::DiagnosticSeverity::INFORMATION,
    }
}

/// Converts the tag of a rule, which editors render as faded or struck-through text.
fn tag(tag: Tag) -> lsp::DiagnosticTag {
    match tag {
        Tag::Unnecessary => lsp::DiagnosticTag::UNNECESSARY,
        Tag::Deprecated => lsp::DiagnosticTag::DEPRECATED,
    }
}

pub(crate) fn symbol_kind(kind: ide::SymbolKind) -> lsp::SymbolKind {
    match kind {
        ide::SymbolKind::Machine => lsp::SymbolKind::MODULE,
        ide::SymbolKind::Branch => lsp::SymbolKind::NAMESPACE,
        ide::SymbolKind::State(kind) => match kind {
            Some(StateKind::Task) => lsp::SymbolKind::FUNCTION,
            Some(StateKind::Choice) => lsp::SymbolKind::ENUM,
            Some(StateKind::Parallel | StateKind::Map) => lsp::SymbolKind::CLASS,
            Some(StateKind::Wait) => lsp::SymbolKind::EVENT,
            Some(StateKind::Succeed) => lsp::SymbolKind::CONSTANT,
            Some(StateKind::Fail) => lsp::SymbolKind::NULL,
            Some(StateKind::Pass) | None => lsp::SymbolKind::STRUCT,
        },
    }
}
