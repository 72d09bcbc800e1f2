//! Performs the effects of a session: sends messages in order, and runs checks after a pause on worker threads.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use asl_session::{Check, Effect, Event, Session, Snapshot};
use dashmap::DashMap;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::task::AbortHandle;
use tower_lsp::Client;
use tower_lsp::ls_types::{ConfigurationItem, ProgressToken, Uri};

/// The session, shared by all tasks, and the channel for its effects.
#[derive(Debug, Clone)]
pub(crate) struct Shared {
    session: Arc<Mutex<Session>>,
    effects: UnboundedSender<Effect>,
}

impl Shared {
    pub(crate) fn new(effects: UnboundedSender<Effect>) -> Shared {
        Shared { session: Arc::default(), effects }
    }

    /// Locks the session. Do not hold the lock across slow operations or an `.await`.
    pub(crate) fn session(&self) -> MutexGuard<'_, Session> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        self.session().snapshot()
    }

    /// Passes an event to the session. The resulting effects are performed in the order of the events.
    pub(crate) fn tell(&self, event: Event) {
        let mut session = self.session();
        for effect in session.handle(event) {
            // The receiver is gone after the end of the session.
            let _ = self.effects.send(effect);
        }
    }
}

/// Performs effects until the session ends.
pub(crate) async fn perform(shared: Shared, client: Client, mut effects: UnboundedReceiver<Effect>) {
    let checks = Checks::default();
    while let Some(effect) = effects.recv().await {
        let (shared, client) = (shared.clone(), client.clone());
        match effect {
            Effect::Publish(params) => {
                client.publish_diagnostics(params.uri, params.diagnostics, params.version).await;
            }
            Effect::Show(params) => client.show_message(params.typ, params.message).await,
            Effect::Check(check) => checks.start(shared, check),
            // Requests to the client must not block other effects. If it does not respond, the next change sends
            // another request.
            Effect::Register(wanted) => {
                tokio::spawn(async move { client.register_capability(wanted).await });
            }
            Effect::AskSettings(item) => {
                tokio::spawn(ask_settings(shared, client, item));
            }
            Effect::RefreshHints => {
                tokio::spawn(async move { client.inlay_hint_refresh().await });
            }
            Effect::RefreshDiagnostics => {
                tokio::spawn(async move { client.workspace_diagnostic_refresh().await });
            }
            Effect::ReadWorkspace => {
                tokio::spawn(read_workspace(shared, client));
            }
        }
    }
}

/// The running and waiting checks, one for each document.
#[derive(Debug, Default)]
struct Checks {
    by_document: DashMap<Uri, AbortHandle>,
}

impl Checks {
    /// Starts a check, and cancels an older one of the same document.
    fn start(&self, shared: Shared, check: Check) {
        let document = check.document().cloned();
        let task = tokio::spawn(run(shared, check)).abort_handle();
        if let Some(older) = document.and_then(|uri| self.by_document.insert(uri, task)) {
            older.abort();
        }
        self.by_document.retain(|_, task| !task.is_finished());
    }
}

async fn run(shared: Shared, check: Check) {
    tokio::time::sleep(check.pause).await;
    let snapshot = shared.snapshot();
    match tokio::task::spawn_blocking(move || snapshot.check(&check)).await {
        Ok(checked) => shared.tell(Event::Checked(checked)),
        Err(error) => tracing::error!("check failed: {error}"),
    }
}

async fn ask_settings(shared: Shared, client: Client, item: ConfigurationItem) {
    let values = client.configuration(vec![item]).await.unwrap_or_else(|error| {
        tracing::warn!("cannot get settings from the client: {error}");
        Vec::new()
    });
    shared.tell(Event::Settings(values));
}

/// Reads the files of the workspace in advance, and shows progress meanwhile.
async fn read_workspace(shared: Shared, client: Client) {
    let snapshot = shared.snapshot();
    let token = ProgressToken::String("asl-lint/workspace".to_owned());
    let shows = snapshot.shows_progress() && client.create_work_done_progress(token.clone()).await.is_ok();
    let progress = match shows {
        true => Some(client.progress(token, "Reading state machines").begin().await),
        false => None,
    };
    let read = tokio::task::spawn_blocking(move || snapshot.read_workspace());
    let count = read.await.unwrap_or_default();
    if let Some(progress) = progress {
        progress.finish_with_message(format!("{count} files")).await;
    }
}
