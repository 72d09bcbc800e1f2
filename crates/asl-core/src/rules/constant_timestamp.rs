use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "constant-timestamp",
    group: Group::Errors,
    summary: "a Wait state waits for a date that is written into the definition",
    docs: include_str!("constant_timestamp.md"),
    severity: Severity::Info,
    default: Default::Off,
    aws: None,
    fix: FixKind::None,
    check: run,
};

fn run(cx: &mut Context<'_>) {
    for state in cx.states().filter(|state| state.is(StateKind::Wait)) {
        let Some(text) = state.get("Timestamp").and_then(Node::as_text) else { continue };
        // Expressions are computed, and what is no date is reported as that.
        if text.has_hole() || !text.value.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let name = state.name();
        cx.report(&RULE, text.span, format!("`{}` waits for one date only", name.value))
            .note("executions that come here after that date do not wait at all")
            .help("take the date from the input or compute it, or wait for a number of seconds");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_that_are_written_out() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": { "Type": "Wait", "Timestamp": "2031-03-14T01:59:00Z" },
//                                      ^^^^^^^^^^^^^^^^^^^^^^ `A` waits for one date only
    "B": { "Type": "Wait", "Timestamp": "${Launch}" },
    "C": { "Type": "Wait", "TimestampPath": "$.date" },
    "D": { "Type": "Wait", "QueryLanguage": "JSONata", "Timestamp": "{% $states.input.date %}" },
    "E": { "Type": "Wait", "Timestamp": "tomorrow" },
    "F": { "Type": "Pass", "Timestamp": "2031-03-14T01:59:00Z" }
  }
}"#,
        );
    }
}
