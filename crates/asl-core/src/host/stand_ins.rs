//! Words that the reader of an example replaces: `<function-arn>`, `YOUR_FUNCTION_ARN`, `XXXXXXXXXXXX`.

/// What stands around such a word.
const MARKS: [(&str, &str); 6] =
    [("<", ">"), ("{{", "}}"), ("__", "__"), ("%", "%"), ("@@", "@@"), ("[[", "]]")];

/// What such a word begins with, where it is written in capitals or its second word addresses the reader.
const FIRST_WORDS: [&str; 7] = ["YOUR", "REPLACE", "CHANGE", "INSERT", "PLACEHOLDER", "TODO", "FIXME"];

const SECOND_WORDS: [&str; 5] = ["ME", "WITH", "YOUR", "THIS", "HERE"];

/// What such a word ends with, where it is written in capitals: `FUNCTION_ARN`.
const LAST_WORDS: [&str; 11] =
    ["ARN", "NAME", "ID", "URL", "URI", "REGION", "ACCOUNT", "BUCKET", "PLACEHOLDER", "HERE", "ME"];

/// Whether a whole text is such a word.
pub(crate) fn is_stand_in(text: &str) -> bool {
    let text = text.trim();
    is_marked(text) || is_dots(text) || is_crosses(text) || is_phrase(text)
}

fn is_marked(text: &str) -> bool {
    let inside = |(open, close)| text.strip_prefix(open)?.strip_suffix(close);
    MARKS.into_iter().filter_map(inside).any(|inside: &str| !inside.trim().is_empty())
}

fn is_dots(text: &str) -> bool {
    text == "…" || (text.len() >= 3 && text.bytes().all(|byte| byte == b'.'))
}

/// `XXXXXXXXXXXX`, `xxx-xxx`.
fn is_crosses(text: &str) -> bool {
    let crosses = text.bytes().filter(|byte| matches!(byte, b'x' | b'X')).count();
    crosses >= 3 && text.bytes().all(|byte| matches!(byte, b'x' | b'X' | b'-' | b'_'))
}

fn is_phrase(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.' | b'/');
    if !text.bytes().all(is_part) {
        return false;
    }
    let words: Vec<&str> = text.split(['-', '_']).filter(|word| !word.is_empty()).collect();
    let is_one_of = |list: &[&str], word: &str| list.iter().any(|known| word.eq_ignore_ascii_case(known));
    match words.as_slice() {
        // One word alone may be a name as any other.
        [word] => matches!(*word, "REPLACEME" | "CHANGEME" | "PLACEHOLDER" | "TODO" | "FIXME"),
        [first, second, ..] if is_one_of(&FIRST_WORDS, first) => {
            first.eq_ignore_ascii_case("your") || is_one_of(&SECOND_WORDS, second) || is_in_capitals(text)
        }
        [.., last] => LAST_WORDS.contains(last) && is_in_capitals(text),
        [] => false,
    }
}

/// Whether a text is one of words in capitals: `LAMBDA_ARN`.
pub(crate) fn is_in_capitals(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    text.contains('_') && text.starts_with(|c: char| c.is_ascii_uppercase()) && text.bytes().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_to_be_replaced_are_known() {
        for text in [
            "<function-arn>",
            "{{ARN}}",
            "{{ function }}",
            "__ARN__",
            "%FUNCTION%",
            "...",
            "…",
            "XXXXXXXXXXXX",
            "xxxx-xxxx",
            "REPLACE_ME",
            "REPLACE_ME_ARN",
            "YOUR_FUNCTION_ARN",
            "your-function-arn",
            "LAMBDA_ARN",
            "CHANGEME",
        ] {
            assert!(is_stand_in(text), "{text}");
        }
    }

    #[test]
    fn names_are_names() {
        for text in [
            "",
            "Ship",
            "A",
            "SUCCEEDED",
            "LOAD_DATA",
            "yours",
            "Your order is shipped",
            "arn:aws:states:::sns:publish",
            "$.x",
            "a...",
            "x",
            "xx",
            "<>",
            "__",
            "States.ALL",
            "{% $x %}",
            "todoList",
            "insert-order",
            "replace_part",
        ] {
            assert!(!is_stand_in(text), "{text}");
        }
    }
}
