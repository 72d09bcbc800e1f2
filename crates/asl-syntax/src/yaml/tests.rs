use super::*;
use crate::text::Span;
use crate::{ErrorKind, Kind, Node, Text};

/// Prints a value as JSON, with its tag in front of it.
fn json(node: Node<'_>) -> String {
    if let Some((tag, value)) = node.tagged() {
        return format!("{tag} {}", json(value));
    }
    match node.kind() {
        Kind::Null => "null".to_owned(),
        Kind::Bool => node.as_bool().unwrap().to_string(),
        Kind::Number => node.number().unwrap().to_owned(),
        Kind::String => format!("{:?}", node.as_str().unwrap()),
        Kind::Array => format!("[{}]", node.items().map(json).collect::<Vec<_>>().join(",")),
        Kind::Object => {
            let pair = |pair: crate::Pair<'_>| {
                format!("{:?}:{}", pair.key().value, pair.value().map_or("-".to_owned(), json))
            };
            format!("{{{}}}", node.pairs().map(pair).collect::<Vec<_>>().join(","))
        }
        Kind::Placeholder => "placeholder".to_owned(),
        Kind::Error => "error".to_owned(),
    }
}

fn read(text: &str) -> String {
    let tree = parse_yaml(text);
    assert_eq!(tree.errors(), [], "{text}");
    tree.root().map_or("nothing".to_owned(), json)
}

/// Returns the marked text and the message of each error.
fn damage(text: &str) -> Vec<String> {
    let tree = parse_yaml(text);
    tree.errors().iter().map(|error| format!("{} <- {}", &text[error.span.range()], error.message)).collect()
}

