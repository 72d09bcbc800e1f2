use super::*;

fn shown(call: &Call) -> String {
    let arguments: Vec<_> = call.arguments.iter().map(shown_argument).collect();
    let name = call.name.trim_start_matches("States.");
    format!("{name}({})@{}-{}", arguments.join(" "), call.span.start, call.span.end)
}

fn shown_argument(argument: &Argument) -> String {
    let value = match &argument.kind {
        ArgumentKind::String(text) => format!("{:?}", text.value),
        ArgumentKind::Number(n) => n.to_string(),
        ArgumentKind::Bool(b) => b.to_string(),
        ArgumentKind::Null => "null".to_owned(),
        ArgumentKind::Path(path) => format!("path{}", path.steps.len()),
        ArgumentKind::Call(call) => return shown(call),
        ArgumentKind::Invalid => "?".to_owned(),
    };
    format!("{value}@{}-{}", argument.span.start, argument.span.end)
}

fn accepted(text: &str, expected: &str) {
    let parsed = parse(text);
    assert_eq!(parsed.errors, [], "{text}");
    assert_eq!(parsed.call.as_ref().map(shown).as_deref(), Some(expected), "{text}");
}

fn marked(span: Span, message: &str) -> String {
    let (start, end) = (span.start as usize, span.end as usize);
    format!("{}{} {message}", " ".repeat(start), "^".repeat(end - start))
}

fn refused(text: &str, marks: &[&str]) {
    let errors = parse(text).errors;
    let shown: Vec<_> = errors.iter().map(|error| marked(error.span, &error.message)).collect();
    assert_eq!(shown, marks, "{text}");
}

fn problems(text: &str, marks: &[&str]) {
    let parsed = parse(text);
    assert_eq!(parsed.errors, [], "{text}");
    let found: Vec<_> = parsed.call.iter().flat_map(check).map(|p| marked(p.span, &p.message)).collect();
    assert_eq!(found, marks, "{text}");
}

#[test]
fn calls() {
    accepted("States.UUID()", "UUID()@0-13");
    accepted("States.UUID( )\n ", "UUID()@0-14");
    accepted("States.UUID ()", "UUID()@0-14");
    accepted(
        "States.Array('a', -1, 2.5e1,true,false, null)",
        "Array(\"a\"@13-16 -1@18-20 25@22-27 true@28-32 false@33-38 null@40-44)@0-45",
    );
    accepted(
        "States.Array($, $.a[0], $$.b.c, $d)",
        "Array(path0@13-14 path2@16-22 path2@24-30 path0@32-34)@0-35",
    );
    accepted("States.Array($['a,b)'], $.a[?(@.b == ')')])", "Array(path1@13-22 path2@24-42)@0-43");
    accepted("States.Array($.a.length(), $.b)", "Array(path2@13-25 path1@27-30)@0-31");
    accepted(
        "States.ArrayGetItem(States.StringSplit($.a, '/'), 1)",
        "ArrayGetItem(StringSplit(path1@39-42 \"/\"@44-47)@20-48 1@50-51)@0-52",
    );
    accepted("States.Array(\n  'ä',\n  $.ö\n)", "Array(\"ä\"@16-20 path1@24-28)@0-30");
    accepted("My.Function_1($.a)", "My.Function_1(path1@14-17)@0-18");
}

#[test]
fn texts() {
    accepted("States.Array('it\\'s \\{\\} \\\\')", "Array(\"it's {} \\\\\"@13-28)@0-29");
    accepted(
        "States.Array('a\nb', '\"', '{', '(,)')",
        "Array(\"a\\nb\"@13-18 \"\\\"\"@20-23 \"{\"@25-28 \"(,)\"@30-35)@0-36",
    );
    accepted("States.Array('')", "Array(\"\"@13-15)@0-16");
    let call = parse("States.Format('{}-\\{\\}{x}}{{}', $.a)").call.unwrap();
    let text = call.template().unwrap();
    let spans = |spans: &[Span]| spans.iter().map(|s| (s.start, s.end)).collect::<Vec<_>>();
    assert_eq!(spans(&text.placeholders), [(15, 17), (27, 29)]);
    assert_eq!(spans(&text.stray), [(22, 23), (24, 25), (25, 26), (26, 27)]);
    assert_eq!(text.span, Span { start: 15, end: 29 });
    assert_eq!(text.value, "{}-{}{x}}{{}");
}

#[test]
fn what_is_not_a_call() {
    refused("", &[" the text is empty"]);
    refused("  ", &["^^ the text is empty"]);
    refused("foo", &["^^^ `foo` is neither a path nor a call of an intrinsic function"]);
    refused(
        "States.UUID",
        &["^^^^^^^^^^^ `States.UUID` is neither a path nor a call of an intrinsic function"],
    );
    refused("(1)", &["^^^ `(1)` is neither a path nor a call of an intrinsic function"]);
    refused("'a'", &["^^^ `'a'` is neither a path nor a call of an intrinsic function"]);
    refused(" States.UUID()", &["^ blanks before the function"]);
    refused("States.UUID() + 1", &["              ^^^ text after the call"]);
    refused("States.UUID())", &["             ^ text after the call"]);
}

