//! Substitutions across a template and its definition file.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod common;

use common::{Client, Folder};
use serde_json::{Value, json};

const DEFINITION: &str = r#"{
  "StartAt": "A",
  "States": { "A": { "Type": "Pass", "Result": "${Limit} ${!Limit} ${Other} ${AWS::Region}", "Comment": "é ${Limit}", "End": true } }
}"#;

/// Two resources refer to the same definition.
const TEMPLATE: &str = "Resources:
  Flow:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: flow.asl.json
      DefinitionSubstitutions: { Limit: 90, Size: 1 }
  Twin:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: flow.asl.json
      DefinitionSubstitutions:
        \"Limit\": 80
  Lone:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: lone.asl.json
      DefinitionSubstitutions:
        Limit: 70
";

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("template.yaml", TEMPLATE);
    folder.write("flow.asl.json", DEFINITION);
    folder.write("lone.asl.json", DEFINITION);
    folder
}

/// The first occurrence of a string in a document, a few columns in.
fn place(uri: &str, text: &str, of: &str) -> Value {
    let at = text.find(of).unwrap() + of.len() - 1;
    let before = &text[..at];
    let line = before.matches('\n').count();
    let character = before.rsplit('\n').next().unwrap().encode_utf16().count();
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}

/// The line and column of the start of a range, and the column of its end.
fn range(range: &Value) -> (u64, u64, u64) {
    let number = |value: &Value| value.as_u64().unwrap();
    (
        number(&range["start"]["line"]),
        number(&range["start"]["character"]),
        number(&range["end"]["character"]),
    )
}

/// The files and ranges of locations.
fn found(locations: &Value) -> Vec<(String, (u64, u64, u64))> {
    let locations = locations.as_array().unwrap().iter();
    let mut found: Vec<_> = locations
        .map(|location| {
            let uri = location["uri"].as_str().unwrap();
            (uri.rsplit('/').next().unwrap().to_owned(), range(&location["range"]))
        })
        .collect();
    found.sort();
    found
}

const HOLES: [(u64, u64, u64); 2] = [(2, 50, 55), (2, 109, 114)];
const ENTRIES: [(u64, u64, u64); 2] = [(5, 33, 38), (11, 9, 14)];

#[tokio::test]
async fn all_places_of_a_name_are_found_from_either_file() {
    let folder = folder("names");
    let (template, flow) = (folder.uri("template.yaml"), folder.uri("flow.asl.json"));
    let mut client = Client::start_in(&[&folder], json!({ "textDocument": { "diagnostic": {} } })).await;
    client.open_file(&template, TEMPLATE).await;
    client.open_file(&flow, DEFINITION).await;
    let placeholders = HOLES.map(|range| ("flow.asl.json".to_owned(), range));
    let entries = ENTRIES.map(|range| ("template.yaml".to_owned(), range));
    for mut params in [
        place(&flow, DEFINITION, "${Lim"),
        place(&template, TEMPLATE, "{ Lim"),
        place(&template, TEMPLATE, "\"Lim"),
    ] {
        params["context"] = json!({ "includeDeclaration": true });
        let all = client.request("textDocument/references", params.clone()).await;
        assert_eq!(found(&all), [placeholders.clone(), entries.clone()].concat());
        params["context"] = json!({ "includeDeclaration": false });
        let read = client.request("textDocument/references", params.clone()).await;
        assert_eq!(found(&read), placeholders);
        let declared = client.request("textDocument/definition", params).await;
        assert_eq!(found(&declared), entries);
    }
    let here = client.request("textDocument/documentHighlight", place(&flow, DEFINITION, "${Lim")).await;
    let here: Vec<_> = here.as_array().unwrap().iter().map(|one| range(&one["range"])).collect();
    assert_eq!(here, HOLES);
    let here = client.request("textDocument/documentHighlight", place(&template, TEMPLATE, "{ Lim")).await;
    assert_eq!(here.as_array().unwrap().len(), 2);
    assert_eq!(here[0]["kind"], 3);
    client.stop().await;
}

#[tokio::test]
async fn names_change_in_both_files() {
    let folder = folder("rename");
    let (template, flow) = (folder.uri("template.yaml"), folder.uri("flow.asl.json"));
    let mut client = Client::start_in(&[&folder], json!({ "textDocument": { "diagnostic": {} } })).await;
    // Open documents count as they are in the editor, other files as they are on disk.
    let edited = format!("\n{DEFINITION}");
    client.open_file(&flow, &edited).await;
    let prepared = client.request("textDocument/prepareRename", place(&flow, &edited, "${Lim")).await;
    assert_eq!((range(&prepared["range"]), &prepared["placeholder"]), ((3, 50, 55), &json!("Limit")));
    let mut params = place(&flow, &edited, "${Lim");
    params["newName"] = json!("Max");
    let edit = client.request("textDocument/rename", params.clone()).await;
    let ranges = |uri: &str| {
        let edits = edit["changes"][uri].as_array().unwrap().iter();
        edits
            .map(|edit| {
                assert_eq!(edit["newText"], "Max");
                range(&edit["range"])
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(edit["changes"].as_object().unwrap().len(), 2);
    assert_eq!(ranges(&flow), [(3, 50, 55), (3, 109, 114)]);
    assert_eq!(ranges(&template), ENTRIES);

    for (new, said) in
        [("", "empty"), ("a b", "starts with a letter"), ("Size", "already"), ("Other", "already")]
    {
        params["newName"] = json!(new);
        let error = client.request("textDocument/rename", params.clone()).await;
        assert_eq!(error["code"], -32602);
        assert!(error["message"].as_str().unwrap().contains(said), "{error}");
    }
    for other in ["${!Lim", "${Oth", "${AWS"] {
        let prepared = client.request("textDocument/prepareRename", place(&flow, &edited, other)).await;
        assert_eq!(prepared, Value::Null, "{other}");
    }

    // From the template, with the definition on disk.
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": flow } })).await;
    client.open_file(&template, TEMPLATE).await;
    let mut params = place(&template, TEMPLATE, "{ Lim");
    params["newName"] = json!("Max");
    let edit = client.request("textDocument/rename", params).await;
    assert_eq!(edit["changes"][&flow].as_array().unwrap().len(), 2);
    assert_eq!(edit["changes"][&template].as_array().unwrap().len(), 2);
    client.stop().await;
}

#[tokio::test]
async fn changes_say_the_version_that_they_are_for() {
    let folder = folder("versions");
    let (template, flow) = (folder.uri("template.yaml"), folder.uri("flow.asl.json"));
    let capabilities = json!({
        "textDocument": { "diagnostic": {} },
        "workspace": { "workspaceEdit": { "documentChanges": true } },
    });
    let mut client = Client::start_in(&[&folder], capabilities).await;
    client.open_file(&flow, DEFINITION).await;
    client.replace_file(&flow, 7, DEFINITION).await;
    let mut params = place(&flow, DEFINITION, "${Lim");
    params["newName"] = json!("Max");
    let edit = client.request("textDocument/rename", params).await;
    let documents: Vec<&Value> =
        edit["documentChanges"].as_array().unwrap().iter().map(|one| &one["textDocument"]).collect();
    assert_eq!(documents[0], &json!({ "uri": flow, "version": 7 }));
    assert_eq!(documents[1], &json!({ "uri": template, "version": null }), "it is not open");
    assert_eq!(edit["documentChanges"][0]["edits"][0]["newText"], "Max");
    client.stop().await;
}
