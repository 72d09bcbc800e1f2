use crate::catalog::services::Resource;
use crate::rules::prelude::*;
use crate::syntax::Text;

pub(super) static RULE: Rule = Rule {
    name: "insecure-url",
    group: Group::Security,
    docs: include_str!("insecure_url.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    if cx.tree().may_contain("://") {
        check_endpoints(cx);
        for text in cx.tree().strings().filter_map(Node::as_text) {
            check_password(cx, text);
        }
    }
}

fn check_endpoints(cx: &mut Context<'_>) {
    for state in cx.states_of(StateKind::Task) {
        let Some(Resource::Optimized { service: "http", .. }) = state.resource().map(Resource::parse) else {
            continue;
        };
        let payload = ["Parameters", "Arguments"].into_iter().find_map(|field| state.get(field));
        let Some(endpoint) = payload.and_then(|payload| payload.get("ApiEndpoint")?.as_text()) else {
            continue;
        };
        if endpoint.value.starts_with("http://") {
            let scheme = cx.tree().to_file(endpoint, Span::new(0, "http://".len()));
            cx.report(&RULE, scheme, "the request is sent without encryption")
                .note("HTTP Tasks call `https://` endpoints, and add the credentials of their connection to the request")
                .help("use `https://`");
        }
    }
}

fn check_password(cx: &mut Context<'_>, text: Text<'_>) {
    let Some(part) = password(text.value).filter(|_| !text.has_placeholder()) else { return };
    let span = cx.tree().to_file(text, part);
    cx.report(&RULE, span, "the URL contains a password")
        .note("anyone who can read the definition or an execution history can read it")
        .help("store it in a connection or in Secrets Manager");
}

/// The password in the first URL of a string, as in `https://user:password@host`.
fn password(text: &str) -> Option<Span> {
    let start = text.find("://")? + 3;
    let rest = &text[start..];
    let end = rest.find(|c: char| "/?#'\"\\`,;".contains(c) || c.is_whitespace()).unwrap_or(rest.len());
    let user_and_password = &rest[..rest[..end].rfind('@')?];
    let at = user_and_password.find(':')? + 1;
    let password = &user_and_password[at..];
    let is_placeholder = password.contains(['<', '{', '$', '*', '&'])
        || ["password", "pass", "secret", "xxx"].iter().any(|word| password.eq_ignore_ascii_case(word));
    let span = Span::new(start + at, start + user_and_password.len());
    (!password.is_empty() && !is_placeholder).then_some(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints_of_http_tasks() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": { "Type": "Task", "Resource": "arn:aws:states:::http:invoke", "Parameters": { "ApiEndpoint": "http://example.com/a" } },
//                                                                                                     ^^^^^^^ the request is sent without encryption
    "B": { "Type": "Task", "Resource": "arn:aws:states:::http:invoke", "Parameters": { "ApiEndpoint": "https://example.com/a" } },
    "C": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "Payload": { "page": "http://example.com/a" } } }
  }
}"#,
        );
    }

    #[test]
    fn passwords_in_urls() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": { "Type": "Pass", "Result": { "url": "postgres://app:s3cr3t-9@db.example.com:5432/orders" }, "Next": "B" },
//                                                            ^^^^^^^^ the URL contains a password
    "B": { "Type": "Pass", "Result": [
      "https://app@example.com/", "https://example.com:8443/a@b", "https://app:password@example.com/",
      "https://app:<password>@example.com", "https://app:${Password}@example.com", "mailto:a@b.example",
      "see https://example.com or ask: me@example.com"
    ] },
    "C": { "Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% 'https://' & $user & ':' & $pass & '@example.com' %}" }
  }
}"#,
        );
    }
}