#[test]
fn what_is_not_an_argument() {
    refused("States.Array(", &["              an argument is missing"]);
    refused("States.Array('a'", &["            ^ `(` is not closed"]);
    refused("States.Array('a", &["             ^ `'` is not closed"]);
    refused("States.Array('a',)", &["                 ^ an argument is missing"]);
    refused("States.Array(,'a')", &["             ^ an argument is missing"]);
    refused("States.Array(\"a, b\", 1)", &["             ^ double quotes around a text"]);
    refused(
        "States.Array(abc, True, 1x)",
        &[
            "             ^^^ `abc` without quotes",
            "                  ^^^^ `True` without quotes",
            "                        ^^ `1x` is not a number",
        ],
    );
    refused("States.Array('a' 'b')", &["                 ^ `'` after an argument"]);
    refused("States.Format('it's {}', $.a)", &["                  ^ `s` after an argument"]);
    refused("States.Format('a'\\''b', $.a)", &["                 ^ `\\` after an argument"]);
    refused("States.Array(@.a)", &["             ^ `@` where an argument should be"]);
    refused(
        "States.Array([1], {})",
        &[
            "             ^ `[` where an argument should be",
            "                  ^ `{` where an argument should be",
        ],
    );
    refused(
        "States.Array(States.UUID(, 1)",
        &["            ^ `(` is not closed", "                         ^ an argument is missing"],
    );
    refused("States.Array($.a., 1)", &["                ^ nothing follows `.`"]);
    refused("States.Array($.a[b], 1)", &["                 ^ `b` in brackets without quotes"]);
    refused("States.Array($.a b)", &["                 ^ `b` after an argument"]);
}

#[test]
fn escapes() {
    refused(
        "States.StringToJson('{\"a\":\"\\\"b\\\"\"}')",
        &[
            "                           ^^ `\\\"` is not an escape",
            "                              ^^ `\\\"` is not an escape",
        ],
    );
    refused("States.Format('a\\n{}', $.a)", &["                ^^ `\\n` is not an escape"]);
    refused("States.Array('a\\\n')", &["               ^^ a backslash that escapes nothing"]);
    refused(
        "States.Array('\\ä', 'b\\')",
        &["              ^^^ `\\ä` is not an escape", "                    ^ `'` is not closed"],
    );
}

#[test]
fn names_and_counts() {
    problems("States.Format('{} {}', $.a, $.b)", &[]);
    problems("States.Array()", &[]);
    problems("States.format('a')", &["^^^^^^^^^^^^^ no intrinsic function named `States.format`"]);
    problems("States.Array(Foo())", &["             ^^^ no intrinsic function named `Foo`"]);
    problems("States.Hash($.a)", &["^^^^^^^^^^^ `States.Hash` takes 2 arguments, not 1"]);
    problems("States.UUID(1, 2)", &["            ^^^^ `States.UUID` takes no arguments, not 2"]);
    problems(
        "States.ArrayLength($.a, 1)",
        &["                        ^ `States.ArrayLength` takes 1 argument, not 2"],
    );
    problems(
        "States.MathRandom(1)",
        &["^^^^^^^^^^^^^^^^^ `States.MathRandom` takes 2 or 3 arguments, not 1"],
    );
    problems("States.Format()", &["^^^^^^^^^^^^^ `States.Format` takes at least 1 argument, not 0"]);
}

#[test]
fn types() {
    problems(
        "States.ArrayLength('a')",
        &["                   ^^^ argument 1 of `States.ArrayLength` must be an array, not a string"],
    );
    problems("States.ArrayLength(States.StringSplit($.a, ','))", &[]);
    problems("States.ArrayLength(States.StringToJson($.a))", &[]);
    problems(
        "States.ArrayLength(States.UUID())",
        &[
            "                   ^^^^^^^^^^^^^ argument 1 of `States.ArrayLength` must be an array, not a string",
        ],
    );
    problems(
        "States.MathAdd($.a, '1')",
        &["                    ^^^ argument 2 of `States.MathAdd` must be an integer, not a string"],
    );
    problems("States.MathAdd(States.ArrayLength($.a), -1.0)", &[]);
    problems(
        "States.MathAdd(1.5, 1)",
        &["               ^^^ argument 1 of `States.MathAdd` must be an integer, not 1.5"],
    );
    problems(
        "States.StringToJson(null)",
        &["                    ^^^^ argument 1 of `States.StringToJson` must be a string, not null"],
    );
    problems("States.ArrayContains($.a, null)", &[]);
}

