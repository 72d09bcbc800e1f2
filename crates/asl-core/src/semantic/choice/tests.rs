//! Relations between conditions.

use super::{Condition, cover_everything};
use crate::effort::Effort;
use crate::semantic::{Analysis, WorkflowType};
use crate::syntax::{Dialect, parse};

fn compare<T>(a: &str, b: &str, relation: fn(&Condition<'_>, &Condition<'_>, &Effort) -> T) -> T {
    let rule = |text: &str| format!(r#"{{ "Condition": "{{% {text} %}}", "Next": "C" }}"#);
    let text = format!(
        r#"{{ "QueryLanguage": "JSONata", "States": {{ "C": {{ "Type": "Choice", "Choices": [{}, {}] }} }} }}"#,
        rule(a),
        rule(b)
    );
    let analysis = Analysis::new(parse(&text, Dialect::Json), WorkflowType::Standard);
    let state = analysis.model().states().next().unwrap();
    let rules: Vec<_> = state.objects("Choices").map(|rule| Condition::of(&analysis, rule)).collect();
    relation(&rules[0], &rules[1], &Condition::effort(&rules))
}

#[test]
fn implications() {
    for (a, b) in [
        ("$x = 1", "$x  =  1"),
        ("$x = 1", "1 = $x"),
        (r#"$split(\"a\\\"  b\"  , $c) = 1"#, r#"$split(\"a\\\"  b\", $c) = 1"#),
        ("$x = 'a'", "$x in ['a', 'b']"),
        ("$x in ['a', 'b']", "$x in ['b', 'c', 'a']"),
        ("$x = 'a' and $y", "$x = 'a'"),
        ("$x > 10", "$x > 5"),
        ("$x > 5", "5 < $x"),
        ("$x = 7", "$x >= 7"),
        ("$not($x > 5)", "$x <= 5"),
        ("$x = 'a'", "$x != 'b'"),
        ("$x = 'a'", "$not($x in ['b', 'c'])"),
        ("$x != 'b'", "$exists($x)"),
        ("$x.y = true", "$x.y"),
        ("$not($x)", "$x != true"),
        ("($a.b > $c) and $d", "$a.b > $c"),
        ("$count($x) > 0", "$count( $x ) >= 0"),
        ("$type($x) = 'string'", "$type($x) != 'null'"),
        ("$x > -1", "$x > -2"),
        ("$x = 0", "$not($x)"),
        ("$x", "$x != false"),
        ("$x > 5", "$x != 3"),
        ("$x > 5", "$x"),
    ] {
        assert!(compare(a, b, |a, b, effort| a.implies(b, effort)), "{a} -> {b}");
    }
    for (a, b) in [
        ("$x = 'a b'", "$x = 'ab'"),
        // An escaped quote does not end a string.
        (r#"$split(\"a\\\"  b\", $c) = 1"#, r#"$split(\"a\\\" b\", $c) = 1"#),
        (r#"$split(\"a\\\\\"  , $b) = 1"#, r#"$split(\"a\\\\  \", $b) = 1"#),
        ("$x > 5", "$x > 10"),
        ("$x != 'a'", "$x = 'b'"),
        ("$not($x = 1)", "$exists($x)"),
        ("$not($x = 1)", "$x != 1"),
        ("$random() > 0.5", "$random() > 0.5"),
        ("$now() = $x", "$now() = $x"),
        ("$x", "$x = true"),
        ("$x in $list", "$x in ['a']"),
        ("$x < 'b'", "$x < 'c'"),
        ("$x = '1'", "$x = 1"),
        ("$not($exists($x))", "$not($x)"),
        ("$x = 1", "$not($x)"),
        ("$x", "$x != true"),
        ("$x > 5", "$x != 7"),
        ("$x > -5", "$x"),
    ] {
        assert!(!compare(a, b, |a, b, effort| a.implies(b, effort)), "{a} -> {b}");
    }
}

#[test]
fn exclusions() {
    for (a, b) in [
        ("$x = 'a'", "$x = 'b'"),
        ("$x = 'a'", "$x = 1"),
        ("$x = 'a'", "$x != 'a'"),
        ("$x in ['a', 'b']", "$x = 'c'"),
        ("$x > 5", "$x < 5"),
        ("$x > 5", "$not($x > 5)"),
        ("$x", "$not($x)"),
        ("$x = 1", "$not($x)"),
        ("$x", "$x = ''"),
        ("$exists($x)", "$not($exists($x))"),
        ("$not($exists($x))", "$x != 1"),
        ("$x > 5", "$x = 'a'"),
        ("$x = 1 and $y = 2", "$y = 3 or $x = 2"),
    ] {
        assert!(compare(a, b, |a, b, effort| a.excludes(b, effort)), "{a} | {b}");
        assert!(compare(b, a, |a, b, effort| a.excludes(b, effort)), "{b} | {a}");
    }
    for (a, b) in [
        ("$x >= 5", "$x <= 5"),
        ("$x != 'a'", "$x != 'b'"),
        ("$x = 1", "$y = 2"),
        ("$not($x = 1)", "$x != 1"),
    ] {
        assert!(!compare(a, b, |a, b, effort| a.excludes(b, effort)), "{a} | {b}");
    }
}

#[test]
fn an_empty_list_of_conditions_has_no_relations() {
    for empty in [Condition::Any(Vec::new()), Condition::All(Vec::new())] {
        let effort = Effort::new(1000);
        assert!(
            !empty.excludes(&Condition::Unknown, &effort) && !Condition::Unknown.excludes(&empty, &effort)
        );
        assert!(!empty.implies(&Condition::Unknown, &effort) && !Condition::Unknown.implies(&empty, &effort));
    }
}

#[test]
fn coverage() {
    let cover =
        |a: &Condition<'_>, b: &Condition<'_>, _: &Effort| cover_everything(&[a.clone(), b.clone()]).unwrap();
    for (a, b) in [
        ("$x = true", "$x = false"),
        ("$x = 'a'", "$x != 'a'"),
        ("$x = 'a'", "$not($x = 'a')"),
        ("$x", "$not($x)"),
        ("$x", "$x = false"),
        ("$x > 1", "$x <= 1"),
        ("$x > $y", "$x <= $y"),
        ("$x < 1 or $x > 1", "$x = 1"),
        ("$x = 1 and $y", "$not($x = 1 and $y)"),
        ("$y", "true"),
    ] {
        assert!(compare(a, b, cover), "{a} + {b}");
    }
    for (a, b) in [
        ("$x = true", "$y = false"),
        ("$x = 'a'", "$x = 'b'"),
        ("$x > 1", "$x < 1"),
        ("$random() > 0.5", "$random() <= 0.5"),
        ("$not($x = 'a')", "$x = 'b'"),
        ("$not($x)", "$y"),
        ("$x", "$not($y = 1)"),
    ] {
        assert!(!compare(a, b, cover), "{a} + {b}");
    }
}

/// The value that a path selects.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Found {
    Nothing,
    Null,
    Boolean(bool),
    Number(f64),
    Text(&'static str),
}

const TIME: &str = "2031-02-03T04:05:06Z";
const LATER: &str = "2032-02-03T04:05:06Z";

#[rustfmt::skip]
const VALUES: [Found; 14] = {
    use Found::{Boolean, Nothing, Null, Number, Text};
    [
        Nothing, Null, Boolean(true), Boolean(false), Number(0.0), Number(1.0), Number(1.5), Number(2.0), Number(3.0),
        Text("a"), Text("ab"), Text("b"), Text(TIME), Text(LATER),
    ]
};

/// Whether a test of the States Language is true for a value; `None` if the execution fails instead.
type Holds = fn(Found) -> Option<bool>;

fn is(found: Found, kind: fn(Found) -> bool) -> Option<bool> {
    (found != Found::Nothing).then(|| kind(found))
}

fn number(found: Found, holds: fn(f64) -> bool) -> Option<bool> {
    match found {
        Found::Nothing => None,
        Found::Number(number) => Some(holds(number)),
        _ => Some(false),
    }
}

fn text(found: Found, holds: fn(&str) -> bool) -> Option<bool> {
    match found {
        Found::Nothing => None,
        Found::Text(text) => Some(holds(text)),
        _ => Some(false),
    }
}

const fn is_time(text: &str) -> bool {
    text.len() > 2
}

#[rustfmt::skip]
const TESTS: &[(&str, &str, Holds)] = &[
    ("IsPresent", "true", |v| Some(v != Found::Nothing)),
    ("IsPresent", "false", |v| Some(v == Found::Nothing)),
    ("IsNull", "true", |v| is(v, |v| v == Found::Null)),
    ("IsNull", "false", |v| is(v, |v| v != Found::Null)),
    ("IsBoolean", "true", |v| is(v, |v| matches!(v, Found::Boolean(_)))),
    ("IsBoolean", "false", |v| is(v, |v| !matches!(v, Found::Boolean(_)))),
    ("IsNumeric", "true", |v| is(v, |v| matches!(v, Found::Number(_)))),
    ("IsNumeric", "false", |v| is(v, |v| !matches!(v, Found::Number(_)))),
    ("IsString", "true", |v| is(v, |v| matches!(v, Found::Text(_)))),
    ("IsString", "false", |v| is(v, |v| !matches!(v, Found::Text(_)))),
    ("IsTimestamp", "true", |v| text(v, is_time)),
    ("BooleanEquals", "true", |v| is(v, |v| v == Found::Boolean(true))),
    ("BooleanEquals", "false", |v| is(v, |v| v == Found::Boolean(false))),
    ("NumericEquals", "1", |v| number(v, |n| n == 1.0)),
    ("NumericEquals", "2", |v| number(v, |n| n == 2.0)),
    ("NumericLessThan", "1", |v| number(v, |n| n < 1.0)),
    ("NumericLessThan", "2", |v| number(v, |n| n < 2.0)),
    ("NumericLessThanEquals", "1", |v| number(v, |n| n <= 1.0)),
    ("NumericGreaterThan", "1", |v| number(v, |n| n > 1.0)),
    ("NumericGreaterThan", "2", |v| number(v, |n| n > 2.0)),
    ("NumericGreaterThanEquals", "2", |v| number(v, |n| n >= 2.0)),
    ("StringEquals", "\"a\"", |v| text(v, |t| t == "a")),
    ("StringEquals", "\"ab\"", |v| text(v, |t| t == "ab")),
    ("StringMatches", "\"a*\"", |v| text(v, |t| t.starts_with('a'))),
    ("StringMatches", "\"*b\"", |v| text(v, |t| t.ends_with('b'))),
    ("StringLessThan", "\"b\"", |v| text(v, |t| t < "b")),
    ("TimestampEquals", "\"2031-02-03T04:05:06Z\"", |v| text(v, |t| t == TIME)),
    ("TimestampGreaterThan", "\"2031-02-03T04:05:06Z\"", |v| text(v, |t| is_time(t) && t > TIME)),
];

#[test]
fn tests_of_jsonpath_are_compared_as_they_are_evaluated() {
    let test = |(operator, operand, _): &(&str, &str, Holds)| {
        format!(r#"{{ "Variable": "$.x", "{operator}": {operand}, "Next": "C" }}"#)
    };
    // The analysis is weaker for these than it could be.
    let is_vague = |(operator, operand, _): &(&str, &str, Holds)| {
        let denies_type = operator.starts_with("Is") && *operator != "IsPresent" && *operand == "false";
        denies_type || operator.contains("Timestamp") || *operator == "StringLessThan"
    };
    for a in TESTS {
        for b in TESTS {
            let text = format!(
                r#"{{ "States": {{ "C": {{ "Type": "Choice", "Choices": [{}, {}] }} }} }}"#,
                test(a),
                test(b)
            );
            let analysis = Analysis::new(parse(&text, Dialect::Json), WorkflowType::Standard);
            let state = analysis.model().states().next().unwrap();
            let rules: Vec<_> = state.objects("Choices").map(|rule| Condition::of(&analysis, rule)).collect();
            let effort = Condition::effort(&rules);
            let both = || VALUES.into_iter().filter_map(|value| Some(((a.2)(value)?, (b.2)(value)?)));
            let implies =
                VALUES.into_iter().filter(|v| (a.2)(*v) == Some(true)).all(|v| (b.2)(v) == Some(true));
            let excludes = both().all(|(a, b)| !(a && b));
            let says = (rules[0].implies(&rules[1], &effort), rules[0].excludes(&rules[1], &effort));
            let pair = format!("{} {} and {} {}", a.0, a.1, b.0, b.1);
            assert!(implies || !says.0, "{pair}: the implication is wrong");
            assert!(excludes || !says.1, "{pair}: both can be true");
            if !is_vague(a) && !is_vague(b) {
                assert_eq!(says, (implies, excludes), "{pair}");
            }
        }
    }
}

#[test]
fn joined_tests_are_compared_as_they_are_evaluated() {
    let some: Vec<&(&str, &str, Holds)> = TESTS.iter().step_by(3).collect();
    let test = |(operator, operand, _): &(&str, &str, Holds)| {
        format!(r#"{{ "Variable": "$.x", "{operator}": {operand} }}"#)
    };
    for (join, is_all) in [("And", true), ("Or", false)] {
        for (a, b, c) in triples(&some) {
            let text = format!(
                r#"{{ "States": {{ "C": {{ "Type": "Choice", "Choices": [{{ "{join}": [{}, {}] }}, {}] }} }} }}"#,
                test(a),
                test(b),
                test(c)
            );
            let analysis = Analysis::new(parse(&text, Dialect::Json), WorkflowType::Standard);
            let state = analysis.model().states().next().unwrap();
            let rules: Vec<_> = state.objects("Choices").map(|rule| Condition::of(&analysis, rule)).collect();
            let effort = Condition::effort(&rules);
            let all: Vec<(bool, bool)> = VALUES
                .into_iter()
                .filter_map(|value| {
                    let (a, b, c) = ((a.2)(value)?, (b.2)(value)?, (c.2)(value)?);
                    Some((if is_all { a && b } else { a || b }, c))
                })
                .collect();
            let can_exclude = all.iter().all(|(joined, other)| !(*joined && *other));
            let pair = format!("{join} of {} {}, {} {}; {} {}", a.0, a.1, b.0, b.1, c.0, c.1);
            assert!(can_exclude || !rules[0].excludes(&rules[1], &effort), "{pair}: both can be true");
            assert!(can_exclude || !rules[1].excludes(&rules[0], &effort), "{pair}: both can be true");
            let implied =
                |from: fn(&(bool, bool)) -> (bool, bool)| all.iter().map(from).all(|(a, b)| !a || b);
            // A missing value, for which `IsPresent` has a result, is not in `all` if another test fails for it.
            if [a, b, c].iter().all(|one| one.0 != "IsPresent") {
                assert!(
                    implied(|&(a, b)| (a, b)) || !rules[0].implies(&rules[1], &effort),
                    "{pair}: the implication is wrong"
                );
                assert!(
                    implied(|&(a, b)| (b, a)) || !rules[1].implies(&rules[0], &effort),
                    "{pair}: the implication is wrong"
                );
            }
        }
    }
}

fn triples<T: Copy>(some: &[T]) -> impl Iterator<Item = (T, T, T)> {
    some.iter().flat_map(move |&a| some.iter().flat_map(move |&b| some.iter().map(move |&c| (a, b, c))))
}

#[test]
fn equal_structure() {
    let is_same = |a: &str, b: &str| compare(a, b, |a, b, effort| a.is_same(b, effort));
    for (a, b) in [
        ("true", "true"),
        ("$x = 1", "1 = $x"),
        ("$x = 1 and $y", "$x  = 1 and $y"),
        ("$x or $y = 2", "$x or $y = 2"),
        ("$not($x = 1 and $y)", "$not($x = 1 and $y)"),
    ] {
        assert!(is_same(a, b), "{a} and {b}");
    }
    for (a, b) in [
        ("true", "false"),
        ("$x = 1", "$x = 2"),
        ("$x = 1 and $y", "$x = 1 or $y"),
        ("$x = 1 and $y", "$x = 1 and $z"),
        ("$not($x = 1 and $y)", "$not($x = 1 and $z)"),
        ("$x = 1", "true"),
    ] {
        assert!(!is_same(a, b), "{a} and {b}");
    }
    let effort = Effort::new(100);
    let nothing = Condition::All(Vec::new());
    assert!(!nothing.is_same(&Condition::All(Vec::new()), &effort), "conditions without tests are not known");
    let (one, two) = (Condition::Constant(true), Condition::Constant(true));
    let pair = Condition::All(vec![one.clone(), two]);
    assert!(!pair.is_same(&Condition::All(vec![one]), &effort), "a part is missing");
}

#[test]
fn what_completes_a_condition() {
    let completes = |a: &str, b: &str| compare(a, b, |a, b, effort| a.completes(b, effort));
    for (a, b) in [
        ("$x = true", "$x = false"),
        ("$not($x = 1 and $y)", "$x = 1 and $y"),
        ("$x = 1 or $y", "$not($x = 1)"),
        ("$x = 1", "$not($x = 1)"),
    ] {
        assert!(completes(a, b) || completes(b, a), "{a} and {b}");
    }
    for (a, b) in [
        ("$not($x = 1 and $y)", "$not($x = 1 and $y)"),
        ("$not($x = 1 or $y)", "$x = 1"),
        ("$x = 1", "$x = 2"),
        ("$x", "$y"),
    ] {
        assert!(!completes(a, b) && !completes(b, a), "{a} and {b}");
    }
}

#[test]
fn contradictions() {
    let contradicts =
        |condition: &str| compare(condition, "true", |one, _, effort| one.contradiction(effort).is_some());
    for condition in [
        "$x = 1 and $x = 2",
        "($x = 1 and $y) and $x = 2",
        "$y and ($x > 5 and $x < 2)",
        "($x = 1 and $x = 2) or ($y = 1 and $y = 2)",
        "$x = 1 and false",
    ] {
        assert!(contradicts(condition), "{condition}");
    }
    for condition in ["$x = 1 and $y = 2", "($x = 1 and $x = 2) or $y = 1", "$x = 1", "$x = 1 and true"] {
        assert!(!contradicts(condition), "{condition}");
    }
}

#[test]
fn the_effort_depends_on_the_size_of_conditions() {
    let size = |condition: &str| compare(condition, "true", |one, _, _| one.size());
    assert_eq!(size("$x = 1"), 1);
    assert_eq!(size("$x = 1 and $y"), 3);
    assert_eq!(size("$not($x = 1 and ($y or $z))"), 6);
    let weight = |condition: &str| compare(condition, "true", |one, _, _| one.weight());
    assert_eq!(weight("$x = 1"), 1);
    assert_eq!(weight("$x and $y"), 1);
    assert_eq!(weight(&format!("$x{} = 1", "y".repeat(30))), 3);
}
