//! A language server for Amazon States Language: thin handlers over the editor features of asl-core.

mod capabilities;
mod convert;
mod documents;
mod framing;
mod publish;
mod requests;
mod server;
mod tokens;
mod workspace;

use server::Server;
use tokio::io::{AsyncRead, AsyncWrite};
use tower_lsp::LspService;

/// Bytes of messages that wait to be read.
const PIPE: usize = 64 * 1024;

/// Talks to one client until it leaves. Says whether it has asked for the shutdown before, as the protocol wants.
pub async fn serve(input: impl AsyncRead + Unpin, output: impl AsyncWrite) -> bool {
    let (service, socket) = LspService::build(Server::new)
        .custom_method(framing::NOT_JSON, Server::not_json)
        .custom_method(framing::NOT_A_MESSAGE, Server::not_a_message)
        .finish();
    let state = service.inner().state();
    let (checked, messages) = tokio::io::simplex(PIPE);
    let forward = async {
        if let Err(error) = framing::forward(input, messages).await {
            tracing::error!("the client cannot be read: {error}");
        }
        // The pipe is closed now; what has come is still answered.
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = tower_lsp::Server::new(checked, output, socket).serve(service) => {}
        () = forward => {}
    }
    state.is_shut_down()
}
