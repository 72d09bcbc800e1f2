//! A language server for Amazon States Language. It runs [`asl_session`] on tower-lsp, which reads and writes messages,
//! and on tokio, which provides threads and timers.

#![warn(missing_docs)]

mod effects;
mod framing;
mod memory;
mod router;
mod server;

use std::io;
use std::time::Duration;

use effects::Shared;
use mimalloc::MiMalloc;
use router::Router;
use server::Server;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::{self, Runtime};
use tokio::sync::mpsc::unbounded_channel;
use tower_lsp::LspService;

/// An allocator that returns free memory to the system. glibc keeps most of what documents have used after they are closed.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// The size of the buffer for incoming messages, in bytes.
const PIPE: usize = 64 * 1024;

/// The number of requests that are answered at the same time. The client sends few at once, but those for a large document
/// must not keep those for a small one waiting.
const REQUESTS: usize = 256;

/// How long a thread without work lives. Its free memory can be returned to the system after that.
const IDLE: Duration = Duration::from_secs(2);

/// Starts the threads on which [`serve`] runs.
///
/// # Errors
///
/// Returns an error if the system refuses to start them.
pub fn runtime() -> io::Result<Runtime> {
    runtime::Builder::new_multi_thread().enable_all().thread_keep_alive(IDLE).build()
}

/// Serves one client until it disconnects. Returns whether the client requested `shutdown` first, as the protocol
/// requires.
pub async fn serve(input: impl AsyncRead + Unpin, output: impl AsyncWrite) -> bool {
    let (sender, effects) = unbounded_channel();
    let shared = Shared::new(sender);
    let service = LspService::build(|client| Server::new(client, shared.clone()))
        .custom_method(server::REQUEST, Server::request)
        .custom_method(server::NOTIFICATION, Server::notification)
        .custom_method(framing::NOT_JSON, Server::not_json)
        .custom_method(framing::NOT_A_MESSAGE, Server::not_a_message);
    #[cfg(test)]
    let service = service.custom_method("test/panic", Server::panic).custom_method("test/wait", Server::wait);
    let (service, socket) = service.finish();
    let client = service.inner().client.clone();
    let (checked, messages) = tokio::io::simplex(PIPE);
    let forward = async {
        if let Err(error) = framing::forward(input, messages).await {
            tracing::error!("cannot read from the client: {error}");
        }
        // The pipe is closed, but received messages are still answered.
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = tower_lsp::Server::new(checked, output, socket).concurrency_level(REQUESTS).serve(Router(service)) => {}
        () = forward => {}
        () = effects::perform(shared.clone(), client, effects) => {}
    }
    shared.session().is_shut_down()
}

#[cfg(test)]
extern crate self as asl_lsp;

#[cfg(test)]
#[path = "../tests/common/mod.rs"]
mod common;

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::common::{Client, DEFINITION, at};

    #[tokio::test]
    async fn a_panic_is_answered_and_the_session_goes_on() {
        let mut client = Client::start(json!({})).await;
        client.open(DEFINITION).await;
        client.published().await;
        for _ in 0..10 {
            let answer = client.request("test/panic", Value::Null).await;
            assert_eq!(answer["code"], -32603);
        }
        assert!(client.request("textDocument/hover", at(3, 8)).await["contents"].is_object());
        client.stop().await;
    }

    #[tokio::test]
    async fn requests_can_be_cancelled() {
        let mut client = Client::start(json!({})).await;
        for _ in 0..10 {
            let id = client.ask("test/wait", Value::Null).await;
            client.notify("$/cancelRequest", json!({ "id": id })).await;
            assert_eq!(client.answer(id).await["code"], -32800);
        }
        client.stop().await;
    }
}
