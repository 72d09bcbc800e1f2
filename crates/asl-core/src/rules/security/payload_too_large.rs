use crate::catalog::Value;
use crate::expr::is_jsonata;
use crate::rules::prelude::*;
use crate::syntax::Pair;

pub(super) static RULE: Rule = Rule {
    name: "payload-too-large",
    group: Group::Security,
    docs: include_str!("payload_too_large.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

/// The maximum size of an input or output in bytes of UTF-8 (§9.1).
const MAX_PAYLOAD: usize = 262_144;
/// The maximum lengths of the two strings of a Fail state in characters (§9.1).
const FAIL_LIMITS: [(&str, usize); 2] = [("Error", 256), ("Cause", 32_768)];

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states_of(StateKind::Fail) {
        for (field, limit) in FAIL_LIMITS {
            check_text(cx, state, field, limit);
        }
    }
    // A value cannot be larger than its source.
    if cx.tree().text().len() <= MAX_PAYLOAD {
        return;
    }
    let is_payload = |info: &FieldInfo| matches!(info.value, Value::Any | Value::Template | Value::Variables);
    for (field, info, value) in cx.fields_where(is_payload) {
        if value.source().len() <= MAX_PAYLOAD || cx.tree().is_damaged(value.span()) {
            continue;
        }
        // Nothing inside a Result is evaluated.
        let language = Some(field.object().language()).filter(|_| info.value != Value::Any);
        let bytes = size(value, language);
        if bytes > MAX_PAYLOAD {
            let name = field.key().value;
            let message = format!(
                "`{name}` is {} bytes large; the maximum is {}",
                grouped(bytes as f64),
                grouped(MAX_PAYLOAD as f64)
            );
            cx.report(&RULE, field.key().span, message)
                .note(
                    "the execution fails with `States.DataLimitExceeded`, which `States.ALL` does not catch",
                )
                .help("store the data in S3, and pass on its location");
        }
    }
}

fn check_text(cx: &mut Context<'_>, state: State<'_>, field: &str, limit: usize) {
    let Some(text) = state.get(field).and_then(Node::as_text) else { return };
    let is_evaluated = state.language() == QueryLanguage::Jsonata && is_jsonata(text.value);
    if text.value.len() <= limit || text.has_placeholder() || is_evaluated {
        return;
    }
    let length = text.value.chars().count();
    if length > limit {
        let (length, limit) = (grouped(length as f64), grouped(limit as f64));
        cx.report(&RULE, text.span, format!("`{field}` is {length} characters long; the maximum is {limit}"))
            .help("shorten it, and store the details elsewhere");
    }
}

/// The size of a value in bytes as JSON without whitespace and without expressions.
fn size(value: Node<'_>, language: Option<QueryLanguage>) -> usize {
    match value.kind() {
        Kind::Object => {
            let pairs = value.pairs().map(|pair| pair_size(pair, language)).sum::<usize>();
            pairs + value.pairs().len().saturating_sub(1) + 2
        }
        Kind::Array => {
            let items = value.items().map(|item| size(item, language)).sum::<usize>();
            items + value.items().len().saturating_sub(1) + 2
        }
        Kind::String => match value.as_str() {
            Some(text) if language == Some(QueryLanguage::Jsonata) && is_jsonata(text) => 0,
            text => text.map_or(0, string_size),
        },
        _ => value.source().len(),
    }
}

fn pair_size(pair: Pair<'_>, language: Option<QueryLanguage>) -> usize {
    let key = pair.key().value;
    match key.strip_suffix(".$").filter(|_| language == Some(QueryLanguage::JsonPath)) {
        Some(name) => string_size(name) + 1,
        None => string_size(key) + 1 + pair.value().map_or(0, |value| size(value, language)),
    }
}

/// The size of a string with its quotes and escapes.
fn string_size(text: &str) -> usize {
    let escapes = text.bytes().filter(|byte| matches!(byte, b'"' | b'\\' | ..=0x1F)).count();
    text.len() + escapes + 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pass(fields: &str) -> String {
        format!(r#"{{ "States": {{ "A": {{ "Type": "Pass", {fields}, "End": true }} }} }}"#)
    }

    #[test]
    fn a_payload_has_at_most_256_kib() {
        let text = |length: usize| "x".repeat(length);
        let found = only_finding(&RULE, &pass(&format!(r#""Result": "{}""#, text(MAX_PAYLOAD - 1))));
        assert_eq!(found.message, "`Result` is 262,145 bytes large; the maximum is 262,144");
        check(&RULE, &pass(&format!(r#""Result": "{}""#, text(MAX_PAYLOAD - 2))));
        only_finding(
            &RULE,
            &pass(&format!(r#""Parameters": {{ "a.$": "$", "b": ["{}"] }}"#, text(MAX_PAYLOAD))),
        );
        only_finding(&RULE, &pass(&format!(r#""Assign": {{ "b": "{}" }}"#, text(MAX_PAYLOAD))));
    }

    #[test]
    fn whitespace_escapes_and_expressions_do_not_count() {
        check(&RULE, &pass(&format!(r#""Result": [{} 1]"#, " ".repeat(MAX_PAYLOAD))));
        check(&RULE, &pass(&format!(r#""Result": "{}""#, "\\u0041".repeat(MAX_PAYLOAD / 6))));
        let jsonata =
            |text: &str| pass(&format!(r#""QueryLanguage": "JSONata", "Output": {{ "a": "{text}" }}"#));
        check(&RULE, &jsonata(&format!("{{% $length('{}') %}}", "x".repeat(MAX_PAYLOAD))));
        only_finding(&RULE, &jsonata(&"x".repeat(MAX_PAYLOAD)));
        let path = format!(r#"{{ "a.$": "$.{}" }}"#, "x".repeat(MAX_PAYLOAD));
        check(&RULE, &pass(&format!(r#""Parameters": {path}"#)));
        only_finding(&RULE, &pass(&format!(r#""QueryLanguage": "JSONata", "Output": {path}"#)));
    }

    #[test]
    fn the_size_is_that_of_compact_json() {
        for text in ["{}", "[]", "[1,2]", r#"{"a":1,"bc":[true,null,"x\"y\n"],"d":{"e":-1.5}}"#, r#""é""#] {
            let tree = crate::syntax::parse(text, crate::Dialect::Json);
            let root = tree.root().unwrap();
            assert_eq!(size(root, None), text.len(), "{text}");
        }
        // The whitespace makes the source larger than the limit.
        check(&RULE, &pass(&format!(r#""Result": [ "{}" ]"#, "x".repeat(MAX_PAYLOAD - 4))));
        only_finding(&RULE, &pass(&format!(r#""Result": [ "{}" ]"#, "x".repeat(MAX_PAYLOAD - 3))));
    }

    #[test]
    fn evaluated_strings_of_a_fail_state() {
        let fail = |language: &str, error: &str| {
            let text = error.replace('x', &"x".repeat(300));
            format!(
                r#"{{ "States": {{ "F": {{ "Type": "Fail", "QueryLanguage": "{language}", "Error": "{text}" }} }} }}"#
            )
        };
        check(&RULE, &fail("JSONata", "{% 'x' %}"));
        check(&RULE, &fail("JSONPath", "x${Y}"));
        only_finding(&RULE, &fail("JSONPath", "{% 'x' %}"));
        only_finding(&RULE, &fail("JSONata", "x"));
    }

    #[test]
    fn the_strings_of_a_fail_state() {
        let fail = |error: usize, cause: usize| {
            let (error, cause) = ("é".repeat(error), "x".repeat(cause));
            format!(
                r#"{{ "States": {{ "F": {{ "Type": "Fail", "Error": "{error}", "Cause": "{cause}" }} }} }}"#
            )
        };
        check(&RULE, &fail(256, 32_768));
        let found = only_finding(&RULE, &fail(257, 1));
        assert_eq!(found.message, "`Error` is 257 characters long; the maximum is 256");
        let found = only_finding(&RULE, &fail(1, 40_000));
        assert_eq!(found.message, "`Cause` is 40,000 characters long; the maximum is 32,768");
    }
}
