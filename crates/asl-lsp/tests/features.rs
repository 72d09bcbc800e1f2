//! Editor features over the protocol: the results of the core, with positions in the encoding of the client.

mod common;

use common::{Client, DEFINITION, URI, at};
use serde_json::{Value, json};

async fn client(text: &str) -> Client {
    let mut client = Client::start(json!({})).await;
    client.open(text).await;
    client.published().await;
    client
}

fn whole() -> Value {
    json!({ "textDocument": { "uri": URI }, "range": range((0, 0), (999, 0)) })
}

fn range(start: (u32, u32), end: (u32, u32)) -> Value {
    let place = |(line, character)| json!({ "line": line, "character": character });
    json!({ "start": place(start), "end": place(end) })
}

#[tokio::test]
async fn hovers_are_of_the_smallest_thing() {
    let mut client = client(DEFINITION).await;
    let hover = client.request("textDocument/hover", at(3, 8)).await;
    assert_eq!(hover["range"], range((3, 5), (3, 16)));
    assert_eq!(hover["contents"]["kind"], "markdown");
    assert_eq!(hover["contents"]["value"], "**Pass**\n\n- starts the execution\n- to `Done`");
    assert_eq!(client.request("textDocument/hover", at(0, 0)).await, Value::Null);
    client.stop().await;
}

#[tokio::test]
async fn arguments_are_helped_with() {
    let text =
        "{ \"States\": { \"A\": { \"Type\": \"Pass\", \"Parameters\": { \"a.$\": \"States.MathAdd($.é, ";
    let mut client = client(text).await;
    let help = client.request("textDocument/signatureHelp", at(0, text.encode_utf16().count() as u32)).await;
    assert_eq!(help["activeParameter"], 1);
    let parameters = help["signatures"][0]["parameters"].as_array().unwrap();
    let label = help["signatures"][0]["label"].as_str().unwrap();
    assert!(parameters.iter().all(|parameter| label.contains(parameter["label"].as_str().unwrap())));
    client.stop().await;
}

#[tokio::test]
async fn words_have_colours_and_changes_are_sent_alone() {
    let mut client = client(DEFINITION).await;
    let params = json!({ "textDocument": { "uri": URI } });
    let full = client.request("textDocument/semanticTokens/full", params.clone()).await;
    let numbers = full["data"].as_array().unwrap().clone();
    // `StartAt`, `Räum 😀 auf` with 11 code units, `States` on the next line, the state with its declaration.
    assert_eq!(
        numbers[..20],
        [1, 3, 7, 2, 0, 0, 11, 11, 0, 0, 1, 3, 6, 2, 0, 1, 5, 11, 0, 1].map(Value::from)
    );
    let part = json!({ "textDocument": { "uri": URI }, "range": range((4, 0), (4, 8)) });
    let part = client.request("textDocument/semanticTokens/range", part).await;
    assert!(!part["data"].as_array().unwrap().is_empty());
    assert!(part["data"].as_array().unwrap().len() < numbers.len());

    client.change(2, json!([{ "range": range((4, 5), (4, 9)), "text": "Finished" }])).await;
    client.published().await;
    let mut params = params;
    params["previousResultId"] = full["resultId"].clone();
    let delta = client.request("textDocument/semanticTokens/full/delta", params.clone()).await;
    let edits = delta["edits"].as_array().unwrap();
    assert_eq!(edits.len(), 1);
    let (start, gone) = (edits[0]["start"].as_u64().unwrap(), edits[0]["deleteCount"].as_u64().unwrap());
    let mut patched = numbers;
    let new = edits[0]["data"].as_array().unwrap().clone();
    patched.splice(start as usize..(start + gone) as usize, new);
    params["previousResultId"] = json!("something else");
    let again = client.request("textDocument/semanticTokens/full/delta", params).await;
    assert_eq!(again["data"], Value::from(patched));
    client.stop().await;
}

#[tokio::test]
async fn notes_stand_where_they_belong() {
    let mut client = client("{\n  \"TimeoutSeconds\": 86400, \"StartAt\": \"A\", \"States\": { \"A\": { \"Type\": \"Succeed\" } } }").await;
    let hints = client.request("textDocument/inlayHint", whole()).await;
    assert_eq!(hints[0]["label"], "1 d");
    assert_eq!(hints[0]["position"], json!({ "line": 1, "character": 25 }));
    client.stop().await;
}

#[tokio::test]
async fn lenses_say_how_often_a_state_is_named() {
    let mut client = client(DEFINITION).await;
    let lenses = client.request("textDocument/codeLens", json!({ "textDocument": { "uri": URI } })).await;
    let lens = client.request("codeLens/resolve", lenses[1].clone()).await;
    assert_eq!(lens["command"]["title"], "1 reference");
    assert_eq!(lens["command"]["command"], "asl.showReferences");
    let arguments = lens["command"]["arguments"].as_array().unwrap();
    assert_eq!(arguments[0], URI);
    assert_eq!(arguments[1], lens["range"]["start"]);
    assert_eq!(arguments[2][0]["range"]["start"]["line"], 3);
    client.stop().await;
}

