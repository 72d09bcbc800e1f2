//! Which configuration applies, and how invalid configuration files are reported.

mod common;

use common::{Client, DEFINITION, Folder};
use serde_json::{Value, json};

/// A definition with an unknown and an unreachable state.
fn broken() -> String {
    DEFINITION.replace("Done\" }", "Dnoe\" }")
}

async fn answer(client: &mut Client, question: &Value, result: Value) {
    client.send(&json!({ "jsonrpc": "2.0", "id": question["id"], "result": result })).await;
}

#[tokio::test]
async fn a_changed_configuration_changes_the_findings() {
    let folder = Folder::new("configuration");
    let capabilities = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut client = Client::start_in(&[&folder], capabilities).await;
    let registration = client.told("client/registerCapability").await;
    let registered = &registration["params"]["registrations"][0];
    assert_eq!(registered["method"], "workspace/didChangeWatchedFiles");
    answer(&mut client, &registration, Value::Null).await;
    client.open_file(&folder.uri("a.asl.json"), &broken()).await;
    assert_eq!(client.published().await.1, ["unknown-state", "unreachable-state"]);
    folder.write("asl-lint.toml", "[rules]\nunreachable-state = \"off\"\n");
    let change = json!({ "changes": [{ "uri": folder.uri("asl-lint.toml"), "type": 2 }] });
    client.notify("workspace/didChangeWatchedFiles", change).await;
    assert_eq!(client.published().await, (json!(1), vec!["unknown-state".to_owned()]));
    client.stop().await;
}

#[tokio::test]
async fn excluded_files_have_no_findings_and_overrides_apply() {
    let folder = Folder::new("excluded");
    folder.write(
        "asl-lint.toml",
        "exclude = ['/old.*']\n[[overrides]]\nfiles = ['b.*']\nrules = { unreachable-state = 'off' }\n",
    );
    let mut client = Client::start_in(&[&folder], json!({})).await;
    for (file, rules) in [
        ("a.asl.json", &["unknown-state", "unreachable-state"][..]),
        ("b.asl.json", &["unknown-state"]),
        ("old.asl.json", &[]),
    ] {
        client.open_file(&folder.uri(file), &broken()).await;
        assert_eq!(client.published().await.1, rules, "{file}");
    }
    client.stop().await;
}

#[tokio::test]
async fn the_settings_of_the_editor_say_which_file_counts() {
    let folder = Folder::new("settings");
    folder.write("quiet.toml", "[rules]\nunreachable-state = \"off\"\n");
    folder.write("silent.toml", "[rules]\nunreachable-state = \"off\"\nunknown-state = \"off\"\n");
    let mut client = Client::start_in(&[&folder], json!({})).await;
    client.open_file(&folder.uri("a.asl.json"), &broken()).await;
    assert_eq!(client.published().await.1, ["unknown-state", "unreachable-state"]);
    let expected: [(Value, &[&str]); 3] = [
        (json!({ "asl-lint": { "configuration": "quiet.toml" } }), &["unknown-state"]),
        (json!({ "configuration": "silent.toml" }), &[]),
        (json!({ "asl-lint": { "configuration": "" } }), &["unknown-state", "unreachable-state"]),
    ];
    for (settings, rules) in expected {
        client.notify("workspace/didChangeConfiguration", json!({ "settings": settings })).await;
        assert_eq!(client.published().await.1, rules);
        // Settings of other servers have no effect.
        client.notify("workspace/didChangeConfiguration", json!({ "settings": { "other": {} } })).await;
    }
    client.stop().await;
}

#[tokio::test]
async fn the_settings_of_the_editor_say_what_is_shown() {
    let folder = Folder::new("shown");
    let mut client = Client::start_in(&[&folder], json!({})).await;
    let text = r#"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
        "Parameters": { "FunctionName": "f" }, "End": true } } }"#;
    let uri = folder.uri("a.asl.json");
    client.open_file(&uri, text).await;
    let warnings = client.published().await.1;
    assert!(!warnings.is_empty());
    for (severity, rules) in [("off", &[][..]), ("hint", &warnings)] {
        let settings = json!({ "severity": { "warnings": severity, "advice": severity } });
        client.notify("workspace/didChangeConfiguration", json!({ "settings": settings })).await;
        assert_eq!(client.published().await.1, rules);
    }

    let document = json!({ "textDocument": { "uri": uri } });
    assert_eq!(
        client.request("textDocument/codeLens", document.clone()).await.as_array().map(Vec::len),
        Some(1)
    );
    let settings = json!({ "codeLens": { "references": false } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings })).await;
    assert_eq!(client.request("textDocument/codeLens", document).await, json!([]));
    client.stop().await;
}

