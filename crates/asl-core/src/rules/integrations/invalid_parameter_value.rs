use crate::catalog::parameters::{WORDS, Words};
use crate::catalog::services::Resource;
use crate::rules::prelude::*;
use crate::syntax::Text;

pub(super) static RULE: Rule = Rule {
    name: "invalid-parameter-value",
    group: Group::Integrations,
    docs: include_str!("invalid_parameter_value.md"),
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states_of(StateKind::Task) {
        let Some(Resource::Optimized { service, action, .. }) = state.resource().map(Resource::parse) else {
            continue;
        };
        let rows: Vec<&Words> =
            WORDS.iter().filter(|row| row.service == service && row.action == action).collect();
        let Some(payload) = state.payload().and_then(|field| field.value()).filter(|_| !rows.is_empty())
        else {
            continue;
        };
        for row in rows {
            let value = row.path.iter().try_fold(payload, |value, name| value.get(name));
            let Some(text) = value.and_then(Node::as_text) else { continue };
            if !row.words.contains(&text.value) && !is_filled_in(text) {
                report(cx, text, row);
            }
        }
    }
}

/// Whether a template or an expression provides the value before the call.
fn is_filled_in(text: Text<'_>) -> bool {
    text.has_placeholder() || is_placeholder(text.value) || text.value.contains(['{', '$'])
}

fn report(cx: &mut Context<'_>, text: Text<'_>, row: &Words) {
    let value = text.value;
    let near = row.words.iter().copied().find(|word| word.eq_ignore_ascii_case(value.trim()));
    let near = near.or_else(|| nearest(value, row.words.iter().copied()));
    let fix =
        near.map(|near| Fix::suggested(format!("Change to `{near}`"), vec![cx.replace_text(text, near)]));
    let name = row.path.last().copied().unwrap_or_default();
    let words: Vec<String> = row.words.iter().map(|word| format!("`{word}`")).collect();
    let diag = cx.report(&RULE, text.span, format!("`{}` is not a valid `{name}`", excerpt(value)));
    diag.note(format!("`{}:{}` accepts {}", row.service, row.action, listed(&words, "or")));
    if let (Some(near), Some(fix)) = (near, fix) {
        diag.help(format!("did you mean `{near}`?")).fix(fix);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(resource: &str, parameters: &str) -> String {
        format!(
            r#"{{ "States": {{ "A": {{ "Type": "Task", "Resource": "arn:aws:states:::{resource}", "Parameters": {{ {parameters} }} }} }} }}"#
        )
    }

    #[test]
    fn values_of_parameters() {
        for (resource, parameters, message) in [
            ("http:invoke", r#""Method": "FETCH""#, "`FETCH` is not a valid `Method`"),
            ("http:invoke", r#""Method": """#, "`` is not a valid `Method`"),
            ("apigateway:invoke", r#""Method": "TRACE""#, "`TRACE` is not a valid `Method`"),
            (
                "http:invoke",
                r#""Transform": { "RequestBodyEncoding": "JSON" }"#,
                "`JSON` is not a valid `RequestBodyEncoding`",
            ),
        ] {
            assert_eq!(only_finding(&RULE, &call(resource, parameters)).message, message);
        }
        for (resource, parameters) in [
            ("http:invoke", r#""Method": "PATCH""#),
            ("http:invoke", r#""Method.$": "$.method""#),
            ("http:invoke", r#""Method": "${Method}""#),
            ("http:invoke", r#""Method": "{% $method %}""#),
            ("http:invoke", r#""RequestBody": { "Method": "FETCH" }"#),
            ("eks:call", r#""Method": "WATCH""#),
            ("http:invoke", r#""Method": "<method>""#),
            ("http:invoke", r#""Method": "HTTP_METHOD""#),
        ] {
            check(&RULE, &call(resource, parameters));
        }
        let text = call("http:invoke", r#""Method": "FETCH""#)
            .replace("Parameters", "Arguments")
            .replace(r#""Task","#, r#""Task", "QueryLanguage": "JSONata","#);
        assert_eq!(only_finding(&RULE, &text).message, "`FETCH` is not a valid `Method`");
    }

    #[test]
    fn the_fix_suggests_the_nearest_value() {
        for (before, after) in [("get", "GET"), ("POTS", "POST"), ("DELETE ", "DELETE")] {
            let text = |method| call("http:invoke", &format!(r#""Method": "{method}""#));
            check_fix(&RULE, &text(before), &text(after));
        }
    }
}
