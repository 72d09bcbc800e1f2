//! The time to parse, analyse and lint documents, as a multiple of the time that serde_json takes to parse the same
//! bytes. Both are measured alternately in the same run, so that the machine matters little; a ratio is the median of all
//! rounds. Each is measured right after a run of its own, since how the other leaves the heap makes a difference of up to
//! a fifth, for better or worse. Each kind of document has a budget. The exit code is 1 if one is exceeded.
//!
//! `cargo bench --bench analysis -- NAME` measures only the documents whose name contains `NAME`.

#![expect(clippy::print_stdout, reason = "it prints figures")]

use std::fmt::Write;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use asl_core::config::Config;
use asl_core::{Source, analyze, lint_analyses};

struct Document {
    name: &'static str,
    /// The name of the file.
    file: &'static str,
    text: String,
    /// The maximum ratio.
    budget: f64,
}

fn main() -> ExitCode {
    if let [_, mode, path] = &std::env::args().collect::<Vec<_>>()[..]
        && mode == ALONE
    {
        return check_alone(path);
    }
    // First, while no memory has been freed that could be used again.
    memory();
    memory_of_services();
    let wanted = std::env::args().skip(1).find(|arg| !arg.starts_with('-')).unwrap_or_default();
    println!(
        "{:<24} {:>8} {:>10} {:>9} {:>6} {:>7}",
        "document", "bytes", "serde_json", "asl-core", "ratio", "budget"
    );
    let mut over = 0;
    for document in documents().iter().filter(|document| document.name.contains(&wanted)) {
        over += usize::from(!is_within_budget(document));
    }
    println!("{over} over budget");
    if over == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn documents() -> [Document; 7] {
    let chain = |size| Document { name: "chain", file: "a.asl.json", text: chain(size), budget: 2.5 };
    [
        chain(10_000),
        chain(100_000),
        chain(1_000_000),
        Document { name: "JSONata", file: "a.asl.json", text: jsonata(45_000), budget: 12.0 },
        Document { name: "variables", file: "a.asl.json", text: variables(100_000), budget: 6.0 },
        Document { name: "40 services", file: "a.asl.json", text: services(200, 40), budget: 8.0 },
        Document { name: "300 definitions", file: "template.json", text: template(300), budget: 4.0 },
    ]
}

/// Measures a document, prints its row and returns whether it is within its budget.
fn is_within_budget(document: &Document) -> bool {
    let Document { name, file, text, budget } = document;
    let config = Config::all();
    let parse = || {
        black_box(serde_json::from_slice::<serde_json::Value>(text.as_bytes()).expect("it is JSON"));
    };
    let check = || {
        let analyses = analyze(Source::new(text, file));
        black_box(lint_analyses(&analyses, &config));
    };
    let mut rounds: Vec<(Duration, Duration)> = Vec::new();
    for _ in 0..(20_000_000 / text.len()).clamp(20, 1_000) {
        rounds.push((time_again(parse), time_again(check)));
    }
    let ratio = |(theirs, ours): &(Duration, Duration)| ours.as_secs_f64() / theirs.as_secs_f64();
    rounds.sort_by(|a, b| ratio(a).total_cmp(&ratio(b)));
    let (theirs, ours) = rounds[rounds.len() / 2];
    let ratio = ratio(&(theirs, ours));
    let verdict = if ratio <= *budget { "" } else { "  over budget" };
    let bytes = text.len();
    println!("{name:<24} {bytes:>8} {theirs:>10.1?} {ours:>9.1?} {ratio:>6.2} {budget:>7.1}{verdict}");
    ratio <= *budget
}

/// A chain of Tasks that call actions of some AWS services.
fn services(count: usize, services: usize) -> String {
    let listed =
        || aws_services::sdk_services().iter().filter(|service| service.is_listed() && !service.is_retired());
    // The largest ones, with the actions in the middle of each.
    let mut largest: Vec<_> = listed().collect();
    largest.sort_by_key(|service| std::cmp::Reverse(service.model().actions().count()));
    let mut states = String::new();
    for i in 0..count {
        let service = largest[i % services];
        let action = service.model().actions().nth(i / services + 20).expect("a large service");
        let mut arguments = String::new();
        for member in action.input().members().filter(|member| member.is_required()) {
            write!(
                arguments,
                "{}\"{}.$\": \"$.a\"",
                if arguments.is_empty() { "" } else { ", " },
                member.name()
            )
            .expect("strings accept everything");
        }
        write!(
            states,
            r#""S{i}": {{ "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:{}:{}", "Parameters": {{ {arguments} }}, "ResultPath": null, "Next": "S{}" }}, "#,
            service.name(),
            action.name(),
            i + 1
        )
        .expect("strings accept everything");
    }
    format!(r#"{{ "StartAt": "S0", "States": {{ {states} "S{count}": {{ "Type": "Succeed" }} }} }}"#)
}

/// Prints the memory of the analysis of a large definition, as a multiple of the length of the text. Budget: 10.
fn memory() {
    let text = chain(1_000_000);
    let before = memory_in_use("VmRSS:");
    let analyses = analyze(Source::new(&text, "a.asl.json"));
    if let (Some(before), Some(after)) = (before, memory_in_use("VmRSS:")) {
        println!("memory: {:.1} times the text", after.saturating_sub(before) as f64 / text.len() as f64);
    }
    black_box(analyses);
}

/// The argument for a process that only checks a file.
const ALONE: &str = "alone";

/// Prints what a check of 200 Tasks that call 40 services takes in a process of its own: the models of the services are
/// read on first use and stay in memory. Budget: 60 MB.
fn memory_of_services() {
    let path = std::env::temp_dir().join(format!("asl-core-services-{}.asl.json", std::process::id()));
    std::fs::write(&path, services(200, 40)).expect("the folder is writable");
    let this = std::env::current_exe().expect("it exists");
    let output = std::process::Command::new(this).arg(ALONE).arg(&path).output().expect("it can be started");
    print!("{}", String::from_utf8_lossy(&output.stdout));
    std::fs::remove_file(&path).expect("it can be removed");
}

/// Checks a file, and prints the time and the memory that it takes.
fn check_alone(path: &str) -> ExitCode {
    let text = std::fs::read_to_string(path).expect("the file is readable");
    let before = memory_in_use("VmHWM:");
    let took = time(|| {
        black_box(lint_analyses(&analyze(Source::new(&text, path)), &Config::all()));
    });
    if let (Some(before), Some(after)) = (before, memory_in_use("VmHWM:")) {
        let memory = after.saturating_sub(before) as f64 / 1e6;
        println!("40 services, in a new process: {took:.1?}, {memory:.1} MB at most (budget 60 MB)");
    }
    ExitCode::SUCCESS
}

/// A figure about the memory of the process in bytes, on Linux: `VmRSS:` now, `VmHWM:` at most.
fn memory_in_use(figure: &str) -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(figure))?;
    Some(line.split_whitespace().nth(1)?.parse::<usize>().ok()? * 1024)
}

