use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "next-and-end",
    group: Group::Graph,
    docs: include_str!("next_and_end.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Parent),
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states().filter(|state| state.kind().is_some_and(StateKind::has_next)) {
        // A template may add one field only where it does not add the other.
        let Some(object) = state.object().filter(|object| !object.node().is_open()) else { continue };
        let (Some(next), Some(end)) = (object.field("Next"), object.field("End")) else { continue };
        if end.value().and_then(Node::as_bool) != Some(true) {
            continue;
        }
        let remove = cx.remove_field(end);
        cx.report(&RULE, end.key().span, format!("`{}` has both `Next` and `End`", state.name().value))
            .help("remove one of them")
            .related(next.key().span, "`Next` is here")
            .fix(Fix::suggested("Remove `End`", vec![remove]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_fields() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Pass", "End": true, "Next": "B" },
//                         ^^^^^ `A` has both `Next` and `End`
    "B": { "Type": "Pass", "End": false, "Next": "C" },
    "C": { "Type": "Succeed", "Next": "A", "End": true }
  }
}"#,
        );
    }

    #[test]
    fn end_is_removed() {
        check_fix(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "A", "End": true } } }"#,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "A" } } }"#,
        );
    }
}
