use crate::rules::prelude::*;
use crate::syntax::{ErrorKind, Notation};

pub(super) static RULE: Rule = Rule {
    name: "invalid-hcl",
    group: Group::Structure,
    docs: include_str!("invalid_hcl.md"),
    severity: Severity::Error,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    let tree = cx.tree();
    if tree.notation() != Notation::Hcl {
        return;
    }
    for error in tree.errors().iter().filter(|error| error.kind == ErrorKind::Grammar) {
        let diag = cx.report(&RULE, error.span, &error.message);
        if let Some(help) = &error.help {
            diag.help(help.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::{Source, analyze, lint_analyses};

    /// The source text of each finding in a Terraform file, and its message.
    fn found(text: &str) -> Vec<(&str, String)> {
        let found = lint_analyses(&analyze(Source::new(text, "main.tf")), &Config::only([&RULE]));
        found.into_iter().map(|d| (&text[d.span.range()], d.message)).collect()
    }

    #[test]
    fn the_first_syntax_error_of_a_resource_is_reported() {
        let text = r#"
resource "aws_sfn_state_machine" "orders" {
  definition = jsonencode({
    StartAt "A"
    States = { A = { Type = "Succeed" } }
  })
}
"#;
        assert_eq!(found(text), [("A", "unexpected `A`".to_owned())]);
    }

    #[test]
    fn the_span_is_where_something_is_missing() {
        let whole = "definition = jsonencode({\n    StartAt = \"A\"\n  })";
        let cases = [
            ("StartAt = \"A\"", "StartAt", "StartAt", "unexpected end of the line after `StartAt`"),
            ("= \"A\"", "= ", "=", "unexpected end of the line after `=`"),
            ("\"A\"", "\"A", "\"", "unterminated string"),
            ("\"A\"", "\"A\" \"B\"", "\"", "unexpected `\"`"),
            ("\"A\"", "'A'", "'", "unexpected `'`"),
            ("\"A\"", "\"{%{}%}\"", "%{", "`%{` begins a Terraform directive"),
            (" })", "", "resource", "unclosed block"),
        ];
        for (old, new, marked, message) in cases {
            let body = whole.replacen(old, new, 1);
            let text = format!("resource \"aws_sfn_state_machine\" \"x\" {{\n  {body}\n}}\n");
            for text in [text.clone(), text.replace('\n', "\r\n")] {
                assert_eq!(found(&text), [(marked, message.to_owned())], "{text}");
            }
        }
    }

    #[test]
    fn syntax_errors_in_other_blocks_are_left_to_terraform() {
        let text = r#"
variable "name" {
  default = = 1
}
resource "aws_sfn_state_machine" "orders" {
  definition = jsonencode({ StartAt = "A", States = { A = { Type = "Succeed" } } })
}
"#;
        assert_eq!(found(text), []);
    }
}
