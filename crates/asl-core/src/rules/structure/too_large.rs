use crate::host::TemplateKind;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "too-large",
    group: Group::Structure,
    docs: include_str!("too_large.md"),
    severity: Severity::Error,
    ..Rule::DEFAULTS
};

/// The maximum length of a definition in characters (§9.1).
const LIMIT: usize = 1_048_576;

pub(super) fn run(cx: &mut Context<'_>) {
    let text = match (cx.analysis.host().kind, cx.tree().root()) {
        (TemplateKind::Asl, _) => cx.tree().text(),
        (_, Some(definition)) => definition.source(),
        (_, None) => return,
    };
    // The definition that a template renders may be shorter.
    if text.len() <= LIMIT || cx.tree().has_open_parts() {
        return;
    }
    let length = text.chars().count();
    if length > LIMIT {
        cx.report(
            &RULE,
            Span::at(0),
            format!("definition is {length} characters long; the maximum is {LIMIT}"),
        )
        .help("move parts of it into separate state machines, and start them with `states:startExecution`");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_counts_characters() {
        let definition = |length: usize| format!("{{\"Comment\": \"{}\"}}", "é".repeat(length - 15));
        check(&RULE, &definition(LIMIT));
        assert_eq!(
            only_finding(&RULE, &definition(LIMIT + 1)).message,
            "definition is 1048577 characters long; the maximum is 1048576"
        );
    }
}
