//! Malicious documents that try to hang or crash the analysis: every feature returns quickly, on a small stack, and
//! with short messages.

use std::cell::Cell;
use std::sync::mpsc;
use std::time::Duration;

use asl_core::config::Config;
use asl_core::testing::{Random, definitions};
use asl_core::text::Span;
use asl_core::{Diagnostic, Source, analyze, lint_analyses, lint_while};
use asl_ide::actions::actions;
use asl_ide::diagram::{self, diagram};
use asl_ide::format::{Style, format};
use asl_ide::{self as ide, Cursor};

/// Far more than any of the documents needs, and far less than without limits.
const PATIENCE: Duration = Duration::from_secs(60);
/// The stack size of the server's threads.
const STACK: usize = 2 << 20;

fn findings(name: &str, text: &str) -> Vec<Diagnostic> {
    lint_analyses(&analyze(Source::new(text, name)), &Config::all())
}

/// Calls everything that the command line and editors use.
fn ask_everything(name: &str, text: &str) {
    let analyses = analyze(Source::new(text, name));
    let found = lint_analyses(&analyses, &Config::all());
    assert_short(&found);
    let whole = Span::new(0, text.len());
    for analysis in analyses.iter().take(100) {
        ide::tokens(analysis, whole);
        ide::hints(analysis, whole);
        ide::links(analysis);
        ide::lenses(analysis);
        ide::outline(analysis);
        ide::folds(analysis);
        format(analysis, Style::default());
        diagram(analysis, diagram::Format::Mermaid);
        diagram::view(analysis, &found, &[]);
    }
    actions(&analyses, whole);
    for part in 0..=4 {
        let offset = text.floor_char_boundary(text.len() * part / 4) as u32;
        if let Some(hover) = ide::hover(&analyses, offset) {
            assert!(hover.markdown.chars().count() <= 10_000);
        }
        ide::complete(&analyses, offset);
        ide::substitution(&analyses, offset);
        actions(&analyses, Span::at(offset));
        let Some(cursor) = Cursor::at(&analyses, offset) else { continue };
        ide::signature(cursor);
        ide::linked(cursor);
        ide::selection(cursor);
        if let Some((named, _)) = ide::symbol_at(cursor) {
            ide::occurrences(cursor.analysis, named);
        }
    }
}

/// Runs on a separate thread, which is abandoned if it does not end.
fn soon(name: String, work: impl FnOnce() + Send + 'static) {
    let (done, end) = mpsc::channel();
    let run = move || {
        work();
        let _ = done.send(());
    };
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(run).expect("a thread can be started");
    match end.recv_timeout(PATIENCE) {
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("{name} takes more than {PATIENCE:?}"),
        _ => assert!(thread.join().is_ok(), "{name}"),
    }
}

fn assert_short(found: &[Diagnostic]) {
    for finding in found {
        let advice = finding.notes.iter().chain(&finding.help).map(|text| &**text);
        let title = finding.fix.as_ref().map(|fix| fix.title.as_str());
        let related = finding.related.iter().map(|related| related.message.as_str());
        for text in advice.chain([finding.message.as_str()]).chain(title).chain(related) {
            assert!(text.chars().count() <= 1000, "{}: {} characters", finding.rule.name, text.len());
        }
        assert!(finding.related.len() <= 10 && finding.notes.len() <= 10, "{}", finding.rule.name);
        let places = finding.pointer.iter().chain(&finding.aws_location);
        assert!(places.map(String::len).all(|length| length < 10_000), "{}", finding.rule.name);
    }
}

