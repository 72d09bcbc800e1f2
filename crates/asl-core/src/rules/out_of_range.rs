use super::prelude::*;
use crate::catalog::Value;

pub(super) static RULE: Rule = Rule {
    name: "out-of-range",
    group: Group::Structure,
    summary: "a number is too small or too large for its field",
    docs: include_str!("out_of_range.md"),
    severity: Severity::Error,
    default: Default::On,
    aws: schema(AwsPlace::Here),
    fix: FixKind::None,
    check: run,
};

fn run(cx: &mut Context<'_>) {
    for (field, info, value) in cx.known_fields() {
        let Some(number) = value.as_f64() else { continue };
        let (min, max) = match info.value {
            Value::Integer { min, max } => (min as f64, max as f64),
            Value::Number { min, max } => (min, max),
            _ => continue,
        };
        if (min..=max).contains(&number) {
            continue;
        }
        let name = field.key().value;
        let range = match (number < min, has_limit(max)) {
            (true, false) => format!("is at least {min}"),
            _ => format!("is a number from {min} to {max}"),
        };
        cx.report(&RULE, value.span(), format!("`{name}` {range}, and this is {}", value.written()))
            .note("Step Functions refuses the definition");
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
    fn ranges_of_the_catalog() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "TimeoutSeconds": 100000000,
//                  ^^^^^^^^^ `TimeoutSeconds` is a number from 0 to 99999999, and this is 100000000
  "States": {
    "A": {
      "Type": "Task",
      "Resource": "x",
      "TimeoutSeconds": 0,
//                      ^ `TimeoutSeconds` is a number from 1 to 99999999, and this is 0
      "Retry": [{ "ErrorEquals": ["E"], "BackoffRate": 0.5, "MaxAttempts": 0, "MaxDelaySeconds": 31622401 }],
//                                                     ^^^ `BackoffRate` is at least 1, and this is 0.5
//                                                                                               ^^^^^^^^ `MaxDelaySeconds` is a number from 1 to 31622400, and this is 31622401
      "Next": "M"
    },
    "M": { "Type": "Map", "MaxConcurrency": -1, "ToleratedFailurePercentage": 100.1, "Next": "W" },
//                                          ^^ `MaxConcurrency` is at least 0, and this is -1
//                                                                            ^^^^^ `ToleratedFailurePercentage` is a number from 0 to 100, and this is 100.1
    "W": { "Type": "Wait", "Seconds": 99999999, "End": true }
  }
}"#,
        );
    }
}
