//! Any text, however long or deep, has a well-formed tree.

use std::time::Instant;

use jsonata_syntax::Span;
use jsonata_syntax::{ErrorCode, Parsed, context_references, parse, variables};
use proptest::prelude::*;

const SEEDS: &[&str] = &[
    "$states.input.orders[status = \"open\"]^(>date).lines@$l#$i.(price * $l.n){name: $sum($)}",
    "( $f := function($a, $b)<n-n:n>{ $a > 0 ? $f($a - 1, ?) : λ(){ [1..3] } }; $f ~> |**.x|{}, 'y'| )",
    "/* é */ `odd 😀`.%.*[-1][] ?? \"\\u00e9\" ?: /a(b|c)[/]/im and not in or",
];

fn sound(text: &str) -> Result<Parsed, TestCaseError> {
    let parsed = parse(text);
    let whole = |span: Span| text.get(span.start as usize..span.end as usize).is_some();
    let mut parents = vec![0; parsed.tree.len()];
    for (id, node) in parsed.tree.nodes() {
        prop_assert!(whole(node.span) && whole(node.token), "{node:?} in {text:?}");
        for child in parsed.tree.children(id) {
            prop_assert!(child < id);
            let span = parsed.tree.span(child);
            prop_assert!(
                node.span.start <= span.start && span.end <= node.span.end,
                "{node:?} {span:?} in {text:?}"
            );
            parents[child.index()] += 1;
        }
    }
    parents[parsed.root.index()] += 1;
    prop_assert!(parents.iter().all(|count| *count == 1), "{parents:?} in {text:?}");
    for error in &parsed.errors {
        prop_assert!(whole(error.span), "{error:?} in {text:?}");
        prop_assert!(!error.message().contains("undefined"), "{error:?} in {text:?}");
    }
    for reference in context_references(&parsed) {
        prop_assert!(whole(reference.span));
    }
    for variable in variables(&parsed) {
        prop_assert!(text[variable.span.start as usize..].starts_with('$'));
    }
    Ok(parsed)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_has_a_well_formed_tree(text in "\\PC{0,60}") {
        sound(&text)?;
    }

    #[test]
    fn any_tokens_have_a_well_formed_tree(
        text in "([a-c]|\\$[a-c]?|[0-9.]|[-+*/%=<>&|^?:;,@#!~(){}\\[\\]\"'`\\\\]|:=|function\\(| |é|😀|and|/\\*){0,40}"
    ) {
        sound(&text)?;
    }

    #[test]
    fn any_part_of_an_expression_has_a_well_formed_tree(seed in 0..SEEDS.len(), from in 0..80usize, to in 0..80usize) {
        let text: String = SEEDS[seed].chars().skip(from).take(to).collect();
        sound(&text)?;
    }
}

/// Parses with the stack of a test thread, in about linear time.
fn on_a_small_stack(text: String) -> Parsed {
    let thread = std::thread::Builder::new().stack_size(2 << 20);
    let run = move || {
        let start = Instant::now();
        let parsed = parse(&text);
        parsed.tree.height();
        context_references(&parsed);
        variables(&parsed).for_each(drop);
        let seconds = start.elapsed().as_secs_f64();
        assert!(seconds < 10.0, "{seconds} s for {}", text.chars().take(40).collect::<String>());
        parsed
    };
    thread.spawn(run).expect("a thread can be started").join().expect("the thread does not panic")
}

#[test]
fn deep_nesting_is_one_error() {
    for part in [
        "(",
        "[",
        "-",
        "{a:",
        "{",
        "function(){",
        "$f(",
        "a[",
        "a ? ",
        "$a := ",
        "|",
        "1+(",
        "a^(",
        "a.b=1+2*(",
        "a or b and c = d & e * f.g[",
        "$x ~> f(",
        "a{b:",
        "1..[",
        "- -",
        "a@(",
        "/*",
        "$a:=function($x)<n>{",
    ] {
        let parsed = on_a_small_stack(part.repeat(100_000));
        if part != "/*" && part != "{" && part != "|" {
            let codes: Vec<_> = parsed.errors.iter().map(|error| error.code).collect();
            assert_eq!(codes.last(), Some(&ErrorCode::TooDeep), "{part}");
            assert!(codes.len() <= 2, "{part}");
        }
    }
}

#[test]
fn the_maximum_depth_is_allowed() {
    for (open, close, count) in
        [("(", ")", 255), ("[", "]", 255), ("-", "1", 255), ("1+(", ")", 127), ("$f(", ")", 255)]
    {
        let text = format!("{}1{}", open.repeat(count), close.repeat(count)).replace("11", "1");
        assert_eq!(on_a_small_stack(text).errors, [], "{open}");
    }
}

#[test]
fn long_chains_have_no_errors() {
    for (first, part) in [
        ("1", "+1"),
        ("a", ".b"),
        ("a", "[0]"),
        ("$f", "()"),
        ("$f", "(1)[0]"),
        ("a", "[]"),
        ("a", " ~> $f"),
        ("a", "#$i"),
        ("a", "@$v"),
        ("a", "^(b)"),
        ("a", ".b@$v"),
        ("a", ".b[$v]"),
        ("$x", "($y)[0]"),
        ("a", ".(b.c)"),
        ("a", "@$v.$v"),
        ("[1", ", 2"),
        ("(1", "; $x := $x + 1"),
        ("(function(){$z}", "; function(){$z}"),
        ("a", ".b.%"),
    ] {
        let close = match first.as_bytes()[0] {
            b'[' => "]",
            b'(' => ")",
            _ => "",
        };
        let parsed = on_a_small_stack(format!("{first}{}{close}", part.repeat(100_000)));
        assert_eq!(parsed.errors, [], "{first}{part}");
    }
}

#[test]
fn long_nonsense_is_quick() {
    for part in [
        ")",
        ",",
        "a b ",
        "\"",
        "`a` ",
        "/",
        "a.",
        "%.",
        ".%",
        "?",
        "??",
        "a ?: ",
        "!",
        "~",
        "[)",
        "(]",
        "{a,",
        "a{}",
        "1.a.",
        "\\",
        "\"\\",
        "$",
        "%",
        "a%",
        "a.%",
        "a@",
        "a#b",
        "{",
        "|",
        "a|",
        "|a",
        "^",
        "a^",
        "function",
        "function($a)<",
        "<a<n>",
        ":",
        ";",
        "(;",
        "\"\\u1",
        "/a/ ",
        "/(",
        "/*a*/",
        "😀",
        "\u{301}",
        "function($a)<n>{",
        "a{b}[c]",
        "(%.a).",
        "a^(%)",
    ] {
        on_a_small_stack(part.repeat(50_000));
    }
    on_a_small_stack(format!("{}{}", "a.".repeat(50_000), vec!["%"; 50_000].join(".")));
    on_a_small_stack(format!("\"{}", "x".repeat(1_000_000)));
    on_a_small_stack("x".repeat(1_000_000));
}
