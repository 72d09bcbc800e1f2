//! The methods of the protocol. The state of the server changes before the first `.await` of a method, so that edits are
//! applied in their order; requests work on the version that they find.

use std::sync::Arc;

use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::*;
use tower_lsp::{Client, LanguageServer};

use crate::capabilities::{GRAPH, capabilities};
use crate::configs::{publish_faulty, read_settings};
use crate::documents::Document;
use crate::publish::{self, publish_later};
use crate::requests::{GraphParams, Request};
use crate::startup::prepare;
use crate::workspace::State;

pub(crate) struct Server {
    state: Arc<State>,
}

impl Server {
    pub(crate) fn new(client: Client) -> Server {
        Server { state: Arc::new(State::new(client)) }
    }

    pub(crate) fn state(&self) -> Arc<State> {
        Arc::clone(&self.state)
    }

    /// Answers a request about a document away from the threads that talk to the client. A panic becomes an error reply.
    async fn read<T: Send + 'static>(
        &self,
        uri: &Uri,
        answer: impl FnOnce(Request<'_>) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let Some(document) = self.state.documents.get(uri) else { return Ok(None) };
        let answer = move |state: &State| answer(Request::new(state, &document, &state.analyzed(&document)));
        self.blocking(answer).await.map(Some)
    }

    /// Stands for a message that is not JSON.
    pub(crate) async fn not_json(&self) -> Result<()> {
        Err(Error::parse_error())
    }

    /// Stands for a message that is JSON, but neither a request nor anything else of the protocol.
    pub(crate) async fn not_a_message(&self) -> Result<()> {
        Err(Error::invalid_request())
    }

    async fn blocking<T: Send + 'static>(
        &self,
        answer: impl FnOnce(&State) -> T + Send + 'static,
    ) -> Result<T> {
        let state = self.state();
        tokio::task::spawn_blocking(move || answer(&state)).await.map_err(|error| {
            tracing::error!("a request failed: {error}");
            Error::internal_error()
        })
    }

    /// Stands for a request with a bug, in tests.
    #[cfg(test)]
    pub(crate) async fn panic(&self) -> Result<()> {
        self.blocking(|_| panic!("a test wants it")).await
    }

    /// Stands for a request that takes too long, in tests.
    #[cfg(test)]
    pub(crate) async fn wait(&self) -> Result<()> {
        std::future::pending().await
    }

    /// For requests that have an answer or none.
    async fn ask<T: Send + 'static>(
        &self,
        uri: &Uri,
        answer: impl FnOnce(Request<'_>) -> Option<T> + Send + 'static,
    ) -> Result<Option<T>> {
        Ok(self.read(uri, answer).await?.flatten())
    }

    /// For requests about a place.
    async fn ask_at<T: Send + 'static>(
        &self,
        place: TextDocumentPositionParams,
        answer: impl FnOnce(Request<'_>, Position) -> Option<T> + Send + 'static,
    ) -> Result<Option<T>> {
        let TextDocumentPositionParams { text_document, position } = place;
        self.ask(&text_document.uri, move |request| answer(request, position)).await
    }
}

impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let client = self.state.initialize(&params);
        Ok(InitializeResult {
            capabilities: capabilities(client),
            server_info: Some(ServerInfo {
                name: "asl-lsp".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
            ..InitializeResult::default()
        })
    }

    async fn initialized(&self, _: InitializedParams) {
        // Only few messages are handled at a time: none of them may wait for an answer of the client.
        tokio::spawn(prepare(self.state()));
    }

    async fn shutdown(&self) -> Result<()> {
        self.state.shut_down();
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let TextDocumentItem { uri, language_id, version, text } = params.text_document;
        let document = self.state.documents.open(Document::new(uri, Some(version), &language_id, &text));
        publish_later(&self.state, document);
        tokio::spawn(publish_faulty(self.state()));
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let VersionedTextDocumentIdentifier { uri, version } = params.text_document;
        let encoding = self.state.client_info().encoding;
        if let Some(next) = self.state.documents.edit(&uri, version, params.content_changes, encoding) {
            publish_later(&self.state, next);
        }
    }

    async fn did_save(&self, _: DidSaveTextDocumentParams) {
        self.state.files_changed();
        publish::refresh(self.state());
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        let uri = params.text_document.uri;
        self.state.documents.close(&uri);
        self.state.tokens.forget(&uri);
        tokio::spawn(publish::withdraw(self.state(), uri));
    }

    async fn did_change_watched_files(&self, _: DidChangeWatchedFilesParams) {
        self.state.files_changed();
        publish::refresh(self.state());
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        let removed: Vec<Uri> = params.event.removed.into_iter().map(|folder| folder.uri).collect();
        self.state.change_folders(params.event.added.iter().map(|folder| &folder.uri), &removed);
        publish::refresh(self.state());
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        if self.state.client_info().gives_settings {
            let state = self.state();
            tokio::spawn(async move { read_settings(&state).await });
            return;
        }
        self.state.set_settings(&params.settings);
        publish::refresh(self.state());
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let previous = params.previous_result_id;
        let document = self.state.documents.get(&params.text_document.uri);
        let Some(document) = document else {
            return Err(Error::invalid_params("the document is not open"));
        };
        let report = self.blocking(move |state| publish::report(state, &document, previous)).await?;
        Ok(DocumentDiagnosticReportResult::Report(report))
    }

    async fn workspace_diagnostic(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        let previous: Vec<(Uri, String)> =
            params.previous_result_ids.into_iter().map(|id| (id.uri, id.value)).collect();
        let report = self.blocking(move |state| publish::workspace_report(state, &previous)).await?;
        Ok(WorkspaceDiagnosticReportResult::Report(report))
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let place = params.text_document_position_params;
        self.ask_at(place, move |request, at| request.definition(at)).await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let place = params.text_document_position;
        let with_snippets = self.state.client_info().has_snippets;
        self.ask_at(place, move |request, at| request.completion(at, with_snippets)).await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let place = params.text_document_position;
        let with_declaration = params.context.include_declaration;
        self.ask_at(place, move |request, at| request.references(at, with_declaration)).await
    }

    async fn document_highlight(
        &self,
        params: DocumentHighlightParams,
    ) -> Result<Option<Vec<DocumentHighlight>>> {
        let place = params.text_document_position_params;
        self.ask_at(place, move |request, at| request.highlights(at)).await
    }

    async fn prepare_rename(
        &self,
        params: TextDocumentPositionParams,
    ) -> Result<Option<PrepareRenameResponse>> {
        self.ask_at(params, |request, at| request.prepare_rename(at)).await
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let place = params.text_document_position;
        let answer = move |request: Request<'_>| request.rename(place.position, &params.new_name);
        self.read(&place.text_document.uri.clone(), answer).await?.unwrap_or(Ok(None))
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let place = params.text_document_position_params;
        let format = match self.state.client_info().shows_markdown {
            true => MarkupKind::Markdown,
            false => MarkupKind::PlainText,
        };
        self.ask_at(place, move |request, at| request.hover(at, format)).await
    }

    async fn signature_help(&self, params: SignatureHelpParams) -> Result<Option<SignatureHelp>> {
        let place = params.text_document_position_params;
        self.ask_at(place, move |request, at| request.signature_help(at)).await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        self.ask(&params.text_document.uri, move |request| request.inlay_hints(params.range)).await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        self.ask(&params.text_document.uri, |request| request.lenses()).await
    }

    async fn code_lens_resolve(&self, mut lens: CodeLens) -> Result<CodeLens> {
        let uri = lens.data.as_ref().and_then(|uri| serde_json::from_value::<Uri>(uri.clone()).ok());
        if let Some(uri) = uri {
            let range = lens.range;
            lens.command = self.ask(&uri, move |request| request.lens_command(range)).await?;
        }
        Ok(lens)
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        self.ask(&params.text_document.uri, |request| request.links()).await
    }

    async fn linked_editing_range(
        &self,
        params: LinkedEditingRangeParams,
    ) -> Result<Option<LinkedEditingRanges>> {
        let place = params.text_document_position_params;
        self.ask_at(place, move |request, at| request.linked(at)).await
    }

    async fn semantic_tokens_full(
        &self,
        params: SemanticTokensParams,
    ) -> Result<Option<SemanticTokensResult>> {
        let uri = params.text_document.uri;
        let tokens = self.read(&uri, |request| request.tokens(None)).await?;
        Ok(tokens.map(|data| self.state.tokens.send(&uri, data).into()))
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        let uri = params.text_document.uri;
        let tokens = self.read(&uri, |request| request.tokens(None)).await?;
        Ok(tokens.map(|data| self.state.tokens.send_changes(&uri, data, &params.previous_result_id)))
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        let tokens = self.read(&params.text_document.uri, move |request| request.tokens(Some(params.range)));
        Ok(tokens.await?.map(|data| SemanticTokens { result_id: None, data }.into()))
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        self.ask(&params.text_document.uri, |request| request.symbols()).await
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        let found = self.blocking(move |state| {
            let matching = |document: Arc<Document>| {
                Request::new(state, &document, &state.analyzed(&document)).matching_symbols(&params.query)
            };
            state.all_documents().into_iter().flat_map(matching).collect()
        });
        Ok(Some(WorkspaceSymbolResponse::Nested(found.await?)))
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        self.ask(&params.text_document.uri, |request| request.folds()).await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        self.ask(&params.text_document.uri, move |request| request.selections(&params.positions)).await
    }

    async fn prepare_call_hierarchy(
        &self,
        params: CallHierarchyPrepareParams,
    ) -> Result<Option<Vec<CallHierarchyItem>>> {
        let place = params.text_document_position_params;
        self.ask_at(place, move |request, at| request.prepare_calls(at)).await
    }

    async fn incoming_calls(
        &self,
        params: CallHierarchyIncomingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
        let uri = params.item.uri.clone();
        self.ask(&uri, move |request| request.incoming_calls(&params.item)).await
    }

    async fn outgoing_calls(
        &self,
        params: CallHierarchyOutgoingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
        let uri = params.item.uri.clone();
        self.ask(&uri, move |request| request.outgoing_calls(&params.item)).await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        self.ask(&params.text_document.uri.clone(), move |request| request.code_actions(&params)).await
    }

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        self.ask(&params.text_document.uri, move |request| request.format(None, &params.options)).await
    }

    async fn range_formatting(&self, params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let (range, options) = (params.range, params.options);
        self.ask(&params.text_document.uri, move |request| request.format(Some(range), &options)).await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        if params.command != GRAPH {
            return Err(Error::invalid_params(format!("there is no command `{}`", params.command)));
        }
        let graph = GraphParams::new(&params.arguments)?;
        self.ask(&graph.uri.clone(), move |request| request.graph(&graph)).await
    }
}
