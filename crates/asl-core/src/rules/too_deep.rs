use super::prelude::*;
use crate::syntax::ErrorKind;

pub(super) static RULE: Rule = Rule {
    name: "too-deep",
    group: Group::Structure,
    summary: "values are nested deeper than can be read",
    docs: include_str!("too_deep.md"),
    severity: Severity::Error,
    default: Default::On,
    aws: Some(Aws { code: "TOO_DEEPLY_NESTED", place: AwsPlace::None }),
    fix: FixKind::None,
    check: run,
};

fn run(cx: &mut Context<'_>) {
    for error in cx.tree().errors().iter().filter(|error| error.kind == ErrorKind::Depth) {
        cx.report(&RULE, error.span, &error.message)
            .note("what is nested deeper is not checked")
            .help("move inner branches and item processors into state machines of their own");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::MAX_DEPTH;

    #[test]
    fn one_report_for_one_place() {
        let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        check(&RULE, &nested(MAX_DEPTH));
        let finding = only_finding(&RULE, &nested(100_000));
        assert_eq!(finding.span, Span { start: MAX_DEPTH as u32, end: MAX_DEPTH as u32 + 1 });
    }
}
