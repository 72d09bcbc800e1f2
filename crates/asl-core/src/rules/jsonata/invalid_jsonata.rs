use crate::edit::Edit;
use crate::rules::prelude::*;
use jsonata_syntax::{ErrorCode, NewerOperator, SyntaxError};

pub(super) static RULE: Rule = Rule {
    name: "invalid-jsonata",
    group: Group::Jsonata,
    docs: include_str!("invalid_jsonata.md"),
    severity: Severity::Error,
    aws: Some(Aws { code: "INVALID_JSONATA_EXPRESSION", place: AwsPlace::Here }),
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

/// Operators of other languages, longer ones first, and their JSONata equivalents.
const FOREIGN: [(&str, &str); 5] = [("===", "="), ("!==", "!="), ("==", "="), ("&&", "and"), ("||", "or")];

pub(super) fn run(cx: &mut Context<'_>) {
    for (site, parsed) in cx.jsonata() {
        // Another rule reports expressions that are nested too deeply.
        let Some(error) = parsed.errors.first().filter(|error| error.code != ErrorCode::TooDeep) else {
            continue;
        };
        let whole = site.part(Span::new(0, site.text().value.len() - 4));
        let foreign = foreign_operator(whole, error);
        // An error at the end is reported at the closing delimiter.
        let end = site.span(Span::new(whole.len(), whole.len() + 2));
        let span = match foreign {
            Some((span, ..)) => site.span(span),
            None if error.span.is_empty() => end,
            None => site.span(error.span),
        };
        let fix = foreign.map(|(part, _, right)| {
            // Without added whitespace, `a&&b` would become a single name.
            let before = whole[..part.start as usize].ends_with(char::is_whitespace);
            let after = whole[part.end as usize..].starts_with(char::is_whitespace);
            let space = |is_there: bool| if is_there || right == "=" || right == "!=" { "" } else { " " };
            let text = format!("{}{right}{}", space(before), space(after));
            Fix::suggested(format!("Change to `{right}`"), vec![Edit { span: site.span(part), text }])
        });
        let message = match foreign {
            Some((_, found, _)) => format!("`{found}` is not an operator of JSONata"),
            None => describe(error, site.part(error.span), whole),
        };
        let diag = cx.report(&RULE, span, message);
        match error.code {
            ErrorCode::InvalidRegex | ErrorCode::InvalidSignature => {
                diag.warning().note(format!("the evaluation fails: `{}`", error.message()));
            }
            _ => {
                diag.note(format!("Step Functions rejects the definition: `{}`", error.message()));
            }
        }
        if let Some(opener) = error.opener {
            diag.related(site.span(opener), "opened here");
        }
        if let Some(help) = help(error, foreign.map(|(.., right)| right), whole) {
            diag.help(help);
        }
        if let Some(fix) = fix {
            diag.fix(fix);
        }
    }
}

/// The operator of another language at the error, and its JSONata equivalent.
fn foreign_operator(whole: &str, error: &SyntaxError) -> Option<(Span, &'static str, &'static str)> {
    if !matches!(error.code, ErrorCode::S0211 | ErrorCode::S0201 | ErrorCode::S0204) {
        return None;
    }
    let at = error.span.start as usize;
    FOREIGN.iter().find_map(|&(found, right)| {
        let from = at.saturating_sub(found.len() - 1);
        let start = (from..=at).find(|&i| whole.get(i..).is_some_and(|rest| rest.starts_with(found)))?;
        Some((Span::new(start, start + found.len()), found, right))
    })
}

fn describe(error: &SyntaxError, part: &str, whole: &str) -> String {
    // Messages of the reference parser contain the value as JSON.
    let expected = || error.value.as_deref().unwrap_or_default().trim_matches('"');
    match error.code {
        ErrorCode::S0101 => "unclosed string".to_owned(),
        ErrorCode::S0102 => format!("`{part}` is too large for a number"),
        ErrorCode::S0103 => format!("`{part}` is not a valid escape sequence"),
        ErrorCode::S0104 => "`\\u` must be followed by four hexadecimal digits".to_owned(),
        ErrorCode::S0105 => "unclosed quoted name".to_owned(),
        ErrorCode::S0106 => "unclosed comment".to_owned(),
        ErrorCode::S0201 => format!("unexpected `{part}`"),
        ErrorCode::S0202 if part.is_empty() => format!("missing `{}`", expected()),
        ErrorCode::S0202 => format!("expected `{}`, found `{part}`", expected()),
        ErrorCode::S0203 => format!("missing `{}` at the end", expected()),
        ErrorCode::S0204 => format!("`{part}` is not an operator of JSONata"),
        ErrorCode::S0207 if whole.trim().is_empty() => "empty expression".to_owned(),
        ErrorCode::S0207 => "incomplete expression".to_owned(),
        ErrorCode::S0208 => format!("`{part}` cannot be a parameter"),
        ErrorCode::S0209 => "a predicate cannot follow a grouping".to_owned(),
        ErrorCode::S0210 => "a step can have only one grouping".to_owned(),
        ErrorCode::S0211 if error.newer.is_some() => {
            format!("`{part}` is an operator of a later version of JSONata")
        }
        ErrorCode::S0211 => format!("missing operand before `{part}`"),
        ErrorCode::S0212 => "the left side of `:=` must be a variable".to_owned(),
        ErrorCode::S0213 => format!("`{part}` cannot be a step of a path"),
        ErrorCode::S0214 => "only a variable can be bound here".to_owned(),
        ErrorCode::S0215 => "a variable must be bound before the predicates of a step".to_owned(),
        ErrorCode::S0216 => "a variable must be bound before the sort order of a step".to_owned(),
        ErrorCode::S0217 => "`%` has no parent step here".to_owned(),
        ErrorCode::S0301 => "a regular expression cannot be empty".to_owned(),
        ErrorCode::S0302 => "unclosed regular expression".to_owned(),
        ErrorCode::S0401 => "only the types of functions and arrays take parameters".to_owned(),
        ErrorCode::S0402 => "a choice group cannot contain types with parameters".to_owned(),
        ErrorCode::InvalidRegex => "invalid regular expression".to_owned(),
        ErrorCode::InvalidSignature => "invalid signature".to_owned(),
        ErrorCode::TooDeep => "the expression is nested too deeply".to_owned(),
    }
}

fn help(error: &SyntaxError, foreign: Option<&str>, whole: &str) -> Option<String> {
    if let Some(right) = foreign {
        return Some(format!("change it to `{right}`"));
    }
    if let Some(newer) = error.newer {
        let instead = match newer {
            NewerOperator::Coalesce => "`$exists(a) ? a : b`",
            NewerOperator::Default => "`a ? a : b`",
        };
        return Some(format!("use {instead}: Step Functions runs JSONata 2.0.6"));
    }
    let rest = whole.get(error.span.start as usize..)?;
    match error.code {
        ErrorCode::S0204 if rest.starts_with('!') => Some("use `$not(...)`".to_owned()),
        ErrorCode::S0208 | ErrorCode::S0212 | ErrorCode::S0214 => {
            Some("add a `$`: variable names begin with it".to_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::quoted;

    /// A definition with one expression.
    fn definition(expression: &str) -> String {
        let output = quoted(&format!("{{%{expression}%}}"));
        format!(
            r#"{{ "QueryLanguage": "JSONata", "StartAt": "A", "States": {{ "A": {{ "Type": "Succeed", "Output": {output} }} }} }}"#
        )
    }

    #[test]
    fn the_span_inside_the_string_is_reported() {
        check(
            &RULE,
            r#"
{
  "QueryLanguage": "JSONata",
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Pass",
      "Assign": {
        "a": "{% [1, 2 %}",
//                     ^^ missing `]` at the end
        "b": "{% (1, 2] %}",
//                 ^ expected `)`, found `,`
        "c": "{% 'x %}",
//               ^ unclosed string
        "d": "{% 1 + %}",
//                   ^^ incomplete expression
        "e": "{%%}",
//              ^^ empty expression
        "f": "{% \"\\q\" %}",
//                 ^^^ `\q` is not a valid escape sequence
        "g": "{% $a == 1 %}",
//                  ^^ `==` is not an operator of JSONata
        "h": "{% !$a %}",
//               ^ `!` is not an operator of JSONata
        "i": "{% $a ?? 1 %}",
//                  ^^ `??` is an operator of a later version of JSONata
        "j": ["{% 1 %}", "{% 2 2 %}"],
//                             ^ unexpected `2`
        "k": "{% ${x} %}",
        "l": "no {% [ %} expression"
      },
      "End": true
    }
  }
}"#,
        );
    }

    #[test]
    fn the_error_of_aws_is_quoted() {
        let finding = only_finding(&RULE, &definition(" [1,2 "));
        assert_eq!(finding.aws_location.as_deref(), Some("/States/A/Output"));
        assert_eq!(
            finding.notes,
            ["Step Functions rejects the definition: `Expected \"]\" before end of expression`"]
        );
    }

    #[test]
    fn errors_at_evaluation_are_warnings() {
        assert_eq!(only_finding(&RULE, &definition("$match('a', /a**/)")).severity, Severity::Warning);
    }

    #[test]
    fn the_fix_replaces_operators_of_other_languages() {
        for (before, after) in [
            ("1 == 2", "1 = 2"),
            ("1 === 2", "1 = 2"),
            ("$a && $b", "$a and $b"),
            ("$a&&$b", "$a and $b"),
            ("$a|| $b", "$a or $b"),
            ("$a ||$b", "$a or $b"),
            ("$a || $b", "$a or $b"),
            ("1==2", "1=2"),
            ("$a!==$b", "$a!=$b"),
            ("$a !== $b", "$a != $b"),
        ] {
            check_fix(&RULE, &definition(before), &definition(after));
        }
    }

    #[test]
    fn help_depends_on_the_operator() {
        let help = |expression: &str| only_finding(&RULE, &definition(expression)).help;
        assert_eq!(help("!$a").as_deref(), Some("use `$not(...)`"));
        assert_eq!(help("x := 1").as_deref(), Some("add a `$`: variable names begin with it"));
        assert_eq!(help("2 2"), None);
        assert_eq!(only_finding(&RULE, &definition("= 1")).message, "missing operand before `=`");
    }
}
