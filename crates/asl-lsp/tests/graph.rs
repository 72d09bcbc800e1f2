//! The graph of a definition as an object, for editors that show it beside the document.

mod common;

use common::{Client, DEFINITION, Folder, URI};
use serde_json::{Value, json};

async fn graph(client: &mut Client, request: Value) -> Value {
    let params = json!({ "command": "asl.graph", "arguments": [request] });
    client.request("workspace/executeCommand", params).await
}

fn node<'g>(graph: &'g Value, id: &str) -> &'g Value {
    let nodes = graph["nodes"].as_array().expect("a graph has nodes");
    nodes.iter().find(|node| node["id"] == id).unwrap_or_else(|| panic!("{id} is not in {nodes:#?}"))
}

fn position(line: u32, character: u32) -> Value {
    json!({ "line": line, "character": character })
}

#[tokio::test]
async fn a_graph_knows_where_its_states_are() {
    let mut client = Client::start(json!({})).await;
    client.open(DEFINITION).await;
    client.published().await;
    let found = graph(&mut client, json!({ "uri": URI, "position": position(3, 12) })).await;
    assert_eq!((&found["uri"], &found["version"]), (&json!(URI), &json!(1)), "{found}");
    assert_eq!((&found["isBroken"], &found["current"]), (&json!(false), &json!("Räum 😀 auf")), "{found}");
    let state = node(&found, "Räum 😀 auf");
    assert_eq!(state["kind"], "Pass");
    assert_eq!(state["nameRange"], json!({ "start": position(3, 4), "end": position(3, 17) }));
    assert_eq!(state["range"], json!({ "start": position(3, 4), "end": position(3, 53) }));
    assert_eq!(state.get("severity"), None);
    assert!(found["svg"].as_str().unwrap().contains("data-id=\"Räum 😀 auf\""), "{found}");
    let nowhere = graph(&mut client, json!({ "uri": "file:///nowhere/else.asl.json" })).await;
    assert_eq!(nowhere, Value::Null);
    let refused = graph(&mut client, json!({ "uri": URI, "format": "png" })).await;
    assert_eq!(refused["code"], -32602);
    let refused = graph(&mut client, json!({ "position": 7 })).await;
    assert_eq!(refused["code"], -32602);
    client.stop().await;
}

#[tokio::test]
async fn nodes_have_the_worst_finding_and_what_hides_them_has_it_too() {
    let text = r#"{ "StartAt": "P", "States": {
  "P": { "Type": "Parallel", "End": true, "Branches": [
    { "StartAt": "a/b", "States": { "a/b": { "Type": "Pass", "Next": "Gone" } } },
    { "StartAt": "M", "States": { "M": { "Type": "Map", "End": true, "ItemProcessor": {
      "StartAt": "I", "States": { "I": { "Type": "Succeed" } } } } } }] },
  "Unused": { "Type": "Succeed" } } }"#;
    let mut client = Client::start(json!({})).await;
    client.open(text).await;
    client.published().await;
    let open = graph(&mut client, json!({ "uri": URI, "position": position(4, 40) })).await;
    assert_eq!(open["current"], "P/1/M/0/I");
    assert_eq!(node(&open, "P/0/a~1b")["severity"], 1);
    assert_eq!(node(&open, "P/0/a~1b")["parent"], "P");
    assert_eq!(node(&open, "P/1/M/0/I")["parent"], "P/1/M");
    assert_eq!(node(&open, "P").get("severity"), None);
    assert_eq!(node(&open, "P")["isCompound"], true);
    assert_eq!(node(&open, "Unused")["isReachable"], false);
    assert_eq!(node(&open, "Unused")["severity"], 1);

    let closed = graph(&mut client, json!({ "uri": URI, "collapsed": ["P", "Unused"] })).await;
    assert_eq!(
        (&node(&closed, "P")["severity"], &node(&closed, "P")["isCollapsed"]),
        (&json!(1), &json!(true))
    );
    assert_eq!(node(&closed, "Unused")["isCollapsed"], false);
    assert_eq!(node(&closed, "P/1/M/0/I")["name"], "I");
    let svg = closed["svg"].as_str().unwrap();
    assert!(svg.contains("data-id=\"P\"") && !svg.contains("data-id=\"P/"), "{svg}");
    client.stop().await;
}

#[tokio::test]
async fn a_broken_text_says_so() {
    let mut client = Client::start(json!({})).await;
    client.open(&DEFINITION.replace("\"Pass\",", "\"Pass")).await;
    client.published().await;
    let found = graph(&mut client, json!({ "uri": URI })).await;
    assert_eq!(found["isBroken"], true, "{found}");
    // Nothing is lost for lack of a comma.
    client.replace_file(URI, 2, &DEFINITION.replace("\"Pass\",", "\"Pass\"")).await;
    client.published().await;
    let found = graph(&mut client, json!({ "uri": URI })).await;
    assert_eq!((&found["isBroken"], &found["version"]), (&json!(false), &json!(2)), "{found}");
    client.stop().await;
}

#[tokio::test]
async fn the_machine_at_the_cursor_or_with_a_name_is_drawn_also_from_another_file() {
    let folder = Folder::new("graph");
    folder.write("flow.asl.json", r#"{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }"#);
    let text = "Resources:
  One:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition: { StartAt: X, States: { X: { Type: Succeed } } }
  Two:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: flow.asl.json
";
    folder.write("template.yaml", text);
    let mut client = Client::start_in(&[&folder], json!({})).await;
    let (flow, template) = (folder.uri("flow.asl.json"), folder.uri("template.yaml"));
    client.open_file(&template, text).await;
    client.published_of().await;
    let states = |graph: &Value| -> Vec<String> {
        let nodes = graph["nodes"].as_array().unwrap().iter();
        nodes.map(|node| node["name"].as_str().unwrap().to_owned()).collect()
    };
    for request in [
        json!({ "uri": template }),
        json!({ "uri": template, "position": position(4, 20), "name": "Two" }),
        json!({ "uri": template, "position": position(0, 0), "name": "One" }),
    ] {
        let found = graph(&mut client, request).await;
        assert_eq!((&found["name"], states(&found)), (&json!("One"), vec!["X".to_owned()]));
        assert_eq!((&found["uri"], &found["version"]), (&json!(template), &json!(1)));
    }
    for request in [
        json!({ "uri": template, "name": "Two" }),
        json!({ "uri": template, "position": position(8, 25) }),
        json!({ "uri": template, "position": position(5, 3), "name": "One" }),
    ] {
        let found = graph(&mut client, request).await;
        assert_eq!((&found["name"], states(&found)), (&json!("Two"), vec!["A".to_owned()]));
        assert_eq!(found["uri"], json!(flow), "{found}");
        assert_eq!(found.get("version"), None, "the file is not open");
    }
    let mermaid = graph(&mut client, json!({ "uri": template, "name": "Two", "format": "mermaid" })).await;
    assert!(mermaid.as_str().unwrap().contains("\"A\""), "{mermaid}");
    assert_eq!(graph(&mut client, json!({ "uri": template, "name": "Three" })).await, Value::Null);

    client.open_file(&flow, r#"{ "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }"#).await;
    client.published_of().await;
    let found = graph(&mut client, json!({ "uri": template, "name": "Two" })).await;
    assert_eq!((&found["version"], states(&found)), (&json!(1), vec!["B".to_owned()]));
}
