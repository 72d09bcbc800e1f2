//! The dispatch of requests: one line for each method of the protocol.

use std::fmt;
use std::sync::atomic::Ordering;

use asl_core::visible::visible;
use ls_types::*;
use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::capabilities::{EXPLAIN, GRAPH, POLICY};
use crate::diagnostics;
use crate::messages::RequestError;
use crate::requests::{GraphParams, PolicyParams, Request};
use crate::snapshot::Snapshot;

type Result<T> = std::result::Result<T, RequestError>;

impl Snapshot {
    /// Answers a request, given its method and parameters; `None` if the method is unknown. May be called on any thread.
    ///
    /// # Errors
    ///
    /// If the parameters are invalid, if the request cannot be fulfilled, or if the document has changed in the
    /// meantime.
    pub fn answer(&self, method: &str, params: Value) -> Option<Result<Answer>> {
        let answer = Asked { snapshot: self, params };
        Some(match method {
            "textDocument/diagnostic" => answer.with(Snapshot::diagnostic),
            "workspace/diagnostic" => answer.with(Snapshot::workspace_diagnostic),
            "textDocument/completion" => answer
                .at(|request, at, params: CompletionParams| request.completion(at, params.context.as_ref())),
            "textDocument/hover" => answer.at(|request, at, _: HoverParams| request.hover(at)),
            "textDocument/signatureHelp" => {
                answer.at(|request, at, _: SignatureHelpParams| request.signature_help(at))
            }
            "textDocument/definition" => {
                answer.at(|request, at, _: GotoDefinitionParams| request.definition(at))
            }
            "textDocument/references" => answer.at(|request, at, params: ReferenceParams| {
                request.references(at, params.context.include_declaration)
            }),
            "textDocument/documentHighlight" => {
                answer.at(|request, at, _: DocumentHighlightParams| request.highlights(at))
            }
            "textDocument/linkedEditingRange" => {
                answer.at(|request, at, _: LinkedEditingRangeParams| request.linked(at))
            }
            "textDocument/prepareRename" => {
                answer.at(|request, at, _: TextDocumentPositionParams| request.prepare_rename(at))
            }
            "textDocument/rename" => {
                answer.try_at(|request, at, params: RenameParams| request.rename(at, &params.new_name))
            }
            "textDocument/prepareCallHierarchy" => {
                answer.at(|request, at, _: CallHierarchyPrepareParams| request.prepare_calls(at))
            }
            "callHierarchy/incomingCalls" => answer
                .on(|request, params: CallHierarchyIncomingCallsParams| request.incoming_calls(&params.item)),
            "callHierarchy/outgoingCalls" => answer
                .on(|request, params: CallHierarchyOutgoingCallsParams| request.outgoing_calls(&params.item)),
            "textDocument/codeAction" => {
                answer.on(|request, params: CodeActionParams| request.code_actions(&params))
            }
            "textDocument/codeLens" => answer.on(|request, _: CodeLensParams| request.lenses()),
            "codeLens/resolve" => answer.with(Snapshot::resolve_lens),
            "textDocument/documentLink" => answer.on(|request, _: DocumentLinkParams| request.links()),
            "textDocument/documentSymbol" => answer.on(|request, _: DocumentSymbolParams| request.symbols()),
            "workspace/symbol" => answer.with(Snapshot::workspace_symbols),
            "textDocument/foldingRange" => answer.on(|request, _: FoldingRangeParams| request.folds()),
            "textDocument/selectionRange" => {
                answer.on(|request, params: SelectionRangeParams| request.selections(&params.positions))
            }
            "textDocument/inlayHint" => {
                answer.on(|request, params: InlayHintParams| request.inlay_hints(params.range))
            }
            "textDocument/semanticTokens/full" => {
                answer.on(|request, _: SemanticTokensParams| Some(request.all_tokens()))
            }
            "textDocument/semanticTokens/full/delta" => {
                answer.on(|request, params: SemanticTokensDeltaParams| {
                    Some(request.changed_tokens(&params.previous_result_id))
                })
            }
            "textDocument/semanticTokens/range" => {
                answer.on(|request, params: SemanticTokensRangeParams| Some(request.tokens_in(params.range)))
            }
            "textDocument/formatting" => {
                answer.on(|request, params: DocumentFormattingParams| request.format(None, &params.options))
            }
            "textDocument/rangeFormatting" => answer.on(|request, params: DocumentRangeFormattingParams| {
                request.format(Some(params.range), &params.options)
            }),
            "workspace/willRenameFiles" => answer.with(Snapshot::rename_files),
            "workspace/executeCommand" => answer.with(Snapshot::execute),
            _ => return None,
        })
    }

