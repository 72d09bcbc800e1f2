use super::limit::Limit;
use crate::model::retry::Schedule;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "retry-delay",
    group: Group::Errors,
    docs: include_str!("retry_delay.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for retrier in cx.objects_of(ObjectKind::Retrier).filter(|object| !object.is_damaged()) {
        let Some(schedule) = Schedule::of(retrier).filter(|schedule| schedule.attempts > 0.0) else {
            continue;
        };
        check_cap(cx, retrier, schedule);
        check_total(cx, retrier, schedule, &Limit::of(cx, retrier.machine()));
    }
}

fn check_cap(cx: &mut Context<'_>, retrier: Object<'_>, schedule: Schedule) {
    let (Some(cap), Some(node)) = (schedule.cap, retrier.get("MaxDelaySeconds")) else { return };
    let changes_nothing = cap == schedule.interval && (schedule.rate == 1.0 || schedule.attempts == 1.0);
    if cap > schedule.interval || changes_nothing {
        return;
    }
    let interval = retrier.get("IntervalSeconds").map(Node::span);
    let diagnostic = cx
        .report(&RULE, node.span(), "`MaxDelaySeconds` is not greater than `IntervalSeconds`")
        .note(format!("every delay is {}: `BackoffRate` has no effect", duration(cap as u64)));
    match interval {
        Some(span) => diagnostic.related(span, "the first delay"),
        None => diagnostic.note("`IntervalSeconds` defaults to 1 s"),
    };
    // A constant delay may be intended.
    if cap == schedule.interval {
        diagnostic.advice();
    }
}

fn check_total(cx: &mut Context<'_>, retrier: Object<'_>, schedule: Schedule, limit: &Limit) {
    // Random delays are half as long on average.
    let total = if schedule.has_jitter { schedule.total() / 2.0 } else { schedule.total() };
    // Very many retries at a constant rate mean "until the time is up".
    let is_unlimited = schedule.attempts >= 1000.0 && (schedule.cap.is_some() || schedule.rate == 1.0);
    if total <= limit.seconds || is_unlimited {
        return;
    }
    let span = ["MaxAttempts", "BackoffRate", "IntervalSeconds"]
        .into_iter()
        .find_map(|field| retrier.get(field))
        .map_or(retrier.name(), Node::span);
    let message = format!("the retries take longer than {}", limit.describe());
    let diagnostic = cx
        .report(&RULE, span, message)
        .note(format!("the delays are {}", schedule.words()))
        .help("lower `MaxAttempts` or `BackoffRate`, or set `MaxDelaySeconds`");
    if let Some(span) = limit.span {
        diagnostic.related(span, "the timeout is set here");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_as;

    #[test]
    fn the_longest_delay_exceeds_the_first() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": {
      "Type": "Task",
      "Retry": [
        { "ErrorEquals": ["A"], "IntervalSeconds": 10, "MaxDelaySeconds": 5 },
//                                                                        ^ `MaxDelaySeconds` is not greater than `IntervalSeconds`
        { "ErrorEquals": ["B"], "IntervalSeconds": 10, "MaxDelaySeconds": 10 },
//                                                                        ^^ `MaxDelaySeconds` is not greater than `IntervalSeconds`
        { "ErrorEquals": ["C"], "IntervalSeconds": 10, "MaxDelaySeconds": 10, "BackoffRate": 1 },
        { "ErrorEquals": ["D"], "IntervalSeconds": 10, "MaxDelaySeconds": 11 },
        { "ErrorEquals": ["E"], "IntervalSeconds": "${I}", "MaxDelaySeconds": 1 },
        { "ErrorEquals": ["F"], "IntervalSeconds": 10, "MaxDelaySeconds": 5, "MaxAttempts": 0 }
      ]
    }
  }
}"#,
        );
    }

    const GROWS: &str = r#"
{
  "TimeoutSeconds": 600,
  "States": {
    "A": {
      "Type": "Task",
      "Retry": [
        { "ErrorEquals": ["A"], "IntervalSeconds": 2, "MaxAttempts": 9 },
//                                                                   ^ the retries take longer than the 10 min timeout of this definition
        { "ErrorEquals": ["B"], "IntervalSeconds": 2, "MaxAttempts": 9, "JitterStrategy": "FULL" },
        { "ErrorEquals": ["E"], "IntervalSeconds": 2, "MaxAttempts": 10, "JitterStrategy": "FULL" },
//                                                                   ^^ the retries take longer than the 10 min timeout of this definition
        { "ErrorEquals": ["F"], "IntervalSeconds": 100, "MaxDelaySeconds": 200, "MaxAttempts": 9 },
//                                                                                             ^ the retries take longer than the 10 min timeout of this definition
        { "ErrorEquals": ["C"], "IntervalSeconds": 2, "MaxAttempts": 8 },
        { "ErrorEquals": ["D"], "IntervalSeconds": 10, "BackoffRate": 1, "MaxAttempts": 9999 }
      ]
    }
  }
}"#;

    #[test]
    fn the_retries_fit_into_the_execution() {
        check(&RULE, GROWS);
        check_as(
            WorkflowType::Express,
            &RULE,
            r#"
{ "States": { "A": { "Type": "Task", "Retry": [{ "ErrorEquals": ["C"], "IntervalSeconds": 2, "MaxAttempts": 8 }] } } }
//                                                                                                          ^ the retries take longer than the 5 min limit of an Express workflow
"#,
        );
    }

    #[test]
    fn only_retriers_have_delays() {
        check(
            &RULE,
            r#"{ "TimeoutSeconds": 5, "States": { "A": { "Type": "Task", "Catch": [{ "ErrorEquals": ["E"] }] } } }"#,
        );
    }

    #[test]
    fn delays_grow_to_years() {
        let finding = only_finding(
            &RULE,
            r#"{ "States": { "A": { "Type": "Task", "Retry": [{ "ErrorEquals": ["C"], "MaxAttempts": 26 }] } } }"#,
        );
        assert_eq!(finding.message, "the retries take longer than the 365 d limit of an execution");
        assert_eq!(finding.notes, ["the delays are 1 s, 2 s, 4 s ... 26 retries, 776 d 17 h in all"]);
    }
}
