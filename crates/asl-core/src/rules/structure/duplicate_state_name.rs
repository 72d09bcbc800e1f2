use std::collections::HashMap;

use crate::rules::prelude::*;
use crate::syntax::Notation;

pub(super) static RULE: Rule = Rule {
    name: "duplicate-state-name",
    group: Group::Structure,
    docs: include_str!("duplicate_state_name.md"),
    severity: Severity::Error,
    aws: Some(Aws { code: "DUPLICATE_STATE_NAME", place: AwsPlace::Here }),
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    if !cx.model().may_have_duplicate_states() {
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
        // A template may add one state only where it does not add the other.
        let may_be_absent = |state: State<'_>| cx.tree().is_in_open_part(state.name().span);
        if first == state || may_be_absent(first) || may_be_absent(state) {
            continue;
        }
        let is_same_machine = first.machine().id() == state.machine().id();
        // Terraform's `jsonencode` drops the first state before AWS sees the definition.
        let is_lost = is_same_machine && cx.tree().notation() == Notation::Hcl;
        let diag = cx.report(&RULE, name.span, format!("duplicate state name `{}`", name.value));
        if is_lost {
            diag.warning();
        }
        diag.related(first.name().span, "first used here");
        diag.note(if is_same_machine {
            "only the last of two duplicate keys is used, so the first state is lost"
        } else {
            "state names must be unique in the whole definition, including branches and item processors"
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
//                                    ^^^ duplicate state name `B`
//                                                                          ^^^ duplicate state name `A`
      ],
      "End": true
    },
    "C": { "Type": "Succeed" },
    "C": { "Type": "Succeed" }
//  ^^^ duplicate state name `C`
  }
}"#,
        );
    }

    #[test]
    fn duplicates_in_json_are_errors() {
        for text in [
            r#"{ "States": { "A": { "Type": "Pass" }, "A": { "Type": "Pass" } } }"#,
            r#"{ "States": { "A": { "Type": "Map", "ItemProcessor": { "States": { "A": { "Type": "Pass" } } } } } }"#,
        ] {
            assert_eq!(only_finding(&RULE, text).severity, Severity::Error);
        }
    }
}
