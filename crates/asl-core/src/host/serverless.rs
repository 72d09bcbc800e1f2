//! The Serverless Framework with its plug-in for Step Functions: `serverless.yml`, and files that it includes.

use super::cloudformation::{self, Function, has_macro};
use super::{Host, HostKind, Link, Name, Region, Target, yaml_as};
use crate::catalog::WorkflowType;
use crate::syntax::{Node, Pair, Replacement, Text, Tree, YamlVersion};

/// Whether a document is a service, or a part of one that has state machines.
pub(super) fn is_service(tree: &Tree) -> bool {
    let has = |key| tree.root().is_some_and(|root| root.pair(key).is_some());
    has("stepFunctions") || has("stateMachines") || (has("service") && has("provider"))
}

/// The state machines of a service; nothing if the document is none.
pub(super) fn regions(tree: &Tree) -> Option<Vec<Region>> {
    let root = tree.root().filter(|_| is_service(tree))?;
    let plugin = root.get("stepFunctions").unwrap_or(root);
    let mut found = Vec::new();
    if let Some(machines) = plugin.get("stateMachines") {
        // A list has objects that are put together, and files that have them.
        for machines in std::iter::once(machines).chain(machines.items()) {
            found.extend(machines.pairs().filter_map(|pair| region(tree, pair)));
        }
    }
    // Paths begin at the folder of the service: where that is, a file that it includes does not say.
    if root.pair("stepFunctions").is_none() {
        found.iter_mut().for_each(|region| region.host.link = None);
    }
    if let Some(resources) = root.get("resources") {
        for template in std::iter::once(resources).chain(resources.items()) {
            found.extend(cloudformation::resources(tree, template, None));
        }
    }
    Some(found)
}

fn region(tree: &Tree, machine: Pair<'_>) -> Option<Region> {
    let value = machine.value()?;
    let definition = value.pair("definition")?;
    let inside = definition.value()?;
    let host = Host {
        kind: HostKind::Serverless,
        name: Some(name(machine)),
        sources: vec![name(definition)],
        workflow: workflow(value),
        link: inside.as_text().and_then(link),
        is_traced: is_traced(value),
        is_logged: is_logged(value),
        ..Host::default()
    };
    let tree = match inside.is_object() {
        true => tree.subtree(inside, &replacement),
        false => Tree::damaged(tree.shared_text(), tree.notation(), Vec::new()),
    };
    Some(Region { tree, host })
}

fn replacement<'t>(node: Node<'t>) -> Option<Replacement<'t>> {
    if let Some(function) = Function::of(node) {
        let text = function.sub().map(|(text, _)| Replacement::Value(text));
        return Some(text.unwrap_or(Replacement::Hole));
    }
    let is_variable = node.as_text().is_some_and(|text| is_variable(text.value));
    (is_variable || has_macro(node)).then_some(Replacement::Hole)
}

/// Whether the whole text is one variable, which may stand for any value: `${self:custom.timeout}`.
fn is_variable(text: &str) -> bool {
    let inside = text.trim().strip_prefix("${").and_then(|text| text.strip_suffix('}'));
    inside.is_some_and(|inside| !inside.contains("}") || inside.rfind('{') < inside.find('}'))
}

fn name(pair: Pair<'_>) -> Name {
    let key = pair.key();
    Name { value: key.value.to_owned(), span: key.span }
}

/// The file of `${file(path)}`. With a key behind it, or a path that is filled in, it is not known.
fn link(text: Text<'_>) -> Option<Link> {
    let path = text.value.trim().strip_prefix("${file(")?.strip_suffix(")}")?.trim();
    let is_plain = !path.is_empty() && !path.contains(['$', '(', ')', '{', '}']);
    let language = yaml_as(path, YamlVersion::V1_2);
    is_plain.then(|| Link { path: path.to_owned(), span: text.span, language, target: Target::Unread })
}

fn workflow(machine: Node<'_>) -> Option<WorkflowType> {
    match machine.get("type").map(Node::as_str) {
        None | Some(Some("STANDARD")) => Some(WorkflowType::Standard),
        Some(Some("EXPRESS")) => Some(WorkflowType::Express),
        Some(_) => None,
    }
}

fn is_traced(machine: Node<'_>) -> Option<bool> {
    let Some(tracing) = machine.get("tracingConfig") else { return Some(false) };
    match tracing.is_object().then(|| tracing.get("enabled"))? {
        None => Some(false),
        Some(value) => value.as_bool(),
    }
}

