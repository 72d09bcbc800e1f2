//! Signature help for the call around the cursor, even if the call is incomplete.

use super::cursor::Cursor;
use super::functions::Signature;
use asl_core::catalog::QueryLanguage;
use jsonata_syntax::{LexemeKind, lexemes};

/// The signature of the call around the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    /// The signature of the function.
    pub signature: Signature,
    /// The index of the parameter under the cursor; `None` after the last parameter.
    pub active: Option<usize>,
}

/// Returns the signature of the innermost call of a known function around the cursor.
pub fn signature(cursor: Cursor<'_>) -> Option<Help> {
    let (cursor, before) = typed(cursor).or_else(|| typed_behind(cursor))?;
    let is_jsonata = cursor.object()?.language() == QueryLanguage::Jsonata;
    let (signature, argument) = match before.as_str().strip_prefix("{%") {
        Some(code) if is_jsonata => jsonata_call(code)?,
        _ if is_jsonata => return None,
        _ => intrinsic_call(&before)?,
    };
    let count = signature.parameters.len();
    let active = match argument {
        argument if argument < count => Some(argument),
        _ if signature.repeats => count.checked_sub(1),
        _ => None,
    };
    Some(Help { signature, active })
}

/// The value under the cursor, and its text up to the cursor.
fn typed(cursor: Cursor<'_>) -> Option<(Cursor<'_>, String)> {
    let (text, offset) = cursor.inside().filter(|_| cursor.node.is_some())?;
    Some((cursor, text.value[..offset].to_owned()))
}

/// The same for a string without its closing quote, whose value does not include trailing whitespace and commas.
fn typed_behind(cursor: Cursor<'_>) -> Option<(Cursor<'_>, String)> {
    let tree = cursor.analysis.tree();
    let texts = tree.nodes().filter(|node| node.span().end < cursor.offset && node.as_text().is_some());
    let node = texts.max_by_key(|node| node.span().end)?;
    let gap = tree.text().get(node.span().end as usize..cursor.offset as usize)?;
    if !gap.chars().all(|c| matches!(c, ' ' | '\t' | ',')) || node.source().ends_with('"') {
        return None;
    }
    let value = format!("{}{gap}", node.as_str()?);
    Some((Cursor::within(cursor.analysis, node.span().end), value))
}

/// An unclosed bracket before the cursor.
struct Open<'t> {
    /// The name of the function, if the bracket belongs to a call.
    name: Option<&'t str>,
    commas: usize,
}

fn jsonata_call(code: &str) -> Option<(Signature, usize)> {
    let found = lexemes(code);
    let mut open: Vec<Open<'_>> = Vec::new();
    for (i, lexeme) in found.iter().enumerate() {
        match lexeme.kind {
            LexemeKind::Open => {
                let callee = i.checked_sub(1).map(|i| &found[i]);
                let callee = callee.filter(|callee| callee.kind == LexemeKind::Variable);
                let is_call = code[lexeme.span.range()].starts_with('(');
                let name = callee.filter(|_| is_call).map(|callee| &code[callee.span.range()][1..]);
                // The left operand of `~>` is the first argument.
                let is_chained = i >= 2 && &code[found[i - 2].span.range()] == "~>";
                open.push(Open { name, commas: usize::from(is_chained && name.is_some()) });
            }
            LexemeKind::Close => _ = open.pop(),
            LexemeKind::Comma => {
                if let Some(last) = open.last_mut() {
                    last.commas += 1;
                }
            }
            _ => {}
        }
    }
    innermost(&open, Signature::jsonata)
}

fn intrinsic_call(text: &str) -> Option<(Signature, usize)> {
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut in_string = false;
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if in_string => is_escaped = true,
            '\'' => in_string = !in_string,
            _ if in_string => {}
            '(' => open.push(Open { name: name_before(&text[..at]), commas: 0 }),
            // Commas in paths do not separate arguments.
            '[' => open.push(Open { name: None, commas: 0 }),
            ')' | ']' => _ = open.pop(),
            ',' => {
                if let Some(last) = open.last_mut() {
                    last.commas += 1;
                }
            }
            _ => {}
        }
    }
    innermost(&open, Signature::intrinsic)
}

fn name_before(text: &str) -> Option<&str> {
    let text = text.trim_end();
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
    let name = &text[text.trim_end_matches(is_part).len()..];
    Some(name).filter(|name| !name.is_empty())
}

