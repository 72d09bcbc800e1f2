use crate::edit;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "catch-all-not-last",
    group: Group::Errors,
    docs: include_str!("catch_all_not_last.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Parent),
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states().filter(|state| state.has_handlers()) {
        for list in ["Retry", "Catch"] {
            // A template may add entries that never occur together.
            let Some(array) = state.get(list).filter(|array| !array.is_open()) else { continue };
            let mut entries = state.objects(list);
            let Some(last) = entries.next_back() else { continue };
            for entry in entries {
                let mut names = entry.error_names();
                // `catch-all-not-alone` reports lists with other names.
                let (Some(all), None) =
                    (names.next().filter(|name| name.value == "States.ALL"), names.next())
                else {
                    continue;
                };
                let edits = edit::move_to_end(cx.tree(), array, entry.node());
                cx.report(&RULE, all.span, format!("`States.ALL` is not in the last entry of `{list}`"))
                    .note("Step Functions rejects the definition: no later entry could ever be used")
                    .help("move this entry to the end")
                    .related(last.name(), "another entry follows")
                    .fix(Fix::suggested("Move this entry to the end", edits));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retriers_and_catchers() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Task",
      "Resource": "x",
      "Retry": [{ "ErrorEquals": ["States.ALL"] }, { "ErrorEquals": ["States.Timeout"] }],
//                                ^^^^^^^^^^^^ `States.ALL` is not in the last entry of `Retry`
      "Catch": [{ "ErrorEquals": ["E"], "Next": "A" }, { "ErrorEquals": ["States.ALL"], "Next": "A" }],
      "End": true
    }
  }
}"#,
        );
    }

    #[test]
    fn the_fix_moves_the_entry_to_the_end() {
        check_fix(
            &RULE,
            r#"{ "States": { "A": { "Type": "Task", "Retry": [{ "ErrorEquals": ["States.ALL"] }, { "ErrorEquals": ["E"] }] } } }"#,
            r#"{ "States": { "A": { "Type": "Task", "Retry": [{ "ErrorEquals": ["E"] }, { "ErrorEquals": ["States.ALL"] }] } } }"#,
        );
    }
}