fn is_logged(machine: Node<'_>) -> Option<bool> {
    let Some(logging) = machine.get("loggingConfig") else { return Some(false) };
    match logging.is_object().then(|| logging.get("level"))? {
        None => Some(false),
        Some(level) => match level.as_str()? {
            "OFF" => Some(false),
            "ALL" | "ERROR" | "FATAL" => Some(true),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::{Language, regions};
    use crate::syntax::{Dialect, Kind};
    use crate::{RULES, Source, analyze, check_file};

    const SERVICE: &str = r#"{
  "service": "orders",
  "stepFunctions": {
    "stateMachines": {
      "ship": {
        "type": "${self:custom.type}",
        "tracingConfig": { "enabled": true },
        "loggingConfig": { "level": "ERROR" },
        "definition": {
          "StartAt": "A",
          "TimeoutSeconds": "${self:custom.timeout, 10}",
          "States": {
            "A": { "Type": "Task", "Resource": { "Fn::GetAtt": ["work", "Arn"] }, "TimeoutSeconds": "${opt:a, '${opt:b}'}", "Next": "B" },
            "C": { "Type": "Task", "Resource": "arn:aws:lambda:${opt:region}:${aws:accountId}:function:x", "End": true }
          }
        }
      },
      "bill": { "type": "EXPRESS", "definition": "${file(flows/bill.yml)}" },
      "part": { "definition": "${file(flows/all.yml):part}" }
    }
  },
  "resources": { "Resources": { "F": { "Type": "AWS::StepFunctions::StateMachine", "Properties": { "DefinitionString": { "Fn::Sub": "{\"StartAt\": \"${self:custom.a}${WorkLambdaFunction}\"}" } } } } }
}"#;

    fn all(text: &str) -> Vec<Region> {
        regions(text, Language::Json(Dialect::Json))
    }

    #[test]
    fn all_state_machines_of_a_service_are_found() {
        let found = all(SERVICE);
        let names: Vec<&str> =
            found.iter().map(|region| region.host.name.as_ref().unwrap().value.as_str()).collect();
        assert_eq!(names, ["ship", "bill", "part", "F"]);
        let ship = &found[0].host;
        assert_eq!((ship.workflow, ship.is_traced, ship.is_logged), (None, Some(true), Some(true)));
        let bill = &found[1].host;
        assert_eq!((bill.workflow, bill.is_traced), (Some(WorkflowType::Express), Some(false)));
        assert_eq!(bill.link.as_ref().unwrap().path, "flows/bill.yml");
        assert_eq!(found[2].host.link, None);
        assert_eq!(found[3].host.kind, HostKind::CloudFormation);
    }

    #[test]
    fn variables_are_holes_and_faults_are_found() {
        let found = all(SERVICE);
        let root = found[0].tree.root().unwrap();
        let state = root.get("States").unwrap().get("A").unwrap();
        assert_eq!(root.get("TimeoutSeconds").unwrap().kind(), Kind::Hole);
        assert_eq!(state.get("TimeoutSeconds").unwrap().kind(), Kind::Hole);
        assert_eq!(state.get("Resource").unwrap().kind(), Kind::Hole);
        let found = check_file(&analyze(Source::new(SERVICE, "serverless.json")), RULES.iter().copied());
        let unknown: Vec<&str> = found
            .iter()
            .filter(|finding| finding.rule.name == "unknown-state")
            .map(|finding| &SERVICE[finding.span.range()])
            .collect();
        assert_eq!(unknown, ["\"B\""]);
        assert!(found.iter().all(|finding| finding.rule.name != "unknown-substitution"));
    }

    #[test]
    fn state_machines_may_be_listed_or_elsewhere() {
        let machine = r#"{ "a": { "definition": { "StartAt": "A", "States": {} } } }"#;
        assert_eq!(all(&format!(r#"{{ "stateMachines": {machine} }}"#)).len(), 1);
        let list =
            format!(r#"{{ "stepFunctions": {{ "stateMachines": ["${{file(a.yml)}}", {machine}] }} }}"#);
        assert_eq!(all(&list).len(), 1);
        assert_eq!(all(r#"{ "stepFunctions": "${file(a.yml)}" }"#).len(), 0);
        assert_eq!(all(r#"{ "service": "a", "provider": { "name": "aws" } }"#).len(), 0);
    }

    #[test]
    fn paths_of_included_files_begin_elsewhere() {
        let found = all(r#"{ "stateMachines": { "a": { "definition": "${file(a.yml)}" } } }"#);
        assert_eq!((found.len(), &found[0].host.link), (1, &None));
    }

    #[test]
    fn one_variable_is_not_two() {
        assert!(is_variable("${self:custom.${opt:stage}.x}"));
        assert!(is_variable(" ${opt:x} "));
        assert!(!is_variable("${opt:x}-${opt:y}"));
        assert!(!is_variable("a ${opt:x}"));
    }
}
