use crate::edit::Edit;
use crate::rules::prelude::*;
use crate::suppress::Flaw;

pub(super) static RULE: Rule = Rule {
    name: "invalid-suppression",
    group: Group::Suppressions,
    docs: include_str!("invalid_suppression.md"),
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for one in &cx.suppressions.malformed {
        let known = |name: &&&str| cx.known_rules.iter().any(|rule| rule.name == **name);
        let rules: Vec<&str> = one.rules.iter().filter(known).copied().collect();
        let message = match one.flaw {
            Flaw::Misspelled => "a suppression is written `asl-lint: ignore[rule]`",
            Flaw::NoRule => "the suppression names no rule",
            Flaw::Unclosed => "the suppression has no closing bracket",
            Flaw::NoEffect => "the suppression covers nothing here",
        };
        let diag = cx.report(&RULE, one.span, message);
        diag.note("it has no effect");
        match (one.flaw, rules.as_slice()) {
            (Flaw::NoEffect, _) => {
                diag.help(
                    "write it in a comment above what it covers, or in the `Comment` field of the state",
                );
            }
            (_, []) => {
                diag.help("name the rules: `asl-lint: ignore[missing-retry, lost-input]`");
            }
            (_, rules) => {
                let text = format!("asl-lint: ignore[{}]", rules.join(", "));
                diag.help(format!("write `{text}`"));
                let edit = Edit { span: one.span, text: text.clone() };
                diag.fix(Fix::suggested(format!("Change to `{text}`"), vec![edit]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_corrected() {
        check_fix(
            &RULE,
            r#"{ "Comment": "slow asl-lint:disable[busy-loop,lost-input] really" }"#,
            r#"{ "Comment": "slow asl-lint: ignore[busy-loop, lost-input] really" }"#,
        );
    }

    #[test]
    fn suppressions_without_effect() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    // asl-lint: ignore[missing-retry] fine
    "A": { "Type": "Pass", "Result": "asl-lint: ignore[busy-loop]", "End": true }
//                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^ the suppression covers nothing here
    // asl-lint: ignore
//     ^^^^^^^^^^^^^^^^ the suppression names no rule
  },
  "Comment": "asl-lint checks this: see asl-lint"
  // asl-lint: ignore[busy-loop]
//   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ the suppression covers nothing here
}"#,
        );
    }
}
