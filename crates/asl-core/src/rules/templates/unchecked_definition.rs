use crate::host::{Content, Link, Target};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "unchecked-definition",
    group: Group::Templates,
    docs: include_str!("unchecked_definition.md"),
    severity: Severity::Info,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    let host = cx.analysis.host();
    let is_outside = |link: &&Link| link.target == Target::Outside && link.part.content != Content::Template;
    let outside = host.link.as_ref().filter(is_outside);
    let outside = outside.map(|link| (link.span, format!("`{}` is outside the workspace", link.path)));
    let unchecked = host.unchecked.as_ref().map(|unchecked| (unchecked.span, unchecked.why.clone()));
    let Some((span, why)) = unchecked.or(outside) else { return };
    let whose = host.name.as_ref().map_or_else(String::new, |name| format!(" of `{}`", name.value));
    cx.report(&RULE, span, format!("the definition{whose} is not checked: {why}"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::{Source, analyze, lint_analyses};

    #[test]
    fn values_that_only_cloudformation_knows() {
        check(
            &RULE,
            r#"
{ "Resources": {
  "A": { "Type": "AWS::StepFunctions::StateMachine", "Properties": {
    "DefinitionString": { "Fn::ImportValue": "flow" }
//                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the definition of `A` is not checked: only CloudFormation can evaluate it
  } },
  "B": { "Type": "AWS::StepFunctions::StateMachine", "Properties": { "DefinitionString": "{}" } },
  "C": { "Type": "AWS::StepFunctions::StateMachine", "Properties": {
    "DefinitionS3Location": { "Bucket": "b", "Key": "k" }
  } }
} }"#,
        );
    }

    #[test]
    fn values_that_only_terraform_knows() {
        let text = "resource \"aws_sfn_state_machine\" \"a\" {\n  definition = var.flow\n}\n";
        let found = lint_analyses(&analyze(Source::new(text, "main.tf")), &Config::only([&RULE]));
        assert_eq!(found[0].message, "the definition of `a` is not checked: only Terraform can evaluate it");
        assert_eq!(&text[found[0].span.range()], "var.flow");
    }

    #[test]
    fn files_outside_the_workspace() {
        let text = r#"{ "Resources": { "A": { "Type": "AWS::Serverless::StateMachine", "Properties": { "DefinitionUri": "a.asl.json" } } } }"#;
        let count = |target: Target, content: Content| {
            let mut analysis = analyze(Source::new(text, "template.json")).remove(0);
            let link = analysis.host_mut().link.as_mut().unwrap();
            (link.target, link.part.content) = (target, content);
            crate::rules::check_rule(&RULE, &analysis).len()
        };
        assert_eq!(count(Target::Outside, Content::Definition), 1);
        assert_eq!(count(Target::Outside, Content::Template), 0);
        assert_eq!(count(Target::Read { placeholders: Vec::new() }, Content::Definition), 0);
    }
}
