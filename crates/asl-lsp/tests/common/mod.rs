//! A client over an in-memory pipe, for protocol tests.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each test file uses its part, and may fail anywhere"
)]

use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf};
use tokio::task::JoinHandle;
use tokio::time::timeout;

pub const URI: &str = "file:///nowhere/order.asl.json";

pub const DEFINITION: &str = r#"{
  "StartAt": "Räum 😀 auf",
  "States": {
    "Räum 😀 auf": { "Type": "Pass", "Next": "Done" },
    "Done": { "Type": "Succeed" }
  }
}"#;

pub struct Client {
    input: WriteHalf<DuplexStream>,
    output: BufReader<ReadHalf<DuplexStream>>,
    pub server: JoinHandle<bool>,
    last_id: i64,
    /// Received messages other than the awaited responses.
    messages: Vec<Value>,
}

impl Client {
    /// A client after the handshake.
    pub async fn start(capabilities: Value) -> Client {
        Client::start_in(&[], capabilities).await
    }

    /// A client with open folders.
    pub async fn start_in(folders: &[&Folder], capabilities: Value) -> Client {
        let mut client = Client::connect();
        let folders: Vec<Value> = folders.iter().map(|folder| folder.as_json()).collect();
        let params = json!({ "processId": null, "workspaceFolders": folders, "capabilities": capabilities });
        let answer = client.request("initialize", params).await;
        assert_eq!(answer["serverInfo"]["name"], "asl-lsp");
        client.notify("initialized", json!({})).await;
        client
    }

    pub fn connect() -> Client {
        let (ours, theirs) = tokio::io::duplex(1 << 20);
        let (reader, writer) = tokio::io::split(theirs);
        let server = tokio::spawn(asl_lsp::serve(reader, writer));
        let (output, input) = tokio::io::split(ours);
        Client { input, output: BufReader::new(output), server, last_id: 0, messages: Vec::new() }
    }

    pub async fn open(&mut self, text: &str) {
        let document = json!({ "uri": URI, "languageId": "asl", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document })).await;
    }

    pub async fn open_file(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document })).await;
    }

    pub async fn change(&mut self, version: i32, changes: Value) {
        self.change_file(URI, version, changes).await;
    }

    pub async fn change_file(&mut self, uri: &str, version: i32, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        let params = json!({ "textDocument": document, "contentChanges": changes });
        self.notify("textDocument/didChange", params).await;
    }

    /// Replaces the text of an open document.
    pub async fn replace_file(&mut self, uri: &str, version: i32, text: &str) {
        self.change_file(uri, version, json!([{ "text": text }])).await;
    }

    pub async fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.raw(&format!("Content-Length: {}\r\n\r\n{text}", text.len())).await;
    }

    pub async fn raw(&mut self, text: &str) {
        self.input.write_all(text.as_bytes()).await.unwrap();
    }

    pub async fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params })).await;
    }

    /// Sends a request and returns its result or error.
    pub async fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params).await;
        self.answer(id).await
    }

    /// Sends a request without waiting for the response. Returns its ID.
    pub async fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.last_id += 1;
        let id = self.last_id;
        let mut message = json!({ "jsonrpc": "2.0", "id": id, "method": method });
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(&message).await;
        id
    }

    /// The result or error of the request with an ID.
    pub async fn answer(&mut self, id: i64) -> Value {
        let mut message = self.first(|message| message["id"] == id && message.get("method").is_none()).await;
        let member = if message.get("result").is_some() { "result" } else { "error" };
        message[member].take()
    }

    /// Waits for the response to the request with an ID, without reading what it contains.
    pub async fn wait_for(&mut self, id: i64) {
        #[derive(serde::Deserialize)]
        struct Head {
            id: Option<Value>,
            method: Option<String>,
        }
        loop {
            let body = timeout(Duration::from_secs(10), self.body()).await.expect("the server says nothing");
            let head: Head = serde_json::from_slice(&body).unwrap();
            if head.id == Some(id.into()) && head.method.is_none() {
                return;
            }
            self.messages.push(serde_json::from_slice(&body).unwrap());
        }
    }

    /// Whether the response to the request with an ID has been received.
    pub fn has_answered(&self, id: i64) -> bool {
        self.messages.iter().any(|message| message["id"] == id && message.get("method").is_none())
    }

    /// The next request or notification of the server with this method.
    pub async fn told(&mut self, method: &str) -> Value {
        self.first(|message| message["method"] == method).await
    }

    /// The first matching message, among those received or still to come.
    async fn first(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        if let Some(index) = self.messages.iter().position(&is_it) {
            return self.messages.remove(index);
        }
        loop {
            let message = self.message().await;
            if is_it(&message) {
                return message;
            }
            self.messages.push(message);
        }
    }

    pub async fn message(&mut self) -> Value {
        let message = timeout(Duration::from_secs(10), self.read()).await;
        message.expect("the server says nothing")
    }

    async fn read(&mut self) -> Value {
        serde_json::from_slice(&self.body().await).unwrap()
    }

    /// The next message, as it is sent.
    async fn body(&mut self) -> Vec<u8> {
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
        body
    }

    /// The next published findings: the version and the names of the rules.
    pub async fn published(&mut self) -> (Value, Vec<String>) {
        let message = self.told("textDocument/publishDiagnostics").await;
        (message["params"]["version"].clone(), rules(&message["params"]["diagnostics"]))
    }

    /// The next published findings of a file.
    pub async fn published_for(&mut self, uri: &str) -> Vec<Value> {
        let is_it = |message: &Value| {
            message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri
        };
        self.first(is_it).await["params"]["diagnostics"].as_array().unwrap().clone()
    }

    /// The next published findings: the document and the names of the rules.
    pub async fn published_of(&mut self) -> (String, Vec<String>) {
        let message = self.told("textDocument/publishDiagnostics").await;
        let uri = message["params"]["uri"].as_str().unwrap().to_owned();
        (uri, rules(&message["params"]["diagnostics"]))
    }

    /// Ends the session as the protocol requires, with no unread messages.
    pub async fn stop(mut self) {
        let answer = self.request("shutdown", Value::Null).await;
        assert_eq!(answer, Value::Null);
        self.notify("exit", Value::Null).await;
        assert!(timeout(Duration::from_secs(10), self.server).await.unwrap().unwrap());
        assert_eq!(self.messages, [] as [Value; 0], "what the server said and nobody read");
    }
}

pub fn at(line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": URI }, "position": { "line": line, "character": character } })
}

/// The names of the rules of findings.
pub fn rules(findings: &Value) -> Vec<String> {
    let findings = findings.as_array().unwrap().iter();
    findings.map(|finding| finding["code"].as_str().unwrap().to_owned()).collect()
}

/// A folder that exists while its test runs.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Folder {
        let folder = std::env::temp_dir().join(format!("asl-lsp-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let folder = Folder(folder.canonicalize().unwrap());
        folder.write("asl-lint.toml", "");
        folder
    }

    pub fn path(&self) -> PathBuf {
        self.0.clone()
    }

    pub fn remove(&self, file: &str) {
        std::fs::remove_file(self.0.join(file)).unwrap();
    }

    pub fn write(&self, file: &str, text: &str) {
        let file = self.0.join(file);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }

    pub fn uri(&self, file: &str) -> String {
        format!("file://{}", self.0.join(file).display())
    }

    pub fn as_json(&self) -> Value {
        json!({ "uri": format!("file://{}", self.0.display()), "name": "folder" })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
