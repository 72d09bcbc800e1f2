use crate::catalog::{Group as FieldGroup, operator};
use crate::diagnostic::Diagnostic;
use crate::edit::quoted;
use crate::model::Field;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "missing-field",
    group: Group::Structure,
    docs: include_str!("missing_field.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Here),
    fix: FixKind::Suggested,
    actions: &[QuickFix::AddMissingFields],
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for object in cx.objects() {
        if !object.node().is_object() || object.may_hide_fields() {
            continue;
        }
        if object.kind() == ObjectKind::AnyState {
            if !object.has_or_misspells("Type") {
                missing_type(cx, object);
            }
            continue;
        }
        let mut missing = missing_required(object);
        if object.kind() == ObjectKind::ProcessorConfig
            && object.get("Mode").and_then(Node::as_str) == Some("DISTRIBUTED")
            && !object.has_or_misspells("ExecutionType")
        {
            missing.push("`ExecutionType`, which `\"Mode\": \"DISTRIBUTED\"` requires".to_owned());
        }
        if object.has("Variable") && !has_comparison(object) {
            missing.push("a comparison for its `Variable`, such as `StringEquals`".to_owned());
        }
        if missing.is_empty() {
            continue;
        }
        let fix = insertion(cx, object);
        let message = format!("{} is missing {}", object.kind().phrase(), listed(&missing, "and"));
        let diag = report(cx, object, message);
        if let (Some(fix), 1) = (fix, missing.len()) {
            diag.fix(fix);
        }
    }
}

/// The required fields that an object lacks, in words.
fn missing_required(object: Object<'_>) -> Vec<String> {
    let (kind, language, mentioned) = (object.kind(), object.language(), object.mentioned());
    let mut missing = Vec::new();
    if !mentioned.has_all(catalog::required_set(kind, language)) {
        let fields = catalog::required(kind, language).filter(|field| !object.has_or_misspells(field.name));
        missing.extend(fields.map(|field| format!("`{}`", field.name)));
    }
    let groups = catalog::group_sets(kind).iter();
    let groups = groups.filter(|(group, fields)| group.required && fields.and(mentioned).is_empty());
    missing.extend(groups.map(|(group, _)| missing_of_group(object, group)));
    missing
}

/// Whether an object has a comparison, also a misspelled or negated one.
fn has_comparison(object: Object<'_>) -> bool {
    let is_negated = |field: Field<'_>| {
        let name = field.key().value;
        name.contains("Not") && operator(&name.replacen("Not", "", 1)).is_some()
    };
    !catalog::comparisons().and(object.mentioned()).is_empty() || object.fields().any(is_negated)
}

/// Reports a state without a type. Its other required fields are unknown.
fn missing_type(cx: &mut Context<'_>, object: Object<'_>) {
    let has_any = |names: &[&str]| names.iter().any(|name| object.has(name));
    let guess = if has_any(&["Resource"]) {
        Some("Task")
    } else if has_any(&["Choices", "Default"]) {
        Some("Choice")
    } else if has_any(&["Branches"]) {
        Some("Parallel")
    } else if has_any(&["ItemProcessor", "Iterator", "ItemsPath", "Items"]) {
        Some("Map")
    } else if has_any(&["Seconds", "SecondsPath", "Timestamp", "TimestampPath"]) {
        Some("Wait")
    } else if has_any(&["Error", "ErrorPath", "Cause", "CausePath"]) {
        Some("Fail")
    } else {
        None
    };
    let fix = guess.map(|kind| {
        let edit = cx.insert_field(object, None, "Type", &quoted(kind));
        Fix::suggested(format!("Add `\"Type\": \"{kind}\"`"), vec![edit])
    });
    let name = object.state().map_or("a state", |state| state.name().value);
    let diag = report(cx, object, format!("`{name}` is missing `Type`"));
    diag.aws_field("Type")
        .help("set `Type` to `Task`, `Wait`, `Pass`, `Succeed`, `Fail`, `Choice`, `Parallel` or `Map`");
    if let Some(fix) = fix {
        diag.fix(fix);
    }
}

/// Reports an object at its name.
fn report<'c>(cx: &'c mut Context<'_>, object: Object<'_>, message: impl Into<String>) -> &'c mut Diagnostic {
    let node = object.node();
    // The name of a field or a state is in front of its object.
    match node.span().covers(object.name()) {
        true => cx.report_node(&RULE, node, object.name(), message),
        false => cx.report(&RULE, object.name(), message),
    }
}

/// What is missing from an object that has no field of a required group.
fn missing_of_group(object: Object<'_>, group: &FieldGroup) -> String {
    if group.fields.contains(&"Variable") && has_comparison(object) {
        return "`Variable`, the path of the value to compare".to_owned();
    }
    let names: Vec<String> = group
        .fields
        .iter()
        .filter(|name| **name != "Iterator")
        .filter(|name| {
            let info = catalog::field(group.on, name).expect("groups name fields of their place");
            info.language.is_none_or(|language| language == object.language())
        })
        .map(|name| format!("`{name}`"))
        .collect();
    if names.len() > 1 { format!("one of {}", listed(&names, "or")) } else { names.concat() }
}

