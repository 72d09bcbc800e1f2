//! The tools about rules.

use anyhow::{Result, bail};
use asl_core::RULES;
use asl_core::rules::Default;
use rmcp::schemars::{self, JsonSchema};
use serde::Deserialize;
use serde_json::json;

use super::files::Workspace;
use super::tool::{Answer, Files, Tool};
use crate::commands::{page, rule_entry};

pub(super) static LIST_RULES: Tool<ListRules> = Tool {
    name: "list_rules",
    title: "List the rules",
    description: "List the rules of asl-lint with their severity and a summary each. `explain_rule` shows one in full.",
    files: Files::None,
    run: list,
};

pub(super) static EXPLAIN_RULE: Tool<ExplainRule> = Tool {
    name: "explain_rule",
    title: "Explain a rule",
    description: "Show the documentation of a rule: what it reports and why, an example with the mistake and one without, \
        exceptions, options and the fix.",
    files: Files::None,
    run: explain,
};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct ListRules {
    /// Only rules whose name, group or summary contains this text
    query: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct ExplainRule {
    /// The name of the rule, such as `unknown-state`
    rule: String,
}

fn list(_: &Workspace, arguments: ListRules) -> Result<Answer> {
    let query = arguments.query.unwrap_or_default().to_lowercase();
    let mut text = String::new();
    let mut entries = Vec::new();
    for rule in RULES {
        let summary = rule.summary();
        let searched = [rule.name, rule.group.title(), summary].map(str::to_lowercase);
        if !searched.iter().any(|text| text.contains(&query)) {
            continue;
        }
        let off = if rule.default == Default::Off { ", off by default" } else { "" };
        text.push_str(&format!("{} ({}{off}): {summary}\n", rule.name, rule.severity));
        entries.push(rule_entry(rule));
    }
    if entries.is_empty() {
        bail!("no rule contains this text");
    }
    Ok(Answer::new(text, json!({ "rules": entries })))
}

fn explain(_: &Workspace, arguments: ExplainRule) -> Result<Answer> {
    let page = page(&arguments.rule)?;
    let entry = asl_core::rule(&arguments.rule).map(rule_entry);
    Ok(Answer::new(page.clone(), json!({ "rule": entry, "page": page })))
}
