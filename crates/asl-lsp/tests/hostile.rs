//! Malicious files and documents that try to hang or crash the server.

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
    folder.write("saved.asl.json", BROKEN);
    for definition in ["saved.asl.json", "new.asl.json"] {
        client.open_file(&folder.uri(definition), BROKEN).await;
        assert_eq!(client.published().await.1, ["unknown-state", "unreachable-state"]);
    }
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
    assert!(message.starts_with("file `../missing.asl.json` does not exist"), "{message}");
    inside.stop().await;
}

/// Expensive documents: a rule nested too deeply to compare, endless names and lines, unclosed brackets.
fn hostile() -> Vec<String> {
    let nested = |number: usize| {
        let mut rule = r#""Variable": "$.x", "IsPresent": true"#.to_owned();
        for i in 0..60 {
            let word = if i % 2 == 0 { "And" } else { "Or" };
            let test = format!(r#"{{ "Variable": "$.y{i}", "NumericEquals": {number} }}"#);
            rule = format!(r#""{word}": [{{ {rule} }}, {test}]"#);
        }
        format!(r#"{{ {rule}, "Next": "D" }}"#)
    };
    let rules = [nested(0), nested(0), nested(1)].join(", ");
    let choice =
        format!(r#""A": {{ "Type": "Choice", "Choices": [{rules}] }}, "D": {{ "Type": "Succeed" }}"#);
    let long = "é😀".repeat(50_000);
    let name = format!(r#""{long}": {{ "Type": "Pass", "Next": "{long}x", "{long}": 1 }}"#);
    let line = |i: usize| format!(r#""é{i}": {{ "Type": "Pass", "Next": "é{}" }}"#, i + 1);
    let line = (0..3000).map(line).collect::<Vec<_>>().join(", ");
    let placeholders = (0..3000).map(|i| format!("${{a{i}}}")).collect::<String>();
    let placeholders = format!(r#""A": {{ "Type": "Pass", "Result": "{placeholders}", "InputPath": "$"#);
    let states = |states: String| format!(r#"{{ "StartAt": "A", "States": {{ {states} }} }}"#);
    let mut texts: Vec<String> = [choice, name, line, placeholders].map(states).into();
    texts.extend(["{", "[", "${", "\"{% (", "{\"States\":"].map(|part| part.repeat(5000)));
    texts
}

#[tokio::test]
async fn hostile_documents_are_answered() {
    let mut client = Client::start(json!({})).await;
    let uri = common::URI;
    client.open("{}").await;
    for (text, version) in hostile().into_iter().zip(2..) {
        client.change(version, json!([{ "text": text }])).await;
        let document = json!({ "uri": uri });
        let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
        let at = json!({ "line": 0, "character": text[..middle].encode_utf16().count() });
        let place = json!({ "textDocument": document, "position": at });
        let range = json!({ "start": at, "end": at });
        let all = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } });
        for (method, params) in [
            ("textDocument/hover", place.clone()),
            ("textDocument/completion", place.clone()),
            ("textDocument/signatureHelp", place.clone()),
            ("textDocument/documentSymbol", json!({ "textDocument": document })),
            ("textDocument/semanticTokens/full", json!({ "textDocument": document })),
            ("textDocument/inlayHint", json!({ "textDocument": document, "range": all })),
            (
                "textDocument/codeAction",
                json!({ "textDocument": document, "range": all, "context": { "diagnostics": [] } }),
            ),
            (
                "textDocument/codeAction",
                json!({ "textDocument": document, "range": range, "context": { "diagnostics": [] } }),
            ),
            (
                "textDocument/formatting",
                json!({ "textDocument": document, "options": { "tabSize": 2, "insertSpaces": true } }),
            ),
        ] {
            let answer = client.request(method, params).await;
            assert!(answer.get("code").is_none(), "{method}: {answer}");
        }
        let mut found = client.published().await;
        while found.0 != version {
            found = client.published().await;
        }
    }
    client.stop().await;
}

#[tokio::test]
async fn of_many_versions_the_last_is_judged() {
    let mut client = Client::start(json!({})).await;
    client.open("{}").await;
    let text = &hostile()[2];
    for version in 2..=40 {
        client.change(version, json!([{ "text": text }])).await;
    }
    while client.published().await.0 != 40 {}
    client.stop().await;
}
