//! What goes into a session and what comes out of it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use ls_types::*;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::documents::Document;

/// What changes a session: something that the client says, or the result of work that the session has asked for.
#[derive(Debug)]
pub enum Event {
    /// The client is ready for requests.
    Initialized,
    /// `textDocument/didOpen`.
    Opened(DidOpenTextDocumentParams),
    /// `textDocument/didChange`.
    Changed(DidChangeTextDocumentParams),
    /// `textDocument/didSave`.
    Saved,
    /// `textDocument/didClose`.
    Closed(DidCloseTextDocumentParams),
    /// `workspace/didChangeWatchedFiles`.
    FilesChanged,
    /// `workspace/didChangeWorkspaceFolders`.
    FoldersChanged(DidChangeWorkspaceFoldersParams),
    /// `workspace/didChangeConfiguration`.
    SettingsChanged(DidChangeConfigurationParams),
    /// The answer to [`Effect::AskSettings`]; empty if the client has not answered.
    Settings(Vec<Value>),
    /// The result of an [`Effect::Check`].
    Checked(Checked),
}

impl Event {
    /// A notification of the client as an event; `None` if it does not concern the session.
    ///
    /// # Errors
    ///
    /// If the parameters are not those of the method.
    pub fn of(method: &str, params: Value) -> Option<Result<Event, RequestError>> {
        fn read<P: DeserializeOwned>(params: Value, event: fn(P) -> Event) -> Result<Event, RequestError> {
            let params = serde_json::from_value(params);
            params.map(event).map_err(|error| RequestError::invalid_params(error.to_string()))
        }
        Some(match method {
            "initialized" => Ok(Event::Initialized),
            "textDocument/didOpen" => read(params, Event::Opened),
            "textDocument/didChange" => read(params, Event::Changed),
            "textDocument/didSave" => Ok(Event::Saved),
            "textDocument/didClose" => read(params, Event::Closed),
            "workspace/didChangeWatchedFiles" => Ok(Event::FilesChanged),
            "workspace/didChangeWorkspaceFolders" => read(params, Event::FoldersChanged),
            "workspace/didChangeConfiguration" => read(params, Event::SettingsChanged),
            _ => return None,
        })
    }
}

/// What the transport has to do for a session, in the order in which it is given.
#[derive(Debug)]
pub enum Effect {
    /// Send `textDocument/publishDiagnostics`.
    Publish(PublishDiagnosticsParams),
    /// Send `window/showMessage`.
    Show(ShowMessageParams),
    /// Request `client/registerCapability`.
    Register(Vec<Registration>),
    /// Request `workspace/configuration`, and hand the answer to the session as [`Event::Settings`].
    AskSettings(ConfigurationItem),
    /// Request `workspace/inlayHint/refresh`.
    RefreshHints,
    /// Request `workspace/diagnostic/refresh`.
    RefreshDiagnostics,
    /// Call [`Snapshot::check`](crate::Snapshot::check) away from the thread that talks to the client, and hand the
    /// result to the session as [`Event::Checked`].
    Check(Check),
    /// Call [`Snapshot::read_workspace`](crate::Snapshot::read_workspace) likewise, and show progress meanwhile.
    ReadWorkspace,
}

/// Findings to be brought up to date.
#[derive(Debug, Clone)]
pub struct Check {
    pub(crate) scope: Scope,
    /// How long to wait. A newer check of the same document takes the place of one that waits.
    pub pause: Duration,
}

/// What is checked.
#[derive(Debug, Clone)]
pub(crate) enum Scope {
    /// A document that has been opened or edited.
    Document(Uri),
    /// Documents of which the client has findings, after others have changed.
    Dependents(Vec<Uri>),
    /// The same, after files have changed that are not open.
    Files(Vec<Uri>),
    /// The configuration files of open documents.
    Configuration,
}

impl Check {
    pub(crate) fn now(scope: Scope) -> Effect {
        Effect::Check(Check { scope, pause: Duration::ZERO })
    }

    /// The one document to be checked, if it is one.
    pub fn document(&self) -> Option<&Uri> {
        match &self.scope {
            Scope::Document(uri) => Some(uri),
            _ => None,
        }
    }
}

/// What has come of a check.
#[derive(Debug)]
pub struct Checked {
    pub(crate) scope: Scope,
    /// The state of the session that was checked.
    pub(crate) revision: u64,
    pub(crate) findings: Vec<(Arc<Document>, Vec<Diagnostic>)>,
    /// Whether the client has something that no longer holds.
    pub(crate) is_outdated: bool,
    /// The configuration files that cannot be used, where they were looked at.
    pub(crate) faulty: Option<BTreeMap<Uri, FaultyFile>>,
}

/// What is wrong with a configuration file.
#[derive(Debug)]
pub(crate) struct FaultyFile {
    pub diagnostics: Vec<Diagnostic>,
    pub message: String,
}

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestError {
    /// A code of JSON-RPC.
    pub code: i64,
    /// For people.
    pub message: String,
}

impl RequestError {
    pub(crate) fn invalid_params(message: impl Into<String>) -> RequestError {
        RequestError { code: -32602, message: message.into() }
    }

    /// The document has changed, so that nobody wants the answer.
    pub(crate) fn content_modified() -> RequestError {
        RequestError { code: -32801, message: "the document has changed".to_owned() }
    }
}

impl std::fmt::Display for RequestError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for RequestError {}
