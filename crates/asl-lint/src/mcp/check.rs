//! The tool that checks.

use std::cmp::Reverse;

use anstream::adapter::strip_bytes;
use anyhow::{Result, bail};
use asl_core::visible::visible;
use asl_findings::Finding;
use rmcp::schemars::{self, JsonSchema};
use serde::Deserialize;
use serde_json::json;

use super::files::Workspace;
use super::source::{Given, Source};
use super::tool::{Answer, Files, Tool};
use crate::args::Workflow;
use crate::render;
use crate::report::Report;

/// The default and the maximum of `limit`.
const LIMITS: (usize, usize) = (50, 1000);

/// The maximum size of all findings of an answer, in bytes of JSON.
const MAX_FINDINGS: usize = 256 * 1024;

/// The maximum number of files that could not be read in an answer.
const MAX_FAILURES: usize = 20;

pub(super) static CHECK: Tool<Check> = Tool {
    name: "check",
    title: "Check state machines",
    description: "Find errors in AWS Step Functions state machines (Amazon States Language), as AWS and the runtime would: \
        a definition in JSON or YAML, a template of SAM, CloudFormation, Serverless or Terraform, or Markdown. `path` may be a \
        folder, which is searched. Severity `error`: AWS rejects the definition. `warning`: it fails at run time. `info`: \
        advice. A finding has its location, its rule and often a fix.",
    files: Files::Read,
    run: check,
};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Check {
    #[serde(flatten)]
    source: Source,
    /// The workflow type, if no template sets it. The default is `standard`
    workflow: Option<Workflow>,
    /// Whether to include advice, of severity `info`
    #[serde(default)]
    advice: bool,
    /// Run only these rules or groups of rules
    #[serde(default)]
    select: Vec<String>,
    /// Do not run these rules or groups of rules
    #[serde(default)]
    ignore: Vec<String>,
    /// The maximum number of findings in the answer, up to 1000. The default is 50
    limit: Option<usize>,
}

fn check(workspace: &Workspace, arguments: Check) -> Result<Answer> {
    let Check { source, workflow, advice, select, ignore, limit } = arguments;
    let given = source.given(workspace)?;
    let is_text = matches!(given, Given::Text { .. });
    let name = workspace.shown(given.path());
    let mut run = given.run(workspace, |args| {
        args.workflow = workflow;
        args.advice = advice;
        args.select = select;
        args.ignore = ignore;
    })?;
    let mut report = run.job().run()?;
    if report.checked_files.is_empty() && report.failures.is_empty() {
        bail!("{} contains no state machine", visible(&name));
    }
    if !is_text {
        report.files.iter_mut().flat_map(|file| &mut file.findings).for_each(|finding| {
            finding.path = workspace.shown(finding.path.as_ref());
        });
    }
    Ok(answer(&report, limit.unwrap_or(LIMITS.0).min(LIMITS.1)))
}

/// The findings of a report, or the most severe ones and the number of the others.
fn answer(report: &Report, limit: usize) -> Answer {
    let mut size = 0;
    let fits = |finding: &&Finding| {
        size += serde_json::to_string(finding).map_or(0, |text| text.len());
        size <= MAX_FINDINGS
    };
    let mut all: Vec<&Finding> = report.findings().collect();
    if all.len() > limit {
        all.sort_by_key(|finding| Reverse(finding.severity));
    }
    let count = all.len();
    let shown: Vec<&Finding> = all.into_iter().take(limit).take_while(fits).collect();
    let left_off = count - shown.len();
    let mut text: String = shown.iter().map(|finding| line(finding)).collect();
    text.push_str(&stripped(render::outcome(report).as_bytes()));
    if left_off > 0 {
        text.push_str(&format!("; {left_off} of them are not shown: raise `limit`, or check a part"));
    }
    if report.hidden > 0 {
        text.push_str(&format!("; `advice` shows {} more", report.hidden));
    }
    for failure in report.failures.iter().take(MAX_FAILURES) {
        let path = failure.path.as_deref().unwrap_or_default();
        text.push_str(&format!("\nnot checked: {} {}", visible(path), visible(&failure.message)));
    }
    let failures = report.failures.iter().take(MAX_FAILURES);
    let structured = json!({
        "findings": shown,
        "left_off": left_off,
        "hidden_advice": report.hidden,
        "errors": report.count(asl_core::Severity::Error),
        "warnings": report.count(asl_core::Severity::Warning),
        "definitions": report.checked,
        "not_checked": failures.map(|one| json!({ "path": one.path, "message": one.message })).collect::<Vec<_>>(),
    });
    Answer::new(text, structured)
}

