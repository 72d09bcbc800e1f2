use super::*;
use crate::WorkflowType;
use crate::{Language, embedded_definitions};
use asl_core::config::Config;
use asl_core::{Source, analyze, lint_analyses};
use asl_syntax::{Dialect, Kind, YamlVersion};

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

fn all(text: &str) -> Vec<EmbeddedDefinition> {
    embedded_definitions(text, Language::Json(Dialect::Json))
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
    assert_eq!(bill.link.as_ref().unwrap().language, Some(Language::Yaml(YamlVersion::V1_2)));
    assert_eq!(found[2].host.link.as_ref().unwrap().part.keys, ["part"]);
    assert_eq!(found[3].host.kind, TemplateKind::CloudFormation);
}

#[test]
fn variables_are_placeholders_and_errors_are_found() {
    let found = all(SERVICE);
    let root = found[0].tree.root().unwrap();
    let state = root.get("States").unwrap().get("A").unwrap();
    assert_eq!(root.get("TimeoutSeconds").unwrap().kind(), Kind::Placeholder);
    assert_eq!(state.get("TimeoutSeconds").unwrap().kind(), Kind::Placeholder);
    assert_eq!(state.get("Resource").unwrap().kind(), Kind::Placeholder);
    let found = lint_analyses(&analyze(Source::new(SERVICE, "serverless.json")), &Config::all());
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
    let list = format!(r#"{{ "stepFunctions": {{ "stateMachines": ["${{file(a.yml)}}", {machine}] }} }}"#);
    assert_eq!(contents(&list), [Some(Content::Machines), None]);
    assert_eq!(contents(r#"{ "stepFunctions": "${file(a.yml)}" }"#), [Some(Content::Plugin)]);
    assert_eq!(
        contents(r#"{ "stepFunctions": { "stateMachines": "${file(a.yml):all.machines}" } }"#),
        [Some(Content::Machines)]
    );
    assert_eq!(
        contents(
            r#"{ "stepFunctions": { "stateMachines": { "a": "${file(a.json)}" } }, "resources": ["${file(b.yml)}"] }"#
        ),
        [Some(Content::Machine), Some(Content::Template)]
    );
    assert_eq!(
        all(r#"{ "service": "a", "provider": { "name": "aws" }, "resources": "${self:x}" }"#).len(),
        0
    );
}

/// Returns the part and the base of the files that a service links to.
fn contents(text: &str) -> Vec<Option<Content>> {
    all(text).iter().map(|region| Some(region.host.link.as_ref()?.part.content)).collect()
}

#[test]
fn paths_of_included_files_are_relative_to_the_service() {
    let found = all(r#"{ "stateMachines": { "a": { "definition": "${file(a.yml)}" } } }"#);
    assert_eq!((found.len(), &found[0].host.link, found[0].host.unchecked.is_some()), (1, &None, true));
}

#[test]
fn variables_of_the_service_are_resolved() {
    let text = r#"{ "custom": { "flow": { "StartAt": "B", "States": {} }, "all": { "x": { "definition": "${self:custom.flow}" } },
        "circle": "${self:custom.circle}", "list": ["${self:custom.list}", "${self:custom.list}"] },
      "stepFunctions": { "stateMachines": ["${self:custom.all}", "${self:custom.circle}", "${self:custom.list}",
        { "y": { "definition": "${self:custom.none}" }, "z": "${opt:machine}" }] } }"#;
    let found = all(text);
    assert_eq!(found[0].tree.root().unwrap().get("StartAt").unwrap().as_str(), Some("B"));
    let unchecked: Vec<&str> =
        found.iter().filter_map(|region| Some(&text[region.host.unchecked.as_ref()?.span.range()])).collect();
    assert_eq!(unchecked.iter().filter(|text| text.contains("none")).count(), 1);
    assert_eq!(unchecked.iter().filter(|text| text.contains("opt:machine")).count(), 1);
    assert!(unchecked.iter().any(|text| text.contains("circle")));
}

/// Returns the rule and the text of each finding in a service with these entries of `stateMachines`.
fn reported(machines: &str) -> Vec<(&'static str, String)> {
    let text = format!(
        "service: a\nprovider: {{ name: aws }}\nstepFunctions:\n  stateMachines:\n{}",
        machines.lines().map(|line| format!("    {line}\n")).collect::<String>()
    );
    let found = lint_analyses(&analyze(Source::new(&text, "serverless.yml")), &Config::all());
    let found = found.into_iter().filter(|finding| {
        finding.severity > asl_core::Severity::Info || finding.rule.name == "unchecked-definition"
    });
    found.map(|finding| (finding.rule.name, text[finding.span.range()].to_owned())).collect()
}

#[test]
fn misplaced_definitions_are_reported() {
    for (machines, rule, place) in [
        ("a: { name: a }", "definition-conflict", "a"),
        ("a:", "definition-conflict", "a"),
        ("a: { name: a, definition: }", "definition-form", "definition"),
        ("a:\n  StartAt: A\n  States: {}", "definition-form", "StartAt"),
        ("a: { definition: [] }", "definition-form", "[]"),
        ("a: { definition: '{\"StartAt\": \"A\"}' }", "definition-form", "'{\"StartAt\": \"A\"}'"),
        ("a: { definition: '${file(a.asl)}' }", "definition-form", "'${file(a.asl)}'"),
        ("a: text", "definition-form", "text"),
        ("a: { definition: '${file(a.js):flow}' }", "unchecked-definition", "'${file(a.js):flow}'"),
        ("a: '${file(a.TS)}'", "unchecked-definition", "'${file(a.TS)}'"),
        ("- ${file(a.cjs)}", "unchecked-definition", "${file(a.cjs)}"),
        ("a: { definition: '${ssm:/flow}' }", "unchecked-definition", "'${ssm:/flow}'"),
        (
            "a: { definition: '${file(a.yml), file(b.yml)}' }",
            "unchecked-definition",
            "'${file(a.yml), file(b.yml)}'",
        ),
        ("a: { definition: { Fn::ImportValue: x } }", "unchecked-definition", "{ Fn::ImportValue: x }"),
    ] {
        assert_eq!(reported(machines), [(rule, place.to_owned())], "{machines}");
    }
    for machines in ["{}", "a: ${file(a.yml)}", "a: { definition: '${file(a.json):x}' }"] {
        assert_eq!(reported(machines), [], "{machines}");
    }
}
