//! The time to parse, analyse and lint a definition, as a multiple of the time that serde_json takes to parse the same
//! bytes. Both are measured alternately in the same run, so that the machine matters little. Budget: 3 at any size.

#![expect(clippy::print_stdout, reason = "it prints figures")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use asl_core::config::Config;
use asl_core::{Source, analyze, lint_analyses};

const BUDGET: f64 = 3.0;

fn main() {
    println!("{:>9}  {:>10}  {:>10}  {:>5}", "bytes", "serde_json", "asl-core", "ratio");
    memory();
    for size in [10_000, 100_000, 1_000_000] {
        let text = definition(size);
        let rounds = (20_000_000 / size).clamp(20, 1_000);
        let (mut least, mut ours) = (Duration::MAX, Duration::MAX);
        for _ in 0..rounds {
            least = least.min(time(|| {
                black_box(serde_json::from_slice::<serde_json::Value>(text.as_bytes()).expect("it is JSON"));
            }));
            ours = ours.min(time(|| {
                let analyses = analyze(Source::new(&text, "a.asl.json"));
                black_box(lint_analyses(&analyses, &Config::all()));
            }));
        }
        let ratio = ours.as_secs_f64() / least.as_secs_f64();
        let verdict = if ratio <= BUDGET { "" } else { "  over the budget of 3" };
        println!("{:>9}  {least:>10.1?}  {ours:>10.1?}  {ratio:>5.2}{verdict}", text.len());
    }
}

/// Prints the memory of the analysis of a large definition, as a multiple of the length of the text. Budget: 10.
fn memory() {
    let text = definition(1_000_000);
    let before = resident();
    let analyses = analyze(Source::new(&text, "a.asl.json"));
    if let (Some(before), Some(after)) = (before, resident()) {
        println!("memory: {:.1} times the text", after.saturating_sub(before) as f64 / text.len() as f64);
    }
    black_box(analyses);
}

/// The resident memory of the process in bytes, on Linux.
fn resident() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<usize>().ok()? * 1024)
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// A correct definition of about this many bytes: tasks with retries, choices, waits, and Maps with states inside.
fn definition(size: usize) -> String {
    let mut text = String::from("{\n  \"StartAt\": \"Fetch 0\",\n  \"States\": {\n");
    let mut i = 0;
    while text.len() < size {
        text.push_str(&format!(
            r#"    "Fetch {i}": {{
      "Type": "Task",
      "Comment": "Fetches page {i} — ünïcödé included.",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": {{ "FunctionName": "fetch", "Payload": {{ "page": {i}, "order.$": "$.order", "tags": ["a", "b\n"] }} }},
      "ResultSelector": {{ "body.$": "$.Payload" }},
      "ResultPath": "$.fetched",
      "TimeoutSeconds": 60,
      "Retry": [{{ "ErrorEquals": ["Lambda.ServiceException", "Lambda.TooManyRequestsException"], "IntervalSeconds": 2, "MaxAttempts": 6, "BackoffRate": 1.5 }}],
      "Catch": [{{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "Failed" }}],
      "Next": "Enough {i}?"
    }},
    "Enough {i}?": {{
      "Type": "Choice",
      "Choices": [
        {{ "And": [{{ "Variable": "$.n", "NumericGreaterThan": {i} }}, {{ "Variable": "$.done", "BooleanEquals": true }}], "Next": "Each {i}" }},
        {{ "Variable": "$.kind", "StringEquals": "late", "Next": "Pause {i}" }}
      ],
      "Default": "Each {i}"
    }},
    "Pause {i}": {{ "Type": "Wait", "Seconds": 30, "Next": "Each {i}" }},
    "Each {i}": {{
      "Type": "Map",
      "ItemsPath": "$.fetched.body.items",
      "ItemProcessor": {{
        "StartAt": "Handle {i}",
        "States": {{ "Handle {i}": {{ "Type": "Pass", "Parameters": {{ "id.$": "$.id" }}, "End": true }} }}
      }},
      "ResultPath": null,
      "Next": "Fetch {next}"
    }},
"#,
            next = i + 1
        ));
        i += 1;
    }
    text.push_str(&format!("    \"Fetch {i}\": {{ \"Type\": \"Succeed\" }},\n    \"Failed\": {{ \"Type\": \"Fail\" }}\n  }}\n}}\n"));
    text
}
