use std::sync::LazyLock;

use aho_corasick::packed::Searcher;

use crate::rules::prelude::*;
use crate::syntax::Text;

pub(super) static RULE: Rule = Rule {
    name: "secret-in-definition",
    group: Group::Security,
    docs: include_str!("secret_in_definition.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

/// Well-known tokens: the prefix, the minimum number of characters after it, and the description.
const TOKENS: [(&str, usize, &str); 9] = [
    ("AKIA", 16, "an AWS access key"),
    ("ASIA", 16, "a temporary AWS access key"),
    ("ghp_", 36, "a GitHub token"),
    ("gho_", 36, "a GitHub token"),
    ("github_pat_", 50, "a GitHub token"),
    ("xoxb-", 20, "a Slack token"),
    ("xoxp-", 20, "a Slack token"),
    ("sk_live_", 20, "a Stripe key"),
    ("rk_live_", 20, "a Stripe key"),
];

/// The length of the shortest of them in bytes.
const MIN_LENGTH: usize = 20;

const PRIVATE_KEY: &str = "PRIVATE KEY-----";

/// Finds what every token and private key contains; `None` where the processor cannot find it faster than text by text.
static MARKS: LazyLock<Option<Searcher>> =
    LazyLock::new(|| Searcher::new(TOKENS.iter().map(|(start, ..)| *start).chain([PRIVATE_KEY])));

pub(super) fn run(cx: &mut Context<'_>) {
    if cx.tree().may_hold(|bytes| MARKS.as_ref().is_none_or(|marks| marks.find(bytes).is_some())) {
        let long = cx.tree().strings().filter(|node| node.span().range().len() >= MIN_LENGTH);
        long.filter_map(Node::as_text).for_each(|text| check_text(cx, text));
    }
    for node in cx.tree().objects() {
        let mut is_variable = false;
        for pair in node.pairs() {
            let key = pair.key_bytes();
            is_variable |= key == b"Value";
            if names_secret(key)
                && let Some(value) = pair.value().and_then(Node::as_text)
            {
                check_value(cx, pair.key().value, value);
            }
        }
        // Environment variables of a container are objects with a name and a value.
        if is_variable
            && let Some(name) =
                node.get("Name").and_then(Node::as_str).filter(|name| names_secret(name.as_bytes()))
            && let Some(value) = node.get("Value").and_then(Node::as_text)
        {
            check_value(cx, name, value);
        }
    }
}

fn check_text(cx: &mut Context<'_>, text: Text<'_>) {
    if let Some(start) = text.value.find("-----BEGIN ").filter(|_| text.value.contains(PRIVATE_KEY)) {
        let span = cx.tree().to_file(text, Span::new(start, start + "-----BEGIN".len()));
        report(cx, span, "the definition contains a private key".to_owned());
    } else if let Some((part, what)) = token(text.value) {
        let span = cx.tree().to_file(text, part);
        report(cx, span, format!("the definition contains {what}"));
    }
}

/// The first token of a well-known format in a string, with its description.
fn token(text: &str) -> Option<(Span, &'static str)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let mut at = 0;
    for word in text.split(|c| !is_part(c)) {
        let core = word.trim_matches(['-', '_']);
        for (start, min_length, what) in TOKENS {
            let Some(rest) = core.strip_prefix(start) else { continue };
            let is_token = match start {
                "AKIA" | "ASIA" => {
                    rest.len() == min_length && rest.bytes().all(|b| matches!(b, b'A'..=b'Z' | b'2'..=b'7'))
                }
                _ => rest.len() >= min_length,
            };
            // AWS's own example keys end like this.
            if is_token && !core.ends_with("EXAMPLE") && has_variety(rest) {
                let from = at + word.len() - word.trim_start_matches(['-', '_']).len();
                return Some((Span::new(from, from + core.len()), what));
            }
        }
        at += word.len() + text[at + word.len()..].chars().next().map_or(0, char::len_utf8);
    }
    None
}

/// Reports the value of a key that names a secret, unless `check_text` reports it as a token.
fn check_value(cx: &mut Context<'_>, key: &str, value: Text<'_>) {
    if !value.has_placeholder() && looks_secret(value.value) && token(value.value).is_none() {
        report(cx, value.span, format!("the value of `{key}` looks like a secret"));
    }
}

fn report(cx: &mut Context<'_>, span: Span, message: String) {
    cx.report(&RULE, span, message)
        .note("anyone who can read the definition or an execution history can read it")
        .help("store it in Secrets Manager, or for HTTP Tasks in a connection, and let the Task retrieve it");
}

/// Whether a key indicates that its value is a secret. The value of a key that ends in `.$` is a path.
fn names_secret(key: &[u8]) -> bool {
    const WHOLE: [&str; 4] = ["authorization", "pwd", "secret", "token"];
    const ENDS: [&str; 12] = [
        "accesskey",
        "accesstoken",
        "apikey",
        "apitoken",
        "authtoken",
        "bearertoken",
        "clientsecret",
        "passphrase",
        "passwd",
        "password",
        "secretkey",
        "privatekey",
    ];
    // The last three letters rule out most keys.
    let last = key.last_chunk::<3>().map(|last| last.map(|byte| byte | 0x20));
    if !last.is_some_and(|last| {
        matches!(&last, b"ase" | b"ion" | b"ken" | b"key" | b"ord" | b"pwd" | b"ret" | b"swd")
    }) {
        return false;
    }
    // Separators between words do not count: `x-api-key`, `DB_PASSWORD`.
    let plain = || key.iter().rev().filter(|b| b.is_ascii_alphanumeric()).map(|b| b.to_ascii_lowercase());
    WHOLE.iter().any(|word| plain().eq(word.bytes().rev()))
        || ENDS.iter().any(|end| plain().take(end.len()).eq(end.bytes().rev()))
}

/// Whether a string is a secret rather than the name of one, a reference, a placeholder, an ID or a hash.
fn looks_secret(text: &str) -> bool {
    const PLACEHOLDERS: [&str; 12] = [
        "example",
        "changeme",
        "placeholder",
        "your",
        "dummy",
        "redacted",
        "todo",
        "replace",
        "insert",
        "fake",
        "secretsmanager",
        "ssm",
    ];
    const STARTS: [&str; 8] = ["$", "{%", "arn:", "http", "/", "<", "[", "states."];
    let scheme = ["Bearer ", "Basic ", "Token "].into_iter().find(|scheme| text.starts_with(scheme));
    let text = &text[scheme.map_or(0, str::len)..];
    let lower = text.to_ascii_lowercase();
    if !(6..=4096).contains(&text.len())
        || text.contains(char::is_whitespace)
        || text.contains("{{")
        || STARTS.iter().any(|start| lower.starts_with(start))
        || PLACEHOLDERS.iter().any(|word| lower.contains(word))
    {
        return false;
    }
    let has = |test: fn(&char) -> bool| text.chars().any(|c| test(&c));
    // The value after an authentication scheme is hardly a name.
    let is_mixed = has(char::is_ascii_alphabetic) && has(char::is_ascii_digit)
        || scheme.is_some() && has(char::is_ascii_lowercase) && has(char::is_ascii_uppercase);
    is_mixed && has_variety(text) && !is_name(text) && !is_hash(text)
}

/// Whether a string consists of separated words, each of letters or of digits, such as the name `db-password-2`.
fn is_name(text: &str) -> bool {
    let is_word = |part: &str| {
        let part = part.strip_prefix('v').filter(|rest| !rest.is_empty()).unwrap_or(part);
        part.bytes().all(|b| b.is_ascii_alphabetic()) || part.bytes().all(|b| b.is_ascii_digit())
    };
    let parts: Vec<&str> = text.split(['-', '_', '/', '.', ':']).collect();
    parts.len() > 1 && parts.into_iter().all(is_word)
}

/// Whether a string is a hash or an ID: hexadecimal digits and hyphens.
fn is_hash(text: &str) -> bool {
    text.len() >= 32 && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

/// Whether a string has more than a few distinct characters, unlike `xxxxxxxx`.
fn has_variety(text: &str) -> bool {
    let bits = text.bytes().filter(u8::is_ascii).fold(0u128, |bits, byte| bits | 1 << byte);
    bits.count_ones() >= 5
}

#[cfg(test)]
mod tests {
    use super::*;

    // Assembled at run time, so that this file does not contain a key.
    fn access_key() -> String {
        format!("AK{}", "IAQ3EGUZLBXWMT5RKD")
    }

    fn pass(result: &str) -> String {
        format!(r#"{{ "States": {{ "A": {{ "Type": "Pass", "Result": {result}, "End": true }} }} }}"#)
    }

    #[test]
    fn tokens_of_known_formats() {
        let key = access_key();
        let finding = only_finding(&RULE, &pass(&format!(r#"{{ "a": "é -{key};" }}"#)));
        assert_eq!(finding.message, "the definition contains an AWS access key");
        assert_eq!(finding.span.range().len(), 20);
        check(
            &RULE,
            &pass(
                r#"["AKIAIOSFODNN7EXAMPLE", "AKIASHORT", "xAKIAQ3EGUZLBXWMT5RKDY", "AKIAAAAAAAAAAAAAAAAA"]"#,
            ),
        );
        for (token, name) in [
            (format!("gh{}", "p_a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8i9"), "a GitHub token"),
            (format!("xo{}", "xb-1234567890-a1B2c3D4e5F6"), "a Slack token"),
        ] {
            let finding = only_finding(&RULE, &pass(&format!(r#"["({token})"]"#)));
            assert_eq!(finding.message, format!("the definition contains {name}"));
            assert_eq!(finding.span.range().len(), token.len());
        }
        let key = format!("-----BEGIN RSA {PRIVATE_KEY}\\nMIIE");
        let finding = only_finding(&RULE, &pass(&format!("[\"{key}\"]")));
        assert_eq!(finding.message, "the definition contains a private key");
        assert_eq!(finding.span.range().len(), "-----BEGIN".len());
    }

    #[test]
    fn values_of_keys_that_name_secrets() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": { "Type": "Task", "Resource": "x", "Parameters": {
      "DbPassword": "hunter2Blue!",
//                  ^^^^^^^^^^^^^^ the value of `DbPassword` looks like a secret
      "Headers": { "Authorization": "Bearer k39Fj2kd93jdkQ", "x-api-key": "9fK2mQ8vT1xZ" },
//                                  ^^^^^^^^^^^^^^^^^^^^^^^ the value of `Authorization` looks like a secret
//                                                                        ^^^^^^^^^^^^^^ the value of `x-api-key` looks like a secret
      "token": ["kdJ4fQ", { "password": "9fK2m-Q8vT1xZ" }, { "password": "a1b2c3d4" }],
//                                      ^^^^^^^^^^^^^^^ the value of `password` looks like a secret
//                                                                       ^^^^^^^^^^ the value of `password` looks like a secret
      "Proxy": { "Authorization": "Bearer kdJfQwErTyUi" },
//                                ^^^^^^^^^^^^^^^^^^^^^ the value of `Authorization` looks like a secret
      "authorization": "Basic dXNlcjpwYXNzd29yZA==",
//                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the value of `authorization` looks like a secret
      "Environment": [{ "Name": "DB_PASSWORD", "Value": "tR4pd00r" }, { "Name": "STAGE", "Value": "tR4pd00r" }]
//                                                      ^^^^^^^^^^ the value of `DB_PASSWORD` looks like a secret
    } }
  }
}"#,
        );
    }

    #[test]
    fn what_only_looks_like_a_secret() {
        for value in [
            "arn:aws:secretsmanager:us-east-1:111122223333:secret:db-a1B2c3",
            "$.password1",
            "$$.Task.Token",
            "{% $states.input.p4ssword %}",
            "${Password1}",
            "{{resolve:secretsmanager:db1}}",
            "prod/db/password-2",
            "db-password-v2",
            "MySecretName",
            "<password1>",
            "xxxxxxxx1",
            "changeme123",
            "your-api-key-1",
            "https://example.com/token1",
            "/prod/db1/password",
            "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
            "d41d8cd98f00b204e9800998ecf8427e",
            "a1",
            "12345678",
            "a1b2 c3d4",
            "a1b2{{c3d4}}",
        ] {
            check(&RULE, &pass(&format!(r#"{{ "password": "{value}" }}"#)));
        }
        check(
            &RULE,
            &pass(
                r#"{ "NextToken": "a1B2c3D4e5", "SecretId": "a1B2c3D4e5", "ClientToken": "a1B2c3D4e5", "password.$": "a1B2c3D4e5" }"#,
            ),
        );
    }
}
