use crate::rules::prelude::*;
use crate::semantic::route;
use crate::semantic::{Cause, Edge};

pub(super) static RULE: Rule = Rule {
    name: "busy-loop",
    group: Group::Graph,
    docs: include_str!("busy_loop.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for members in cx.graph().loops(cx.model()) {
        // `endless-loop` reports a loop without a way out.
        let has_exit = cx.graph().can_end(members[0]);
        if !has_exit || members[0].machine().is_damaged() || members.iter().any(|state| state.pauses()) {
            continue;
        }
        let keep_data = members.iter().all(|state| keeps_data(*state));
        if keep_data && !members.iter().any(|state| depends_on_time(*state)) {
            report_idle(cx, members[0]);
        } else if polls(&members) {
            report_poll(cx, &members);
        }
    }
    for state in cx.states().filter(|state| !state.machine().is_damaged()) {
        report_catch(cx, state);
    }
}

fn report_idle<'a>(cx: &mut Context<'a>, state: State<'a>) {
    let way = cx.graph().way_back(state).expect("it is a member of a loop");
    let name = state.name();
    cx.report(&RULE, name.span, format!("the loop through `{}` changes nothing", name.value))
        .note(format!("the loop is {}", route(&way)))
        .note("no state in the loop changes the data that its choices depend on, so an execution that repeats it once repeats it forever")
        .help("count the iterations in a variable, or change the data that the loop waits for");
}

fn report_poll<'a>(cx: &mut Context<'a>, members: &[State<'a>]) {
    let task = members.iter().copied().find(|state| state.is(StateKind::Task)).expect("a poll has a Task");
    let way = cx.graph().way_back(task).expect("it is a member of a loop");
    let limit = match is_express(cx, task) {
        true => "each iteration costs money, and the service throttles the calls",
        false => {
            "each iteration costs money and adds to the 25,000 events of the history, and the service throttles the calls"
        }
    };
    let name = task.name();
    cx.report(&RULE, name.span, format!("`{}` polls in a loop without a pause", name.value))
        .note(format!("the loop is {}", route(&way)))
        .note(limit)
        .help("add a `Wait` state to the loop");
}

/// Reports catchers that lead straight back to the state that failed. Retries delay the catcher.
fn report_catch<'a>(cx: &mut Context<'a>, state: State<'a>) {
    if state.pauses() || state.has("Retry") {
        return;
    }
    for edge in cx.graph().edges(state).filter(|edge| matches!(edge.cause, Cause::Catch(_))) {
        let limit = match is_express(cx, state) {
            true => "a persistent error repeats until the execution times out after five minutes",
            false => "a persistent error repeats until the execution fails at 25,000 events of history",
        };
        let Some(way) = way_straight_back(cx, edge) else { continue };
        let name = state.name();
        cx.report(
            &RULE,
            edge.target.span,
            format!("`{}` runs again immediately and forever when it fails", name.value),
        )
        .note(format!("the loop is {}", route(&way)))
        .note(limit)
        .help("use `Retry` with `MaxAttempts`, or wait and count the iterations before going back");
    }
}

fn is_express(cx: &Context<'_>, state: State<'_>) -> bool {
    cx.analysis.workflow_of(state.machine()) == WorkflowType::Express
}

/// The way from a catcher back to its state, if there are only Pass states on it.
fn way_straight_back<'a>(cx: &Context<'a>, catch: Edge<'a>) -> Option<Vec<Edge<'a>>> {
    let mut way = vec![catch];
    for _ in catch.from.machine().states() {
        let state = way.last()?.to?;
        if state == catch.from {
            return Some(way);
        }
        // Any other state may wait, decide, or fix the cause of the error.
        if !state.is(StateKind::Pass) {
            return None;
        }
        way.push(cx.graph().edges(state).find(|edge| edge.cause == Cause::Next)?);
    }
    // The way ends in a loop of Pass states.
    None
}

/// Whether the state passes its input on unchanged.
fn keeps_data(state: State<'_>) -> bool {
    let Some(object) = state.object() else { return false };
    let writes = |object: Object<'_>| {
        ["Assign", "Output", "Result", "Parameters", "InputPath", "OutputPath"]
            .iter()
            .any(|name| object.has(name))
    };
    match state.kind() {
        Some(StateKind::Pass) => !writes(object),
        Some(StateKind::Choice) => !writes(object) && !object.objects("Choices").any(writes),
        Some(StateKind::Wait) => !writes(object),
        _ => false,
    }
}

