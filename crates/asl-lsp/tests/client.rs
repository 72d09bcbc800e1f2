//! A client over a pipe in memory: what the server says, and when.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf};
use tokio::task::JoinHandle;
use tokio::time::timeout;

const URI: &str = "file:///nowhere/order.asl.json";

const DEFINITION: &str = r#"{
  "StartAt": "Räum 😀 auf",
  "States": {
    "Räum 😀 auf": { "Type": "Pass", "Next": "Done" },
    "Done": { "Type": "Succeed" }
  }
}"#;

struct Client {
    input: WriteHalf<DuplexStream>,
    output: BufReader<ReadHalf<DuplexStream>>,
    server: JoinHandle<bool>,
    last_id: i64,
    /// What has come besides the answers that were waited for.
    messages: Vec<Value>,
}

impl Client {
    /// A client after the handshake.
    async fn start(capabilities: Value) -> Client {
        let mut client = Client::connect();
        let params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
        let answer = client.request("initialize", params).await;
        assert_eq!(answer["serverInfo"]["name"], "asl-lsp");
        client.notify("initialized", json!({})).await;
        client
    }

    fn connect() -> Client {
        let (ours, theirs) = tokio::io::duplex(1 << 20);
        let (reader, writer) = tokio::io::split(theirs);
        let server = tokio::spawn(asl_lsp::serve(reader, writer));
        let (output, input) = tokio::io::split(ours);
        Client { input, output: BufReader::new(output), server, last_id: 0, messages: Vec::new() }
    }

    async fn open(&mut self, text: &str) {
        let document = json!({ "uri": URI, "languageId": "asl", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document })).await;
    }

    async fn change(&mut self, version: i32, changes: Value) {
        let document = json!({ "uri": URI, "version": version });
        let params = json!({ "textDocument": document, "contentChanges": changes });
        self.notify("textDocument/didChange", params).await;
    }

    async fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.raw(&format!("Content-Length: {}\r\n\r\n{text}", text.len())).await;
    }

    async fn raw(&mut self, text: &str) {
        self.input.write_all(text.as_bytes()).await.unwrap();
    }

    async fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params })).await;
    }

    /// The result of a request, or its error.
    async fn request(&mut self, method: &str, params: Value) -> Value {
        self.last_id += 1;
        let id = self.last_id;
        let mut message = json!({ "jsonrpc": "2.0", "id": id, "method": method });
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(&message).await;
        loop {
            let message = self.message().await;
            if message["id"] == id && message.get("method").is_none() {
                return message.get("result").unwrap_or(&message["error"]).clone();
            }
            self.messages.push(message);
        }
    }

    async fn message(&mut self) -> Value {
        let message = timeout(Duration::from_secs(10), self.read()).await;
        message.expect("the server says nothing")
    }

    async fn read(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert_ne!(self.output.read_line(&mut line).await.unwrap(), 0, "the server has hung up");
            match line.trim().split_once(": ") {
                Some(("Content-Length", value)) => length = value.parse().unwrap(),
                _ if line.trim().is_empty() => break,
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).await.unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    /// The next findings that are sent: the version and the names of the rules.
    async fn published(&mut self) -> (Value, Vec<String>) {
        loop {
            let message = match self.messages.is_empty() {
                true => self.message().await,
                false => self.messages.remove(0),
            };
            if message["method"] == "textDocument/publishDiagnostics" {
                let found = message["params"]["diagnostics"].as_array().unwrap();
                let rules = found.iter().map(|found| found["code"].as_str().unwrap().to_owned()).collect();
                return (message["params"]["version"].clone(), rules);
            }
        }
    }

    /// Ends the session as the protocol wants it, with nothing left to read.
    async fn stop(mut self) {
        let answer = self.request("shutdown", Value::Null).await;
        assert_eq!(answer, Value::Null);
        self.notify("exit", Value::Null).await;
        assert!(timeout(Duration::from_secs(10), self.server).await.unwrap().unwrap());
        assert_eq!(self.messages, [] as [Value; 0], "what the server said and nobody read");
    }
}

fn at(line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": URI }, "position": { "line": line, "character": character } })
}

