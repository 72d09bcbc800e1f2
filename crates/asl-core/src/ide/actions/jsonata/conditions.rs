//! The tests of choice rules as conditions of JSONata. A value of another type does not hold in a JSONPath test, where
//! JSONata fails; such a test asks for the type first. What a timestamp is, JSONata sees differently.

use super::State;
use super::expressions::{Expression, Form, delimited, number, path, text};
use super::intrinsics::escaped;
use super::payload;
use crate::catalog::intrinsics::ValueType;
use crate::catalog::{Comparison, Operand, Operator, operator};
use crate::edit::{self, Edit, quoted};
use crate::model::Object;
use crate::syntax::{Node, Tree};
use crate::text::Span;

const TESTS: [&str; 4] = ["And", "Or", "Not", "Variable"];

impl State<'_> {
    pub(super) fn rule(&self, edits: &mut Vec<Edit>, rule: Object<'_>) -> Option<()> {
        let is_test = |name: &str| TESTS.contains(&name) || operator(name).is_some();
        let (tests, others): (Vec<_>, Vec<_>) = rule.fields().partition(|field| is_test(field.key().value));
        for field in others {
            match field.key().value {
                "Next" | "Comment" => {}
                "Assign" => payload::edits(edits, self.tree, field.value()?, &self.input)?,
                _ => return None,
            }
        }
        let [first, rest @ ..] = tests.as_slice() else { return None };
        edits.push(edit::replace_text(self.tree, first.key(), "Condition"));
        let condition = condition(rule, &self.input)?.code;
        edits.push(edit::replace_value(self.tree, first.value()?, &quoted(&delimited(&condition))));
        for field in rest {
            edits.push(remove(self.tree, rule.node(), field.pair().span())?);
        }
        self.rule_output(edits, rule)
    }
}

/// Removes a pair that is not the first, with the comma before it.
fn remove(tree: &Tree, rule: Node<'_>, pair: Span) -> Option<Edit> {
    let before = rule.pairs().map(|pair| pair.span()).take_while(|span| *span != pair).last()?;
    let gap = tree.text().get(before.end as usize..pair.start as usize)?;
    let is_plain = gap.chars().all(|c| c.is_whitespace() || c == ',');
    is_plain.then(|| Edit { span: Span { start: before.end, end: pair.end }, text: String::new() })
}

fn condition(rule: Object<'_>, input: &str) -> Option<Expression> {
    for (name, word) in [("And", " and "), ("Or", " or ")] {
        if rule.has(name) {
            let parts: Option<Vec<Expression>> =
                rule.objects(name).map(|part| condition(part, input)).collect();
            let parts = parts.filter(|parts| !parts.is_empty())?;
            if let [only] = parts.as_slice() {
                return Some(plain(only.code.clone(), only.form));
            }
            let parts: Vec<String> = parts.iter().map(Expression::part).collect();
            return Some(plain(parts.join(word), Form::Operation));
        }
    }
    if rule.has("Not") {
        let inner = condition(rule.objects("Not").next()?, input)?;
        return Some(plain(format!("$not({})", inner.code), Form::Operand));
    }
    let variable = path(rule.get("Variable")?, input)?;
    let mut tests = rule.fields().filter_map(|field| Some((operator(field.key().value)?, field.value()?)));
    let (test, operand) = tests.next().filter(|_| tests.next().is_none())?;
    match test.operand {
        Operand::Test => about_type(test, &variable, operand.as_bool()?),
        Operand::Timestamp => None,
        _ if test.comparison == Comparison::Matches => matches(&variable, operand),
        _ => compared(test, &variable, operand, input),
    }
}

fn plain(code: String, form: Form) -> Expression {
    Expression { code, value: ValueType::Boolean, form }
}

fn about_type(test: Operator, variable: &str, wanted: bool) -> Option<Expression> {
    let positive = match test.comparison {
        Comparison::IsPresent => format!("$exists({variable})"),
        Comparison::IsNull => format!("{variable} = null"),
        Comparison::IsNumeric => format!("$type({variable}) = 'number'"),
        Comparison::IsString => format!("$type({variable}) = 'string'"),
        Comparison::IsBoolean => format!("$type({variable}) = 'boolean'"),
        _ => return None,
    };
    let code = if wanted { positive } else { format!("$not({positive})") };
    // A comparison binds more closely than `and` and `or`.
    Some(plain(code, Form::Operand))
}

fn compared(test: Operator, variable: &str, operand: Node<'_>, input: &str) -> Option<Expression> {
    let (type_name, literal) = match test.operand {
        Operand::String => {
            ("string", operand.as_text().filter(|text| !text.has_hole()).map(|it| text(it.value)))
        }
        Operand::Number => ("number", operand.as_f64().and_then(number)),
        Operand::Boolean => ("boolean", operand.as_bool().map(|value| value.to_string())),
        Operand::Timestamp | Operand::Test => return None,
    };
    let sign = match test.comparison {
        Comparison::Equals => "=",
        Comparison::Less => "<",
        Comparison::Greater => ">",
        Comparison::LessOrEqual => "<=",
        Comparison::GreaterOrEqual => ">=",
        _ => return None,
    };
    let other = if test.by_path { path(operand, input)? } else { literal? };
    let comparison = format!("{variable} {sign} {other}");
    let has_type = |code: &str| format!("$type({code}) = '{type_name}'");
    let code = match (test.comparison == Comparison::Equals, test.by_path) {
        (true, false) => return Some(plain(comparison, Form::Operand)),
        (true, true) | (false, false) => format!("{} and {comparison}", has_type(variable)),
        (false, true) => format!("{} and {} and {comparison}", has_type(variable), has_type(&other)),
    };
    Some(plain(code, Form::Operation))
}

