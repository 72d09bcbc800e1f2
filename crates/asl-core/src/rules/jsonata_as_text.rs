use super::prelude::*;
use crate::edit;
use crate::expr::is_jsonata;

pub(super) static RULE: Rule = Rule {
    name: "jsonata-as-text",
    group: Group::Jsonata,
    summary: "an expression stands inside a text and is not evaluated",
    docs: include_str!("jsonata_as_text.md"),
    severity: Severity::Warning,
    default: Default::On,
    aws: None,
    fix: FixKind::Suggested,
    check: run,
};

fn run(cx: &mut Context<'_>) {
    for site in cx.sites().filter(|site| matches!(site.code(), Code::Text)) {
        let text = site.text();
        let value = text.value;
        // With one delimiter at its place, AWS refuses the text.
        if !value.contains("{%")
            || value.starts_with("{%")
            || value.ends_with("%}")
            || text.has_hole()
            || site.object().language() != QueryLanguage::Jsonata
        {
            continue;
        }
        let Some((part, kind)) = embedded(value) else { continue };
        let (message, repaired) = match kind {
            Shape::Blanks => {
                ("with blanks around it, this is text and not an expression", Some(value.trim()))
            }
            Shape::DoubleBraces => (
                "with double braces, this is text and not an expression",
                Some(&value.trim()[1..value.trim().len() - 1]),
            ),
            Shape::Inside => ("inside a longer text, this is not evaluated", None),
        };
        let tree = cx.tree();
        let diag = cx.report(&RULE, site.span(part), message);
        diag.note("only a string that begins with `{%` and ends with `%}` is evaluated");
        match repaired {
            Some(repaired) => {
                let edit = edit::replace_text(tree, text, repaired);
                diag.fix(Fix::suggested("Make it an expression", vec![edit]));
            }
            None => {
                diag.help("make the whole string one expression, and join texts with `&`");
            }
        }
    }
}

enum Shape {
    Blanks,
    DoubleBraces,
    Inside,
}

/// The part between `{%` and `%}`, and what stands around it.
fn embedded(value: &str) -> Option<(Span, Shape)> {
    let start = value.find("{%")?;
    let end = start + value[start..].find("%}")? + 2;
    let trimmed = value.trim();
    let lead = value.len() - value.trim_start().len();
    let whole = Span::new(lead, lead + trimmed.len());
    if is_jsonata(trimmed) {
        return Some((whole, Shape::Blanks));
    }
    match trimmed.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        Some(inner) if is_jsonata(inner) => Some((whole, Shape::DoubleBraces)),
        _ => Some((Span::new(start, end), Shape::Inside)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_that_are_not_alone() {
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
        "a": " {% 1 %} ",
//             ^^^^^^^ with blanks around it, this is text and not an expression
        "b": "{{% 1 %}}",
//            ^^^^^^^^^ with double braces, this is text and not an expression
        "c": "about {% 1 %} Euro",
//                  ^^^^^^^ inside a longer text, this is not evaluated
        "d": "{% 1 %}",
        "e": "100%} of {%",
        "f": "{% 1 %} Euro",
        "g": "${x} {% 1 %} "
      },
      "Next": "B"
    },
    "B": { "Type": "Pass", "QueryLanguage": "JSONPath", "Parameters": { "a": " {% 1 %} " }, "End": true }
  }
}"#,
        );
    }

    #[test]
    fn what_stands_around_is_removed() {
        let output = |text: &str| {
            format!(
                r#"{{ "QueryLanguage": "JSONata", "StartAt": "A", "States": {{ "A": {{ "Type": "Succeed", "Output": "{text}" }} }} }}"#
            )
        };
        check_fix(&RULE, &output(" {% 1 %} "), &output("{% 1 %}"));
        check_fix(&RULE, &output("{{% 1 %}}"), &output("{% 1 %}"));
    }
}
