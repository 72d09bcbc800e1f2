use crate::rules::prelude::*;
use crate::semantic::Edge;

pub(super) static RULE: Rule = Rule {
    name: "pointless-state",
    group: Group::Graph,
    docs: include_str!("pointless_state.md"),
    severity: Severity::Info,
    default: Default::Off,
    check: run,
    ..Rule::DEFAULTS
};

fn run(cx: &mut Context<'_>) {
    for state in cx.states() {
        let Some(object) = state.object().filter(|object| !object.is_damaged()) else { continue };
        let has = |names: &[&str]| names.iter().any(|name| object.has(name));
        let does_nothing = match state.kind() {
            Some(StateKind::Pass) => {
                !has(&["Result", "Parameters", "Output", "Assign", "InputPath", "OutputPath"])
                    && object.has("Next")
            }
            Some(StateKind::Wait) => {
                let is_zero = object.get("Seconds").and_then(Node::as_f64) == Some(0.0);
                is_zero && !has(&["Output", "Assign", "InputPath", "OutputPath"])
            }
            _ => false,
        };
        let name = state.name();
        if does_nothing {
            cx.report(
                &RULE,
                name.span,
                format!("`{}` hands on its input at once and does nothing else", name.value),
            )
            .help("lead to the next state directly");
        } else if state.is(StateKind::Choice) && !has(&["Assign", "Output"]) {
            check_choice(cx, state, object);
        } else if state.is(StateKind::Parallel)
            && object.objects("Branches").count() == 1
            && !has(&["Retry", "Catch"])
        {
            cx.report(&RULE, name.span, format!("`{}` has a single branch", name.value))
                .help("put its states into the machine itself, or add `Retry` or `Catch` for all of them");
        }
    }
}

/// A Choice whose ways all lead to the same state.
fn check_choice<'a>(cx: &mut Context<'a>, state: State<'a>, object: Object<'a>) {
    let ways: Vec<Edge<'a>> = cx.graph().edges(state).collect();
    let Some(target) = ways.first().map(|edge| edge.target.value) else { return };
    let sets_data = object.objects("Choices").any(|rule| rule.has("Assign") || rule.has("Output"));
    if !sets_data && object.has("Default") && ways.iter().all(|edge| edge.target.value == target) {
        let name = state.name();
        cx.report(&RULE, name.span, format!("`{}` leads to `{target}` in any case", name.value))
            .help("lead there directly");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_that_do_nothing() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Pass", "Next": "B" },
//  ^^^ `A` hands on its input at once and does nothing else
    "B": { "Type": "Wait", "Seconds": 0, "Next": "C" },
//  ^^^ `B` hands on its input at once and does nothing else
    "C": { "Type": "Choice", "Choices": [{ "Variable": "$.x", "IsNull": true, "Next": "D" }], "Default": "D" },
//  ^^^ `C` leads to `D` in any case
    "D": { "Type": "Parallel", "Branches": [{ "StartAt": "E", "States": { "E": { "Type": "Pass", "End": true } } }], "Next": "F" },
//  ^^^ `D` has a single branch
    "F": { "Type": "Pass", "Result": 1, "Next": "G" },
    "G": { "Type": "Pass", "End": true }
  }
}"#,
        );
    }
}
