use crate::catalog::{FieldInfo, Value};
use crate::expr::embedded::embedded;
use crate::expr::language::{looks_like_intrinsic, looks_like_path};
use crate::expr::lookalike::lookalike;
use crate::model::Field;
use crate::rules::prelude::*;
use crate::syntax::Text;
use jsonata_syntax::{NodeId, NodeKind, Tree, Type};

pub(super) static RULE: Rule = Rule {
    name: "value-type",
    group: Group::Jsonata,
    docs: include_str!("value_type.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    expressions(cx);
    literals(cx);
}

fn expressions(cx: &mut Context<'_>) {
    for (site, parsed, types) in cx.typed() {
        let kind = types.get(parsed.root);
        let name = site.info().name;
        let span = site.span(parsed.tree.span(parsed.root));
        let is_whole = site.field().value().is_some_and(|value| value.id() == site.node().id());
        let expected = if is_whole { expected(site) } else { None };
        let message = match expected {
            // `condition-not-boolean` reports these.
            Some(Expected { types: &[Type::Boolean], .. }) => None,
            Some(expected) if kind.is_known() && !expected.types.contains(&kind) => {
                Some(format!("expected {} for `{name}`, found {kind}", expected.description))
            }
            Some(_) => number(&parsed.tree, parsed.root)
                .and_then(|number| out_of_range(site.info().value, number))
                .map(|why| format!("`{name}` {why}")),
            None if kind == Type::Function => Some("a function cannot be passed on as a value".to_owned()),
            None => None,
        };
        let Some(message) = message else { continue };
        let diag = cx.report(&RULE, span, message);
        diag.note("the state fails with `States.QueryEvaluationError`");
        if kind == Type::Function && matches!(parsed.tree.kind(parsed.root), NodeKind::Variable(_)) {
            diag.help("call the function");
        }
    }
}

/// Reports literals in fields that require another type.
fn literals(cx: &mut Context<'_>) {
    for (field, info, value) in cx.fields_where(|info| info.value == Value::Template) {
        let kind = match value.kind() {
            Kind::Null => Type::Null,
            Kind::Bool => Type::Boolean,
            Kind::Number => Type::Number,
            Kind::String => Type::String,
            Kind::Array => Type::Array,
            Kind::Object | Kind::Placeholder | Kind::Error => continue,
        };
        let Some(expected) = container(info, field.object()) else { continue };
        if expected.types.contains(&kind)
            || value.as_text().is_some_and(|text| is_reported_elsewhere(text, field))
        {
            continue;
        }
        let span = if kind == Type::Array { value.opening() } else { value.span() };
        let message = format!("expected {} for `{}`, found {kind}", expected.description, field.key().value);
        let diag = cx.report(&RULE, span, message);
        diag.note("the state fails when it runs");
        if field.object().language() == QueryLanguage::Jsonata {
            diag.help(format!(
                "use {}, or an expression in `{{% ... %}}` that returns one",
                expected.description
            ));
        }
    }
}

/// Whether a string is substituted later, or was intended as an expression, which other rules report.
fn is_reported_elsewhere(text: Text<'_>, field: Field<'_>) -> bool {
    let value = text.value;
    text.has_placeholder()
        || is_placeholder(value)
        || value.starts_with("{%")
        || value.ends_with("%}")
        || lookalike(value, |_| false).is_some()
        || !embedded(value).is_empty()
        || field.object().language() == QueryLanguage::Jsonata
            && (looks_like_path(value) || looks_like_intrinsic(value))
}

/// The types that a field accepts.
struct Expected {
    types: &'static [Type],
    description: &'static str,
}

fn expected(site: ExpressionRef<'_>) -> Option<Expected> {
    let (types, description): (&[Type], &str) = match site.info().value {
        Value::Boolean => (&[Type::Boolean], "a boolean"),
        Value::Integer { .. } => (&[Type::Number], "an integer"),
        Value::Number { .. } => (&[Type::Number], "a number"),
        Value::Text => (&[Type::String], "a string"),
        Value::Timestamp => (&[Type::String], "a timestamp as a string"),
        Value::Template => return container(site.info(), site.object()),
        _ => return None,
    };
    Some(Expected { types, description })
}

/// The types for those fields of any value that must be an array or an object. Functions and activities accept any JSON,
/// but calls of services do not.
fn container(info: &FieldInfo, object: Object<'_>) -> Option<Expected> {
    let is_call = || object.state().is_some_and(|state| state.call().is_some());
    match (info.name, object.kind()) {
        ("Items", _) => {
            Some(Expected { types: &[Type::Array, Type::Object], description: "an array or an object" })
        }
        ("Arguments" | "Parameters", ObjectKind::ItemReader | ObjectKind::ResultWriter) => Some(OBJECT),
        ("Arguments" | "Parameters", ObjectKind::Task) if is_call() => Some(OBJECT),
        _ => None,
    }
}

const OBJECT: Expected = Expected { types: &[Type::Object], description: "an object" };

/// The number that an expression consists of.
fn number(tree: &Tree, id: NodeId) -> Option<f64> {
    match tree.kind(id) {
        NodeKind::Number(number) => Some(*number),
        NodeKind::Negate { operand } => match tree.kind(*operand) {
            NodeKind::Number(number) => Some(-number),
            _ => None,
        },
        _ => None,
    }
}

fn out_of_range(value: Value, number: f64) -> Option<String> {
    match value {
        Value::Integer { .. } if number.fract() != 0.0 => Some(format!("is {number}; it must be an integer")),
        Value::Integer { min, .. } if number < min as f64 => {
            Some(format!("is {number}; the minimum is {min}"))
        }
        Value::Integer { max, .. } if number > max as f64 => {
            Some(format!("is {number}; the maximum is {max}"))
        }
        Value::Number { min, .. } if number < min => Some(format!("is {number}; the minimum is {min}")),
        Value::Number { max, .. } if number > max => Some(format!("is {number}; the maximum is {max}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_of_the_wrong_type() {
        check(
            &RULE,
            r#"
{
  "QueryLanguage": "JSONata",
  "StartAt": "A",
  "States": {
    "A": { "Type": "Map", "Items": "abc" },
//                                 ^^^^^ expected an array or an object for `Items`, found a string
    "B": { "Type": "Map", "Items": 5 },
//                                 ^ expected an array or an object for `Items`, found a number
    "C": { "Type": "Map", "Items": null },
//                                 ^^^^ expected an array or an object for `Items`, found `null`
    "D": { "Type": "Map", "Items": true },
//                                 ^^^^ expected an array or an object for `Items`, found a boolean
    "E": { "Type": "Map", "Items": ["a"] },
    "F": { "Type": "Map", "Items": { "a": 1 } },
    "G": { "Type": "Map", "Items": "${Items}" },
    "Q": { "Type": "Map", "Items": "ITEM_LIST" },
    "R": { "Type": "Map", "Items": "{{ items }}" },
    "H": { "Type": "Map", "Items": "$.items" },
    "I": { "Type": "Map", "Items": "$states.input.items" },
    "J": { "Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Arguments": "hello" },
//                                                                                  ^^^^^^^ expected an object for `Arguments`, found a string
    "K": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:listBuckets", "Arguments": [1, 2] },
//                                                                                             ^ expected an object for `Arguments`, found an array
    "L": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:111122223333:function:f", "Arguments": "hello" },
    "M": { "Type": "Task", "Resource": "arn:aws:states:us-east-1:111122223333:activity:a", "Arguments": 5 },
    "N": { "Type": "Parallel", "Arguments": "hello" },
    "O": { "Type": "Map", "ItemReader": { "Resource": "arn:aws:states:::s3:getObject", "Arguments": "b" } },
//                                                                                                  ^^^ expected an object for `Arguments`, found a string
    "P": { "Type": "Pass", "Output": "hello" }
  }
}"#,
        );
        let text = r#"{ "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Parameters": "$.all" } } }"#;
        assert_eq!(only_finding(&RULE, text).message, "expected an object for `Parameters`, found a string");
    }

    #[test]
    fn values_by_the_catalog() {
        check(
            &RULE,
            r#"
{
  "QueryLanguage": "JSONata",
  "StartAt": "A",
  "States": {
    "A": { "Type": "Wait", "Seconds": "{% '5' %}", "Assign": { "text": "a", "list": "{% [1] %}", "own": "{% $sum %}" } },
//                                        ^^^ expected an integer for `Seconds`, found a string
//                                                                                                          ^^^^ a function cannot be passed on as a value
    "B": { "Type": "Wait", "Seconds": "{% -1 %}" },
//                                        ^^ `Seconds` is -1; the minimum is 0
    "C": { "Type": "Wait", "Timestamp": "{% $toMillis($states.input.at) %}" },
//                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^ expected a timestamp as a string for `Timestamp`, found a number
    "D": {
      "Type": "Map",
      "Items": "{% $text %}",
//                 ^^^^^ expected an array or an object for `Items`, found a string
      "MaxConcurrency": "{% 1.5 %}",
//                          ^^^ `MaxConcurrency` is 1.5; it must be an integer
      "ToleratedFailurePercentage": "{% 101 %}",
//                                      ^^^ `ToleratedFailurePercentage` is 101; the maximum is 100
      "ItemSelector": "{% $string %}",
//                        ^^^^^^^ a function cannot be passed on as a value
      "ItemReader": { "Resource": "arn:aws:states:::s3:getObject", "Arguments": "{% 'a' %}" }
//                                                                                  ^^^ expected an object for `Arguments`, found a string
    },
    "E": { "Type": "Map", "Items": "{% $list %}", "MaxConcurrency": "{% $states.input.n + 1 %}" },
    "F": { "Type": "Map", "Items": ["{% $text %}"] },
    "G": { "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Arguments": "{% $list %}" },
//                                                                                          ^^^^^ expected an object for `Arguments`, found an array
    "H": { "Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:123456789012:function:f", "Arguments": "{% $list %}" },
    "I": { "Type": "Fail", "Error": "{% 404 %}", "Cause": "{% 'code ' & 404 %}" },
//                                      ^^^ expected a string for `Error`, found a number
    "J": { "Type": "Choice", "Choices": [{ "Condition": "{% 1 %}", "Output": "{% function($x) { $x } %}" }] }
//                                                                               ^^^^^^^^^^^^^^^^^^^ a function cannot be passed on as a value
  }
}"#,
        );
    }

    #[test]
    fn help_for_a_function_by_name() {
        let help = |expression: &str| only_finding(&RULE, &crate::testing::with_output(expression)).help;
        assert_eq!(help("$uuid").as_deref(), Some("call the function"));
        assert_eq!(help("function() { 1 }"), None);
        check(
            &RULE,
            r#"{ "QueryLanguage": "JSONata", "States": { "C": { "Type": "Choice", "Choices": [{ "Condition": "{% $uuid %}", "Next": "C" }] } } }"#,
        );
    }

    #[test]
    fn the_limits_of_a_range_belong_to_it() {
        let integer = |number: f64| out_of_range(Value::Integer { min: 1, max: 3 }, number);
        let number = |number: f64| out_of_range(Value::Number { min: 1.0, max: 3.0 }, number);
        for value in [1.0, 2.0, 3.0] {
            assert_eq!((integer(value), number(value)), (None, None));
        }
        for (value, message) in [(0.0, "is 0; the minimum is 1"), (4.0, "is 4; the maximum is 3")] {
            assert_eq!(integer(value).as_deref(), Some(message));
            assert_eq!(number(value).as_deref(), Some(message));
        }
        assert_eq!(integer(1.5).as_deref(), Some("is 1.5; it must be an integer"));
        assert_eq!(number(1.5), None);
    }
}
