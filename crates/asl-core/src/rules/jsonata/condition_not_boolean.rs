use crate::catalog::Value;
use crate::rules::prelude::*;
use jsonata_syntax::Type;

pub(super) static RULE: Rule = Rule {
    name: "condition-not-boolean",
    group: Group::Jsonata,
    docs: include_str!("condition_not_boolean.md"),
    severity: Severity::Warning,
    check: run,
    ..Rule::DEFAULTS
};

fn run(cx: &mut Context<'_>) {
    for (site, parsed, types) in cx.typed().filter(|(site, ..)| site.info().value == Value::Boolean) {
        let kind = types.get(parsed.root);
        if !kind.is_known() || kind == Type::Boolean {
            continue;
        }
        let diag = cx.report(
            &RULE,
            site.span(parsed.tree.span(parsed.root)),
            format!("`{}` is {kind}, not a boolean", site.info().name),
        );
        diag.note("the evaluation fails with `States.QueryEvaluationError`");
        if kind != Type::Function {
            diag.help("compare it, or turn it into a boolean with `$boolean`");
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
//                         ^^^^^^ `Condition` is a number, not a boolean
        { "Condition": "{% $count($states.input.x) %}", "Next": "A" },
        { "Condition": "{% $string($states.input.x) %}", "Next": "A" },
//                         ^^^^^^^^^^^^^^^^^^^^^^^^ `Condition` is a string, not a boolean
        { "Condition": "{% $states.input.x ? 'yes' : 'no' %}", "Next": "A" },
//                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `Condition` is a string, not a boolean
        { "Condition": "{% $exists %}", "Next": "A" },
//                         ^^^^^^^ `Condition` is a function, not a boolean
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
