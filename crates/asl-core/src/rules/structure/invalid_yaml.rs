use crate::rules::prelude::*;
use crate::syntax::{ErrorKind, Notation};

pub(super) static RULE: Rule = Rule {
    name: "invalid-yaml",
    group: Group::Structure,
    docs: include_str!("invalid_yaml.md"),
    severity: Severity::Error,
    aws: Some(Aws { code: "INVALID_JSON_DESCRIPTION", place: AwsPlace::None }),
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    let tree = cx.tree();
    if tree.notation() != Notation::Yaml {
        return;
    }
    for error in tree.errors().iter().filter(|error| error.kind != ErrorKind::Depth) {
        let diag = cx.report(&RULE, error.span, &error.message);
        if let Some(help) = &error.help {
            diag.help(help.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_yaml;

    #[test]
    fn each_syntax_error_is_reported_once() {
        check_yaml(
            &RULE,
            r#"
StartAt: A
States:
  A:
    Type: Pass
    Comment: @later
#            ^^^^^^ value begins with `@`
    Next: B
  B:
    Type: "Succeed" here
#   ^^^^^^^^^^^^^^^^^^^^ unexpected text after the closing quote
"#,
        );
    }

    #[test]
    fn json_is_yaml() {
        check_yaml(&RULE, r#"{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }"#);
    }
}
