use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "missing-catch",
    group: Group::Errors,
    docs: include_str!("missing_catch.md"),
    severity: Severity::Info,
    default: Default::Off,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    // For each machine, whether a state around it catches errors. An outer machine precedes the machines inside it.
    let mut is_caught: Vec<bool> = Vec::new();
    for machine in cx.machines() {
        let caught = machine.parent().is_some_and(|parent| {
            parent.object().is_none_or(catches) || is_caught[parent.machine().id().index()]
        });
        is_caught.push(caught);
        if !caught {
            check_machine(cx, machine);
        }
    }
}

fn check_machine<'a>(cx: &mut Context<'a>, machine: Machine<'a>) {
    for state in machine.states().filter(|state| state.has_handlers()) {
        if state.object().is_none_or(|object| object.is_damaged() || catches(object)) {
            continue;
        }
        let name = state.name();
        cx.report(&RULE, name.span, format!("`{}` has no `Catch`", name.value))
            .note("an error that retries do not resolve ends the execution, and nothing is cleaned up")
            .help("catch `States.ALL`, here or in an enclosing state");
    }
}

/// Whether there is a catcher, or something that may be one. An empty list contains none.
fn catches(state: Object<'_>) -> bool {
    let list = state.field_or_misspelling("Catch").map(|field| field.value());
    list.is_some_and(|list| list.is_none_or(|list| list.kind() != Kind::Array || list.items().len() > 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_caught_here_or_in_an_enclosing_state() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": { "Type": "Task", "Retry": [{ "ErrorEquals": ["States.ALL"] }] },
//  ^^^ `A` has no `Catch`
    "B": { "Type": "Task", "Catch": [{ "ErrorEquals": ["States.ALL"], "Next": "A" }] },
    "C": { "Type": "Map", "Catch": [], "ItemProcessor": { "States": { "I": { "Type": "Task" } } } },
//  ^^^ `C` has no `Catch`
//                                                                    ^^^ `I` has no `Catch`
    "D": {
      "Type": "Parallel",
      "Branches": [{ "States": {
        "J": { "Type": "Map", "ItemProcessor": { "States": { "K": { "Type": "Task" } } } }
      } }],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "Next": "A" }]
    },
    "E": { "Type": "Task", "Catchs": "x" },
    "F": { "Type": "Task", "Catch": "${Catch}" },
    "G": { "Type": "Wait" }
  }
}"#,
        );
    }
}
