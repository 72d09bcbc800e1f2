use super::prelude::*;
use crate::expr::language::{looks_like_intrinsic, looks_like_path};
use crate::expr::template_objects;
use crate::syntax::{Pair, Text};

pub(super) static RULE: Rule = Rule {
    name: "path-without-dollar-key",
    group: Group::Paths,
    summary: "a path or an intrinsic function that is copied as text",
    docs: include_str!("path_without_dollar_key.md"),
    severity: Severity::Warning,
    default: Default::On,
    aws: None,
    fix: FixKind::Safe,
    check: run,
};

fn run(cx: &mut Context<'_>) {
    for value in cx.templates() {
        for object in template_objects(value) {
            for pair in object.pairs().filter(|pair| !takes_paths_as_text(pair.key().value)) {
                judge(cx, object, pair);
            }
        }
    }
}

fn judge(cx: &mut Context<'_>, object: Node<'_>, pair: Pair<'_>) {
    let (key, Some(value)) = (pair.key(), pair.value()) else { return };
    // In a damaged pair, the value may belong to another key.
    if key.value.ends_with(".$") || cx.tree().is_damaged(pair.span()) {
        return;
    }
    if let Some(text) = value.as_text().filter(|text| looks_dynamic(*text)) {
        let dollar_key = format!("{}.$", key.value);
        let is_free = object.pair(&dollar_key).is_none();
        let edit = cx.replace_text(key, &dollar_key);
        let diag = cx.report(&RULE, text.span, format!("`{}` is copied as text", shown(text.value)));
        diag.note("only values of keys that end in `.$` are evaluated");
        if is_free {
            diag.help(format!("write the key as `{dollar_key}`"));
            diag.fix(Fix::safe(format!("Change the key to `{dollar_key}`"), vec![edit]));
        }
    }
    if let Some(text) = value.items().filter_map(Node::as_text).find(|text| looks_dynamic(*text)) {
        cx.report(&RULE, text.span, format!("`{}` is copied as text", shown(text.value)))
            .note("strings in an array are never evaluated")
            .help(format!("make the array with `\"{}.$\": \"States.Array(...)\"`", key.value));
    }
}

/// Whether a text is surely meant as a path or a call.
pub(super) fn looks_dynamic(text: Text<'_>) -> bool {
    (looks_like_path(text.value) || looks_like_intrinsic(text.value)) && !text.has_hole()
}

/// A long text by its beginning.
pub(super) fn shown(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

/// Parameters of services that are paths themselves: EventBridge evaluates them later.
fn takes_paths_as_text(key: &str) -> bool {
    matches!(key, "InputPath" | "InputPathsMap") || key.eq_ignore_ascii_case("jsonpath")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_calls_that_stay_text() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Task",
      "Resource": "x",
      "Parameters": {
        "a": "$.a",
//           ^^^^^ `$.a` is copied as text
        "b": { "c": [{ "d": "States.UUID()" }] },
//                          ^^^^^^^^^^^^^^^ `States.UUID()` is copied as text
        "e": ["x", "$$.State.Name", "$.f"],
//                 ^^^^^^^^^^^^^^^ `$$.State.Name` is copied as text
        "g": "$5.00",
        "h": "$",
        "i.$": "$.i",
        "j": "costs $.j",
        "InputPath": "$.detail",
        "k": "${K}"
      },
      "Assign": { "v": "$.v" },
//                     ^^^^^ `$.v` is copied as text
      "Next": "B"
    },
    "B": { "Type": "Pass", "Result": { "a": "$.a" }, "Next": "C" },
    "C": { "Type": "Pass", "QueryLanguage": "JSONata", "Output": { "a": "$.a" }, "End": true }
  }
}"#,
        );
    }

    #[test]
    fn in_a_damaged_pair_the_value_may_belong_to_another_key() {
        check(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Parameters": { "a": "a.$": "$.a" }, "End": true } } }"#,
        );
    }

    #[test]
    fn the_key_gets_its_dollar() {
        let text = |pairs: &str| {
            format!(
                r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Pass", "Parameters": {{ {pairs} }}, "End": true }} }} }}"#
            )
        };
        check_fix(&RULE, &text(r#""a": "$.a""#), &text(r#""a.$": "$.a""#));
        assert!(only_finding(&RULE, &text(r#""a": "$.a", "a.$": "$.b""#)).fix.is_none());
        assert!(only_finding(&RULE, &text(r#""a": ["$.a"]"#)).fix.is_none());
    }
}