#[test]
fn ranges() {
    problems(
        "States.ArrayPartition($.a, 0)",
        &["                           ^ the size of `States.ArrayPartition` must be at least 1, not 0"],
    );
    problems(
        "States.ArrayGetItem($.a, -1)",
        &["                         ^^ the index of `States.ArrayGetItem` must be at least 0, not -1"],
    );
    problems(
        "States.ArrayRange(0, 9, 0)",
        &["                        ^ the step of `States.ArrayRange` must not be 0"],
    );
    problems("States.ArrayRange(1, 1000, 1)", &[]);
    problems("States.ArrayRange(10, 0, -1)", &[]);
    problems(
        "States.ArrayRange(0, 1000, 1)",
        &["                  ^^^^^^^^^^ `States.ArrayRange` makes at most 1000 elements, not 1001"],
    );
    problems(
        "States.ArrayRange(0, -99999, -3)",
        &["                  ^^^^^^^^^^^^^ `States.ArrayRange` makes at most 1000 elements, not 33334"],
    );
    problems("States.ArrayRange(-1e300, 1e300, 1)", &[]);
    problems("States.MathAdd($.a, 2147483647)", &[]);
    problems(
        "States.MathAdd($.a, 2147483648)",
        &[
            "                    ^^^^^^^^^^ `States.MathAdd` takes integers from -2147483648 to 2147483647, not 2147483648",
        ],
    );
    problems("States.MathRandom(1, 2, 3)", &[]);
    problems(
        "States.MathRandom(5, 5)",
        &[
            "                  ^^^^ the start of `States.MathRandom` must be less than its end, 5 is not less than 5",
        ],
    );
    problems("States.JsonMerge($.a, $.b, false)", &[]);
    problems(
        "States.JsonMerge($.a, $.b, true)",
        &[
            "                           ^^^^ `States.JsonMerge` takes only `false` here: Step Functions has no deep merge",
        ],
    );
    problems("States.Hash($.a, 'SHA-256')", &[]);
    problems(
        "States.Hash($.a, 'SHA256')",
        &[
            "                 ^^^^^^^^ the algorithm of `States.Hash` must be one of `MD5`, `SHA-1`, `SHA-256`, `SHA-384`, `SHA-512`, not `SHA256`",
        ],
    );
    let long = format!("States.Base64Encode('{}')", "ä".repeat(10_001));
    let found = check(&parse(&long).call.unwrap());
    assert_eq!(found[0].message, "`States.Base64Encode` takes at most 10000 characters, not 10001");
}

#[test]
fn placeholders() {
    problems(
        "States.Format('{}')",
        &["               ^^ the template has 1 placeholder, and no value comes after it"],
    );
    problems(
        "States.Format('{} {}', $.a)",
        &["                  ^^ the template has 2 placeholders, and 1 value comes after it"],
    );
    problems(
        "States.Format('a', $.a, $.b)",
        &["                   ^^^ the template has no placeholder, and 2 values come after it"],
    );
    problems("States.Format('\\{\\}{}', $.a)", &[]);
    problems("States.Format($.template, $.a, $.b)", &[]);
    problems(
        "States.Format('{a} {}', $.a)",
        &[
            "               ^ a brace that is neither part of `{}` nor escaped with a backslash",
            "                 ^ a brace that is neither part of `{}` nor escaped with a backslash",
        ],
    );
    problems("States.StringToJson('{\"a\": {}}')", &[]);
}

#[test]
fn nesting() {
    let nested = |n: usize| format!("{}{}", "States.Array(".repeat(n), ")".repeat(n));
    assert_eq!(parse(&nested(10)).call.unwrap().depth(), 10);
    problems(&nested(10), &[]);
    let found = check(&parse(&nested(15)).call.unwrap());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].span, Span { start: 130, end: 142 });
    assert_eq!(parse(&nested(128)).errors, []);
    assert_eq!(parse(&nested(129)).errors[0].kind, IntrinsicErrorKind::TooDeep);
}

#[test]
fn string_results() {
    let text_field = |text: &str| check_text_field(&parse(text).call.unwrap()).map(|p| p.message);
    assert_eq!(text_field("States.Format('a')"), None);
    assert_eq!(text_field("Unknown()"), None);
    assert_eq!(text_field("States.Array()").as_deref(), Some("`States.Array` does not give a string"));
}

#[test]
fn paths_are_places_in_the_whole_text() {
    let call = parse("States.Array($$.a, States.Array($b.c[?(@.d == $e)]))").call.unwrap();
    let roots: Vec<_> = call.paths().iter().map(|p| (p.root.span.start, p.span.end)).collect();
    assert_eq!(roots, [(13, 17), (32, 50)]);
    let variables: Vec<_> =
        call.paths().iter().flat_map(|p| p.variables()).map(|(n, s)| (n, s.start)).collect();
    assert_eq!(variables, [("b", 33), ("e", 47)]);
}

#[test]
fn deep_nesting_is_one_error() {
    for (open, close) in
        [("States.Array(", ")"), ("a(", ""), ("a('x',", ")"), ("a($[?(@", ")])"), ("a($.f(", "))")]
    {
        let text = format!("{}{}", open.repeat(100_000), close.repeat(100_000));
        assert_eq!(parse(&text).errors.len(), 1, "{open}");
    }
}
