use super::limit::Limit;
use crate::rules::prelude::*;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

pub(super) static RULE: Rule = Rule {
    name: "wait-too-long",
    group: Group::Errors,
    docs: include_str!("wait_too_long.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    let waits: Vec<(State<'_>, f64)> =
        cx.states().filter_map(|state| Some((state, fixed_wait(state)?))).collect();
    for (state, seconds) in waits.iter().copied() {
        let limit = Limit::of(cx, state.machine());
        if seconds > limit.seconds {
            let message =
                format!("`{}` waits {}, longer than {}", state.name().value, time(seconds), limit.describe());
            report(cx, state, message, &limit);
        }
    }
    let total: f64 = waits.iter().map(|(_, seconds)| seconds).sum();
    if waits.iter().any(|(state, _)| total > Limit::of(cx, state.machine()).seconds) {
        check_sums(cx, &waits);
    }
}

/// The seconds of a Wait state with a constant duration. Values that no Wait accepts are reported by another rule.
fn fixed_wait(state: State<'_>) -> Option<f64> {
    if !state.is(StateKind::Wait) {
        return None;
    }
    state.get("Seconds")?.as_f64().filter(|seconds| (0.0..=99_999_999.0).contains(seconds))
}

/// Reports Waits for which the Waits on every path to them leave too little time.
fn check_sums<'a>(cx: &mut Context<'a>, waits: &[(State<'a>, f64)]) {
    let waited = waited(cx);
    for (state, seconds) in waits.iter().copied() {
        let limit = Limit::of(cx, state.machine());
        let before = waited[state.id().index()];
        let fits_alone = before <= limit.seconds && seconds <= limit.seconds;
        if fits_alone && before + seconds > limit.seconds {
            let message = format!(
                "`{}` waits {} after earlier waits of {}, together longer than {}",
                state.name().value,
                time(seconds),
                time(before),
                limit.describe()
            );
            report(cx, state, message, &limit);
        }
    }
}

/// For each state, the shortest time that an execution has waited when it reaches the state; infinite if it cannot.
fn waited(cx: &Context<'_>) -> Vec<f64> {
    let mut waited = vec![f64::INFINITY; cx.model().states().len()];
    for machine in cx.machines().filter(|machine| cx.graph().is_complete(*machine)) {
        let Some(start) = machine.start_at().and_then(|name| machine.state(name.value)) else { continue };
        // Child executions have a duration limit of their own.
        let enclosing = machine.parent().filter(|parent| !parent.is_distributed_map());
        waited[start.id().index()] = enclosing.map_or(0.0, |parent| waited[parent.id().index()]);
        // Dijkstra's algorithm: the state that is reached first comes next.
        let mut queue = BinaryHeap::from([(Reverse(waited[start.id().index()] as u64), start.id())]);
        while let Some((Reverse(time), id)) = queue.pop() {
            let state = cx.model().state(id);
            if time as f64 > waited[id.index()] {
                continue;
            }
            let after = waited[id.index()] + fixed_wait(state).unwrap_or(0.0);
            for next in cx.graph().edges(state).filter_map(|edge| edge.to) {
                let known = &mut waited[next.id().index()];
                if after < *known {
                    *known = after;
                    queue.push((Reverse(after as u64), next.id()));
                }
            }
        }
    }
    waited
}

fn time(seconds: f64) -> String {
    duration(seconds as u64)
}

fn report(cx: &mut Context<'_>, state: State<'_>, message: String, limit: &Limit) {
    let Some(node) = state.get("Seconds") else { return };
    let diagnostic = cx
        .report(&RULE, node.span(), message)
        .note("the execution times out during the wait, so later states never run");
    if let Some(span) = limit.span {
        diagnostic.related(span, "the timeout is set here");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_as;

    #[test]
    fn a_standard_execution_lasts_a_year() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": { "Type": "Wait", "Seconds": 63072000, "Next": "B" },
//                                    ^^^^^^^^ `A` waits 730 d, longer than the 365 d limit of an execution
    "B": { "Type": "Wait", "Seconds": 31536000, "Next": "C" },
    "C": { "Type": "Wait", "Seconds": "{% 99999999 %}", "Next": "D" }
  }
}"#,
        );
    }

    #[test]
    fn the_definition_or_the_workflow_type_may_have_a_shorter_limit() {
        check(
            &RULE,
            r#"
{ "TimeoutSeconds": 60, "States": { "A": { "Type": "Wait", "Seconds": 90, "End": true } } }
//                                                                    ^^ `A` waits 1 min 30 s, longer than the 1 min timeout of this definition
"#,
        );
        check_as(
            WorkflowType::Express,
            &RULE,
            r#"
{ "States": { "A": { "Type": "Wait", "Seconds": 301, "End": true } } }
//                                              ^^^ `A` waits 5 min 1 s, longer than the 5 min limit of an Express workflow
"#,
        );
    }

    #[test]
    fn waits_add_up_on_every_path() {
        check(
            &RULE,
            r#"
{
  "TimeoutSeconds": 300,
  "StartAt": "A",
  "States": {
    "A": { "Type": "Wait", "Seconds": 200, "Next": "Long way?" },
    "Long way?": { "Type": "Choice", "Choices": [{ "Variable": "$.x", "IsPresent": true, "Next": "B" }], "Default": "C" },
    "B": { "Type": "Wait", "Seconds": 90, "Next": "C" },
    "C": { "Type": "Wait", "Seconds": 60, "Next": "P" },
    "P": {
      "Type": "Parallel",
      "Branches": [{ "StartAt": "D", "States": { "D": { "Type": "Wait", "Seconds": 50, "End": true } } }],
//                                                                                 ^^ `D` waits 50 s after earlier waits of 4 min 20 s, together longer than the 5 min timeout of this definition
      "Next": "Again?"
    },
    "Again?": { "Type": "Choice", "Choices": [{ "Variable": "$.x", "IsPresent": true, "Next": "A" }], "Default": "E" },
    "E": { "Type": "Wait", "Seconds": 41, "Next": "F" },
//                                    ^^ `E` waits 41 s after earlier waits of 4 min 20 s, together longer than the 5 min timeout of this definition
    "F": { "Type": "Wait", "Seconds": 299, "Next": "G" },
    "G": { "Type": "Succeed" }
  }
}"#,
        );
    }

    #[test]
    fn child_executions_of_a_distributed_map_have_their_own_limit() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Wait", "Seconds": 3600, "Next": "M" },
    "M": {
      "Type": "Map",
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" },
        "StartAt": "B",
        "States": {
          "B": { "Type": "Wait", "Seconds": 200, "Next": "C" },
          "C": { "Type": "Wait", "Seconds": 200, "Next": "D" },
//                                          ^^^ `C` waits 3 min 20 s after earlier waits of 3 min 20 s, together longer than the 5 min limit of an Express workflow
          "D": { "Type": "Wait", "Seconds": 600, "End": true }
//                                          ^^^ `D` waits 10 min, longer than the 5 min limit of an Express workflow
        }
      },
      "End": true
    }
  }
}"#,
        );
    }

    #[test]
    fn a_timeout_applies_if_it_is_below_the_limit() {
        let message = |timeout: &str, seconds: u32| {
            let text = format!(
                r#"{{ "StartAt": "A", "TimeoutSeconds": {timeout}, "States": {{ "A": {{ "Type": "Wait", "Seconds": {seconds}, "End": true }} }} }}"#
            );
            only_finding(&RULE, &text).message
        };
        assert_eq!(
            message("60", 61),
            "`A` waits 1 min 1 s, longer than the 1 min timeout of this definition"
        );
        for timeout in ["31536000", "99999999", "0", "-5", "\"60\""] {
            let found = message(timeout, 99_999_999);
            assert!(found.ends_with(" longer than the 365 d limit of an execution"), "{timeout}: {found}");
        }
    }

    #[test]
    fn fractions_of_seconds_and_loops_without_waits() {
        let text = |seconds: &str| {
            format!(
                r#"{{ "TimeoutSeconds": 300, "StartAt": "A", "States": {{
                "A": {{ "Type": "Wait", "Seconds": 100.5, "Next": "B" }},
                "B": {{ "Type": "Wait", "Seconds": {seconds}, "Next": "C" }},
                "C": {{ "Type": "Pass", "Next": "D" }},
                "D": {{ "Type": "Choice", "Choices": [{{ "Variable": "$.x", "IsNull": true, "Next": "C" }}], "Default": "E" }},
                "E": {{ "Type": "Succeed" }} }} }}"#
            )
        };
        check(&RULE, &text("199.5"));
        only_finding(&RULE, &text("199.6"));
    }
}
