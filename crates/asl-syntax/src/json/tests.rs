//! What damaged texts give: a tree with what can be kept, and one error for each damaged place.

use super::*;
use crate::{Kind, Node};

/// The tree in one line: what is damaged is `?`, a missing value `_`.
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

/// The tree, and for each error the text that it marks and the message.
fn read(text: &str) -> (String, Vec<String>) {
    let tree = parse(text, Dialect::Json);
    let errors =
        tree.errors().iter().map(|error| format!("{}: {}", &text[error.span.range()], error.message));
    (tree.root().map_or("nothing".to_owned(), shown), errors.collect())
}

#[test]
fn json_is_read_as_it_is() {
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
fn every_damaged_place_is_reported_once_and_the_rest_is_kept() {
    for (text, tree, errors) in [
        (r#"{"a": }"#, "{a:_}", vec![r#""a": expected a value after `"a"`"#]),
        (r#"{"a"}"#, "{a:_}", vec![r#""a": expected `:` and a value after `"a"`"#]),
        (r#"{"a" 1}"#, "{a:1}", vec!["1: expected `:` before this value"]),
        (r#"{"a": 1"#, "{a:1}", vec!["{: this `{` has no `}`"]),
        (r#"{"a": ["#, "{a:[]}", vec!["[: this `[` has no `]`"]),
        (r#"{"a": [1, 2}"#, "{a:[1,2]}", vec!["}: expected `]`, found `}`"]),
        (r#"[1, 2}"#, "[1,2]", vec!["}: expected `]`, found `}`", "[: this `[` has no `]`"]),
        (r#"{"a": 1}}"#, "{a:1}", vec!["}: unexpected `}` after the end of the definition"]),
        (r#"{"a": 1} x y z"#, "{a:1}", vec!["x: `x` is not JSON"]),
        (r#"{"a": 1,}"#, "{a:1}", vec![",: a comma after the last field is not JSON"]),
        (r#"[1,]"#, "[1]", vec![",: a comma after the last item is not JSON"]),
        (r#"{"a": 1 "b": 2}"#, "{a:1,b:2}", vec![r#""b": expected `,` before this"#]),
        (r#"{"a": 1,, "b": 2}"#, "{a:1,b:2}", vec![",: unexpected `,` where a name should stand"]),
        (r#"[1 2]"#, "[1,2]", vec!["2: expected `,` before this"]),
        ("{\"a\": \"b,\n\"c\": 1}", "{a:'b',c:1}", vec!["\"b: this string has no closing quote"]),
        (
            "{\"a\n\"c\": 1}",
            "{a:_,c:1}",
            vec!["\"a: this string has no closing quote", "\"a: expected `:` and a value after `\"a`"],
        ),
        ("{\"a\":\n\"c\": 1}", "{a:_,c:1}", vec!["\"a\": expected a value after `\"a\"`"]),
        (r#"{a: 1}"#, "{a:1}", vec!["a: the name `a` must be in double quotes"]),
        (
            r#"{'a': 'b'}"#,
            "{a:'b'}",
            vec!["'a': strings take double quotes", "'b': strings take double quotes"],
        ),
        (r#"{"a": True, "b": 1}"#, "{a:?,b:1}", vec!["True: `True` is not JSON"]),
        (r#"{"a": 01}"#, "{a:?}", vec!["01: `01` is not a number as JSON writes it"]),
        (
            r#"{"a": .5, "b": +1, "c": 0x1F}"#,
            "{a:?,b:?,c:?}",
            vec![
                ".5: `.5` is not a number as JSON writes it",
                "+1: `+1` is not a number as JSON writes it",
                "0x1F: `0x1F` is not a number as JSON writes it",
            ],
        ),
        (r#"{"a": @@@, "b": 1}"#, "{a:?,b:1}", vec!["@@@: unexpected `@@@`"]),
        (
            r#"{"a": "x\qy", "b": 1}"#,
            "{a:'x\u{fffd}y',b:1}",
            vec![r"\q: `\q` is not an escape of JSON; a backslash itself is written `\\`"],
        ),
        (
            r#"["\ud83d", "\u12"]"#,
            "['\u{fffd}','\u{fffd}']",
            vec![
                r"\ud83d: `\ud83d` is half of a surrogate pair",
                r"\u12: `\u` takes four hexadecimal digits",
            ],
        ),
        ("[\"a\tb\"]", "['a\tb']", vec!["\t: a tab must be escaped inside a string"]),
        ("[1e999]", "[1e999]", vec!["1e999: this number is too large for JSON readers"]),
        (
            "{\"a\": // why\n 1 /* b\n */}",
            "{a:1}",
            vec!["// why: comments are not allowed in JSON", "/* b\n */: comments are not allowed in JSON"],
        ),
        (
            "{\"a\": /* 1}",
            "{a:_}",
            vec!["/*: this comment is never closed", "\"a\": expected a value after `\"a\"`"],
        ),
        ("\u{feff}{}", "{}", vec!["\u{feff}: the file begins with a byte order mark, which is not JSON"]),
        ("{\u{a0}}", "{}", vec!["\u{a0}: the blank U+00A0 is not allowed between JSON values"]),
        ("", "nothing", vec![]),
        (r#"{"a": {"b" {"c": 1}}}"#, "{a:{b:{c:1}}}", vec!["{: expected `:` before this value"]),
        (
            r#"{{"a": 1}}"#,
            "{:{a:1}}",
            vec!["{: a value in an object needs a name in double quotes before it"],
        ),
    ] {
        let errors: Vec<String> = errors.into_iter().map(str::to_owned).collect();
        assert_eq!(read(text), (tree.to_owned(), errors), "{text}");
    }
}

#[test]
fn jsonc_may_have_comments_and_commas_at_the_end() {
    let tree = parse("// a\n{\"a\": [1, /* b */], }\n", Dialect::Jsonc);
    assert_eq!((tree.root().map(shown), tree.errors()), (Some("{a:[1]}".to_owned()), &[][..]));
}

#[test]
fn garbage_is_given_up_early() {
    let tree = parse(&"@ ".repeat(500_000), Dialect::Json);
    assert_eq!(tree.errors().len(), 1, "after the end of the value");
    let tree = parse(&format!("[{}", "@, ".repeat(300_000)), Dialect::Json);
    assert_eq!(tree.errors().len(), MAX_ERRORS);
    assert!(tree.root().is_some());
}
