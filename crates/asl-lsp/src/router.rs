//! Routes messages to the session. tower-lsp has a method for each message of the protocol; here, two methods represent
//! all of them, and the session dispatches by name.

use std::task::{Context, Poll};

use serde_json::json;
use tower::Service;
use tower_lsp::LspService;
use tower_lsp::jsonrpc::{Request, Response};

use crate::server::{NOTIFICATION, REQUEST, Server};

/// tower-lsp's service, behind a layer that renames the messages of the session.
pub(crate) struct Router(pub LspService<Server>);

impl Service<Request> for Router {
    type Response = Option<Response>;
    type Error = <LspService<Server> as Service<Request>>::Error;
    type Future = <LspService<Server> as Service<Request>>::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        self.0.call(if is_life_cycle(request.method()) { request } else { renamed(request) })
    }
}

/// Whether tower-lsp handles the message itself: the start and end of the session, and methods that begin with a dollar
/// sign, such as cancellation.
fn is_life_cycle(method: &str) -> bool {
    matches!(method, "initialize" | "initialized" | "shutdown" | "exit")
        || method.starts_with("$/")
        || method.starts_with("test/")
}

fn renamed(request: Request) -> Request {
    let (method, id, params) = request.into_parts();
    let params = json!({ "method": method, "params": params.unwrap_or_default() });
    match id {
        Some(id) => Request::build(REQUEST).params(params).id(id).finish(),
        None => Request::build(NOTIFICATION).params(params).finish(),
    }
}
