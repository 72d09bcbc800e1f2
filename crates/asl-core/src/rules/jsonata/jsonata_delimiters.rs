use crate::catalog::Value;
use crate::edit;
use crate::expr::is_jsonata;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "jsonata-delimiters",
    group: Group::Jsonata,
    docs: include_str!("jsonata_delimiters.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Here),
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for site in cx.texts() {
        let text = site.text();
        if site.object().language() != QueryLanguage::Jsonata
            || text.has_placeholder()
            || is_jsonata(text.value)
        {
            continue;
        }
        // Other rules report strings in fields that do not accept one.
        let accepts_text = matches!(site.info().value, Value::Template | Value::Variables | Value::Text);
        let Some((part, message, fixed)) = fault(text.value, accepts_text) else { continue };
        let tree = cx.tree();
        let diag = cx.report(&RULE, site.span(part), message);
        diag.note("Step Functions rejects the definition: an expression must be a whole string between `{%` and `%}`");
        if let Some(fixed) = fixed {
            let edit = edit::replace_text(tree, text, &fixed);
            diag.fix(Fix::suggested("Fix the delimiters", vec![edit]));
        }
    }
}

/// The faulty part of a string with one delimiter, the message for it, and the fixed string.
fn fault(value: &str, accepts_text: bool) -> Option<(Span, &'static str, Option<String>)> {
    let trimmed = value.trim();
    match (value.starts_with("{%"), value.ends_with("%}")) {
        (true, true) => Some((Span::new(0, value.len()), "empty expression", None)),
        (true, false) if trimmed.ends_with("%}") => {
            let whitespace = Span::new(trimmed.len(), value.len());
            Some((whitespace, "whitespace after the closing `%}`", Some(trimmed.to_owned())))
        }
        (true, false) => match value.rfind("%}") {
            Some(end) => Some((Span::new(end + 2, value.len()), "text after the closing `%}`", None)),
            None => {
                let inner = trimmed.strip_suffix(['%', '}']).unwrap_or(trimmed).trim_end();
                Some((Span::new(0, 2), "missing closing `%}`", Some(format!("{inner} %}}"))))
            }
        },
        (false, true) if !accepts_text => None,
        (false, true) if trimmed.starts_with("{%") => {
            let whitespace = Span::new(0, value.len() - value.trim_start().len());
            Some((whitespace, "whitespace before the opening `{%`", Some(trimmed.to_owned())))
        }
        (false, true) => match value.find("{%") {
            Some(start) => Some((Span::new(0, start), "text before the opening `{%`", None)),
            None => {
                let inner = trimmed.strip_prefix(['{', '%']).unwrap_or(trimmed).trim_start();
                let closing = Span::new(value.len() - 2, value.len());
                Some((closing, "missing opening `{%`", Some(format!("{{% {inner}"))))
            }
        },
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_delimiter_without_the_other() {
        check(
            &RULE,
            r#"
{
  "QueryLanguage": "JSONata",
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Pass",
      "Output": {
        "a": "{% $states.input.x",
//            ^^ missing closing `%}`
        "b": ["$states.input.x %}"],
//                             ^^ missing opening `{%`
        "c": "{% 1 %} ",
//                   ^ whitespace after the closing `%}`
        "d": " {% 1 %}",
//            ^ whitespace before the opening `{%`
        "e": "{% 1 %} Euro",
//                   ^^^^^ text after the closing `%}`
        "f": "about {% 1 %}",
//            ^^^^^^ text before the opening `{%`
        "g": "{%}",
//            ^^^ empty expression
        "h": " {% 1 %} ",
        "i": "{% 1 %}",
        "j": "{% ${x}"
      },
      "Next": "B"
    },
    "B": { "Type": "Wait", "Seconds": "{% 1", "Next": "C" },
//                                     ^^ missing closing `%}`
    "C": { "Type": "Wait", "QueryLanguage": "JSONPath", "Seconds": "{% 1", "Next": "D" },
    "D": { "Type": "Wait", "Seconds": "1 %}", "Next": "E" },
    "E": { "Type": "Fail", "Comment": "{% x", "Cause": "1 %}" }
//                                                        ^^ missing opening `{%`
  }
}"#,
        );
    }

    #[test]
    fn the_fix_adds_the_other_delimiter() {
        let output = |text: &str| {
            format!(
                r#"{{ "QueryLanguage": "JSONata", "StartAt": "A", "States": {{ "A": {{ "Type": "Succeed", "Output": "{text}" }} }} }}"#
            )
        };
        for (before, after) in [
            ("{% 1", "{% 1 %}"),
            ("{% 1 }", "{% 1 %}"),
            ("1 %}", "{% 1 %}"),
            ("% 1 %}", "{% 1 %}"),
            ("{% 1 %} ", "{% 1 %}"),
        ] {
            check_fix(&RULE, &output(before), &output(after));
        }
    }
}
