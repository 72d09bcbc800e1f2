use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "uncatchable-error",
    group: Group::Errors,
    docs: include_str!("uncatchable_error.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states().filter(|state| state.has_handlers()) {
        for (list, verb) in [("Retry", "retried"), ("Catch", "caught")] {
            for name in state.objects(list).flat_map(Object::error_names) {
                if name.value == "States.Runtime" {
                    cx.report(&RULE, name.span, format!("`States.Runtime` cannot be {verb}"))
                        .note("it always ends the execution; no retrier or catcher applies")
                        .help("prevent it instead: it is raised when a path finds nothing or a field gets a value that it cannot process");
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runtime_errors_end_the_execution() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": {
      "Type": "Task",
      "Retry": [{ "ErrorEquals": ["States.Runtime"] }],
//                                ^^^^^^^^^^^^^^^^ `States.Runtime` cannot be retried
      "Catch": [
        { "ErrorEquals": ["States.DataLimitExceeded", "States.Runtime"], "Next": "A" },
//                                                    ^^^^^^^^^^^^^^^^ `States.Runtime` cannot be caught
        { "ErrorEquals": ["States.ALL"], "Next": "A" }
      ]
    }
  }
}"#,
        );
    }
}
