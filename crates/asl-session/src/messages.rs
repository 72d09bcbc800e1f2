//! The events and effects of a session.

use std::collections::BTreeMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

use ls_types::*;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::analyses::Analyzed;
use crate::documents::Document;

/// An input of a session: a notification of the client, or the result of an effect.
#[derive(Debug)]
pub enum Event {
    /// `initialized`.
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
    /// The response to [`Effect::AskSettings`]; empty if the client did not respond.
    Settings(Vec<Value>),
    /// The result of [`Effect::Check`].
    Checked(Checked),
}

impl Event {
    /// Converts a notification, given its method and parameters, to an event; `None` if it does not concern the
    /// session.
    ///
    /// # Errors
    ///
    /// If the parameters are invalid.
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

/// An action that the transport has to perform for a session. Effects must be performed in order.
#[derive(Debug)]
pub enum Effect {
    /// Send `textDocument/publishDiagnostics`.
    Publish(PublishDiagnosticsParams),
    /// Send `window/showMessage`.
    Show(ShowMessageParams),
    /// Request `client/registerCapability`.
    Register(Vec<Registration>),
    /// Request `workspace/configuration`, and pass the response to the session as [`Event::Settings`].
    AskSettings(ConfigurationItem),
    /// Request `workspace/inlayHint/refresh`.
    RefreshHints,
    /// Request `workspace/diagnostic/refresh`.
    RefreshDiagnostics,
    /// Wait for [`Check::pause`], call [`Snapshot::check`](crate::Snapshot::check) on a worker thread, and pass the
    /// result to the session as [`Event::Checked`].
    Check(Check),
    /// Call [`Snapshot::read_workspace`](crate::Snapshot::read_workspace) on a worker thread, and show progress
    /// meanwhile.
    ReadWorkspace,
}

/// A request to update findings.
#[derive(Debug, Clone)]
pub struct Check {
    pub(crate) scope: Scope,
    /// How long to wait first. A newer check of the same document replaces a waiting one.
    pub pause: Duration,
}

/// What to check.
#[derive(Debug, Clone)]
pub(crate) enum Scope {
    /// A document that was opened or edited.
    Document(Uri),
    /// Documents with published findings, after other documents have changed, and the analyses of these findings.
    Dependents(Vec<(Uri, Weak<Analyzed>)>),
    /// The same, after files that are not open have changed.
    Files(Vec<(Uri, Weak<Analyzed>)>),
    /// The configuration files of open documents.
    Configuration,
}

impl Check {
    pub(crate) fn now(scope: Scope) -> Effect {
        Effect::Check(Check { scope, pause: Duration::ZERO })
    }

    /// Returns the document to check, if it is a single one.
    pub fn document(&self) -> Option<&Uri> {
        match &self.scope {
            Scope::Document(uri) => Some(uri),
            _ => None,
        }
    }
}

/// The result of a check.
#[derive(Debug)]
pub struct Checked {
    pub(crate) scope: Scope,
    /// The revision of the session that was checked.
    pub(crate) revision: u64,
    pub(crate) findings: Vec<Findings>,
    /// Whether something that the client has requested is outdated.
    pub(crate) is_outdated: bool,
    /// The invalid configuration files, if they were checked.
    pub(crate) faulty: Option<BTreeMap<Uri, FaultyFile>>,
}

/// The findings of a version of a document.
#[derive(Debug)]
pub(crate) struct Findings {
    pub document: Arc<Document>,
    pub analyzed: Weak<Analyzed>,
    pub diagnostics: Vec<Diagnostic>,
}

/// The errors of a configuration file.
#[derive(Debug)]
pub(crate) struct FaultyFile {
    pub diagnostics: Vec<Diagnostic>,
    pub message: String,
}

/// The error response to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestError {
    /// The error code of JSON-RPC or LSP.
    pub code: i64,
    /// A message for the user.
    pub message: String,
}

impl RequestError {
    pub(crate) fn invalid_params(message: impl Into<String>) -> RequestError {
        RequestError { code: -32602, message: message.into() }
    }

    /// The request is no longer of interest.
    pub(crate) fn cancelled() -> RequestError {
        RequestError { code: -32800, message: "a newer request has replaced this one".to_owned() }
    }

    /// The document has changed, and the response would be outdated.
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
