use crate::rules::prelude::*;

pub(crate) static RULE: Rule = Rule {
    name: "missing-reason",
    group: Group::Suppressions,
    docs: include_str!("missing_reason.md"),
    severity: Severity::Warning,
    default: Default::Off,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for one in cx.suppressions.valid.iter().filter(|one| !one.has_reason) {
        cx.report(&RULE, one.span, "the suppression has no reason")
            .help("write after the bracket why the finding is intended");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_follows_the_bracket() {
        check(
            &RULE,
            r#"
{
  // asl-lint: ignore[lost-input]
//   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the suppression has no reason
  "StartAt": "A", // asl-lint: ignore[busy-loop] the "reason"
  /* asl-lint: ignore[busy-loop] */ "States": {
//   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ the suppression has no reason
    "A": { "Comment": "asl-lint: ignore[busy-loop]", "Type": "Pass" },
//                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^ the suppression has no reason
    "B": { "Comment": "asl-lint: ignore[busy-loop] -- ticket 7", "Type": "Pass" }
  }
}"#,
        );
    }
}