#[tokio::test]
async fn findings_are_sent_after_the_last_edit_and_with_its_version() {
    let mut client = Client::start(json!({})).await;
    client.open(DEFINITION).await;
    assert_eq!(client.published().await, (json!(1), vec![]));
    for version in 2..=300 {
        let text = if version % 2 == 0 { "x" } else { "" };
        let place = |character: u32| json!({ "line": 3, "character": character });
        let end = if version % 2 == 0 { 12 } else { 13 };
        let range = json!({ "start": place(12), "end": place(end) });
        client.change(version, json!([{ "range": range, "text": text }])).await;
    }
    client.change(301, json!([{ "text": DEFINITION.replace("Done\" }", "Dnoe\" }") }])).await;
    assert_eq!(
        client.published().await,
        (json!(301), vec!["unknown-state".to_owned(), "unreachable-state".to_owned()])
    );
    client.stop().await;
}

#[tokio::test]
async fn columns_count_as_the_client_wants_them() {
    for (encodings, column) in
        [(json!(["utf-8"]), 26), (json!(["utf-16"]), 23), (json!(["utf-32"]), 22), (json!(null), 23)]
    {
        let mut client = Client::start(json!({ "general": { "positionEncodings": encodings } })).await;
        client.open(DEFINITION).await;
        client.published().await;
        let definition = client.request("textDocument/definition", at(1, column)).await;
        assert_eq!(definition[0]["range"]["start"], json!({ "line": 3, "character": 5 }));
        client.stop().await;
    }
}

#[tokio::test]
async fn states_are_found_and_renamed_everywhere() {
    let mut client = Client::start(json!({})).await;
    client.open(DEFINITION).await;
    client.published().await;
    let mut params = at(3, 7);
    params["context"] = json!({ "includeDeclaration": true });
    let references = client.request("textDocument/references", params).await;
    let lines: Vec<u64> = references
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["range"]["start"]["line"].as_u64().unwrap())
        .collect();
    assert_eq!(lines, [1, 3]);
    let mut params = at(3, 7);
    params["newName"] = json!("Tidy \"up\"");
    let edit = client.request("textDocument/rename", params.clone()).await;
    let edits = edit["changes"][URI].as_array().unwrap();
    assert!(edits.iter().all(|edit| edit["newText"] == r#""Tidy \"up\"""#), "{edits:?}");
    params["newName"] = json!("Done");
    let refused = client.request("textDocument/rename", params).await;
    assert_eq!(refused["message"], "there is one of that name already");
    client.stop().await;
}

#[tokio::test]
async fn findings_are_given_when_asked_for() {
    let mut client = Client::start(json!({ "textDocument": { "diagnostic": {} } })).await;
    client.open(&DEFINITION.replace("Done\" }", "Dnoe\" }")).await;
    let params = |previous: Value| json!({ "textDocument": { "uri": URI }, "previousResultId": previous });
    let report = client.request("textDocument/diagnostic", params(Value::Null)).await;
    assert_eq!(report["kind"], "full");
    assert_eq!(report["items"].as_array().unwrap().len(), 2);
    let again = client.request("textDocument/diagnostic", params(report["resultId"].clone())).await;
    assert_eq!(again["kind"], "unchanged");
    client.stop().await;
}

#[tokio::test]
async fn what_is_no_state_machine_is_left_alone() {
    let mut client = Client::start(json!({})).await;
    let document = json!({ "uri": "file:///nowhere/package.json", "languageId": "json", "version": 1, "text": "{ \"a\": }" });
    client.notify("textDocument/didOpen", json!({ "textDocument": document })).await;
    assert_eq!(client.published().await, (json!(1), vec![]));
    client.stop().await;
}

#[tokio::test]
async fn bad_messages_are_refused_and_the_session_goes_on() {
    let mut client = Client::start(json!({})).await;
    let unknown = client.request("textDocument/noSuchThing", json!({})).await;
    assert_eq!(unknown["code"], -32601);
    let wrong = client.request("textDocument/definition", json!({ "position": 7 })).await;
    assert_eq!(wrong["code"], -32602);
    client.raw("Content-Length: 3\r\n\r\n{x}").await;
    assert_eq!(client.message().await["error"]["code"], -32700);
    client.raw("Content-Length: 4\r\n\r\n[{}]").await;
    assert_eq!(client.message().await["error"]["code"], -32600);
    client.raw("Content-Type: nonsense\r\nContent-Length: x\r\n\r\n").await;
    client.notify("$/noSuchNotification", json!({})).await;
    client.open(DEFINITION).await;
    assert_eq!(client.published().await.1, [] as [String; 0]);
    client.stop().await;
}

#[tokio::test]
async fn nothing_is_answered_before_the_handshake() {
    let mut client = Client::connect();
    let early = client.request("textDocument/definition", at(0, 0)).await;
    assert_eq!(early["code"], -32002);
    client.notify("exit", Value::Null).await;
    assert!(!timeout(Duration::from_secs(10), client.server).await.unwrap().unwrap());
}
