//! Paths and intrinsic function calls inside longer strings, where they are not evaluated: `"Order $.id is done"`. Text
//! that may belong to another language with similar syntax is ignored.

use super::language::{looks_like_intrinsic, looks_like_path};
use super::{intrinsic, path};
use crate::catalog::intrinsics;
use crate::text::Span;

/// The maximum number of paths and calls of one string that are examined.
const MAX_PARTS: usize = 64;

/// The maximum length of a name in brackets.
const MAX_NAME: usize = 200;

/// Returns the spans of the paths and calls inside a string, in source order. A string that is a path or a call as a
/// whole contains none.
pub(crate) fn embedded(text: &str) -> Vec<Span> {
    let has = |sign: u8| text.as_bytes().contains(&sign);
    if !(has(b'$') || has(b'(') && text.contains("States."))
        || looks_like_path(text)
        || looks_like_intrinsic(text)
    {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut at = 0;
    let is_start = |byte: u8| matches!(byte, b'$' | b'S');
    while let Some(start) = text[at..].bytes().position(is_start).map(|next| at + next) {
        let end =
            if begins(text, start) { call_end(text, start).or_else(|| path_end(text, start)) } else { None };
        at = end.unwrap_or(start + 1);
        found.extend(end.map(|end| Span::new(start, end)));
        if found.len() == MAX_PARTS {
            break;
        }
    }
    if found.is_empty() || is_code(text) {
        return Vec::new();
    }
    found.retain(|part| !is_about(text, *part));
    found
}

/// Returns whether a path or call may begin here: not inside a word, and not after a character that suggests another
/// syntax, such as a regular expression or EventBridge's `<$.body>`.
fn begins(text: &str, start: usize) -> bool {
    let before = text[..start].chars().next_back();
    before.is_none_or(|c| !c.is_ascii_alphanumeric() && !"_$\\.^*+?)]<&%!~`".contains(c))
}

/// Returns the end of a call of an existing function. A call that is not closed ends with its name.
fn call_end(text: &str, start: usize) -> Option<usize> {
    let rest = text[start..].strip_prefix("States.")?;
    let len = rest.find('(')?;
    let name = &text[start..start + "States.".len() + len];
    intrinsics::find(name)?;
    let call = intrinsic::parse(&text[start..]).call;
    let whole = call.map(|call| start + call.span.end as usize).filter(|end| text[..*end].ends_with(')'));
    Some(whole.unwrap_or(start + name.len()))
}

/// Returns the end of a path of names and indexes into the input or the context object.
fn path_end(text: &str, start: usize) -> Option<usize> {
    const CONTEXT: [&str; 5] = ["Execution", "StateMachine", "State", "Task", "Map"];
    let rest = &text[start..];
    let (root, is_context) = if rest.starts_with("$$.") { (2, true) } else { (1, false) };
    let mut end = start + root;
    let mut names = 0;
    while let Some(next) = step_end(text, end) {
        if is_context && names == 0 && !CONTEXT.contains(&&text[end + 1..next]) {
            return None;
        }
        names += 1;
        end = next;
    }
    let is_first_known = rest[root..].starts_with('.') || rest[root..].starts_with("['");
    // A function call belongs to another language: `$.ajax(...)`.
    let is_called = text[end..].starts_with('(');
    (names > 0 && is_first_known && !is_called && path::parse(&text[start..end]).errors.is_empty())
        .then_some(end)
}

/// Returns the end of `.name`, `[0]`, `[*]` or `['name']`.
fn step_end(text: &str, start: usize) -> Option<usize> {
    let rest = &text[start..];
    if let Some(name) = rest.strip_prefix('.') {
        let len =
            name.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-')).unwrap_or(name.len());
        let len = name[..len].trim_end_matches('-').len();
        let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        return begins.then_some(start + 1 + len);
    }
    let inner = rest.strip_prefix('[')?;
    let (len, _) = inner.char_indices().take(MAX_NAME).find(|(_, c)| *c == ']')?;
    let is_name = |quote: char| {
        inner[..len].len() > 2 && inner[..len].starts_with(quote) && inner[..len].ends_with(quote)
    };
    let is_index = len > 0 && inner[..len].bytes().all(|b| b.is_ascii_digit()) || &inner[..len] == "*";
    (is_index || is_name('\'') || is_name('"')).then_some(start + 1 + len + 1)
}

/// Returns whether a string is in another language with similar syntax: JSON, a query, a script or a template.
fn is_code(text: &str) -> bool {
    const QUERIES: [&str; 10] = [
        "select ", "insert ", "update ", "delete ", "with ", "merge ", "create ", "copy ", "unload ",
        "alter ",
    ];
    const SIGNS: [&str; 16] = [
        "#!/", "=>", "==", "&&", "||", "};", "();", "$input.", "$util.", "$ctx.", "#set", "#if", "#foreach",
        "jsonpath", "json_", "--query",
    ];
    let trimmed = text.trim();
    let lower = trimmed.to_ascii_lowercase();
    let is_json = |open: char, close: char| {
        // `{$.name}` is a placeholder that is never replaced.
        trimmed.starts_with(open) && trimmed.ends_with(close) && !trimmed[1..].starts_with('$')
    };
    is_json('{', '}')
        || is_json('[', ']')
        || QUERIES.iter().any(|word| lower.starts_with(word))
        || SIGNS.iter().any(|sign| lower.contains(sign))
        || is_argument(text)
}

/// Returns whether a quoted path is an argument of a call: `get(line, '$.id')`.
fn is_argument(text: &str) -> bool {
    ["'$", "\"$"]
        .iter()
        .any(|begin| text.match_indices(begin).any(|(at, _)| text[..at].trim_end().ends_with(['(', ','])))
}

/// Returns whether a message is about a path and not about its value: "missing field $.order.id".
fn is_about(text: &str, path: Span) -> bool {
    const ANYWHERE: [&str; 9] =
        ["missing", "required", "mandatory", "must", "undefined", "see", "check", "inspect", "refer"];
    // "Check", "see" and "stored in" in Japanese, which has no spaces between words.
    const JAPANESE: [&str; 3] = ["確認", "参照", "格納"];
    const BEFORE: [&str; 6] = ["field", "property", "parameter", "key", "path", "jsonpath"];
    let (before, after) = (&text[..path.start as usize], &text[path.end as usize..]);
    let has = |part: &str| {
        let lower = part.to_ascii_lowercase();
        lower.split(|c: char| !c.is_ascii_alphabetic()).any(|word| ANYWHERE.contains(&word))
            || JAPANESE.iter().any(|word| part.contains(word))
    };
    let last = before.strip_suffix(' ').and_then(|before| before.rsplit(' ').next()).unwrap_or_default();
    has(before) || has(after) || BEFORE.contains(&last.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        embedded(text).into_iter().map(|span| &text[span.range()]).collect()
    }

    #[test]
    fn paths_and_calls_in_strings() {
        for (text, expected) in [
            ("Order: $.OrderId is done", &["$.OrderId"][..]),
            ("/shops/$.shop", &["$.shop"]),
            ("id-$$.Execution.Name", &["$$.Execution.Name"]),
            ("States.Format('a {}', $.b) and", &["States.Format('a {}', $.b)"]),
            ("id: States.UUID()", &["States.UUID()"]),
            ("States.Format('a {}", &["States.Format"]),
            ("s3://$.bucket/$.key", &["$.bucket", "$.key"]),
            ("$.first $.last", &["$.first", "$.last"]),
            ("Done: $.items[0].name.", &["$.items[0].name"]),
            ("$['a b'] is $.c['d'][*]", &["$['a b']", "$.c['d'][*]"]),
            ("注文は$.OrderIdです", &["$.OrderId"]),
            ("{$.OrderId}", &["$.OrderId"]),
            ("Hello {{$.name}}", &["$.name"]),
            ("'$.name' has arrived", &["$.name"]),
            ("a\n$.b\nc", &["$.b"]),
            ("${Prefix}/$.key", &["$.key"]),
            ("$.a b", &["$.a"]),
            ("$.order-id is done", &["$.order-id"]),
            ("$.day-$.id", &["$.day", "$.id"]),
            ("Path: /shops/$.path", &["$.path"]),
        ] {
            assert_eq!(parts(text), expected, "{text}");
        }
    }

    #[test]
    fn other_languages_are_ignored() {
        for text in [
            "",
            "$.whole",
            "States.UUID()",
            "echo $1 $HOME $(cmd) $$ $? ${x}",
            "$foo.bar -eq $_.Name",
            "^a$.*",
            "^[a-z]+$.b",
            "(a|b)$.c",
            "costs $5.00 or US$.50",
            "$.50 each",
            "$.ajax({ url: '/a' })",
            "SELECT json_extract(line, '$.id') FROM t",
            "select * from t where id = '$.id'",
            "WITH x AS (SELECT '$.a')",
            "get(line, '$.id')",
            "#set($x = $input.path('$.x'))",
            "$util.toJson($ctx.args) $.x",
            r#"{"id": "$.OrderId"}"#,
            r#"["$.a", "$.b"]"#,
            "{ $.status = 500 }",
            "<$.body>",
            "$.a is missing",
            "Missing field $.order.id",
            "The JSONPath $.a found nothing",
            "ログで $.error を確認してください",
            "Check $.error in the logs",
            "aws s3 ls --query $.x",
            "a $$.tmp file",
            "x$.y",
            "States.ALL and States.Foo()",
            "MyStates.UUID()",
            "$name and $states.input.x",
            "${x}.$.y",
        ] {
            assert!(parts(text).is_empty(), "{text}: {:?}", parts(text));
        }
    }
}
