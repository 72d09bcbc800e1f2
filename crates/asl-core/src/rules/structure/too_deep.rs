use crate::expr::intrinsic::IntrinsicErrorKind;
use crate::expr::path::PathErrorKind;
use crate::rules::prelude::*;
use crate::syntax::ErrorKind;
use jsonata_syntax::ErrorCode;

pub(super) static RULE: Rule = Rule {
    name: "too-deep",
    group: Group::Structure,
    docs: include_str!("too_deep.md"),
    severity: Severity::Error,
    aws: Some(Aws { code: "TOO_DEEPLY_NESTED", place: AwsPlace::None }),
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for error in cx.tree().errors().iter().filter(|error| error.kind == ErrorKind::Depth) {
        cx.report(&RULE, error.span, &error.message)
            .note("anything nested deeper is not checked")
            .help("move inner branches and item processors into separate state machines");
    }
    for site in cx.known_sites() {
        if let Some(span) = too_deep(site) {
            cx.report(&RULE, site.span(span), "expression is nested too deeply to be parsed")
                .warning()
                .note("anything nested deeper is not checked, and evaluation has limits too")
                .help("split it, and assign parts of it to variables");
        }
    }
}

/// Where an expression exceeds the nesting limit of its parser.
fn too_deep(site: ExpressionRef<'_>) -> Option<Span> {
    match site.code() {
        Code::Text => None,
        Code::Path(path) => {
            path.errors.iter().find(|error| error.kind == PathErrorKind::TooDeep).map(|error| error.span)
        }
        Code::Intrinsic(intrinsic) => intrinsic
            .errors
            .iter()
            .find(|error| error.kind == IntrinsicErrorKind::TooDeep)
            .map(|error| error.span),
        Code::Jsonata(parsed) => {
            parsed.errors.iter().find(|error| error.code == ErrorCode::TooDeep).map(|error| error.span)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::MAX_DEPTH;

    #[test]
    fn one_finding_per_location() {
        let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        check(&RULE, &nested(MAX_DEPTH));
        let finding = only_finding(&RULE, &nested(100_000));
        assert_eq!(finding.span, Span { start: MAX_DEPTH as u32, end: MAX_DEPTH as u32 + 1 });
    }

    #[test]
    fn an_expression_is_reported_once_however_deep_it_is() {
        let with = |language: &str, field: &str, text: &str| {
            format!(
                r#"{{ "QueryLanguage": "{language}", "StartAt": "A", "States": {{
                    "A": {{ "Type": "Pass", {field}: "{text}", "End": true }} }} }}"#
            )
        };
        let deep = |part: &str| part.repeat(100_000);
        for text in [
            with("JSONata", "\"Output\"", &format!("{{%{}%}}", deep("("))),
            with("JSONPath", "\"OutputPath\"", &format!("${}", deep("[?(@"))),
        ] {
            assert_eq!(only_finding(&RULE, &text).severity, Severity::Warning);
        }
    }
}
