use crate::model::Field;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "redundant-default",
    group: Group::Structure,
    docs: include_str!("redundant_default.md"),
    severity: Severity::Info,
    default: Default::Off,
    fix: FixKind::Safe,
    tags: &[Tag::Unnecessary],
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for (field, info, value) in cx.fields_where(|info| info.default.is_some() || info.name == "End") {
        let is_default = info.default.is_some_and(|default| is_same(default, value));
        if !(is_default || info.name == "End" && is_idle_end(field, value)) {
            continue;
        }
        let name = field.key().value;
        let fix = Fix::safe(format!("Remove `{name}`"), vec![cx.remove_field(field)]);
        let diag = cx.report(
            &RULE,
            field.key().span,
            format!("`{name}` is set to its default, `{}`", value.display()),
        );
        diag.help("remove it");
        // Without it, another field with the same name would be used.
        if field.object().node().pairs().filter(|pair| pair.is_named(name)).count() == 1 {
            diag.fix(fix);
        }
    }
}

/// `"End": false` beside `Next`.
fn is_idle_end(field: Field<'_>, value: Node<'_>) -> bool {
    value.as_bool() == Some(false) && field.object().has("Next")
}

fn is_same(default: &str, value: Node<'_>) -> bool {
    if let Some(text) = value.as_str() {
        return default.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) == Some(text);
    }
    value.display() == default
        || default.starts_with(|c: char| c.is_ascii_digit())
            && value.as_f64().is_some_and(|number| default.parse() == Ok(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn explicit_defaults() {
        check(
            &RULE,
            r#"
{
  "Version": "1.0",
//^^^^^^^^^ `Version` is set to its default, `"1.0"`
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Task",
      "Resource": "x",
      "ResultPath": "$",
//    ^^^^^^^^^^^^ `ResultPath` is set to its default, `"$"`
      "Retry": [{ "ErrorEquals": ["E"], "MaxAttempts": 3, "BackoffRate": 2, "IntervalSeconds": 5 }],
//                                      ^^^^^^^^^^^^^ `MaxAttempts` is set to its default, `3`
//                                                        ^^^^^^^^^^^^^ `BackoffRate` is set to its default, `2`
      "Next": "B",
      "End": false
//    ^^^^^ `End` is set to its default, `false`
    },
    "B": { "Type": "Pass", "QueryLanguage": "JSONPath", "End": true }
  }
}"#,
        );
    }

    #[test]
    fn one_of_two_duplicates_is_not_removed() {
        let text = r#"{ "Version": "1.1", "Version": "1.0", "StartAt": "A" }"#;
        assert!(only_finding(&RULE, text).fix.is_none());
    }

    #[test]
    fn the_field_is_removed() {
        check_fix(&RULE, "{\n  \"Version\": \"1.0\",\n  \"StartAt\": \"A\"\n}", "{\n  \"StartAt\": \"A\"\n}");
    }

    #[test]
    fn end_is_redundant_only_beside_next() {
        let pass = |fields: &str| {
            format!(r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Pass", {fields} }} }} }}"#)
        };
        only_finding(&RULE, &pass(r#""End": false, "Next": "A""#));
        check(&RULE, &pass(r#""End": false"#));
        check(&RULE, &pass(r#""End": true, "Next": "A""#));
    }
}
