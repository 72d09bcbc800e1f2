//! Whole sessions: the order of messages, versions, folders, changing files, slow clients.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod common;

use common::{Client, DEFINITION, Folder, URI, rules};
use serde_json::{Value, json};

fn definition(state: &str) -> String {
    format!(
        r#"{{ "StartAt": "{state}", "States": {{ "{state}": {{ "Type": "Pass", "Result": "${{Limit}}", "End": true }} }} }}"#
    )
}

fn document(uri: &str) -> Value {
    json!({ "textDocument": { "uri": uri } })
}

/// The names of all states in the workspace.
async fn states(client: &mut Client) -> Vec<String> {
    let symbols = client.request("workspace/symbol", json!({ "query": "state" })).await;
    let name = |symbol: &Value| symbol["name"].as_str().unwrap().to_owned();
    let mut names: Vec<String> = symbols.as_array().unwrap().iter().map(name).collect();
    names.sort();
    names
}

#[tokio::test]
async fn answers_belong_to_the_edit_before_the_question() {
    let mut client = Client::start(json!({ "textDocument": { "diagnostic": {} } })).await;
    client.open(&definition("State 0")).await;
    let mut asked = Vec::new();
    for version in 1..=300 {
        client.change(version + 1, json!([{ "text": definition(&format!("State {version}")) }])).await;
        let symbols = client.ask("textDocument/documentSymbol", document(URI)).await;
        let hover = client.ask("textDocument/hover", common::at(0, 15)).await;
        asked.push((version, symbols, hover));
    }
    for (version, symbols, hover) in asked {
        let symbols = client.answer(symbols).await.to_string();
        assert!(symbols.contains(&format!("\"State {version}\"")), "{version}: {symbols}");
        let range = &client.answer(hover).await["range"];
        let length =
            range["end"]["character"].as_u64().unwrap() - range["start"]["character"].as_u64().unwrap();
        assert_eq!(length as usize, format!("State {version}").len(), "{version}");
    }
    client.stop().await;
}

#[tokio::test]
async fn findings_go_when_a_document_is_closed() {
    let mut client = Client::start(json!({})).await;
    client.open(&DEFINITION.replace("Done\" }", "Dnoe\" }")).await;
    assert_eq!(client.published().await.1.len(), 2);
    client.notify("textDocument/didClose", document(URI)).await;
    assert_eq!(client.published().await, (Value::Null, vec![]));
    let closed = client.request("textDocument/diagnostic", document(URI)).await;
    assert_eq!(
        closed,
        json!({ "kind": "full", "items": [] }),
        "a request can cross with the end of a document"
    );
    // Nothing is published for a document that is closed before the pause is over.
    client.open("{").await;
    client.notify("textDocument/didClose", document(URI)).await;
    client.open(DEFINITION).await;
    assert_eq!(client.published().await, (json!(1), vec![]));
    client.stop().await;
}

#[tokio::test]
async fn symbols_and_findings_are_those_of_the_open_folders() {
    let (one, two) = (Folder::new("one"), Folder::new("two"));
    one.write("one.asl.json", &definition("State one"));
    two.write("two.asl.json", &definition("State two").replace("\"End\": true", "\"Next\": \"Nowhere\""));
    let mut client = Client::start_in(&[&one], json!({ "textDocument": { "diagnostic": {} } })).await;
    assert_eq!(states(&mut client).await, ["State one"]);
    let change = json!({ "event": { "added": [two.as_json()], "removed": [] } });
    client.notify("workspace/didChangeWorkspaceFolders", change).await;
    assert_eq!(states(&mut client).await, ["State one", "State two"]);
    let change = json!({ "event": { "added": [], "removed": [one.as_json()] } });
    client.notify("workspace/didChangeWorkspaceFolders", change).await;
    assert_eq!(states(&mut client).await, ["State two"]);

    let report = client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    let items = report["items"].as_array().unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!(items[0]["uri"], two.uri("two.asl.json"));
    assert_eq!(items[0]["version"], Value::Null);
    assert!(rules(&items[0]["items"]).contains(&"unknown-state".to_owned()));
    let known = json!([{ "uri": items[0]["uri"], "value": items[0]["resultId"] }]);
    let again = client.request("workspace/diagnostic", json!({ "previousResultIds": known })).await;
    assert_eq!(again["items"][0]["kind"], "unchanged");
    let gone = json!([{ "uri": one.uri("one.asl.json"), "value": "1" }]);
    let report = client.request("workspace/diagnostic", json!({ "previousResultIds": gone })).await;
    assert_eq!(report["items"][1]["uri"], one.uri("one.asl.json"));
    assert_eq!(report["items"][1]["items"], json!([]));

    // Open documents count as they are in the editor.
    client.open_file(&two.uri("two.asl.json"), &definition("State three")).await;
    assert_eq!(states(&mut client).await, ["State three"]);
    client.stop().await;
}