#[tokio::test]
async fn lenses_have_only_commands_that_the_client_runs() {
    let commands = json!({ "commands": ["asl.showGraph", "asl.showPolicy"] });
    let mut client = Client::start(json!({ "experimental": { "commands": commands } })).await;
    client.open(DEFINITION).await;
    let params = json!({ "textDocument": { "uri": URI } });
    let lenses = client.request("textDocument/codeLens", params.clone()).await;
    let titles: Vec<&Value> =
        lenses.as_array().unwrap().iter().map(|lens| &lens["command"]["title"]).collect();
    assert_eq!(titles, [&json!("Show graph"), &json!("IAM policy"), &Value::Null, &Value::Null]);
    assert_eq!(lenses[0]["command"]["arguments"], json!([URI]));
    assert_eq!(lenses[1]["command"]["command"], "asl.showPolicy");
    assert_eq!(lenses[1]["command"]["arguments"], json!([URI, lenses[1]["range"]["start"]]));
    client.stop().await;

    let mut client = self::client(DEFINITION).await;
    let lenses = client.request("textDocument/codeLens", params).await;
    assert!(lenses.as_array().unwrap().iter().all(|lens| lens.get("command").is_none()), "{lenses}");
    client.stop().await;
}

#[tokio::test]
async fn a_template_that_only_refers_to_a_file_has_an_outline_and_a_graph() {
    let folder = common::Folder::new("outline-of-link");
    folder.write("flow.asl.json", DEFINITION);
    let template = |file: &str| {
        format!(
            "Resources:\n  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: {file}\n"
        )
    };
    let commands = json!({ "commands": ["asl.showGraph"] });
    let mut client = Client::start_in(&[&folder], json!({ "experimental": { "commands": commands } })).await;
    for (file, lenses) in [("flow.asl.json", 1), ("missing.asl.json", 0)] {
        let uri = folder.uri(&format!("template-{lenses}.yaml"));
        client.open_file(&uri, &template(file)).await;
        let params = json!({ "textDocument": { "uri": uri } });
        let symbols = client.request("textDocument/documentSymbol", params.clone()).await;
        assert_eq!(symbols[0]["name"], "Flow");
        assert_eq!(symbols[0]["detail"], format!("state machine in {file}"));
        assert_eq!(symbols[0]["range"]["end"]["line"], 4);
        let found = client.request("textDocument/codeLens", params).await;
        assert_eq!(found.as_array().unwrap().len(), lenses, "{file}");
    }
    let params =
        json!({ "command": "asl.graph", "arguments": [folder.uri("template-1.yaml"), "mermaid", "Flow"] });
    let graph = client.request("workspace/executeCommand", params).await;
    assert!(graph.as_str().unwrap().contains("Done"), "{graph}");
}

#[tokio::test]
async fn names_of_states_change_together() {
    let mut client = client(DEFINITION).await;
    let linked = client.request("textDocument/linkedEditingRange", at(3, 6)).await;
    assert_eq!(linked["ranges"], json!([range((1, 14), (1, 25)), range((3, 5), (3, 16))]));
    client.stop().await;
}

#[tokio::test]
async fn addresses_in_comments_are_links() {
    let text = "{ \"Comment\": \"see https://a.example.\", \"StartAt\": \"A\", \"States\": { \"A\": { \"Type\": \"Succeed\" } } }";
    let mut client = client(text).await;
    let links = client.request("textDocument/documentLink", json!({ "textDocument": { "uri": URI } })).await;
    assert_eq!(links.as_array().unwrap().len(), 1);
    assert_eq!(links[0]["range"], range((0, 18), (0, 35)));
    assert!(links[0]["target"].as_str().unwrap().starts_with("https://a.example"));
    client.stop().await;
}

#[tokio::test]
async fn templates_and_definitions_lead_to_each_other() {
    let folder = std::env::temp_dir().join(format!("asl-lsp-links-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("asl-lint.toml"), "").unwrap();
    let template = "Resources:\n  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: flow.asl.json\n      DefinitionSubstitutions:\n        Limit: 90\n";
    let definition = "{ \"StartAt\": \"A\", \"States\": { \"A\": { \"Type\": \"Pass\", \"Result\": \"${Limit}\", \"End\": true } } }";
    std::fs::write(folder.join("template.yaml"), template).unwrap();
    std::fs::write(folder.join("flow.asl.json"), definition).unwrap();
    let folder = folder.canonicalize().unwrap();
    let uri = |name: &str| format!("file://{}", folder.join(name).display());
    let place = |name: &str, line: u32, character: u32| json!({ "textDocument": { "uri": uri(name) }, "position": { "line": line, "character": character } });

    let mut client = Client::start(json!({})).await;
    for (name, language, text) in [("template.yaml", "yaml", template), ("flow.asl.json", "asl", definition)]
    {
        let document = json!({ "uri": uri(name), "languageId": language, "version": 1, "text": text });
        client.notify("textDocument/didOpen", json!({ "textDocument": document })).await;
        client.published().await;
    }
    let links = json!({ "textDocument": { "uri": uri("template.yaml") } });
    let links = client.request("textDocument/documentLink", links).await;
    assert_eq!(links[0]["target"], uri("flow.asl.json"));
    assert_eq!(links[0]["range"], range((4, 21), (4, 34)));
    let file = client.request("textDocument/definition", place("template.yaml", 4, 25)).await;
    assert_eq!(file[0]["uri"], uri("flow.asl.json"));
    let column = definition.find("Limit").unwrap() as u32;
    let entry = client.request("textDocument/definition", place("flow.asl.json", 0, column)).await;
    assert_eq!(entry[0], json!({ "uri": uri("template.yaml"), "range": range((6, 8), (6, 13)) }));
    let hover = client.request("textDocument/hover", place("flow.asl.json", 0, column)).await;
    let said = hover["contents"]["value"].as_str().unwrap();
    assert!(
        said.starts_with("Substituted by CloudFormation with `90`, as defined in `")
            && said.ends_with("template.yaml`."),
        "{said}"
    );
    client.stop().await;
    std::fs::remove_dir_all(&folder).unwrap();
}
