use crate::catalog::Value;
use crate::rules::prelude::*;
use jsonata_syntax::Type;

pub(super) static RULE: Rule = Rule {
    name: "condition-not-boolean",
    group: Group::Jsonata,
    docs: include_str!("condition_not_boolean.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for (site, parsed, types) in cx.typed().filter(|(site, ..)| site.info().value == Value::Boolean) {
        let kind = types.get(parsed.root);
        if !kind.is_known() || kind == Type::Boolean {
            continue;
        }
        let diag = cx.report(
            &RULE,
            site.span(parsed.tree.span(parsed.root)),
            format!("expected a boolean for `{}`, found {kind}", site.info().name),
        );
        diag.note("the evaluation fails with `States.QueryEvaluationError`");
        if kind != Type::Function {
            diag.help("compare it, or convert it with `$boolean`");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_by_their_type() {
        check(
            &RULE,
            r#"
{
  "QueryLanguage": "JSONata",
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Choice",
      "Assign": { "count": 1, "flag": true, "both": 1 },
      "Choices": [
        { "Condition": "{% $count %}", "Next": "A" },
//                         ^^^^^^ expected a boolean for `Condition`, found a number
        { "Condition": "{% $count($states.input.x) %}", "Next": "A" },
        { "Condition": "{% $string($states.input.x) %}", "Next": "A" },
//                         ^^^^^^^^^^^^^^^^^^^^^^^^ expected a boolean for `Condition`, found a string
        { "Condition": "{% $states.input.x ? 'yes' : 'no' %}", "Next": "A" },
//                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expected a boolean for `Condition`, found a string
        { "Condition": "{% $exists %}", "Next": "A" },
//                         ^^^^^^^ expected a boolean for `Condition`, found a function
        { "Condition": "{% $flag %}", "Next": "A" },
        { "Condition": "{% $both %}", "Assign": { "both": true }, "Next": "A" },
        { "Condition": "{% $exists($states.input.x) and $states.input.x > 1 %}", "Next": "A" },
        { "Condition": "{% $states.input.x %}", "Next": "A" },
        { "Condition": "{% ${x} & '' %}", "Next": "A" }
      ]
    }
  }
}"#,
        );
    }
}