#[tokio::test]
async fn findings_end_with_a_file_that_is_deleted_soon_after_it_is_closed() {
    let folder = Folder::new("gone");
    let mut client = Client::start_in(&[&folder], json!({ "textDocument": { "diagnostic": {} } })).await;
    let broken = definition("State").replace("\"End\": true", "\"Next\": \"Nowhere\"");
    let uri = folder.uri("gone.asl.json");
    folder.write("gone.asl.json", &broken);
    client.open_file(&uri, &broken).await;
    let pulled = client.request("textDocument/diagnostic", document(&uri)).await;
    assert_ne!(pulled["items"], json!([]));
    client.notify("textDocument/didClose", document(&uri)).await;
    folder.remove("gone.asl.json");
    let change = json!({ "changes": [{ "uri": uri, "type": 3 }] });
    client.notify("workspace/didChangeWatchedFiles", change).await;
    // The client has never got a report of the workspace that names the file, so it cannot ask for it.
    for _ in 0..2 {
        let report = client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
        assert_eq!(report["items"][0]["uri"], json!(uri));
        assert_eq!(report["items"][0]["items"], json!([]));
    }
    // Another with its name has findings again.
    folder.write("gone.asl.json", &broken);
    let change = json!({ "changes": [{ "uri": uri, "type": 1 }] });
    client.notify("workspace/didChangeWatchedFiles", change).await;
    let report = client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    assert_eq!(report["items"].as_array().unwrap().len(), 1);
    assert_ne!(report["items"][0]["items"], json!([]));
    client.stop().await;
}

#[tokio::test]
async fn a_saved_template_changes_the_findings_of_its_definition() {
    let folder = Folder::new("template");
    let template = |name: &str| {
        format!(
            "Resources:\n  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: flow.asl.json\n      DefinitionSubstitutions:\n        {name}: 90\n"
        )
    };
    folder.write("template.yaml", &template("Limit"));
    folder.write("flow.asl.json", &definition("State"));
    let mut client = Client::start_in(&[&folder], json!({})).await;
    client.open_file(&folder.uri("flow.asl.json"), &definition("State")).await;
    let is_unknown = |found: Vec<String>| found.contains(&"unknown-substitution".to_owned());
    assert!(!is_unknown(client.published().await.1));
    folder.write("template.yaml", &template("Other"));
    client.notify("textDocument/didSave", document(&folder.uri("template.yaml"))).await;
    assert!(is_unknown(client.published().await.1));
    client.stop().await;
}

#[tokio::test]
async fn findings_that_the_client_has_are_not_sent_again() {
    let mut client = Client::start(json!({})).await;
    client.open(&DEFINITION.replace("Done\" }", "Dnoe\" }")).await;
    assert_eq!(client.published().await.0, 1);
    for _ in 0..3 {
        client.notify("textDocument/didSave", document(URI)).await;
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] })).await;
    }
    client.change(2, json!([{ "text": DEFINITION }])).await;
    assert_eq!(client.published().await, (json!(2), vec![]));
    client.stop().await;
}

#[tokio::test]
async fn reading_the_workspace_shows_progress() {
    let folder = Folder::new("progress");
    folder.write("a.asl.json", &definition("State"));
    let mut client = Client::start_in(&[&folder], json!({ "window": { "workDoneProgress": true } })).await;
    let created = client.told("window/workDoneProgress/create").await;
    client.send(&json!({ "jsonrpc": "2.0", "id": created["id"], "result": null })).await;
    let token = &created["params"]["token"];
    for (kind, field, said) in [("begin", "title", "Reading state machines"), ("end", "message", "1 files")] {
        let progress = client.told("$/progress").await;
        assert_eq!(progress["params"]["token"], *token);
        assert_eq!(progress["params"]["value"]["kind"], kind);
        assert_eq!(progress["params"]["value"][field], said);
    }
    client.stop().await;
}

#[tokio::test]
async fn a_client_that_does_not_answer_is_served_all_the_same() {
    let capabilities = json!({
        "textDocument": { "diagnostic": {} },
        "workspace": {
            "didChangeWatchedFiles": { "dynamicRegistration": true },
            "diagnostics": { "refreshSupport": true },
        },
    });
    let mut client = Client::start(capabilities).await;
    client.open(DEFINITION).await;
    for _ in 0..200 {
        client.notify("textDocument/didSave", document(URI)).await;
    }
    assert!(client.request("textDocument/hover", common::at(3, 8)).await["contents"].is_object());
    client.told("client/registerCapability").await;
    for _ in 0..200 {
        client.told("workspace/diagnostic/refresh").await;
    }
    client.stop().await;
}
