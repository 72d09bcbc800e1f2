use crate::rules::prelude::*;
use crate::suppress::Suppression;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "unused-suppression",
    group: Group::Suppressions,
    docs: include_str!("unused_suppression.md"),
    severity: Severity::Info,
    ..Rule::DEFAULTS
};

/// Does nothing: only after all other rules is it known which suppressions are used. See [`report`].
pub(super) fn run(_: &mut Context<'_>) {}

/// Reports the names in suppressions that suppress nothing.
pub(in crate::rules) fn report(cx: &mut Context<'_>, is_used: impl Fn(&Suppression<'_>, &str) -> bool) {
    for one in &cx.suppressions.valid {
        for &(name, span) in one.rules.iter().filter(|(name, _)| !is_used(one, name)) {
            cx.report(&RULE, span, format!("unused suppression of `{name}`"))
                .help("remove it, so that it does not hide later findings");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<String> {
        let found = crate::lint_analyses(
            &crate::analyze(crate::Source::new(text, "a.asl.jsonc")),
            &crate::config::Config::all(),
        );
        found.into_iter().map(|finding| format!("{}: {}", finding.rule.name, finding.message)).collect()
    }

    #[test]
    fn covered_findings_are_removed_and_unused_names_are_reported() {
        let text = r#"{
  "StartAt": "A",
  "States": {
    // asl-lint: ignore[unknown-state, lost-input] the other team adds it
    "A": { "Type": "Pass", "Result": 1, "Next": "B" },
    "C": { "Type": "Succeed" } // asl-lint: ignore[unreachable-state] also they
  }
}"#;
        assert_eq!(messages(text), ["unused-suppression: unused suppression of `lost-input`"]);
    }

    #[test]
    fn suppressions_of_rules_that_did_not_run_are_not_reported() {
        let text = r#"{ "Comment": "asl-lint: ignore[lost-input]", "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }"#;
        let analyses = crate::analyze(crate::Source::new(text, "a.json"));
        assert!(crate::lint_analyses(&analyses, &crate::config::Config::only([&RULE])).is_empty());
    }
}
