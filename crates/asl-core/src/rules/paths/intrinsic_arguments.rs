use crate::expr::intrinsic::{IntrinsicErrorKind, ProblemKind, check as problems};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "intrinsic-arguments",
    group: Group::Paths,
    docs: include_str!("intrinsic_arguments.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for (site, intrinsic) in cx.intrinsics() {
        let is_form = intrinsic.errors.iter().all(|error| error.kind == IntrinsicErrorKind::TooDeep);
        let Some(call) = intrinsic.call.as_ref().filter(|_| is_form) else { continue };
        let found = problems(call);
        if found.iter().any(|problem| problem.kind == ProblemKind::UnknownFunction) {
            continue;
        }
        // Numbers with a fraction work: Step Functions truncates or rounds them.
        let first = found.into_iter().find(|problem| problem.kind != ProblemKind::Fraction);
        let Some(problem) = first else { continue };
        let diag = cx.report_in(&RULE, site, problem.span, problem.message);
        match problem.kind {
            ProblemKind::Nesting => diag.note("according to the documentation, deeper nesting does not work"),
            _ => {
                diag.note("Step Functions accepts the definition, but the state fails with `States.Runtime`")
            }
        };
        match problem.kind {
            ProblemKind::StrayBrace => {
                diag.help("use `{}` for a value, and `\\\\{` or `\\\\}` for a brace");
            }
            ProblemKind::Placeholders => {
                diag.help("pass one value for each `{}` of the template");
            }
            ProblemKind::DeepMerge => {
                diag.help("merge the inner objects one by one");
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_types_and_ranges() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Pass",
      "Parameters": {
        "a.$": "States.ArrayContains($.a)",
//              ^^^^^^^^^^^^^^^^^^^^ `States.ArrayContains` takes 2 arguments, not 1
        "b.$": "States.MathAdd($.b, 'one')",
//                                  ^^^^^ expected an integer as argument 2 of `States.MathAdd`, found a string
        "c.$": "States.ArrayRange(0, 10, 0)",
//                                       ^ step of `States.ArrayRange` is 0
        "d.$": "States.Format('{} of {}', $.d)",
//                                   ^^ template has 2 placeholders, but 1 value follows
        "e.$": "States.Hash($.e, 'SHA1')",
//                               ^^^^^^ unknown algorithm `SHA1` for `States.Hash`; expected one of `MD5`, `SHA-1`, `SHA-256`, `SHA-384`, `SHA-512`
        "f.$": "States.JsonMerge($.f, $.g, true)",
//                                         ^^^^ `States.JsonMerge` does not support deep merges; this argument must be `false`
        "g.$": "States.ArrayPartition($.g, 2.5)",
        "h.$": "States.Format('\\{\"a\": \"{}\"\\}', $.h)",
        "i.$": "States.Format('{ {}', $.i)"
//                             ^ brace is neither part of `{}` nor escaped with a backslash
      },
      "End": true
    }
  }
}"#,
        );
    }

    #[test]
    fn unreadable_and_unknown_values_are_not_reported() {
        check(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Parameters": { "a.$": "States.MathAdd(1", "b.$": "States.Add(States.MathAdd(1))", "c.$": "States.Format('${A} {}')" }, "End": true } } }"#,
        );
    }
}