#[tokio::test]
async fn a_client_is_asked_for_its_settings() {
    let folder = Folder::new("asked");
    folder.write("quiet.toml", "[rules]\nunreachable-state = \"off\"\n");
    let capabilities = json!({
        "workspace": { "configuration": true, "didChangeConfiguration": { "dynamicRegistration": true } },
    });
    let mut client = Client::start_in(&[&folder], capabilities).await;
    let registration = client.told("client/registerCapability").await;
    let registered = &registration["params"]["registrations"];
    assert_eq!(registered[0]["method"], "workspace/didChangeConfiguration");
    answer(&mut client, &registration, Value::Null).await;
    let question = client.told("workspace/configuration").await;
    assert_eq!(question["params"]["items"], json!([{ "section": "asl-lint" }]));
    answer(&mut client, &question, json!([null])).await;
    client.open_file(&folder.uri("a.asl.json"), &broken()).await;
    assert_eq!(client.published().await.1, ["unknown-state", "unreachable-state"]);
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null })).await;
    let question = client.told("workspace/configuration").await;
    answer(&mut client, &question, json!([{ "configuration": "quiet.toml" }])).await;
    assert_eq!(client.published().await.1, ["unknown-state"]);
    client.stop().await;
}

#[tokio::test]
async fn a_configuration_that_cannot_be_used_is_reported_until_it_is_mended() {
    let folder = Folder::new("faulty");
    folder.write("asl-lint.toml", "[rules]\nunreachable-stat = \"off\"\n");
    let mut client = Client::start_in(&[&folder], json!({})).await;
    client.open_file(&folder.uri("a.asl.json"), DEFINITION).await;
    let config = folder.uri("asl-lint.toml");
    let said = client.told("window/showMessage").await["params"]["message"].to_string();
    assert!(
        said.contains("asl-lint.toml:2:1") && said.contains("did you mean `unreachable-state`"),
        "{said}"
    );
    let found = client.published_for(&config).await;
    let start = json!({ "line": 1, "character": 0 });
    assert_eq!((found.len(), &found[0]["range"]["start"]), (1, &start));
    assert_eq!(client.published_for(&folder.uri("a.asl.json")).await, [] as [Value; 0]);
    folder.write("asl-lint.toml", "[rules]\nunreachable-state = \"off\"\n");
    let change = json!({ "changes": [{ "uri": config, "type": 2 }] });
    client.notify("workspace/didChangeWatchedFiles", change).await;
    assert_eq!(client.published_for(&config).await, [] as [Value; 0]);
    client
        .notify("workspace/didChangeConfiguration", json!({ "settings": { "configuration": "none.toml" } }))
        .await;
    let said = client.told("window/showMessage").await["params"]["message"].to_string();
    assert!(said.contains("none.toml") && said.contains("cannot be read"), "{said}");
    assert_eq!(client.published_for(&folder.uri("none.toml")).await.len(), 1);
    client.stop().await;
}

#[tokio::test]
async fn what_is_said_to_the_client_does_not_act() {
    let folder = Folder::new("hostile");
    folder.write("asl-lint.toml", "[rules]\n\"a\\u001b]0;x\\n::error::\\u202e\" = \"off\"\n");
    let mut client = Client::start_in(&[&folder], json!({})).await;
    let hostile = DEFINITION.replace("\"Done\" }", "\"D\\u001b]0;x\\nhelp: \\u202e\" }");
    client.open_file(&folder.uri("a.asl.json"), &hostile).await;
    let said = client.told("window/showMessage").await["params"]["message"].clone();
    let said = said.as_str().unwrap();
    assert!(said.contains(r"`a\u{1b}]0;x\n::error::\u{202e}`") && said.lines().count() == 2, "{said:?}");
    let found = client.published_for(&folder.uri("asl-lint.toml")).await;
    assert!(!found[0]["message"].to_string().contains("\\u001b"), "{found:?}");
    let found = client.published_for(&folder.uri("a.asl.json")).await;
    let message = found[0]["message"].as_str().unwrap();
    assert!(
        message.starts_with(r"no state named `D\u{1b}]0;x\nhelp: \u{202e}` in this scope"),
        "{message:?}"
    );
    client.stop().await;
}
