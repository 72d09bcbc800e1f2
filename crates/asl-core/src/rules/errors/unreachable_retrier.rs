use super::unreachable_entries::check_list;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "unreachable-retrier",
    group: Group::Errors,
    docs: include_str!("unreachable_retrier.md"),
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    tags: &[Tag::Unnecessary],
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    check_list(cx, &RULE, "Retry");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn earlier_retriers_take_precedence() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": {
      "Type": "Task",
      "Retry": [
        { "ErrorEquals": ["E", "F"] },
        { "ErrorEquals": ["F"] },
//                       ^^^^^ unreachable retrier: earlier ones handle its errors
        { "ErrorEquals": ["G", "E", "E"] },
//                             ^^^ `E` never reaches this retrier: an earlier one handles it
        { "ErrorEquals": ["${E}"] },
        { "ErrorEquals": ["${E}"] },
        { "ErrorEquals": ["States.ALL"] }
      ],
      "Catch": [{ "ErrorEquals": ["E"], "Next": "A" }]
    }
  }
}"#,
        );
    }

    #[test]
    fn task_failed_matches_almost_every_error() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": {
      "Type": "Task",
      "Retry": [
        { "ErrorEquals": ["States.TaskFailed"] },
        { "ErrorEquals": ["Lambda.ServiceException", "States.Permissions"] },
//                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unreachable retrier: earlier ones handle its errors
        { "ErrorEquals": ["States.Timeout", "Lambda.Unknown"] },
//                                          ^^^^^^^^^^^^^^^^ `Lambda.Unknown` never reaches this retrier: an earlier one handles it
        { "ErrorEquals": ["States.Runtime", "States.HeartbeatTimeout"] },
        { "ErrorEquals": ["${E}"] },
        { "ErrorEquals": ["States.ALL"] }
      ]
    }
  }
}"#,
        );
    }

    #[test]
    fn entries_after_states_all_are_reported_by_another_rule() {
        check(
            &RULE,
            r#"{ "States": { "A": { "Type": "Task", "Retry": [
                { "ErrorEquals": ["States.ALL"] }, { "ErrorEquals": ["E"] }, { "ErrorEquals": ["States.ALL"] }] } } }"#,
        );
    }

    #[test]
    fn the_fix_removes_the_retrier() {
        check_fix(
            &RULE,
            r#"{ "States": { "A": { "Type": "Task", "Retry": [{ "ErrorEquals": ["E"] }, { "ErrorEquals": ["E"] }] } } }"#,
            r#"{ "States": { "A": { "Type": "Task", "Retry": [{ "ErrorEquals": ["E"] }] } } }"#,
        );
    }

    #[test]
    fn a_syntax_error_may_hide_a_part() {
        check(
            &RULE,
            r#"{ "States": { "A": { "Type": "Task", "Retry": [{ "ErrorEquals": ["E"] }, { "ErrorEquals": ["E"] }], "x": } } }"#,
        );
    }
}
