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
    use crate::testing::check_template_help;

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
        check_template_help(
            &RULE,
            ["add `TracingConfiguration`", "add `tracingConfig`", "add `tracing_configuration`"],
        );
    }
}
