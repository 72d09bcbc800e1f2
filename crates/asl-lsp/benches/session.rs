//! The latency of the server over an in-memory pipe, with a definition of 1,000 states. Findings are pulled, so that
//! the pause before publishing does not count.

#![expect(clippy::print_stdout, reason = "it prints figures")]

#[path = "../tests/common/mod.rs"]
mod common;

use std::time::{Duration, Instant};

use common::{Client, URI, at};
use serde_json::{Value, json};

/// The number of states in the definition, in groups of five.
const STATES: usize = 1_000;
const ROUNDS: usize = 50;
const RAPID: usize = 10_000;

#[tokio::main]
async fn main() {
    let text = definition();
    println!("{STATES} states, {} bytes", text.len());
    answers(&text).await;
    rapid_edits(&text).await;
}

async fn answers(text: &str) {
    let mut client = Client::start(json!({ "textDocument": { "diagnostic": {} } })).await;
    client.open(text).await;
    let whole = json!({ "textDocument": { "uri": URI } });
    let lines = text.lines().count() as u32;
    let mut version = 1;

    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        version += 1;
        let start = Instant::now();
        client.change(version, typed(version)).await;
        client.request("textDocument/diagnostic", whole.clone()).await;
        times.push(start.elapsed());
    }
    report("edit to findings", times, Some(Duration::from_millis(10)));

    let place = |line: u32, character: u32| at(lines / 2 / GROUP_LINES * GROUP_LINES + line, character);
    let questions = [
        ("hover", "textDocument/hover", place(3, 8), Some(2)),
        ("completion of a field", "textDocument/completion", place(4, 8), Some(2)),
        ("completion of a state", "textDocument/completion", place(12, 15), Some(2)),
        ("document symbols", "textDocument/documentSymbol", whole.clone(), None),
        ("semantic tokens", "textDocument/semanticTokens/full", whole, None),
    ];
    for (name, method, params, budget) in questions {
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            let start = Instant::now();
            let answer = client.request(method, params.clone()).await;
            times.push(start.elapsed());
            assert!(!answer.is_null() && answer.get("code").is_none(), "{name}: {answer}");
        }
        report(name, times, budget.map(Duration::from_millis));
    }
    client.stop().await;
}

/// Edits without waiting, and a request after each thousand. Findings are published here, so that pending checks count
/// too.
async fn rapid_edits(text: &str) {
    let mut client = Client::start(json!({})).await;
    client.open(text).await;
    client.published().await;
    let before = resident();
    let mut thousands = Vec::new();
    for version in 2..RAPID as i32 + 2 {
        if (version - 2) % 1_000 == 0 {
            thousands.push(Instant::now());
        }
        client.change(version, typed(version)).await;
        if (version - 1) % 1_000 == 0 {
            client.request("textDocument/hover", at(3, 8)).await;
        }
    }
    let end = Instant::now();
    let times: Vec<Duration> = thousands
        .iter()
        .zip(thousands[1..].iter().chain([&end]))
        .map(|(start, end)| end.duration_since(*start))
        .collect();
    let (first, last) = (times[0], times[times.len() - 1]);
    println!("{:24} {first:>10.1?}", "first 1,000 rapid edits");
    let verdict = if last > first * 2 { "  over the budget of twice the first" } else { "" };
    println!("{:24} {last:>10.1?}{verdict}", "last 1,000 rapid edits");
    while client.published().await.0 != RAPID as i32 + 1 {}
    if let (Some(before), Some(after)) = (before, resident()) {
        let verdict = if after > before + (32 << 20) { "  over the budget of 32 MiB more" } else { "" };
        let mib = |bytes: usize| bytes >> 20;
        println!("{:24} {} MiB before, {} MiB after{verdict}", "resident memory", mib(before), mib(after));
    }
    client.stop().await;
}

/// The median and the maximum.
fn report(name: &str, mut times: Vec<Duration>, budget: Option<Duration>) {
    times.sort();
    let (median, longest) = (times[times.len() / 2], times[times.len() - 1]);
    let verdict = match budget {
        Some(budget) if median > budget => format!("  over the budget of {budget:?}"),
        Some(budget) => format!("  (budget {budget:?})"),
        None => String::new(),
    };
    println!("{name:24} {median:>10.1?}, at most {longest:>10.1?}{verdict}");
}

/// A letter that is inserted and removed, in a comment far from the start.
fn typed(version: i32) -> Value {
    let line = STATES as u32 / 10 * GROUP_LINES + 5;
    let place = |character: u32| json!({ "line": line, "character": character });
    let (end, text) = if version % 2 == 0 { (18, "x") } else { (19, "") };
    json!([{ "range": { "start": place(18), "end": place(end) }, "text": text }])
}

/// The memory use of the process in bytes, if the system reports it.
fn resident() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<usize>().ok()? * 1024)
}

const GROUP_LINES: u32 = 19;

fn definition() -> String {
    let mut text = String::from("{\n  \"StartAt\": \"Fetch 0\",\n  \"States\": {\n");
    let groups = STATES / 5;
    for i in 0..groups {
        let next = if i + 1 < groups { format!("Fetch {}", i + 1) } else { "Stop 0".to_owned() };
        text.push_str(&format!(
            r#"    "Fetch {i}": {{
      "Type": "Task",
      "Comment": "Fetches page {i} — ünïcödé included.",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": {{ "FunctionName": "fetch:1", "Payload": {{ "page": {i}, "order.$": "$.order" }} }},
      "ResultPath": "$.fetched",
      "TimeoutSeconds": 60,
      "Retry": [{{ "ErrorEquals": ["Lambda.TooManyRequestsException"], "IntervalSeconds": 2, "MaxAttempts": 6 }}],
      "Catch": [{{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "Stop {i}" }}],
      "Next": "Enough {i}?"
    }},
    "Enough {i}?": {{
      "Type": "Choice",
      "Choices": [{{ "Variable": "$.n", "NumericGreaterThan": {i}, "Next": "Stop {i}" }}],
      "Default": "Pause {i}"
    }},
    "Pause {i}": {{ "Type": "Wait", "Seconds": 30, "Next": "Note {i}" }},
    "Note {i}": {{ "Type": "Pass", "Parameters": {{ "id.$": "$.id" }}, "Next": "{next}" }},
    "Stop {i}": {{ "Type": "Succeed" }}{comma}
"#,
            comma = if i + 1 < groups { "," } else { "" },
        ));
    }
    text.push_str("  }\n}\n");
    text
}
