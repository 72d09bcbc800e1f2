//! The state of a language server. It only changes in [`Session::handle`]; requests are answered from snapshots.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use asl_workspace::Roots;
use ls_types::*;
use serde_json::Value;

use crate::capabilities::{capabilities, watched_files};
use crate::client::ClientInfo;
use crate::diagnostics::Published;
use crate::documents::Document;
use crate::messages::{Check, Effect, Event, Scope};
use crate::settings::{self, Settings};
use crate::snapshot::{Snapshot, lock};

/// The pause in the edits after which a document is checked.
const PAUSE: Duration = Duration::from_millis(100);

/// A session with one client.
#[derive(Debug, Default)]
pub struct Session {
    now: Snapshot,
    settings: Settings,
    pub(crate) published: Published,
    /// Whether reading the workspace in advance has been requested.
    reads_workspace: bool,
    is_shut_down: bool,
}

impl Session {
    /// Creates a session without a client.
    pub fn new() -> Session {
        Session::default()
    }

    /// Handles `initialize`, and returns the response.
    pub fn initialize(&mut self, params: &InitializeParams) -> InitializeResult {
        self.now.client = Arc::new(ClientInfo::new(&params.capabilities));
        let folders = params.workspace_folders.iter().flatten().map(|folder| &folder.uri);
        #[expect(deprecated, reason = "older clients give nothing else")]
        let root = params.root_uri.iter().filter(|_| params.workspace_folders.is_none());
        self.change_folders(folders.chain(root), &[]);
        params.initialization_options.iter().for_each(|settings| self.set_settings(settings));
        InitializeResult {
            capabilities: capabilities(&self.now.client),
            server_info: Some(ServerInfo {
                name: "asl-lsp".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
            ..InitializeResult::default()
        }
    }

    /// Handles `shutdown`.
    pub fn shut_down(&mut self) {
        self.is_shut_down = true;
    }

    /// Whether the client has requested `shutdown`.
    pub fn is_shut_down(&self) -> bool {
        self.is_shut_down
    }

    /// Returns the current state, from which requests are answered on any thread.
    pub fn snapshot(&self) -> Snapshot {
        self.now.clone()
    }

    /// Handles an event, and returns the effects for the transport to perform in order.
    pub fn handle(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Initialized => self.initialized(),
            Event::Opened(params) => self.open(params.text_document),
            Event::Changed(params) => self.change(params),
            Event::Saved | Event::FilesChanged => self.files_changed(),
            Event::Closed(params) => self.close(&params.text_document.uri),
            Event::FoldersChanged(params) => {
                let removed: Vec<Uri> = params.event.removed.into_iter().map(|folder| folder.uri).collect();
                self.change_folders(params.event.added.iter().map(|folder| &folder.uri), &removed);
                self.check_files()
            }
            Event::SettingsChanged(_) if self.now.client.gives_settings => {
                vec![Effect::AskSettings(settings::item())]
            }
            Event::SettingsChanged(params) => {
                self.set_settings(&params.settings);
                self.check_files()
            }
            Event::Settings(values) => {
                values.iter().for_each(|settings| self.set_settings(settings));
                let mut effects = self.check_files();
                effects.extend(self.read_workspace());
                effects
            }
            Event::Checked(checked) => self.record(checked),
        }
    }

    /// Registers for changes of files and settings, and reads the workspace.
    fn initialized(&mut self) -> Vec<Effect> {
        let client = &self.now.client;
        let wanted =
            [client.watches_files.then(watched_files), client.watches_settings.then(settings::registration)];
        let wanted: Vec<Registration> = wanted.into_iter().flatten().collect();
        let mut effects = Vec::new();
        if !wanted.is_empty() {
            effects.push(Effect::Register(wanted));
        }
        match client.gives_settings {
            true => effects.push(Effect::AskSettings(settings::item())),
            false => effects.extend(self.read_workspace()),
        }
        effects
    }

    fn read_workspace(&mut self) -> Option<Effect> {
        let is_first = !std::mem::replace(&mut self.reads_workspace, true);
        (is_first && !self.now.folders.is_empty()).then_some(Effect::ReadWorkspace)
    }

    fn open(&mut self, item: TextDocumentItem) -> Vec<Effect> {
        let TextDocumentItem { uri, language_id, version, text } = item;
        let document = Document::new(uri.clone(), Some(version), &language_id, text);
        self.set_document(Arc::new(document));
        vec![check_later(uri), Check::now(Scope::Configuration)]
    }

    fn change(&mut self, params: DidChangeTextDocumentParams) -> Vec<Effect> {
        let VersionedTextDocumentIdentifier { uri, version } = params.text_document;
        let Some(document) = self.now.documents.get(&uri) else { return Vec::new() };
        let next = document.edited(version, params.content_changes, self.now.client.encoding);
        let replaced = lock(&document.replaced).take().unwrap_or_else(|| Arc::clone(document));
        *lock(&next.replaced) = Some(replaced);
        self.set_document(Arc::new(next));
        vec![check_later(uri)]
    }

    fn set_document(&mut self, document: Arc<Document>) {
        let older = Arc::make_mut(&mut self.now.documents).insert(document.uri.clone(), document);
        older.iter().for_each(|older| older.outdate());
        self.now.changed();
    }

    fn close(&mut self, uri: &Uri) -> Vec<Effect> {
        let closed = Arc::make_mut(&mut self.now.documents).remove(uri);
        closed.iter().for_each(|closed| closed.outdate());
        self.now.changed();
        self.now.sent.forget(uri);
        let mut effects: Vec<Effect> = self.clear(uri).into_iter().collect();
        effects.push(self.check_dependents());
        effects
    }

    fn files_changed(&mut self) -> Vec<Effect> {
        self.forget_files();
        self.check_files()
    }

    /// Changes the workspace folders. Does not yet check documents again.
    fn change_folders<'u>(&mut self, added: impl Iterator<Item = &'u Uri>, removed: &[Uri]) {
        let path = |uri: &Uri| uri.to_file_path().map(|path| path.into_owned());
        let removed: Vec<PathBuf> = removed.iter().filter_map(path).collect();
        let kept = self.now.folders.iter().filter(|folder| !removed.contains(folder)).cloned();
        self.now.folders = kept.chain(added.filter_map(path)).collect();
        self.forget_files();
    }

    /// Updates the settings. Does not yet check documents again.
    fn set_settings(&mut self, settings: &Value) {
        self.settings.set(settings);
        if self.now.preferences != self.settings.preferences {
            self.now.preferences = self.settings.preferences;
            self.published.outdate();
        }
        self.forget_files();
    }

    /// Forgets everything read from disk, and everything derived from it.
    fn forget_files(&mut self) {
        let configs = self.settings.configs(&self.now.folders);
        let roots = Roots::new(self.now.folders.iter().cloned());
        self.now.disk = Arc::new(self.now.disk.renewed(configs, roots));
        self.now.changed();
    }

    fn check_files(&self) -> Vec<Effect> {
        vec![Check::now(Scope::Configuration), Check::now(Scope::Files(self.published.known()))]
    }

    /// Whether a document is the newest version of an open document.
    pub(crate) fn is_current(&self, document: &Arc<Document>) -> bool {
        self.now.documents.get(&document.uri).is_some_and(|current| Arc::ptr_eq(current, document))
    }

    pub(crate) fn check_dependents(&self) -> Effect {
        Check::now(Scope::Dependents(self.published.known()))
    }
}

/// Checks a document after a pause in the edits.
fn check_later(uri: Uri) -> Effect {
    Effect::Check(Check { scope: Scope::Document(uri), pause: PAUSE })
}
