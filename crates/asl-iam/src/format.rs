//! Policies as text: JSON, and what templates of SAM, CloudFormation and Terraform contain.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use asl_core::visible::is_hidden;
use serde::Serialize;

use crate::policy::{Policy, Statement};
use crate::template::Template;

/// A policy as a JSON document. It serializes with the members in the usual order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Document {
    version: &'static str,
    statement: Vec<Allow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Allow {
    effect: &'static str,
    action: Vec<String>,
    resource: Vec<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    condition: BTreeMap<&'static str, BTreeMap<&'static str, String>>,
}

/// Returns a policy as a JSON document. The region and the account are not part of a definition: `*` stands for them.
pub fn json(policy: &Policy) -> Document {
    let policy = policy.map_resources(|text| {
        text.replace("${AWS::Partition}", "aws")
            .replace("${AWS::Region}", "*")
            .replace("${AWS::AccountId}", "*")
    });
    Document { version: "2012-10-17", statement: policy.statements.into_iter().map(allow).collect() }
}

/// Returns what has to be said about a policy as a JSON document.
pub fn notes(json: &str) -> impl Iterator<Item = &'static str> {
    let has_any = json.contains("arn:aws:") && json.contains(":*:*:");
    let any =
        has_any.then_some("the region and the account are not part of the definition; `*` stands for them");
    let is_filled_in = json.contains("${");
    any.into_iter().chain(is_filled_in.then_some("replace the names in `${}`, which the template fills in"))
}

fn allow(statement: Statement) -> Allow {
    let mut condition: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    for one in statement.conditions {
        condition.entry(one.operator).or_default().insert(one.key, one.value);
    }
    Allow { effect: "Allow", action: statement.actions, resource: statement.resources, condition }
}

/// Returns a policy for the `Policies` of a state machine in a SAM template, in YAML.
pub fn sam(policy: &Policy) -> String {
    let mut out = String::from("Policies:\n");
    write_document(&mut out, policy, "  - ", "    ");
    out
}

/// Returns a policy as a resource of a CloudFormation template, in YAML.
pub fn cloudformation(policy: &Policy, name: &str, template: &Template) -> String {
    let role = template.role_name();
    let id = logical_id(name);
    let mut out = String::new();
    let _ = writeln!(out, "{id}Policy:");
    let _ = writeln!(out, "  Type: AWS::IAM::Policy");
    let _ = writeln!(out, "  Properties:");
    let _ = writeln!(out, "    PolicyName: {id}Policy");
    let _ = writeln!(out, "    Roles:");
    let _ = writeln!(out, "      - !Ref {role}");
    let _ = writeln!(out, "    PolicyDocument:");
    write_document(&mut out, policy, "      ", "      ");
    out
}

/// Returns a name as the name of a resource, which consists of letters and digits: `nightly-report` as `NightlyReport`.
fn logical_id(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| format!("{}{}", word[..1].to_ascii_uppercase(), &word[1..])).collect()
}

/// Writes a document in YAML. `first` precedes the first line, and `indent` the others.
fn write_document(out: &mut String, policy: &Policy, first: &str, indent: &str) {
    let _ = writeln!(out, "{first}Version: '2012-10-17'");
    if policy.statements.is_empty() {
        let _ = writeln!(out, "{indent}Statement: []");
        return;
    }
    let _ = writeln!(out, "{indent}Statement:");
    for statement in &policy.statements {
        let _ = writeln!(out, "{indent}  - Effect: Allow");
        let _ = writeln!(out, "{indent}    Action:");
        for action in &statement.actions {
            let _ = writeln!(out, "{indent}      - {action}");
        }
        let _ = writeln!(out, "{indent}    Resource:");
        for resource in &statement.resources {
            let _ = writeln!(out, "{indent}      - {}", yaml(resource));
        }
        let mut operator = "";
        for condition in &statement.conditions {
            if operator.is_empty() {
                let _ = writeln!(out, "{indent}    Condition:");
            }
            if condition.operator != operator {
                operator = condition.operator;
                let _ = writeln!(out, "{indent}      {operator}:");
            }
            let _ = writeln!(out, "{indent}        {}: {}", condition.key, yaml(&condition.value));
        }
    }
}

