use crate::catalog::FIELDS;
use crate::model::Field;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "unknown-field",
    group: Group::Structure,
    docs: include_str!("unknown_field.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Parent),
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for config in cx.objects_of(ObjectKind::ProcessorConfig) {
        let is_inline = config.get("Mode").and_then(Node::as_str) == Some("INLINE");
        for field in config.fields().filter(|field| is_inline && field.pair().is_named("ExecutionType")) {
            let remove = Fix::suggested("Remove `ExecutionType`", vec![cx.remove_field(field)]);
            cx.report(&RULE, field.key().span, "an inline Map cannot have `ExecutionType`")
                .help("remove it, or set `\"Mode\": \"DISTRIBUTED\"`")
                .fix(remove);
        }
    }
    for field in cx.model().unknown_fields() {
        let (place, key) = (field.object().kind(), field.key());
        // AWS ignores unknown fields of `Credentials`.
        if key.span.is_empty() || place == ObjectKind::Credentials {
            continue;
        }
        let message = format!("unknown field `{}` in {}", key.value, place.phrase());
        let change = |to: &str| Fix::suggested(format!("Change to `{to}`"), vec![cx.replace_text(key, to)]);
        let remove = || Fix::suggested(format!("Remove `{}`", key.value), vec![cx.remove_field(field)]);
        let (help, fix) = if let Some(near) = field.meant() {
            (Some(format!("did you mean `{near}`?")), Some(change(near)))
        } else if let Some(test) = negated_operator(field) {
            (Some(format!("use `Not` with a nested rule that contains `{test}`")), None)
        } else if field.is_misplaced_state() {
            (Some(format!("`{}` looks like a state; move it into `States`", key.value)), None)
        } else if is_next_of_choice(field) {
            (
                Some("use `Default` to name the state that follows when no rule matches".to_owned()),
                Some(change("Default")),
            )
        } else {
            (elsewhere(key.value, place), Some(remove()))
        };
        let diag = cx.report(&RULE, key.span, message);
        if let Some(help) = help {
            diag.help(help);
        }
        if let Some(fix) = fix {
            diag.fix(fix);
        }
    }
}

/// The operator that a negated name such as `StringNotEquals` is meant to negate with `Not`.
fn negated_operator(field: Field<'_>) -> Option<String> {
    let is_rule = matches!(field.object().kind(), ObjectKind::ChoiceRule | ObjectKind::NestedRule);
    let name = field.key().value.replacen("Not", "", 1);
    (is_rule && catalog::operator(&name).is_some()).then_some(name)
}

/// Whether a Choice has `Next` instead of `Default`.
fn is_next_of_choice(field: Field<'_>) -> bool {
    let object = field.object();
    object.kind() == ObjectKind::Choice && field.key().value == "Next" && !object.has("Default")
}

