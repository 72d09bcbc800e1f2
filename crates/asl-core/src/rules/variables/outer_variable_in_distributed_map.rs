use crate::rules::prelude::*;
use crate::semantic::Assignedness;

pub(super) static RULE: Rule = Rule {
    name: "outer-variable-in-distributed-map",
    group: Group::Variables,
    docs: include_str!("outer_variable_in_distributed_map.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    let variables = cx.analysis.variables();
    for reference in variables.references() {
        let Assignedness::OutOfReach(outer) = reference.value else { continue };
        let assigned = variables.declarations_of(outer).map(|declaration| declaration.span).next();
        let message = format!("`${}` is not visible inside a distributed Map", reference.name);
        let diag = cx.report(&RULE, reference.span, message);
        if let Some(span) = assigned {
            diag.related(span, "assigned here");
        }
        diag.note(
            "each item of a distributed Map is processed by an execution of its own, which starts without variables",
        )
        .help("pass the value to the items with `ItemSelector` or `BatchInput`");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_processor_does_not_see_it_but_the_map_does() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Pass", "Assign": { "x": 1, "y": 1 }, "Next": "M" },
    "M": {
      "Type": "Map",
      "ItemsPath": "$x",
      "ItemSelector": { "x.$": "$x" },
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
        "StartAt": "I",
        "States": {
          "I": { "Type": "Pass", "Assign": { "y": 1 }, "Parameters": { "x.$": "$x", "z.$": "$z" }, "Next": "J" },
//                                                                              ^ `$x` is not visible inside a distributed Map
          "J": { "Type": "Pass", "InputPath": "$y", "End": true }
        }
      },
      "End": true
    }
  }
}"#,
        );
    }

    #[test]
    fn an_inline_map_sees_it() {
        check(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Assign": { "x": 1 }, "Next": "M" },
                "M": { "Type": "Map", "End": true, "ItemProcessor": {
                    "StartAt": "I", "States": { "I": { "Type": "Pass", "InputPath": "$x", "End": true } } } } } }"#,
        );
    }
}
