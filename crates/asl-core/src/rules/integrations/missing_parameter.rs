use crate::catalog::services::{self, Integration, Resource};
use crate::model::Field;
use crate::rules::prelude::*;
use crate::syntax::Pair;

pub(super) static RULE: Rule = Rule {
    name: "missing-parameter",
    group: Group::Integrations,
    docs: include_str!("missing_parameter.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Here),
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states_of(StateKind::Task).filter(|state| !state.is_downgrade()) {
        let Some(object) = state.object().filter(|object| !object.is_damaged()) else { continue };
        let Some(call) = ServiceCall::of(object) else { continue };
        let (field, other) = match state.language() {
            QueryLanguage::JsonPath => ("Parameters", "Arguments"),
            QueryLanguage::Jsonata => ("Arguments", "Parameters"),
        };
        // Another rule reports the field of the other query language.
        if object.has(other) {
            continue;
        }
        match object.field_or_misspelling(field) {
            Some(field) => check_payload(cx, call, field),
            None if call.is_sdk => {}
            None => missing_payload(cx, object, call, field),
        }
    }
}

/// The integration that a Task calls.
#[derive(Clone, Copy)]
struct ServiceCall {
    integration: &'static Integration,
    is_sdk: bool,
}

impl ServiceCall {
    fn of(task: Object<'_>) -> Option<ServiceCall> {
        let text = task.get("Resource")?.as_text()?;
        let resource = Resource::parse(text.value);
        let (Resource::Optimized { service, action, .. } | Resource::Sdk { service, action, .. }) = resource
        else {
            return None;
        };
        let integration = services::actions(service).find(|known| known.action == action)?;
        Some(ServiceCall { integration, is_sdk: matches!(resource, Resource::Sdk { .. }) })
    }

    fn name(self) -> String {
        let prefix = if self.is_sdk { "aws-sdk:" } else { "" };
        format!("{prefix}{}:{}", self.integration.service, self.integration.action)
    }

    /// Whether AWS is known to reject the definition.
    fn is_checked(self) -> bool {
        self.integration.is_checked && !self.is_sdk
    }
}

fn missing_payload(cx: &mut Context<'_>, task: Object<'_>, call: ServiceCall, field: &str) {
    let names: Vec<String> = call.integration.required.iter().map(|name| format!("`{name}`")).collect();
    let diag = cx.report(&RULE, task.name(), format!("`{}` requires `{field}`", call.name()));
    if let Some(resource) = task.get("Resource") {
        diag.related(resource.span(), "called here");
    }
    if !names.is_empty() {
        diag.help(format!("pass {} in `{field}`", listed(&names, "and")));
    }
}

fn check_payload(cx: &mut Context<'_>, call: ServiceCall, field: Field<'_>) {
    let Some(payload) = field.value().filter(|value| value.is_object()) else { return };
    if payload.is_open()
        || payload.pairs().any(|pair| pair.key().has_placeholder() || pair.key().span.is_empty())
    {
        return;
    }
    let has = |name: &str| payload.pairs().any(|pair| parameter(pair) == name);
    for name in call.integration.required.iter().copied().filter(|name| !has(name)) {
        report(cx, call, field, payload, name);
    }
    let alternatives = services::alternatives(call.integration);
    if !alternatives.is_empty() && !alternatives.iter().any(|name| has(name)) {
        let names: Vec<String> = alternatives.iter().map(|name| format!("`{name}`")).collect();
        let message = format!("`{}` requires {}", call.name(), listed(&names, "or"));
        cx.report(&RULE, field.key().span, message).warning();
    }
}

fn report(cx: &mut Context<'_>, call: ServiceCall, field: Field<'_>, payload: Node<'_>, name: &'static str) {
    let message = format!("`{}` requires `{name}`", call.name());
    let is_misspelled = |pair: &Pair<'_>| {
        let passed = parameter(*pair);
        !call.integration.required.contains(&passed) && nearest(passed, [name]).is_some()
    };
    let Some(misspelled) = payload.pairs().find(is_misspelled) else {
        let diag = cx.report(&RULE, field.key().span, message);
        if !call.is_checked() {
            diag.warning();
        }
        return;
    };
    let key = misspelled.key();
    let suffix = if key.value.ends_with(".$") { ".$" } else { "" };
    let change = cx.replace_text(key, &format!("{name}{suffix}"));
    let differs_in_case = parameter(misspelled).eq_ignore_ascii_case(name);
    let diag = cx.report(&RULE, field.key().span, message);
    diag.related(key.span, "this may be a misspelling of it");
    diag.help(format!("did you mean `{name}`?"));
    diag.fix(Fix::suggested(format!("Change to `{name}{suffix}`"), vec![change]));
    if !call.is_checked() || differs_in_case {
        diag.warning();
    }
}

