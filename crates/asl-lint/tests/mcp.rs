//! A session with `asl-lint mcp`, line by line. `tests/mcp` has the sessions of an independent client.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod common;

use serde_json::{Value, json};

use common::Folder;

const ORDER: &str = r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "B" } } }"#;

/// Sends requests and closes standard input. Returns the results or errors in the order of the requests.
fn session(folder: &Folder, requests: &[(&str, Value)]) -> Vec<Value> {
    let client = json!({ "name": "test", "version": "1" });
    let params = json!({ "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client });
    let mut messages = vec![
        json!({ "jsonrpc": "2.0", "id": "start", "method": "initialize", "params": params }),
        json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }),
    ];
    let number = |(id, (method, params)): (usize, &(&str, Value))| json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
    messages.extend(requests.iter().enumerate().map(number));
    let input: String = messages.iter().map(|message| format!("{message}\n")).collect();
    let output =
        folder.lint(&["mcp"]).stdin(input).assert().success().stderr_eq("").get_output().stdout.clone();
    let answers: Vec<Value> =
        String::from_utf8(output).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), requests.len() + 1, "{answers:?}");
    let answer = |id: usize| answers.iter().find(|answer| answer["id"] == json!(id)).unwrap();
    let result = |id: usize| answer(id).get("result").or(answer(id).get("error")).unwrap().clone();
    (0..requests.len()).map(result).collect()
}

fn call(tool: &str, arguments: Value) -> (&'static str, Value) {
    ("tools/call", json!({ "name": tool, "arguments": arguments }))
}

#[test]
fn tools_use_the_current_folder() {
    let folder = Folder::new(
        "mcp",
        &[("in/order.asl.json", ORDER), ("in/asl-lint.toml", ""), ("out.asl.json", ORDER)],
    );
    let inside = Folder(folder.0.join("in"));
    let answers = session(
        &inside,
        &[
            call("check", json!({ "path": "order.asl.json" })),
            call("check", json!({ "path": "../out.asl.json" })),
            call("check", json!({ "path": 1 })),
            call("lint", json!({})),
            ("tools/list", json!({})),
            ("resources/read", json!({ "uri": "asl-lint://rules/unknown-state" })),
            ("prompts/get", json!({ "name": "review" })),
        ],
    );
    let rules: Vec<&Value> = answers[0]["structuredContent"]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["rule"])
        .collect();
    assert!(rules.contains(&&json!("unknown-state")), "{rules:?}");
    let text = |answer: &Value| answer["content"][0]["text"].as_str().unwrap().to_owned();
    assert!(
        text(&answers[1]).contains(" is outside of the folders of the client: "),
        "{}",
        text(&answers[1])
    );
    assert!(answers[1]["isError"] == true && answers[2]["isError"] == true);
    assert!(answers[3]["message"].as_str().unwrap().starts_with("no tool named `lint`"), "{}", answers[3]);
    assert_eq!(answers[4]["tools"].as_array().unwrap().len(), 12);
    assert!(answers[5]["contents"][0]["text"].as_str().unwrap().starts_with("# unknown-state"));
    assert!(answers[6]["messages"][0]["content"]["text"].as_str().unwrap().contains("this workspace"));
}

#[test]
fn the_session_ends_with_standard_input() {
    let folder = Folder::new("mcp-end", &[]);
    folder.lint(&["mcp"]).stdin("").assert().success().stdout_eq("").stderr_eq("");
    assert_eq!(session(&folder, &[]), [] as [Value; 0]);
}
