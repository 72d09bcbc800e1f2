use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "retry-never",
    group: Group::Errors,
    docs: include_str!("retry_never.md"),
    severity: Severity::Info,
    ..Rule::DEFAULTS
};

const SETTINGS: [&str; 4] = ["IntervalSeconds", "BackoffRate", "MaxDelaySeconds", "JitterStrategy"];

pub(super) fn run(cx: &mut Context<'_>) {
    for retrier in cx.objects_of(ObjectKind::Retrier) {
        let Some(attempts) = retrier.get("MaxAttempts").filter(|node| node.as_f64() == Some(0.0)) else {
            continue;
        };
        let unused: Vec<String> =
            SETTINGS.iter().filter(|name| retrier.has(name)).map(|name| format!("`{name}`")).collect();
        if unused.is_empty() {
            continue;
        }
        let verb = if unused.len() == 1 { "has" } else { "have" };
        cx.report(
            &RULE,
            attempts.span(),
            format!("{} {verb} no effect because `MaxAttempts` is 0", listed(&unused, "and")),
        )
        .note("`MaxAttempts` counts retries, not runs: with 0, the error is never retried")
        .help("raise `MaxAttempts`, or remove the other settings");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_without_a_retry() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": {
      "Type": "Task",
      "Retry": [
        { "ErrorEquals": ["A"], "MaxAttempts": 0, "IntervalSeconds": 2, "BackoffRate": 2 },
//                                             ^ `IntervalSeconds` and `BackoffRate` have no effect because `MaxAttempts` is 0
        { "ErrorEquals": ["B"], "MaxAttempts": 0, "JitterStrategy": "FULL" },
//                                             ^ `JitterStrategy` has no effect because `MaxAttempts` is 0
        { "ErrorEquals": ["C"], "MaxAttempts": 0, "Comment": "It stays wrong." },
        { "ErrorEquals": ["D"], "MaxAttempts": 1, "IntervalSeconds": 2 }
      ]
    }
  }
}"#,
        );
    }
}
