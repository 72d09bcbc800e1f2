use crate::rules::prelude::*;
use std::collections::HashSet;

pub(super) static RULE: Rule = Rule {
    name: "shadowed-variable",
    group: Group::Variables,
    docs: include_str!("shadowed_variable.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    let variables = cx.analysis.variables();
    let mut seen = HashSet::new();
    for declaration in variables.declarations() {
        if !seen.insert(declaration.variable) {
            continue;
        }
        let state = cx.model().state(declaration.state);
        let name = variables.get(declaration.variable).name.as_str();
        // `invalid-variable-name` reports keys that are not names.
        if cx.tree().text().get(declaration.span.range()) != Some(name) {
            continue;
        }
        let Some(outer) = variables.outer(state, name) else { continue };
        let Some(assigned) = variables.declarations_of(outer).next() else { continue };
        let enclosing = cx.model().state(assigned.state).machine().parent();
        let message = match enclosing {
            Some(parent) => {
                format!("`{name}` shadows a variable of the scope in `{}`", parent.name().value)
            }
            None => format!("`{name}` shadows a variable of the outermost scope"),
        };
        cx.report(&RULE, declaration.span, message)
            .related(assigned.span, "assigned here")
            .note("a branch or item processor can neither change the variables of outer scopes nor reuse their names")
            .help("choose another name, and return the value as output");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches_and_inline_maps() {
        check(
            &RULE,
            r#"
{
  "StartAt": "P",
  "States": {
    "P": {
      "Type": "Parallel",
      "Branches": [
        { "StartAt": "A", "States": { "A": { "Type": "Pass", "Assign": { "x": 1, "own": 1 }, "Next": "B" }, "B": { "Type": "Pass", "Assign": { "x": 2 }, "End": true } } },
//                                                                        ^ `x` shadows a variable of the outermost scope
        { "StartAt": "M", "States": { "M": { "Type": "Map", "Assign": { "own": 1 }, "End": true, "ItemProcessor": {
          "StartAt": "I", "States": { "I": { "Type": "Pass", "Assign": { "own": 1 }, "End": true } } } } } }
//                                                                        ^^^ `own` shadows a variable of the scope in `P`
      ],
      "Assign": { "x": 1 },
      "End": true
    }
  }
}"#,
        );
    }

    #[test]
    fn a_distributed_map_does_not_see_outer_names() {
        check(
            &RULE,
            r#"{ "StartAt": "M", "States": { "M": { "Type": "Map", "Assign": { "x": 1 }, "End": true, "ItemProcessor": {
                "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
                "StartAt": "I", "States": { "I": { "Type": "Pass", "Assign": { "x": 1 }, "End": true } } } } } }"#,
        );
    }
}
