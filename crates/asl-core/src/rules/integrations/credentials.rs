use crate::catalog::services::Resource;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "credentials",
    group: Group::Integrations,
    docs: include_str!("credentials.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Here),
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states_of(StateKind::Task) {
        let Some(field) = state.object().and_then(|object| object.field("Credentials")) else { continue };
        let Some(text) = state.get("Resource").and_then(Node::as_text) else { continue };
        let resource = Resource::parse(text.value);
        let is_http = matches!(resource, Resource::Optimized { service: "http", .. });
        let (subject, target) = match resource {
            Resource::Activity => ("an activity", "an activity"),
            _ if is_http => ("an HTTP Task", "an HTTP endpoint"),
            _ => continue,
        };
        let remove = Fix::suggested("Remove `Credentials`", vec![cx.remove_field(field)]);
        let diag = cx.report(&RULE, field.key().span, format!("{subject} does not support `Credentials`"));
        diag.related(text.span, format!("{target} is called here"));
        diag.fix(remove);
        if is_http {
            diag.warning().help("remove `Credentials`: the connection authorizes the call");
        } else {
            diag.help("remove `Credentials`: workers poll an activity with a role of their own");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn activities_and_http_tasks() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Task",
      "Resource": "arn:aws:states:us-east-1:111122223333:activity:pick",
      "Credentials": { "RoleArn": "arn:aws:iam::111122223333:role/picker" },
//    ^^^^^^^^^^^^^ an activity does not support `Credentials`
      "Next": "B"
    },
    "B": {
      "Type": "Task",
      "Resource": "arn:aws:states:::http:invoke",
      "Credentials": { "RoleArn.$": "$.role" },
//    ^^^^^^^^^^^^^ an HTTP Task does not support `Credentials`
      "Next": "C"
    },
    "C": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:111122223333:function:f",
      "Credentials": { "RoleArn.$": "$.role" },
      "Next": "D"
    },
    "D": { "Type": "Task", "Resource": "${Activity}", "Credentials": { "RoleArn.$": "$.role" }, "End": true }
  }
}"#,
        );
    }

    #[test]
    fn only_activities_are_an_error() {
        let task = |resource: &str, rest: &str| {
            format!(r#"{{ "States": {{ "A": {{ "Type": "Task", "Resource": "{resource}"{rest} }} }} }}"#)
        };
        let role = r#", "Credentials": { "RoleArn": "r" }"#;
        let activity = "arn:aws:states:us-east-1:111122223333:activity:pick";
        let found = only_finding(&RULE, &task(activity, role));
        assert_eq!(found.severity, Severity::Error);
        assert_eq!(found.aws_location.as_deref(), Some("/States/A/Credentials"));
        check_fix(&RULE, &task(activity, role), &task(activity, ""));
        let found = only_finding(&RULE, &task("arn:aws:states:::http:invoke", role));
        assert_eq!((found.severity, found.aws_code), (Severity::Warning, None));
    }
}
