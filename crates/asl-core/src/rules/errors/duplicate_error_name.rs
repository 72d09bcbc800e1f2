use std::collections::HashMap;

use crate::rules::prelude::*;
use crate::syntax::Text;

pub(super) static RULE: Rule = Rule {
    name: "duplicate-error-name",
    group: Group::Errors,
    docs: include_str!("duplicate_error_name.md"),
    severity: Severity::Warning,
    fix: FixKind::Safe,
    tags: &[Tag::Unnecessary],
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states().filter(|state| state.has_handlers()) {
        for entry in state.handlers() {
            let names = entry.get("ErrorEquals").filter(|names| names.may_have_duplicate_strings());
            let Some(array) = names else { continue };
            let mut seen: HashMap<&str, Text<'_>> = HashMap::new();
            for item in array.items() {
                let Some(name) = item.as_text().filter(|name| !name.has_placeholder()) else { continue };
                let Some(first) = seen.get(name.value) else {
                    seen.insert(name.value, name);
                    continue;
                };
                let edit = cx.remove_item(array, item);
                cx.report(&RULE, name.span, format!("duplicate error name `{}`", name.value))
                    .note("the second occurrence has no effect; a different name may have been intended")
                    .help("remove it")
                    .related(first.span, "first listed here")
                    .fix(Fix::safe(format!("Remove the duplicate `{}`", name.value), vec![edit]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_listed_twice() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": {
      "Type": "Task",
      "Retry": [{ "ErrorEquals": ["E", "F", "E", "${G}", "${G}"] }],
//                                          ^^^ duplicate error name `E`
      "Catch": [{ "ErrorEquals": ["E"], "Next": "A" }, { "ErrorEquals": ["E", "e"], "Next": "A" }]
    }
  }
}"#,
        );
    }

    #[test]
    fn the_fix_removes_the_second_one() {
        check_fix(
            &RULE,
            r#"{ "States": { "A": { "Type": "Task", "Retry": [{ "ErrorEquals": ["E", "F", "E"] }] } } }"#,
            r#"{ "States": { "A": { "Type": "Task", "Retry": [{ "ErrorEquals": ["E", "F"] }] } } }"#,
        );
    }
}