fn innermost(open: &[Open<'_>], find: fn(&str) -> Option<Signature>) -> Option<(Signature, usize)> {
    open.iter().rev().find_map(|open| Some((find(open.name?)?, open.commas)))
}

#[cfg(test)]
mod tests {
    use crate::testing::with_cursor;

    /// The label with the active parameter in brackets.
    fn help(text: &str) -> Option<String> {
        with_cursor(text, |cursor| {
            let help = super::signature(cursor)?;
            let mut label = help.signature.label;
            if let Some(active) = help.active {
                let range = help.signature.parameters[active].clone();
                label.insert(range.end, ']');
                label.insert(range.start, '[');
            }
            Some(label)
        })
    }

    #[track_caller]
    fn check_intrinsic(code: &str, expected: Option<&str>) {
        let text = format!(
            r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Pass", "Parameters": {{ "x.$": "{code}" }}, "End": true }} }} }}"#
        );
        assert_eq!(help(&text).as_deref(), expected, "{code}");
    }

    #[track_caller]
    fn check_jsonata(code: &str, expected: Option<&str>) {
        let text = format!(
            r#"{{ "QueryLanguage": "JSONata", "StartAt": "A", "States": {{ "A": {{ "Type": "Pass", "Output": {{ "x": "{code}" }}, "End": true }} }} }}"#
        );
        assert_eq!(help(&text).as_deref(), expected, "{code}");
    }

    #[test]
    fn calls_of_intrinsic_functions() {
        const PARTITION: &str = "States.ArrayPartition(array: array, [size: integer]) -> array";
        check_intrinsic("States.ArrayPartition($.a, <|>2)", Some(PARTITION));
        check_intrinsic("States.ArrayPartition($.a[1,2], <|>", Some(PARTITION));
        check_intrinsic("States.ArrayPartition(States.StringSplit('a,b)', ','), <|>", Some(PARTITION));
        check_intrinsic("States.ArrayPartition($.a, 2<|>", Some(PARTITION));
        check_intrinsic("States.ArrayPartition($.a, 2)<|>", None);
        check_intrinsic("States.ArrayPartition<|>($.a, 2)", None);
        check_intrinsic("States.Array(1, 2, 3, <|>)", Some("States.Array([...value?: any]) -> array"));
        check_intrinsic("States.UUID(<|>", Some("States.UUID() -> string"));
        check_intrinsic("States.Nothing(<|>", None);
        check_intrinsic(
            "States.Format('it\\\\'s, {}', States.JsonToString(<|>$.a))",
            Some("States.JsonToString([value: any]) -> string"),
        );
    }

    #[test]
    fn calls_of_jsonata_functions() {
        const START: &str = "$substring(str?: string, [start: number], length?: number) -> string";
        check_jsonata("{% $substring('a,b', <|>1) %}", Some(START));
        check_jsonata("{% $substring('a,b', <|>", Some(START));
        check_jsonata("{% 'abc' ~> $substring(<|>) %}", Some(START));
        check_jsonata("{% $substring(\\\"a\\\", ($x; [1, 2<|>", Some(START));
        check_jsonata(
            "{% $substring('a', 1, 2, <|>) %}",
            Some("$substring(str?: string, start: number, length?: number) -> string"),
        );
        check_jsonata("{% ($f := 1; $f(<|>) %}", None);
        check_jsonata("$substring(<|>", None);
        check_jsonata(
            "{% $sum($map($a, <|>function($x) { $x })) %}",
            Some("$map(array: array, [function: function]) -> any"),
        );
    }

    #[test]
    fn calls_in_yaml_and_in_a_template() {
        let yaml = "QueryLanguage: JSONata\nStartAt: A\nStates:\n  A:\n    Type: Pass\n    Output: >-\n      {% $round(\n        1.5, <|>2) %}\n    End: true\n";
        assert_eq!(help(yaml).as_deref(), Some("$round(number?: number, [precision?: number]) -> number"));
        let template = r#"{ "Resources": { "Flow": { "Type": "AWS::StepFunctions::StateMachine", "Properties": {
            "DefinitionString": "{ \"StartAt\": \"A\", \"States\": { \"A\": { \"Type\": \"Pass\", \"Parameters\": { \"a.$\": \"States.MathAdd(1, <|>2)\" } } } }" } } } }"#;
        assert_eq!(
            help(template).as_deref(),
            Some("States.MathAdd(first: integer, [second: integer]) -> integer")
        );
    }

    #[test]
    fn calls_in_half_a_document() {
        let half = "{ \"QueryLanguage\": \"JSONata\", \"States\": { \"A\": { \"Type\": \"Pass\", \"Output\": \"{% $abs(<|>\n";
        assert_eq!(help(half).as_deref(), Some("$abs([number?: number]) -> number"));
        let half = "{ \"States\": { \"A\": { \"Type\": \"Pass\", \"Parameters\": { \"a.$\": \"States.MathAdd($.é, <|>\n";
        assert_eq!(
            help(half).as_deref(),
            Some("States.MathAdd(first: integer, [second: integer]) -> integer")
        );
        let outside =
            "{ \"States\": { \"A\": { \"Type\": \"Pass\", \"Parameters\": { \"a.$\": \"States.UUID(\", <|>\n";
        assert_eq!(help(outside), None);
    }
}
