//! A workspace with many files.

use std::time::Instant;

use serde_json::{Value, json};

use crate::common::{Client, Folder};
use crate::figures::{Figures, ProcessorTime, peak, resident};
use crate::one::Editor;
use crate::texts;

const FILES: usize = 5_000;

/// The server reads the files of the workspace in advance. Meanwhile it answers requests, and a newer request for
/// workspace symbols cancels an older one.
pub(crate) async fn scan(figures: &mut Figures) {
    let folder = Folder::new("bench-workspace");
    let text = texts::json(10);
    let template = |i: usize| {
        format!(
            "Resources:\n  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: {i}.asl.json\n"
        )
    };
    for i in 0..FILES {
        // One of ten files is a template for the definition beside it.
        match i % 10 {
            0 => folder.write(&format!("{}/{i}.template.yaml", i / 100), &template(i + 1)),
            _ => folder.write(&format!("{}/{i}.asl.json", i / 100), &text.content),
        }
    }
    let before = resident();
    let start = ProcessorTime::start();
    let progress = json!({ "window": { "workDoneProgress": true }, "textDocument": { "diagnostic": {} } });
    let mut client = Client::start_in(&[&folder], progress).await;
    let request = client.told("window/workDoneProgress/create").await;
    client.send(&json!({ "jsonrpc": "2.0", "id": request["id"], "result": null })).await;
    client.told("$/progress").await;
    let small = Editor::open_at(&mut client, &folder.uri("0/1.asl.json"), &text).await;
    let mut hovers = Vec::new();
    let end = client.ask("workspace/symbol", json!({ "query": "no such state" })).await;
    while !client.has_answered(end) {
        let start = Instant::now();
        client.request("textDocument/hover", small.hovered()).await;
        hovers.push(start.elapsed());
    }
    client.answer(end).await;
    figures.add("processor time to read the workspace, seconds", start.elapsed().as_secs_f64(), Some(1.5));
    figures.memory("memory", peak(), before.map(|_| 120));
    figures.add("hovers meanwhile", hovers.len(), None);
    figures.add("longest", hovers.iter().max().copied().unwrap_or_default(), None);
    figures.median("hover meanwhile", hovers, Some(2));
    client.told("$/progress").await;

    let query = |query: &str| json!({ "query": query });
    let start = Instant::now();
    let found = client.request("workspace/symbol", query("fetch1")).await;
    figures.add("workspace symbols", start.elapsed(), None);
    assert!(!found.as_array().expect("it is a list").is_empty());
    let mut asked = Vec::new();
    for letters in ["f", "fe", "fet", "fetc", "fetch1"] {
        asked.push(client.ask("workspace/symbol", query(letters)).await);
    }
    let mut answers: Vec<Value> = Vec::new();
    for id in asked {
        answers.push(client.answer(id).await);
    }
    let cancelled = answers.iter().filter(|answer| answer["code"] == -32800).count();
    figures.add("cancelled of 5 requests for symbols", cancelled, None);
    figures.memory("memory after that", resident(), None);
    client.stop().await;
}