/// Whether choices may depend on something other than data.
fn depends_on_time(state: State<'_>) -> bool {
    const SIGNS: [&str; 6] = ["$$.", "$now", "$millis", "$random", "$uuid", "$states.context"];
    let choice = state.object().filter(|_| state.is(StateKind::Choice));
    choice.is_some_and(|object| SIGNS.iter().any(|sign| object.node().mentions(sign)))
}

/// Whether the tasks of a loop only query something: describe or get, without a page token.
fn polls(members: &[State<'_>]) -> bool {
    let queries = |state: &State<'_>| {
        let action = state.resource().and_then(|resource| resource.rsplit(':').next()).unwrap_or_default();
        let mentions = |word: &str| state.object().is_some_and(|object| object.node().mentions(word));
        let pages = || ["Token", "Marker", "ExclusiveStartKey", "Cursor", "Page"].into_iter().any(mentions);
        (action.starts_with("describe") || action.starts_with("get") || action.starts_with("batchGet"))
            && !pages()
    };
    let mut tasks = members
        .iter()
        .filter(|state| !matches!(state.kind(), Some(StateKind::Choice | StateKind::Pass | StateKind::Wait)))
        .peekable();
    tasks.peek().is_some() && tasks.all(queries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_that_changes_nothing() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Pass", "Next": "B" },
//  ^^^ the loop through `A` changes nothing
    "B": { "Type": "Choice", "Choices": [{ "Variable": "$.x", "IsNull": true, "Next": "A" }], "Default": "C" },
    "C": { "Type": "Succeed" }
  }
}"#,
        );
    }

    #[test]
    fn written_and_changing_data_may_end_the_loop() {
        let turns = |pass: &str, choice: &str, rule: &str| {
            format!(
                r#"{{ "StartAt": "A", "States": {{
                "A": {{ "Type": "Pass"{pass}, "Next": "B" }},
                "B": {{ "Type": "Choice"{choice}, "Choices": [{{ "Next": "A"{rule} }}], "Default": "C" }},
                "C": {{ "Type": "Succeed" }} }} }}"#
            )
        };
        only_finding(&RULE, &turns("", "", r#", "Variable": "$.x", "IsNull": true"#));
        for name in ["Assign", "Output", "Result", "Parameters", "InputPath", "OutputPath"] {
            let field = format!(", \"{name}\": {{}}");
            check(&RULE, &turns(&field, "", ""));
            check(&RULE, &turns("", &field, ""));
            check(&RULE, &turns("", "", &field));
        }
        for value in
            ["$$.State.EnteredTime", "$now()", "$millis()", "$random()", "$uuid()", "$states.context"]
        {
            check(&RULE, &turns("", "", &format!(", \"Condition\": \"{{% {value} %}}\"")));
            only_finding(&RULE, &turns(&format!(", \"Comment\": \"{value}\""), "", ""));
        }
    }

    #[test]
    fn a_counter_is_a_limit() {
        check(
            &RULE,
            r#"{ "StartAt": "A", "States": {
                "A": { "Type": "Pass", "Parameters": { "n.$": "States.MathAdd($.n, 1)" }, "Next": "B" },
                "B": { "Type": "Choice", "Choices": [{ "Variable": "$.n", "NumericLessThan": 9, "Next": "A" }], "Default": "C" },
                "C": { "Type": "Succeed" } } }"#,
        );
    }

    #[test]
    fn polling_without_a_pause() {
        check(
            &RULE,
            r#"
{
  "StartAt": "Ask",
  "States": {
    "Ask": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:rds:describeDBSnapshots", "Next": "Done?" },
//  ^^^^^ `Ask` polls in a loop without a pause
    "Done?": { "Type": "Choice", "Choices": [{ "Variable": "$.s", "StringEquals": "ready", "Next": "End" }], "Default": "Ask" },
    "End": { "Type": "Succeed" }
  }
}"#,
        );
    }

    #[test]
    fn pages_and_pauses_are_fine() {
        let asks = |parameters: &str, between: &str| {
            format!(
                r#"{{ "StartAt": "A", "States": {{
                "A": {{ "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:getX", "Parameters": {parameters}, "Next": "B" }},
                "B": {{ "Type": "Choice", "Choices": [{{ "Variable": "$.s", "IsPresent": true, "Next": "W" }}], "Default": "C" }},
                "W": {{ {between}, "Next": "A" }},
                "C": {{ "Type": "Succeed" }} }} }}"#
            )
        };
        check(&RULE, &asks(r#"{ "NextToken.$": "$.s" }"#, r#""Type": "Pass""#));
        check(&RULE, &asks("{}", r#""Type": "Wait", "Seconds": 5"#));
        assert_eq!(
            only_finding(&RULE, &asks("{}", r#""Type": "Wait", "Seconds": 0"#)).message,
            "`A` polls in a loop without a pause"
        );
    }

    #[test]
    fn a_catcher_that_leads_back() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Task",
      "Resource": "x",
      "Catch": [
        { "ErrorEquals": ["E"], "Next": "A" },
//                                      ^^^ `A` runs again immediately and forever when it fails
        { "ErrorEquals": ["F"], "Next": "Log" },
//                                      ^^^^^ `A` runs again immediately and forever when it fails
        { "ErrorEquals": ["G"], "Next": "Pause" },
        { "ErrorEquals": ["H"], "Next": "Enough?" },
        { "ErrorEquals": ["I"], "Next": "Repair" }
      ],
      "End": true
    },
    "Log": { "Type": "Pass", "Next": "A" },
    "Pause": { "Type": "Wait", "Seconds": 9, "Next": "A" },
    "Repair": { "Type": "Task", "Resource": "y", "Next": "A" },
    "Enough?": { "Type": "Choice", "Choices": [{ "Variable": "$.n", "NumericLessThan": 3, "Next": "A" }], "Default": "Failed" },
    "Failed": { "Type": "Fail" }
  }
}"#,
        );
    }

    #[test]
    fn a_wait_of_no_time_is_no_pause() {
        let turns = |wait: &str| {
            format!(
                r#"{{ "StartAt": "A", "States": {{
                "A": {{ "Type": "Wait", {wait}, "Next": "B" }},
                "B": {{ "Type": "Choice", "Choices": [{{ "Variable": "$.x", "IsNull": true, "Next": "A" }}], "Default": "C" }},
                "C": {{ "Type": "Succeed" }} }} }}"#
            )
        };
        only_finding(&RULE, &turns(r#""Seconds": 0"#));
        check(&RULE, &turns(r#""Seconds": 0, "Assign": { "x": 1 }"#));
        check(&RULE, &turns(r#""Seconds": 1"#));
    }

    #[test]
    fn loops_without_an_exit_and_damaged_definitions() {
        check(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "A" }, "B": { "Type": "Succeed" } } }"#,
        );
        check(
            &RULE,
            r#"{ "StartAt": "A", "States": {
                "A": { "Type": "Pass", "Next": "B" },
                "B": { "Type": "Choice", "Choices": [{ "Variable": "$.x", "IsNull": true, "Next": "A" }], "Default": "C" },
                "C": { "Type": "Succeed", "x": } } }"#,
        );
    }

    #[test]
    fn catchers_of_states_that_retry_or_pause() {
        let catches = |fields: &str| {
            format!(
                r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Task", {fields}, "Catch": [{{ "ErrorEquals": ["E"], "Next": "B" }}], "End": true }},
                "B": {{ "Type": "Pass", "Next": "A" }} }} }}"#
            )
        };
        only_finding(&RULE, &catches(r#""Resource": "x""#));
        check(&RULE, &catches(r#""Resource": "x", "Retry": [{ "ErrorEquals": ["E"] }]"#));
        check(&RULE, &catches(r#""Resource": "arn:aws:states:::glue:startJobRun.sync""#));
    }

    #[test]
    fn a_catcher_that_leads_into_another_loop() {
        check(
            &RULE,
            r#"{ "StartAt": "A", "States": {
                "A": { "Type": "Task", "Resource": "x", "Catch": [{ "ErrorEquals": ["E"], "Next": "B" }], "End": true },
                "B": { "Type": "Pass", "Next": "C" },
                "C": { "Type": "Pass", "Next": "B" } } }"#,
        );
    }
}
