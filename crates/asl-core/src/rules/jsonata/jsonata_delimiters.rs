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
    check: run,
    ..Rule::DEFAULTS
};

fn run(cx: &mut Context<'_>) {
    for site in cx.sites().filter(|site| matches!(site.code(), Code::Text)) {
        let text = site.text();
        if site.object().language() != QueryLanguage::Jsonata
            || text.has_placeholder()
            || is_jsonata(text.value)
        {
            continue;
        }
        // A field that takes no text says so itself.
        let takes_text = matches!(site.info().value, Value::Template | Value::Variables | Value::Text);
        let Some((part, message, repaired)) = judge(text.value, takes_text) else { continue };
        let tree = cx.tree();
        let diag = cx.report(&RULE, site.span(part), message);
        diag.note("Step Functions refuses the definition: an expression stands alone between `{%` and `%}`");
        if let Some(repaired) = repaired {
            let edit = edit::replace_text(tree, text, &repaired);
            diag.fix(Fix::suggested("Repair the delimiters", vec![edit]));
        }
    }
}

/// The faulty part of a text with one delimiter, what is wrong with it, and the text without the fault.
fn judge(value: &str, takes_text: bool) -> Option<(Span, &'static str, Option<String>)> {
    let trimmed = value.trim();
    match (value.starts_with("{%"), value.ends_with("%}")) {
        (true, true) => Some((Span::new(0, value.len()), "there is no expression", None)),
        (true, false) if trimmed.ends_with("%}") => {
            let blanks = Span::new(trimmed.len(), value.len());
            Some((blanks, "blanks stand behind the closing `%}`", Some(trimmed.to_owned())))
        }
        (true, false) => match value.rfind("%}") {
            Some(end) => Some((Span::new(end + 2, value.len()), "text stands behind the closing `%}`", None)),
            None => {
                let inner = trimmed.strip_suffix(['%', '}']).unwrap_or(trimmed).trim_end();
                Some((Span::new(0, 2), "the closing `%}` is missing", Some(format!("{inner} %}}"))))
            }
        },
        (false, true) if !takes_text => None,
        (false, true) if trimmed.starts_with("{%") => {
            let blanks = Span::new(0, value.len() - value.trim_start().len());
            Some((blanks, "blanks stand before the opening `{%`", Some(trimmed.to_owned())))
        }
        (false, true) => match value.find("{%") {
            Some(start) => Some((Span::new(0, start), "text stands before the opening `{%`", None)),
            None => {
                let inner = trimmed.strip_prefix(['{', '%']).unwrap_or(trimmed).trim_start();
                let closing = Span::new(value.len() - 2, value.len());
                Some((closing, "the opening `{%` is missing", Some(format!("{{% {inner}"))))
            }
        },
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delimiter_without_the_other() {
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
//            ^^ the closing `%}` is missing
        "b": ["$states.input.x %}"],
//                             ^^ the opening `{%` is missing
        "c": "{% 1 %} ",
//                   ^ blanks stand behind the closing `%}`
        "d": " {% 1 %}",
//            ^ blanks stand before the opening `{%`
        "e": "{% 1 %} Euro",
//                   ^^^^^ text stands behind the closing `%}`
        "f": "about {% 1 %}",
//            ^^^^^^ text stands before the opening `{%`
        "g": "{%}",
//            ^^^ there is no expression
        "h": " {% 1 %} ",
        "i": "{% 1 %}",
        "j": "{% ${x}"
      },
      "Next": "B"
    },
    "B": { "Type": "Wait", "Seconds": "{% 1", "Next": "C" },
//                                     ^^ the closing `%}` is missing
    "C": { "Type": "Wait", "QueryLanguage": "JSONPath", "Seconds": "{% 1", "Next": "D" },
    "D": { "Type": "Wait", "Seconds": "1 %}", "Next": "E" },
    "E": { "Type": "Fail", "Comment": "{% x", "Cause": "1 %}" }
//                                                        ^^ the opening `{%` is missing
  }
}"#,
        );
    }

    #[test]
    fn the_other_delimiter_is_added() {
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