/// A definition with one state more than the given ones, whose fields are without braces.
fn states(states: &str) -> String {
    format!(r#"{{ "StartAt": "A", "States": {{ {states}, "D": {{ "Type": "Succeed" }} }} }}"#)
}

fn choice(rules: &[String]) -> String {
    states(&format!(r#""A": {{ "Type": "Choice", "Choices": [{}], "Default": "D" }}"#, rules.join(", ")))
}

fn jsonata(expression: &str) -> String {
    let expression = expression.replace('\\', r"\\").replace('"', r#"\""#);
    states(&format!(r#""A": {{ "Type": "Pass", "Output": "{{% {expression} %}}", "End": true }}"#)).replacen(
        '{',
        r#"{ "QueryLanguage": "JSONata", "#,
        1,
    )
}

fn conditions(conditions: &[String]) -> String {
    let rules: Vec<String> =
        conditions.iter().map(|one| format!(r#"{{ "Condition": "{{% {one} %}}", "Next": "D" }}"#)).collect();
    choice(&rules).replacen('{', r#"{ "QueryLanguage": "JSONata", "#, 1)
}

fn many(count: usize, between: &str, one: impl Fn(usize) -> String) -> String {
    (0..count).map(one).collect::<Vec<_>>().join(between)
}

/// A rule nested to the given depth, with a number in all its tests.
fn nested(depth: usize, number: usize) -> String {
    let mut rule = r#""Variable": "$.x", "IsPresent": true"#.to_owned();
    for i in 0..depth {
        let word = if i % 2 == 0 { "And" } else { "Or" };
        rule = format!(
            r#""{word}": [{{ {rule} }}, {{ "Variable": "$.y{i}", "NumericEquals": {} }}]"#,
            i + number
        );
    }
    format!(r#"{{ {rule}, "Next": "D" }}"#)
}

/// A condition with the given number of operands.
fn long(parts: usize, number: usize) -> String {
    many(parts, " and ", |i| {
        format!(
            "($states.input.a{i} = {number} or $states.input.b{i} = 2 or $not($states.input.c{i} in [1, 2]))"
        )
    })
}

fn cloudformation(definition: &str, more: &str) -> String {
    format!(
        r#"{{ "Resources": {{ "M": {{ "Type": "AWS::StepFunctions::StateMachine", "Properties": {{ {more} "DefinitionString": {definition} }} }} }} }}"#
    )
}

fn terraform(definition: &str) -> String {
    format!("resource \"aws_sfn_state_machine\" \"m\" {{\n  definition = {definition}\n}}\n")
}

#[test]
fn conditions_that_take_for_ever_to_compare() {
    let word = |i: usize| format!(r#"{{ "Variable": "$.x", "StringEquals": "a{i}" }}"#);
    let any = |from: usize| format!(r#"{{ "Or": [{}], "Next": "D" }}"#, many(1000, ", ", |i| word(i + from)));
    for (name, text) in [
        ("equal, nested", choice(&[nested(60, 0), nested(60, 0)])),
        ("different, nested", choice(&[nested(60, 0), nested(60, 1)])),
        ("nested in itself", choice(&[nested(59, 0), nested(60, 0)])),
        ("equal, long", conditions(&[long(100, 1), long(100, 1)])),
        ("different, long", conditions(&[long(100, 1), long(100, 2)])),
        ("many", conditions(&(0..200).map(|i| long(5, i)).collect::<Vec<_>>())),
        ("many words", choice(&[any(0), any(0), any(500)])),
        ("no default", choice(&[nested(60, 0), nested(60, 1)]).replace(r#", "Default": "D""#, "")),
    ] {
        soon(name.to_owned(), move || ask_everything("a.asl.json", &text));
    }
}

#[test]
fn equal_conditions_are_found_however_they_are_built() {
    let count = |text: &str| {
        let found = findings("a.asl.json", text);
        found.iter().filter(|finding| finding.rule.name == "unreachable-choice").count()
    };
    soon("equal".to_owned(), move || {
        assert_eq!(count(&choice(&[nested(60, 0), nested(60, 0)])), 1);
        assert_eq!(count(&choice(&[nested(60, 0), nested(60, 1)])), 0);
        assert_eq!(count(&conditions(&[long(100, 1), long(100, 1), long(100, 2)])), 1);
        // Also if one of them has an additional operand.
        let narrow = format!(r#"{{ "And": [{}, {}], "Next": "D" }}"#, nested(60, 0), nested(1, 9));
        assert_eq!(count(&choice(&[nested(60, 0), narrow])), 1);
        // A missing `Default` is not reported if it is uncertain whether it is needed.
        let not = format!(r#"{{ "Not": {}, "Next": "D" }}"#, nested(60, 0));
        let open = choice(&[not, nested(60, 1)]).replace(r#", "Default": "D""#, "");
        let found = findings("a.asl.json", &open);
        assert!(found.iter().all(|finding| finding.rule.name != "missing-default"));
    });
}

#[test]
fn very_much_of_one_thing() {
    let name = "n".repeat(300_000);
    let task = r#""Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true"#;
    let entries = |list: &str, count: usize| {
        let entry = |i: usize| format!(r#"{{ "ErrorEquals": ["E{i}"], "Next": "D" }}"#);
        states(&format!(r#""A": {{ {task}, "{list}": [{}] }}"#, many(count, ", ", entry)))
    };
    let errors = |one: &dyn Fn(usize) -> String| {
        states(&format!(
            r#""A": {{ {task}, "Retry": [{{ "ErrorEquals": [{}] }}] }}"#,
            many(10_000, ", ", one)
        ))
    };
    let pass = |fields: &str| states(&format!(r#""A": {{ "Type": "Pass", {fields}, "End": true }}"#));
    let line = |i: usize| format!(r#""S{i}": {{ "Type": "Pass", "Next": "S{}" }}"#, i + 1);
    let similar = |i: usize| format!(r#""{0}{i}": {{ "Type": "Pass", "Next": "{0}{i}_" }}"#, "x".repeat(60));
    for (what, text) in [
        ("a name without end", states(&format!(r#""{name}": {{ "Type": "Pass", "Next": "{name}x" }}"#))),
        ("a start without end", format!(r#"{{ "StartAt": "{name}", "States": {{ "{name}y": {{}} }} }}"#)),
        ("a field without end", pass(&format!(r#""{name}": 1"#))),
        ("a type without end", states(&format!(r#""A": {{ "Type": "{name}" }}"#))),
        ("a path without end", pass(&format!(r#""InputPath": "{name}", "OutputPath": "$.{name}[""#))),
        ("a comment without end", pass(&format!(r#""Comment": "{name}""#))),
        ("a function without end", jsonata(&format!("${name}(1) + ${name}"))),
        ("fields", pass(&many(50_000, ", ", |i| format!(r#""F{i}": 1"#)))),
        ("misspelt fields", pass(&many(10_000, ", ", |i| format!(r#""Commen{i}": 1"#)))),
        ("equal fields", pass(&many(10_000, ", ", |_| r#""Comment": "a""#.to_owned()))),
        ("catchers", entries("Catch", 10_000)),
        ("retriers", entries("Retry", 10_000)),
        ("errors", errors(&|i| format!(r#""E{i}""#))),
        ("equal errors", errors(&|_| r#""E""#.to_owned())),
        ("states", states(&many(10_000, ", ", line))),
        ("similar states", states(&many(1000, ", ", similar))),
        ("placeholders", pass(&format!(r#""Result": "{}""#, many(20_000, "", |i| format!("${{a{i}}}"))))),
        ("open placeholders", format!(r#"{{ "StartAt": {} }}"#, "${".repeat(100_000))),
        ("open arrays", pass(&format!(r#""Result": {}"#, "[".repeat(100_000)))),
        ("ignored rules", pass(&format!(r#""Comment": "asl-lint: ignore[{}]""#, "a,".repeat(10_000)))),
    ] {
        soon(what.to_owned(), move || ask_everything("a.asl.json", &text));
    }
}

#[test]
fn expressions_without_end() {
    let path = |path: &str| {
        states(&format!(
            r#""A": {{ "Type": "Pass", "InputPath": "{path}", "Parameters": {{ "x.$": "{path}" }}, "End": true }}"#
        ))
    };
    let repeat = |part: &str| part.repeat(5000);
    for part in [
        "(",
        "[",
        "{",
        "-",
        "%",
        ".",
        "'",
        "`",
        "/",
        "/*",
        "a.%.",
        "a ? ",
        "|a|b|",
        "function($x){",
        "($x)[0].",
        "a^(b)",
        "{% ",
        "%} ",
        "$f(",
        "λ($x){",
    ] {
        let texts = [jsonata(&repeat(part)), path(&repeat(part)), conditions(&[repeat(part), repeat(part)])];
        soon(part.to_owned(), move || texts.iter().for_each(|text| ask_everything("a.asl.json", text)));
    }
    for (what, text) in [
        ("ampersands", jsonata(&many(5000, " & ", |i| format!("$a{i}")))),
        ("ands", conditions(&[many(5000, " and ", |i| format!("$a{i}"))])),
        ("bindings", jsonata(&format!("({})", many(5000, "; ", |i| format!("$x{} := $x{i}", i + 1))))),
        ("patterns", jsonata(&format!("$match($x, /{}/)", repeat("(a|b)*")))),
        ("nested patterns", jsonata(&format!("$match($x, /{}{}/)", repeat("("), repeat(")")))),
        ("parentheses", jsonata(&format!("{}1{}", repeat("("), repeat(")")))),
        ("dots", path(&format!("${}", repeat("..a")))),
        ("filters", path(&format!("${}{}", repeat("[?(@.a"), repeat(")]")))),
        ("calls", path(&format!("{}1{}", repeat("States.Array("), repeat(")")))),
        (
            "arguments",
            path(&format!("States.Format('{}', {})", repeat("{}"), many(5000, ", ", |_| "$.a".into()))),
        ),
    ] {
        soon(what.to_owned(), move || ask_everything("a.asl.json", &text));
    }
}

#[test]
fn machines_in_machines() {
    for (what, open, close) in [
        ("Parallel", r#""Type": "Parallel", "Branches": ["#, "]"),
        ("Map", r#""Type": "Map", "ItemProcessor": "#, ""),
    ] {
        for depth in [20, 31, 42, 100] {
            let mut text = states(r#""A": { "Type": "Pass", "End": true }"#);
            for _ in 0..depth {
                text = states(&format!(r#""A": {{ {open}{text}{close}, "End": true }}"#));
            }
            soon(format!("{what} {depth}"), move || ask_everything("a.asl.json", &text));
        }
    }
}

#[test]
fn loops_without_end_are_described_in_few_words() {
    let next = |i: usize, count: usize| (i + 1) % count;
    let state = |i: usize| {
        match i {
        0 => r#""State 0": { "Type": "Choice", "Choices": [{ "Variable": "$.x", "IsNull": true, "Next": "State 1" }], "Default": "D" }"#.to_owned(),
        _ => format!(r#""State {i}": {{ "Type": "Pass", "Next": "State {}" }}"#, next(i, 2000)),
    }
    };
    let text = states(&many(2000, ", ", state)).replace(r#""StartAt": "A""#, r#""StartAt": "State 0""#);
    soon("loop".to_owned(), move || {
        let found = findings("a.asl.json", &text);
        let busy = found.iter().find(|finding| finding.rule.name == "busy-loop").unwrap();
        assert!(
            busy.notes[0].ends_with("→ State 8 → (1990 more) → State 1999 → State 0"),
            "{}",
            busy.notes[0]
        );
        assert_short(&found);
    });
}

#[test]
fn other_languages() {
    let bomb =
        many(15, "\n", |i| format!("a{}: &a{} [{}]", i + 1, i + 1, vec![format!("*a{i}"); 9].join(", ")));
    let merges = many(200, "\n", |i| {
        format!("m{}: &m{}\n  <<: [{}]\n  k{i}: 1", i + 1, i + 1, vec![format!("*m{i}"); 9].join(", "))
    });
    let joins = |depth: usize, parts: usize| {
        (0..depth).fold(r#""x""#.to_owned(), |inner, i| {
            let inner = if i < 10 { vec![inner; parts].join(", ") } else { inner };
            format!(r#"{{ "Fn::Join": ["", [{inner}]] }}"#)
        })
    };
    let ifs = (0..14).fold(r#"{ "Ref": "B" }"#.to_owned(), |inner, _| {
        format!(r#"{{ "Fn::If": ["c", {inner}, {inner}] }}"#)
    });
    let substitutions = many(5000, ", ", |i| format!(r#""a{i}": "x""#));
    let placeholders = many(5000, "", |i| format!("${{b{i}}}"));
    let inner = format!(
        r#""{{ \"StartAt\": \"A\", \"States\": {{ \"A\": {{ \"Type\": \"Pass\", \"Result\": \"{placeholders}\" }} }} }}""#
    );
    let fence = "```json\n{ \"StartAt\": \"A\", \"States\": {} }\n```\n";
    for (name, text) in [
        ("bomb.asl.yaml", format!("a0: &a0 [x]\n{bomb}\nStartAt: A\nStates: *a15\n")),
        ("merges.asl.yaml", format!("m0: &m0 {{ x: 1 }}\n{merges}\nStartAt: A\nStates: *m200\n")),
        ("flow.asl.yaml", format!("StartAt: A\nStates: {}", "[".repeat(20_000))),
        ("keys.asl.yaml", "? ".repeat(20_000)),
        ("items.asl.yaml", "- ".repeat(20_000)),
        ("deep.asl.yaml", many(1000, "", |i| format!("{}a:\n", " ".repeat(i)))),
        ("damage.asl.yaml", format!("StartAt: A\nStates:\n{}", "\tA: @ % `\n".repeat(5000))),
        ("comment.asl.yaml", format!("# {}\nStartAt: A\nStates: {{}}\n", "x".repeat(1_000_000))),
        ("joins.template.json", cloudformation(&joins(1000, 1), "")),
        ("joined.template.json", cloudformation(&joins(20, 2), "")),
        ("ifs.template.json", cloudformation(&ifs, "")),
        ("sub.template.json", cloudformation(&format!(r#"{{ "Fn::Sub": "{}" }}"#, "${".repeat(30_000)), "")),
        (
            "filled.template.json",
            cloudformation(&inner, &format!(r#""DefinitionSubstitutions": {{ {substitutions} }},"#)),
        ),
        ("brackets.template.yaml", "[".repeat(20_000)),
        ("blocks.tf", format!("{}{}{}", "a {\n".repeat(20_000), "}\n".repeat(20_000), terraform("\"x\""))),
        ("nested.tf", terraform(&format!("jsonencode({}1{})", "{ a = ".repeat(20_000), " }".repeat(20_000)))),
        ("lists.tf", terraform(&format!("jsonencode({}1{})", "[".repeat(20_000), "]".repeat(20_000)))),
        ("parentheses.tf", terraform(&format!("{}1{}", "(".repeat(20_000), ")".repeat(20_000)))),
        ("calls.tf", terraform(&format!("{}1{}", "f(".repeat(20_000), ")".repeat(20_000)))),
        ("signs.tf", terraform(&format!("{}1", "!-".repeat(20_000)))),
        ("sums.tf", terraform(&format!("{}1", "1 + ".repeat(20_000)))),
        ("parts.tf", terraform(&format!("a{}", ".b[0]".repeat(20_000)))),
        ("heredoc.tf", terraform(&format!("<<EOF\n{}", "${".repeat(20_000)))),
        ("directives.tf", terraform(&format!("<<EOF\n{{{}}}\nEOF", "%{ if a }".repeat(5000)))),
        ("heredocs.tf", "<<EOF\n".repeat(10_000)),
        ("choices.tf", terraform(&format!("{}jsonencode({{}})", "c ? jsonencode({}) : ".repeat(500)))),
        ("quotes.tf", terraform(&"\"${".repeat(10_000))),
        ("fences.md", fence.repeat(1000)),
        ("open.md", format!("{}{{ \"StartAt\": 1, \"States\": 2 }}", "```json\n".repeat(50_000))),
        ("quotes.md", format!("{}{fence}", "> ".repeat(10_000))),
        ("links.md", format!("{}\n{fence}", "[".repeat(20_000))),
    ] {
        soon(name.to_owned(), move || ask_everything(name, &text));
    }
}

#[test]
fn whatever_is_long_in_a_definition_its_findings_are_short() {
    let mut random = Random::default();
    let long = "long ".repeat(4000);
    for (name, text) in definitions() {
        let quotes: Vec<usize> = text.match_indices('"').map(|(at, _)| at + 1).collect();
        if quotes.is_empty() {
            continue;
        }
        for _ in 0..10 {
            let at = quotes[random.below(quotes.len())];
            let changed = format!("{}{long}{}", &text[..at], &text[at..]);
            assert_short(&findings(&name, &changed));
        }
    }
}

#[test]
fn no_rule_runs_that_nobody_waits_for() {
    let analyses = analyze(Source::new(&states(r#""A": { "Type": "Pass", "Next": "B" }"#), "a.asl.json"));
    let asked = Cell::new(0);
    let is_wanted = || {
        asked.set(asked.get() + 1);
        asked.get() <= 10
    };
    assert!(lint_while(&analyses, &Config::all(), is_wanted).is_none());
    assert_eq!(asked.get(), 11);
    assert!(lint_while(&analyses, &Config::all(), || true).is_some());
}
