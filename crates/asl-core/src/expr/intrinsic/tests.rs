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
fn strings() {
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
    refused("", &[" expression is empty"]);
    refused("  ", &["^^ expression is empty"]);
    refused("foo", &["^^^ `foo` is neither a path nor an intrinsic function call"]);
    refused("States.UUID", &["^^^^^^^^^^^ `States.UUID` is neither a path nor an intrinsic function call"]);
    refused("(1)", &["^^^ `(1)` is neither a path nor an intrinsic function call"]);
    refused("'a'", &["^^^ `'a'` is neither a path nor an intrinsic function call"]);
    refused(" States.UUID()", &["^ whitespace before the function"]);
    refused("States.UUID() + 1", &["              ^^^ unexpected text after the call"]);
    refused("States.UUID())", &["             ^ unexpected text after the call"]);
}

#[test]
fn what_is_not_an_argument() {
    refused("States.Array(", &["              missing argument"]);
    refused("States.Array('a'", &["            ^ unclosed `(`"]);
    refused("States.Array('a", &["             ^ unclosed `'`"]);
    refused("States.Array('a',)", &["                 ^ missing argument"]);
    refused("States.Array(,'a')", &["             ^ missing argument"]);
    refused("States.Array(\"a, b\", 1)", &["             ^ string is in double quotes"]);
    refused(
        "States.Array(abc, True, 1x)",
        &[
            "             ^^^ `abc` is not in quotes",
            "                  ^^^^ `True` is not in quotes",
            "                        ^^ `1x` is not a number",
        ],
    );
    refused("States.Array('a' 'b')", &["                 ^ unexpected `'` after an argument"]);
    refused("States.Format('it's {}', $.a)", &["                  ^ unexpected `s` after an argument"]);
    refused("States.Format('a'\\''b', $.a)", &["                 ^ unexpected `\\` after an argument"]);
    refused("States.Array(@.a)", &["             ^ unexpected `@`"]);
    refused(
        "States.Array([1], {})",
        &["             ^ unexpected `[`", "                  ^ unexpected `{`"],
    );
    refused(
        "States.Array(States.UUID(, 1)",
        &["            ^ unclosed `(`", "                         ^ missing argument"],
    );
    refused("States.Array($.a., 1)", &["                ^ nothing follows `.`"]);
    refused("States.Array($.a[b], 1)", &["                 ^ `b` in brackets is not in quotes"]);
    refused("States.Array($.a b)", &["                 ^ unexpected `b` after an argument"]);
}

#[test]
fn escapes() {
    refused(
        "States.StringToJson('{\"a\":\"\\\"b\\\"\"}')",
        &[
            "                           ^^ `\\\"` is not an escape sequence",
            "                              ^^ `\\\"` is not an escape sequence",
        ],
    );
    refused("States.Format('a\\n{}', $.a)", &["                ^^ `\\n` is not an escape sequence"]);
    refused("States.Array('a\\\n')", &["               ^^ backslash escapes nothing"]);
    refused(
        "States.Array('\\ä', 'b\\')",
        &["              ^^^ `\\ä` is not an escape sequence", "                    ^ unclosed `'`"],
    );
}

#[test]
fn names_and_counts() {
    problems("States.Format('{} {}', $.a, $.b)", &[]);
    problems("States.Array()", &[]);
    problems("States.format('a')", &["^^^^^^^^^^^^^ unknown intrinsic function `States.format`"]);
    problems("States.Array(Foo())", &["             ^^^ unknown intrinsic function `Foo`"]);
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
        &["                   ^^^ expected an array as argument 1 of `States.ArrayLength`, found a string"],
    );
    problems("States.ArrayLength(States.StringSplit($.a, ','))", &[]);
    problems("States.ArrayLength(States.StringToJson($.a))", &[]);
    problems(
        "States.ArrayLength(States.UUID())",
        &[
            "                   ^^^^^^^^^^^^^ expected an array as argument 1 of `States.ArrayLength`, found a string",
        ],
    );
    problems(
        "States.MathAdd($.a, '1')",
        &["                    ^^^ expected an integer as argument 2 of `States.MathAdd`, found a string"],
    );
    problems("States.MathAdd(States.ArrayLength($.a), -1.0)", &[]);
    problems(
        "States.MathAdd(1.5, 1)",
        &["               ^^^ expected an integer as argument 1 of `States.MathAdd`, found 1.5"],
    );
    problems(
        "States.StringToJson(null)",
        &["                    ^^^^ expected a string as argument 1 of `States.StringToJson`, found null"],
    );
    problems("States.ArrayContains($.a, null)", &[]);
}

