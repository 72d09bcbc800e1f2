use crate::catalog::functions;
use crate::edit::Edit;
use crate::rules::prelude::*;
use jsonata_syntax::{self as jsonata, NodeId, NodeKind, Parsed, Resolution};

pub(super) static RULE: Rule = Rule {
    name: "unknown-function",
    group: Group::Jsonata,
    docs: include_str!("unknown_function.md"),
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    let variables = cx.analysis.variables();
    for (site, parsed) in cx.jsonata().filter(|(_, parsed)| parsed.errors.is_empty()) {
        let callees = callees(parsed);
        for variable in jsonata::variables(parsed).filter(|variable| variable.resolution == Resolution::Free)
        {
            let name = variable.name;
            if callees.binary_search(&variable.node).is_err() {
                continue;
            }
            let function = functions::function(name);
            let is_available = function.is_some_and(|function| !functions::is_refused(function));
            if is_available || name == "states" || variables.named(name).is_some() {
                continue;
            }
            let span = site.span(variable.span);
            if function.is_none() {
                unknown(cx, span, name);
                continue;
            }
            cx.report(&RULE, span, format!("`${name}` is not available in Step Functions"))
                .note("it is the only JSONata function that Step Functions omits")
                .help("use `$parse` to read JSON from a string");
        }
    }
}

fn unknown(cx: &mut Context<'_>, span: Span, name: &str) {
    let known = functions::functions().map(|function| function.name);
    let near = nearest(name, known);
    let diag = cx.report(&RULE, span, format!("unknown function `${name}`"));
    diag.note(
        "the evaluation fails with `States.QueryEvaluationError`: `Attempted to invoke a non-function`",
    );
    if let Some(near) = near {
        diag.help(format!("did you mean `${near}`?"));
        diag.fix(Fix::suggested(
            format!("Change to `${near}`"),
            vec![Edit { span, text: format!("${near}") }],
        ));
    }
}

/// The nodes that are called, including by `~>`. Sorted.
fn callees(parsed: &Parsed) -> Vec<NodeId> {
    let callees = parsed.tree.nodes().filter_map(|(_, node)| match &node.kind {
        NodeKind::Call { callee, .. } | NodeKind::Partial { callee, .. } => Some(*callee),
        NodeKind::Apply { function, .. } => Some(*function),
        _ => None,
    });
    let mut callees: Vec<NodeId> = callees.collect();
    callees.sort_unstable();
    callees
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::with_output;

    #[test]
    fn functions_by_the_table() {
        check(
            &RULE,
            r#"
{
  "QueryLanguage": "JSONata",
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Pass",
      "Assign": { "own": 1 },
      "Output": {
        "a": "{% $toUpper('a') %}",
//               ^^^^^^^^ unknown function `$toUpper`
        "b": "{% 'a' ~> $upercase ~> $trim() %}",
//                      ^^^^^^^^^ unknown function `$upercase`
        "c": "{% $eval('1') %}",
//               ^^^^^ `$eval` is not available in Step Functions
        "d": "{% ($f := function($x) { $x }; $f(1)) %}",
        "e": "{% $uuid() & $own(1) & $undefined %}",
        "f": "{% $map([1], function($v) { $v.$strong() }) %}"
//                                           ^^^^^^^ unknown function `$strong`
      },
      "End": true
    }
  }
}"#,
        );
    }

    #[test]
    fn the_fix_suggests_the_nearest_function() {
        check_fix(&RULE, &with_output("$trim($upercase('a'))"), &with_output("$trim($uppercase('a'))"));
        assert_eq!(only_finding(&RULE, &with_output("$upper('a')")).help, None);
    }
}
