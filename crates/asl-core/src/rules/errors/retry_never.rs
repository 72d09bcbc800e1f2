use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "retry-never",
    group: Group::Errors,
    docs: include_str!("retry_never.md"),
    severity: Severity::Info,
    check: run,
    ..Rule::DEFAULTS
};

const SETTINGS: [&str; 4] = ["IntervalSeconds", "BackoffRate", "MaxDelaySeconds", "JitterStrategy"];

fn run(cx: &mut Context<'_>) {
    for retrier in cx.objects().filter(|object| object.kind() == ObjectKind::Retrier) {
        let Some(attempts) = retrier.get("MaxAttempts").filter(|node| node.as_f64() == Some(0.0)) else {
            continue;
        };
        let idle: Vec<String> =
            SETTINGS.iter().filter(|name| retrier.has(name)).map(|name| format!("`{name}`")).collect();
        if idle.is_empty() {
            continue;
        }
        let verb = if idle.len() == 1 { "has" } else { "have" };
        cx.report(
            &RULE,
            attempts.span(),
            format!("nothing is retried, so {} {verb} no effect", listed(&idle, "and")),
        )
        .note("`MaxAttempts` counts the retries, not the runs: 0 means that the error is never retried")
        .help("raise `MaxAttempts`, or remove the other settings");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_no_retry() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": {
      "Type": "Task",
      "Retry": [
        { "ErrorEquals": ["A"], "MaxAttempts": 0, "IntervalSeconds": 2, "BackoffRate": 2 },
//                                             ^ nothing is retried, so `IntervalSeconds` and `BackoffRate` have no effect
        { "ErrorEquals": ["B"], "MaxAttempts": 0, "JitterStrategy": "FULL" },
//                                             ^ nothing is retried, so `JitterStrategy` has no effect
        { "ErrorEquals": ["C"], "MaxAttempts": 0, "Comment": "It stays wrong." },
        { "ErrorEquals": ["D"], "MaxAttempts": 1, "IntervalSeconds": 2 }
      ]
    }
  }
}"#,
        );
    }
}
