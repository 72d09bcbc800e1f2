use std::collections::HashMap;

use super::prelude::*;
use crate::catalog::Value;
use crate::expr::template_objects;

pub(super) static RULE: Rule = Rule {
    name: "duplicate-payload-key",
    group: Group::Paths,
    summary: "a key of a payload stands there with `.$` and without",
    docs: include_str!("duplicate_payload_key.md"),
    severity: Severity::Warning,
    default: Default::On,
    aws: None,
    fix: FixKind::None,
    check: run,
};

fn run(cx: &mut Context<'_>) {
    for (field, info, value) in cx.known_fields() {
        let is_template = matches!(info.value, Value::Template | Value::Variables);
        if !is_template || field.object().language() != QueryLanguage::JsonPath {
            continue;
        }
        for object in template_objects(value) {
            judge(cx, object);
        }
    }
}

fn judge(cx: &mut Context<'_>, object: Node<'_>) {
    let has_dollar = object.pairs().any(|pair| pair.key().value.ends_with(".$"));
    if !has_dollar || cx.tree().is_damaged(object.span()) {
        return;
    }
    let mut seen = HashMap::new();
    for pair in object.pairs() {
        let key = pair.key();
        let plain = key.value.strip_suffix(".$").unwrap_or(key.value);
        let Some(first) = seen.insert(plain, key) else { continue };
        // Equal keys are another fault.
        if first.value != key.value {
            cx.report(&RULE, key.span, format!("`{}` and `{}` make the same key", first.value, key.value))
                .note(format!("both give a value for `{plain}`, and only one of them can be used"))
                .help("remove one of them")
                .related(first.span, "the other one");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_key_twice() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Pass",
      "Parameters": { "a": 1, "b": { "c.$": "$.c", "c": 2 }, "a.$": "$.a" },
//                                                 ^^^ `c.$` and `c` make the same key
//                                                           ^^^^^ `a` and `a.$` make the same key
      "Assign": { "x": 1, "x": 2, "y.$": "$.y" },
      "Result": { "z": 1, "z.$": "$" },
      "End": true
    }
  }
}"#,
        );
    }
}
