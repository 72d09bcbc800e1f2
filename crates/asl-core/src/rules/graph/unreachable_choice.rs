use crate::effort::Effort;
use crate::rules::prelude::*;
use crate::semantic::choice::Condition;

pub(super) static RULE: Rule = Rule {
    name: "unreachable-choice",
    group: Group::Graph,
    docs: include_str!("unreachable_choice.md"),
    severity: Severity::Warning,
    tags: &[Tag::Unnecessary],
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states_of(StateKind::Choice) {
        let Some(object) = state.object().filter(|object| !object.is_damaged()) else { continue };
        let rules: Vec<(Object<'_>, Condition<'_>)> =
            object.objects("Choices").map(|rule| (rule, Condition::of(cx.analysis, rule))).collect();
        let effort = Condition::effort(rules.iter().map(|(_, condition)| condition));
        let conditions: Vec<&Condition<'_>> = rules.iter().map(|(_, condition)| condition).collect();
        for (i, (rule, condition)) in rules.iter().enumerate().take_while(|_| !effort.is_spent()) {
            if let Some(why) = impossible(condition, &effort) {
                cx.report(&RULE, span(*rule), "choice rule never matches").note(why);
            } else if let Some((earlier, _)) =
                rules[..i].iter().find(|(_, earlier)| condition.implies(earlier, &effort))
            {
                let is_same = |earlier: &Condition<'_>| {
                    condition.implies(earlier, &effort) && earlier.implies(condition, &effort)
                };
                let is_same = rules[..i].iter().any(|(_, earlier)| is_same(earlier));
                let help = if is_same {
                    "an earlier rule has the same condition; change one of them"
                } else {
                    "remove it, or put the narrower rule first"
                };
                cx.report(&RULE, span(*rule), "unreachable choice rule")
                    .note("rules are evaluated in order, and an earlier one matches whenever this one would")
                    .help(help)
                    .related(span(*earlier), "this rule matches first");
            } else {
                check_cases(cx, &rules[..i], &conditions[..i], *rule, condition, &effort);
            }
        }
    }
}

/// Reports a rule that only all its parts together, or several earlier rules together, make impossible.
fn check_cases<'a>(
    cx: &mut Context<'a>,
    earlier: &[(Object<'a>, Condition<'a>)],
    conditions: &[&Condition<'a>],
    rule: Object<'a>,
    condition: &Condition<'a>,
    effort: &Effort,
) {
    if !condition.can_hold_alone(&[], effort) {
        cx.report(&RULE, span(rule), "choice rule never matches")
            .note("its conditions are mutually exclusive");
        return;
    }
    if !condition.can_hold_alone(conditions, effort) {
        let diagnostic = cx.report(&RULE, span(rule), "unreachable choice rule");
        diagnostic
            .note("rules are evaluated in order, and one of the earlier ones matches whenever this one would")
            .help("remove it, or put the narrower rule first");
        for (other, condition) in earlier.iter().filter(|(_, other)| !condition.excludes(other, effort)) {
            if !matches!(condition, Condition::Unknown) {
                diagnostic.related(span(*other), "this rule may match first");
            }
        }
    }
}

/// Returns why a condition cannot hold.
fn impossible(condition: &Condition<'_>, effort: &Effort) -> Option<String> {
    if matches!(condition, Condition::Constant(false)) {
        return Some("its condition is always false".to_owned());
    }
    let (a, b) = condition.contradiction(effort)?;
    let shown = |condition: &Condition<'_>| match condition {
        Condition::Test(test) => {
            format!("`{} {} {}`", test.variable, test.name, test.operand.display())
        }
        Condition::Fact(fact) => format!("`{}`", fact.text),
        _ => "another condition".to_owned(),
    };
    Some(format!("{} and {} are mutually exclusive", shown(a), shown(b)))
}

