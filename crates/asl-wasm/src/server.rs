//! A language server that a host drives with messages. It has no threads and no timers.

use std::mem;
use std::time::Duration;

use asl_session::{Answer, Check, Effect, Event, Session};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The error codes of JSON-RPC.
const NOT_JSON: i64 = -32700;
const NOT_A_METHOD: i64 = -32601;

/// The ID of the request for the settings, which is the only request whose response matters.
const SETTINGS: &str = "settings";

/// A session with one client, and what it has left to do.
#[derive(Debug, Default)]
pub struct Server {
    session: Session,
    /// What to check after a pause in the edits.
    checks: Vec<Check>,
    /// The number of requests to the client, from which their IDs are made.
    requests: usize,
}

/// A message of JSON-RPC: a request, a notification or a response.
#[derive(Debug, Deserialize)]
struct Message {
    id: Option<Value>,
    method: Option<String>,
    #[serde(default)]
    params: Value,
    #[serde(default)]
    result: Value,
}

#[derive(Serialize)]
struct Response<T> {
    jsonrpc: &'static str,
    id: Value,
    #[serde(flatten)]
    content: Content<T>,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Content<T> {
    Result(T),
    Error { code: i64, message: String },
}

impl Server {
    /// Receives a message, and returns the messages to send.
    pub fn receive(&mut self, message: &str) -> Vec<String> {
        let Message { id, method, params, result } = match serde_json::from_str(message) {
            Ok(message) => message,
            Err(error) => {
                return vec![response(Value::Null, Content::<()>::error(NOT_JSON, error.to_string()))];
            }
        };
        match (method, id) {
            (Some(method), Some(id)) => vec![self.answer(&method, params, id)],
            (Some(method), None) => match Event::of(&method, params) {
                Some(Ok(event)) => self.handle(event),
                _ => Vec::new(),
            },
            (None, Some(id)) if id == SETTINGS => {
                self.handle(Event::Settings(serde_json::from_value(result).unwrap_or_default()))
            }
            (None, _) => Vec::new(),
        }
    }

    /// The pause after which to [`check`](Server::check), unless another message arrives before; `None` if there is nothing
    /// to check.
    pub fn pause(&self) -> Option<Duration> {
        self.checks.iter().map(|check| check.pause).max()
    }

    /// Updates the findings, and returns the messages to send.
    pub fn check(&mut self) -> Vec<String> {
        let mut messages = Vec::new();
        for check in mem::take(&mut self.checks) {
            let checked = self.session.snapshot().check(&check);
            messages.extend(self.handle(Event::Checked(checked)));
        }
        messages
    }

    fn answer(&mut self, method: &str, params: Value, id: Value) -> String {
        match method {
            "initialize" => match serde_json::from_value(params) {
                Ok(params) => response(id, Content::Result(self.session.initialize(&params))),
                Err(error) => response(id, Content::<()>::error(-32602, error.to_string())),
            },
            "shutdown" => {
                self.session.shut_down();
                response(id, Content::Result(()))
            }
            _ => response(id, self.answered(method, params)),
        }
    }

    fn answered(&self, method: &str, params: Value) -> Content<Answer> {
        match self.session.snapshot().answer(method, params) {
            Some(Ok(answer)) => Content::Result(answer),
            Some(Err(error)) => Content::error(error.code, error.message),
            None => Content::error(NOT_A_METHOD, format!("unknown method `{method}`")),
        }
    }

    fn handle(&mut self, event: Event) -> Vec<String> {
        let effects = self.session.handle(event);
        effects.into_iter().filter_map(|effect| self.perform(effect)).collect()
    }

    /// The message that an effect sends, if it does.
    fn perform(&mut self, effect: Effect) -> Option<String> {
        match effect {
            Effect::Publish(params) => notification("textDocument/publishDiagnostics", json!(params)),
            Effect::Show(params) => notification("window/showMessage", json!(params)),
            Effect::Register(wanted) => {
                self.request("client/registerCapability", json!({ "registrations": wanted }))
            }
            Effect::AskSettings(item) => {
                request(SETTINGS.to_owned(), "workspace/configuration", json!({ "items": [item] }))
            }
            Effect::RefreshHints => self.request("workspace/inlayHint/refresh", Value::Null),
            Effect::RefreshDiagnostics => self.request("workspace/diagnostic/refresh", Value::Null),
            Effect::Check(check) => {
                // A newer check of a document replaces an older one.
                let document = check.document().cloned();
                self.checks.retain(|older| document.is_none() || older.document() != document.as_ref());
                self.checks.push(check);
                None
            }
            // There are no files but the open documents.
            Effect::ReadWorkspace => None,
        }
    }

