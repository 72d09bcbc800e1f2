use crate::catalog::Value;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "empty-collection",
    group: Group::Structure,
    docs: include_str!("empty_collection.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Here),
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    let is_collection =
        |info: &FieldInfo| matches!(info.value, Value::Strings | Value::Objects { .. } | Value::States);
    for (field, info, value) in cx.fields_where(is_collection) {
        let is_empty = value.items().len() + value.pairs().len() == 0;
        if !is_empty || value.is_open() || cx.tree().is_damaged(value.span()) {
            continue;
        }
        let name = field.key().value;
        match (info.value, value.kind()) {
            (Value::Strings | Value::Objects { nonempty: true, .. }, Kind::Array) => {
                cx.report(&RULE, value.span(), format!("`{name}` must not be empty"));
            }
            // With a `StartAt`, `unknown-state` reports its value.
            (Value::States, Kind::Object) if field.object().machine().start_at().is_none() => {
                cx.report(&RULE, value.span(), format!("`{name}` must not be empty"));
            }
            (Value::Objects { nonempty: false, .. }, Kind::Array) => {
                cx.report(&RULE, value.span(), format!("`{name}` is empty and has no effect")).advice();
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_states() {
        check(
            &RULE,
            r#"
{
  "States": {
    "P": { "Type": "Parallel", "Branches": [], "Retry": [], "Catch": [{ "ErrorEquals": [], "Next": "C" }], "Next": "C" },
//                                         ^^ `Branches` must not be empty
//                                                      ^^ `Retry` is empty and has no effect
//                                                                                     ^^ `ErrorEquals` must not be empty
    "C": { "Type": "Choice", "Choices": [], "Default": "D" },
//                                      ^^ `Choices` must not be empty
    "D": { "Type": "Map", "ItemProcessor": { "States": {} }, "End": true }
//                                                     ^^ `States` must not be empty
  }
}"#,
        );
    }

    #[test]
    fn an_empty_retry_is_advice_only() {
        let text = r#"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Retry": [] } } }"#;
        let finding = only_finding(&RULE, text);
        assert_eq!((finding.severity, finding.aws_code), (Severity::Info, None));
    }

    #[test]
    fn states_with_a_start_are_reported_by_another_rule() {
        check(&RULE, r#"{ "StartAt": "A", "States": {} }"#);
        only_finding(&RULE, r#"{ "States": {} }"#);
    }
}