/// The span to underline for a rule: the value of its `Condition`, or the field with its test.
fn span(rule: Object<'_>) -> Span {
    let test = ["Condition", "Variable", "And", "Or", "Not"].into_iter().find_map(|name| rule.field(name));
    match test {
        Some(field) if field.key().value == "Condition" => field.value().map_or(field.key().span, Node::span),
        Some(field) => field.key().span,
        None => rule.name(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_that_an_earlier_rule_covers() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Choice",
      "Choices": [
        { "Variable": "$.x", "NumericGreaterThan": 5, "Next": "B" },
        { "Variable": "$.x", "NumericGreaterThanEquals": 10, "Next": "B" },
//        ^^^^^^^^^^ unreachable choice rule
        { "Variable": "$.x", "NumericGreaterThanEquals": 5, "Next": "B" },
        { "Variable": "$.s", "StringMatches": "a*", "Next": "B" },
        { "Variable": "$.s", "StringEquals": "abc", "Next": "B" },
//        ^^^^^^^^^^ unreachable choice rule
        { "Variable": "$.s", "StringEquals": "b", "Next": "B" },
        { "And": [{ "Variable": "$.t", "IsNull": true }, { "Variable": "$.s", "StringEquals": "b" }], "Next": "B" },
//        ^^^^^ unreachable choice rule
        { "Or": [{ "Variable": "$.u", "IsNull": true }, { "Variable": "$.u", "IsNull": false }], "Next": "B" }
      ],
      "Default": "B"
    },
    "B": { "Type": "Succeed" }
  }
}"#,
        );
    }

    #[test]
    fn rules_that_contradict_themselves() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Choice",
      "Choices": [
        { "And": [{ "Variable": "$.x", "StringEquals": "a" }, { "Variable": "$.x", "StringEquals": "b" }], "Next": "B" },
//        ^^^^^ choice rule never matches
        { "And": [{ "Variable": "$.x", "NumericLessThan": 1 }, { "Variable": "$.x", "NumericGreaterThan": 1 }], "Next": "B" },
//        ^^^^^ choice rule never matches
        { "And": [{ "Variable": "$.x", "IsPresent": false }, { "Variable": "$.x", "StringEquals": "a" }], "Next": "B" },
//        ^^^^^ choice rule never matches
        { "And": [{ "Variable": "$.x", "IsPresent": true }, { "Variable": "$.x", "StringEquals": "a" }], "Next": "B" },
        { "And": [{ "Variable": "$.x", "NumericGreaterThan": 1 }, { "Variable": "$.x", "NumericLessThan": 3 }], "Next": "B" },
        { "And": [{ "Variable": "$.x", "StringMatches": "a*" }, { "Not": { "Variable": "$.x", "StringEquals": "ab" } }], "Next": "B" }
      ],
      "Default": "B"
    },
    "B": { "Type": "Succeed" }
  }
}"#,
        );
    }

    #[test]
    fn jsonata_conditions() {
        check(
            &RULE,
            r#"
{
  "QueryLanguage": "JSONata",
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Choice",
      "Choices": [
        { "Condition": false, "Next": "B" },
//                     ^^^^^ choice rule never matches
        { "Condition": "{% $states.input.x = 1 %}", "Next": "B" },
        { "Condition": "{% $states.input.x=1 %}", "Next": "B" },
//                     ^^^^^^^^^^^^^^^^^^^^^^^^^ unreachable choice rule
        { "Condition": "{% true %}", "Next": "B" },
        { "Condition": "{% $states.input.x = 2 %}", "Next": "B" }
//                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^ unreachable choice rule
      ]
    },
    "B": { "Type": "Succeed" }
  }
}"#,
        );
    }

    #[test]
    fn jsonata_comparisons() {
        check(
            &RULE,
            r#"
{
  "QueryLanguage": "JSONata",
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Choice",
      "Choices": [
        { "Condition": "{% $states.input.n > 5 %}", "Next": "B" },
        { "Condition": "{% 10 <= $states.input.n and $states.input.k %}", "Next": "B" },
//                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unreachable choice rule
        { "Condition": "{% $states.input.n >= 5 %}", "Next": "B" },
        { "Condition": "{% $kind in ['book', 'film'] %}", "Next": "B" },
        { "Condition": "{% $kind = \"film\" %}", "Next": "B" },
//                     ^^^^^^^^^^^^^^^^^^^^^^^^ unreachable choice rule
        { "Condition": "{% $kind != 'disc' or $kind != 'tape' %}", "Next": "B" },
        { "Condition": "{% $kind = 'tape' %}", "Next": "B" },
//                     ^^^^^^^^^^^^^^^^^^^^^^ unreachable choice rule
        { "Condition": "{% $day = 'Sunday' and $day in ['Monday', 'Friday'] %}", "Next": "B" },
//                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ choice rule never matches
        { "Condition": "{% $day in [] %}", "Next": "B" },
//                     ^^^^^^^^^^^^^^^^^^ choice rule never matches
        { "Condition": "{% $random() < 0.5 %}", "Next": "B" },
        { "Condition": "{% $random() < 0.5 %}", "Next": "B" }
      ],
      "Default": "B"
    },
    "B": { "Type": "Succeed" }
  }
}"#,
        );
        let finding = only_finding(
            &RULE,
            r#"{ "QueryLanguage": "JSONata", "States": { "A": { "Type": "Choice",
              "Choices": [{ "Condition": "{% $x = 'a' and ($x = 'b') %}", "Next": "B" }] } } }"#,
        );
        assert_eq!(finding.notes, ["`$x = 'a'` and `$x = 'b'` are mutually exclusive"]);
    }

    #[test]
    fn rules_that_several_earlier_ones_cover() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Choice",
      "Choices": [
        { "And": [{ "Variable": "$.x", "IsPresent": true }, { "Variable": "$.y", "StringEquals": "a" }], "Next": "B" },
        { "And": [{ "Not": { "Variable": "$.x", "IsPresent": true } }, { "Variable": "$.y", "StringEquals": "a" }], "Next": "B" },
        { "Variable": "$.y", "StringEquals": "a", "Next": "B" },
//        ^^^^^^^^^^ unreachable choice rule
        { "Variable": "$.y", "StringMatches": "a*", "Next": "B" }
      ],
      "Default": "B"
    },
    "C": {
      "Type": "Choice",
      "Choices": [
        {
          "And": [
//        ^^^^^ choice rule never matches
            { "Or": [{ "Variable": "$.x", "StringEquals": "a" }, { "Variable": "$.y", "StringEquals": "a" }] },
            { "Not": { "Variable": "$.x", "StringEquals": "a" } },
            { "Not": { "Variable": "$.y", "StringEquals": "a" } }
          ],
          "Next": "B"
        },
        { "Or": [{ "Variable": "$.x", "StringEquals": "a" }, { "Variable": "$.y", "StringEquals": "a" }], "Next": "B" }
      ],
      "Default": "B"
    },
    "B": { "Type": "Succeed" }
  }
}"#,
        );
    }

    #[test]
    fn only_rules_that_may_match_first_are_shown() {
        let finding = only_finding(
            &RULE,
            r#"{ "StartAt": "C", "States": { "C": { "Type": "Choice", "Choices": [
                { "And": [{ "Variable": "$.x", "IsPresent": true }, { "Variable": "$.y", "StringEquals": "a" }], "Next": "C" },
                { "Variable": "$.y", "StringEquals": "b", "Next": "C" },
                { "Not": "x", "Next": "C" },
                { "And": [{ "Not": { "Variable": "$.x", "IsPresent": true } }, { "Variable": "$.y", "StringEquals": "a" }], "Next": "C" },
                { "Variable": "$.y", "StringEquals": "a", "Next": "C" }] } } }"#,
        );
        assert_eq!(finding.related.len(), 2);
    }
}