/// A finding as text: the line of the compact format, and what to do.
fn line(finding: &Finding) -> String {
    let mut line = Vec::new();
    render::line(finding, &mut line).expect("writing to a vector does not fail");
    let mut text = stripped(&line);
    if let Some(help) = &finding.help {
        text.push_str(&format!("  help: {}\n", visible(help)));
    }
    text
}

/// A text without the styles of terminals.
fn stripped(text: &[u8]) -> String {
    String::from_utf8_lossy(&strip_bytes(text).into_vec()).into_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::tool::AnyTool;
    use super::*;

    fn checked(arguments: Value) -> Answer {
        let Value::Object(arguments) = arguments else { panic!("not an object") };
        CHECK.call(Vec::new(), arguments).unwrap()
    }

    #[test]
    fn findings_beyond_the_limit_are_counted() {
        let states: String =
            (0..100).map(|i| format!(r#""S{i}": {{ "Type": "Pass", "Next": "X{i}" }},"#)).collect();
        let text = format!(r#"{{ "StartAt": "S0", "States": {{ {states} "E": {{ "Type": "Succeed" }} }} }}"#);
        let answer = checked(json!({ "text": text, "select": ["unknown-state"] }));
        assert_eq!(answer.structured["findings"].as_array().map(Vec::len), Some(50));
        assert_eq!((&answer.structured["left_off"], &answer.structured["errors"]), (&json!(50), &json!(100)));
        assert!(answer.text.contains("; 50 of them are not shown: raise `limit`"), "{}", answer.text);
        let answer = checked(json!({ "text": text, "select": ["unknown-state"], "limit": 0 }));
        assert!(
            answer.text.starts_with("100 errors in 1 file, 1 definition checked; 100 of them"),
            "{}",
            answer.text
        );
        let answer = checked(json!({ "text": text, "select": ["unknown-state"], "limit": 100_000 }));
        assert_eq!(answer.structured["left_off"], json!(0));
    }

    #[test]
    fn the_most_severe_findings_are_shown() {
        let text = r#"{ "StartAt": "A", "TimeoutSeconds": 9, "States": {
            "A": { "Type": "Wait", "Seconds": 10, "Next": "B" }, "B": { "Type": "Pass", "Next": "X" },
            "E": { "Type": "Succeed" } } }"#;
        let rules = |limit: usize| {
            let answer = checked(json!({ "text": text, "limit": limit }));
            let findings = answer.structured["findings"].as_array().unwrap().clone();
            findings.iter().map(|one| one["severity"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let all = rules(10);
        assert!(all.len() > 1 && all[0] == "warning" && all.contains(&"error".to_owned()), "{all:?}");
        assert_eq!(rules(1), ["error"]);
    }

    #[test]
    fn text_is_read_by_itself() {
        let template = "Resources:\n  A:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      \
                        DefinitionUri: Cargo.toml\n";
        let answer = checked(json!({ "text": template, "filename": "/etc/template.yaml", "advice": true }));
        let [finding] = answer.structured["findings"].as_array().unwrap().as_slice() else {
            panic!("{}", answer.text)
        };
        assert_eq!(
            (&finding["path"], &finding["rule"]),
            (&json!("template.yaml"), &json!("unchecked-definition")),
            "{finding}"
        );
    }
}
