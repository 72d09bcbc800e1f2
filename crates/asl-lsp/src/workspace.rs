//! What all requests share: the open documents, the files around them, what the client can do.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use asl_core::fix::{Checked, Fixed, fix_all};
use asl_core::text;
use asl_workspace::files;
use serde_json::Value;
use tower_lsp::Client;
use tower_lsp::ls_types::{InitializeParams, Uri};

use crate::capabilities::ClientInfo;
use crate::configs::Settings;
use crate::convert::View;
use crate::disk::Disk;
use crate::documents::{Document, Documents};
use crate::publish::Published;
use crate::tokens::SentTokens;

pub(crate) struct State {
    pub client: Client,
    pub documents: Documents,
    pub tokens: SentTokens,
    pub published: Published,
    client_info: OnceLock<ClientInfo>,
    folders: Mutex<Vec<PathBuf>>,
    settings: Mutex<Settings>,
    disk: Mutex<Arc<Disk>>,
    is_shut_down: AtomicBool,
}

impl State {
    pub(crate) fn new(client: Client) -> State {
        State {
            client,
            documents: Documents::default(),
            tokens: SentTokens::default(),
            published: Published::default(),
            client_info: OnceLock::new(),
            folders: Mutex::default(),
            settings: Mutex::default(),
            disk: Mutex::default(),
            is_shut_down: AtomicBool::new(false),
        }
    }

    pub(crate) fn initialize(&self, params: &InitializeParams) -> &ClientInfo {
        let folders = params.workspace_folders.iter().flatten().map(|folder| &folder.uri);
        #[expect(deprecated, reason = "older clients give nothing else")]
        let root = params.root_uri.iter().filter(|_| params.workspace_folders.is_none());
        self.change_folders(folders.chain(root), &[]);
        params.initialization_options.iter().for_each(|settings| self.set_settings(settings));
        self.client_info.get_or_init(|| ClientInfo::new(&params.capabilities))
    }

    pub(crate) fn client_info(&self) -> ClientInfo {
        self.client_info.get().cloned().unwrap_or_default()
    }

    pub(crate) fn shut_down(&self) {
        self.is_shut_down.store(true, Ordering::SeqCst);
    }

    pub(crate) fn is_shut_down(&self) -> bool {
        self.is_shut_down.load(Ordering::SeqCst)
    }

    pub(crate) fn folders(&self) -> Vec<PathBuf> {
        lock(&self.folders).clone()
    }

    /// Takes other folders. What follows from them is not said yet.
    pub(crate) fn change_folders<'u>(&self, added: impl Iterator<Item = &'u Uri>, removed: &[Uri]) {
        let path = |uri: &Uri| uri.to_file_path().map(|path| path.into_owned());
        let removed: Vec<PathBuf> = removed.iter().filter_map(path).collect();
        let mut folders = lock(&self.folders);
        folders.retain(|folder| !removed.contains(folder));
        folders.extend(added.filter_map(path));
        drop(folders);
        self.files_changed();
    }

    /// Takes settings of the editor. What follows from them is not said yet.
    pub(crate) fn set_settings(&self, settings: &Value) {
        lock(&self.settings).set(settings);
        self.files_changed();
    }

    /// Forgets what was read of files that are not open, and what followed from it.
    pub(crate) fn files_changed(&self) {
        let configs = lock(&self.settings).configs(&self.folders());
        let mut disk = lock(&self.disk);
        *disk = Arc::new(disk.renewed(configs));
        drop(disk);
        self.documents.count_revision();
    }

    pub(crate) fn disk(&self) -> Arc<Disk> {
        Arc::clone(&lock(&self.disk))
    }

    pub(crate) fn view<'d>(&self, document: &'d Document) -> View<'d> {
        let ClientInfo { encoding, takes_versions, .. } = self.client_info();
        View { document, encoding, takes_versions }
    }

    /// A file as it is in the editor, or else on the disk.
    pub(crate) fn document(&self, path: &Path) -> Option<Arc<Document>> {
        let uri = Uri::from_file_path(path)?;
        let read = || {
            let (text, _) = text::decode(files::read(path).ok()?);
            Some(Arc::new(Document::new(uri.clone(), None, "", &text)))
        };
        self.documents.get(&uri).or_else(read)
    }

    /// The document with all safe fixes made.
    pub(crate) fn fix_all(&self, document: &Document) -> Fixed {
        fix_all(document.text(), |text| {
            let analyzed = self.analyzed(&document.with_text(text));
            Checked::new(analyzed.analyses(), analyzed.findings().to_vec())
        })
    }

    /// The documents of the workspace that hold state machines, those that are open as they are in the editor.
    pub(crate) fn all_documents(&self) -> Vec<Arc<Document>> {
        let holds_state_machine = |document: &Document| !self.analyzed(document).analyses().is_empty();
        let disk = self.disk();
        let closed = disk.definitions(&self.folders(), holds_state_machine).iter();
        let closed = closed.filter(|document| self.documents.get(&document.uri).is_none()).cloned();
        closed.chain(self.documents.all()).collect()
    }
}

/// A lock; what it holds is right even if somebody panicked with it.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
