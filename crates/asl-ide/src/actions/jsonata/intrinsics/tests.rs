use crate::actions::jsonata::tests::in_jsonata;

/// Converts a call in a payload template.
#[track_caller]
fn converted(call: &str) -> Option<String> {
    let call = call.replace('\\', "\\\\");
    let after = in_jsonata(&format!(r#""Type": "Pass", "Parameters": {{ "a.$": "{call}" }}, "End": true"#))?;
    let expression = after.split_once("{% ").unwrap().1.split_once(" %}").unwrap().0;
    Some(expression.replace("\\\"", "\"").replace("\\\\", "\\"))
}

#[test]
fn functions_have_counterparts() {
    for (call, expected) in [
        ("States.UUID()", "$uuid()"),
        ("States.StringToJson('[]')", "$parse('[]')"),
        ("States.Hash('x', 'MD5')", "$hash('x', 'MD5')"),
        ("States.ArrayRange(1, 9, -1)", "$range(1, 9, -1)"),
        ("States.ArrayLength(States.Array(1))", "$count([1])"),
        ("States.MathRandom(1, 9)", "$floor($random() * 8) + 1"),
        ("States.MathAdd(1, -1)", "1 - 1"),
        ("States.MathAdd($$.State.RetryCount, 1)", "$states.context.State.RetryCount + 1"),
    ] {
        assert_eq!(converted(call).as_deref(), Some(expected), "{call}");
    }
}

#[test]
fn arguments_have_the_right_types() {
    for (call, expected) in [
        ("States.StringToJson($.a)", "$type($states.input.a) = 'string' ? $parse($states.input.a)"),
        (
            "States.ArrayPartition($.a, 2)",
            "$type($states.input.a) = 'array' ? $partition($states.input.a, 2)",
        ),
        (
            "States.ArrayRange(1, $.n, -1)",
            "$type($states.input.n) = 'number' ? $range(1, $states.input.n, -1)",
        ),
        ("States.ArrayContains($.a, 'x')", "$type($states.input.a) = 'array' ? 'x' in $states.input.a"),
        (
            "States.ArrayLength($$.Execution.Input.a)",
            "$type($states.context.Execution.Input.a) = 'array' ? $count($states.context.Execution.Input.a)",
        ),
        ("States.ArrayUnique($.a)", "$type($states.input.a) = 'array' ? $distinct($states.input.a)"),
        (
            "States.JsonMerge($.a, $v, false)",
            "$type($states.input.a) = 'object' and $type($v) = 'object' ? $merge([$states.input.a, $v])",
        ),
        ("States.MathAdd($.a, -1)", "$round($states.input.a) - 1"),
        (
            "States.MathAdd(States.MathAdd($.a, 1), $.b)",
            "($round($states.input.a) + 1) + $round($states.input.b)",
        ),
        (
            "States.ArrayLength(States.ArrayUnique($.a))",
            "$type($states.input.a) = 'array' ? $count($distinct($states.input.a))",
        ),
    ] {
        assert_eq!(converted(call).as_deref(), Some(expected), "{call}");
    }
}

#[test]
fn an_item_is_taken_from_an_array() {
    for (call, expected) in [
        ("States.ArrayGetItem($.a, 0)", "$type($states.input.a) = 'array' ? $states.input.a[0]"),
        (
            "States.ArrayGetItem($.a, $.i)",
            "$type($states.input.a) = 'array' and $states.input.i >= 0 ? $states.input.a[$states.input.i]",
        ),
        (
            "States.ArrayGetItem(States.ArrayGetItem($.a, $.i), 0)",
            "$type($states.input.a) = 'array' and $states.input.i >= 0 and $type($states.input.a[$states.input.i]) = 'array' ? ($states.input.a[$states.input.i])[0]",
        ),
        (
            "States.ArrayGetItem(States.StringSplit($$.Execution.Id, ':'), 6)",
            "$split($states.context.Execution.Id, ':')[$ != ''][6]",
        ),
    ] {
        assert_eq!(converted(call).as_deref(), Some(expected), "{call}");
    }
}

#[test]
fn an_array_has_each_argument_as_one_item() {
    for (call, expected) in [
        ("States.Array(1, 'x', null)", "[1, 'x', null]"),
        ("States.Array($$.State.Name)", "[$states.context.State.Name]"),
        (
            "States.Array(States.Array(1), States.ArrayUnique($.a))",
            "$type($states.input.a) = 'array' ? [[1], [$distinct($states.input.a)]]",
        ),
        (
            "States.Array($.a, $)",
            "$exists($states.input.a) ? [$type($states.input.a) = 'array' ? [[$states.input.a]] : $states.input.a, $type($states.input) = 'array' ? [[$states.input]] : $states.input]",
        ),
    ] {
        assert_eq!(converted(call).as_deref(), Some(expected), "{call}");
    }
}

#[test]
fn a_text_is_split_at_each_delimiter() {
    for (call, expected) in [
        ("States.StringSplit($$.Execution.Id, '::')", "[$split($states.context.Execution.Id, ':')[$ != '']]"),
        (
            "States.StringSplit($.a, '/]\\\\')",
            r"$type($states.input.a) = 'string' ? [$split($states.input.a, /[\/\]\x5c]/)[$ != '']]",
        ),
    ] {
        assert_eq!(converted(call).as_deref(), Some(expected), "{call}");
    }
}

#[test]
fn a_format_of_strings_and_integers_is_a_text() {
    for (call, expected) in [
        ("States.Format('none')", "'none'"),
        ("States.Format('{}', $$.State.Name)", "$states.context.State.Name"),
        (
            "States.Format('{}', States.ArrayLength($.a))",
            "$type($states.input.a) = 'array' ? $string($count($states.input.a))",
        ),
        (
            "States.Format('{}-{}', $$.Task.Token, $$.State.Name)",
            "$exists($states.context.Task.Token) ? $states.context.Task.Token & '-' & $states.context.State.Name",
        ),
        (
            r"States.Format('it\'s \{\} {}-{}!', $$.State.Name, States.MathAdd($$.State.RetryCount, 1))",
            r#""it's {} " & $states.context.State.Name & '-' & ($states.context.State.RetryCount + 1) & '!'"#,
        ),
    ] {
        assert_eq!(converted(call).as_deref(), Some(expected), "{call}");
    }
}

#[test]
fn calls_that_may_differ_stay() {
    for call in [
        "States.Format('{}', $.a)",
        "States.Format('{}', 1.5)",
        "States.Format('{} {}', $$.State.Name)",
        "States.Format($.template, $$.State.Name)",
        "States.JsonToString($.a)",
        "States.Base64Encode('x')",
        "States.Base64Decode('x')",
        "States.Hash($.a, 'MD5')",
        "States.Hash('x', 'MD4')",
        "States.ArrayPartition($.a, $.n)",
        "States.ArrayPartition($.a, 1.5)",
        "States.ArrayContains($.a, $.b)",
        "States.ArrayContains($.a, 1)",
        "States.ArrayGetItem($.a, -1)",
        "States.ArrayGetItem('x', 0)",
        "States.ArrayLength($$.State.Name)",
        "States.Array(9007199254740993)",
        "States.Array(1.5)",
        "States.JsonMerge($.a, $.b, true)",
        "States.MathAdd($.a, 1.5)",
        "States.MathAdd($.a, 'x')",
        "States.MathRandom(1, 9, 3)",
        "States.MathRandom(1, $.n)",
        "States.MathRandom(9, 1)",
        "States.StringSplit($.a, $.b)",
        "States.StringSplit($.a, '')",
        "States.ArrayLength($.a[*])",
    ] {
        assert_eq!(converted(call), None, "{call}");
    }
}