#[test]
fn values_of_all_styles() {
    let cases = [
        ("a: 1\nb: [x, 'it''s', \"\\u00e9\"]\n", r#"{"a":1,"b":["x","it's","é"]}"#),
        ("a:\n- 1\n- b: 2\n  c:\n-\n", r#"{"a":[1,{"b":2,"c":null},null]}"#),
        ("a: |\n  x\n   y\n\nb: >-\n  x\n  y\n\n  z\n", r#"{"a":"x\n y\n","b":"x y\nz"}"#),
        ("a: one\n  two\n\n  three\n", r#"{"a":"one two\nthree"}"#),
        ("\u{feff}a: yes\r\nb: ~\r\nc: 0777\r\n", r#"{"a":true,"b":null,"c":511}"#),
        ("? a\n: b\n? c\n", r#"{"a":"b","c":null}"#),
        ("on: 1\n12: 2\n~: 3\n", r#"{"true":1,"12":2,"null":3}"#),
        (
            "a: !Sub \"${X}\"\nb: !GetAtt a.b\nc: !Join\n- ','\n- [x]\nd: !If\n",
            r#"{"a":!Sub "${X}","b":!GetAtt "a.b","c":!Join [",",["x"]],"d":!If null}"#,
        ),
        ("a: !!str 12\nb: !!int '12'\nc: ! 12\n", r#"{"a":"12","b":12,"c":"12"}"#),
        ("---\na: 1\n...\n", r#"{"a":1}"#),
        ("# nothing\n", "nothing"),
        ("", "nothing"),
        ("a: 2024-01-01\nb: 1e3\n", r#"{"a":"2024-01-01","b":"1e3"}"#),
        ("a: &x {k: 1}\nb: *x\nc: [*x, &y z, *y]\n", r#"{"a":{"k":1},"b":{"k":1},"c":[{"k":1},"z","z"]}"#),
        (
            "a: &a {k: 1, l: 2}\nb: &b {k: 3, m: 4}\nc:\n  <<: *a\n  l: 5\nd:\n  <<: [*a, *b]\n",
            r#"{"a":{"k":1,"l":2},"b":{"k":3,"m":4},"c":{"l":5,"k":1},"d":{"l":2,"k":1,"m":4}}"#,
        ),
    ];
    for (text, value) in cases {
        assert_eq!(read(text), value, "{text}");
    }
}

#[test]
fn every_part_of_a_string_maps_to_the_file() {
    let text = "a: |\n  one\n  two\nb: >\n  three\n  four\n\n  five\nc: six\n  seven\nd: \"e\\tight \\\n   nine\"\ne: 'it''s\n\n  ten'\n";
    for text in [text.to_owned(), text.replace('\n', "\r\n")] {
        let tree = parse_yaml(&text);
        let strings: Vec<Text<'_>> =
            tree.root().unwrap().pairs().filter_map(|pair| pair.value()?.as_text()).collect();
        for string in &strings {
            for (i, c) in string.value.char_indices() {
                let part = &text[tree.to_file(*string, Span::new(i, i + c.len_utf8())).range()];
                match c {
                    ' ' | '\n' | '\t' | '\'' => {
                        assert!(part.trim().len() <= 2, "{part:?} of {:?}", string.value);
                    }
                    c => assert_eq!(part, c.to_string(), "{:?}", string.value),
                }
            }
        }
        assert_eq!(strings.len(), 5);
        assert!(text[strings[0].span.range()].starts_with("|"), "a block has its header");
        assert!(text[strings[0].span.range()].ends_with("two"));
    }
}

#[test]
fn collections_have_spans() {
    let text = "a:\n  - 1\n  - x: 2\n    y:\n\nb: { c: [1, 2] }\nd:\n- - e\n";
    let tree = parse_yaml(text);
    let root = tree.root().unwrap();
    assert_eq!(root.get("a").unwrap().source(), "- 1\n  - x: 2\n    y:");
    assert_eq!(root.get("a").unwrap().item(1).unwrap().source(), "x: 2\n    y:");
    assert_eq!(root.get("b").unwrap().source(), "{ c: [1, 2] }");
    assert_eq!(root.get("d").unwrap().source(), "- - e");
    assert_eq!(root.source(), text.trim_end());
}

#[test]
fn errors_are_reported_and_the_rest_is_kept() {
    let cases = [
        ("a: @foo\nb: 1\n", "@foo <- value begins with `@`", r#"{"a":error,"b":1}"#),
        ("a:\n  b: 1\n\tc: 2\nd: 3\n", "\t <- line is indented with a tab", r#"{"a":{"b":1},"d":3}"#),
        ("a: \"foo\nb: \"bar\"\nc: 1\n", "\" <- unclosed `\"`", r#"{"a":error,"b":"bar","c":1}"#),
        ("a: \"foo\nb: 1\n", "\" <- unclosed `\"`", r#"{"a":error,"b":1}"#),
        ("a: [1, 2\nb: 1\n", "[ <- unclosed `[`", r#"{"a":error,"b":1}"#),
        ("a: {x: 1\nb: 1\nc: 2\n", "{ <- unclosed `{`", r#"{"a":error,"b":1,"c":2}"#),
        ("a: 1\nb\nc: 2\n", "b <- expected `:` after `b`", r#"{"a":1,"c":2}"#),
        ("# c\nb\na: 1\n", "b <- expected `:` after `b`", r#"{"a":1}"#),
        ("a:\n  b\n  c:\n    d: 1\n", "b <- expected `:` after `b`", r#"{"a":{"c":{"d":1}}}"#),
        ("- b\n  c: 1\n", "b <- expected `:` after `b`", r#"[{"c":1}]"#),
        ("a: b\n  c\n  d: 1\n", "d: 1 <- unexpected field", r#"{"a":"b c"}"#),
        ("a: 1\nb:2\nc: 2\n", "b:2 <- expected a space after `:`", r#"{"a":1,"c":2}"#),
        ("a: b: c\nd: 1\n", ": <- unquoted value contains `: `", r#"{"a":error,"d":1}"#),
        (
            "a:\n  b: 1\n c: 2\nd: 3\n",
            "c: 2 <- line does not match the structure of the lines before it",
            r#"{"a":{"b":1},"d":3}"#,
        ),
        ("a: *x\n", "*x <- alias refers to unknown anchor `x`", r#"{"a":error}"#),
        ("a: 1\n---\nb: 2\n", "--- <- file contains a second document", r#"{"a":1}"#),
        ("a: &x 1\nb: &x 2\n", "&x <- duplicate anchor `&x`", r#"{"a":1,"b":2}"#),
        ("? [1]\n: 2\n", " <- key is a mapping or a list", r#"{"":2}"#),
        ("a: &x [*x]\n", "*x <- alias is inside the value that it refers to", r#"{"a":[error]}"#),
        ("!Sub a: 1\n", "!Sub <- a key cannot have a tag", r#"{"a":1}"#),
        ("<<: 1\na: 2\n", "<< <- value of `<<` is not a mapping or a list of mappings", r#"{"a":2}"#),
        ("a: \"\\q\"\nb: 1\n", "a: \"\\q\" <- unknown escape sequence", r#"{"b":1}"#),
    ];
    for (text, message, value) in cases {
        assert_eq!(damage(text), [message], "{text}");
        assert_eq!(json(parse_yaml(text).root().unwrap()), value, "{text}");
    }
}

#[test]
fn a_container_that_lost_a_part_is_damaged() {
    let text = "a:\n  b: 1\n  c\nd: 1\n";
    let tree = parse_yaml(text);
    assert!(tree.is_damaged(tree.root().unwrap().get("a").unwrap().span()));
    assert!(!tree.is_damaged(tree.root().unwrap().get("d").unwrap().span()));
}

#[test]
fn deep_nesting_and_alias_bombs_end_at_once() {
    assert_eq!(damage(&"[".repeat(500)), ["[ <- unclosed `[`"]);
    let deep = [
        format!("{}1{}", "[".repeat(500), "]".repeat(500)),
        (0..500).map(|i| format!("{}a:\n", " ".repeat(i))).collect(),
        "- ".repeat(500),
        "{a: ".repeat(100_000) + &"}".repeat(100_000),
    ];
    for text in deep {
        let tree = parse_yaml(&text);
        assert!(tree.errors().iter().any(|error| error.kind == ErrorKind::Depth), "{:?}", tree.errors());
    }
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for i in 1..20 {
        let alias = format!("*a{}", i - 1);
        bomb.push_str(&format!("a{i}: &a{i} [{}]\n", [alias.as_str(); 10].join(", ")));
    }
    let tree = parse_yaml(&bomb);
    assert_eq!(tree.errors()[0].message, "aliases expand to more than 100000 values");
    let mut nested = "a0: &a0 [x]\n".to_owned();
    for i in 1..200 {
        nested.push_str(&format!("a{i}: &a{i} [*a{}]\n", i - 1));
    }
    assert!(parse_yaml(&nested).errors().iter().any(|error| error.kind == ErrorKind::Depth));
}

#[test]
fn unquoted_placeholders_are_recognized() {
    let mut tree = parse_yaml("a: ${X}\nb: '${X}'\nc: x${X}\nd: ${X}${Y}\n");
    tree.take_placeholders();
    let kinds: Vec<Kind> =
        tree.root().unwrap().pairs().filter_map(|pair| Some(pair.value()?.kind())).collect();
    assert_eq!(kinds, [Kind::Placeholder, Kind::String, Kind::String, Kind::String]);
}

#[test]
fn paths_lead_through_shared_values() {
    let text = "a: &x\n  k: 1\nb:\n  <<: *x\n  l: {m: 2}\nc: *x\n";
    let tree = parse_yaml(text);
    let at = |needle: &str| crate::pointer(&tree.path_at(text.find(needle).unwrap() as u32));
    assert_eq!(at("1"), "/a/k");
    assert_eq!(at("2"), "/b/l/m");
    assert_eq!(at("c:"), "/c");
}

#[test]
fn a_byte_order_mark_inside_a_text_is_no_problem() {
    let tree = parse_yaml("a:\n  x: |1\n \u{feff} # e\n\n  y: 1\n");
    assert!(tree.root().is_some_and(Node::is_object));
}
