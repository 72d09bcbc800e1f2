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
    check: run,
    ..Rule::DEFAULTS
};

/// Operators of other languages, longer ones first, and what JSONata has instead.
const FOREIGN: [(&str, &str); 5] = [("===", "="), ("!==", "!="), ("==", "="), ("&&", "and"), ("||", "or")];

fn run(cx: &mut Context<'_>) {
    for (site, parsed) in cx.jsonata() {
        // An expression that is nested too deeply is reported for that.
        let Some(error) = parsed.errors.first().filter(|error| error.code != ErrorCode::TooDeep) else {
            continue;
        };
        let whole = site.part(Span::new(0, site.text().value.len() - 4));
        let foreign = foreign_operator(whole, error);
        // What is missing at the end is shown at the closing delimiter.
        let end = site.span(Span::new(whole.len(), whole.len() + 2));
        let span = match foreign {
            Some((span, ..)) => site.span(span),
            None if error.span.is_empty() => end,
            None => site.span(error.span),
        };
        let fix = foreign.map(|(part, _, right)| {
            // `a&&b` without blanks would become one name.
            let before = whole[..part.start as usize].ends_with(char::is_whitespace);
            let after = whole[part.end as usize..].starts_with(char::is_whitespace);
            let blank = |there: bool| if there || right == "=" || right == "!=" { "" } else { " " };
            let text = format!("{}{right}{}", blank(before), blank(after));
            Fix::suggested(format!("Change to `{right}`"), vec![Edit { span: site.span(part), text }])
        });
        let message = match foreign {
            Some((_, found, _)) => format!("`{found}` is not an operator of JSONata"),
            None => words(error, site.part(error.span), whole),
        };
        let diag = cx.report(&RULE, span, message);
        match error.code {
            ErrorCode::InvalidRegex | ErrorCode::InvalidSignature => {
                diag.warning().note(format!("the evaluation fails: `{}`", error.message()));
            }
            _ => {
                diag.note(format!("Step Functions refuses the definition: `{}`", error.message()));
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

/// The operator of another language at the mistake, and what JSONata has instead.
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

fn words(error: &SyntaxError, part: &str, whole: &str) -> String {
    // Messages of the reference give its value as JSON.
    let wanted = || error.value.as_deref().unwrap_or_default().trim_matches('"');
    match error.code {
        ErrorCode::S0101 => "this string is not closed".to_owned(),
        ErrorCode::S0102 => format!("`{part}` is too large for a number"),
        ErrorCode::S0103 => format!("`{part}` is not an escape sequence"),
        ErrorCode::S0104 => "`\\u` needs four hexadecimal digits".to_owned(),
        ErrorCode::S0105 => "this name is not closed".to_owned(),
        ErrorCode::S0106 => "this comment is not closed".to_owned(),
        ErrorCode::S0201 => format!("`{part}` does not belong here"),
        ErrorCode::S0202 if part.is_empty() => format!("`{}` is missing here", wanted()),
        ErrorCode::S0202 => format!("`{}` was expected, not `{part}`", wanted()),
        ErrorCode::S0203 => format!("`{}` is missing at the end", wanted()),
        ErrorCode::S0204 => format!("`{part}` is not an operator of JSONata"),
        ErrorCode::S0207 if whole.trim().is_empty() => "there is no expression".to_owned(),
        ErrorCode::S0207 => "the expression is not complete".to_owned(),
        ErrorCode::S0208 => format!("`{part}` cannot be a parameter"),
        ErrorCode::S0209 => "a predicate cannot follow a grouping".to_owned(),
        ErrorCode::S0210 => "a step has only one grouping".to_owned(),
        ErrorCode::S0211 if error.newer.is_some() => format!("`{part}` is an operator of a later JSONata"),
        ErrorCode::S0211 => format!("an operand is missing before `{part}`"),
        ErrorCode::S0212 => "only a variable can stand on the left of `:=`".to_owned(),
        ErrorCode::S0213 => format!("`{part}` cannot be a step of a path"),
        ErrorCode::S0214 => "only a variable can be bound here".to_owned(),
        ErrorCode::S0215 => "a variable is bound before the predicates of a step".to_owned(),
        ErrorCode::S0216 => "a variable is bound before the order of a step".to_owned(),
        ErrorCode::S0217 => "there is nothing that `%` could go back to".to_owned(),
        ErrorCode::S0301 => "a regular expression cannot be empty".to_owned(),
        ErrorCode::S0302 => "this regular expression is not closed".to_owned(),
        ErrorCode::S0401 => "only the types of functions and arrays take parameters".to_owned(),
        ErrorCode::S0402 => "types with parameters cannot stand in a choice".to_owned(),
        ErrorCode::InvalidRegex => "this regular expression is not valid".to_owned(),
        ErrorCode::InvalidSignature => "this signature is not valid".to_owned(),
        ErrorCode::TooDeep => "the expression is nested too deeply to be read".to_owned(),
    }
}

fn help(error: &SyntaxError, foreign: Option<&str>, whole: &str) -> Option<String> {
    if let Some(right) = foreign {
        return Some(format!("write `{right}`"));
    }
    if let Some(newer) = error.newer {
        let instead = match newer {
            NewerOperator::Coalesce => "`$exists(a) ? a : b`",
            NewerOperator::Default => "`a ? a : b`",
        };
        return Some(format!("Step Functions runs JSONata 2.0.6: write {instead}"));
    }
    let rest = whole.get(error.span.start as usize..)?;
    match error.code {
        ErrorCode::S0204 if rest.starts_with('!') => Some("write `$not(...)`".to_owned()),
        ErrorCode::S0208 | ErrorCode::S0212 | ErrorCode::S0214 => {
            Some("the name of a variable begins with `$`".to_owned())
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
    fn the_place_inside_the_string_is_shown() {
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
//                     ^^ `]` is missing at the end
        "b": "{% (1, 2] %}",
//                 ^ `)` was expected, not `,`
        "c": "{% 'x %}",
//               ^ this string is not closed
        "d": "{% 1 + %}",
//                   ^^ the expression is not complete
        "e": "{%%}",
//              ^^ there is no expression
        "f": "{% \"\\q\" %}",
//                 ^^^ `\q` is not an escape sequence
        "g": "{% $a == 1 %}",
//                  ^^ `==` is not an operator of JSONata
        "h": "{% !$a %}",
//               ^ `!` is not an operator of JSONata
        "i": "{% $a ?? 1 %}",
//                  ^^ `??` is an operator of a later JSONata
        "j": ["{% 1 %}", "{% 2 2 %}"],
//                             ^ `2` does not belong here
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
    fn aws_is_quoted_with_its_place() {
        let finding = only_finding(&RULE, &definition(" [1,2 "));
        assert_eq!(finding.aws_location.as_deref(), Some("/States/A/Output"));
        assert_eq!(
            finding.notes,
            ["Step Functions refuses the definition: `Expected \"]\" before end of expression`"]
        );
    }

    #[test]
    fn what_only_fails_later_is_no_error() {
        assert_eq!(only_finding(&RULE, &definition("$match('a', /a**/)")).severity, Severity::Warning);
    }

    #[test]
    fn operators_of_other_languages_are_replaced() {
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
}
