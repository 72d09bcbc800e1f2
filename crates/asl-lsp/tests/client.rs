//! A client over an in-memory pipe: what the server sends, and when.

mod common;

use std::time::Duration;

use common::{Client, DEFINITION, at};
use serde_json::{Value, json};
use tokio::time::timeout;

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
    let edits = edit["changes"][common::URI].as_array().unwrap();
    assert!(edits.iter().all(|edit| edit["newText"] == r#""Tidy \"up\"""#), "{edits:?}");
    params["newName"] = json!("Done");
    let refused = client.request("textDocument/rename", params).await;
    assert_eq!(refused["message"], "the name is already taken");
    client.stop().await;
}

#[tokio::test]
async fn findings_are_given_when_asked_for() {
    let mut client = Client::start(json!({ "textDocument": { "diagnostic": {} } })).await;
    client.open(&DEFINITION.replace("Done\" }", "Dnoe\" }")).await;
    let params =
        |previous: Value| json!({ "textDocument": { "uri": common::URI }, "previousResultId": previous });
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
