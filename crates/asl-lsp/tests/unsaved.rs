//! Unsaved templates and definitions: each uses the other as it is in the editor.

mod common;

use common::{Client, Folder, rules};
use serde_json::{Value, json};

const UNKNOWN: &str = "unknown-substitution";
const UNUSED: &str = "unused-substitution";

/// A definition that uses a substitution.
fn definition(name: &str) -> String {
    format!(
        r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Pass", "Result": "${{{name}}}", "End": true }} }} }}"#
    )
}

/// A template that refers to a definition and has one substitution.
fn template(file: &str, name: &str) -> String {
    format!(
        "Resources:\n  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: {file}\n      DefinitionSubstitutions:\n        {name}: 90\n"
    )
}

/// A folder with a template, its definition, and a definition without a template.
struct Files {
    folder: Folder,
    template: String,
    flow: String,
    lone: String,
}

impl Files {
    fn new(name: &str) -> Files {
        let folder = Folder::new(name);
        folder.write("template.yaml", &template("flow.asl.json", "Limit"));
        folder.write("flow.asl.json", &definition("Limit"));
        folder.write("lone.asl.json", &definition("Limit"));
        let uri = |file| folder.uri(file);
        Files {
            template: uri("template.yaml"),
            flow: uri("flow.asl.json"),
            lone: uri("lone.asl.json"),
            folder,
        }
    }

    async fn open(&self, client: &mut Client) {
        client.open_file(&self.template, &template("flow.asl.json", "Limit")).await;
        client.open_file(&self.flow, &definition("Limit")).await;
        client.open_file(&self.lone, &definition("Limit")).await;
    }
}

#[tokio::test]
async fn findings_are_sent_again_where_an_edit_elsewhere_matters() {
    let files = Files::new("unsaved-push");
    let mut client = Client::start_in(&[&files.folder], json!({})).await;
    files.open(&mut client).await;
    let (template_uri, flow, lone) = (files.template.as_str(), files.flow.as_str(), files.lone.as_str());
    check_published(&mut client, &[(flow, &[]), (lone, &[]), (template_uri, &[])]).await;
    // The definition follows the template; the definition without a template is unaffected.
    client.replace_file(template_uri, 2, &template("flow.asl.json", "Other")).await;
    check_published(&mut client, &[(flow, &[UNKNOWN]), (template_uri, &[UNUSED])]).await;
    // Moving the substitution to another line changes nothing.
    client.replace_file(template_uri, 3, &format!("\n{}", template("flow.asl.json", "Other"))).await;
    check_published(&mut client, &[(template_uri, &[UNUSED])]).await;
    // And the template follows the definition.
    client.replace_file(flow, 2, &definition("Other")).await;
    check_published(&mut client, &[(flow, &[]), (template_uri, &[])]).await;
    // A template that starts to refer to another definition affects both.
    client.replace_file(template_uri, 4, &template("lone.asl.json", "Other")).await;
    check_published(&mut client, &[(lone, &[UNKNOWN]), (template_uri, &[UNUSED])]).await;
    // Closed documents count as they are on disk.
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": template_uri } })).await;
    check_published(&mut client, &[(flow, &[UNKNOWN]), (lone, &[]), (template_uri, &[])]).await;
    client.stop().await;
}

/// Waits for findings of these documents, in any order.
async fn check_published(client: &mut Client, wanted: &[(&str, &[&str])]) {
    let mut found = Vec::new();
    for _ in wanted {
        found.push(client.published_of().await);
    }
    found.sort();
    let found: Vec<(&str, Vec<&str>)> =
        found.iter().map(|(uri, rules)| (uri.as_str(), rules.iter().map(String::as_str).collect())).collect();
    assert_eq!(found, wanted.iter().map(|(uri, rules)| (*uri, rules.to_vec())).collect::<Vec<_>>());
}

/// The pulled findings of a document and their result ID; `None` if they have not changed.
async fn pulled(client: &mut Client, uri: &str, known: &Value) -> Option<(Vec<String>, Value)> {
    let params = json!({ "textDocument": { "uri": uri }, "previousResultId": known });
    let report = client.request("textDocument/diagnostic", params).await;
    (report["kind"] == "full").then(|| (rules(&report["items"]), report["resultId"].clone()))
}

