use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "definition-form",
    group: Group::Templates,
    docs: include_str!("definition_form.md"),
    severity: Severity::Error,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for refusal in &cx.analysis.host().refusals {
        let diag = cx.report(&RULE, refusal.span, &refusal.message);
        if let Some(help) = &refusal.help {
            diag.help(help.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_yaml;

    #[test]
    fn each_field_takes_its_form() {
        check(
            &RULE,
            r#"
{ "Resources": {
  "A": { "Type": "AWS::StepFunctions::StateMachine", "Properties": {
    "DefinitionString": { "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }
//                      ^ `DefinitionString` takes a string, not an object
  } },
  "B": { "Type": "AWS::StepFunctions::StateMachine", "Properties": {
    "DefinitionString": [{ "StartAt": "A" }]
//                      ^ `DefinitionString` takes a string, not an array
  } },
  "C": { "Type": "AWS::StepFunctions::StateMachine", "Properties": {
    "Definition": "{}"
//                ^^^^ `Definition` takes an object, not a string
  } },
  "D": { "Type": "AWS::Serverless::StateMachine", "Properties": {
    "Definition": "flow.asl.json"
//                ^^^^^^^^^^^^^^^ `Definition` takes an object, not a string
  } },
  "E": { "Type": "AWS::StepFunctions::StateMachine", "Properties": {
    "Definition": { "Fn::Sub": "{}" }
//                ^^^^^^^^^^^^^^^^^^^ `Definition` takes an object, not a string
  } },
  "F": { "Type": "AWS::Serverless::StateMachine", "Properties": {
    "DefinitionUri": ""
//                   ^^ `DefinitionUri` is empty
  } },
  "G": { "Type": "AWS::StepFunctions::StateMachine", "Properties": {
    "DefinitionString": { "Fn::If": ["c", "{}", { "Fn::If": ["d", {}, { "Ref": "AWS::NoValue" }] }] }
//                                                                ^ `DefinitionString` takes a string, not an object
  } }
} }"#,
        );
    }

    #[test]
    fn generated_values_may_have_any_form() {
        check(
            &RULE,
            r#"
{ "Transform": "AWS::LanguageExtensions", "Resources": {
  "A": { "Type": "AWS::StepFunctions::StateMachine", "Properties": {
    "DefinitionString": { "Fn::ToJsonString": { "StartAt": "A" } }, "Definition": { "Ref": "AWS::NoValue" }
  } },
  "B": { "Type": "AWS::StepFunctions::StateMachine", "Properties": { "Definition": { "Fn::FindInMap": ["a", "b", "c"] } } },
  "C": { "Type": "AWS::StepFunctions::StateMachine", "Properties": { "DefinitionString": { "Fn::Transform": { "Name": "Own" } } } }
} }"#,
        );
    }

    #[test]
    fn each_resource_has_its_own_fields() {
        check_yaml(
            &RULE,
            r#"
Transform: AWS::Serverless-2016-10-31
Resources:
  A:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionString: "{}"
#     ^^^^^^^^^^^^^^^^ `AWS::Serverless::StateMachine` has no `DefinitionString`
  B:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionUri: b.asl.json
#     ^^^^^^^^^^^^^ `AWS::StepFunctions::StateMachine` has no `DefinitionUri`
  C:
    Type: AWS::StepFunctions::StateMachine
    Definition: {}
#   ^^^^^^^^^^ `Definition` is outside `Properties`
  D:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      StartAt: A
#     ^^^^^^^ `StartAt` is one level too high
      States: {}
  E:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      Definition:
#     ^^^^^^^^^^ `Definition` takes an object, not `null`
  F:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString: ~
#                       ^ `DefinitionString` takes a string, not `null`
"#,
        );
    }
}
