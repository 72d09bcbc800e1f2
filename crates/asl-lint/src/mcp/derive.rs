//! The tools that derive something from a definition: its diagram and its policy.

use std::path::Path;

use anyhow::{Result, bail};
use asl_core::visible::visible;
use asl_iam::{Machine, format};
use rmcp::schemars::{self, JsonSchema};
use serde::Deserialize;
use serde_json::{Value, json};

use super::files::Workspace;
use super::source::{Given, Source};
use super::tool::{Answer, Files, Tool};
use crate::args::{GraphFormat, IamFormat};
use crate::commands::drawn;
use crate::policies::{self, Comparison, Policies};

pub(super) static DRAW: Tool<Draw> = Tool {
    name: "draw",
    title: "Draw a state machine",
    description: "Draw a definition as a graph: Mermaid to show it in Markdown, DOT for Graphviz, or an SVG image.",
    files: Files::Read,
    run: draw,
};

pub(super) static IAM_POLICY: Tool<IamPolicy> = Tool {
    name: "iam_policy",
    title: "Derive the IAM policy",
    description: "Derive the least IAM policy that the role of a state machine needs for its calls, including those of `.sync` \
        and of Distributed Maps. Of a template, the policy of each state machine.",
    files: Files::Read,
    run: iam_policy,
};

pub(super) static COMPARE_ROLE: Tool<CompareRole> = Tool {
    name: "compare_role",
    title: "Compare a role with the policy",
    description: "Compare the policy that the state machines of a file need with what their roles in a CloudFormation or SAM \
        template allow: permissions that are missing, and those that are not needed.",
    files: Files::Read,
    run: compare_role,
};

/// The maximum size of a diagram or of policies in an answer, in bytes.
const MAX_ANSWER: usize = 1024 * 1024;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Draw {
    #[serde(flatten)]
    source: Source,
    /// The name of the state machine to draw, if a template has several
    name: Option<String>,
    /// The format. The default is `mermaid`
    format: Option<GraphFormat>,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct IamPolicy {
    #[serde(flatten)]
    source: Source,
    /// The format. The default is `json`
    format: Option<IamFormat>,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct CompareRole {
    /// The path of the definition, or of a template
    path: String,
    /// The path of the template with the roles. The default is `path`
    template: Option<String>,
}

fn draw(workspace: &Workspace, arguments: Draw) -> Result<Answer> {
    let given = arguments.source.one(workspace)?;
    let format = arguments.format.unwrap_or(GraphFormat::Mermaid);
    let graph = drawn(&given.subject(workspace), arguments.name.as_deref(), format)?;
    if graph.len() > MAX_ANSWER {
        bail!("the graph is too large for an answer: `asl-lint graph` prints it");
    }
    Ok(Answer::new(graph.clone(), json!({ "graph": graph })))
}

fn iam_policy(workspace: &Workspace, arguments: IamPolicy) -> Result<Answer> {
    let given = arguments.source.one(workspace)?;
    let wanted = arguments.format.unwrap_or(IamFormat::Json);
    let Policies { machines, remarks } = Policies::new(&given.subject(workspace), given.path())?;
    let mut text = String::new();
    let mut entries = Vec::new();
    for machine in &machines {
        let (policy, shown) = policy(machine, wanted)?;
        let undefined = policies::undefined_names(machine, wanted);
        text.push_str(&format!("{}:\n{shown}\n", visible(&machine.name)));
        if !undefined.is_empty() {
            text.push_str(&format!("replace these names: {}\n", visible(&undefined.join(", "))));
        }
        entries
            .push(json!({ "state_machine": machine.name, "policy": policy, "undefined_names": undefined }));
    }
    let notes: String = format::notes(&text).map(|note| format!("note: {note}\n")).collect();
    text.push_str(&notes);
    let is_text = matches!(given, Given::Text { .. });
    let shown = |path: &str| if is_text { path.to_owned() } else { workspace.shown(Path::new(path)) };
    let mut places = Vec::new();
    for remark in &remarks {
        let (path, at) = (shown(&remark.path), remark.at);
        text.push_str(&format!(
            "{}:{}:{}: {}\n",
            visible(&path),
            at.line,
            at.column,
            visible(&remark.message)
        ));
        places.push(json!({ "path": path, "line": at.line, "column": at.column, "message": remark.message }));
    }
    if text.len() > MAX_ANSWER {
        bail!("the policies are too large for an answer: `asl-lint iam` prints them");
    }
    Ok(Answer::new(text, json!({ "policies": entries, "remarks": places })))
}

/// The policy of a state machine: a document, or a text in another format.
fn policy(machine: &Machine, wanted: IamFormat) -> Result<(Value, String)> {
    if wanted == IamFormat::Json {
        let document = format::json(&machine.needed.policy);
        return Ok((serde_json::to_value(&document)?, serde_json::to_string_pretty(&document)?));
    }
    let text = policies::text(machine, wanted);
    Ok((Value::String(text.clone()), text))
}

fn compare_role(workspace: &Workspace, arguments: CompareRole) -> Result<Answer> {
    let path = workspace.file(&arguments.path)?;
    let template =
        arguments.template.as_ref().map_or(Ok(path.clone()), |template| workspace.file(template))?;
    let given = Given::Path(path);
    let Policies { machines, .. } = Policies::new(&given.subject(workspace), &template)?;
    let found = Comparison::new(&machines, &template)?;
    let shown = workspace.shown(&template);
    let mut text = String::new();
    let mut entries = Vec::new();
    for difference in &found.differences {
        let (at, finding) = (difference.at, &difference.finding);
        let place = format!("{}:{}:{}", visible(&shown), at.line, at.column);
        text.push_str(&format!("{place}: {}: {}\n", finding.rule, visible(&finding.message)));
        entries.push(json!({
            "path": shown,
            "state_machines": difference.machines,
            "rule": finding.rule,
            "severity": "info",
            "message": finding.message,
            "line": at.line,
            "column": at.column,
        }));
    }
    if found.differences.is_empty() && found.errors.is_empty() {
        text.push_str("the role allows what the state machine needs, and no more\n");
    }
    let errors = found.errors.iter().map(|error| format!("{error:#}"));
    let notes: Vec<String> = found.notes.iter().cloned().chain(errors).collect();
    notes.iter().for_each(|note| text.push_str(&format!("note: {}\n", visible(note))));
    Ok(Answer::new(text, json!({ "differences": entries, "notes": notes })))
}
