//! What conditions in JSONata say about each other.

use super::{Condition, cover_everything};
use crate::effort::Effort;
use crate::semantic::{Analysis, WorkflowType};
use crate::syntax::{Dialect, parse};

fn compare<T>(a: &str, b: &str, ask: fn(&Condition<'_>, &Condition<'_>, &Effort) -> T) -> T {
    let rule = |text: &str| format!(r#"{{ "Condition": "{{% {text} %}}", "Next": "C" }}"#);
    let text = format!(
        r#"{{ "QueryLanguage": "JSONata", "States": {{ "C": {{ "Type": "Choice", "Choices": [{}, {}] }} }} }}"#,
        rule(a),
        rule(b)
    );
    let analysis = Analysis::new(parse(&text, Dialect::Json), WorkflowType::Standard);
    let state = analysis.model().states().next().unwrap();
    let rules: Vec<_> = state.objects("Choices").map(|rule| Condition::of(&analysis, rule)).collect();
    ask(&rules[0], &rules[1], &Condition::effort(&rules))
}

#[test]
fn what_follows_from_what() {
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
    ] {
        assert!(compare(a, b, |a, b, effort| a.implies(b, effort)), "{a} -> {b}");
    }
    for (a, b) in [
        ("$x = 'a b'", "$x = 'ab'"),
        // A quote behind a backslash ends no string.
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
    ] {
        assert!(!compare(a, b, |a, b, effort| a.implies(b, effort)), "{a} -> {b}");
    }
}

#[test]
fn what_never_holds_together() {
    for (a, b) in [
        ("$x = 'a'", "$x = 'b'"),
        ("$x = 'a'", "$x = 1"),
        ("$x = 'a'", "$x != 'a'"),
        ("$x in ['a', 'b']", "$x = 'c'"),
        ("$x > 5", "$x < 5"),
        ("$x > 5", "$not($x > 5)"),
        ("$x", "$not($x)"),
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
fn what_leaves_nothing_over() {
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