/// Returns a string in YAML, with `!Sub` or `!GetAtt` for what the template fills in.
fn yaml(text: &str) -> String {
    let quoted = match text.chars().any(is_hidden) {
        true => quoted(text),
        false => format!("'{}'", text.replace('\'', "''")),
    };
    if !text.contains("${") {
        return quoted;
    }
    let name = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    match name.filter(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')) {
        Some(attribute) if attribute.contains('.') => format!("!GetAtt {attribute}"),
        Some(name) => format!("!Ref {name}"),
        None => format!("!Sub {quoted}"),
    }
}

/// Returns a policy as a data source of Terraform, in HCL.
pub fn terraform(policy: &Policy, name: &str) -> String {
    let policy = policy.map_resources(|text| {
        text.replace("${AWS::Partition}", "${data.aws_partition.current.partition}")
            .replace("${AWS::Region}", "${data.aws_region.current.name}")
            .replace("${AWS::AccountId}", "${data.aws_caller_identity.current.account_id}")
            .replace(crate::requirements::OWN_NAME, "${var.state_machine_name}")
    });
    let mut body = String::new();
    let id: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let _ = writeln!(body, "data \"aws_iam_policy_document\" \"{}\" {{", id.to_ascii_lowercase());
    for (i, statement) in policy.statements.iter().enumerate() {
        let gap = if i == 0 { "" } else { "\n" };
        let _ = writeln!(body, "{gap}  statement {{");
        let are_short = statement.actions.len() == 1 && statement.resources.len() == 1;
        write_list(&mut body, if are_short { "actions  " } else { "actions" }, &statement.actions);
        write_list(&mut body, "resources", &statement.resources);
        for condition in &statement.conditions {
            let _ = writeln!(body, "\n    condition {{");
            let _ = writeln!(body, "      test     = {}", hcl(condition.operator));
            let _ = writeln!(body, "      variable = {}", hcl(condition.key));
            let _ = writeln!(body, "      values   = [{}]", hcl(&condition.value));
            let _ = writeln!(body, "    }}");
        }
        let _ = writeln!(body, "  }}");
    }
    let _ = writeln!(body, "}}");
    let mut out = String::new();
    for source in ["aws_partition", "aws_region", "aws_caller_identity"] {
        if body.contains(&format!("data.{source}.current")) {
            let _ = writeln!(out, "data \"{source}\" \"current\" {{}}");
        }
    }
    if out.is_empty() { body } else { format!("{out}\n{body}") }
}

fn write_list(out: &mut String, name: &str, items: &[String]) {
    match items {
        [item] => {
            let _ = writeln!(out, "    {name} = [{}]", hcl(item));
        }
        items => {
            let _ = writeln!(out, "    {name} = [");
            for item in items {
                let _ = writeln!(out, "      {},", hcl(item));
            }
            let _ = writeln!(out, "    ]");
        }
    }
}

/// Returns a string in HCL. Interpolations stay.
fn hcl(text: &str) -> String {
    quoted(text)
}

/// Returns a string in double quotes, in which hidden characters are escaped as in JSON, YAML and HCL.
fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    let escaped = |c: char| if is_hidden(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
    json.chars().map(escaped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_in_yaml() {
        assert_eq!(yaml("*"), "'*'");
        assert_eq!(yaml("${Work.Arn}"), "!GetAtt Work.Arn");
        assert_eq!(yaml("${Topic}"), "!Ref Topic");
        assert_eq!(yaml("${AWS::StackName}"), "!Sub '${AWS::StackName}'");
        assert_eq!(yaml("it's"), "'it''s'");
        assert_eq!(yaml("a\u{1b}\u{202e}"), r#""a\u001b\u202e""#);
    }

    #[test]
    fn names_of_resources() {
        assert_eq!(logical_id("nightly-report_2"), "NightlyReport2");
        assert_eq!(logical_id(""), "");
    }
}
