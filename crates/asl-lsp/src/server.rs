//! What tower-lsp calls: the beginning and the end of a session. Everything between is handed to `asl-session` by the
//! name of its method.

use serde::Deserialize;
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::*;
use tower_lsp::{Client, LanguageServer};

use crate::effects::Shared;
use asl_session::Event;

/// A message that the session understands, under its own name.
#[derive(Debug, Deserialize)]
pub(crate) struct Message {
    method: String,
    #[serde(default)]
    params: Value,
}

/// The two methods that stand for all that the session understands.
pub(crate) const REQUEST: &str = "$/request";
pub(crate) const NOTIFICATION: &str = "$/notification";

pub(crate) struct Server {
    pub client: Client,
    pub shared: Shared,
}

impl Server {
    /// Takes a notification. The session changes before the first `.await`, so that edits are applied in their order.
    pub(crate) async fn notification(&self, message: Message) {
        match Event::of(&message.method, message.params) {
            Some(Ok(event)) => self.shared.tell(event),
            Some(Err(error)) => tracing::warn!("{} cannot be read: {error}", message.method),
            None => tracing::debug!("{} is ignored", message.method),
        }
    }

    /// Answers a request away from the threads that talk to the client, about what is known when it comes. A panic
    /// becomes an error reply.
    pub(crate) async fn request(&self, message: Message) -> Result<Value> {
        let snapshot = self.shared.snapshot();
        let answer = move || snapshot.answer(&message.method, message.params);
        let answer = tokio::task::spawn_blocking(answer).await.map_err(|error| {
            tracing::error!("a request failed: {error}");
            Error::internal_error()
        })?;
        answer.ok_or_else(Error::method_not_found)?.map_err(|error| Error {
            code: error.code.into(),
            message: error.message.into(),
            data: None,
        })
    }

    /// Stands for a message that is not JSON.
    pub(crate) async fn not_json(&self) -> Result<()> {
        Err(Error::parse_error())
    }

    /// Stands for a message that is JSON, but neither a request nor anything else of the protocol.
    pub(crate) async fn not_a_message(&self) -> Result<()> {
        Err(Error::invalid_request())
    }

    /// Stands for a request with a bug, in tests.
    #[cfg(test)]
    pub(crate) async fn panic(&self) -> Result<()> {
        let failed = tokio::task::spawn_blocking(|| panic!("a test wants it")).await;
        failed.map_err(|_| Error::internal_error())
    }

    /// Stands for a request that takes too long, in tests.
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
