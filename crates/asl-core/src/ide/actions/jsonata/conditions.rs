//! The tests of choice rules as conditions of JSONata. A value of another type does not hold in a JSONPath test, where
//! JSONata fails; such a test asks for the type first. What a timestamp is, JSONata sees differently.

use super::State;
use super::expressions::{Expression, Form, delimited, number, parsed, text, type_of};
use super::intrinsics::escaped;
use super::payload;
use crate::catalog::intrinsics::ValueType;
use crate::catalog::{Comparison, Operand, Operator, operator};
use crate::edit::{self, Edit, quoted};
use crate::expr::path;
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

/// A part of a condition.
struct Test {
    code: String,
    form: Form,
    /// The code for what holds where this does not, if it is more than `$not` around this.
    opposite: Option<String>,
    /// The path that must find something for the test to hold.
    needs: Option<String>,
    /// Whether it asks for nothing else.
    is_presence: bool,
}

impl Test {
    fn plain(code: String, form: Form) -> Test {
        Test { code, form, opposite: None, needs: None, is_presence: false }
    }

    /// A comparison, which binds more closely than `and` and `or`.
    fn comparison(variable: &str, left: &str, sign: &str, right: &str) -> Test {
        let opposite = (sign == "=").then(|| format!("{left} != {right}"));
        let needs = Some(variable.to_owned());
        Test { opposite, needs, ..Test::plain(format!("{left} {sign} {right}"), Form::Operand) }
    }

    fn type_is(variable: &str, name: &str) -> Test {
        Test::comparison(variable, &format!("$type({variable})"), "=", &text(name))
    }

    fn negated(self) -> Test {
        match self.opposite {
            // JSONata finds nothing equal or not equal to what is not there.
            Some(code) => Test { needs: self.needs, ..Test::plain(code, Form::Operand) },
            None => Test::plain(format!("$not({})", self.code), Form::Operand),
        }
    }

    /// The only one of several tests, or all of them together.
    fn joined(mut tests: Vec<Test>, word: &str) -> Test {
        if tests.len() == 1 {
            return tests.remove(0);
        }
        let part = |test: &Test| match test.form {
            Form::Operation => format!("({})", test.code),
            Form::Operand | Form::List => test.code.clone(),
        };
        let code = tests.iter().map(part).collect::<Vec<String>>().join(word);
        let needs = tests.first().and_then(|first| first.needs.clone());
        let needs = needs.filter(|path| tests.iter().all(|test| test.needs.as_ref() == Some(path)));
        Test { needs, ..Test::plain(code, Form::Operation) }
    }
}

/// The tests of a rule, which all have to hold.
fn tests(rule: Object<'_>, input: &str) -> Option<Vec<Test>> {
    if rule.has("And") {
        let parts: Option<Vec<Vec<Test>>> = rule.objects("And").map(|part| tests(part, input)).collect();
        let all: Vec<Test> = parts?.into_iter().flatten().collect();
        return Some(without_repetition(all)).filter(|all| !all.is_empty());
    }
    if rule.has("Or") {
        let parts: Option<Vec<Test>> = rule.objects("Or").map(|part| condition(part, input)).collect();
        let parts = parts.filter(|parts| !parts.is_empty())?;
        return Some(vec![Test::joined(parts, " or ")]);
    }
    if rule.has("Not") {
        return Some(vec![condition(rule.objects("Not").next()?, input)?.negated()]);
    }
    let path = parsed(rule.get("Variable")?)?;
    let variable = Expression::operand(path::to_jsonata(&path, input)?, type_of(&path));
    let mut tests = rule.fields().filter_map(|field| Some((operator(field.key().value)?, field.value()?)));
    let (test, operand) = tests.next().filter(|_| tests.next().is_none())?;
    match test.operand {
        Operand::Test => Some(vec![about_type(test, &variable.code, operand.as_bool()?)?]),
        Operand::Timestamp => None,
        _ if test.comparison == Comparison::Matches => matches(&variable, operand),
        _ => compared(test, &variable, operand, input),
    }
}

fn condition(rule: Object<'_>, input: &str) -> Option<Test> {
    Some(Test::joined(tests(rule, input)?, " and "))
}

/// Leaves out what other tests ask for too.
fn without_repetition(tests: Vec<Test>) -> Vec<Test> {
    let others = tests.iter().filter(|test| !test.is_presence);
    let needed: Vec<String> = others.filter_map(|test| test.needs.clone()).collect();
    let mut kept: Vec<Test> = Vec::new();
    for test in tests {
        let is_needed = test.is_presence && test.needs.as_ref().is_some_and(|path| needed.contains(path));
        if !is_needed && kept.iter().all(|other| other.code != test.code) {
            kept.push(test);
        }
    }
    kept
}

fn about_type(test: Operator, variable: &str, wanted: bool) -> Option<Test> {
    let positive = match test.comparison {
        Comparison::IsPresent => Test {
            needs: Some(variable.to_owned()),
            is_presence: true,
            ..Test::plain(format!("$exists({variable})"), Form::Operand)
        },
        Comparison::IsNull => Test::comparison(variable, variable, "=", "null"),
        Comparison::IsNumeric => Test::type_is(variable, "number"),
        Comparison::IsString => Test::type_is(variable, "string"),
        Comparison::IsBoolean => Test::type_is(variable, "boolean"),
        _ => return None,
    };
    Some(if wanted { positive } else { positive.negated() })
}