#[test]
fn ranges() {
    problems(
        "States.ArrayPartition($.a, 0)",
        &["                           ^ size of `States.ArrayPartition` is 0; the minimum is 1"],
    );
    problems(
        "States.ArrayGetItem($.a, -1)",
        &["                         ^^ index of `States.ArrayGetItem` is -1; the minimum is 0"],
    );
    problems("States.ArrayRange(0, 9, 0)", &["                        ^ step of `States.ArrayRange` is 0"]);
    problems("States.ArrayRange(1, 1000, 1)", &[]);
    problems("States.ArrayRange(10, 0, -1)", &[]);
    problems(
        "States.ArrayRange(0, 1000, 1)",
        &["                  ^^^^^^^^^^ `States.ArrayRange` returns 1001 elements; the maximum is 1000"],
    );
    problems(
        "States.ArrayRange(0, -99999, -3)",
        &["                  ^^^^^^^^^^^^^ `States.ArrayRange` returns 33334 elements; the maximum is 1000"],
    );
    problems("States.ArrayRange(-1e300, 1e300, 1)", &[]);
    problems("States.MathAdd($.a, 2147483647)", &[]);
    problems(
        "States.MathAdd($.a, 2147483648)",
        &[
            "                    ^^^^^^^^^^ argument of `States.MathAdd` is 2147483648; the range is -2147483648 to 2147483647",
        ],
    );
    problems("States.MathRandom(1, 2, 3)", &[]);
    problems(
        "States.MathRandom(5, 5)",
        &["                  ^^^^ start of `States.MathRandom` (5) is not less than its end (5)"],
    );
    problems("States.JsonMerge($.a, $.b, false)", &[]);
    problems(
        "States.JsonMerge($.a, $.b, true)",
        &[
            "                           ^^^^ `States.JsonMerge` does not support deep merges; this argument must be `false`",
        ],
    );
    problems("States.Hash($.a, 'SHA-256')", &[]);
    problems(
        "States.Hash($.a, 'SHA256')",
        &[
            "                 ^^^^^^^^ unknown algorithm `SHA256` for `States.Hash`; expected one of `MD5`, `SHA-1`, `SHA-256`, `SHA-384`, `SHA-512`",
        ],
    );
    let long = format!("States.Base64Encode('{}')", "ä".repeat(10_001));
    let found = check(&parse(&long).call.unwrap());
    assert_eq!(
        found[0].message,
        "argument of `States.Base64Encode` is 10001 characters long; the maximum is 10000"
    );
}

#[test]
fn placeholders() {
    problems("States.Format('{}')", &["               ^^ template has 1 placeholder, but no value follows"]);
    problems(
        "States.Format('{} {}', $.a)",
        &["                  ^^ template has 2 placeholders, but 1 value follows"],
    );
    problems(
        "States.Format('a', $.a, $.b)",
        &["                   ^^^ template has no placeholder, but 2 values follow"],
    );
    problems("States.Format('\\{\\}{}', $.a)", &[]);
    problems("States.Format($.template, $.a, $.b)", &[]);
    problems(
        "States.Format('{a} {}', $.a)",
        &[
            "               ^ brace is neither part of `{}` nor escaped with a backslash",
            "                 ^ brace is neither part of `{}` nor escaped with a backslash",
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
    assert_eq!(text_field("States.Array()").as_deref(), Some("`States.Array` does not return a string"));
}

#[test]
fn spans_of_paths_are_relative_to_the_whole_string() {
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
