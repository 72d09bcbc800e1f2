use super::prelude::*;
use crate::syntax::ErrorKind;

pub(super) static RULE: Rule = Rule {
    name: "invalid-json",
    group: Group::Structure,
    summary: "the text is not JSON",
    docs: include_str!("invalid_json.md"),
    severity: Severity::Error,
    default: Default::On,
    aws: Some(Aws { code: "INVALID_JSON_DESCRIPTION", place: AwsPlace::None }),
    fix: FixKind::None,
    check: run,
};

fn run(cx: &mut Context<'_>) {
    for error in cx.tree().errors().iter().filter(|error| error.kind == ErrorKind::Grammar) {
        let diag = cx.report(&RULE, error.span, &error.message);
        if let Some(help) = &error.help {
            diag.help(help);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_damaged_place_is_reported_once() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A"
  "States": {
//^^^^^^^^ expected `,` before this
    "A": { "Type": "Pass", "Next": },
//                         ^^^^^^ expected a value after `"Next"`
    "B": { "Type": Succeed }
//                 ^^^^^^^ `Succeed` is not JSON
  }
}"#,
        );
    }

    #[test]
    fn a_blank_text_is_not_an_object_rather_than_broken() {
        check(&RULE, "  \n");
    }
}