/// The time of the second of two runs.
fn time_again(work: impl Fn()) -> Duration {
    work();
    time(work)
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// A definition of about this many bytes. `part` writes the states with a number, of which the first is `Step {number}`.
fn definition(size: usize, part: impl Fn(usize) -> String) -> String {
    let mut text = String::from("{\n  \"StartAt\": \"Step 0\",\n  \"States\": {\n");
    let mut i = 0;
    while text.len() < size {
        text.push_str(&part(i));
        i += 1;
    }
    let _ = writeln!(text, r#"    "Step {i}": {{ "Type": "Succeed" }},"#);
    text + "    \"Failed\": { \"Type\": \"Fail\" }\n  }\n}\n"
}

fn in_jsonata(size: usize, part: impl Fn(usize) -> String) -> String {
    definition(size, part).replacen('{', "{\n  \"QueryLanguage\": \"JSONata\",", 1)
}

/// Tasks with retries, choices, waits, and Maps with states inside.
fn chain(size: usize) -> String {
    definition(size, |i| {
        format!(
            r#"    "Step {i}": {{
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
      "Next": "Step {next}"
    }},
"#,
            next = i + 1
        )
    })
}

/// Expressions that filter, group and sum up, in Tasks, choices and Maps. Most of the text is JSONata.
fn jsonata(size: usize) -> String {
    in_jsonata(size, |i| {
        format!(
            r#"    "Step {i}": {{
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Arguments": {{
        "FunctionName": "${{Fetch}}",
        "Payload": "{{% $merge([$states.input.order, {{ \"page\": {i}, \"since\": $fromMillis($toMillis($states.context.Execution.StartTime) - 86400000) }}]) %}}"
      }},
      "Assign": {{ "total": "{{% $sum($states.result.Payload.lines.(price * quantity)) %}}" }},
      "Output": {{
        "open": "{{% $filter($states.result.Payload.orders, function($o) {{ $o.status = \"open\" and $o.total > 10 }})[] %}}",
        "names": "{{% $map($states.result.Payload.lines[price > 10], function($l, $i) {{ {{ \"id\": $l.id, \"at\": $i, \"label\": $uppercase($l.name) & \" (\" & $string($l.quantity) & \")\" }} }}) %}}",
        "late": "{{% $count($states.result.Payload.orders[due < $now()]) > 0 ? \"late\" : \"in time\" %}}"
      }},
      "Retry": [{{ "ErrorEquals": ["Lambda.TooManyRequestsException"], "MaxAttempts": 6, "BackoffRate": 2 }}],
      "TimeoutSeconds": "{{% $min([$states.input.limit, 300]) %}}",
      "Next": "Enough {i}?"
    }},
    "Enough {i}?": {{
      "Type": "Choice",
      "Choices": [
        {{ "Condition": "{{% $states.input.late = \"late\" and $exists($states.input.open) %}}", "Next": "Each {i}" }},
        {{ "Condition": "{{% $total > {i} or $states.input.names[0].at in [1, 2, 3] %}}", "Next": "Step {next}" }}
      ],
      "Default": "Each {i}"
    }},
    "Each {i}": {{
      "Type": "Map",
      "Items": "{{% $states.input.open ~> $sort(function($a, $b) {{ $a.total < $b.total }}) %}}",
      "ItemProcessor": {{
        "StartAt": "Handle {i}",
        "States": {{ "Handle {i}": {{ "Type": "Pass", "Output": "{{% {{ \"id\": $states.input.id, \"parts\": $split($states.input.tags, \",\").{{ \"tag\": $trim($) }} }} %}}", "End": true }} }}
      }},
      "Next": "Step {next}"
    }},
