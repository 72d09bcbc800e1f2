//! Files and folders that move: the templates that refer to them keep doing so.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod common;

use common::{Client, Folder};
use serde_json::{Value, json};

const SAM: &str = r#"Resources:
  Flow:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: statemachine/flow.asl.json
  Same:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: "./statemachine/flow.asl.json"
"#;

const TERRAFORM: &str = r#"resource "aws_sfn_state_machine" "flow" {
  definition = templatefile("${path.module}/../statemachine/flow.asl.json", { Function = "f" })
}
resource "aws_sfn_state_machine" "same" {
  definition = file("../statemachine/flow.asl.json")
}
"#;

const SERVERLESS: &str = r#"service: s
stepFunctions:
  stateMachines:
    flow:
      definition: ${file(./statemachine/flow.json)}
"#;

const DEFINITION: &str = r#"{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }"#;

/// Renames a file or folder, and returns the lines that change, by file.
async fn renamed(folder: &Folder, client: &mut Client, old: &str, new: &str) -> Vec<(String, Vec<String>)> {
    let files = json!([{ "oldUri": folder.uri(old), "newUri": folder.uri(new) }]);
    let answer = client.request("workspace/willRenameFiles", json!({ "files": files })).await;
    let Some(changes) = answer["changes"].as_object() else {
        assert_eq!(answer, Value::Null);
        return Vec::new();
    };
    let mut found: Vec<_> = changes
        .iter()
        .map(|(uri, edits)| {
            let edits = edits.as_array().unwrap().iter();
            let texts = edits.map(|edit| edit["newText"].as_str().unwrap().to_owned());
            (uri.rsplit('/').next().unwrap().to_owned(), texts.collect())
        })
        .collect();
    found.sort();
    found
}

fn changes(of: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    of.iter().map(|(name, new)| ((*name).to_owned(), texts(new))).collect()
}

#[tokio::test]
async fn links_follow_files_and_folders() {
    let folder = Folder::new("renamed-files");
    folder.write("template.yaml", SAM);
    folder.write("infra/main.tf", TERRAFORM);
    folder.write("serverless.yml", SERVERLESS);
    folder.write("statemachine/flow.asl.json", DEFINITION);
    folder.write("statemachine/flow.json", DEFINITION);
    folder.write("statemachine/other.asl.json", DEFINITION);
    let mut client = Client::start_in(&[&folder], json!({})).await;

    let new =
        renamed(&folder, &mut client, "statemachine/flow.asl.json", "statemachine/order.asl.json").await;
    let here = "statemachine/order.asl.json";
    let above = "../statemachine/order.asl.json";
    assert_eq!(
        new,
        changes(&[("main.tf", &[above, above]), ("template.yaml", &[here, &format!("./{here}")])])
    );

    let new = renamed(&folder, &mut client, "statemachine/flow.asl.json", "infra/flow.asl.json").await;
    let here = "infra/flow.asl.json";
    assert_eq!(
        new,
        changes(&[
            ("main.tf", &["flow.asl.json", "flow.asl.json"]),
            ("template.yaml", &[here, &format!("./{here}")])
        ])
    );

    let new = renamed(&folder, &mut client, "statemachine", "flows").await;
    let (here, above) = ("flows/flow.asl.json", "../flows/flow.asl.json");
    assert_eq!(
        new,
        changes(&[
            ("main.tf", &[above, above]),
            ("serverless.yml", &["./flows/flow.json"]),
            ("template.yaml", &[here, &format!("./{here}")]),
        ])
    );

    let new = renamed(&folder, &mut client, "infra", "deploy/infra").await;
    let above = "../../statemachine/flow.asl.json";
    assert_eq!(new, changes(&[("main.tf", &[above, above])]), "the template moves");
    let new = renamed(&folder, &mut client, "infra", "deploy").await;
    assert_eq!(new, [], "the path stays the same");
    let new = renamed(&folder, &mut client, "statemachine/other.asl.json", "other.asl.json").await;
    assert_eq!(new, [], "nothing refers to it");
    client.stop().await;
}

#[tokio::test]
async fn an_unsaved_template_counts_as_it_is_in_the_editor() {
    let folder = Folder::new("renamed-unsaved");
    folder.write("template.yaml", "Resources: {}\n");
    folder.write("statemachine/flow.asl.json", DEFINITION);
    let mut client = Client::start_in(&[&folder], json!({})).await;
    client.open_file(&folder.uri("template.yaml"), SAM).await;
    let new = renamed(&folder, &mut client, "statemachine/flow.asl.json", "flow.asl.json").await;
    assert_eq!(new, changes(&[("template.yaml", &["flow.asl.json", "./flow.asl.json"])]));
}
