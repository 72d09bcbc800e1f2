use crate::catalog::intrinsics::{self, INTRINSICS};
use crate::edit::Edit;
use crate::expr::intrinsic::{ProblemKind, check as problems};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "unknown-intrinsic",
    group: Group::Paths,
    docs: include_str!("unknown_intrinsic.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Here),
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for (site, intrinsic) in cx.intrinsics() {
        let Some(call) = intrinsic.call.as_ref().filter(|_| intrinsic.errors.is_empty()) else { continue };
        let unknown = problems(call).into_iter().find(|problem| problem.kind == ProblemKind::UnknownFunction);
        let Some(problem) = unknown else { continue };
        let name = site.part(problem.span);
        let near = near(name);
        let span = site.span(problem.span);
        let diag = cx.report_in(&RULE, site, problem.span, problem.message);
        diag.note(
            "Step Functions rejects the definition: the value must be a `valid intrinsic function call`",
        );
        match near {
            Some(near) => {
                let edit = Edit { span, text: near.to_owned() };
                diag.help(format!("did you mean `{near}`?"))
                    .fix(Fix::suggested(format!("Change to `{near}`"), vec![edit]))
            }
            None => diag.help("see \"Intrinsic functions\" in the documentation for a list of functions"),
        };
    }
}

/// The function that was probably meant: one with a similar name, or with this name after `States.`.
fn near(name: &str) -> Option<&'static str> {
    let full = format!("States.{}", name.rsplit('.').next().unwrap_or(name));
    let exact = intrinsics::find(&full).map(|info| info.name);
    exact.or_else(|| nearest(name, INTRINSICS.iter().map(|info| info.name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_no_function_has() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Pass",
      "Parameters": {
        "a.$": "States.format('{}', $.a)",
//              ^^^^^^^^^^^^^ unknown intrinsic function `States.format`
        "b.$": "States.Array(States.Lower($.b))",
//                           ^^^^^^^^^^^^ unknown intrinsic function `States.Lower`
        "c.$": "States.UUID()",
        "d": "States.Nothing()"
      },
      "End": true
    }
  }
}"#,
        );
    }

    #[test]
    fn the_nearest_name_is_proposed() {
        let text = |name: &str| {
            format!(
                r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Pass", "Parameters": {{ "a.$": "{name}($.x)" }}, "End": true }} }} }}"#
            )
        };
        check_fix(&RULE, &text("States.ArrayLenght"), &text("States.ArrayLength"));
        check_fix(&RULE, &text("ArrayLength"), &text("States.ArrayLength"));
        assert!(only_finding(&RULE, &text("States.Lower")).fix.is_none());
    }
}
