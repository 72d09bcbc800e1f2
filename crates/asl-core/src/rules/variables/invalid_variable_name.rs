use crate::rules::prelude::*;
use crate::syntax::Pair;

pub(super) static RULE: Rule = Rule {
    name: "invalid-variable-name",
    group: Group::Variables,
    docs: include_str!("invalid_variable_name.md"),
    severity: Severity::Error,
    aws: Some(Aws { code: "INVALID_VARIABLE_NAME", place: AwsPlace::Here }),
    ..Rule::DEFAULTS
};

const MAX_LENGTH: usize = 80;

pub(super) fn run(cx: &mut Context<'_>) {
    for declaration in cx.analysis.variables().declarations() {
        let key = cx.tree().pair(declaration.key);
        let state = cx.model().state(declaration.state);
        // A missing quote turns the text between keys into keys.
        if !state.object().is_some_and(Object::is_damaged) {
            check_name(cx, key, state.language() == QueryLanguage::Jsonata);
        }
    }
}

fn check_name(cx: &mut Context<'_>, pair: Pair<'_>, is_jsonata: bool) {
    let key = pair.key();
    let name = if is_jsonata { key.value } else { key.value.strip_suffix(".$").unwrap_or(key.value) };
    if name.is_empty() {
        cx.report(&RULE, key.span, "variable name is empty");
        return;
    }
    if let Some((at, c)) =
        name.char_indices().find(|&(at, c)| !(if at == 0 { starts(c) } else { continues(c) }))
    {
        let span = cx.tree().to_file(key, Span::new(at, at + c.len_utf8()));
        let message = match at {
            0 if continues(c) => format!("a variable name cannot begin with `{c}`"),
            _ => format!("a variable name cannot contain `{}`", shown(c)),
        };
        let help = help(name, is_jsonata);
        let diag = cx.report(&RULE, span, message);
        diag.note("a name begins with a letter, followed by letters, digits and `_`");
        if let Some(help) = help {
            diag.help(help);
        }
        return;
    }
    let length = name.chars().count();
    if length > MAX_LENGTH {
        cx.report(
            &RULE,
            key.span,
            format!("variable name is {length} characters long; the maximum is {MAX_LENGTH}"),
        );
    }
}

fn help(name: &str, is_jsonata: bool) -> Option<String> {
    if let Some(rest) = name.strip_prefix('$') {
        return Some(format!("rename it to `{rest}`: the `$` is only written where the variable is read"));
    }
    if let Some(plain) = name.strip_suffix(".$").filter(|_| is_jsonata) {
        return Some(format!(
            "rename it to `{plain}`: in JSONata, only the value determines whether it is evaluated"
        ));
    }
    let (variable, _) = name.split_once(['.', '['])?;
    Some(format!("assign `{variable}` as a whole, with the changed part in it"))
}

fn shown(c: char) -> String {
    if c.is_control() { c.escape_default().to_string() } else { c.to_string() }
}

/// `_` is not a letter in Unicode (UAX #31), but AWS is not known to reject it.
fn starts(c: char) -> bool {
    continues(c) && !c.is_numeric()
}

/// Letters, digits, `_` and combining marks. The standard library cannot identify marks, so beyond ASCII only
/// characters that are certainly symbols are rejected.
fn continues(c: char) -> bool {
    match c {
        '_' => true,
        c if c.is_ascii() => c.is_ascii_alphanumeric(),
        'ª' | 'µ' | '·' | 'º' => true,
        '\u{80}'..='\u{bf}' | '×' | '÷' => false,
        '\u{200c}' | '\u{200d}' | '‿' | '⁀' | '⁔' => true,
        '\u{2000}'..='\u{206f}' | '\u{20a0}'..='\u{20cf}' | '\u{2190}'..='\u{2bff}' => c.is_alphanumeric(),
        '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{e000}'..='\u{f8ff}' => false,
        '\u{ff01}'..='\u{ff20}' => c.is_alphanumeric(),
        '\u{1f000}'..='\u{1faff}' => c.is_alphanumeric(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_and_parts() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Choice",
      "Choices": [{ "Variable": "$.x", "IsNull": true, "Assign": { "a b": 1 }, "Next": "T" }],
//                                                                   ^ a variable name cannot contain ` `
      "Assign": { "1st.$": "$.x", "x2": 1, "_x": 1, "größe": 1, "": 1 },
//                 ^ a variable name cannot begin with `1`
//                                                              ^^ variable name is empty
      "Default": "T"
    },
    "T": {
      "Type": "Task",
      "Resource": "x",
      "Assign": { "$x": 1, "x.y.$": "$.y", "l[0]": 1, "a→b": 1, "${Name}-x": 1 },
//                 ^ a variable name cannot contain `$`
//                           ^ a variable name cannot contain `.`
//                                           ^ a variable name cannot contain `[`
//                                                      ^ a variable name cannot contain `→`
      "Catch": [{ "ErrorEquals": ["E"], "Assign": { "a-b": 1 }, "Next": "T" }],
//                                                    ^ a variable name cannot contain `-`
      "End": true
    }
  }
}"#,
        );
    }

    #[test]
    fn symbols_of_every_script() {
        let text = |name: &str| {
            format!(
                r#"{{ "States": {{ "A": {{ "Type": "Pass", "Assign": {{ "{name}": 1 }}, "End": true }} }} }}"#
            )
        };
        for name in ["aB9_", "ªµ·º", "é", "名前", "Ａ１", "x\u{200d}", "a‿b", "ⁿ", "Ⓐ", "〆々", "𝒳", "🄰"]
        {
            check(&RULE, &text(&format!("a{name}")));
        }
        for sign in
            ["!", "\u{a0}", "«", "×", "÷", "…", "€", "→", "☃", "、", "《", "\u{e000}", "！", "＠", "😀"]
        {
            let found = only_finding(&RULE, &text(&format!("a{sign}b"))).message;
            assert_eq!(
                found,
                format!("a variable name cannot contain `{}`", shown(sign.chars().next().unwrap()))
            );
        }
        for digit in ["1", "１", "٣"] {
            let found = only_finding(&RULE, &text(&format!("{digit}a"))).message;
            assert_eq!(found, format!("a variable name cannot begin with `{digit}`"));
        }
    }

    #[test]
    fn in_jsonata_the_key_is_the_name() {
        let finding = only_finding(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "QueryLanguage": "JSONata", "Assign": { "x.$": 1 }, "End": true } } }"#,
        );
        assert_eq!(finding.message, "a variable name cannot contain `.`");
        assert_eq!(finding.aws_location.as_deref(), Some("/States/A/Assign/x.$"));
    }

    #[test]
    fn the_longest_name() {
        let long = |length: usize| {
            format!(
                r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Pass", "Assign": {{ "{}.$": "$" }}, "End": true }} }} }}"#,
                "ä".repeat(length)
            )
        };
        check(&RULE, &long(80));
        assert_eq!(
            only_finding(&RULE, &long(81)).message,
            "variable name is 81 characters long; the maximum is 80"
        );
    }
}