"#,
            next = i + 1
        )
    })
}

/// Variables that are assigned and read in every state, in loops too.
fn variables(size: usize) -> String {
    in_jsonata(size, |i| {
        format!(
            r#"    "Step {i}": {{
      "Type": "Pass",
      "Assign": {{ "count{i}": 0, "items{i}": "{{% $states.input.items %}}", "limit": "{{% $count($states.input.items) %}}" }},
      "Next": "More {i}?"
    }},
    "More {i}?": {{
      "Type": "Choice",
      "Choices": [{{ "Condition": "{{% $count{i} < $limit %}}", "Next": "Work {i}" }}],
      "Default": "Step {next}"
    }},
    "Work {i}": {{
      "Type": "Pass",
      "Assign": {{ "count{i}": "{{% $count{i} + 1 %}}", "last": "{{% $items{i}[$count{i}] %}}" }},
      "Output": {{ "done": "{{% $count{i} & ' of ' & $limit %}}" }},
      "Next": "More {i}?"
    }},
"#,
            next = i + 1
        )
    })
}

/// A CloudFormation template with state machines of a few states each.
fn template(definitions: usize) -> String {
    let machine = |i| {
        format!(
            r#"    "Machine{i}": {{
      "Type": "AWS::StepFunctions::StateMachine",
      "Properties": {{
        "RoleArn": {{ "Fn::GetAtt": ["Role", "Arn"] }},
        "DefinitionSubstitutions": {{ "Work": {{ "Fn::GetAtt": ["Function{i}", "Arn"] }} }},
        "Definition": {{
          "StartAt": "Work",
          "States": {{
            "Work": {{
              "Type": "Task",
              "Resource": "arn:aws:states:::lambda:invoke",
              "Parameters": {{ "FunctionName": "${{Work}}", "Payload.$": "$" }},
              "TimeoutSeconds": 60,
              "Retry": [{{ "ErrorEquals": ["Lambda.TooManyRequestsException"], "MaxAttempts": 6, "BackoffRate": 2 }}],
              "Catch": [{{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "Failed" }}],
              "Next": "Enough?"
            }},
            "Enough?": {{
              "Type": "Choice",
              "Choices": [{{ "Variable": "$.count", "NumericGreaterThan": {i}, "Next": "Done" }}],
              "Default": "Pause"
            }},
            "Pause": {{ "Type": "Wait", "Seconds": 30, "Next": "Work" }},
            "Done": {{ "Type": "Succeed" }},
            "Failed": {{ "Type": "Fail" }}
          }}
        }}
      }}
    }}"#
        )
    };
    let machines: Vec<String> = (0..definitions).map(machine).collect();
    format!("{{\n  \"Resources\": {{\n{}\n  }}\n}}\n", machines.join(",\n"))
}
