use crate::actions::jsonata::tests::in_jsonata;

/// Converts rules to conditions.
#[track_caller]
fn conditions(rules: &[&str]) -> Option<Vec<String>> {
    let rules: Vec<String> = rules.iter().map(|rule| format!(r#"{{ {rule}, "Next": "A" }}"#)).collect();
    let after = in_jsonata(&format!(r#""Type": "Choice", "Choices": [{}]"#, rules.join(", ")))?;
    let conditions = after.split(r#""Condition": "{% "#).skip(1).map(|rest| {
        let (condition, rest) = rest.split_once(" %}").unwrap();
        assert!(rest.starts_with(r#"", "Next": "A" }"#), "{after}");
        condition.replace("\\\\", "\\")
    });
    Some(conditions.collect())
}

#[track_caller]
fn converted(rule: &str) -> Option<String> {
    conditions(&[rule])?.pop()
}

/// Converts a rule that follows a rule that has tested `$.a` and `$.b`.
#[track_caller]
fn later(rule: &str) -> Option<String> {
    let first = r#""Variable": "$.a", "StringEqualsPath": "$.b""#;
    conditions(&[first, rule])?.pop()
}

#[test]
fn tests_become_conditions() {
    for (rule, expected) in [
        (r#""Variable": "$.a", "StringEquals": "x""#, "$states.input.a = 'x'"),
        (r#""Variable": "$$.State.RetryCount", "NumericEquals": 1"#, "$states.context.State.RetryCount = 1"),
        (r#""Variable": "$.b", "IsNumeric": false"#, "$type($states.input.b) != 'number'"),
        (r#""Not": { "Variable": "$.a", "StringEquals": "x" }"#, "$states.input.a != 'x'"),
        (
            r#""Variable": "$$.State.RetryCount", "NumericLessThan": 3"#,
            "$states.context.State.RetryCount < 3",
        ),
        (
            r#""Variable": "$$.State.Name", "StringMatches": "a*b""#,
            r"$contains($states.context.State.Name, /^a[\s\S]*b$/)",
        ),
        (
            r#""Variable": "$.a", "NumericLessThan": 5"#,
            "$type($states.input.a) = 'number' and $states.input.a < 5",
        ),
        (
            r#""Variable": "$.a", "StringEqualsPath": "$.b""#,
            "$type($states.input.a) = 'string' and $states.input.a = $states.input.b",
        ),
        (
            r#""Variable": "$.a", "NumericGreaterThanEqualsPath": "$.b""#,
            "$type($states.input.a) = 'number' and $type($states.input.b) = 'number' and $states.input.a >= $states.input.b",
        ),
        (
            r#""Variable": "$.a", "StringMatches": "a.b/*\\*\\\\""#,
            r"$type($states.input.a) = 'string' and $contains($states.input.a, /^a\.b\/[\s\S]*\*\x5c$/)",
        ),
        (
            r#""Variable": "$.a", "StringMatches": "*.docx""#,
            r"$type($states.input.a) = 'string' and $contains($states.input.a, /\.docx$/)",
        ),
        (
            r#""Variable": "$.a", "StringMatches": "snap-**""#,
            r"$type($states.input.a) = 'string' and $contains($states.input.a, /^snap-/)",
        ),
        (
            r#""Variable": "$.a", "StringMatches": "*Z.*""#,
            "$type($states.input.a) = 'string' and $contains($states.input.a, 'Z.')",
        ),
        (r#""Variable": "$.a", "StringMatches": "*""#, "$type($states.input.a) = 'string'"),
        (r#""Variable": "$.a", "StringMatches": "x\\*""#, "$states.input.a = 'x*'"),
        (
            r#""And": [{ "Variable": "$.a", "NumericGreaterThan": 1 }, { "Variable": "$.a", "IsPresent": true }, { "Variable": "$.a", "NumericLessThan": 5 }]"#,
            "$type($states.input.a) = 'number' and $states.input.a > 1 and $states.input.a < 5",
        ),
        (r#""Variable": "$.a", "IsPresent": true"#, "true"),
        (r#""Variable": "$$.Execution", "IsPresent": false"#, "false"),
    ] {
        assert_eq!(later(rule).as_deref(), Some(expected), "{rule}");
    }
}

#[test]
fn a_path_that_finds_nothing_fails_the_state() {
    for (rule, expected) in [
        (r#""Variable": "$.a", "StringEquals": "x""#, "$exists($states.input.a) ? $states.input.a = 'x'"),
        (
            r#""Variable": "$.a", "NumericLessThanPath": "$v""#,
            "$exists($states.input.a) and $exists($v) ? $type($states.input.a) = 'number' and $type($v) = 'number' and $states.input.a < $v",
        ),
        (
            r#""Not": { "Variable": "$.a", "IsNull": true }"#,
            "$exists($states.input.a) ? $states.input.a != null",
        ),
        (
            r#""And": [{ "Variable": "$.a", "IsString": true }, { "Variable": "$.b", "BooleanEquals": true }]"#,
            "$exists($states.input.a) ? $type($states.input.a) = 'string' and ($exists($states.input.b) ? $states.input.b = true : $error('nothing is at $.b'))",
        ),
        (
            r#""Or": [{ "Variable": "$.a.b", "BooleanEquals": true }, { "Variable": "$.a", "IsNull": true }]"#,
            "$exists($states.input.a.b) ? $states.input.a.b = true or $states.input.a = null",
        ),
        (r#""Variable": "$$.Execution.Name", "StringEquals": "x""#, "$states.context.Execution.Name = 'x'"),
    ] {
        assert_eq!(converted(rule).as_deref(), Some(expected), "{rule}");
    }
    let rules = [
        r#""Variable": "$.a.b", "StringEquals": "x""#,
        r#""Variable": "$.a", "IsNull": true"#,
        r#""Variable": "$.c", "IsNull": true"#,
    ];
    assert_eq!(
        conditions(&rules).unwrap()[1..],
        ["$states.input.a = null", "$exists($states.input.c) ? $states.input.c = null"]
    );
}

#[test]
fn what_is_present_stands_in_an_object_or_an_array() {
    for (rule, expected) in [
        (
            r#""Variable": "$.b", "IsPresent": true"#,
            "$type($states.input) = 'object' and $exists($states.input.b)",
        ),
        (
            r#""Variable": "$[0]", "IsPresent": false"#,
            "$not($type($states.input) = 'array' and $exists($states.input[0]))",
        ),
        (
            r#""Variable": "$.list[0].x", "IsPresent": true"#,
            "$type($states.input) = 'object' and $type($states.input.list) = 'array' and $type($states.input.list[0]) = 'object' and $exists($states.input.list[0].x)",
        ),
        (
            r#""Variable": "$$.Execution.Input.a", "IsPresent": true"#,
            "$type($states.context.Execution.Input) = 'object' and $exists($states.context.Execution.Input.a)",
        ),
        (r#""Variable": "$v", "IsPresent": true"#, "$exists($v)"),
        // Paths that were tested before are known.
        (
            r#""And": [{ "Variable": "$.a.b", "IsPresent": true }, { "Variable": "$.a.c", "IsPresent": true }]"#,
            "$type($states.input) = 'object' and $type($states.input.a) = 'object' and $exists($states.input.a.b) and $exists($states.input.a.c)",
        ),
    ] {
        assert_eq!(converted(rule).as_deref(), Some(expected), "{rule}");
    }
}

#[test]
fn a_guard_is_left_out_only_where_another_test_asks_for_as_much() {
    const PRESENT: &str = r#"{ "Variable": "$.a", "IsPresent": true }"#;
    const TEST: &str = r#"{ "Variable": "$.a", "StringEquals": "x" }"#;
    for (rule, expected) in [
        (
            format!(r#""And": [{PRESENT}, {TEST}]"#),
            "$type($states.input) = 'object' and $states.input.a = 'x'",
        ),
        (
            format!(r#""Not": {{ "And": [{PRESENT}, {TEST}] }}"#),
            "$not($type($states.input) = 'object' and $states.input.a = 'x')",
        ),
        (
            format!(r#""And": [{PRESENT}, {{ "Not": {TEST} }}]"#),
            "$type($states.input) = 'object' and $states.input.a != 'x'",
        ),
        (
            format!(r#""And": [{PRESENT}, {{ "Or": [{TEST}, {{ "Variable": "$.a", "IsNull": true }}] }}]"#),
            "$type($states.input) = 'object' and ($states.input.a = 'x' or $states.input.a = null)",
        ),
        // Without the guard, the second test would fail if `$.a` is missing.
        (
            format!(r#""And": [{PRESENT}, {{ "Variable": "$.b", "IsNull": true }}, {TEST}]"#),
            "$type($states.input) = 'object' and $exists($states.input.a) and ($exists($states.input.b) ? $states.input.b = null : $error('nothing is at $.b')) and $states.input.a = 'x'",
        ),
        (
            format!(
                r#""And": [{PRESENT}, {{ "Or": [{{ "Variable": "$v", "IsPresent": true }}, {{ "Variable": "$.b", "IsNull": true }}] }}, {TEST}]"#
            ),
            "$type($states.input) = 'object' and $exists($states.input.a) and ($exists($v) or ($exists($states.input.b) ? $states.input.b = null : $error('nothing is at $.b'))) and $states.input.a = 'x'",
        ),
        (
            format!(r#""Or": [{{ "Variable": "$$.State", "IsPresent": false }}, {TEST}]"#),
            "$exists($states.input.a) ? $states.input.a = 'x'",
        ),
        (
            format!(r#""Or": [{{ "Not": {PRESENT} }}, {TEST}]"#),
            "$not($type($states.input) = 'object' and $exists($states.input.a)) or $states.input.a = 'x'",
        ),
    ] {
        assert_eq!(converted(&rule).as_deref(), Some(expected), "{rule}");
    }
    let rule = format!(r#""Not": {{ "And": [{PRESENT}, {TEST}] }}"#);
    assert_eq!(later(&rule).as_deref(), Some("$not($states.input.a = 'x')"));
}

#[test]
fn what_jsonata_sees_differently_stays() {
    for rule in [
        r#""Variable": "$.a", "TimestampLessThan": "2030-01-01T00:00:00Z""#,
        r#""Variable": "$.a", "IsTimestamp": true"#,
        r#""Variable": "$.a", "StringMatches": "a\\b""#,
        r#""Variable": "$.a[*]", "IsPresent": true"#,
        r#""Variable": "$.a[-1]", "IsPresent": true"#,
        r#""Variable": "$.constructor", "IsPresent": true"#,
        r#""Variable": "$.a", "NumericEquals": 9007199254740993"#,
        r#""Variable": "$.a", "NumericEquals": 0.12345678901234567"#,
        r#""Not": { "Variable": "$.a", "IsNull": true, "Comment": "not lost" }"#,
    ] {
        assert_eq!(converted(rule), None, "{rule}");
    }
}

#[test]
fn rules_have_assignments_and_an_output_of_their_own() {
    assert_eq!(
        in_jsonata(
            r#""Type": "Choice", "InputPath": "$.i", "OutputPath": "$.out", "Choices": [{ "Variable": "$.a", "IsNull": true, "Assign": { "v.$": "$.b" }, "Next": "A" }], "Default": "A""#
        )
        .as_deref(),
        Some(
            r#""Type": "Choice", "Output": "{% $states.input.i.out %}", "Choices": [{ "Condition": "{% $exists($states.input.i.a) ? $states.input.i.a = null %}", "Assign": { "v": "{% $states.input.i.b %}" }, "Next": "A", "Output": "{% $states.input.i.out %}" }], "Default": "A""#
        )
    );
}
