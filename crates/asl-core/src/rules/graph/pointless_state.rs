use crate::rules::prelude::*;
use crate::semantic::Edge;

pub(super) static RULE: Rule = Rule {
    name: "pointless-state",
    group: Group::Graph,
    docs: include_str!("pointless_state.md"),
    severity: Severity::Info,
    default: Default::Off,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
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
            cx.report(&RULE, name.span, format!("`{}` only passes its input on", name.value))
                .help("remove it, and lead to the next state directly");
        } else if state.is(StateKind::Choice) && !has(&["Assign", "Output"]) {
            check_choice(cx, state, object);
        } else if state.is(StateKind::Parallel)
            && object.objects("Branches").count() == 1
            && !has(&["Retry", "Catch"])
        {
            cx.report(&RULE, name.span, format!("`{}` has only one branch", name.value)).help(
                "move its states into the surrounding machine, or add `Retry` or `Catch` for all of them",
            );
        }
    }
}

/// Reports a Choice whose transitions all lead to the same state.
fn check_choice<'a>(cx: &mut Context<'a>, state: State<'a>, object: Object<'a>) {
    let ways: Vec<Edge<'a>> = cx.graph().edges(state).collect();
    let Some(target) = ways.first().map(|edge| edge.target.value) else { return };
    let sets_data = object.objects("Choices").any(|rule| rule.has("Assign") || rule.has("Output"));
    if !sets_data && object.has("Default") && ways.iter().all(|edge| edge.target.value == target) {
        let name = state.name();
        cx.report(&RULE, name.span, format!("`{}` always leads to `{target}`", name.value))
            .help(format!("remove it, and lead to `{target}` directly"));
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
//  ^^^ `A` only passes its input on
    "B": { "Type": "Wait", "Seconds": 0, "Next": "C" },
//  ^^^ `B` only passes its input on
    "C": { "Type": "Choice", "Choices": [{ "Variable": "$.x", "IsNull": true, "Next": "D" }], "Default": "D" },
//  ^^^ `C` always leads to `D`
    "D": { "Type": "Parallel", "Branches": [{ "StartAt": "E", "States": { "E": { "Type": "Pass", "End": true } } }], "Next": "F" },
//  ^^^ `D` has only one branch
    "F": { "Type": "Pass", "Result": 1, "Next": "G" },
    "G": { "Type": "Pass", "End": true }
  }
}"#,
        );
    }

    #[test]
    fn a_choice_without_a_default_decides_whether_the_execution_fails() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Choice", "Choices": [{ "Variable": "$.x", "IsNull": true, "Next": "B" }] },
    "B": { "Type": "Succeed" }
  }
}"#,
        );
    }

    #[test]
    fn states_that_do_something() {
        let branch = r#"{ "StartAt": "E", "States": { "E": { "Type": "Pass", "End": true } } }"#;
        let choice = |rule: &str| {
            format!(
                r#""Type": "Choice", "Choices": [{{ "Variable": "$.x", "IsNull": true, "Next": "B"{rule} }}], "Default": "B""#
            )
        };
        let parallel =
            |fields: &str| format!(r#""Type": "Parallel", "Branches": [{branch}]{fields}, "End": true"#);
        let text = |state: &str| {
            format!(
                r#"{{ "StartAt": "A", "States": {{ "A": {{ {state} }}, "B": {{ "Type": "Succeed" }} }} }}"#
            )
        };
        only_finding(&RULE, &text(&choice("")));
        check(&RULE, &text(&choice(r#", "Assign": { "x": 1 }"#)));
        check(&RULE, &text(&choice(r#", "Output": 1"#)));
        only_finding(&RULE, &text(&parallel("")));
        check(&RULE, &text(&parallel(r#", "Retry": [], "Catch": []"#)));
        check(&RULE, &text(&parallel("").replace(branch, &format!("{branch}, {branch}"))));
        check(&RULE, &text(r#""Type": "Wait", "Seconds": 0, "Assign": { "x": 1 }, "Next": "B""#));
        check(&RULE, &text(r#""Type": "Wait", "Seconds": 1, "Next": "B""#));
    }
}
