use crate::expr::path::{Path, StepKind};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "doubtful-path",
    group: Group::Paths,
    docs: include_str!("doubtful_path.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for site in cx.known_sites() {
        if super::helpers::requires_reference(site) {
            continue;
        }
        let mut doubts = site.paths().flat_map(|path| path.doubts().into_iter().map(move |d| (path, d)));
        let Some((path, doubt)) = doubts.next() else { continue };
        let diag = cx.report_in(&RULE, site, doubt.span, doubt.message);
        if is_name(path, doubt.span) {
            diag.advice().note("some JSONPath libraries cannot parse such a name");
        } else {
            diag.note("Step Functions accepts the definition, but at run time the state fails or the path finds nothing");
        }
        if !doubt.expected.is_empty() {
            diag.help(format!("expected {}", doubt.expected));
        }
    }
}

/// Whether the doubt is about an unquoted name, in the path or in one of its filters.
fn is_name(path: &Path, span: Span) -> bool {
    let mut steps = path.paths().flat_map(|path| &path.steps);
    steps.any(|step| matches!(&step.kind, StepKind::Child(name) if name.span == span))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unusual_character_in_a_name_is_advice() {
        let text = r#"{ "StartAt": "A", "States": { "A": { "Type": "Succeed", "InputPath": "$.a:b" } } }"#;
        assert_eq!(only_finding(&RULE, text).severity, Severity::Info);
    }

    #[test]
    fn unsupported_syntax() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Pass",
      "InputPath": "$.a.length()",
//                      ^^^^^^^^ Step Functions does not support the function `length()` in a path
      "OutputPath": "$.a[?(@.b in ['x'])]",
//                             ^^ Step Functions does not support `in` in a filter
      "Parameters": {
        "c.$": "States.Array($.c['d','e'].f)",
//                              ^^^^^^^^^ step with several names is not the last step of the path
        "d.$": "$.d[?(@.x == $.y)]",
//                           ^^^ Step Functions does not support a comparison with a value outside the array
        "e.$": "$.e-f[?(@.x == 'y' && @.z)]"
      },
      "End": true
    }
  }
}"#,
        );
    }
}
