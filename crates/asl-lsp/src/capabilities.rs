//! What the client and the server can do, as they tell each other.

use asl_core::host::endings;
use asl_core::text::Encoding;
use tower_lsp::ls_types::*;

use crate::requests::FIX_ALL;
use crate::requests::legend;

/// The command that draws a definition.
pub(crate) const GRAPH: &str = "asl.graph";

/// What the client can do.
#[derive(Debug, Clone, Default)]
pub(crate) struct ClientInfo {
    pub encoding: Encoding,
    /// It asks for diagnostics, and need not be sent them.
    pub pulls_diagnostics: bool,
    pub refreshes_diagnostics: bool,
    /// It tells of changed files when it is asked to.
    pub watches_files: bool,
    pub has_progress: bool,
    /// It gives its settings when it is asked.
    pub gives_settings: bool,
    /// It tells of changed settings when it is asked to.
    pub watches_settings: bool,
    /// It refuses changes to a version that it has no more.
    pub takes_versions: bool,
    /// It takes code actions, not only commands.
    pub takes_actions: bool,
    /// It fills in the places of snippets.
    pub has_snippets: bool,
    /// It asks again for inlay hints when it is told to.
    pub refreshes_hints: bool,
    /// It shows Markdown in hovers.
    pub shows_markdown: bool,
}

impl ClientInfo {
    pub(crate) fn new(capabilities: &ClientCapabilities) -> ClientInfo {
        let workspace = capabilities.workspace.as_ref();
        let encodings = capabilities.general.as_ref().and_then(|general| general.position_encodings.as_ref());
        let encodings = encodings.map(Vec::as_slice).unwrap_or_default();
        let text = capabilities.text_document.as_ref();
        let hover = text.and_then(|text| text.hover.as_ref()?.content_format.as_ref());
        ClientInfo {
            refreshes_hints: workspace
                .and_then(|workspace| workspace.inlay_hint.as_ref()?.refresh_support)
                .unwrap_or_default(),
            shows_markdown: hover.is_none_or(|formats| formats.contains(&MarkupKind::Markdown)),
            encoding: match encodings {
                offered if offered.contains(&PositionEncodingKind::UTF8) => Encoding::Utf8,
                offered if offered.contains(&PositionEncodingKind::UTF16) => Encoding::Utf16,
                offered if offered.contains(&PositionEncodingKind::UTF32) => Encoding::Utf32,
                _ => Encoding::Utf16,
            },
            pulls_diagnostics: text.is_some_and(|text| text.diagnostic.is_some()),
            refreshes_diagnostics: workspace
                .and_then(|workspace| workspace.diagnostics.as_ref()?.refresh_support)
                .unwrap_or_default(),
            watches_files: workspace
                .and_then(|workspace| workspace.did_change_watched_files?.dynamic_registration)
                .unwrap_or_default(),
            gives_settings: workspace.and_then(|workspace| workspace.configuration).unwrap_or_default(),
            watches_settings: workspace
                .and_then(|workspace| workspace.did_change_configuration?.dynamic_registration)
                .unwrap_or_default(),
            has_progress: capabilities
                .window
                .as_ref()
                .and_then(|window| window.work_done_progress)
                .unwrap_or_default(),
            takes_versions: workspace
                .and_then(|workspace| workspace.workspace_edit.as_ref()?.document_changes)
                .unwrap_or_default(),
            takes_actions: text
                .and_then(|text| text.code_action.as_ref())
                .is_some_and(|action| action.code_action_literal_support.is_some()),
            has_snippets: text
                .and_then(|text| text.completion.as_ref()?.completion_item.as_ref()?.snippet_support)
                .unwrap_or_default(),
        }
    }
}

pub(crate) fn capabilities(client: &ClientInfo) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(match client.encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::Supported(true)),
            ..TextDocumentSyncOptions::default()
        })),
        diagnostic_provider: Some(DiagnosticServerCapabilities::Options(DiagnosticOptions {
            identifier: Some("asl-lint".to_owned()),
            inter_file_dependencies: true,
            workspace_diagnostics: true,
            ..DiagnosticOptions::default()
        })),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(["\"", "$", ".", "{", "["].map(str::to_owned).into()),
            ..CompletionOptions::default()
        }),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        document_highlight_provider: Some(OneOf::Left(true)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })),
        document_symbol_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
        call_hierarchy_provider: Some(CallHierarchyServerCapability::Simple(true)),
        code_action_provider: client.takes_actions.then(|| {
            CodeActionProviderCapability::Options(CodeActionOptions {
                code_action_kinds: Some(vec![
                    CodeActionKind::QUICKFIX,
                    CodeActionKind::REFACTOR_REWRITE,
                    CodeActionKind::REFACTOR_EXTRACT,
                    FIX_ALL,
                ]),
                ..CodeActionOptions::default()
            })
        }),
        document_formatting_provider: Some(OneOf::Left(true)),
        document_range_formatting_provider: Some(OneOf::Left(true)),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: vec![GRAPH.to_owned()],
            ..ExecuteCommandOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        signature_help_provider: Some(SignatureHelpOptions {
            trigger_characters: Some(vec!["(".to_owned(), ",".to_owned()]),
            ..SignatureHelpOptions::default()
        }),
        inlay_hint_provider: Some(OneOf::Left(true)),
        code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(true) }),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: None,
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }),
        linked_editing_range_provider: Some(LinkedEditingRangeServerCapabilities::Simple(true)),
        semantic_tokens_provider: Some(SemanticTokensServerCapabilities::SemanticTokensOptions(
            SemanticTokensOptions {
                legend: legend(),
                range: Some(true),
                full: Some(SemanticTokensFullOptions::Delta { delta: Some(true) }),
                work_done_progress_options: WorkDoneProgressOptions::default(),
            },
        )),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            ..WorkspaceServerCapabilities::default()
        }),
        ..ServerCapabilities::default()
    }
}

/// Asks to be told when a file changes that may matter.
pub(crate) fn watched_files() -> Registration {
    let glob = |pattern: &str| FileSystemWatcher {
        glob_pattern: GlobPattern::String(pattern.to_owned()),
        kind: None,
    };
    let endings: Vec<&str> = endings().collect();
    let patterns = ["**/asl-lint.toml".to_owned(), format!("**/*.{{{}}}", endings.join(","))];
    let watchers = patterns.iter().map(|pattern| glob(pattern)).collect();
    let options = DidChangeWatchedFilesRegistrationOptions { watchers };
    Registration {
        id: "watched-files".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: serde_json::to_value(options).ok(),
    }
}
