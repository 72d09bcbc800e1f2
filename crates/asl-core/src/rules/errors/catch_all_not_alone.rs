use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "catch-all-not-alone",
    group: Group::Errors,
    docs: include_str!("catch_all_not_alone.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Parent),
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for object in
        cx.objects().filter(|object| matches!(object.kind(), ObjectKind::Retrier | ObjectKind::Catcher))
    {
        let Some(names) = object.get("ErrorEquals") else { continue };
        let Some(all) = object.error_names().find(|name| name.value == "States.ALL") else { continue };
        if !object.error_names().any(|name| name.value != "States.ALL") {
            continue;
        }
        let edit = cx.replace_value(names, "[\"States.ALL\"]");
        cx.report(&RULE, all.span, "`States.ALL` is combined with other error names")
            .help("remove the other names, which `States.ALL` matches too, or move `States.ALL` to an entry of its own at the end")
            .fix(Fix::suggested("Keep only `States.ALL`", vec![edit]));
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
      "Retry": [{ "ErrorEquals": ["States.Timeout", "States.ALL"] }],
//                                                  ^^^^^^^^^^^^ `States.ALL` is combined with other error names
      "Catch": [{ "ErrorEquals": ["States.ALL"], "Next": "A" }],
      "End": true
    }
  }
}"#,
        );
    }

    #[test]
    fn the_fix_removes_the_other_names() {
        check_fix(
            &RULE,
            r#"{ "States": { "A": { "Type": "Task", "Retry": [{ "ErrorEquals": ["E", "States.ALL"] }] } } }"#,
            r#"{ "States": { "A": { "Type": "Task", "Retry": [{ "ErrorEquals": ["States.ALL"] }] } } }"#,
        );
    }
}
