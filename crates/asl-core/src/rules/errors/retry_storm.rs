use crate::catalog::services::Resource;
use crate::edit::Edit;
use crate::model::retry::Schedule;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "retry-storm",
    group: Group::Errors,
    docs: include_str!("retry_storm.md"),
    severity: Severity::Info,
    fix: FixKind::Suggested,
    options: &[RETRIES, SECONDS],
    ..Rule::DEFAULTS
};

const RETRIES: RuleOption =
    RuleOption { name: "retries", help: "The minimum number of retries to be reported.", default: 3 };
const SECONDS: RuleOption = RuleOption {
    name: "seconds",
    help: "The seconds between retries that give the service enough time to recover.",
    default: 60,
};
/// The smallest factor that counts as growth, from one delay to the next or from the first to the last.
const GROWS: f64 = 1.5;

pub(super) fn run(cx: &mut Context<'_>) {
    for retrier in cx.objects_of(ObjectKind::Retrier).filter(|object| !object.is_damaged()) {
        let Some(schedule) = Schedule::of(retrier).filter(|schedule| is_constant(cx, *schedule)) else {
            continue;
        };
        let throttled = retrier.error_names().find(|name| is_throttling(name.value));
        // If the Task calls a service, the wildcards match throttling errors too.
        let wildcard = || {
            let calls = retrier.state().is_some_and(calls_service);
            retrier
                .error_names()
                .find(|name| calls && matches!(name.value, "States.ALL" | "States.TaskFailed"))
        };
        let Some(name) = throttled.or_else(wildcard).filter(|name| !name.has_placeholder()) else { continue };
        // The field that keeps the delays from growing.
        let (field, advice) = match schedule.rate < GROWS {
            true => ("BackoffRate", "raise `BackoffRate` to 2"),
            false => ("MaxDelaySeconds", "raise `MaxDelaySeconds`"),
        };
        let span = retrier.get(field).map_or(retrier.name(), Node::span);
        let why = match throttled {
            Some(_) => "this error signals throttling",
            None => "this name matches throttling errors",
        };
        let fix = Fix::suggested("Randomize the delays", vec![add_jitter(cx, retrier)]);
        cx.report(&RULE, span, "the delays between retries do not grow")
            .note(format!("the delays are {}", schedule.words()))
            .note("executions that are throttled together retry together, and are throttled again")
            .help(format!("{advice}, and set `\"JitterStrategy\": \"FULL\"`"))
            .related(name.span, why)
            .fix(fix);
    }
}

fn add_jitter(cx: &Context<'_>, retrier: Object<'_>) -> Edit {
    match retrier.get("JitterStrategy").and_then(Node::as_text) {
        Some(none) => cx.replace_text(none, "FULL"),
        None => {
            let last = retrier.fields().last().map(|field| field.pair());
            cx.insert_field(retrier, last, "JitterStrategy", "\"FULL\"")
        }
    }
}

/// Whether the last delay is hardly longer than the first, and none is random.
fn is_constant(cx: &Context<'_>, schedule: Schedule) -> bool {
    let [retries, seconds] = [RETRIES, SECONDS].map(|option| cx.options.get(&RULE, &option) as f64);
    let last = schedule.delay(schedule.attempts.clamp(1.0, 10.0) as u32 - 1);
    // `retry-delay` reports a limit that prevents any growth.
    let is_capped = schedule.rate > 1.0 && schedule.cap.is_some_and(|cap| cap <= schedule.interval);
    let is_many = schedule.attempts >= retries && schedule.interval < seconds;
    is_many && !schedule.has_jitter && !is_capped && last < GROWS * schedule.interval
}

/// Whether an error signals that the service is overloaded.
fn is_throttling(name: &str) -> bool {
    const SIGNS: [&str; 9] = [
        "Throttl",
        "TooManyRequests",
        "ThroughputExceeded",
        "RequestLimitExceeded",
        "SlowDown",
        "ServiceUnavailable",
        "StatusCode.429",
        "StatusCode.503",
        "ApiGateway.429",
    ];
    SIGNS.iter().any(|sign| name.contains(sign))
}

