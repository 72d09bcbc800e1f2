use crate::catalog::operator;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "exclusive-fields",
    group: Group::Structure,
    docs: include_str!("exclusive_fields.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Parent),
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    // A template may add one field only where it does not add the other.
    for object in cx.objects().filter(|object| !object.node().is_open()) {
        for (group, fields) in catalog::group_sets(object.kind()) {
            if fields.and(object.mentioned()).len() > 1 {
                only_one(cx, object, |name| group.fields.contains(&name));
            }
        }
        if catalog::comparisons().and(object.mentioned()).len() > 1 {
            only_one(cx, object, |name| operator(name).is_some());
        }
    }
}

/// Reports every field of a group except the first. Other rules report duplicate keys and fields of the other query
/// language.
fn only_one(cx: &mut Context<'_>, object: Object<'_>, is_member: impl Fn(&str) -> bool) {
    let members =
        object.fields().filter(|field| is_member(field.key().value) && !field.is_of_other_language());
    let mut keys = members.map(|field| field.key());
    let Some(first) = keys.next() else { return };
    for key in keys.filter(|key| key.value != first.value) {
        cx.report(&RULE, key.span, format!("`{}` and `{}` are mutually exclusive", first.value, key.value))
            .help("remove one of them")
            .related(first.span, format!("`{}` is here", first.value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_the_catalog() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Wait", "Seconds": 1, "TimestampPath": "$.t", "Timestamp": "x", "Next": "B" },
//                                       ^^^^^^^^^^^^^^^ `Seconds` and `TimestampPath` are mutually exclusive
//                                                               ^^^^^^^^^^^ `Seconds` and `Timestamp` are mutually exclusive
    "B": { "Type": "Fail", "ErrorPath": "$.e", "Error": "E", "Cause": "c" },
//                                             ^^^^^^^ `ErrorPath` and `Error` are mutually exclusive
    "C": { "Type": "Map", "ItemProcessor": {}, "Iterator": {}, "End": true }
//                                             ^^^^^^^^^^ `ItemProcessor` and `Iterator` are mutually exclusive
  }
}"#,
        );
    }

    #[test]
    fn a_choice_rule_has_one_test() {
        check(
            &RULE,
            r#"
{
  "StartAt": "C",
  "States": {
    "C": {
      "Type": "Choice",
      "Choices": [
        { "Variable": "$.x", "StringEquals": "a", "IsNull": false, "Next": "C" },
//                                                ^^^^^^^^ `StringEquals` and `IsNull` are mutually exclusive
        { "Variable": "$.x", "IsNull": true, "Not": { "Variable": "$.x", "IsNull": true }, "Next": "C" }
//                                           ^^^^^ `Variable` and `Not` are mutually exclusive
      ]
    }
  }
}"#,
        );
    }

    #[test]
    fn fields_of_the_other_language_are_not_reported() {
        check(
            &RULE,
            r#"{ "StartAt": "A", "QueryLanguage": "JSONata", "States": {
                "A": { "Type": "Wait", "Seconds": 1, "SecondsPath": "$.s", "End": true } } }"#,
        );
    }
}
