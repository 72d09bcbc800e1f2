//! Code completion over the protocol.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod common;

use common::{Client, at};
use serde_json::{Value, json};

const SNIPPETS: &str =
    r#"{ "textDocument": { "completion": { "completionItem": { "snippetSupport": true } } } }"#;

fn item<'v>(items: &'v Value, label: &str) -> &'v Value {
    items["items"].as_array().unwrap().iter().find(|item| item["label"] == label).unwrap()
}

#[tokio::test]
async fn a_client_gets_snippets_if_it_can_fill_them_in() {
    let text = "{\n  \"StartAt\": \"Ä 😀\"\n  \"T\"\n}";
    for (capabilities, new, format) in [
        (serde_json::from_str(SNIPPETS).unwrap(), "\"TimeoutSeconds\": ${1:1}", 2),
        (json!({}), "\"TimeoutSeconds\": 1", 1),
    ] {
        let mut client = Client::start(capabilities).await;
        client.open(text).await;
        client.published().await;
        let items = client.request("textDocument/completion", at(2, 3)).await;
        let item = item(&items, "TimeoutSeconds");
        assert_eq!(item["insertTextFormat"], format);
        assert_eq!(item["filterText"], "\"TimeoutSeconds");
        assert_eq!(item["textEdit"]["newText"], new);
        let range = |line, from, to| json!({ "start": { "line": line, "character": from }, "end": { "line": line, "character": to } });
        assert_eq!(item["textEdit"]["range"], range(2, 2, 5));
        assert_eq!(
            item["additionalTextEdits"],
            json!([{ "range": range(1, 19, 19), "newText": "," }]),
            "columns count in UTF-16"
        );
        client.stop().await;
    }
}

#[tokio::test]
async fn an_empty_document_gets_a_state_machine() {
    let mut client = Client::start(serde_json::from_str(SNIPPETS).unwrap()).await;
    client.open("").await;
    client.published().await;
    let items = client.request("textDocument/completion", at(0, 0)).await;
    let item = item(&items, "state machine in JSONata");
    let text = item["textEdit"]["newText"].as_str().unwrap();
    assert!(text.starts_with("{\n  \"Comment\": \"${1:what it does}\""), "{text}");
    assert_eq!(item["insertTextMode"], 2);
    client.stop().await;
}

#[tokio::test]
async fn of_many_states_those_that_go_with_what_is_typed_are_offered() {
    let states: String = (0..1_000).map(|i| format!(r#""State {i}": {{ "Type": "Succeed" }}, "#)).collect();
    let mut client = Client::start(json!({})).await;
    client.open(&format!("{{ \"StartAt\": \"\",\n\"States\": {{ {states} \"Last\": {{}} }} }}")).await;
    client.published().await;
    let items = client.request("textDocument/completion", at(0, 14)).await;
    assert_eq!(items["isIncomplete"], true);
    assert_eq!(items["items"].as_array().unwrap().len(), 100);
    let place = json!({ "line": 0, "character": 14 });
    client.change(2, json!([{ "range": { "start": place, "end": place }, "text": "sta999" }])).await;
    client.published().await;
    let items = client.request("textDocument/completion", at(0, 20)).await;
    assert!(items["items"].as_array().unwrap().len() < 10);
    item(&items, "State 999");
    client.stop().await;
}

#[tokio::test]
async fn the_list_opens_again_where_completion_continues() {
    let text = r#"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:r" } } }"#;
    let end = text.find("\" } }").unwrap() as u32;
    let commands = json!({ "commands": { "commands": ["editor.action.triggerSuggest"] } });
    let snippets: Value = serde_json::from_str(SNIPPETS).unwrap();
    for (capabilities, command) in [
        (
            json!({ "textDocument": snippets["textDocument"], "experimental": commands }),
            json!("editor.action.triggerSuggest"),
        ),
        (json!({ "experimental": commands }), json!("editor.action.triggerSuggest")),
        (snippets.clone(), Value::Null),
    ] {
        let mut client = Client::start(capabilities).await;
        client.open(text).await;
        client.published().await;
        let items = client.request("textDocument/completion", at(0, end)).await;
        assert_eq!(item(&items, "rds")["command"]["command"], command);
        client.stop().await;
    }
}
