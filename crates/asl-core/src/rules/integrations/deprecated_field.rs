use crate::catalog::services::Resource;
use crate::diagnostic::Diagnostic;
use crate::rules::prelude::*;
use crate::syntax::Text;

pub(super) static RULE: Rule = Rule {
    name: "deprecated-field",
    group: Group::Integrations,
    docs: include_str!("deprecated_field.md"),
    severity: Severity::Info,
    fix: FixKind::Safe,
    tags: &[Tag::Deprecated],
    ..Rule::DEFAULTS
};

const RENAMED: [(&str, &str); 2] = [("Iterator", "ItemProcessor"), ("Parameters", "ItemSelector")];

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states() {
        let Some(object) = state.object().filter(|object| !object.is_damaged()) else { continue };
        match state.kind() {
            Some(StateKind::Map) => check_map(cx, object),
            Some(StateKind::Task) => check_http(cx, state),
            _ => {}
        }
    }
}

fn check_map(cx: &mut Context<'_>, object: Object<'_>) {
    for (old, new) in RENAMED {
        let Some(field) = object.field(old).filter(|field| !field.is_of_other_language()) else {
            continue;
        };
        if object.has_or_misspells(new)
            || object.fields().filter(|other| other.pair().is_named(old)).count() > 1
        {
            continue;
        }
        report(cx, field.key(), old, new).note("new features of Map states require the new names");
    }
}

/// An HTTP Task takes either field, but private endpoints require the newer one (§8.7).
fn check_http(cx: &mut Context<'_>, task: State<'_>) {
    let is_http = |resource: &str| {
        resource.ends_with(":http:invoke")
            && matches!(Resource::parse(resource), Resource::Optimized { service: "http", .. })
    };
    if !task.resource().is_some_and(is_http) {
        return;
    }
    let (old, new) = ("Authentication", "InvocationConfig");
    let payload = match task.language() {
        QueryLanguage::JsonPath => task.get("Parameters"),
        QueryLanguage::Jsonata => task.get("Arguments"),
    };
    let pairs = || payload.into_iter().flat_map(Node::pairs).map(|pair| pair.key());
    let named = |name: &'static str| {
        pairs().filter(move |key| key.value.strip_prefix(name).is_some_and(|rest| matches!(rest, "" | ".$")))
    };
    let mut keys = named(old);
    if let (Some(key), None, None) = (keys.next(), keys.next(), named(new).next()) {
        report(cx, key, old, new).note("an HTTP Task can call private endpoints only with the new name");
    }
}

fn report<'d>(cx: &'d mut Context<'_>, key: Text<'_>, old: &str, new: &str) -> &'d mut Diagnostic {
    let rename = cx.replace_text(key, &key.value.replacen(old, new, 1));
    cx.report(&RULE, key.span, format!("`{old}` is deprecated; its new name is `{new}`"))
        .fix(Fix::safe(format!("Rename to `{new}`"), vec![rename]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_names_of_maps() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Map", "Iterator": {}, "Parameters": {}, "Next": "B" },
//                        ^^^^^^^^^^ `Iterator` is deprecated; its new name is `ItemProcessor`
//                                        ^^^^^^^^^^^^ `Parameters` is deprecated; its new name is `ItemSelector`
    "B": { "Type": "Map", "ItemProcessor": {}, "ItemSelector": {}, "Next": "C" },
    "C": { "Type": "Map", "Iterator": {}, "ItemProcessor": {}, "Next": "D" },
    "D": { "Type": "Parallel", "Parameters": {}, "Branches": [], "End": true }
  }
}"#,
        );
    }

    #[test]
    fn the_fix_renames_the_field() {
        check_fix(
            &RULE,
            r#"{ "States": { "A": { "Type": "Map", "Iterator": { "StartAt": "B" } } } }"#,
            r#"{ "States": { "A": { "Type": "Map", "ItemProcessor": { "StartAt": "B" } } } }"#,
        );
    }

    #[test]
    fn old_names_of_http_tasks() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Task", "Resource": "arn:aws:states:::http:invoke", "Parameters": { "Authentication": { "ConnectionArn": "x" } }, "Next": "B" },
//                                                                                     ^^^^^^^^^^^^^^^^ `Authentication` is deprecated; its new name is `InvocationConfig`
    "B": { "Type": "Task", "Resource": "arn:aws:states:::http:invoke", "Parameters": { "InvocationConfig": {}, "Authentication": {} }, "Next": "C" },
    "C": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "Authentication": {} }, "End": true }
  }
}"#,
        );
        let call = |field: &str| {
            format!(
                r#"{{ "States": {{ "A": {{ "Type": "Task", "Resource": "arn:${{AWS::Partition}}:states:::http:invoke", "Parameters": {{ "{field}.$": "$.c" }} }} }} }}"#
            )
        };
        check_fix(&RULE, &call("Authentication"), &call("InvocationConfig"));
    }

    #[test]
    fn what_has_only_a_similar_name() {
        check(&RULE, r#"{ "States": { "A": { "Type": "Map", "Iterator": {}, "Iterator": {} } } }"#);
        check(
            &RULE,
            r#"{ "States": { "A": { "Type": "Task", "Resource": "x:http:invoke", "Parameters": { "Authentication": {} } } } }"#,
        );
    }
}
