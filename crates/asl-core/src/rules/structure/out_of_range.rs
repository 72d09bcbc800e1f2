use crate::catalog::Value;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "out-of-range",
    group: Group::Structure,
    docs: include_str!("out_of_range.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Here),
    check: run,
    ..Rule::DEFAULTS
};

fn run(cx: &mut Context<'_>) {
    for (field, info, value) in cx.known_fields() {
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
        let range = match (number < min, has_limit(max)) {
            (true, false) => format!("at least {}", grouped(min)),
            _ => format!("{} to {}", grouped(min), grouped(max)),
        };
        let diag = cx.report(&RULE, value.span(), format!("`{name}` takes {range}, not {}", value.display()));
        if number > max && !info.has_checked_max {
            diag.warning();
        }
    }
}

/// Whether a maximum is a limit of AWS rather than that of the number type.
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
        assert_eq!(found.message, "`MaxItemsPerBatch` takes at least 0, not -1");
        assert_eq!(found.severity, Severity::Error);
        let found = only_finding(&RULE, &map(r#""MaxInputBytesPerBatch": 262145"#));
        assert_eq!(found.message, "`MaxInputBytesPerBatch` takes 0 to 262,144, not 262145");
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
//                  ^^^^^^^^^ `TimeoutSeconds` takes 0 to 99,999,999, not 100000000
  "States": {
    "A": {
      "Type": "Task",
      "Resource": "x",
      "TimeoutSeconds": 0,
//                      ^ `TimeoutSeconds` takes 1 to 99,999,999, not 0
      "Retry": [{ "ErrorEquals": ["E"], "BackoffRate": 0.5, "MaxAttempts": 0, "MaxDelaySeconds": 31622401 }],
//                                                     ^^^ `BackoffRate` takes at least 1, not 0.5
//                                                                                               ^^^^^^^^ `MaxDelaySeconds` takes 1 to 31,622,400, not 31622401
      "Next": "M"
    },
    "M": { "Type": "Map", "MaxConcurrency": -1, "ToleratedFailurePercentage": 100.1, "Next": "W" },
//                                          ^^ `MaxConcurrency` takes at least 0, not -1
//                                                                            ^^^^^ `ToleratedFailurePercentage` takes 0 to 100, not 100.1
    "W": { "Type": "Wait", "Seconds": 99999999, "End": true }
  }
}"#,
        );
    }
}