fn compared(test: Operator, variable: &Expression, operand: Node<'_>, input: &str) -> Option<Vec<Test>> {
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
    let other = if test.by_path {
        let path = parsed(operand)?;
        Expression::operand(path::to_jsonata(&path, input)?, type_of(&path))
    } else {
        let of_type = if test.operand == Operand::Number { ValueType::Number } else { ValueType::String };
        Expression::operand(literal?, of_type)
    };
    // Of equal values one type is enough, and a literal has one.
    let asked: &[&Expression] = match (sign, test.by_path) {
        ("=", false) => &[],
        ("=", true) | (_, false) => &[variable],
        _ => &[variable, &other],
    };
    let guards = asked.iter().filter(|one| !has_type(one, test.operand));
    let mut tests: Vec<Test> = guards.map(|one| Test::type_is(&one.code, type_name)).collect();
    tests.push(Test::comparison(&variable.code, &variable.code, sign, &other.code));
    Some(tests)
}

/// Whether a value is known to have the type that a comparison is for.
fn has_type(value: &Expression, operand: Operand) -> bool {
    match operand {
        Operand::String => value.value == ValueType::String,
        Operand::Number => matches!(value.value, ValueType::Integer | ValueType::Number),
        _ => false,
    }
}

/// `StringMatches`, where `*` stands for any run of characters and a backslash makes the next one literal.
fn matches(variable: &Expression, operand: Node<'_>) -> Option<Vec<Test>> {
    let pattern = operand.as_text().filter(|text| !text.has_hole())?.value;
    // What stands between the stars.
    let mut parts = vec![String::new()];
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '*' => parts.push(String::new()),
            '\\' => parts.last_mut()?.push(chars.next().filter(|c| matches!(c, '*' | '\\'))?),
            c => parts.last_mut()?.push(c),
        }
    }
    let code = &variable.code;
    if let [literal] = parts.as_slice() {
        return Some(vec![Test::comparison(code, code, "=", &text(literal))]);
    }
    let mut tests = Vec::new();
    if !has_type(variable, Operand::String) {
        tests.push(Test::type_is(code, "string"));
    }
    if let Some(searched) = searched(&parts) {
        tests.push(Test::plain(format!("$contains({code}, {searched})"), Form::Operand));
    }
    if tests.is_empty() {
        tests.push(Test::plain("true".to_owned(), Form::Operand));
    }
    Some(tests)
}

/// What a text has to contain between stars: another text, or a regular expression. Stars at an end are where it may
/// begin or end in any way.
fn searched(parts: &[String]) -> Option<String> {
    let (first, last) = (parts.first()?, parts.last()?);
    let inner: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    match inner.as_slice() {
        [] => None,
        [only] if first.is_empty() && last.is_empty() => Some(text(only)),
        _ => {
            let parts: Vec<String> = inner.iter().map(|part| part.chars().map(escaped).collect()).collect();
            let start = if first.is_empty() { "" } else { "^" };
            let end = if last.is_empty() { "" } else { "$" };
            Some(format!("/{start}{}{end}/", parts.join("[\\s\\S]*")))
        }
    }
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
            (r#""Variable": "$.b", "IsNumeric": false"#, "$type($states.input.b) != 'number'"),
            (r#""Not": { "Variable": "$.a", "StringEquals": "x" }"#, "$states.input.a != 'x'"),
            (r#""Not": { "Variable": "$.a", "IsPresent": true }"#, "$not($exists($states.input.a))"),
            (
                r#""Variable": "$$.State.RetryCount", "NumericLessThan": 3"#,
                "$states.context.State.RetryCount < 3",
            ),
            (
                r#""Variable": "$$.State.Name", "StringMatches": "a*b""#,
                r"$contains($states.context.State.Name, /^a[\s\S]*b$/)",
            ),
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
            (
                r#""Variable": "$.a", "StringMatches": "*.docx""#,
                r"$type($states.input.a) = 'string' and $contains($states.input.a, /\.docx$/)",
            ),
            (
                r#""Variable": "$.a", "StringMatches": "snap-**""#,
                r"$type($states.input.a) = 'string' and $contains($states.input.a, /^snap-/)",
            ),
            (
                r#""Variable": "$.a", "StringMatches": "*Z.*""#,
                "$type($states.input.a) = 'string' and $contains($states.input.a, 'Z.')",
            ),
            (r#""Variable": "$.a", "StringMatches": "*""#, "$type($states.input.a) = 'string'"),
            (
                r#""And": [{ "Variable": "$.a", "NumericGreaterThan": 1 }, { "Variable": "$.a", "IsPresent": true }, { "Variable": "$.a", "NumericLessThan": 5 }]"#,
                "$type($states.input.a) = 'number' and $states.input.a > 1 and $states.input.a < 5",
            ),
            (
                r#""And": [{ "Variable": "$.a", "IsPresent": true }, { "Or": [{ "Variable": "$.a", "StringEquals": "x" }, { "Variable": "$.a", "IsNull": true }] }]"#,
                "$states.input.a = 'x' or $states.input.a = null",
            ),
            (r#""Variable": "$.a", "StringMatches": "x\\*""#, "$states.input.a = 'x*'"),
            (
                r#""And": [{ "Variable": "$.a", "IsPresent": true }, { "Or": [{ "Variable": "$.a", "BooleanEquals": true }, { "Not": { "Variable": "$.a", "IsBoolean": true } }] }]"#,
                "$states.input.a = true or $type($states.input.a) != 'boolean'",
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
