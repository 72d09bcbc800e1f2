//! An immutable state of a session: the open documents, the files around them, the capabilities of the client. Results
//! derived from a snapshot are cached.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use asl_core::fix::{Checked, Fixed, fix_all};
use asl_core::{Applicability, text};
use asl_workspace::files;
use ls_types::Uri;

use crate::client::ClientInfo;
use crate::convert::View;
use crate::disk::Disk;
use crate::documents::Document;
use crate::preferences::Preferences;
use crate::sent::Sent;

/// The state of a session at one point in time. Cheap to clone, and usable on any thread.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    pub(crate) client: Arc<ClientInfo>,
    pub(crate) folders: Arc<[PathBuf]>,
    pub(crate) documents: Arc<HashMap<Uri, Arc<Document>>>,
    pub(crate) disk: Arc<Disk>,
    pub(crate) preferences: Preferences,
    /// Increases with each change of the fields above.
    pub(crate) revision: u64,
    /// A hash of what documents say about others, computed on first use; see [`Snapshot::context`].
    pub(crate) context: Arc<OnceLock<u64>>,
    /// The number of requests for workspace symbols so far.
    pub(crate) symbol_requests: Arc<AtomicU64>,
    pub(crate) sent: Arc<Sent>,
}

impl Snapshot {
    /// Whether the client can show the progress of long operations.
    pub fn shows_progress(&self) -> bool {
        self.client.has_progress
    }

    /// Reads the files of the workspace in advance. Returns the number of files with state machines.
    pub fn read_workspace(&self) -> usize {
        self.all_documents().len()
    }

    /// Records that a field has changed.
    pub(crate) fn changed(&mut self) {
        self.revision += 1;
        self.context = Arc::default();
    }

    pub(crate) fn view<'d>(&self, document: &'d Document) -> View<'d> {
        let ClientInfo { encoding, takes_versions, .. } = *self.client;
        View { document, encoding, takes_versions }
    }

    /// A file as it is in the editor, or else on disk.
    pub(crate) fn document(&self, path: &Path) -> Option<Arc<Document>> {
        let uri = Uri::from_file_path(path)?;
        let read = || {
            let (text, _) = text::decode(files::read(path).ok()?);
            Some(Arc::new(Document::new(uri.clone(), None, "", text)))
        };
        self.documents.get(&uri).cloned().or_else(read)
    }

    /// Applies all safe fixes to a document.
    pub(crate) fn fix_all(&self, document: &Document) -> Fixed {
        fix_all(document.text(), Applicability::Safe, |text| {
            let next = document.with_text(text);
            let analyzed = self.analyzed(&next);
            Checked::new(analyzed.analyses(), analyzed.findings(&next).unwrap_or_default().to_vec())
        })
    }

    /// The documents of the workspace with state machines, as they are in the editor if they are open.
    pub(crate) fn all_documents(&self) -> Vec<Arc<Document>> {
        let holds_state_machine = |document: &Document| self.summary(document).holds_state_machine;
        let closed = self.disk.definitions(&self.folders, holds_state_machine).iter();
        let closed = closed.filter(|document| !self.documents.contains_key(&document.uri));
        closed.chain(self.documents.values()).cloned().collect()
    }
}

/// Locks a mutex. Its value is consistent even if a thread panicked while holding the lock.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
