use crate::catalog::Value;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "invalid-value",
    group: Group::Structure,
    docs: include_str!("invalid_value.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Here),
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for (field, info, value) in cx.fields_where(|info| matches!(info.value, Value::OneOf(_))) {
        let Value::OneOf(words) = info.value else { continue };
        let Some(text) = value.as_text() else { continue };
        if words.contains(&text.value) || text.has_placeholder() {
            continue;
        }
        let near = nearest(text.value, words.iter().copied());
        let fix =
            near.map(|near| Fix::suggested(format!("Change to `{near}`"), vec![cx.replace_text(text, near)]));
        let message = format!("`{}` is not a valid value for `{}`", text.value, field.key().value);
        let diag = cx.report(&RULE, text.span, message);
        diag.help(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if words.len() == 1 => format!("the only valid value is `{}`", words[0]),
            None => format!("valid values are {}", listed_names(words, "and")),
        });
        if let Some(fix) = fix {
            diag.fix(fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords() {
        check(
            &RULE,
            r#"
{
  "Version": "2.0",
//           ^^^^^ `2.0` is not a valid value for `Version`
  "QueryLanguage": "jsonpath",
//                 ^^^^^^^^^^ `jsonpath` is not a valid value for `QueryLanguage`
  "StartAt": "A",
  "States": {
    "A": { "Type": "task" },
//                 ^^^^^^ `task` is not a valid value for `Type`
    "B": { "Type": "${Kind}" },
    "C": {
      "Type": "Map",
      "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTE", "ExecutionType": "EXPRESS" } },
//                                                    ^^^^^^^^^^^^ `DISTRIBUTE` is not a valid value for `Mode`
      "Retry": [{ "ErrorEquals": ["E"], "JitterStrategy": "HALF" }]
//                                                        ^^^^^^ `HALF` is not a valid value for `JitterStrategy`
    }
  }
}"#,
        );
    }

    #[test]
    fn the_nearest_value_is_proposed() {
        check_fix(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "task" } } }"#,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Task" } } }"#,
        );
        let finding = only_finding(&RULE, r#"{ "Version": "2" }"#);
        assert_eq!(finding.help.as_deref(), Some("the only valid value is `1.0`"));
        assert_eq!(finding.aws_location.as_deref(), Some("/Version"));
    }

    #[test]
    fn all_valid_values_are_listed() {
        let help = |text: &str| only_finding(&RULE, text).help.unwrap();
        let language = help(r#"{ "QueryLanguage": "x", "States": {} }"#);
        assert!(language.starts_with("valid values are `"), "{language}");
    }
}