/// Adds the missing field where its value is evident.
fn insertion<'a>(cx: &Context<'a>, object: Object<'a>) -> Option<Fix> {
    let (name, value, after) = match object.kind() {
        place if place.is_machine() && !object.has_or_misspells("StartAt") => {
            ("StartAt", quoted(object.machine().states().next()?.name().value), None)
        }
        ObjectKind::ProcessorConfig => ("ExecutionType", quoted("STANDARD"), object.field("Mode")),
        _ => return None,
    };
    let edit = cx.insert_field(object, after.map(|field| field.pair()), name, &value);
    Some(Fix::suggested(format!("Add `\"{name}\": {value}`"), vec![edit]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_at_every_depth() {
        check(
            &RULE,
            r#"
{
  "StartAt": "P",
  "States": {
    "P": { "Type": "Parallel", "Branches": [{ "StartAt": "X" }], "Next": "M" },
//                                          ^ a branch is missing `States`
    "M": { "Type": "Map", "ItemProcessor": {}, "End": true }
//                        ^^^^^^^^^^^^^^^ `ItemProcessor` is missing `StartAt` and `States`
  }
}"#,
        );
    }

    #[test]
    fn required_fields_of_states_and_their_parts() {
        check(
            &RULE,
            r#"
{
  "StartAt": "T",
  "States": {
    "T": { "Type": "Task", "Retry": [{}], "Catch": [{ "Next": "C" }], "Credentials": {}, "Next": "C" },
//  ^^^ a Task state is missing `Resource`
//                                   ^ a retrier is missing `ErrorEquals`
//                                                  ^ a catcher is missing `ErrorEquals`
//                                                                    ^^^^^^^^^^^^^ `Credentials` is missing one of `RoleArn` or `RoleArn.$`
    "C": { "Type": "Choice", "Choices": [{ "Variable": "$.x", "IsNull": true }] },
//                                       ^ a choice rule is missing `Next`
    "W": { "Type": "Wait", "End": true },
//  ^^^ a Wait state is missing one of `Seconds`, `Timestamp`, `SecondsPath` or `TimestampPath`
    "M": { "Type": "Map", "End": true },
//  ^^^ a Map state is missing `ItemProcessor`
    "U": { "Next": "T" },
//  ^^^ `U` is missing `Type`
    "V": { "Type": "Unknown" }
  }
}"#,
        );
    }

    #[test]
    fn choice_rules_need_a_test() {
        check(
            &RULE,
            r#"
{
  "StartAt": "C",
  "States": {
    "C": {
      "Type": "Choice",
      "Choices": [
        { "Next": "D" },
//      ^ a choice rule is missing one of `Variable`, `And`, `Or` or `Not`
        { "Variable": "$.x", "Next": "D" },
//      ^ a choice rule is missing a comparison for its `Variable`, such as `StringEquals`
        { "StringEquals": "x", "Next": "D" },
//      ^ a choice rule is missing `Variable`, the path of the value to compare
        { "Not": {}, "Next": "D" }
//        ^^^^^ a nested choice rule is missing one of `Variable`, `And`, `Or` or `Not`
      ]
    },
    "D": { "Type": "Choice", "QueryLanguage": "JSONata", "Choices": [{ "Next": "D" }] }
//                                                                   ^ a choice rule is missing `Condition`
  }
}"#,
        );
    }

    #[test]
    fn objects_with_syntax_errors_are_not_reported() {
        check(&RULE, r#"{ "StartAt": "A", "States": { "A": { "Type": "Task", Resource } } }"#);
    }

    #[test]
    fn a_missing_type_is_named_where_aws_expects_it() {
        let finding = only_finding(&RULE, r#"{ "StartAt": "A", "States": { "A": { "End": true } } }"#);
        assert_eq!(finding.aws_location.as_deref(), Some("/States/A/Type"));
        let finding = only_finding(&RULE, r#"{ "States": {} }"#);
        assert_eq!(finding.aws_location.as_deref(), Some("/"));
    }

    #[test]
    fn evident_fields_are_added() {
        check_fix(
            &RULE,
            r#"{ "States": { "A": { "Type": "Succeed" } } }"#,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }"#,
        );
        check_fix(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Resource": "x" } } }"#,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "x" } } }"#,
        );
    }

    #[test]
    fn what_is_no_object_or_may_hide_a_field() {
        let map = |fields: &str| {
            format!(
                r#"{{ "StartAt": "M", "States": {{ "M": {{ "Type": "Map", "ItemProcessor": {{ "StartAt": "A", "States": {{}} }}, {fields}, "End": true }} }} }}"#
            )
        };
        check(&RULE, &map(r#""ItemReader": 1"#));
        check(&RULE, &map(r#""ItemReader": { "x": }"#));
        only_finding(&RULE, &map(r#""ItemReader": {}"#));
    }

    #[test]
    fn an_inline_map_has_no_execution_type() {
        let map = |mode: &str| {
            format!(
                r#"{{ "StartAt": "M", "States": {{ "M": {{ "Type": "Map", "ItemProcessor": {{ "ProcessorConfig": {{ "Mode": "{mode}" }}, "StartAt": "A", "States": {{}} }}, "End": true }} }} }}"#
            )
        };
        check(&RULE, &map("INLINE"));
        only_finding(&RULE, &map("DISTRIBUTED"));
    }

    #[test]
    fn a_negated_comparison_counts_as_one() {
        let choice = |field: &str| {
            format!(
                r#"{{ "StartAt": "C", "States": {{ "C": {{ "Type": "Choice", "Choices": [{{ "Variable": "$.x", "{field}": "a", "Next": "C" }}] }} }} }}"#
            )
        };
        check(&RULE, &choice("StringNotEquals"));
        only_finding(&RULE, &choice("Nothing"));
    }
}