    /// Calls a function with an open document; `None` if it is not open.
    fn of<T>(&self, uri: &Uri, ask: impl FnOnce(Request<'_>) -> T) -> Option<T> {
        let document = self.documents.get(uri)?;
        Some(ask(Request::new(self, document, &self.analyzed(document))))
    }

    fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReport> {
        // A request can cross with the notification that the document is closed, such as when a file is renamed.
        let Some(document) = self.documents.get(&params.text_document.uri) else {
            return Ok(diagnostics::no_findings());
        };
        diagnostics::report(self, document, params.previous_result_id)
            .ok_or_else(RequestError::content_modified)
    }

    fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReport> {
        let previous = params.previous_result_ids.into_iter().map(|id| (id.uri, id.value));
        Ok(diagnostics::workspace_report(self, &previous.collect::<Vec<_>>()))
    }

    fn resolve_lens(&self, mut lens: CodeLens) -> Result<CodeLens> {
        let uri = lens.data.as_ref().and_then(|uri| serde_json::from_value::<Uri>(uri.clone()).ok());
        if let Some(uri) = uri {
            lens.command = self.of(&uri, |request| request.lens_command(lens.range)).flatten();
        }
        Ok(lens)
    }

    /// A newer request cancels this one: an editor sends one for each letter of a query.
    fn workspace_symbols(&self, params: WorkspaceSymbolParams) -> Result<Vec<WorkspaceSymbol>> {
        let number = self.symbol_requests.fetch_add(1, Ordering::Relaxed) + 1;
        let mut found = Vec::new();
        for document in self.all_documents() {
            if self.symbol_requests.load(Ordering::Relaxed) != number {
                return Err(RequestError::cancelled());
            }
            found.extend(self.matching_symbols(&document, &params.query));
        }
        Ok(found)
    }

    fn execute(&self, params: ExecuteCommandParams) -> Result<Option<Value>> {
        match params.command.as_str() {
            GRAPH => {
                let graph = GraphParams::new(&params.arguments)?;
                Ok(self.of(graph.uri(), |request| request.graph(&graph)).flatten())
            }
            POLICY => {
                let PolicyParams { uri, at } = PolicyParams::new(&params.arguments)?;
                let policy = self.of(&uri, |request| request.policy(at)).flatten();
                Ok(policy.and_then(|policy| serde_json::to_value(policy).ok()))
            }
            EXPLAIN => {
                let name = params.arguments.first().and_then(Value::as_str).unwrap_or_default();
                let rule = asl_core::rule(name);
                let unknown =
                    || RequestError::invalid_params(format!("no rule is named `{}`", visible(name)));
                rule.map(|rule| Some(Value::from(rule.docs))).ok_or_else(unknown)
            }
            unknown => Err(RequestError::invalid_params(format!("unknown command `{unknown}`"))),
        }
    }
}

/// The result of a request, which serializes as JSON. The findings of a large document are megabytes, so they are not
/// copied into JSON values here.
pub struct Answer(Box<dyn erased_serde::Serialize + Send>);

impl Answer {
    fn new(answer: impl Serialize + Send + 'static) -> Answer {
        Answer(Box::new(answer))
    }
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

/// A request to answer.
struct Asked<'s> {
    snapshot: &'s Snapshot,
    params: Value,
}

impl Asked<'_> {
    /// Answers from the whole snapshot.
    fn with<P: DeserializeOwned, T: Serialize + Send + 'static>(
        self,
        answer: fn(&Snapshot, P) -> Result<T>,
    ) -> Result<Answer> {
        Ok(Answer::new(answer(self.snapshot, read(self.params)?)?))
    }

    /// Answers from an open document.
    fn on<P: DeserializeOwned, T: Serialize + Send + 'static>(
        self,
        answer: impl FnOnce(Request<'_>, P) -> Option<T>,
    ) -> Result<Answer> {
        self.try_on(|request, params| Ok(answer(request, params)))
    }

    fn try_on<P: DeserializeOwned, T: Serialize + Send + 'static>(
        self,
        answer: impl FnOnce(Request<'_>, P) -> Result<Option<T>>,
    ) -> Result<Answer> {
        let Some(uri) = uri(&self.params) else {
            return Err(RequestError::invalid_params("the request has no document"));
        };
        let params = read(self.params)?;
        let answer = self.snapshot.of(&uri, |request| answer(request, params)).transpose()?.flatten();
        Ok(Answer::new(answer))
    }

    /// Answers from a position in an open document.
    fn at<P: DeserializeOwned, T: Serialize + Send + 'static>(
        self,
        answer: impl FnOnce(Request<'_>, Position, P) -> Option<T>,
    ) -> Result<Answer> {
        self.try_at(|request, at, params| Ok(answer(request, at, params)))
    }

    fn try_at<P: DeserializeOwned, T: Serialize + Send + 'static>(
        self,
        answer: impl FnOnce(Request<'_>, Position, P) -> Result<Option<T>>,
    ) -> Result<Answer> {
        let at: Position = read(self.params["position"].clone())?;
        self.try_on(|request, params| answer(request, at, params))
    }
}

/// The document of a request.
fn uri(params: &Value) -> Option<Uri> {
    let uri = params.pointer("/textDocument/uri").or_else(|| params.pointer("/item/uri"))?;
    uri.as_str()?.parse().ok()
}

fn read<P: DeserializeOwned>(params: Value) -> Result<P> {
    serde_json::from_value(params).map_err(|error| RequestError::invalid_params(error.to_string()))
}
