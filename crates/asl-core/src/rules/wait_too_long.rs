use super::prelude::*;
use super::retry_delay::Limit;

pub(super) static RULE: Rule = Rule {
    name: "wait-too-long",
    group: Group::Errors,
    summary: "a Wait lasts longer than the execution can",
    docs: include_str!("wait_too_long.md"),
    severity: Severity::Warning,
    default: Default::On,
    aws: None,
    fix: FixKind::None,
    check: run,
};

fn run(cx: &mut Context<'_>) {
    for state in cx.states().filter(|state| state.is(StateKind::Wait)) {
        let Some(node) = state.get("Seconds") else { continue };
        let limit = Limit::of(cx, state.machine());
        // What no Wait can take is an error of its own.
        let range = limit.seconds..=99_999_999.0;
        let Some(seconds) =
            node.as_f64().filter(|seconds| range.contains(seconds) && *seconds > limit.seconds)
        else {
            continue;
        };
        let message = format!(
            "`{}` waits {}, longer than the {} that {}",
            state.name().value,
            duration(seconds as u64),
            duration(limit.seconds as u64),
            limit.why
        );
        let diagnostic = cx
            .report(&RULE, node.span(), message)
            .note("the execution ends while it waits, so what follows never runs");
        if let Some(span) = limit.place {
            diagnostic.related(span, "the execution ends then");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_as;

    #[test]
    fn a_standard_execution_lasts_a_year() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": { "Type": "Wait", "Seconds": 63072000, "Next": "B" },
//                                    ^^^^^^^^ `A` waits 730 d, longer than the 365 d that an execution has
    "B": { "Type": "Wait", "Seconds": 31536000, "Next": "C" },
    "C": { "Type": "Wait", "Seconds": "{% 99999999 %}", "Next": "D" }
  }
}"#,
        );
    }

    #[test]
    fn the_definition_or_the_workflow_may_have_less_time() {
        check(
            &RULE,
            r#"
{ "TimeoutSeconds": 60, "States": { "A": { "Type": "Wait", "Seconds": 90, "End": true } } }
//                                                                    ^^ `A` waits 1 min 30 s, longer than the 1 min that this definition has
"#,
        );
        check_as(
            WorkflowType::Express,
            &RULE,
            r#"
{ "States": { "A": { "Type": "Wait", "Seconds": 301, "End": true } } }
//                                              ^^^ `A` waits 5 min 1 s, longer than the 5 min that an Express workflow has
"#,
        );
    }
}
