//! The capabilities of the client.

use std::collections::HashSet;

use asl_core::text::Encoding;
use ls_types::*;

/// What the client supports.
#[derive(Debug, Clone, Default)]
pub(crate) struct ClientInfo {
    pub encoding: Encoding,
    /// Pulls diagnostics, so that they need not be published.
    pub pulls_diagnostics: bool,
    pub refreshes_diagnostics: bool,
    /// Supports dynamic registration of file watchers.
    pub watches_files: bool,
    pub has_progress: bool,
    /// Supports `workspace/configuration` requests.
    pub gives_settings: bool,
    /// Supports dynamic registration for changes of settings.
    pub watches_settings: bool,
    /// Supports versioned document changes.
    pub takes_versions: bool,
    /// Supports code action literals, not only commands.
    pub takes_actions: bool,
    /// Supports snippets.
    pub has_snippets: bool,
    /// Supports refreshing inlay hints.
    pub refreshes_hints: bool,
    /// Renders Markdown in hovers.
    pub shows_markdown: bool,
    /// The commands of the editor that the client runs.
    commands: HashSet<String>,
}

impl ClientInfo {
    /// Whether the client runs a command of the editor, such as that of a code lens.
    pub(crate) fn runs(&self, command: &str) -> bool {
        self.commands.contains(command)
    }

    pub(crate) fn new(capabilities: &ClientCapabilities) -> ClientInfo {
        let workspace = capabilities.workspace.as_ref();
        let encodings = capabilities.general.as_ref().and_then(|general| general.position_encodings.as_ref());
        let encodings = encodings.map(Vec::as_slice).unwrap_or_default();
        let text = capabilities.text_document.as_ref();
        let hover = text.and_then(|text| text.hover.as_ref()?.content_format.as_ref());
        ClientInfo {
            commands: commands(capabilities),
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

/// The commands that the client runs. The protocol has no capability for them; as for rust-analyzer, they are in
/// `experimental`: `{ "commands": { "commands": ["asl.showGraph"] } }`.
fn commands(capabilities: &ClientCapabilities) -> HashSet<String> {
    let experimental = capabilities.experimental.as_ref();
    let commands = experimental.and_then(|experimental| experimental["commands"]["commands"].as_array());
    commands.into_iter().flatten().filter_map(|command| command.as_str().map(str::to_owned)).collect()
}