/// Whether the state is a Task that continues as soon as a service responds. Jobs have a pace of their own.
fn calls_service(state: State<'_>) -> bool {
    let Some(resource) = state.resource().filter(|_| state.is(StateKind::Task)) else { return false };
    let is_service = matches!(Resource::parse(resource), Resource::Optimized { .. } | Resource::Sdk { .. });
    (is_service || Resource::function(resource).is_some()) && !state.pauses()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn throttled_calls_retry_together() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Retry": [
        { "ErrorEquals": ["Lambda.TooManyRequestsException"], "IntervalSeconds": 2, "MaxAttempts": 6, "BackoffRate": 1 },
//                                                                                                                   ^ the delays between retries do not grow
        { "ErrorEquals": ["Lambda.ServiceException"], "IntervalSeconds": 2, "MaxAttempts": 6, "BackoffRate": 1 },
        { "ErrorEquals": ["DynamoDB.ThrottlingException"], "BackoffRate": 1.05 },
//                                                                        ^^^^ the delays between retries do not grow
        { "ErrorEquals": ["DynamoDB.ThrottlingException"], "BackoffRate": 1.2 },
//                                                                        ^^^ the delays between retries do not grow
        { "ErrorEquals": ["S3.SlowDownException"], "BackoffRate": 1.5 },
        { "ErrorEquals": ["S3.SlowDownException"], "IntervalSeconds": 10, "MaxDelaySeconds": 10 },
        { "ErrorEquals": ["S3.SlowDownException"], "BackoffRate": 1, "MaxAttempts": },
        { "ErrorEquals": ["S3.SlowDown"], "BackoffRate": 1, "MaxAttempts": 2 },
        { "ErrorEquals": ["S3.Throttled"], "BackoffRate": 1, "IntervalSeconds": 60 },
        { "ErrorEquals": ["ThrottlingException"], "BackoffRate": 1, "JitterStrategy": "FULL" },
        { "ErrorEquals": ["States.ALL"], "BackoffRate": 1 }
//                                                      ^ the delays between retries do not grow
      ]
    }
  }
}"#,
        );
    }

    #[test]
    fn the_limit_may_stop_the_growth() {
        let finding = only_finding(
            &RULE,
            r#"{ "States": { "A": { "Type": "Task", "Retry": [
                { "ErrorEquals": ["ThrottlingException"], "IntervalSeconds": 10, "MaxDelaySeconds": 12, "MaxAttempts": 5 }] } } }"#,
        );
        assert_eq!(finding.notes[0], "the delays are 10 s, 12 s, 12 s ... 5 retries, 58 s in all");
        assert_eq!(
            finding.help.as_deref(),
            Some("raise `MaxDelaySeconds`, and set `\"JitterStrategy\": \"FULL\"`")
        );
        // At the lowest rate that counts as growth, the limit still stops it.
        check(
            &RULE,
            r#"
{ "States": { "A": { "Type": "Task", "Retry": [{
  "ErrorEquals": ["ThrottlingException"], "BackoffRate": 1.5, "IntervalSeconds": 10, "MaxAttempts": 5,
  "MaxDelaySeconds": 12 }] } } }
//                   ^^ the delays between retries do not grow
"#,
        );
    }

    #[test]
    fn the_fix_randomizes_the_delays() {
        let retrier = |jitter: &str| {
            format!(
                r#"{{ "States": {{ "A": {{ "Type": "Task", "Retry": [{{ "ErrorEquals": ["ThrottlingException"], "BackoffRate": 1{jitter} }}] }} }} }}"#
            )
        };
        let full = retrier(r#", "JitterStrategy": "FULL""#);
        check_fix(&RULE, &retrier(""), &full);
        check_fix(&RULE, &retrier(r#", "JitterStrategy": "NONE""#), &full);
    }

    #[test]
    fn wildcards_count_where_a_service_is_called() {
        let retry = r#""Retry": [{ "ErrorEquals": ["States.TaskFailed"], "BackoffRate": 1 }]"#;
        for (state, findings) in [
            (r#""Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage""#, 1),
            (r#""Type": "Task", "Resource": "arn:aws:lambda:us-east-1:111122223333:function:f""#, 1),
            (r#""Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.sync""#, 0),
            (r#""Type": "Task", "Resource": "arn:aws:states:us-east-1:111122223333:activity:a""#, 0),
            (r#""Type": "Task", "Resource": "${Function}""#, 0),
            (r#""Type": "Parallel""#, 0),
        ] {
            let text = format!(r#"{{ "States": {{ "A": {{ {state}, {retry} }} }} }}"#);
            match findings {
                0 => check(&RULE, &text),
                _ => drop(only_finding(&RULE, &text)),
            }
        }
    }
}
