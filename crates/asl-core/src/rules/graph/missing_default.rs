use crate::rules::prelude::*;
use crate::semantic::choice::{Condition, cover_everything};

pub(super) static RULE: Rule = Rule {
    name: "missing-default",
    group: Group::Graph,
    docs: include_str!("missing_default.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states_of(StateKind::Choice) {
        let Some(object) = state.object() else { continue };
        // `unknown-field` reports a `Next` in a Choice, which is meant to be its `Default`.
        if object.has_or_misspells("Default") || object.has("Next") {
            continue;
        }
        // `wrong-query-language-field` reports a rule in the other query language.
        let is_foreign =
            |rule: Object<'_>| rule.field("Condition").is_some_and(|field| field.is_of_other_language());
        // A condition that a template fills in may always hold.
        let is_filled_in = |rule: Object<'_>| rule.get("Condition").is_some_and(Node::is_unknown);
        if object.objects("Choices").any(|rule| is_foreign(rule) || is_filled_in(rule)) {
            continue;
        }
        let conditions: Vec<Condition<'_>> =
            object.objects("Choices").map(|rule| Condition::of(cx.analysis, rule)).collect();
        if object.is_damaged() || conditions.is_empty() || cover_everything(&conditions) != Some(false) {
            continue;
        }
        cx.report(
            &RULE,
            state.name().span,
            format!("`{}` has no `Default` for input that matches no rule", state.name().value),
        )
        .note("for such input, the execution fails with `States.NoChoiceMatched`, which a `Choice` state cannot catch")
        .help("add a `Default` that names a state, such as a `Fail` state with a clear error");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_that_do_not_cover_everything() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Choice", "Choices": [{ "Variable": "$.x", "StringEquals": "a", "Next": "B" }] },
//  ^^^ `A` has no `Default` for input that matches no rule
    "B": {
//  ^^^ `B` has no `Default` for input that matches no rule
      "Type": "Choice",
      "Choices": [
        { "Variable": "$.x", "NumericLessThan": 5, "Next": "C" },
        { "Variable": "$.x", "NumericGreaterThan": 5, "Next": "C" }
      ]
    },
    "C": { "Type": "Succeed" }
  }
}"#,
        );
    }

    #[test]
    fn conditions_in_the_other_language_or_from_a_template() {
        for rule in [r#"{ "Condition": "{% $x %}", "Next": "A" }"#, r#"{ "Condition": "${C}", "Next": "A" }"#]
        {
            let text = |language: &str| {
                format!(
                    r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Choice", "QueryLanguage": "{language}", "Choices": [{rule}] }} }} }}"#
                )
            };
            check(&RULE, &text("JSONPath"));
            if rule.contains('$') && !rule.contains("${") {
                only_finding(&RULE, &text("JSONata"));
            }
        }
    }

    #[test]
    fn rules_that_cover_everything() {
        let choices = |rules: &str| {
            format!(
                r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Choice", "Choices": [{rules}] }} }} }}"#
            )
        };
        for rules in [
            r#"{ "Variable": "$.x", "BooleanEquals": true, "Next": "A" }, { "Variable": "$.x", "BooleanEquals": false, "Next": "A" }"#,
            r#"{ "Variable": "$.x", "IsPresent": true, "Next": "A" }, { "Not": { "Variable": "$.x", "IsPresent": true }, "Next": "A" }"#,
            r#"{ "Variable": "$.x", "NumericLessThan": 5, "Next": "A" }, { "Variable": "$.x", "NumericGreaterThanEquals": 5, "Next": "A" }"#,
            r#"{ "Variable": "$.x", "NumericLessThan": 5, "Next": "A" }, { "Variable": "$.x", "NumericGreaterThan": 5, "Next": "A" }, { "Variable": "$.x", "NumericEquals": 5, "Next": "A" }"#,
            r#"{ "And": [{ "Variable": "$.x", "BooleanEquals": true }, { "Variable": "$.y", "BooleanEquals": true }], "Next": "A" },
               { "And": [{ "Variable": "$.x", "BooleanEquals": true }, { "Variable": "$.y", "BooleanEquals": false }], "Next": "A" },
               { "Variable": "$.x", "BooleanEquals": false, "Next": "A" }"#,
            r#"{ "Or": [{ "Variable": "$.x", "IsNull": true }, { "Variable": "$.x", "IsNull": false }], "Next": "A" }"#,
        ] {
            check(&RULE, &choices(rules));
        }
        let jsonata = |a: &str, b: &str| {
            choices(&format!(r#"{{ "Condition": {a}, "Next": "A" }}, {{ "Condition": {b}, "Next": "A" }}"#))
                .replacen('{', r#"{ "QueryLanguage": "JSONata","#, 1)
        };
        check(&RULE, &jsonata(r#""{% $x %}""#, "true"));
        check(&RULE, &jsonata(r#""{% $x > 1 %}""#, r#""{% $x <= 1 %}""#));
        check(&RULE, &jsonata(r#""{% $x = true %}""#, r#""{% $x = false %}""#));
        only_finding(&RULE, &jsonata(r#""{% $x = 'a' %}""#, r#""{% $x = 'b' %}""#));
        only_finding(&RULE, &jsonata(r#""{% $millis() > $x %}""#, r#""{% $millis() <= $x %}""#));
        check(&RULE, &jsonata(r#""{% $exists($x) %}""#, r#""{% $not( $exists($x) ) %}""#));
    }

    #[test]
    fn choices_with_a_default_or_without_rules() {
        let choice = |fields: &str| {
            format!(r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Choice", {fields} }} }} }}"#)
        };
        let rules = r#""Choices": [{ "Variable": "$.x", "IsNull": true, "Next": "A" }]"#;
        only_finding(&RULE, &choice(rules));
        for more in [r#""Default": "A""#, r#""Defualt": "A""#, r#""Next": "A""#, r#""x": "#] {
            check(&RULE, &choice(&format!("{rules}, {more}")));
        }
        check(&RULE, &choice(r#""Choices": []"#));
    }
}
