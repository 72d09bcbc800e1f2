use std::collections::HashMap;

use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "duplicate-label",
    group: Group::Structure,
    docs: include_str!("duplicate_label.md"),
    severity: Severity::Error,
    aws: Some(Aws { code: "DUPLICATE_LABEL_NAME", place: AwsPlace::Here }),
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    let mut seen = HashMap::new();
    for state in cx.states_of(StateKind::Map) {
        let Some(label) = state.get("Label").and_then(Node::as_text) else { continue };
        let first = *seen.entry(label.value).or_insert(label);
        // A template may add one label only where it does not add the other.
        let may_be_absent = |place: Span| cx.tree().is_in_open_part(place);
        if first.span != label.span && !may_be_absent(first.span) && !may_be_absent(label.span) {
            cx.report(&RULE, label.span, format!("duplicate label `{}`", label.value))
                .note("labels must be unique in the whole definition")
                .related(first.span, "first used here");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_unique_at_every_depth() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Map",
      "Label": "L",
      "ItemProcessor": { "StartAt": "B", "States": { "B": { "Type": "Map", "Label": "L", "End": true } } },
//                                                                                  ^^^ duplicate label `L`
      "Next": "C"
    },
    "C": { "Type": "Map", "Label": "l", "End": true }
  }
}"#,
        );
    }
}
