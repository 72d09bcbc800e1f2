use crate::rules::prelude::*;
use crate::semantic::Assignedness;

pub(super) static RULE: Rule = Rule {
    name: "same-state-variable",
    group: Group::Variables,
    docs: include_str!("same_state_variable.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    let variables = cx.analysis.variables();
    for reference in variables.references() {
        let (Assignedness::OwnState { anchor }, Some(variable)) = (reference.value, reference.variable)
        else {
            continue;
        };
        let state = cx.model().state(anchor).name().value;
        let message = format!(
            "`${}` is assigned only by `{state}` itself, after this expression reads it",
            reference.name
        );
        let assigned = variables.declarations_of(variable).map(|declaration| declaration.span).next();
        let diag = cx.report(&RULE, reference.span, message);
        if let Some(span) = assigned {
            diag.related(span, "assigned here");
        }
        diag.note("all expressions of a state see the variables as they were before the state")
            .help("repeat the value here, or assign the variable in an earlier state");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_new_value_is_not_available_yet() {
        check(
            &RULE,
            r#"
{
  "StartAt": "T",
  "QueryLanguage": "JSONata",
  "States": {
    "T": {
      "Type": "Task",
      "Resource": "x",
      "Assign": { "id": "{% $states.result.id %}", "copy": "{% $id %}" },
//                                                              ^^ `$id` is assigned only by `T` itself, after this expression reads it
      "Output": "{% $id %}",
      "Catch": [{ "ErrorEquals": ["E"], "Assign": { "e": 1 }, "Output": "{% $e %}", "Next": "F" }],
//                                                                           ^ `$e` is assigned only by `T` itself, after this expression reads it
      "Next": "U"
    },
    "U": { "Type": "Pass", "Output": "{% $id %}", "End": true },
    "F": { "Type": "Fail", "Cause": "{% $e %}" }
  }
}"#,
        );
    }

    #[test]
    fn a_counter_without_an_initial_value() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Wait", "Seconds": 1, "Assign": { "n.$": "States.MathAdd($n, 1)" }, "Next": "C" },
//                                                                           ^ `$n` is assigned only by `A` itself, after this expression reads it
    "C": { "Type": "Choice", "Choices": [{ "Variable": "$n", "NumericLessThan": 3, "Next": "A" }], "Default": "D" },
    "D": { "Type": "Succeed" }
  }
}"#,
        );
    }

    #[test]
    fn a_counter_with_an_initial_value() {
        check(
            &RULE,
            r#"{ "StartAt": "A", "QueryLanguage": "JSONata", "States": {
                "A": { "Type": "Wait", "Seconds": 1, "Assign": { "n": "{% $exists($n) ? $n + 1 : 1 %}" }, "Next": "C" },
                "C": { "Type": "Choice", "Choices": [{ "Condition": "{% $n < 3 %}", "Next": "A" }], "Default": "D" },
                "D": { "Type": "Succeed" } } }"#,
        );
    }
}
