//! Properties of the parsers of paths and intrinsic functions, for any text.

use std::time::Instant;

use asl_core::expr::intrinsic::{self, Argument, ArgumentKind, Call};
use asl_core::expr::language::{language_of, looks_like_intrinsic, looks_like_path};
use asl_core::expr::path::{self, OperandKind, Path, RootKind, StepKind};
use asl_core::text::Span;
use proptest::prelude::*;

const SEEDS: &[&str] = &[
    "$.a.b[0]['c d'][?(@.x == 'y' && !(@.z in [1,2]) || @['k'] =~ /r/i)][-1:].length()",
    "$$.Map.Item.Value[*]..name[\"q\\\"r\"][0,1]['a','b']",
    "$größe.\\uD800\\uDF46\\.x[(@.length-1)].sum($.a, \"b\")",
    "States.Format('a {} \\{\\} \\' {}', $.x[?(@.y == ')')], States.MathAdd($n, -1))",
    "States.Array(null, true, 1.5, 'ü', States.JsonMerge($.a, $$.b, false))",
];

const PIECES: &[&str] = &[
    "$",
    "$$",
    "@",
    ".",
    "..",
    "[",
    "]",
    "(",
    ")",
    "?",
    "?(",
    "*",
    "'",
    "\"",
    "\\",
    ",",
    ":",
    "-",
    "0",
    "12",
    " ",
    "\n",
    "a",
    "größe",
    "名",
    "&&",
    "||",
    "!",
    "==",
    "=~",
    "/",
    "{",
    "}",
    "{}",
    "States.Format",
    "States.UUID()",
    "true",
    "in",
    "\u{1F600}",
    "\\u0041",
    "\u{0}",
];

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,40}",
        prop::collection::vec(prop::sample::select(PIECES), 0..30).prop_map(|pieces| pieces.concat()),
        (prop::sample::select(SEEDS), any::<prop::sample::Index>(), prop::sample::select(PIECES), 0usize..4)
            .prop_map(|(seed, at, piece, drop)| {
                let mut chars: Vec<char> = seed.chars().collect();
                let at = at.index(chars.len());
                let end = (at + drop).min(chars.len());
                chars.splice(at..end, piece.chars());
                chars.into_iter().collect()
            }),
    ]
}

fn inside(text: &str, span: Span) {
    let (start, end) = (span.start as usize, span.end as usize);
    assert!(text.get(start..end).is_some(), "{start}..{end} of {text:?}");
}

fn plain(message: &str) {
    assert!(!message.is_empty() && message.len() < 600 && !message.contains(char::is_control), "{message:?}");
}

fn check_path(text: &str, path: &Path) {
    inside(text, path.span);
    inside(text, path.root.span);
    if let RootKind::Variable(name) = &path.root.kind {
        inside(text, name.span);
    }
    let mut end = path.root.span.end;
    for step in &path.steps {
        inside(text, step.span);
        assert!(step.span.start >= end, "steps overlap in {text:?}");
        end = step.span.end;
        match &step.kind {
            StepKind::Child(name) => inside(text, name.span),
            StepKind::Names(names) => names.iter().for_each(|name| inside(text, name.span)),
            _ => {}
        }
        for operand in step.kind.operands() {
            inside(text, operand.span);
            if let OperandKind::Path(inner) = &operand.kind {
                check_path(text, inner);
            }
        }
    }
    let found = path
        .errors
        .iter()
        .chain(&path.doubts())
        .chain(&path::reference_errors(path))
        .cloned()
        .collect::<Vec<_>>();
    for error in found {
        inside(text, error.span);
        plain(&error.message);
    }
    path.variables().into_iter().for_each(|(_, span)| inside(text, span));
}

fn check_call(text: &str, call: &Call) {
    inside(text, call.span);
    inside(text, call.name_span);
    for Argument { kind, span } in &call.arguments {
        inside(text, *span);
        match kind {
            ArgumentKind::String(string) => {
                inside(text, string.span);
                string.placeholders.iter().chain(&string.stray).for_each(|span| inside(text, *span));
            }
            ArgumentKind::Path(path) => check_path(text, path),
            ArgumentKind::Call(inner) => check_call(text, inner),
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics_and_spans_are_in_the_text(text in texts()) {
        let path = path::parse(&text);
        check_path(&text, &path);
        prop_assert!(path.errors.len() <= 1);
        let parsed = intrinsic::parse(&text);
        parsed.errors.iter().for_each(|error| inside(&text, error.span));
        parsed.errors.iter().for_each(|error| plain(&error.message));
        if let Some(call) = &parsed.call {
            check_call(&text, call);
            intrinsic::check(call).iter().for_each(|problem| inside(&text, problem.span));
            intrinsic::check(call).iter().for_each(|problem| plain(&problem.message));
        }
        prop_assert!(parsed.call.is_some() || !parsed.errors.is_empty());
        let _ = (language_of(&text), looks_like_path(&text), looks_like_intrinsic(&text));
    }

    #[test]
    fn a_path_is_the_same_alone_and_as_an_argument(text in "\\$(\\.[a-z]{1,3}|\\[[0-9]\\]|\\['[a-z ,)]{1,4}'\\]|\\[\\?\\(@\\.[a-z] == '[a-z,) ]'\\)\\]){0,5}") {
        let alone = path::parse(&text);
        prop_assert_eq!(&alone.errors, &vec![]);
        let call = intrinsic::parse(&format!("f({text}, 1)"));
        prop_assert_eq!(&call.errors, &vec![]);
        let call = call.call.unwrap();
        let ArgumentKind::Path(inner) = &call.arguments[0].kind else { panic!("no path in {text}") };
        prop_assert_eq!(inner.steps.len(), alone.steps.len());
        prop_assert_eq!(inner.span, Span { start: 2, end: text.len() as u32 + 2 });
    }
}

// A quadratic parser would take hours for these.
#[test]
fn parsing_takes_linear_time() {
    let start = Instant::now();
    for piece in PIECES.iter().chain(SEEDS) {
        for before in
            ["", "$", "$.a", "$[", "$['", "$[?(", "$[?(@.a == ", "States.Array(", "States.Format('", "f(a"]
        {
            let text = format!("{before}{}", piece.repeat(100_000 / piece.len()));
            check_path(&text, &path::parse(&text));
            let _ =
                intrinsic::parse(&text).call.iter().map(|call| intrinsic::check(call).len()).sum::<usize>();
            let _ = looks_like_path(&text);
        }
    }
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
