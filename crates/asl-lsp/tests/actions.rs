//! Code actions, formatting and graphs over the protocol.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod common;

use common::{Client, DEFINITION, URI};
use serde_json::{Value, json};

fn literals() -> Value {
    json!({ "textDocument": { "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } } } })
}

fn at_line(line: u32, column: u32, only: Value) -> Value {
    let place = json!({ "line": line, "character": column });
    let mut context = json!({ "diagnostics": [] });
    if !only.is_null() {
        context["only"] = only;
    }
    json!({ "textDocument": { "uri": URI }, "range": { "start": place, "end": place }, "context": context })
}

fn titles(actions: &Value) -> Vec<String> {
    actions.as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn fixes_come_with_their_findings() {
    let mut client = Client::start(literals()).await;
    client.open(&DEFINITION.replace("\"Done\" }", "\"Dnoe\" }")).await;
    client.published().await;
    let actions = client.request("textDocument/codeAction", at_line(3, 48, json!(["quickfix"]))).await;
    assert_eq!(titles(&actions), ["Change to `Done`", "Create state `Dnoe`", "Ignore `unknown-state` here"]);
    for action in actions.as_array().unwrap() {
        assert_eq!(action["kind"], "quickfix");
        assert_eq!(action["diagnostics"][0]["code"], "unknown-state");
        assert_eq!(action["edit"]["changes"][URI].as_array().unwrap().len(), 1);
    }
    let refactorings = client.request("textDocument/codeAction", at_line(3, 48, json!(["refactor"]))).await;
    assert_eq!(titles(&refactorings), ["Convert `Räum 😀 auf` to JSONata"]);
    assert_eq!(refactorings[0]["kind"], "refactor.rewrite");
    let all = client.request("textDocument/codeAction", at_line(3, 48, Value::Null)).await;
    assert_eq!(all.as_array().unwrap().len(), 4);
    client.stop().await;
}

#[tokio::test]
async fn all_safe_fixes_are_made_at_once() {
    let mut client = Client::start(literals()).await;
    let text = r#"{ "StartAt": "M", "States": { "M": { "Type": "Map", "End": true,
  "Iterator": { "StartAt": "A", "States": { "A": { "Type": "Succeed" } } } } } }"#;
    client.open(text).await;
    client.published().await;
    for only in ["source", "source.fixAll", "source.fixAll.asl"] {
        let actions = client.request("textDocument/codeAction", at_line(0, 0, json!([only]))).await;
        assert_eq!(titles(&actions), ["Apply all safe fixes"], "{only}");
        assert_eq!(actions[0]["kind"], "source.fixAll.asl");
    }
    let fixes = client.request("textDocument/codeAction", at_line(1, 5, json!(["quickfix"]))).await;
    assert_eq!(fixes[0]["isPreferred"], true, "{fixes}");
    client.stop().await;
}

#[tokio::test]
async fn damage_is_fixed_by_what_it_is() {
    let mut client = Client::start(literals()).await;
    let text = "{ \"StartAt\": 'A',\n  \"Comment\": \"a\tb\",\n  \"States\": { \"A\": { \"Type\": \"Succeed\" }, } }";
    client.open(text).await;
    client.published().await;
    let fix_all = at_line(0, 0, json!(["source.fixAll"]));
    let actions = client.request("textDocument/codeAction", fix_all.clone()).await;
    let edits = actions[0]["edit"]["changes"][URI].as_array().unwrap();
    assert_eq!(edits.len(), 1, "{edits:?}");
    assert_eq!(
        edits[0]["newText"],
        "\"A\",\n  \"Comment\": \"a\\tb\",\n  \"States\": { \"A\": { \"Type\": \"Succeed\" }"
    );
    client.change(2, json!([{ "text": "{ StartAt\": 'A', \"Comment\": \"a\tb, }" }])).await;
    client.published().await;
    assert_eq!(client.request("textDocument/codeAction", fix_all).await, json!([]));
    client.stop().await;
}

#[tokio::test]
async fn clients_that_take_commands_only_get_nothing() {
    let mut client = Client::start(json!({})).await;
    client.open(DEFINITION).await;
    client.published().await;
    let actions = client.request("textDocument/codeAction", at_line(3, 7, Value::Null)).await;
    assert_eq!(actions, Value::Null);
    client.stop().await;
}

#[tokio::test]
async fn a_definition_is_drawn() {
    let mut client = Client::start(json!({})).await;
    client.open(DEFINITION).await;
    client.published().await;
    let draw = |format: &str| json!({ "command": "asl.graph", "arguments": [URI, format] });
    let mermaid = client.request("workspace/executeCommand", draw("mermaid")).await;
    assert!(mermaid.as_str().unwrap().starts_with("flowchart TD"), "{mermaid}");
    let svg = client.request("workspace/executeCommand", draw("svg")).await;
    assert!(svg.as_str().unwrap().starts_with("<svg"), "{svg}");
    let refused = client.request("workspace/executeCommand", draw("png")).await;
    assert_eq!(refused["code"], -32602);
    client.stop().await;
}

#[tokio::test]
async fn the_policy_of_a_definition_is_printed() {
    let call = |table: &str| {
        format!(
            r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Task", "End": true,
  "Resource": "arn:aws:states:::aws-sdk:dynamodb:deleteTable", "Parameters": {{ "TableName{table} }} }} }} }}"#
        )
    };
    let folder = common::Folder::new("policy");
    folder.write("flow.asl.json", &call("\": \"${Table}\""));
    folder.write("template.yaml", "");
    let mut client = Client::start_in(&[&folder], json!({})).await;
    let (flow, template) = (folder.uri("flow.asl.json"), folder.uri("template.yaml"));
    client.open_file(&flow, &call("\": \"${Table}\"")).await;
    let policy = |arguments: Value| json!({ "command": "asl.policy", "arguments": arguments });
    let printed = client.request("workspace/executeCommand", policy(json!([flow]))).await;
    assert_eq!(printed["name"], "flow");
    let text = printed["policy"].as_str().unwrap();
    assert!(text.contains("\"dynamodb:DeleteTable\"") && text.contains(":table/${Table}\""), "{text}");
    assert!(printed["remarks"][1]["message"].as_str().unwrap().contains("${}"), "{printed}");

    // The template as it is in the editor fills in the name, ...
    let text = "Resources:\n  Orders: { Type: AWS::DynamoDB::Table }\n  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: flow.asl.json\n      DefinitionSubstitutions: { Table: orders }\n";
    client.open_file(&template, text).await;
    let printed = client.request("workspace/executeCommand", policy(json!([flow, null]))).await;
    assert_eq!(printed["name"], "Flow");
    assert!(printed["policy"].as_str().unwrap().contains(":table/orders\""), "{printed}");

    // ... and what is only known at run time is said at its state.
    let change = json!([{ "text": call(".$\": \"$.Table\"") }]);
    client.change_file(&flow, 2, change).await;
    let printed = client
        .request("workspace/executeCommand", policy(json!([flow, { "line": 0, "character": 9 }])))
        .await;
    let remark = &printed["remarks"][0];
    assert!(remark["message"].as_str().unwrap().contains("TableName"), "{printed}");
    assert_eq!(remark["range"]["start"], json!({ "line": 0, "character": 30 }));

    let refused = client.request("workspace/executeCommand", policy(json!([flow, 1]))).await;
    assert_eq!(refused["code"], -32602);
    let none = client.request("workspace/executeCommand", policy(json!([template]))).await;
    assert_eq!(none["name"], Value::Null, "{none}");
    client.stop().await;
}

#[tokio::test]
async fn several_policies_of_a_document_are_told_apart() {
    let machine = |name: &str, table: &str| {
        format!(
            "  {name}:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n        StartAt: A\n        States:\n          A: {{ Type: Task, End: true, Resource: 'arn:aws:states:::aws-sdk:dynamodb:deleteTable', Parameters: {{ TableName: {table} }} }}\n"
        )
    };
    let text = format!("Resources:\n{}{}", machine("One", "first"), machine("Two", "second"));
    let folder = common::Folder::new("policies");
    let uri = folder.uri("template.yaml");
    let commands = json!({ "commands": { "commands": ["asl.showPolicy"] } });
    let mut client = Client::start_in(&[&folder], json!({ "experimental": commands })).await;
    client.open_file(&uri, &text).await;
    let lenses = client.request("textDocument/codeLens", json!({ "textDocument": { "uri": uri } })).await;
    let lenses = lenses.as_array().unwrap().iter().filter(|lens| lens.get("command").is_some());
    let mut found = Vec::new();
    for lens in lenses {
        let params = json!({ "command": "asl.policy", "arguments": lens["command"]["arguments"] });
        let printed = client.request("workspace/executeCommand", params).await;
        let policy = printed["policy"].as_str().unwrap().to_owned();
        found.push((printed["name"].clone(), policy.contains("/first\""), policy.contains("/second\"")));
    }
    assert_eq!(found, [(json!("One"), true, false), (json!("Two"), false, true)]);
    client.stop().await;
}

#[tokio::test]
async fn a_document_is_laid_out() {
    let mut client = Client::start(json!({})).await;
    client.open("{\n\"StartAt\": \"A\",\n\"States\": {}\n}\n").await;
    client.published().await;
    let options = json!({ "tabSize": 4, "insertSpaces": true });
    let params = json!({ "textDocument": { "uri": URI }, "options": options });
    let edits = client.request("textDocument/formatting", params.clone()).await;
    let texts: Vec<&str> =
        edits.as_array().unwrap().iter().map(|edit| edit["newText"].as_str().unwrap()).collect();
    assert_eq!(texts, ["\n    ", "\n    "]);
    let mut part = params.clone();
    part["range"] = json!({ "start": { "line": 2, "character": 0 }, "end": { "line": 2, "character": 3 } });
    let edits = client.request("textDocument/rangeFormatting", part).await;
    assert_eq!(edits.as_array().unwrap().len(), 1);
    client.change(2, json!([{ "text": "{ \"StartAt\": " }])).await;
    assert_eq!(client.request("textDocument/formatting", params).await, Value::Null);
    client.published().await;
    client.stop().await;
}
