//! The service called by tower-lsp: it handles the start and end of a session, and passes everything else to
//! `asl-session` by method name.

use serde::Deserialize;
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::*;
use tower_lsp::{Client, LanguageServer};

use crate::effects::Shared;
use crate::memory::Memory;
use asl_session::{Answer, Event};

/// A message for the session, with its original method.
#[derive(Debug, Deserialize)]
pub(crate) struct Message {
    method: String,
    #[serde(default)]
    params: Value,
}

/// The two methods that represent all messages of the session.
pub(crate) const REQUEST: &str = "$/request";
pub(crate) const NOTIFICATION: &str = "$/notification";

pub(crate) struct Server {
    pub client: Client,
    pub shared: Shared,
    memory: Memory,
}

impl Server {
    pub(crate) fn new(client: Client, shared: Shared) -> Server {
        Server { client, shared, memory: Memory::default() }
    }

    /// Handles a notification. The session changes before the first `.await`, so that edits are applied in order.
    pub(crate) async fn notification(&self, message: Message) {
        match Event::of(&message.method, message.params) {
            Some(Ok(event)) => {
                let closes = matches!(event, Event::Closed(_));
                self.shared.tell(event);
                if closes {
                    self.memory.closed();
                }
            }
            Some(Err(error)) => tracing::warn!("invalid parameters of {}: {error}", message.method),
            None => tracing::debug!("ignored {}", message.method),
        }
    }

    /// Answers a request on a worker thread, from the state at the time it arrives. A panic becomes an error response.
    pub(crate) async fn request(&self, message: Message) -> Result<Answer> {
        let snapshot = self.shared.snapshot();
        let answer = move || snapshot.answer(&message.method, message.params);
        let answer = tokio::task::spawn_blocking(answer).await.map_err(|error| {
            tracing::error!("request failed: {error}");
            Error::internal_error()
        })?;
        answer.ok_or_else(Error::method_not_found)?.map_err(|error| Error {
            code: error.code.into(),
            message: error.message.into(),
            data: None,
        })
    }

    /// Answers a message that is not JSON.
    pub(crate) async fn not_json(&self) -> Result<()> {
        Err(Error::parse_error())
    }

    /// Answers a message that is JSON, but not a message of the protocol.
    pub(crate) async fn not_a_message(&self) -> Result<()> {
        Err(Error::invalid_request())
    }

    /// A request that panics, for tests.
    #[cfg(test)]
    pub(crate) async fn panic(&self) -> Result<()> {
        let failed = tokio::task::spawn_blocking(|| panic!("intended by a test")).await;
        failed.map_err(|_| Error::internal_error())
    }

    /// A request that never ends, for tests.
    #[cfg(test)]
    pub(crate) async fn wait(&self) -> Result<()> {
        std::future::pending().await
    }
}

impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        Ok(self.shared.session().initialize(&params))
    }

    async fn initialized(&self, _: InitializedParams) {
        self.shared.tell(Event::Initialized);
    }

    async fn shutdown(&self) -> Result<()> {
        self.shared.session().shut_down();
        Ok(())
    }
}
