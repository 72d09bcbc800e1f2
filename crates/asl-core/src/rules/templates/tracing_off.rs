use crate::host::TemplateKind;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "tracing-off",
    group: Group::Templates,
    docs: include_str!("tracing_off.md"),
    severity: Severity::Info,
    default: Default::Off,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    let host = cx.analysis.host();
    let Some(name) = host.name.as_ref().filter(|_| host.is_traced == Some(false)) else { return };
    let diag = cx.report(&RULE, name.span, format!("executions of `{}` are not traced", name.value));
    let help = match host.kind {
        TemplateKind::CloudFormation => "add `TracingConfiguration` with `Enabled: true`",
        TemplateKind::Sam => "add `Tracing` with `Enabled: true`",
        TemplateKind::Serverless => "add `tracingConfig` with `enabled: true`",
        TemplateKind::Terraform => "add `tracing_configuration` with `enabled = true`",
        _ => return,
    };
    diag.help(help);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn global_settings_count() {
        let machine = r#"{ "Type": "AWS::Serverless::StateMachine", "Properties": { "Definition": {} } }"#;
        check(
            &RULE,
            &format!(
                r#"
{{ "Resources": {{ "A": {machine} }} }}
//               ^^^ executions of `A` are not traced
"#
            ),
        );
        let globals = r#""Globals": { "StateMachine": { "Tracing": { "Enabled": true } } }"#;
        check(&RULE, &format!(r#"{{ {globals}, "Resources": {{ "A": {machine} }} }}"#));
    }

    #[test]
    fn help_depends_on_the_template() {
        let cloudformation = r#"{ "Resources": { "A": { "Type": "AWS::StepFunctions::StateMachine",
            "Properties": { "DefinitionString": "{}", "StateMachineType": "EXPRESS" } } } }"#;
        let serverless = "service: s\nstepFunctions:\n  stateMachines:\n    a:\n      type: EXPRESS\n      definition: { StartAt: A, States: {} }\n";
        let terraform = "resource \"aws_sfn_state_machine\" \"a\" {\n  name = \"a\"\n  type = \"EXPRESS\"\n  definition = jsonencode({ StartAt = \"A\" })\n}\n";
        for (text, name, help) in [
            (cloudformation, "a.json", "add `TracingConfiguration`"),
            (serverless, "serverless.yml", "add `tracingConfig`"),
            (terraform, "main.tf", "add `tracing_configuration`"),
        ] {
            let found = crate::lint(crate::Source::new(text, name), &crate::config::Config::only([&RULE]));
            let found: Vec<&str> = found.iter().filter_map(|one| one.help.as_deref()).collect();
            assert!(matches!(found[..], [only] if only.starts_with(help)), "{name}: {found:?}");
        }
    }
}
