use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "invalid-state-name",
    group: Group::Structure,
    docs: include_str!("invalid_state_name.md"),
    severity: Severity::Error,
    aws: Some(Aws { code: "INVALID_STATE_NAME", place: AwsPlace::Here }),
    ..Rule::DEFAULTS
};

/// The maximum length of a state name in characters (§3.3).
const LIMIT: usize = 80;

pub(super) fn run(cx: &mut Context<'_>) {
    for name in cx.states().map(|state| state.name()).filter(|name| !name.span.is_empty()) {
        let length = name.value.chars().count();
        if length == 0 {
            cx.report(&RULE, name.span, "state name is empty");
        } else if length > LIMIT && !name.has_placeholder() {
            cx.report(
                &RULE,
                name.span,
                format!("state name is {length} characters long; the maximum is {LIMIT}"),
            );
        } else if name.value.trim() != name.value || name.value.contains(char::is_control) {
            cx.report(
                &RULE,
                name.span,
                "state name begins or ends with whitespace, or contains a control character",
            )
            .note("transitions to it must contain the same invisible characters")
            .advice();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_1_to_80_characters() {
        let named = |name: &str| format!(r#"{{ "States": {{ "{name}": {{ "Type": "Succeed" }} }} }}"#);
        check(&RULE, &named(&"é".repeat(80)));
        check(&RULE, &named("Send (again), please!"));
        let finding = only_finding(&RULE, &named(&"é".repeat(81)));
        assert_eq!(finding.message, "state name is 81 characters long; the maximum is 80");
        assert_eq!(only_finding(&RULE, &named("")).message, "state name is empty");
        assert_eq!(only_finding(&RULE, &named("A ")).severity, Severity::Info);
    }
}
