use std::collections::HashSet;

use crate::rules::prelude::*;
use crate::semantic::Assignedness;

pub(super) static RULE: Rule = Rule {
    name: "unused-variable",
    group: Group::Variables,
    docs: include_str!("unused_variable.md"),
    severity: Severity::Info,
    tags: &[Tag::Unnecessary],
    ..Rule::DEFAULTS
};

/// The maximum number of undefined names that are compared with the variables.
const COMPARED: usize = 50;

pub(super) fn run(cx: &mut Context<'_>) {
    let variables = cx.analysis.variables();
    if variables.declarations().is_empty() {
        return;
    }
    // A name that is read anywhere counts as used in every scope.
    let used: HashSet<_> = variables.references().iter().map(|reference| reference.name.as_str()).collect();
    let is_undefined = |value| matches!(value, Assignedness::Undefined | Assignedness::OutOfReach(_));
    let undefined = variables.references().iter().filter(|reference| is_undefined(reference.value));
    let undefined: Vec<&str> = undefined.map(|reference| reference.name.as_str()).take(COMPARED).collect();
    for (id, variable) in variables.all() {
        let Some(first) = variables.declarations_of(id).next() else { continue };
        let state = cx.model().state(first.state);
        let is_known = state.machine().is_damaged() || used.contains(variable.name.as_str());
        let source = cx.tree().text().get(first.span.range());
        if is_known || source != Some(&variable.name) || variable.name == "states" || !is_reached(cx, state) {
            continue;
        }
        // Then the other spelling is the mistake, which `undefined-variable` reports.
        if undefined.iter().any(|name| nearest(name, [variable.name.as_str()]).is_some()) {
            continue;
        }
        cx.report(&RULE, first.span, format!("variable `{}` is never read", variable.name))
            .note("a variable ends with its scope and is not part of the output")
            .help("remove it");
    }
}

fn is_reached(cx: &Context<'_>, state: State<'_>) -> bool {
    let enclosing = std::iter::successors(Some(state), |inner| inner.machine().parent());
    enclosing.into_iter().all(|state| cx.graph().is_reachable(state))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_that_nothing_reads() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Pass", "Assign": { "a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f.g": 1, "states": 1 }, "Next": "B" },
//                                      ^ variable `a` is never read
    "B": { "Type": "Pass", "Assign": { "a": 2 }, "InputPath": "$b", "Parameters": { "c.$": "States.Array($c)", "d": "$d" }, "Next": "C" },
    "C": { "Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $e + ${Number} %}", "End": true },
    "U": { "Type": "Pass", "Assign": { "u": 1 }, "End": true }
  }
}"#,
        );
    }

    #[test]
    fn the_name_is_read_with_another_spelling() {
        check(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Assign": { "total": 1 }, "Next": "B" },
                "B": { "Type": "Pass", "InputPath": "$Total", "End": true } } }"#,
        );
    }

    #[test]
    fn an_inner_machine_reads_it() {
        check(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Assign": { "x": 1 }, "Next": "M" },
                "M": { "Type": "Map", "End": true, "ItemProcessor": {
                    "StartAt": "I", "States": { "I": { "Type": "Pass", "InputPath": "$x", "End": true } } } } } }"#,
        );
    }
}
