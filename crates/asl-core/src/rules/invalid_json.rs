use super::prelude::*;
use crate::syntax::{ErrorKind, Notation, SyntaxError};

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
    let tree = cx.tree();
    if matches!(tree.notation(), Notation::Yaml | Notation::Hcl) {
        return;
    }
    let errors = || tree.errors().iter().filter(|error| error.kind != ErrorKind::Depth);
    let is_comment = |error: &&SyntaxError| tree.text()[error.span.range()].starts_with('/');
    let comments = errors().filter(is_comment).count();
    let mut said_comments = false;
    for error in errors() {
        let first_of_many = is_comment(&error) && comments > 1;
        if first_of_many && std::mem::replace(&mut said_comments, true) {
            continue;
        }
        let diag = cx.report(&RULE, error.span, &error.message);
        if first_of_many {
            diag.note(format!("there are {} more", comments - 1));
        }
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
    fn comments_are_reported_once() {
        let found = "{ // a\n \"StartAt\": 1 /* b */ }";
        let analyses = crate::analyze(crate::Source::new(found, "a.json"));
        let found = super::super::check_rule(&RULE, &analyses[0]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].notes, ["there are 1 more"]);
    }

    #[test]
    fn a_blank_text_is_not_an_object_rather_than_broken() {
        check(&RULE, "  \n");
    }
}
