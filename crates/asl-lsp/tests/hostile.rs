//! Files and texts that only somebody writes who wants the server to hang or to fall.

mod common;

use common::{Client, Folder};
use serde_json::json;

const BROKEN: &str = r#"{ "StartAt": "B", "States": { "A": { "Type": "Succeed" } } }"#;

/// A template with a state machine for each file.
fn template(links: &[&str]) -> String {
    let machine = |(i, link): (usize, &&str)| {
        format!(
            "  M{i}:\n    Type: AWS::Serverless::StateMachine\n    Properties: {{ DefinitionUri: {link} }}\n"
        )
    };
    let machines: String = links.iter().enumerate().map(machine).collect();
    format!("Resources:\n{machines}")
}

#[tokio::test]
async fn a_document_may_stand_in_folders_without_end() {
    let mut client = Client::start(json!({})).await;
    let uri = format!("file://{}/order.asl.json", "/a".repeat(10_000));
    client.open_file(&uri, BROKEN).await;
    assert_eq!(client.published().await.1, ["unknown-state", "unreachable-state"]);
    let uri = format!("file://{}/template.yaml", "/a".repeat(100_000));
    client.open_file(&uri, &template(&["x.asl.json"; 100])).await;
    let position = json!({ "textDocument": { "uri": uri }, "position": { "line": 3, "character": 40 } });
    assert!(client.request("textDocument/definition", position).await.is_null());
    client.published().await;
    client.stop().await;
}

#[cfg(unix)]
#[tokio::test]
async fn what_is_no_file_keeps_nobody_waiting() {
    let folder = Folder::new("pipes");
    std::fs::remove_file(folder.path().join("asl-lint.toml")).unwrap();
    for pipe in ["asl-lint.toml", "pipe.asl.json", "pipe.yaml", "chosen.toml", ".gitignore"] {
        let path = folder.path().join(pipe);
        assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
    }
    let mut client = Client::start_in(&[&folder], json!({})).await;
    let uri = folder.uri("template.yaml");
    client.open_file(&uri, &template(&["pipe.asl.json"])).await;
    let found = client.published_for(&uri).await;
    assert_eq!(found[0]["message"], "`pipe.asl.json` cannot be read: it is not a regular file");
    client.open_file(&folder.uri("order.asl.json"), BROKEN).await;
    assert_eq!(client.published().await.1, ["unknown-state", "unreachable-state"]);
    let symbols = client.request("workspace/symbol", json!({ "query": "" })).await;
    assert!(symbols.is_array());
    let settings = json!({ "settings": { "asl-lint": { "configuration": "chosen.toml" } } });
    client.notify("workspace/didChangeConfiguration", settings).await;
    let faulty = client.published_for(&folder.uri("chosen.toml")).await;
    assert_eq!(faulty[0]["message"], "cannot be read: it is not a regular file");
    client.told("window/showMessage").await;
    client.stop().await;
}

#[tokio::test]
async fn only_a_folder_that_is_open_leads_further_than_the_own_one() {
    let folder = Folder::new("open");
    std::fs::remove_file(folder.path().join("asl-lint.toml")).unwrap();
    std::fs::create_dir(folder.path().join("app")).unwrap();
    let uri = folder.uri("app/template.yaml");
    let text = template(&["../missing.asl.json"]);
    let mut alone = Client::start(json!({})).await;
    alone.open_file(&uri, &text).await;
    let found = alone.published_for(&uri).await;
    assert_eq!((found.len(), &found[0]["code"]), (1, &json!("unchecked-definition")));
    alone.stop().await;
    let mut inside = Client::start_in(&[&folder], json!({})).await;
    inside.open_file(&uri, &text).await;
    let found = inside.published_for(&uri).await;
    let message = found[0]["message"].as_str().unwrap();
    assert!(message.starts_with("there is no file `../missing.asl.json`"), "{message}");
    inside.stop().await;
}