/// A hint where a field with this name is allowed.
fn elsewhere(name: &str, place: ObjectKind) -> Option<String> {
    let homes: Vec<_> = FIELDS.iter().filter(|field| field.name == name).collect();
    let states: Vec<String> = StateKind::ALL
        .into_iter()
        .filter(|kind| homes.iter().any(|field| field.on.has(kind.place())))
        .map(|kind| kind.name().to_owned())
        .collect();
    if place.is_state() && !states.is_empty() {
        return Some(format!("only {} states support `{name}`", listed(&states, "and")));
    }
    if name == "QueryLanguage" {
        return Some("set `QueryLanguage` on the definition or on a single state".to_owned());
    }
    const INSIDE: [ObjectKind; 9] = [
        ObjectKind::ProcessorConfig,
        ObjectKind::ReaderConfig,
        ObjectKind::ItemReader,
        ObjectKind::ItemBatcher,
        ObjectKind::WriterConfig,
        ObjectKind::ResultWriter,
        ObjectKind::Retrier,
        ObjectKind::Catcher,
        ObjectKind::Credentials,
    ];
    let inside = INSIDE.into_iter().find(|&inside| homes.iter().any(|field| field.on.has(inside)));
    if let Some(inside) = inside.filter(|_| name != "Comment") {
        return Some(format!("`{name}` belongs in {}", inside.phrase()));
    }
    if !states.is_empty() && name != "Comment" {
        return Some(format!("`{name}` is a field of {} states", listed(&states, "and")));
    }
    homes
        .iter()
        .any(|field| field.on.has(ObjectKind::Machine))
        .then(|| format!("`{name}` is a top-level field of the definition"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelled_and_misplaced_fields() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "Timeout": 3,
//^^^^^^^^^ unknown field `Timeout` in a state machine
  "States": {
    "A": { "Type": "Pass", "Nxt": "B", "Catch": [] },
//                         ^^^^^ unknown field `Nxt` in a Pass state
//                                     ^^^^^^^ unknown field `Catch` in a Pass state
    "B": {
      "Type": "Map",
      "ItemProcessor": { "Mode": "INLINE", "QueryLanguage": "JSONata", "StartAt": "C", "States": {} },
//                       ^^^^^^ unknown field `Mode` in `ItemProcessor`
//                                         ^^^^^^^^^^^^^^^ unknown field `QueryLanguage` in `ItemProcessor`
      "Retry": [{ "ErrorEquals": ["States.ALL"], "MaxAttempt": 1 }],
//                                               ^^^^^^^^^^^^ unknown field `MaxAttempt` in a retrier
      "End": true
    }
  }
}"#,
        );
    }

    #[test]
    fn an_inline_map_has_no_execution_type() {
        let map = |config: &str| {
            format!(
                r#"{{ "States": {{ "M": {{ "Type": "Map", "ItemProcessor": {{ "ProcessorConfig": {{ {config} }} }} }} }} }}"#
            )
        };
        let both = map(r#""Mode": "INLINE", "ExecutionType": "EXPRESS""#);
        let finding = only_finding(&RULE, &both);
        assert_eq!(finding.message, "an inline Map cannot have `ExecutionType`");
        assert_eq!(finding.aws_location.as_deref(), Some("/States/M/ItemProcessor/ProcessorConfig"));
        check_fix(&RULE, &both, &map(r#""Mode": "INLINE""#));
        check(&RULE, &map(r#""Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS""#));
        check(&RULE, &map(r#""Mode": "${Mode}", "ExecutionType": "EXPRESS""#));
    }

    #[test]
    fn payloads_and_credentials_can_have_any_field() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": { "Nxt": 1 },
      "Credentials": { "RoleArn": "arn:aws:iam::111122223333:role/r", "Foo": 1 },
      "End": true
    }
  }
}"#,
        );
    }

    #[test]
    fn a_state_of_unknown_type_may_have_any_field_of_a_state() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Lambda", "Resource": "x", "Next": "A", "Foo": 1 }
//                                                         ^^^^^ unknown field `Foo` in a state
  }
}"#,
        );
    }

    #[test]
    fn help_says_where_the_field_belongs() {
        let help = |state: &str| {
            let text = format!(r#"{{ "StartAt": "A", "States": {{ "A": {state} }} }}"#);
            only_finding(&RULE, &text).help.unwrap_or_default()
        };
        assert_eq!(
            help(r#"{ "Type": "Pass", "Retry": [] }"#),
            "only Task, Parallel and Map states support `Retry`"
        );
        assert_eq!(help(r#"{ "Type": "Task", "MaxAttempts": 1 }"#), "`MaxAttempts` belongs in a retrier");
        assert_eq!(
            help(r#"{ "Type": "Task", "StartAt": "A" }"#),
            "`StartAt` is a top-level field of the definition"
        );
        assert_eq!(help(r#"{ "Type": "Task", "resource": "A" }"#), "did you mean `Resource`?");
    }

    #[test]
    fn negated_operators_states_and_next_of_a_choice() {
        let choice = |field: &str, rule: &str| {
            format!(
                r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Choice", {field} "Choices": [{{ {rule} "Next": "A" }}] }} }} }}"#
            )
        };
        let finding = only_finding(&RULE, &choice("", r#""Variable": "$.x", "StringNotEquals": "a","#));
        assert_eq!(
            finding.help.as_deref(),
            Some("use `Not` with a nested rule that contains `StringEquals`")
        );
        assert!(finding.fix.is_none(), "without the `Not` the rule would say the opposite");
        let finding = only_finding(&RULE, r#"{ "StartAt": "A", "States": {}, "A": { "Type": "Succeed" } }"#);
        assert_eq!(finding.help.as_deref(), Some("`A` looks like a state; move it into `States`"));
        assert!(finding.fix.is_none());
        let finding = only_finding(&RULE, &choice(r#""Next": "A","#, ""));
        assert_eq!(finding.fix.map(|fix| fix.title).as_deref(), Some("Change to `Default`"));
    }

    #[test]
    fn aws_names_the_object() {
        let text = r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Foo": 1 } } }"#;
        let finding = only_finding(&RULE, text);
        assert_eq!(finding.aws_location.as_deref(), Some("/States/A"));
        assert_eq!(finding.pointer.as_deref(), Some("/States/A/Foo"));
    }

    #[test]
    fn a_field_is_renamed_or_removed() {
        check_fix(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Nxt": "A" } } }"#,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "A" } } }"#,
        );
        check_fix(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Retry": [], "Next": "A" } } }"#,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "A" } } }"#,
        );
    }

    #[test]
    fn help_depends_on_the_object() {
        let help = |text: &str| only_finding(&RULE, text).help;
        let pass =
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "StringNotEquals": 1, "End": true } } }"#;
        assert_eq!(help(pass), None);
        let choice = |fields: &str| {
            format!(
                r#"{{ "StartAt": "C", "States": {{ "C": {{ "Type": "Choice", "Choices": [], {fields} }} }} }}"#
            )
        };
        assert!(help(&choice(r#""Next": "C""#)).unwrap().starts_with("use `Default`"));
        assert!(!help(&choice(r#""Next": "C", "Default": "C""#)).unwrap().starts_with("use `Default`"));
        let top = r#"{ "StartAt": "A", "States": {}, "Branches": [] }"#;
        assert_eq!(help(top).as_deref(), Some("`Branches` is a field of Parallel states"));
    }
}