/// `StringMatches`, where `*` stands for any run of characters and a backslash makes the next one literal.
fn matches(variable: &str, operand: Node<'_>) -> Option<Expression> {
    let pattern = operand.as_text().filter(|text| !text.has_hole())?.value;
    // What stands there literally, and nothing for any run of characters.
    let mut parts: Vec<Option<char>> = Vec::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        parts.push(match c {
            '*' => None,
            '\\' => Some(chars.next().filter(|c| matches!(c, '*' | '\\'))?),
            c => Some(c),
        });
    }
    if let Some(literal) = parts.iter().copied().collect::<Option<String>>() {
        return Some(plain(format!("{variable} = {}", text(&literal)), Form::Operand));
    }
    let any = || "[\\s\\S]*".to_owned();
    let regex: String = parts.into_iter().map(|part| part.map_or_else(any, escaped)).collect();
    let code = format!("$type({variable}) = 'string' and $contains({variable}, /^{regex}$/)");
    Some(plain(code, Form::Operation))
}

#[cfg(test)]
mod tests {
    use crate::ide::actions::jsonata::tests::in_jsonata;

    /// The condition that the fields of a rule become.
    #[track_caller]
    fn converted(rule: &str) -> Option<String> {
        let after = in_jsonata(&format!(r#""Type": "Choice", "Choices": [{{ {rule}, "Next": "A" }}]"#))?;
        let (_, rest) = after.split_once(r#""Condition": "{% "#)?;
        let (condition, rest) = rest.split_once(" %}")?;
        assert_eq!(rest, r#"", "Next": "A" }]"#);
        Some(condition.replace("\\\\", "\\"))
    }

    #[test]
    fn tests_become_conditions() {
        for (rule, expected) in [
            (r#""Variable": "$.a", "StringEquals": "x""#, "$states.input.a = 'x'"),
            (
                r#""Variable": "$$.State.RetryCount", "NumericEquals": 1"#,
                "$states.context.State.RetryCount = 1",
            ),
            (r#""Variable": "$.b", "IsPresent": true"#, "$exists($states.input.b)"),
            (r#""Variable": "$.b", "IsNumeric": false"#, "$not($type($states.input.b) = 'number')"),
            (
                r#""Variable": "$.a", "NumericLessThan": 5"#,
                "$type($states.input.a) = 'number' and $states.input.a < 5",
            ),
            (
                r#""Variable": "$.a", "StringEqualsPath": "$v""#,
                "$type($states.input.a) = 'string' and $states.input.a = $v",
            ),
            (
                r#""Variable": "$.a", "NumericGreaterThanEqualsPath": "$.b""#,
                "$type($states.input.a) = 'number' and $type($states.input.b) = 'number' and $states.input.a >= $states.input.b",
            ),
            (
                r#""Variable": "$.a", "StringMatches": "a.b/*\\*\\\\""#,
                r"$type($states.input.a) = 'string' and $contains($states.input.a, /^a\.b\/[\s\S]*\*\x5c$/)",
            ),
            (r#""Variable": "$.a", "StringMatches": "x\\*""#, "$states.input.a = 'x*'"),
            (
                r#""And": [{ "Variable": "$.a", "IsPresent": true }, { "Or": [{ "Variable": "$.a", "BooleanEquals": true }, { "Not": { "Variable": "$.a", "IsBoolean": true } }] }]"#,
                "$exists($states.input.a) and ($states.input.a = true or $not($type($states.input.a) = 'boolean'))",
            ),
        ] {
            assert_eq!(converted(rule).as_deref(), Some(expected), "{rule}");
        }
    }

    #[test]
    fn timestamps_and_unknown_escapes_stay() {
        for rule in [
            r#""Variable": "$.a", "TimestampLessThan": "2030-01-01T00:00:00Z""#,
            r#""Variable": "$.a", "IsTimestamp": true"#,
            r#""Variable": "$.a", "StringMatches": "a\\b""#,
            r#""Variable": "$.a[*]", "IsPresent": true"#,
        ] {
            assert_eq!(converted(rule), None, "{rule}");
        }
    }

    #[test]
    fn rules_have_assignments_and_an_output_of_their_own() {
        assert_eq!(
            in_jsonata(
                r#""Type": "Choice", "InputPath": "$.i", "OutputPath": "$.out", "Choices": [{ "Variable": "$.a", "IsNull": true, "Assign": { "v.$": "$.b" }, "Next": "A" }], "Default": "A""#
            )
            .as_deref(),
            Some(
                r#""Type": "Choice", "Output": "{% $states.input.i.out %}", "Choices": [{ "Condition": "{% $states.input.i.a = null %}", "Assign": { "v": "{% $states.input.i.b %}" }, "Next": "A", "Output": "{% $states.input.i.out %}" }], "Default": "A""#
            )
        );
    }
}
