//! Fingerprints: what makes a finding the same one in another run.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod common;

use std::collections::HashSet;
use std::fs;

use serde_json::Value;

use common::{Folder, asl_lint, asl_lint_in};

const ORDER: &str = r#"{
  "StartAt": "Check",
  "States": {
    "Check": {
      "Type": "Choice", "Default": "Dnoe",
      "Choices": [
        { "Variable": "$.a", "IsNull": true, "Next": "Gone" },
        { "Variable": "$.b", "IsNull": true, "Next": "Gone" }
      ]
    },
    "Work": {
      "Type": "Parallel", "Next": "Nowhere",
      "Retry": [{ "ErrorEquals": ["A", "B"], "MaxAttempts": -1 }],
      "Branches": [{ "StartAt": "X", "States": { "X": { "Type": "Pass", "Next": "Y" } } }]
    }
  }
}
"#;

/// The rule and the fingerprint of each finding.
fn of(output: snapbox::cmd::OutputAssert) -> Vec<(String, String)> {
    let findings: Vec<Value> = serde_json::from_slice(&output.get_output().stdout).unwrap();
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
    findings.iter().map(|one| (text(one, "rule"), text(one, "fingerprint"))).collect()
}

fn sorted(mut fingerprints: Vec<(String, String)>) -> Vec<(String, String)> {
    fingerprints.sort();
    fingerprints
}

fn check(folder: &Folder, file: &str) -> Vec<(String, String)> {
    of(folder.lint(&["check", "--format", "json", file]).assert())
}

#[test]
fn lines_and_the_order_of_items_do_not_matter() {
    let folder = Folder::new("fingerprints", &[("a.asl.json", ORDER)]);
    let before = sorted(check(&folder, "a.asl.json"));
    assert!(before.len() >= 5);
    let compact: String = ORDER.lines().map(str::trim_start).collect();
    let spaced = ORDER.replace('\n', "\r\n\r\n").replace("  ", "\t");
    let more = ORDER
        .replace(
            "\"Choices\": [",
            "\"Choices\": [{ \"Variable\": \"$.c\", \"IsNull\": true, \"Next\": \"Work\" },",
        )
        .replace("\"Retry\": [", "\"Retry\": [{ \"ErrorEquals\": [\"C\"] },")
        .replace(
            "\"Branches\": [",
            "\"Branches\": [{ \"StartAt\": \"S\", \"States\": { \"S\": { \"Type\": \"Succeed\" } } },",
        );
    for text in [compact, spaced] {
        fs::write(folder.0.join("a.asl.json"), text).unwrap();
        assert_eq!(sorted(check(&folder, "a.asl.json")), before);
    }
    // A state becomes reachable; everything else is as it was.
    fs::write(folder.0.join("a.asl.json"), more).unwrap();
    let after: HashSet<_> = check(&folder, "a.asl.json").into_iter().collect();
    let kept: Vec<_> = before.into_iter().filter(|(rule, _)| rule != "unreachable-state").collect();
    assert!(kept.iter().all(|one| after.contains(one)), "{kept:?} {after:?}");
}

#[test]
fn equal_findings_are_numbered() {
    let folder = Folder::new("fingerprints-equal", &[("a.asl.json", ORDER)]);
    let fingerprints = check(&folder, "a.asl.json");
    let unique: HashSet<_> = fingerprints.iter().collect();
    assert_eq!(unique.len(), fingerprints.len());
    let second: Vec<_> = fingerprints.iter().filter(|(_, fingerprint)| fingerprint.ends_with("-2")).collect();
    assert_eq!(second.len(), 1);
    assert!(fingerprints.iter().any(|(_, one)| second[0].1 == format!("{one}-2")));
}

#[test]
fn the_file_and_the_definition_matter_but_not_the_current_folder() {
    let machine = |name: &str| {
        format!(
            "  {name}:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      RoleArn: !GetAtt R.Arn\n      \
             Definition: {{ StartAt: B, States: {{ A: {{ Type: Succeed }} }} }}\n"
        )
    };
    let template = format!("Resources:\n{}{}", machine("One"), machine("Two"));
    let files = [("sub/a.asl.json", ORDER), ("b.asl.json", ORDER), ("template.yaml", &template)];
    let folder = Folder::new("fingerprints-file", &files);
    fs::create_dir(folder.0.join(".git")).unwrap();
    let a = check(&folder, "sub/a.asl.json");
    let b: HashSet<_> = check(&folder, "b.asl.json").into_iter().collect();
    assert!(a.iter().all(|one| !b.contains(one)));
    let inside = asl_lint_in(&folder.0.join("sub"), &["check", "--format", "json", "a.asl.json"]);
    assert_eq!(of(inside.assert()), a);
    let absolute = folder.0.join("sub/../sub/a.asl.json");
    assert_eq!(check(&folder, absolute.to_str().unwrap()), a);

    let machines = check(&folder, "template.yaml");
    assert!(machines.len() >= 4);
    assert!(machines.iter().all(|(_, fingerprint)| !fingerprint.contains('-')), "{machines:?}");
    // The other definition in the file keeps its fingerprints.
    fs::write(folder.0.join("template.yaml"), format!("Resources:\n{}", machine("Two"))).unwrap();
    let two = check(&folder, "template.yaml");
    assert!(!two.is_empty() && two.iter().all(|one| machines.contains(one)));
}

#[test]
fn findings_with_a_fix_have_help() {
    let output = asl_lint(&["check", "--no-config", "--advice", "--format", "json", "fixtures/broken"]);
    let findings: Vec<Value> = serde_json::from_slice(&output.output().unwrap().stdout).unwrap();
    let with_fix: Vec<&Value> = findings.iter().filter(|finding| finding.get("fix").is_some()).collect();
    assert!(with_fix.len() > 10);
    assert!(with_fix.iter().all(|finding| finding["help"].is_string()));
    let derived = |finding: &&&Value| {
        let (help, title) = (finding["help"].as_str().unwrap(), finding["fix"]["title"].as_str().unwrap());
        help.len() == title.len() && help[1..] == title[1..]
    };
    assert!(with_fix.iter().any(|finding| derived(&finding)));
}
