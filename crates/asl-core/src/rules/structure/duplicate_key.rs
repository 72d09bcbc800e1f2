use std::collections::HashMap;

use crate::rules::prelude::*;
use crate::syntax::{Notation, Pair};

pub(super) static RULE: Rule = Rule {
    name: "duplicate-key",
    group: Group::Structure,
    docs: include_str!("duplicate_key.md"),
    severity: Severity::Warning,
    check: run,
    ..Rule::DEFAULTS
};

fn run(cx: &mut Context<'_>) {
    // States of the same name are errors of their own.
    let states: Vec<_> =
        cx.machines().filter_map(|machine| machine.object().get("States")).map(Node::id).collect();
    let note = match cx.tree().notation() {
        Notation::Yaml => {
            "SAM and PyYAML keep the last one without a word, other readers of YAML refuse the text"
        }
        _ => "of equal keys the last one counts, and the others are lost without a word",
    };
    for object in cx.tree().nodes().filter(|node| node.is_object()) {
        // Of what a template adds, one may be there only where the other is not.
        let is_template = object.is_open() && cx.tree().notation() != Notation::Hcl;
        if are_distinct(object) || states.contains(&object.id()) || is_template {
            continue;
        }
        let mut seen: HashMap<&str, Span> = HashMap::new();
        for key in object.pairs().map(Pair::key).filter(|key| !key.span.is_empty()) {
            if let Some(first) = seen.insert(key.value, key.span) {
                cx.report(&RULE, key.span, format!("the key `{}` is here for the second time", key.value))
                    .note(note)
                    .related(first, "the first time");
            }
        }
    }
}

/// Most objects have keys of which even the first letters and lengths are distinct, and that is quick to see.
fn are_distinct(object: Node<'_>) -> bool {
    let mut seen = 0_u128;
    object.pairs().all(|pair| {
        let key = pair.key().value.as_bytes();
        let (first, last) = (key.first().copied().unwrap_or(0), key.last().copied().unwrap_or(0));
        let bit = 1 << ((key.len() * 31 + usize::from(first) * 7 + usize::from(last)) & 127);
        let is_new = seen & bit == 0;
        seen |= bit;
        is_new
    })
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
//                                ^^^ the key `a` is here for the second time
      "Next": "A",
      "Next": "B"
//    ^^^^^^ the key `Next` is here for the second time
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
//                ^^^^^^^^^^^^^^ the key `StartAt` is here for the second time
"#,
        );
    }
}
