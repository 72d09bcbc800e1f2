//! All that a session knows at one moment: the open documents, the files around them, what the client can do. A snapshot
//! never changes; what is found out about it is kept, so that the same is not worked out twice.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use asl_core::fix::{Checked, Fixed, fix_all};
use asl_core::text;
use asl_workspace::files;
use ls_types::Uri;

use crate::client::ClientInfo;
use crate::convert::View;
use crate::disk::Disk;
use crate::documents::Document;
use crate::sent::Sent;

/// What a session knows at one moment. Cheap to clone, and may be asked on any thread.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    pub(crate) client: Arc<ClientInfo>,
    pub(crate) folders: Arc<[PathBuf]>,
    pub(crate) documents: Arc<HashMap<Uri, Arc<Document>>>,
    pub(crate) disk: Arc<Disk>,
    /// Grows with each change of what is above.
    pub(crate) revision: u64,
    pub(crate) sent: Arc<Sent>,
}

impl Snapshot {
    /// Whether the client shows the progress of work that takes long.
    pub fn shows_progress(&self) -> bool {
        self.client.has_progress
    }

    /// Reads the files of the workspace ahead of the first question about them. Gives how many hold state machines.
    pub fn read_workspace(&self) -> usize {
        self.all_documents().len()
    }

    pub(crate) fn view<'d>(&self, document: &'d Document) -> View<'d> {
        let ClientInfo { encoding, takes_versions, .. } = *self.client;
        View { document, encoding, takes_versions }
    }

    /// A file as it is in the editor, or else on the disk.
    pub(crate) fn document(&self, path: &Path) -> Option<Arc<Document>> {
        let uri = Uri::from_file_path(path)?;
        let read = || {
            let (text, _) = text::decode(files::read(path).ok()?);
            Some(Arc::new(Document::new(uri.clone(), None, "", &text)))
        };
        self.documents.get(&uri).cloned().or_else(read)
    }

    /// The document with all safe fixes made.
    pub(crate) fn fix_all(&self, document: &Document) -> Fixed {
        fix_all(document.text(), |text| {
            let next = document.with_text(text);
            let analyzed = self.analyzed(&next);
            Checked::new(analyzed.analyses(), analyzed.findings(&next).unwrap_or_default().to_vec())
        })
    }

    /// The documents of the workspace that hold state machines, those that are open as they are in the editor.
    pub(crate) fn all_documents(&self) -> Vec<Arc<Document>> {
        let holds_state_machine = |document: &Document| !self.analyzed(document).analyses().is_empty();
        let closed = self.disk.definitions(&self.folders, holds_state_machine).iter();
        let closed = closed.filter(|document| !self.documents.contains_key(&document.uri));
        closed.chain(self.documents.values()).cloned().collect()
    }
}

/// A lock; what it holds is right even if somebody panicked with it.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
