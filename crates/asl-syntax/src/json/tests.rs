//! Trees and errors of invalid texts.

use super::*;
use crate::{Kind, Node};

/// Prints the tree in one line. An invalid value is `?`, a missing one `_`.
fn shown(node: Node<'_>) -> String {
    match node.kind() {
        Kind::Object => {
            let value = |value: Option<Node<'_>>| value.map_or("_".to_owned(), shown);
            let pairs: Vec<String> =
                node.pairs().map(|pair| format!("{}:{}", pair.key().value, value(pair.value()))).collect();
            format!("{{{}}}", pairs.join(","))
        }
        Kind::Array => format!("[{}]", node.items().map(shown).collect::<Vec<_>>().join(",")),
        Kind::String => format!("'{}'", node.as_str().unwrap()),
        Kind::Error => "?".to_owned(),
        _ => node.source().to_owned(),
    }
}

/// Parses a text. Returns the tree, and for each error the marked text and the message.
fn read(text: &str) -> (String, Vec<String>) {
    let tree = parse(text, Dialect::Json);
    let errors =
        tree.errors().iter().map(|error| format!("{}: {}", &text[error.span.range()], error.message));
    (tree.root().map_or("nothing".to_owned(), shown), errors.collect())
}

#[test]
fn valid_json_has_no_errors() {
    let text = r#" {"a": [1, -2.5e3, true, false, null, {}, []], "b\n\u00e9\ud83d\ude00": "\"/\\"} "#;
    assert_eq!(
        read(text),
        (
            r#"{a:[1,-2.5e3,true,false,null,{},[]],b
é😀:'"/\'}"#
                .to_owned(),
            vec![]
        )
    );
}

#[test]
fn every_error_is_reported_once_and_the_rest_is_kept() {
    for (text, tree, errors) in [
        (r#"{"a": }"#, "{a:_}", vec![r#""a": expected a value after `"a"`"#]),
        (r#"{"a"}"#, "{a:_}", vec![r#""a": expected `:` and a value after `"a"`"#]),
        (r#"{"a" 1}"#, "{a:1}", vec!["1: expected `:` before this value"]),
        (r#"{"a": 1"#, "{a:1}", vec!["{: unclosed `{`"]),
        (r#"{"a": ["#, "{a:[]}", vec!["[: unclosed `[`"]),
        (r#"{"a": [1, 2}"#, "{a:[1,2]}", vec!["}: expected `]`, found `}`"]),
        (r#"[1, 2}"#, "[1,2]", vec!["}: expected `]`, found `}`", "[: unclosed `[`"]),
        (r#"{"a": 1}}"#, "{a:1}", vec!["}: unexpected `}` after the end of the definition"]),
        (r#"{"a": 1} x y z"#, "{a:1}", vec!["x: `x` is not valid JSON"]),
        (r#"{"a": 1,}"#, "{a:1}", vec![",: trailing comma after the last field"]),
        (r#"[1,]"#, "[1]", vec![",: trailing comma after the last item"]),
        (r#"{"a": 1 "b": 2}"#, "{a:1,b:2}", vec![r#""b": expected `,` before this"#]),
        (r#"{"a": 1,, "b": 2}"#, "{a:1,b:2}", vec![",: expected a field name, found `,`"]),
        (r#"[1 2]"#, "[1,2]", vec!["2: expected `,` before this"]),
        ("{\"a\": \"b,\n\"c\": 1}", "{a:'b',c:1}", vec!["\"b: unterminated string"]),
        (
            "{\"a\n\"c\": 1}",
            "{a:_,c:1}",
            vec!["\"a: unterminated string", "\"a: expected `:` and a value after `\"a`"],
        ),
        ("{\"a\":\n\"c\": 1}", "{a:_,c:1}", vec!["\"a\": expected a value after `\"a\"`"]),
        (r#"{a: 1}"#, "{a:1}", vec!["a: field name `a` is not in double quotes"]),
        (
            r#"{'a': 'b'}"#,
            "{a:'b'}",
            vec!["'a': string is not in double quotes", "'b': string is not in double quotes"],
        ),
        (r#"{"a": True, "b": 1}"#, "{a:?,b:1}", vec!["True: `True` is not valid JSON"]),
        (r#"{"a": 01}"#, "{a:?}", vec!["01: `01` is not a valid JSON number"]),
        (
            r#"{"a": .5, "b": +1, "c": 0x1F}"#,
            "{a:?,b:?,c:?}",
            vec![
                ".5: `.5` is not a valid JSON number",
                "+1: `+1` is not a valid JSON number",
                "0x1F: `0x1F` is not a valid JSON number",
            ],
        ),
        (r#"{"a": @@@, "b": 1}"#, "{a:?,b:1}", vec!["@@@: unexpected `@@@`"]),
        (
            r#"{"a": "x\qy", "b": 1}"#,
            "{a:'x\u{fffd}y',b:1}",
            vec![r"\q: `\q` is not an escape sequence of JSON; a backslash is written `\\`"],
        ),
        (
            r#"["\ud83d", "\u12"]"#,
            "['\u{fffd}','\u{fffd}']",
            vec![
                r"\ud83d: `\ud83d` is an unpaired surrogate",
                r"\u12: `\u` is not followed by four hexadecimal digits",
            ],
        ),
        ("[\"a\tb\"]", "['a\tb']", vec!["\t: unescaped tab in a string"]),
        ("[1e999]", "[1e999]", vec!["1e999: number is out of the range of 64-bit floats"]),
        (
            "{\"a\": // why\n 1 /* b\n */}",
            "{a:1}",
            vec!["// why: comments are not allowed in JSON", "/* b\n */: comments are not allowed in JSON"],
        ),
        ("{\"a\": /* 1}", "{a:_}", vec!["/*: unterminated comment", "\"a\": expected a value after `\"a\"`"]),
        ("\u{feff}{}", "{}", vec!["\u{feff}: file begins with a byte order mark, which is not valid JSON"]),
        ("{\u{a0}}", "{}", vec!["\u{a0}: whitespace character U+00A0 is not allowed in JSON"]),
        ("", "nothing", vec![]),
        (r#"{"a": {"b" {"c": 1}}}"#, "{a:{b:{c:1}}}", vec!["{: expected `:` before this value"]),
        (r#"{{"a": 1}}"#, "{:{a:1}}", vec!["{: value in an object has no field name"]),
    ] {
        let errors: Vec<String> = errors.into_iter().map(str::to_owned).collect();
        assert_eq!(read(text), (tree.to_owned(), errors), "{text}");
    }
}

#[test]
fn jsonc_may_have_comments_and_trailing_commas() {
    let tree = parse("// a\n{\"a\": [1, /* b */], }\n", Dialect::Jsonc);
    assert_eq!((tree.root().map(shown), tree.errors()), (Some("{a:[1]}".to_owned()), &[][..]));
}

#[test]
fn parsing_stops_after_too_many_errors() {
    let tree = parse(&"@ ".repeat(500_000), Dialect::Json);
    assert_eq!(tree.errors().len(), 1, "after the end of the value");
    let tree = parse(&format!("[{}", "@, ".repeat(300_000)), Dialect::Json);
    assert_eq!(tree.errors().len(), MAX_ERRORS);
    assert!(tree.root().is_some());
}