/// The parameter that a key names, without the `.$` that marks its value as an expression.
fn parameter<'t>(pair: Pair<'t>) -> &'t str {
    let key = pair.key().value;
    key.strip_suffix(".$").unwrap_or(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(resource: &str, rest: &str) -> String {
        format!(
            r#"{{ "States": {{ "A": {{ "Type": "Task", "Resource": "arn:aws:states:::{resource}", {rest} }} }} }}"#
        )
    }

    #[test]
    fn a_call_without_parameters() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Next": "B" },
//  ^^^ `lambda:invoke` requires `Parameters`
    "B": { "Type": "Task", "QueryLanguage": "JSONata", "Resource": "arn:aws:states:::glue:startJobRun.sync", "Next": "C" },
//  ^^^ `glue:startJobRun` requires `Arguments`
    "C": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:listBuckets", "Next": "D" },
    "D": { "Type": "Task", "Resource": "arn:aws:states:::${Call}", "Next": "E" },
    "E": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parametres": {}, "Next": "F" },
//                                                                       ^^^^^^^^^^^^ `lambda:invoke` requires `FunctionName`
    "F": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {}, "Next": "G" },
    "G": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:111122223333:function:f", "End": true }
  }
}"#,
        );
        let found = only_finding(&RULE, &task("sns:publish", r#""End": true"#));
        assert_eq!(found.aws_location.as_deref(), Some("/States/A"));
    }

    #[test]
    fn parameters_of_the_call() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": { "QueueUrl.$": "$.q" }, "Next": "B" },
//                                                                         ^^^^^^^^^^^^ `sqs:sendMessage` requires `MessageBody`
    "B": { "Type": "Task", "Resource": "arn:aws:states:::batch:submitJob", "Parameters": { "JobName": "j", "JobQueue": "q" }, "Next": "C" },
//                                                                         ^^^^^^^^^^^^ `batch:submitJob` requires `JobDefinition`
    "C": { "Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Parameters": { "Message": "m" }, "Next": "D" },
//                                                                     ^^^^^^^^^^^^ `sns:publish` requires `TopicArn`, `TargetArn` or `PhoneNumber`
    "D": { "Type": "Task", "QueryLanguage": "JSONata", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": "{% $x %}", "Next": "E" },
    "E": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "${Key}": "x" }, "End": true }
  }
}"#,
        );
    }

    #[test]
    fn calls_that_aws_is_not_known_to_reject_are_warnings() {
        for (resource, payload, severity) in [
            ("ecs:runTask", "{}", Severity::Error),
            ("ecs:runTask", r#"{ "taskDefinition": "t" }"#, Severity::Warning),
            ("aws-sdk:ecs:runTask", "{}", Severity::Warning),
            ("athena:stopQueryExecution", "{}", Severity::Warning),
        ] {
            let found = only_finding(&RULE, &task(resource, &format!(r#""Parameters": {payload}"#)));
            assert_eq!(found.severity, severity);
            let location = (severity == Severity::Error).then_some("/States/A/Parameters");
            assert_eq!(found.aws_location.as_deref(), location);
        }
    }

    #[test]
    fn the_fix_corrects_the_name() {
        check_fix(
            &RULE,
            &task("lambda:invoke", r#""Parameters": { "FuncionName.$": "$.f" }"#),
            &task("lambda:invoke", r#""Parameters": { "FunctionName.$": "$.f" }"#),
        );
    }
}
