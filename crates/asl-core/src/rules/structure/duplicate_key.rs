use std::collections::HashMap;

use crate::rules::prelude::*;
use crate::syntax::{Notation, Pair};

pub(super) static RULE: Rule = Rule {
    name: "duplicate-key",
    group: Group::Structure,
    docs: include_str!("duplicate_key.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    // `duplicate-state-name` reports states with the same name.
    let states: Vec<_> =
        cx.machines().filter_map(|machine| machine.object().get("States")).map(Node::id).collect();
    let note = match cx.tree().notation() {
        Notation::Yaml => {
            "SAM and PyYAML silently drop the earlier values; other YAML parsers reject the document"
        }
        _ => "JSON parsers silently drop the earlier values",
    };
    for object in cx.tree().objects() {
        // A template may add one key only where it does not add the other.
        let is_template = object.is_open() && cx.tree().notation() != Notation::Hcl;
        if !object.may_have_duplicate_keys() || states.contains(&object.id()) || is_template {
            continue;
        }
        let mut seen: HashMap<&str, Span> = HashMap::new();
        for key in object.pairs().map(Pair::key).filter(|key| !key.span.is_empty()) {
            if let Some(first) = seen.insert(key.value, key.span) {
                cx.report(
                    &RULE,
                    key.span,
                    format!("duplicate key `{}`; only the last value is used", key.value),
                )
                .note(note)
                .related(first, "previously used here");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_payloads() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Pass",
      "Result": { "a": 1, "b": 2, "a": 3 },
//                                ^^^ duplicate key `a`; only the last value is used
      "Next": "A",
      "Next": "B"
//    ^^^^^^ duplicate key `Next`; only the last value is used
    },
    "B": { "Type": "Succeed" },
    "B": { "Type": "Succeed" }
  }
}"#,
        );
    }

    #[test]
    fn keys_are_compared_as_they_are_read() {
        check(
            &RULE,
            r#"
{ "StartAt": "A", "St\u0061rtAt": "B" }
//                ^^^^^^^^^^^^^^ duplicate key `StartAt`; only the last value is used
"#,
        );
    }

    #[test]
    fn the_note_depends_on_the_language() {
        let note = |text: &str, name: &str| {
            crate::lint(crate::Source::new(text, name), &crate::config::Config::only([&RULE]))
                .remove(0)
                .notes
                .remove(0)
        };
        assert_eq!(note(r#"{ "a": 1, "a": 2 }"#, "a.json"), "JSON parsers silently drop the earlier values");
        assert!(note("a: 1\na: 2\n", "a.yaml").starts_with("SAM and PyYAML"));
    }
}
