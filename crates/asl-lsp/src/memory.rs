//! Returns the memory of closed documents to the system.

use std::sync::{Mutex, PoisonError};

use tokio::task::{self, AbortHandle};
use tokio::time;

use crate::IDLE;

/// Waits until the threads that have analyzed closed documents have ended.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    waiting: Mutex<Option<AbortHandle>>,
}

impl Memory {
    /// A document has been closed. When several are closed, their memory is returned after the last one.
    pub(crate) fn closed(&self) {
        let task = tokio::spawn(async {
            time::sleep(2 * IDLE).await;
            // A thread that ends leaves its free memory to others, and mimalloc returns it when another thread ends.
            let _ = task::spawn_blocking(|| ()).await;
        });
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(older) = waiting.replace(task.abort_handle()) {
            older.abort();
        }
    }
}
