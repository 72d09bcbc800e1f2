use super::*;
use crate::semantic::{Analysis, WorkflowType};
use crate::syntax::{Dialect, parse};

fn analysis(text: &str) -> Analysis {
    Analysis::new(parse(text, Dialect::Json), WorkflowType::Standard)
}

/// Checks the variables that a state can read; those that may have no value are in brackets.
#[track_caller]
fn check_visible(text: &str, state: &str, expected: &str) {
    let analysis = analysis(text);
    let state = analysis.model().states().find(|s| s.name().value == state).expect("there is such a state");
    let visible = analysis.variables().visible(state);
    let shown =
        visible.into_iter().map(|(name, (_, sure))| if sure { name.into() } else { format!("[{name}]") });
    assert_eq!(shown.collect::<Vec<_>>().join(" "), expected);
}

#[test]
fn an_assignment_holds_along_its_own_transitions() {
    let text = r#"{ "StartAt": "T", "States": {
        "T": { "Type": "Task", "Resource": "x", "Assign": { "a": 1, "b.$": "$.b" }, "Next": "C",
               "Catch": [{ "ErrorEquals": ["E"], "Assign": { "e": 1 }, "Next": "H" }] },
        "C": { "Type": "Choice", "Assign": { "d": 1 }, "Default": "D",
               "Choices": [{ "Variable": "$.x", "IsNull": true, "Assign": { "r": 1 }, "Next": "R" }] },
        "H": { "Type": "Pass", "InputPath": "$e", "End": true },
        "D": { "Type": "Pass", "Next": "J" },
        "R": { "Type": "Pass", "Next": "J" },
        "J": { "Type": "Pass", "End": true } } }"#;
    check_visible(text, "T", "[a] [b] [d] [e] [r]");
    check_visible(text, "C", "a b [d] [e] [r]");
    check_visible(text, "H", "[a] [b] [d] e [r]");
    check_visible(text, "D", "a b d [e] [r]");
    check_visible(text, "R", "a b [d] [e] r");
    check_visible(text, "J", "a b [d] [e] [r]");
}

#[test]
fn nested_machines_read_the_variables_around_them() {
    let text = r#"{ "StartAt": "A", "States": {
        "A": { "Type": "Pass", "Assign": { "a": 1 }, "Next": "M" },
        "M": { "Type": "Map", "Next": "D", "ItemProcessor": { "StartAt": "B", "States": {
            "B": { "Type": "Pass", "Assign": { "b.$": "$a" }, "Next": "C" },
            "C": { "Type": "Pass", "End": true } } } },
        "D": { "Type": "Map", "Assign": { "d": 1 }, "End": true,
            "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
                "StartAt": "E", "States": { "E": { "Type": "Pass", "Assign": { "e": 1 }, "End": true } } } } } }"#;
    check_visible(text, "C", "a b [d]");
    check_visible(text, "D", "a [d]");
    check_visible(text, "E", "[e]");
}

#[test]
fn assignments_of_other_values_are_unknown() {
    for (assign, is_known) in [
        (r#"{ "a": 1 }"#, true),
        ("{}", true),
        ("1", false),
        (r#""{% $states.input %}""#, false),
        (r#"{ "${Name}": 1 }"#, false),
    ] {
        let text =
            format!(r#"{{ "States": {{ "A": {{ "Type": "Pass", "Assign": {assign}, "End": true }} }} }}"#);
        let analysis = analysis(&text);
        let machine = analysis.model().machines().next().unwrap();
        assert_eq!(analysis.variables().are_known(machine), is_known, "{assign}");
    }
}

/// The names that each state reads, as `DescribeStateMachine` returns them in `variableReferences`.
fn names_by_state(analysis: &Analysis) -> BTreeMap<&str, Vec<&str>> {
    let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for reference in analysis.variables().references().iter().filter(|reference| reference.is_sure) {
        names.entry(analysis.model().state(reference.state).name().value).or_default().push(&reference.name);
    }
    for list in names.values_mut() {
        list.sort_unstable();
        list.dedup();
    }
    names
}

#[test]
fn names_by_state_are_those_of_aws() {
    let analysis = analysis(
        r#"{ "StartAt": "A", "States": {
            "A": { "Type": "Pass", "InputPath": "$in", "OutputPath": "$out.x", "ResultPath": "$.r",
                   "Parameters": { "b.$": "States.Format('{}', $b)", "a.$": "$.l[?(@.x == $a)]", "t": "$text" },
                   "Assign": { "n.$": "$b" }, "Next": "C" },
            "C": { "Type": "Choice", "Default": "M", "Choices": [
                { "Not": { "Variable": "$v.w", "StringEqualsPath": "$p" }, "Next": "M" }] },
            "M": { "Type": "Map", "ItemsPath": "$items", "MaxConcurrencyPath": "$max", "Next": "J",
                   "ItemProcessor": { "StartAt": "W", "States": {
                       "W": { "Type": "Wait", "SecondsPath": "$seconds", "End": true } } } },
            "J": { "Type": "Pass", "QueryLanguage": "JSONata", "Next": "S",
                   "Output": "{% ($l := $j.x; $sum([$l, $states.input]) ~> $string) %}" },
            "S": { "Type": "Succeed" } } }"#,
    );
    let names = names_by_state(&analysis);
    let expected = [
        ("A", vec!["a", "b", "in", "out"]),
        ("C", vec!["p", "v"]),
        ("J", vec!["j"]),
        ("M", vec!["items", "max"]),
        ("W", vec!["seconds"]),
    ];
    assert_eq!(names, BTreeMap::from(expected));
}

#[test]
fn a_variable_has_the_spans_of_its_assignments_and_reads() {
    let text = r#"{ "StartAt": "A", "States": {
        "A": { "Type": "Pass", "Assign": { "x.$": "$.a" }, "Next": "B" },
        "B": { "Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% '\"' & $x.y & $$f($x) %}", "End": true } } }"#;
    let analysis = analysis(text);
    let variables = analysis.variables();
    let b = analysis.model().states().nth(1).expect("there are two");
    let id = variables.resolve(b, "x").expect("it is assigned");
    let at = |span: Span| (span.start as usize, &text[span.range()]);
    let declared: Vec<_> = variables.declarations_of(id).map(|declaration| at(declaration.span)).collect();
    assert_eq!(declared, [(text.find("x.$").unwrap(), "x")]);
    let read: Vec<_> = variables.references_of(id).map(|reference| at(reference.span)).collect();
    assert_eq!(read[0], (text.find("x.y").unwrap(), "x"));
}
