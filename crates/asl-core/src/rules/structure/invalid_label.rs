use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "invalid-label",
    group: Group::Structure,
    docs: include_str!("invalid_label.md"),
    severity: Severity::Error,
    aws: Some(Aws { code: "INVALID_LABEL_NAME", place: AwsPlace::Here }),
    ..Rule::DEFAULTS
};

/// The maximum length of a label in characters (§2.7.6).
const LIMIT: usize = 40;

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states_of(StateKind::Map) {
        let Some(label) = state.get("Label").and_then(Node::as_text).filter(|label| !label.has_placeholder())
        else {
            continue;
        };
        let length = label.value.chars().count();
        let message = if length == 0 {
            "label is empty".to_owned()
        } else if length > LIMIT {
            format!("label is {length} characters long; the maximum is {LIMIT}")
        } else if label.value.contains(is_forbidden) {
            let mut bad: Vec<String> = Vec::new();
            for name in label.value.chars().filter(|&c| is_forbidden(c)).map(shown) {
                if !bad.contains(&name) {
                    bad.push(name);
                }
            }
            format!("label contains {}", listed(&bad, "and"))
        } else {
            continue;
        };
        cx.report(&RULE, label.span, message).help("use letters, digits, `-` and `_`");
    }
}

fn is_forbidden(c: char) -> bool {
    c.is_whitespace() || c.is_control() || "?*<>{}[]:;,\\|^~$#%&\"`".contains(c)
}

fn shown(c: char) -> String {
    match c {
        ' ' => "a space".to_owned(),
        '`' => "a backtick".to_owned(),
        c if c.is_whitespace() || c.is_control() => format!("the character U+{:04X}", c as u32),
        c => format!("the character `{c}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_and_characters() {
        let labelled =
            |label: &str| format!(r#"{{ "States": {{ "M": {{ "Type": "Map", "Label": "{label}" }} }} }}"#);
        check(&RULE, &labelled("Orders_2030-é"));
        check(&RULE, &labelled("${Stage}Orders"));
        for (label, message) in [
            ("", "label is empty"),
            ("a b", "label contains a space"),
            ("a: b:", "label contains the character `:` and a space"),
            ("a/b:c", "label contains the character `:`"),
            ("12345678901234567890123456789012345678901", "label is 41 characters long; the maximum is 40"),
        ] {
            assert_eq!(only_finding(&RULE, &labelled(label)).message, message);
        }
    }

    #[test]
    fn the_longest_label_and_invisible_characters() {
        let map =
            |label: &str| format!(r#"{{ "States": {{ "M": {{ "Type": "Map", "Label": "{label}" }} }} }}"#);
        check(&RULE, &map(&"x".repeat(LIMIT)));
        only_finding(&RULE, &map(&"x".repeat(LIMIT + 1)));
        assert_eq!(only_finding(&RULE, &map("\\t")).message, "label contains the character U+0009");
        assert_eq!(only_finding(&RULE, &map("\\u0001")).message, "label contains the character U+0001");
        assert_eq!(only_finding(&RULE, &map("\u{2003}")).message, "label contains the character U+2003");
    }
}
