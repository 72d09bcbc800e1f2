//! Features for reading: hovers, signature help, inlay hints, code lenses, semantic tokens, linked editing.

use asl_core::Analysis;
use asl_core::text::Span;
use asl_ide::{self as ide, LensKind, Symbol};
use ls_types::*;
use serde_json::Value;

use super::{Request, name_of};

/// The client command that lists the references of a state. Its arguments are the URI of the document, the position of
/// the state, and the locations of the references.
const SHOW_REFERENCES: &str = "asl.showReferences";

/// The client command that shows the graph of a definition. Its arguments are the URI of the document and the name of
/// the resource, if any.
const SHOW_GRAPH: &str = "asl.showGraph";

/// The client command that shows the IAM policy that a definition needs. Its arguments are the URI of the document and
/// a position in the definition.
const SHOW_POLICY: &str = "asl.showPolicy";

impl Request<'_> {
    pub(crate) fn hover(self, at: Position) -> Option<Hover> {
        let format = match self.snapshot.client.shows_markdown {
            true => MarkupKind::Markdown,
            false => MarkupKind::PlainText,
        };
        let hover = ide::hover(self.analyses, self.view.offset(at))?;
        Some(Hover {
            contents: HoverContents::Markup(MarkupContent { kind: format, value: hover.markdown }),
            range: Some(self.view.range(hover.span)),
        })
    }

    pub(crate) fn signature_help(self, at: Position) -> Option<SignatureHelp> {
        let help = ide::signature(self.cursor(at)?)?;
        // An index past the last parameter highlights none.
        let active = help.active.unwrap_or(help.signature.parameters.len()) as u32;
        let label = help.signature.label;
        let parameter = |range: std::ops::Range<usize>| ParameterInformation {
            label: ParameterLabel::Simple(label[range].to_owned()),
            documentation: None,
        };
        let parameters = help.signature.parameters.into_iter().map(parameter).collect();
        let signature = SignatureInformation {
            documentation: Some(Documentation::String(help.signature.docs.to_owned())),
            parameters: Some(parameters),
            active_parameter: Some(active),
            label,
        };
        Some(SignatureHelp {
            signatures: vec![signature],
            active_signature: Some(0),
            active_parameter: Some(active),
        })
    }

    pub(crate) fn inlay_hints(self, range: Range) -> Option<Vec<InlayHint>> {
        self.snapshot.sent.depends(self.view.document, self.analyzed.dependencies);
        if !self.snapshot.preferences.shows_hints {
            return Some(Vec::new());
        }
        let within = self.view.span(range);
        let hints = self.analyses.iter().flat_map(|analysis| ide::hints(analysis, within));
        let hint = |hint: ide::Hint| InlayHint {
            position: self.view.position(hint.offset),
            label: InlayHintLabel::String(hint.label),
            kind: None,
            text_edits: None,
            tooltip: hint.tooltip.map(InlayHintTooltip::String),
            padding_left: Some(!hint.is_before),
            padding_right: Some(hint.is_before),
            data: None,
        };
        Some(hints.map(hint).collect())
    }

    pub(crate) fn lenses(self) -> Option<Vec<CodeLens>> {
        let uri = &self.view.document.uri;
        let preferences = &self.snapshot.preferences;
        let lens = |analysis: &Analysis, lens: ide::Lens| {
            let range = self.view.range(lens.span);
            let of_client = |command: Command| {
                let is_known = preferences.offers_commands && self.snapshot.client.runs(&command.command);
                is_known.then_some(CodeLens { range, command: Some(command), data: None })
            };
            match lens.kind {
                LensKind::Graph => {
                    of_client(show_graph(uri, analysis)).filter(|_| self.has_definition(analysis))
                }
                LensKind::Policy => of_client(show_policy(uri, range.start)),
                LensKind::References(_) => preferences.counts_references.then(|| CodeLens {
                    range,
                    command: None,
                    data: serde_json::to_value(uri).ok(),
                }),
            }
        };
        let of = |analysis| ide::lenses(analysis).into_iter().filter_map(move |one| lens(analysis, one));
        Some(self.analyses.iter().flat_map(of).collect())
    }

    /// Whether a definition is in the document or in an existing file that the document refers to.
    fn has_definition(self, analysis: &Analysis) -> bool {
        let link = analysis.host().link.as_ref();
        analysis.model().root().is_some() || link.is_some_and(|link| self.existing_file(link).is_some())
    }

    /// The command of a code lens with the number of references.
    pub(crate) fn lens_command(self, range: Range) -> Option<Command> {
        let cursor = self.cursor(range.start)?;
        let (Symbol::State(id), _) = ide::symbol_at(cursor)? else { return None };
        let places = ide::references(cursor.analysis, id);
        let title = ide::references_in_words(places.len());
        let arguments = (&self.view.document.uri, range.start, self.locations(places.into_iter()));
        let arguments = serde_json::to_value(arguments).ok()?.as_array().cloned();
        Some(Command { title, command: SHOW_REFERENCES.to_owned(), arguments })
    }

    pub(crate) fn linked(self, at: Position) -> Option<LinkedEditingRanges> {
        let spans = self.cursor(at).and_then(ide::linked)?;
        let ranges = spans.into_iter().map(|span| self.view.range(span)).collect();
        // State names may contain spaces and most punctuation.
        Some(LinkedEditingRanges { ranges, word_pattern: Some(r#"[^"\\]*"#.to_owned()) })
    }

    pub(crate) fn all_tokens(self) -> SemanticTokens {
        self.snapshot.sent.send(&self.view.document.uri, self.tokens(None))
    }

    /// The difference from the tokens with the given result ID.
    pub(crate) fn changed_tokens(self, previous: &str) -> SemanticTokensFullDeltaResult {
        self.snapshot.sent.send_changes(&self.view.document.uri, self.tokens(None), previous)
    }

    pub(crate) fn tokens_in(self, range: Range) -> SemanticTokens {
        SemanticTokens { result_id: None, data: self.tokens(Some(range)) }
    }

    /// The semantic tokens of the document or of a range, each relative to the previous one.
    fn tokens(self, range: Option<Range>) -> Vec<SemanticToken> {
        let whole = Span::new(0, self.view.document.text().len());
        let within = range.map_or(whole, |range| self.view.span(range));
        let mut found: Vec<ide::Token> =
            self.analyses.iter().flat_map(|analysis| ide::tokens(analysis, within)).collect();
        found.sort_by_key(|token| token.span);
        found.dedup_by(|b, a| b.span.start < a.span.end);
        let mut last = Position::default();
        let mut tokens = Vec::with_capacity(found.len());
        for token in found {
            let Range { start, end } = self.view.range(token.span);
            let is_same_line = start.line == last.line;
            tokens.push(SemanticToken {
                delta_line: start.line - last.line,
                delta_start: if is_same_line { start.character - last.character } else { start.character },
                length: end.character.saturating_sub(start.character),
                token_type: token.kind as u32,
                token_modifiers_bitset: u32::from(token.is_declaration),
            });
            last = start;
        }
        tokens
    }
}

fn show_graph(uri: &Uri, analysis: &Analysis) -> Command {
    let arguments = std::iter::once(uri.as_str()).chain(name_of(analysis)).map(Value::from).collect();
    Command { title: "Show graph".to_owned(), command: SHOW_GRAPH.to_owned(), arguments: Some(arguments) }
}

fn show_policy(uri: &Uri, at: Position) -> Command {
    let arguments = vec![Value::from(uri.as_str()), serde_json::json!(at)];
    Command { title: "IAM policy".to_owned(), command: SHOW_POLICY.to_owned(), arguments: Some(arguments) }
}

/// The legend of token types, in the order of their discriminants, and of modifiers.
pub(crate) fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: ide::TokenKind::ALL.map(token_type).into(),
        token_modifiers: vec![SemanticTokenModifier::DECLARATION],
    }
}

fn token_type(kind: ide::TokenKind) -> SemanticTokenType {
    match kind {
        ide::TokenKind::State => SemanticTokenType::CLASS,
        ide::TokenKind::StateType => SemanticTokenType::TYPE,
        ide::TokenKind::Field | ide::TokenKind::Member => SemanticTokenType::PROPERTY,
        ide::TokenKind::Error => SemanticTokenType::ENUM_MEMBER,
        ide::TokenKind::Root => SemanticTokenType::PARAMETER,
        ide::TokenKind::Context => SemanticTokenType::NAMESPACE,
        ide::TokenKind::Function => SemanticTokenType::FUNCTION,
        ide::TokenKind::Variable => SemanticTokenType::VARIABLE,
        ide::TokenKind::Text => SemanticTokenType::STRING,
        ide::TokenKind::Number => SemanticTokenType::NUMBER,
        ide::TokenKind::Operator => SemanticTokenType::OPERATOR,
        ide::TokenKind::Keyword => SemanticTokenType::KEYWORD,
        ide::TokenKind::Regex => SemanticTokenType::REGEXP,
    }
}
