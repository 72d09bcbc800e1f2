//! Random edits of templates: the findings are always those of the whole text.

use super::Earlier;
use crate::config::Config;
use crate::testing::Random;
use crate::{Findings, Source, analyze, analyze_again, lint_again, lint_analyses};

/// A template in YAML with machines that refer to each other's names.
const YAML: &str = r#"Transform: AWS::Serverless-2016-10-31
Parameters:
  Stage: { Type: String }
Resources:
  First:
    Type: AWS::Serverless::StateMachine
    Properties:
      Name: first
      DefinitionSubstitutions: { Fn: !GetAtt Function.Arn, Unused: a }
      Definition:
        # A comment.
        StartAt: Call
        States:
          Call:
            Type: Task
            Resource: ${Fn}
            ResultPath: $.a
            Next: Chose

  # asl-lint-disable-next-line unused-suppression
  Second:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: !GetAtt Role.Arn
      DefinitionSubstitutions:
        Fn: !GetAtt Function.Arn
      Definition:
        StartAt: Wait
        States:
          Wait:
            Type: Wait
            # asl-lint-disable-next-line
            Seconds: soon
            Next: Cal
          Call:
            Type: Task
            Resource: arn:aws:states:::lambda:invoke
            Parameters: { FunctionName: "${Fn}", Payload.$: $.x }
            Retry: [{ ErrorEquals: [States.Timeout, Lambda.Unknwon] }]
            End: true
  Third:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: third.asl.json
  Fourth:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString: !Sub |
        { "StartAt": "A", "States": {
          "A": { "Type": "Pass", "Nxt": "B", "Result": "${Stag}" } } }
  Fifth:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition: { StartAt: A, States: { A: { Type: Succed } } }
  Function:
    Type: AWS::Serverless::Function
"#;

/// The same in JSON.
const JSON: &str = r#"{
  "Resources": {
    "First": {
      "Type": "AWS::StepFunctions::StateMachine",
      "Properties": {
        "Definition": {
          "StartAt": "A",
          "States": {
            "A": { "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Next": "C" },
            "B": { "Type": "Succeed" }
          }
        }
      }
    },
    "Second": {
      "Type": "AWS::StepFunctions::StateMachine",
      "Properties": {
        "DefinitionSubstitutions": { "X": 1 },
        "Definition": {
          "Comment": "asl-lint-disable unknown-state",
          "StartAt": "B",
          "States": {
            "A": { "Type": "Choice", "Choices": [{ "Variable": "$.x", "StringEqual": "a", "Next": "B" }] }
          }
        }
      }
    }
  }
}
"#;

/// What edits insert.
const PARTS: [&str; 26] = [
    "a",
    "x: y",
    "\n",
    "\n          ",
    "\n    ",
    " ",
    ": ",
    "#",
    "\"",
    "'",
    "|",
    "&a ",
    "*a",
    "!Ref Stage",
    "{",
    "}",
    ",",
    "\r\n",
    "${Fn}",
    "Type: Pass",
    "asl-lint-disable",
    " # asl-lint-disable-line",
    "  Sixth:\n    Type: x\n",
    "Transform: X\n",
    "null",
    "é",
];

fn edited(text: &str, random: &mut Random) -> String {
    let start = text.floor_char_boundary(random.below(text.len() + 1));
    let removed = [0, 0, 0, 1, 3][random.below(5)];
    let end = text.floor_char_boundary((start + removed).min(text.len())).max(start);
    let inserted = if random.below(5) == 0 { "" } else { PARTS[random.below(PARTS.len())] };
    format!("{}{inserted}{}", &text[..start], &text[end..])
}

#[test]
fn findings_after_an_edit_are_those_of_the_whole_text() {
    let config = Config::all();
    let mut random = Random::default();
    for (text, name) in [(YAML, "template.yaml"), (JSON, "template.json")] {
        for _ in 0..60 {
            let mut text = text.to_owned();
            let (mut analyses, mut tree) = analyze_again(Source::new(&text, name), None);
            let mut findings = lint_again(&analyses, &config, None, || true).expect("it is not cancelled");
            for _ in 0..12 {
                let before = text.clone();
                text = edited(&text, &mut random);
                let (next, next_tree) = analyze_again(Source::new(&text, name), tree.as_ref());
                let earlier = Earlier { analyses: &analyses, findings: &findings };
                let next_findings =
                    lint_again(&next, &config, Some(earlier), || true).expect("it is not cancelled");
                let fresh = lint_analyses(&analyze(Source::new(&text, name)), &config);
                assert_eq!(
                    format!("{:#?}", next_findings.all),
                    format!("{fresh:#?}"),
                    "from {before:?}\nto {text:?}"
                );
                if next.iter().any(|analysis| !analysis.tree().errors().is_empty()) && random.below(4) > 0 {
                    text = before;
                    continue;
                }
                (analyses, tree, findings) = (next, next_tree, next_findings);
            }
        }
    }
}

#[test]
fn definitions_elsewhere_keep_their_findings() {
    let config = Config::all();
    let lint = |text: &str, earlier: Option<Earlier<'_>>| {
        let (analyses, _) = analyze_again(Source::new(text, "template.yaml"), None);
        let rules_run = std::cell::Cell::new(0);
        let count = || {
            rules_run.set(rules_run.get() + 1);
            true
        };
        let findings: Findings = lint_again(&analyses, &config, earlier, count).expect("it is not cancelled");
        (analyses, findings, rules_run.get())
    };
    let (analyses, findings, all) = lint(YAML, None);
    let earlier = Earlier { analyses: &analyses, findings: &findings };
    let (_, _, again) = lint(&YAML.replace("Seconds: soon", "Seconds: never"), Some(earlier));
    // The one that has changed, one without lines of its own, and one that is elsewhere are linted again.
    assert_eq!(again, all / 5 * 3);
}
