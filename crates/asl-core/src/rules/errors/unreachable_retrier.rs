use super::unreachable_entries::check_list;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "unreachable-retrier",
    group: Group::Errors,
    docs: include_str!("unreachable_retrier.md"),
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    check: run,
    tags: &[Tag::Unnecessary],
    ..Rule::DEFAULTS
};

fn run(cx: &mut Context<'_>) {
    check_list(cx, &RULE, "Retry");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn earlier_entries_decide() {
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
//                       ^^^^^ this entry is never used: earlier ones handle its errors
        { "ErrorEquals": ["G", "E", "E"] },
//                             ^^^ `E` never gets here: an earlier entry handles it
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
    fn a_failed_task_is_every_error_but_a_few() {
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
//                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this entry is never used: earlier ones handle its errors
        { "ErrorEquals": ["States.Timeout", "Lambda.Unknown"] },
//                                          ^^^^^^^^^^^^^^^^ `Lambda.Unknown` never gets here: an earlier entry handles it
        { "ErrorEquals": ["States.Runtime", "States.HeartbeatTimeout"] },
        { "ErrorEquals": ["States.ALL"] }
      ]
    }
  }
}"#,
        );
    }

    #[test]
    fn what_must_be_last_is_not_reported_again() {
        check(
            &RULE,
            r#"{ "States": { "A": { "Type": "Task", "Retry": [
                { "ErrorEquals": ["States.ALL"] }, { "ErrorEquals": ["E"] }, { "ErrorEquals": ["States.ALL"] }] } } }"#,
        );
    }

    #[test]
    fn the_entry_goes() {
        check_fix(
            &RULE,
            r#"{ "States": { "A": { "Type": "Task", "Retry": [{ "ErrorEquals": ["E"] }, { "ErrorEquals": ["E"] }] } } }"#,
            r#"{ "States": { "A": { "Type": "Task", "Retry": [{ "ErrorEquals": ["E"] }] } } }"#,
        );
    }
}
