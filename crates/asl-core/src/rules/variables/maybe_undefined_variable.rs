use crate::rules::prelude::*;
use crate::semantic::choice::Condition;
use crate::semantic::route;
use crate::semantic::{Assignedness, Cause, Edge, Reference};

pub(super) static RULE: Rule = Rule {
    name: "maybe-undefined-variable",
    group: Group::Variables,
    docs: include_str!("maybe_undefined_variable.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

/// The maximum number of assignments that a finding shows.
const SHOWN: usize = 3;

/// The maximum number of reads for which a path is searched.
const MAX_PATHS: usize = 200;

/// The maximum number of conditions of a path that are compared with each other.
const COMPARED: usize = 50;

pub(super) fn run(cx: &mut Context<'_>) {
    let mut paths = 0;
    for reference in cx.analysis.variables().references() {
        let Some(variable) = reference.variable else { continue };
        if cx.options.variables.contains(&reference.name) {
            continue;
        }
        let (anchor, when) = match reference.value {
            Assignedness::Sometimes { anchor } => (cx.model().state(anchor), "on every path to"),
            Assignedness::NotYet { anchor } => (cx.model().state(anchor), "before"),
            _ => continue,
        };
        paths += 1;
        let path = match paths <= MAX_PATHS {
            true => cx.analysis.variables().way_without(cx.graph(), anchor, variable),
            false => None,
        };
        if !path.as_deref().is_some_and(|path| contradicts_itself(cx, path)) {
            report(cx, reference, (anchor, when), path);
        }
    }
}

fn report<'a>(
    cx: &mut Context<'a>,
    read: &Reference,
    (anchor, when): (State<'a>, &str),
    path: Option<Vec<Edge<'a>>>,
) {
    let variables = cx.analysis.variables();
    let name = read.name.as_str();
    let message = format!("`${name}` is not assigned {when} `{}`", anchor.name().value);
    let is_jsonata = matches!(cx.analysis.site(read.site).code(), Code::Jsonata(_));
    let diag = cx.report(&RULE, read.span, message);
    let assigned = read.variable.into_iter().flat_map(|variable| variables.declarations_of(variable));
    for declaration in assigned.take(SHOWN) {
        diag.related(declaration.span, "assigned here");
    }
    match path {
        Some(path) if path.is_empty() => {
            diag.note(format!("`{}` is the first state", anchor.name().value));
        }
        Some(path) => {
            diag.note(format!("nothing assigns it on the path {}", route(&path)));
        }
        None => {}
    }
    diag.note("the state fails when it reads a variable without a value");
    diag.help(match is_jsonata {
        true => format!("assign it before the paths diverge, or test it with `$exists(${name})`"),
        false => "assign it before the paths diverge".to_owned(),
    });
}

/// Whether a path requires a condition to be true in one state and false in another: a variable that is assigned under
/// a condition is often read under the same condition later.
fn contradicts_itself<'a>(cx: &Context<'a>, path: &[Edge<'a>]) -> bool {
    let (mut holds, mut fails) = (Vec::new(), Vec::new());
    for edge in path {
        let taken = match edge.cause {
            Cause::Choice(taken) => taken,
            Cause::Default => usize::MAX,
            _ => continue,
        };
        for (i, rule) in edge.from.objects("Choices").enumerate().take(taken.saturating_add(1)) {
            let list = if i == taken { &mut holds } else { &mut fails };
            if list.len() < COMPARED {
                list.push(Condition::of(cx.analysis, rule));
            }
        }
    }
    let effort = Condition::effort(holds.iter().chain(&fails));
    let is_false = |condition: &Condition<'_>| fails.iter().any(|other| condition.implies(other, &effort));
    let contradicts =
        |i: usize, a: &Condition<'_>| is_false(a) || holds[..i].iter().any(|b| a.excludes(b, &effort));
    // If the comparison takes too long, assume a contradiction.
    holds.iter().enumerate().any(|(i, a)| contradicts(i, a)) || effort.is_spent()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_around_the_assignment() {
        let text = r#"
{
  "StartAt": "C",
  "States": {
    "C": { "Type": "Choice", "Choices": [{ "Variable": "$.x", "IsNull": true, "Next": "A" }], "Default": "B" },
    "A": { "Type": "Pass", "Assign": { "x": 1 }, "Next": "D" },
    "B": { "Type": "Pass", "Assign": { "y.$": "$x" }, "Next": "D" },
//                                              ^ `$x` is not assigned before `B`
    "D": { "Type": "Pass", "InputPath": "$y", "OutputPath": "$x", "Next": "E" },
//                                        ^ `$y` is not assigned on every path to `D`
    "E": { "Type": "Pass", "InputPath": "$y", "End": true }
  }
}"#;
        check(&RULE, text);
        let finding = only_finding(
            &RULE,
            r#"{ "StartAt": "C", "States": {
                "C": { "Type": "Choice", "Choices": [{ "Variable": "$.x", "IsNull": true, "Next": "A" }], "Default": "B" },
                "A": { "Type": "Pass", "Assign": { "x": 1 }, "Next": "D" },
                "B": { "Type": "Pass", "Next": "D" },
                "D": { "Type": "Pass", "InputPath": "$x", "End": true } } }"#,
        );
        assert_eq!(finding.notes[0], "nothing assigns it on the path C → B → D");
        assert_eq!(finding.related.len(), 1);
    }

    #[test]
    fn an_error_comes_before_the_assignment() {
        check(
            &RULE,
            r#"
{
  "StartAt": "T",
  "States": {
    "T": {
      "Type": "Task",
      "Resource": "x",
      "Assign": { "result.$": "$" },
      "Catch": [
        { "ErrorEquals": ["E"], "Assign": { "error.$": "$" }, "Next": "H" },
        { "ErrorEquals": ["F"], "Next": "I" }
      ],
      "Next": "S"
    },
    "H": { "Type": "Pass", "Parameters": { "e.$": "$error", "r.$": "$result" }, "Next": "S" },
//                                                                   ^^^^^^ `$result` is not assigned before `H`
    "I": { "Type": "Pass", "Parameters": { "e.$": "$error" }, "Next": "S" },
//                                                  ^^^^^ `$error` is not assigned before `I`
    "S": { "Type": "Succeed" }
  }
}"#,
        );
    }

    #[test]
    fn inner_machines_see_what_their_state_sees() {
        check(
            &RULE,
            r#"
{
  "StartAt": "C",
  "QueryLanguage": "JSONata",
  "States": {
    "C": { "Type": "Choice", "Choices": [{ "Condition": "{% $states.input.x %}", "Assign": { "x": 1 }, "Next": "M" }], "Assign": { "y": 1 }, "Default": "M" },
    "M": {
      "Type": "Map",
      "Items": "{% [$x] %}",
      "ItemProcessor": {
        "StartAt": "I",
        "States": { "I": { "Type": "Pass", "Output": "{% $x %}", "Next": "J" }, "J": { "Type": "Pass", "Output": "{% $x + $y %}", "End": true } }
//                                                        ^ `$x` is not assigned on every path to `M`
//                                                                                                                         ^ `$y` is not assigned on every path to `M`
      },
      "Next": "D"
    },
    "D": { "Type": "Pass", "Output": "{% $x %}", "End": true }
  }
}"#,
        );
    }

    #[test]
    fn expressions_that_tolerate_a_missing_value() {
        for output in [
            "$exists($x) ? $x : 0",
            "$exists($x.a) and $x.a > 0 ? $x.a : 0",
            "$x ? $x.a : 0",
            "[$x, 1]",
            "$append($x, 1)",
            "$x ~> $append(1)",
            "$x = 'done'",
            "($l := $x; $exists($l) ? $l : 0)",
            "$states.input.l[id = $x]",
        ] {
            check(
                &RULE,
                &format!(
                    r#"{{ "StartAt": "C", "QueryLanguage": "JSONata", "States": {{
                    "C": {{ "Type": "Choice", "Choices": [{{ "Condition": "{{% $states.input.x %}}", "Assign": {{ "x": 1 }}, "Next": "D" }}], "Default": "D" }},
                    "D": {{ "Type": "Pass", "Output": "{{% {output} %}}", "End": true }} }} }}"#
                ),
            );
        }
    }

    #[test]
    fn many_variables() {
        // The first half is assigned on every path, the other half on one path.
        let assign = |from: usize, to: usize| -> String {
            (from..to).map(|i| format!(r#""v{i}": {i}"#)).collect::<Vec<_>>().join(", ")
        };
        let text = |read: usize| {
            format!(
                r#"{{ "StartAt": "S", "States": {{
                "S": {{ "Type": "Pass", "Assign": {{ {} }}, "Next": "C" }},
                "C": {{ "Type": "Choice", "Choices": [{{ "Variable": "$.x", "IsNull": true, "Assign": {{ {} }}, "Next": "D" }}], "Default": "D" }},
                "D": {{ "Type": "Pass", "InputPath": "$v{read}", "End": true }} }} }}"#,
                assign(0, 100),
                assign(100, 200)
            )
        };
        for read in [0, 63, 64, 65, 99] {
            check(&RULE, &text(read));
        }
        for read in [100, 127, 128, 191, 192, 199] {
            only_finding(&RULE, &text(read));
        }
    }

    #[test]
    fn expressions_that_need_a_value() {
        for output in [
            "$uppercase($x)",
            "$x ~> $uppercase()",
            "$x ~> $uppercase",
            "$x + 1",
            "$x > 1",
            "$x.a",
            "{ 'a': $x }",
            "$x ? $y : 0",
            "$exists($states.input) ? $x : 0",
            "($exists($x); $x)",
        ] {
            let text = format!(
                r#"{{ "StartAt": "C", "QueryLanguage": "JSONata", "States": {{
                "C": {{ "Type": "Choice", "Choices": [{{ "Condition": "{{% $states.input.x %}}", "Assign": {{ "x": 1, "y": 1 }}, "Next": "D" }}], "Default": "D" }},
                "D": {{ "Type": "Pass", "Output": "{{% {output} %}}", "End": true }} }} }}"#
            );
            let found = crate::lint_analyses(
                &crate::analyze(crate::Source::new(&text, "a.json")),
                &crate::config::Config::only([&RULE]),
            );
            assert_eq!(found.len(), 1, "{output}");
        }
    }

    #[test]
    fn only_a_presence_test_tolerates_a_missing_value_in_jsonpath() {
        let reads = |test: &str| {
            format!(
                r#"{{ "StartAt": "C", "States": {{
                "C": {{ "Type": "Choice", "Choices": [{{ "Variable": "$.x", "IsNull": true, "Assign": {{ "x": 1 }}, "Next": "D" }}], "Default": "D" }},
                "D": {{ "Type": "Choice", "Choices": [{{ {test}, "Next": "E" }}], "Default": "E" }},
                "E": {{ "Type": "Succeed" }} }} }}"#
            )
        };
        for test in [
            r#""Variable": "$x", "IsPresent": true"#,
            r#""Variable": "$x", "IsPresent": false"#,
            r#""Not": { "Variable": "$x", "IsPresent": true }"#,
        ] {
            check(&RULE, &reads(test));
        }
        for test in [
            r#""Variable": "$x", "IsNull": true"#,
            r#""Variable": "$x", "NumericEquals": 1"#,
            r#""Variable": "$.a", "NumericEqualsPath": "$x""#,
            r#""Variable": "$.a", "IsPresent": true, "NumericEqualsPath": "$x""#,
        ] {
            only_finding(&RULE, &reads(test));
        }
    }

    #[test]
    fn a_choice_may_have_tested_it() {
        check(
            &RULE,
            r#"{ "StartAt": "C", "QueryLanguage": "JSONata", "States": {
                "C": { "Type": "Choice", "Choices": [{ "Condition": "{% $states.input.x %}", "Assign": { "x": 1 }, "Next": "D" }], "Default": "D" },
                "D": { "Type": "Choice", "Choices": [{ "Condition": "{% $not($exists($x)) %}", "Next": "E" }], "Default": "F" },
                "E": { "Type": "Pass", "Assign": { "x": 1 }, "Next": "F" },
                "F": { "Type": "Pass", "Output": "{% $x %}", "End": true } } }"#,
        );
        check(
            &RULE,
            r#"{ "StartAt": "C", "States": {
                "C": { "Type": "Choice", "Choices": [{ "Variable": "$.x", "IsNull": true, "Assign": { "x": 1 }, "Next": "D" }], "Default": "D" },
                "D": { "Type": "Choice", "Choices": [{ "Variable": "$x", "IsPresent": true, "Next": "F" }], "Default": "E" },
                "E": { "Type": "Pass", "End": true },
                "F": { "Type": "Pass", "InputPath": "$x", "End": true } } }"#,
        );
    }

    #[test]
    fn a_choice_that_finds_nothing() {
        check(
            &RULE,
            r#"
{
  "StartAt": "C",
  "QueryLanguage": "JSONata",
  "States": {
    "C": { "Type": "Choice", "Choices": [{ "Condition": "{% $states.input.x %}", "Assign": { "x": 1 }, "Next": "D" }], "Default": "D" },
    "D": { "Type": "Choice", "Choices": [{ "Condition": "{% $exists($x.y) and $x.y > 1 %}", "Next": "E" }], "Default": "F" },
    "E": { "Type": "Pass", "Output": "{% $x %}", "End": true },
    "F": { "Type": "Pass", "Output": "{% $x %}", "End": true }
//                                        ^ `$x` is not assigned on every path to `F`
  }
}"#,
        );
    }

    #[test]
    fn the_same_condition_twice() {
        let text = |second: &str| {
            format!(
                r#"{{ "StartAt": "C", "States": {{
                "C": {{ "Type": "Choice", "Choices": [{{ "Variable": "$.x", "IsNull": true, "Next": "A" }}], "Default": "D" }},
                "A": {{ "Type": "Pass", "Assign": {{ "x": 1 }}, "Next": "D" }},
                "D": {{ "Type": "Choice", "Choices": [{{ "Variable": "{second}", "IsNull": true, "Next": "E" }}], "Default": "F" }},
                "E": {{ "Type": "Pass", "InputPath": "$x", "Next": "F" }},
                "F": {{ "Type": "Succeed" }} }} }}"#
            )
        };
        check(&RULE, &text("$.x"));
        only_finding(&RULE, &text("$.y"));
    }

    #[test]
    fn a_narrower_condition() {
        let text = |first: u32, second: u32| {
            format!(
                r#"{{ "StartAt": "C", "States": {{
                "C": {{ "Type": "Choice", "Choices": [{{ "Variable": "$.n", "NumericGreaterThan": {first}, "Next": "A" }}], "Default": "D" }},
                "A": {{ "Type": "Pass", "Assign": {{ "x": 1 }}, "Next": "D" }},
                "D": {{ "Type": "Choice", "Choices": [{{ "Variable": "$.n", "NumericGreaterThan": {second}, "Next": "E" }}], "Default": "F" }},
                "E": {{ "Type": "Pass", "InputPath": "$x", "Next": "F" }},
                "F": {{ "Type": "Succeed" }} }} }}"#
            )
        };
        check(&RULE, &text(5, 10));
        only_finding(&RULE, &text(10, 5));
    }

    #[test]
    fn the_first_state_reads_a_variable() {
        let finding = only_finding(
            &RULE,
            r#"{ "StartAt": "A", "States": {
                "A": { "Type": "Pass", "InputPath": "$x", "Next": "B" },
                "B": { "Type": "Pass", "Assign": { "x": 1 }, "Next": "A" } } }"#,
        );
        assert_eq!(finding.notes[0], "`A` is the first state");
    }

    #[test]
    fn a_loop_that_begins_with_an_assignment() {
        check(
            &RULE,
            r#"{ "StartAt": "I", "QueryLanguage": "JSONata", "States": {
                "I": { "Type": "Pass", "Assign": { "n": 0 }, "Next": "C" },
                "C": { "Type": "Choice", "Choices": [{ "Condition": "{% $n > 3 %}", "Next": "E" }], "Default": "W" },
                "W": { "Type": "Wait", "Seconds": 1, "Assign": { "n": "{% $n + 1 %}" }, "Next": "C" },
                "E": { "Type": "Succeed", "Output": "{% $n %}" } } }"#,
        );
    }
}
