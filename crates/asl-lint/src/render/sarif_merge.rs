//! Merges SARIF logs of asl-lint.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use asl_core::Severity;
use serde_json::{Value, json};

use super::sarif::{level, unescaped};

/// A log with the results of several.
pub(crate) struct Merged {
    pub log: Value,
    /// The highest severity of the results.
    pub most: Option<Severity>,
    /// What could not be read.
    pub failures: Vec<String>,
}

/// Merges logs: the results in the order of their places, without duplicates, as one run would have printed them.
pub(crate) fn merge(mut logs: Vec<Value>) -> Merged {
    let mut rules: BTreeMap<String, Value> = BTreeMap::new();
    let (mut results, mut notifications, mut roots) = (Vec::new(), Vec::new(), Vec::new());
    for log in &mut logs {
        let run = &mut log["runs"][0];
        for rule in list(&mut run["tool"]["driver"]["rules"]) {
            rules.insert(text(&rule["id"]).to_owned(), rule);
        }
        results.append(&mut list(&mut run["results"]));
        notifications.append(&mut list(&mut run["invocations"][0]["toolExecutionNotifications"]));
        roots.push(run["originalUriBaseIds"].clone());
    }
    results.sort_by(by_place);
    // Equal results are about the same place, where few are.
    let mut unique: Vec<Value> = Vec::new();
    for mut result in results {
        if let Some(index) = rules.keys().position(|id| *id == text(&result["ruleId"])) {
            result["ruleIndex"] = index.into();
        }
        let same_place = unique.iter().rev().take_while(|other| by_place(other, &result).is_eq());
        if !same_place.into_iter().any(|other| *other == result) {
            unique.push(result);
        }
    }
    notifications.sort_by_key(notification_key);
    notifications.dedup();
    let severities = [Severity::Error, Severity::Warning, Severity::Info];
    let most = severities.into_iter().find(|one| unique.iter().any(|result| result["level"] == level(*one)));
    let failures = notifications.iter().map(|one| unescaped(text(&one["message"]["text"]))).collect();

    let mut log = logs.swap_remove(0);
    let run = &mut log["runs"][0];
    run["tool"]["driver"]["rules"] = rules.into_values().collect();
    run["results"] = unique.into();
    run["invocations"][0]["executionSuccessful"] = notifications.is_empty().into();
    run["invocations"][0]["toolExecutionNotifications"] = notifications.into();
    // The parts may have been checked in different folders.
    if roots.iter().any(|root| *root != roots[0]) {
        run["originalUriBaseIds"] =
            json!({ "SRCROOT": { "description": { "text": "the root of the repository" } } });
    }
    Merged { log, most, failures }
}

fn list(value: &mut Value) -> Vec<Value> {
    match value.take() {
        Value::Array(items) => items,
        _ => Vec::new(),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn by_place(a: &Value, b: &Value) -> Ordering {
    let key = |result: &Value| {
        let location = &result["locations"][0]["physicalLocation"];
        let region = &location["region"];
        let start = region["byteOffset"].as_u64().unwrap_or_default();
        let length = region["byteLength"].as_u64().unwrap_or_default();
        (text(&location["artifactLocation"]["uri"]).to_owned(), start, start + length)
    };
    key(a).cmp(&key(b))
}

/// By the path, if there is one, and the message.
pub(super) fn notification_key(notification: &Value) -> (String, String) {
    let location = &notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    (text(location).to_owned(), text(&notification["message"]["text"]).to_owned())
}
