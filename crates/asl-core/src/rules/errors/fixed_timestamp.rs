use crate::model::timestamp::rfc3339;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "fixed-timestamp",
    group: Group::Errors,
    docs: include_str!("fixed_timestamp.md"),
    severity: Severity::Info,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states_of(StateKind::Wait) {
        let Some(time) = state.get("Timestamp").and_then(Node::as_text) else { continue };
        if time.has_placeholder() || rfc3339(time.value).is_err() {
            continue;
        }
        let name = state.name().value;
        cx.report(&RULE, time.span, format!("`{name}` waits until the same time in every execution"))
            .note("an execution that reaches this state later does not wait at all")
            .help("take the time from the input, or substitute it at deployment");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_timestamps_are_fixed() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": { "Type": "Wait", "Timestamp": "2027-03-01T08:00:00+01:00", "Next": "B" },
//                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^ `A` waits until the same time in every execution
    "B": { "Type": "Wait", "Timestamp": "${Launch}", "Next": "C" },
    "C": { "Type": "Wait", "Timestamp": "2027-03-01", "Next": "D" },
    "D": { "Type": "Wait", "Timestamp": "{% $states.input.time %}", "Next": "E" },
    "E": { "Type": "Wait", "TimestampPath": "$.time", "End": true }
  }
}"#,
        );
    }
}
