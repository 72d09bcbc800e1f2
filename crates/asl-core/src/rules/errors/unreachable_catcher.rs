use super::unreachable_entries::check_list;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "unreachable-catcher",
    group: Group::Errors,
    docs: include_str!("unreachable_catcher.md"),
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    tags: &[Tag::Unnecessary],
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    check_list(cx, &RULE, "Catch");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn earlier_catchers_take_precedence() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": {
      "Type": "Parallel",
      "Retry": [{ "ErrorEquals": ["E"] }, { "ErrorEquals": ["E"] }],
      "Catch": [
        { "ErrorEquals": ["States.TaskFailed"], "Next": "B" },
        { "ErrorEquals": ["E"], "Next": "C" },
//                       ^^^^^ unreachable catcher: earlier ones handle its errors
        { "ErrorEquals": ["States.Timeout"], "Next": "C" },
        { "ErrorEquals": ["States.ALL"], "Next": "C" }
      ]
    }
  }
}"#,
        );
    }

    #[test]
    fn the_fix_removes_the_catcher() {
        check_fix(
            &RULE,
            r#"{ "States": { "A": { "Type": "Map", "Catch": [{ "ErrorEquals": ["E"] }, { "ErrorEquals": ["E"] }] } } }"#,
            r#"{ "States": { "A": { "Type": "Map", "Catch": [{ "ErrorEquals": ["E"] }] } } }"#,
        );
    }
}
