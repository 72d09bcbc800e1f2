use std::collections::HashMap;

use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "duplicate-state-name",
    group: Group::Structure,
    summary: "two states of the definition have the same name",
    docs: include_str!("duplicate_state_name.md"),
    severity: Severity::Error,
    aws: Some(Aws { code: "DUPLICATE_STATE_NAME", place: AwsPlace::Here }),
    check: run,
    ..Rule::DEFAULTS
};

fn run(cx: &mut Context<'_>) {
    let mut names: Vec<&str> = cx.states().map(|state| state.name().value).collect();
    names.sort_unstable();
    if names.windows(2).all(|pair| pair[0] != pair[1]) {
        return;
    }
    let mut seen: HashMap<&str, State<'_>> = HashMap::new();
    let mut states: Vec<State<'_>> = cx.states().collect();
    states.sort_by_key(|state| state.name().span);
    for state in states {
        let name = state.name();
        if name.span.is_empty() {
            continue;
        }
        let first = *seen.entry(name.value).or_insert(state);
        if first == state {
            continue;
        }
        let is_same_machine = first.machine().id() == state.machine().id();
        let diag = cx.report(&RULE, name.span, format!("there is another state named `{}`", name.value));
        diag.related(first.name().span, "the first one");
        diag.note(if is_same_machine {
            "of two equal keys the last one counts: the first state is lost"
        } else {
            "names are unique in the whole definition, branches and item processors included"
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_at_every_depth() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Parallel",
      "Branches": [
        { "StartAt": "B", "States": { "B": { "Type": "Pass", "End": true } } },
        { "StartAt": "B", "States": { "B": { "Type": "Pass", "End": true }, "A": { "Type": "Succeed" } } }
//                                    ^^^ there is another state named `B`
//                                                                          ^^^ there is another state named `A`
      ],
      "End": true
    },
    "C": { "Type": "Succeed" },
    "C": { "Type": "Succeed" }
//  ^^^ there is another state named `C`
  }
}"#,
        );
    }
}
