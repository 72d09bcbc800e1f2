//! The beginning of a session, when the client is ready.

use std::sync::Arc;

use tower_lsp::ls_types::{ProgressToken, Registration};

use crate::capabilities::watched_files;
use crate::configs::{read_settings, settings};
use crate::workspace::State;

/// Asks to be told of files, and reads the workspace.
pub(crate) async fn prepare(state: Arc<State>) {
    let client = state.client_info();
    let wanted = [client.watches_files.then(watched_files), client.watches_settings.then(settings)];
    let wanted: Vec<Registration> = wanted.into_iter().flatten().collect();
    if !wanted.is_empty() {
        // A client that refuses tells of changes when a document is saved.
        let _ = state.client.register_capability(wanted).await;
    }
    if client.gives_settings {
        read_settings(&state).await;
    }
    read_workspace(state).await;
}

/// Reads the files of the workspace ahead of the first question about them, and says so while it takes.
async fn read_workspace(state: Arc<State>) {
    if state.folders().is_empty() {
        return;
    }
    let client = &state.client;
    let token = ProgressToken::String("asl-lint/workspace".to_owned());
    let shows =
        state.client_info().has_progress && client.create_work_done_progress(token.clone()).await.is_ok();
    let progress = match shows {
        true => Some(client.progress(token, "Reading state machines").begin().await),
        false => None,
    };
    let for_files = Arc::clone(&state);
    let read = tokio::task::spawn_blocking(move || for_files.all_documents().len());
    let count = read.await.unwrap_or_default();
    if let Some(progress) = progress {
        progress.finish_with_message(format!("{count} files")).await;
    }
}
