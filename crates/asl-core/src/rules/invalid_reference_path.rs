use super::intrinsic_not_allowed::is_call;
use super::prelude::*;
use crate::catalog::Value;
use crate::expr::path::{PathErrorKind, reference_errors};

pub(super) static RULE: Rule = Rule {
    name: "invalid-reference-path",
    group: Group::Paths,
    summary: "a path that can select several values where one is needed",
    docs: include_str!("invalid_reference_path.md"),
    severity: Severity::Error,
    default: Default::On,
    aws: schema(AwsPlace::Here),
    fix: FixKind::None,
    check: run,
};

fn run(cx: &mut Context<'_>) {
    for site in cx.known_sites().filter(|site| wants_reference(*site)) {
        let Code::Path(path) = site.code() else { continue };
        let Some(error) = reference_errors(path).into_iter().next() else { continue };
        // The first error of a path is the one to mend.
        let is_misread = path.errors.first().is_some_and(|error| error.kind != PathErrorKind::NoDollar);
        let text = site.text().value;
        if is_misread || is_call(text) {
            continue;
        }
        let field = site.field().key().value;
        let written = site.part(error.span);
        let diag = cx.report_in(&RULE, site, error.span, &error.message);
        diag.note(format!("`{field}` needs a path to a single place, a Reference Path"));
        if error.kind == PathErrorKind::NoDollar {
            diag.note(
                "Step Functions refuses the definition: `Value is not a Reference Path: Reference path didn't \
                 start with '$'`",
            );
        } else if is_comparison(site) && !written.starts_with('[') {
            // Known of comparisons is only that a bracket must be followed by a name or an index.
            diag.warning();
        } else {
            diag.note("Step Functions refuses the definition: `Value is not a Reference Path`");
        }
        if text.starts_with("{%") {
            diag.help("JSONata is for states with `\"QueryLanguage\": \"JSONata\"`");
        } else {
            diag.help(format!("expected {}", error.expected));
        }
    }
}

/// Whether the field takes only a path to one node.
pub(super) fn wants_reference(site: Site<'_>) -> bool {
    site.info().value == Value::ReferencePath || is_comparison(site)
}

/// `Variable`, or an operator that takes a path. The specification takes any path there; AWS does not (§12 U5, U6).
fn is_comparison(site: Site<'_>) -> bool {
    let name = site.info().name;
    name == "Variable" || catalog::operator(name).is_some_and(|operator| operator.by_path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_that_need_one_node() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Map",
      "InputPath": "$.a[*]",
      "ItemsPath": "$.a[?(@.b)].c[*]",
//                     ^^^^^^^^ a filter is not allowed in a Reference Path
      "MaxConcurrencyPath": "$.limits[*]",
//                                   ^^^ `*` is not allowed in a Reference Path
      "ResultPath": "a",
//                   ^ a Reference Path begins with `$`
      "ItemProcessor": { "StartAt": "I", "States": { "I": { "Type": "Succeed" } } },
      "Next": "C"
    },
    "C": {
      "Type": "Choice",
      "Choices": [
        { "Variable": "x", "IsPresent": true, "Next": "E" },
//                     ^ a Reference Path begins with `$`
        { "Variable": "$.x[-1]", "IsPresent": true, "Next": "E" },
//                        ^^^^ a negative index is not allowed in a Reference Path
        { "Variable": "$.a['b'][0].c", "StringEqualsPath": "$..y", "Next": "E" },
//                                                           ^^ `..` is not allowed in a Reference Path
        { "Variable": "$$.Execution.Name", "StringEqualsPath": "$name.x", "Next": "E" }
      ],
      "Default": "E"
    },
    "E": { "Type": "Fail", "CausePath": "$.a[0:1]" }
  }
}"#,
        );
    }

    #[test]
    fn what_aws_may_take_in_a_comparison_is_a_warning() {
        let choice = |path: &str| {
            let text = format!(
                r#"{{ "StartAt": "C", "States": {{ "C": {{ "Type": "Choice", "Choices": [{{ "Variable": "{path}", "IsNull": true, "Next": "C" }}] }} }} }}"#
            );
            only_finding(&RULE, &text)
        };
        assert_eq!(choice("$.a[*]").severity, Severity::Error);
        let wildcard = choice("$.a.*");
        assert_eq!((wildcard.severity, wildcard.aws_code), (Severity::Warning, None));
    }
}
