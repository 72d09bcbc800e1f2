use crate::host::TemplateKind;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "logging-off",
    group: Group::Templates,
    docs: include_str!("logging_off.md"),
    severity: Severity::Info,
    default: Default::Off,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    let host = cx.analysis.host();
    let is_unlogged = host.is_logged == Some(false) && cx.analysis.workflow() == WorkflowType::Express;
    let Some(name) = host.name.as_ref().filter(|_| is_unlogged) else { return };
    let diag = cx.report(&RULE, name.span, format!("executions of `{}` are not logged", name.value));
    diag.note("an Express workflow has no execution history; only logs record what it did");
    let help = match host.kind {
        TemplateKind::CloudFormation => {
            "add `LoggingConfiguration` with a `Level` and a `Destinations` entry"
        }
        TemplateKind::Sam => "add `Logging` with a `Level` and a `Destinations` entry",
        TemplateKind::Serverless => "add `loggingConfig` with a `level` and a `destinations` entry",
        TemplateKind::Terraform => "add `logging_configuration` with a `level` and a `log_destination`",
        _ => return,
    };
    diag.help(help);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_template_help;

    #[test]
    fn only_express_workflows_need_logs() {
        check(
            &RULE,
            r#"
{ "Resources": {
  "A": { "Type": "AWS::StepFunctions::StateMachine", "Properties": { "DefinitionString": "{}" } },
  "B": { "Type": "AWS::StepFunctions::StateMachine", "Properties": { "DefinitionString": "{}", "StateMachineType": "EXPRESS" } },
//^^^ executions of `B` are not logged
  "C": { "Type": "AWS::Serverless::StateMachine", "Properties": { "Definition": {}, "Type": "EXPRESS", "Logging": { "Level": "OFF" } } },
//^^^ executions of `C` are not logged
  "D": { "Type": "AWS::Serverless::StateMachine", "Properties": { "Definition": {}, "Type": "EXPRESS", "Logging": { "Level": "ALL" } } }
} }"#,
        );
    }

    #[test]
    fn help_depends_on_the_template() {
        check_template_help(
            &RULE,
            ["add `LoggingConfiguration`", "add `loggingConfig`", "add `logging_configuration`"],
        );
    }
}
