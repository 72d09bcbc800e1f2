use crate::expr::path::RootKind;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "result-path-target",
    group: Group::Paths,
    docs: include_str!("result_path_target.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Here),
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for (site, path) in cx.paths().filter(|(site, _)| site.info().name == "ResultPath") {
        if !path.errors.is_empty() {
            continue;
        }
        let root = site.part(path.root.span);
        match path.root.kind {
            RootKind::Context => {
                cx.report_in(&RULE, site, path.root.span, "`ResultPath` cannot refer to the context object")
                    .note("`ResultPath` is a location in the input of the state; the context object is read-only")
                    .help("begin the path with a single `$`");
            }
            RootKind::Variable(_) => {
                cx.report_in(
                    &RULE,
                    site,
                    path.root.span,
                    format!("`ResultPath` cannot refer to the variable `{root}`"),
                )
                .note("`ResultPath` is a location in the input of the state, not a variable")
                .help("use `Assign` to set variables");
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_go_into_the_input_only() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Pass", "ResultPath": "$$.Execution.Input", "Next": "B" },
//                                        ^^ `ResultPath` cannot refer to the context object
    "B": {
      "Type": "Task",
      "Resource": "x",
      "ResultPath": "$total.sum",
//                   ^^^^^^ `ResultPath` cannot refer to the variable `$total`
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "C" }],
      "End": true
    },
    "C": { "Type": "Pass", "InputPath": "$$.Execution.Input", "ResultPath": null, "End": true }
  }
}"#,
        );
    }
}
