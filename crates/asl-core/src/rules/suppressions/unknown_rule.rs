use crate::edit::Edit;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "unknown-rule",
    group: Group::Suppressions,
    docs: include_str!("unknown_rule.md"),
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for &(name, span) in cx.suppressions.valid.iter().flat_map(|one| &one.rules) {
        if cx.known_rules.iter().any(|rule| rule.name == name) {
            continue;
        }
        let near = nearest(name, cx.known_rules.iter().map(|rule| rule.name));
        let diag = cx.report(&RULE, span, format!("unknown rule `{name}`"));
        diag.note("the suppression has no effect");
        if let Some(near) = near {
            diag.help(format!("did you mean `{near}`?"));
            let edit = Edit { span, text: near.to_owned() };
            diag.fix(Fix::suggested(format!("Change to `{near}`"), vec![edit]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_rule_is_proposed() {
        check_fix(
            &RULE,
            r#"{ "Comment": "asl-lint: ignore[unknwon-state, lost-input]" }"#,
            r#"{ "Comment": "asl-lint: ignore[unknown-state, lost-input]" }"#,
        );
    }
}
