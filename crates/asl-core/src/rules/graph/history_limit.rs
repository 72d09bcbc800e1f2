use crate::rules::prelude::*;
use crate::semantic::polling::Poll;
use crate::semantic::route;

pub(super) static RULE: Rule = Rule {
    name: "history-limit",
    group: Group::Graph,
    docs: include_str!("history_limit.md"),
    severity: Severity::Info,
    options: &[SECONDS],
    ..Rule::DEFAULTS
};

const SECONDS: RuleOption = RuleOption {
    name: "seconds",
    help: "The time within which a loop has to reach the limit to be reported. Most loops wait for something that takes \
           minutes.",
    default: 8 * 3600,
};

/// The maximum number of events in the history of a Standard execution (§9.1).
const EVENTS: u64 = 25_000;
/// The maximum number of concurrent iterations of an inline Map (§9.1).
const INLINE_CONCURRENCY: f64 = 40.0;

pub(super) fn run(cx: &mut Context<'_>) {
    // The history of an Express execution has no limit.
    let is_express = |machine| cx.analysis.workflow_of(machine) == WorkflowType::Express;
    for members in cx.graph().loops(cx.model()) {
        let machine = members[0].machine();
        if !machine.is_damaged() && !is_express(machine) {
            check_loop(cx, &members);
        }
    }
    for state in cx.states_of(StateKind::Map).filter(|state| !state.is_distributed_map()) {
        let Some(limit) = state.get("MaxConcurrency") else { continue };
        if limit.as_f64().is_some_and(|limit| limit > INLINE_CONCURRENCY) && !is_express(state.machine()) {
            cx.report(&RULE, limit.span(), "an inline Map runs at most 40 iterations concurrently")
                .note("all its iterations share one history with at most 25,000 events")
                .help("for more, set `\"Mode\": \"DISTRIBUTED\"` in `ProcessorConfig`");
        }
    }
}

/// Estimates when a loop that waits for a fixed time reaches the limit.
fn check_loop<'a>(cx: &mut Context<'a>, members: &[State<'a>]) {
    let Some(wait) = members.iter().copied().find(|state| fixed_wait(*state).is_some()) else { return };
    let way = cx.graph().way_back(wait).expect("it is a member of a loop");
    let states = || way.iter().map(|edge| edge.from);
    // The length of other pauses is unknown.
    if !cx.graph().can_end(wait) || states().any(|state| state.pauses() && fixed_wait(state).is_none()) {
        return;
    }
    let seconds: u64 = states().filter_map(fixed_wait).sum();
    let events: u64 = states().map(events).sum();
    let rounds = EVENTS / events;
    let time = rounds * seconds;
    // A time limit ends the whole execution, also when the loop is in a branch.
    let limit = cx.model().root().and_then(|root| root.object().get("TimeoutSeconds")?.as_f64());
    if seconds == 0
        || time >= cx.options.get(&RULE, &SECONDS)
        || limit.is_some_and(|limit| limit <= time as f64)
    {
        return;
    }
    // `polling-loop` reports a loop that polls for a job, which can be removed altogether.
    if members.iter().any(|state| counts(*state)) || Poll::of(cx.graph(), members).is_some() {
        return;
    }
    let message = format!("this loop exceeds the history limit after about {}", duration(time));
    cx.report(&RULE, wait.name().span, message)
        .note(format!("{}: about {events} events in {} per iteration; the maximum is {}", route(&way), duration(seconds), grouped(EVENTS as f64)))
        .note("an execution that exceeds the limit fails")
        .help("wait longer, set `TimeoutSeconds` on the state machine, or start a new execution before the limit is reached");
}

/// Whether a choice compares an amount or a time, which may limit the iterations or their duration.
fn counts(state: State<'_>) -> bool {
    const SIGNS: [&str; 6] = ["Numeric", "TimestampLess", "TimestampGreater", "<", ">", "$count("];
    let choices = state.get("Choices").filter(|_| state.is(StateKind::Choice));
    choices.is_some_and(|choices| SIGNS.iter().any(|sign| choices.mentions(sign)))
}

/// The duration of a Wait state with fixed seconds.
fn fixed_wait(state: State<'_>) -> Option<u64> {
    let seconds = state.get("Seconds").filter(|_| state.is(StateKind::Wait))?.as_f64()?;
    (seconds >= 0.0).then_some(seconds as u64)
}

/// The approximate number of events that a state adds to the history (§11.2 B23).
fn events(state: State<'_>) -> u64 {
    match state.kind() {
        Some(StateKind::Task | StateKind::Map | StateKind::Parallel) => 5,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_as;

    const LOOP: &str = r#"
{
  "StartAt": "Ask",
  "States": {
    "Ask": { "Type": "Task", "Resource": "x", "Next": "Done?" },
    "Done?": { "Type": "Choice", "Choices": [{ "Variable": "$.s", "StringEquals": "ready", "Next": "End" }], "Default": "Pause" },
    "Pause": { "Type": "Wait", "Seconds": 5, "Next": "Ask" },
//  ^^^^^^^ this loop exceeds the history limit after about 3 h 51 min
    "End": { "Type": "Succeed" }
  }
}"#;

    #[test]
    fn a_poll_with_short_pauses() {
        check(&RULE, LOOP);
    }

    #[test]
    fn long_pauses_time_limits_and_express() {
        let without_marks: String = LOOP.lines().filter(|line| !line.starts_with("//")).collect();
        check(&RULE, &without_marks.replace("5,", "60,"));
        check(&RULE, &without_marks.replace("\"StartAt\"", "\"TimeoutSeconds\": 3600, \"StartAt\""));
        check_as(WorkflowType::Express, &RULE, &without_marks);
    }

    #[test]
    fn pauses_of_unknown_length_and_loops_without_an_end() {
        let without_marks: String = LOOP.lines().filter(|line| !line.starts_with("//")).collect();
        let unknown = r#""Next": "Rest" }, "Rest": { "Type": "Wait", "SecondsPath": "$.s", "Next": "Ask" }"#;
        check(&RULE, &without_marks.replace(r#""Next": "Ask" }"#, unknown));
        check(&RULE, &without_marks.replace(r#""Next": "End""#, r#""Next": "Ask""#));
    }

    #[test]
    fn a_counter_is_a_limit() {
        let without_marks: String = LOOP.lines().filter(|line| !line.starts_with("//")).collect();
        let more = r#""Choices": [{ "Variable": "$.round", "NumericGreaterThan": 9, "Next": "End" }, "#;
        check(&RULE, &without_marks.replace("\"Choices\": [", more));
    }

    #[test]
    fn concurrency_of_an_inline_map() {
        check(
            &RULE,
            r#"
{
  "StartAt": "M",
  "States": {
    "M": { "Type": "Map", "MaxConcurrency": 100, "ItemProcessor": {}, "Next": "D" },
//                                          ^^^ an inline Map runs at most 40 iterations concurrently
    "D": { "Type": "Map", "MaxConcurrency": 100, "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED" } }, "End": true }
  }
}"#,
        );
    }

    #[test]
    fn concurrency_up_to_the_maximum_and_in_express_workflows() {
        let map = |limit: u32| {
            format!(
                r#"{{ "StartAt": "M", "States": {{ "M": {{ "Type": "Map", "MaxConcurrency": {limit}, "ItemProcessor": {{}}, "End": true }} }} }}"#
            )
        };
        check(&RULE, &map(40));
        only_finding(&RULE, &map(41));
        check_as(WorkflowType::Express, &RULE, &map(41));
    }
}
