use crate::rules::prelude::*;
use crate::syntax::Text;

pub(super) static RULE: Rule = Rule {
    name: "duplicate-payload-key",
    group: Group::Paths,
    docs: include_str!("duplicate_payload_key.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for (_, object) in cx.template_objects() {
        check_keys(cx, *object);
    }
}

fn check_keys(cx: &mut Context<'_>, object: Node<'_>) {
    let has_dollar = || object.pairs().any(|pair| pair.key_bytes().ends_with(b".$"));
    if object.pairs().len() < 2 || !has_dollar() || object.is_open() || cx.tree().is_damaged(object.span()) {
        return;
    }
    let mut keys: Vec<(&str, Text<'_>)> = object
        .pairs()
        .map(|pair| (pair.key().value.strip_suffix(".$").unwrap_or(pair.key().value), pair.key()))
        .collect();
    // The sort is stable: equal keys keep their order.
    keys.sort_by_key(|(plain, _)| *plain);
    for pair in keys.windows(2) {
        let [(plain, first), (other, second)] = [pair[0], pair[1]];
        // `duplicate-key` reports equal keys.
        if plain == other && first.value != second.value {
            let message = format!("`{}` and `{}` set the same key", first.value, second.value);
            cx.report(&RULE, second.span, message)
                .note(format!("both set `{plain}`, and only one of the values is used"))
                .help("remove one of them")
                .related(first.span, "the other key");
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
//                                                 ^^^ `c.$` and `c` set the same key
//                                                           ^^^^^ `a` and `a.$` set the same key
      "Assign": { "x": 1, "x": 2, "y.$": "$.y" },
      "Result": { "z": 1, "z.$": "$" },
      "End": true
    }
  }
}"#,
        );
    }

    #[test]
    fn a_syntax_error_may_hide_a_part() {
        check(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Parameters": { "a": 1, "a.$": "$.a", "b": } } } }"#,
        );
    }
}
