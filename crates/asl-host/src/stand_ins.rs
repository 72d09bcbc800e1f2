//! Placeholders in examples, which the reader replaces: `<function-arn>`, `YOUR_FUNCTION_ARN`, `XXXXXXXXXXXX`.

/// The delimiters of such placeholders.
const MARKS: [(&str, &str); 6] =
    [("<", ">"), ("{{", "}}"), ("__", "__"), ("%", "%"), ("@@", "@@"), ("[[", "]]")];

/// The first words of such placeholders, if they are in capitals or their second word is one of [`SECOND_WORDS`].
const FIRST_WORDS: [&str; 7] = ["YOUR", "REPLACE", "CHANGE", "INSERT", "PLACEHOLDER", "TODO", "FIXME"];

const SECOND_WORDS: [&str; 5] = ["ME", "WITH", "YOUR", "THIS", "HERE"];

/// The last words of such placeholders, if they are in capitals: `FUNCTION_ARN`.
const LAST_WORDS: [&str; 11] =
    ["ARN", "NAME", "ID", "URL", "URI", "REGION", "ACCOUNT", "BUCKET", "PLACEHOLDER", "HERE", "ME"];

/// Returns whether a string is such a placeholder as a whole.
pub fn is_stand_in(text: &str) -> bool {
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
        // A single word may be an ordinary name.
        [word] => matches!(*word, "REPLACEME" | "CHANGEME" | "PLACEHOLDER" | "TODO" | "FIXME"),
        [first, second, ..] if is_one_of(&FIRST_WORDS, first) => {
            first.eq_ignore_ascii_case("your") || is_one_of(&SECOND_WORDS, second) || is_in_capitals(text)
        }
        [.., last] => LAST_WORDS.contains(last) && is_in_capitals(text),
        [] => false,
    }
}

/// Returns whether a string consists of words in capitals: `LAMBDA_ARN`.
pub fn is_in_capitals(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    text.contains('_') && text.starts_with(|c: char| c.is_ascii_uppercase()) && text.bytes().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_of_examples_are_recognized() {
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
    fn ordinary_names_are_not_placeholders() {
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
