use crate::catalog::Value;
use crate::model::timestamp::rfc3339;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "invalid-timestamp",
    group: Group::Structure,
    docs: include_str!("invalid_timestamp.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Here),
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for (field, info, value) in cx.fields_where(|info| info.value == Value::Timestamp) {
        let Some(text) = value.as_text().filter(|text| !text.has_placeholder()) else { continue };
        let is_expression = info.expression
            && field.object().language() == QueryLanguage::Jsonata
            && text.value.starts_with("{%");
        if is_expression {
            continue;
        }
        if let Err(why) = rfc3339(text.value) {
            cx.report(&RULE, text.span, format!("`{}` is not a timestamp: {why}", text.value))
                .help("write it as `2030-01-31T23:59:59Z` or `2030-01-31T23:59:59+01:00`");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_and_comparisons() {
        check(
            &RULE,
            r#"
{
  "StartAt": "W",
  "States": {
    "W": { "Type": "Wait", "Timestamp": "2016-12-05", "Next": "J" },
//                                      ^^^^^^^^^^^^ `2016-12-05` is not a timestamp: the time is missing
    "J": { "Type": "Wait", "QueryLanguage": "JSONata", "Timestamp": "{% $t %}", "Next": "H" },
    "H": { "Type": "Wait", "Timestamp": "${When}", "Next": "C" },
    "C": { "Type": "Choice", "Choices": [{ "Variable": "$.t", "TimestampLessThan": "noon", "Next": "W" }] }
//                                                                                 ^^^^^^ `noon` is not a timestamp: it does not begin with a date such as `2030-01-31`
  }
}"#,
        );
    }
}
