use crate::catalog::Value;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "out-of-range",
    group: Group::Structure,
    docs: include_str!("out_of_range.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Here),
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    let is_number = |info: &FieldInfo| matches!(info.value, Value::Integer { .. } | Value::Number { .. });
    for (field, info, value) in cx.fields_where(is_number) {
        let (min, max) = match info.value {
            Value::Integer { min, max } => (min as f64, max as f64),
            Value::Number { min, max } => (min, max),
            _ => continue,
        };
        let Some(number) = value.as_f64() else { continue };
        if (min..=max).contains(&number) {
            continue;
        }
        let name = field.key().value;
        let is_below = (..min).contains(&number);
        let range = match (is_below, has_limit(max)) {
            (true, false) => format!("the minimum is {}", grouped(min)),
            _ => format!("it must be between {} and {}", grouped(min), grouped(max)),
        };
        let diag = cx.report(&RULE, value.span(), format!("`{name}` is {}; {range}", value.display()));
        if !is_below && !info.has_checked_max {
            diag.warning();
        }
    }
}

/// Whether a maximum is a limit of AWS, and not only that of the number type.
fn has_limit(max: f64) -> bool {
    max < i64::MAX as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_may_have_no_limit() {
        let map = |batcher: &str| {
            format!(r#"{{ "States": {{ "M": {{ "Type": "Map", "ItemBatcher": {{ {batcher} }} }} }} }}"#)
        };
        check(&RULE, &map(r#""MaxItemsPerBatch": 0, "MaxInputBytesPerBatch": 0"#));
        let found = only_finding(&RULE, &map(r#""MaxItemsPerBatch": -1"#));
        assert_eq!(found.message, "`MaxItemsPerBatch` is -1; the minimum is 0");
        assert_eq!(found.severity, Severity::Error);
        let found = only_finding(&RULE, &map(r#""MaxInputBytesPerBatch": 262145"#));
        assert_eq!(found.message, "`MaxInputBytesPerBatch` is 262145; it must be between 0 and 262,144");
        assert_eq!((found.severity, found.aws_code), (Severity::Warning, None));
    }

    #[test]
    fn ranges_of_the_catalog() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "TimeoutSeconds": 100000000,
//                  ^^^^^^^^^ `TimeoutSeconds` is 100000000; it must be between 0 and 99,999,999
  "States": {
    "A": {
      "Type": "Task",
      "Resource": "x",
      "TimeoutSeconds": 0,
//                      ^ `TimeoutSeconds` is 0; it must be between 1 and 99,999,999
      "Retry": [{ "ErrorEquals": ["E"], "BackoffRate": 0.5, "MaxAttempts": 0, "MaxDelaySeconds": 31622401 }],
//                                                     ^^^ `BackoffRate` is 0.5; the minimum is 1
//                                                                                               ^^^^^^^^ `MaxDelaySeconds` is 31622401; it must be between 1 and 31,622,400
      "Next": "M"
    },
    "M": { "Type": "Map", "MaxConcurrency": -1, "ToleratedFailurePercentage": 100.1, "Next": "W" },
//                                          ^^ `MaxConcurrency` is -1; the minimum is 0
//                                                                            ^^^^^ `ToleratedFailurePercentage` is 100.1; it must be between 0 and 100
    "W": { "Type": "Wait", "Seconds": 99999999, "End": true }
  }
}"#,
        );
    }
}