    fn request(&mut self, method: &str, params: Value) -> Option<String> {
        self.requests += 1;
        request(self.requests.to_string(), method, params)
    }
}

impl<T> Content<T> {
    fn error(code: i64, message: String) -> Content<T> {
        Content::Error { code, message }
    }
}

fn response<T: Serialize>(id: Value, content: Content<T>) -> String {
    let response = Response { jsonrpc: "2.0", id, content };
    serde_json::to_string(&response).expect("responses have no maps without names")
}

fn notification(method: &str, params: Value) -> Option<String> {
    Some(json!({ "jsonrpc": "2.0", "method": method, "params": params }).to_string())
}

fn request(id: String, method: &str, params: Value) -> Option<String> {
    Some(json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const URI: &str = "file:///order.asl.json";

    fn started(capabilities: Value) -> Server {
        let mut server = Server::default();
        let answer = ask(&mut server, "initialize", json!({ "capabilities": capabilities }));
        assert_eq!(answer["result"]["serverInfo"]["name"], "asl-lsp");
        server
    }

    fn send(server: &mut Server, message: Value) -> Vec<Value> {
        let sent = server.receive(&message.to_string());
        sent.iter().map(|message| serde_json::from_str(message).unwrap()).collect()
    }

    fn ask(server: &mut Server, method: &str, params: Value) -> Value {
        let sent = send(server, json!({ "jsonrpc": "2.0", "id": 7, "method": method, "params": params }));
        assert_eq!((sent.len(), &sent[0]["id"]), (1, &json!(7)));
        sent[0].clone()
    }

    fn tell(server: &mut Server, method: &str, params: Value) -> Vec<Value> {
        send(server, json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    fn open(server: &mut Server, text: &str) {
        let item = json!({ "uri": URI, "languageId": "asl", "version": 1, "text": text });
        assert!(tell(server, "textDocument/didOpen", json!({ "textDocument": item })).is_empty());
    }

    /// Checks until there is nothing left to check, and returns the only message that this sends.
    fn published(server: &mut Server) -> Value {
        let mut sent = Vec::new();
        while server.pause().is_some() {
            sent.extend(server.check());
        }
        assert_eq!(sent.len(), 1);
        serde_json::from_str(&sent[0]).unwrap()
    }

    const TEXT: &str = r#"{ "StartAt": "A", "States": { "B": { "Type": "Succeed" } } }"#;

    #[test]
    fn findings_are_published_after_a_pause() {
        let mut server = started(json!({}));
        assert_eq!(server.pause(), None);
        open(&mut server, TEXT);
        assert_eq!(server.pause(), Some(Duration::from_millis(100)));
        let message = published(&mut server);
        assert_eq!(message["method"], "textDocument/publishDiagnostics");
        assert_eq!(message["params"]["diagnostics"][0]["code"], "unknown-state");
        let change =
            json!({ "textDocument": { "uri": URI, "version": 2 }, "contentChanges": [{ "text": "{}" }] });
        (0..3).for_each(|_| assert!(tell(&mut server, "textDocument/didChange", change.clone()).is_empty()));
        assert_eq!(published(&mut server)["params"]["version"], 2);
    }

    #[test]
    fn requests_are_answered() {
        let mut server = started(json!({}));
        open(&mut server, TEXT);
        let at = json!({ "textDocument": { "uri": URI }, "position": { "line": 0, "character": 32 } });
        let hover = ask(&mut server, "textDocument/hover", at);
        assert!(hover["result"]["contents"]["value"].as_str().unwrap().contains("Succeed"));
        assert_eq!(ask(&mut server, "textDocument/hover", json!({}))["error"]["code"], -32602);
        assert_eq!(ask(&mut server, "unknown", Value::Null)["error"]["code"], NOT_A_METHOD);
        assert_eq!(ask(&mut server, "shutdown", Value::Null)["result"], Value::Null);
    }

    #[test]
    fn settings_are_requested() {
        let mut server = started(json!({ "workspace": { "configuration": true } }));
        let sent = tell(&mut server, "initialized", json!({}));
        assert_eq!(sent[0]["method"], "workspace/configuration");
        open(&mut server, TEXT);
        let advice = json!([{ "severity": { "error": "hint" } }]);
        assert!(send(&mut server, json!({ "jsonrpc": "2.0", "id": SETTINGS, "result": advice })).is_empty());
        assert_eq!(published(&mut server)["params"]["diagnostics"][0]["code"], "unknown-state");
    }

    #[test]
    fn a_configuration_comes_from_the_settings() {
        for uri in [URI, "vscode-vfs://github/owner/repository/order.asl.json"] {
            let mut server = started(json!({}));
            let set = |text: &str| json!({ "settings": { "asl-lint": { "configurationText": text } } });
            tell(&mut server, "workspace/didChangeConfiguration", set("ignore = ['unknown-state']"));
            let item = json!({ "uri": uri, "languageId": "asl", "version": 1, "text": TEXT });
            tell(&mut server, "textDocument/didOpen", json!({ "textDocument": item }));
            let codes = |message: &Value| {
                let diagnostics = message["params"]["diagnostics"].as_array().unwrap().iter();
                diagnostics.map(|one| one["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
            };
            assert_eq!(codes(&published(&mut server)), ["unreachable-state"]);
            tell(&mut server, "workspace/didChangeConfiguration", set(""));
            assert_eq!(codes(&published(&mut server)), ["unknown-state", "unreachable-state"]);
            tell(&mut server, "workspace/didChangeConfiguration", set("ignroe = []"));
            let mut sent = Vec::new();
            while server.pause().is_some() {
                sent.extend(server.check());
            }
            assert!(
                sent.iter()
                    .any(|message| message.contains("window/showMessage") && message.contains("ignroe"))
            );
        }
    }

    #[test]
    fn what_is_not_json_is_answered() {
        let sent = Server::default().receive("{");
        assert!(sent[0].contains("-32700"), "{sent:?}");
    }
}