#[tokio::test]
async fn findings_that_are_asked_for_go_by_the_editor() {
    let files = Files::new("unsaved-pull");
    let capabilities = json!({
        "textDocument": { "diagnostic": {} },
        "workspace": { "diagnostics": { "refreshSupport": true }, "inlayHint": { "refreshSupport": true } },
    });
    let mut client = Client::start_in(&[&files.folder], capabilities).await;
    files.open(&mut client).await;
    let mut ids = Vec::new();
    for uri in [&files.template, &files.flow, &files.lone] {
        let (found, id) = pulled(&mut client, uri, &Value::Null).await.unwrap();
        assert_eq!(found, [] as [&str; 0]);
        ids.push(id);
    }
    let hints = json!({ "textDocument": { "uri": files.flow }, "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } } });
    let shown = client.request("textDocument/inlayHint", hints.clone()).await;
    assert!(shown.to_string().contains("90"), "{shown}");

    client.replace_file(&files.template, 2, &template("flow.asl.json", "Other")).await;
    for refresh in ["workspace/inlayHint/refresh", "workspace/diagnostic/refresh"] {
        let request = client.told(refresh).await;
        client.send(&json!({ "jsonrpc": "2.0", "id": request["id"], "result": null })).await;
    }
    let (found, _) = pulled(&mut client, &files.flow, &ids[1]).await.unwrap();
    assert_eq!(found, [UNKNOWN]);
    assert_eq!(pulled(&mut client, &files.lone, &ids[2]).await, None);
    assert_eq!(client.request("textDocument/inlayHint", hints).await, json!([]));
    client.stop().await;
}

#[tokio::test]
async fn the_client_is_told_of_each_change_also_of_one_that_is_taken_back() {
    let files = Files::new("unsaved-back");
    let capabilities = json!({
        "textDocument": { "diagnostic": {} },
        "workspace": { "diagnostics": { "refreshSupport": true } },
    });
    let mut client = Client::start_in(&[&files.folder], capabilities).await;
    files.open(&mut client).await;
    let (_, known) = pulled(&mut client, &files.flow, &Value::Null).await.unwrap();
    for (version, name) in [(2, "Other"), (3, "Limit"), (4, "Other")] {
        client.replace_file(&files.template, version, &template("flow.asl.json", name)).await;
        let request = client.told("workspace/diagnostic/refresh").await;
        client.send(&json!({ "jsonrpc": "2.0", "id": request["id"], "result": null })).await;
        // A slow client asks when everything is as before.
        if name == "Limit" {
            assert_eq!(pulled(&mut client, &files.flow, &known).await, None);
        }
    }
    client.stop().await;
}

#[tokio::test]
async fn who_asks_need_not_wait() {
    let files = Files::new("unsaved-asked");
    let mut client =
        Client::start_in(&[&files.folder], json!({ "textDocument": { "diagnostic": {} } })).await;
    files.open(&mut client).await;
    let (_, known) = pulled(&mut client, &files.template, &Value::Null).await.unwrap();
    client.replace_file(&files.flow, 2, &definition("Other")).await;
    let (found, known) = pulled(&mut client, &files.template, &known).await.unwrap();
    assert_eq!(found, [UNUSED]);
    assert_eq!(pulled(&mut client, &files.template, &known).await, None);
    client.replace_file(&files.flow, 3, &definition("Limit")).await;
    assert_eq!(pulled(&mut client, &files.template, &known).await.unwrap().0, [] as [&str; 0]);
    client.stop().await;
}

#[tokio::test]
async fn definitions_that_are_not_open_follow_templates_that_are() {
    let files = Files::new("unsaved-closed");
    let mut client =
        Client::start_in(&[&files.folder], json!({ "textDocument": { "diagnostic": {} } })).await;
    let all = json!({ "previousResultIds": [] });
    let found = |report: Value| {
        let items = report["items"].as_array().unwrap().iter();
        items.flat_map(|item| rules(&item["items"])).filter(|rule| rule == UNKNOWN).count()
    };
    assert_eq!(found(client.request("workspace/diagnostic", all.clone()).await), 0);
    client.open_file(&files.template, &template("flow.asl.json", "Other")).await;
    assert_eq!(found(client.request("workspace/diagnostic", all).await), 1);
    client.stop().await;
}

#[tokio::test]
async fn files_that_a_service_includes_follow_it() {
    let service = |value: &str| {
        format!("service: a\nprovider: {{ name: aws }}\nstepFunctions:\n  stateMachines: {value}\n")
    };
    const MACHINES: &str = "ship:\n  definition:\n    StartAt: No\n    States: { A: { Type: Succeed } }\n";
    let folder = Folder::new("unsaved-service");
    folder.write("serverless.yml", &service("${file(parts/all.yml)}"));
    folder.write("parts/all.yml", MACHINES);
    let (main, part) = (folder.uri("serverless.yml"), folder.uri("parts/all.yml"));
    let mut client = Client::start_in(&[&folder], json!({})).await;
    client.open_file(&part, MACHINES).await;
    let faults: &[&str] = &["unknown-state", "unreachable-state"];
    check_published(&mut client, &[(&part, faults)]).await;
    client.open_file(&main, &service("${file(parts/all.yml)}")).await;
    check_published(&mut client, &[(&main, &[])]).await;
    client.replace_file(&main, 2, &service("${file(parts/other.yml)}")).await;
    check_published(&mut client, &[(&part, &[]), (&main, &["missing-definition-file"])]).await;
    client.replace_file(&part, 2, &MACHINES.replace("No", "A")).await;
    client.replace_file(&main, 3, &service("${file(parts/all.yml)}")).await;
    check_published(&mut client, &[(&part, &[]), (&main, &[])]).await;
    client.stop().await;
}

#[tokio::test]
async fn a_template_counts_wherever_it_is_in_the_workspace() {
    let folder = Folder::new("unsaved-far");
    folder.write(".git/HEAD", "");
    folder.write("infra/template.yaml", &template("../src/flow.asl.json", "Other"));
    folder.write("src/flow.asl.json", &definition("Limit"));
    let (far, flow) = (folder.uri("infra/template.yaml"), folder.uri("src/flow.asl.json"));
    let mut client = Client::start_in(&[&folder], json!({})).await;
    client.open_file(&flow, &definition("Limit")).await;
    check_published(&mut client, &[(&flow, &[UNKNOWN])]).await;
    client.open_file(&far, &template("../src/flow.asl.json", "Limit")).await;
    check_published(&mut client, &[(&far, &[]), (&flow, &[])]).await;
    client.stop().await;
}

#[tokio::test]
async fn terraform_says_how_a_file_is_read() {
    let folder = Folder::new("unsaved-terraform");
    let terraform =
        |value: &str| format!("resource \"aws_sfn_state_machine\" \"x\" {{\n  definition = {value}\n}}\n");
    let flow = r#"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "ARN", "TimeoutSeconds": 1, "End": true } } }"#;
    let replaced = terraform("replace(file(\"flow.asl.json\"), \"ARN\", var.arn)");
    folder.write("main.tf", &replaced);
    folder.write("flow.asl.json", flow);
    let (main, uri) = (folder.uri("main.tf"), folder.uri("flow.asl.json"));
    let mut client = Client::start_in(&[&folder], json!({})).await;
    client.open_file(&main, &replaced).await;
    client.open_file(&uri, flow).await;
    check_published(&mut client, &[(&uri, &[]), (&main, &[])]).await;
    client.replace_file(&main, 2, &terraform("file(\"flow.asl.json\")")).await;
    check_published(&mut client, &[(&uri, &["invalid-resource"]), (&main, &[])]).await;
    client.stop().await;
}

#[tokio::test]
async fn a_path_that_may_lead_to_a_definition_is_looked_at_again() {
    const MAIN: &str = "module \"flow\" {\n  definition = file(\"flows/a.json\")\n}\nresource \"aws_sfn_state_machine\" \"b\" {\n  definition = file(\"flows/b.json\")\n}\n";
    let folder = Folder::new("unsaved-later");
    folder.write(".git/HEAD", "");
    folder.write("modules/flow/main.tf", MAIN);
    let main = folder.uri("modules/flow/main.tf");
    let mut client = Client::start_in(&[&folder], json!({})).await;
    client.open_file(&main, MAIN).await;
    check_published(&mut client, &[(&main, &["unchecked-definition"])]).await;
    folder.write("flows/a.json", &definition("x"));
    folder.write("flows/b.json", &definition("x"));
    let change = json!({ "changes": [{ "uri": folder.uri("flows/a.json"), "type": 1 }] });
    client.notify("workspace/didChangeWatchedFiles", change).await;
    check_published(&mut client, &[(&main, &[])]).await;
    let links = json!({ "textDocument": { "uri": main } });
    let links = client.request("textDocument/documentLink", links).await;
    assert_eq!(links[0]["target"], folder.uri("flows/a.json"));
    assert_eq!(links[1]["target"], folder.uri("flows/b.json"));
    client.stop().await;
}
