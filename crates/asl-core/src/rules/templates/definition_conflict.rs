use crate::host::TemplateKind;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "definition-conflict",
    group: Group::Templates,
    docs: include_str!("definition_conflict.md"),
    severity: Severity::Error,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    let host = cx.analysis.host();
    let choices = match host.kind {
        TemplateKind::CloudFormation => {
            ["`Definition`", "`DefinitionString`", "`DefinitionS3Location`"].as_slice()
        }
        TemplateKind::Sam => ["`Definition`", "`DefinitionUri`"].as_slice(),
        TemplateKind::Serverless | TemplateKind::Terraform => ["`definition`"].as_slice(),
        _ => return,
    };
    let choices: Vec<String> = choices.iter().map(|&choice| choice.to_owned()).collect();
    match (host.sources.as_slice(), &host.name) {
        // Other rules report definitions that are rejected, unchecked or in another file.
        ([], Some(name)) if host.refusals.is_empty() && host.unchecked.is_none() && host.link.is_none() => {
            cx.report(&RULE, name.span, format!("the state machine `{}` has no definition", name.value))
                .help(format!("add {}", listed(&choices, "or")));
        }
        ([first, others @ ..], _) => {
            for other in others {
                let message = format!("`{}` and `{}` are mutually exclusive", first.value, other.value);
                let diag = cx.report(&RULE, other.span, message);
                diag.related(first.span, format!("`{}` is set here", first.value));
                diag.help(format!("keep only one of {}", listed(&choices, "and")));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_one_field_contains_the_definition() {
        check(
            &RULE,
            r#"
{ "Resources": {
  "A": { "Type": "AWS::StepFunctions::StateMachine" },
//^^^ the state machine `A` has no definition
  "B": { "Type": "AWS::StepFunctions::StateMachine", "Properties": {
    "DefinitionString": "{}",
//  ^^^^^^^^^^^^^^^^^^ `Definition` and `DefinitionString` are mutually exclusive
    "Definition": {}
  } },
  "C": { "Type": "AWS::Serverless::StateMachine", "Properties": {
    "DefinitionUri": { "Fn::If": ["x", "a.json", { "Ref": "AWS::NoValue" }] },
    "Definition": { "Fn::If": ["x", { "Ref": "AWS::NoValue" }, {}] }
  } },
  "D": { "Type": "AWS::Serverless::StateMachine", "Properties": { "Fn::Transform": { "Name": "Own" } } }
} }"#,
        );
    }
}
