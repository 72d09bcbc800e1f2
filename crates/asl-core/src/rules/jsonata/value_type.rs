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
    check: run,
    ..Rule::DEFAULTS
};

fn run(cx: &mut Context<'_>) {
    expressions(cx);
    literals(cx);
}

fn expressions(cx: &mut Context<'_>) {
    for (site, parsed, types) in cx.typed() {
        let kind = types.get(parsed.root);
        let name = site.info().name;
        let span = site.span(parsed.tree.span(parsed.root));
        let is_whole = site.field().value().is_some_and(|value| value.id() == site.node().id());
        let wanted = if is_whole { wanted(site) } else { None };
        let message = match wanted {
            // That is a rule of its own.
            Some(Wanted { types: &[Type::Boolean], .. }) => None,
            Some(wanted) if kind.is_known() && !wanted.types.contains(&kind) => {
                Some(format!("`{name}` takes {}, not {kind}", wanted.words))
            }
            Some(_) => number(&parsed.tree, parsed.root)
                .and_then(|number| out_of_range(site.info().value, number))
                .map(|why| format!("`{name}` {why}")),
            None if kind == Type::Function => {
                Some("a function is not a value that can be handed on".to_owned())
            }
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

/// Values that are written out where another type is needed.
fn literals(cx: &mut Context<'_>) {
    for (field, info, value) in cx.known_fields().filter(|(_, info, _)| info.value == Value::Template) {
        let kind = match value.kind() {
            Kind::Null => Type::Null,
            Kind::Bool => Type::Boolean,
            Kind::Number => Type::Number,
            Kind::String => Type::String,
            Kind::Array => Type::Array,
            Kind::Object | Kind::Placeholder | Kind::Error => continue,
        };
        let Some(wanted) = container(info, field.object()) else { continue };
        if wanted.types.contains(&kind)
            || value.as_text().is_some_and(|text| is_judged_elsewhere(text, field))
        {
            continue;
        }
        let span = if kind == Type::Array { value.opening() } else { value.span() };
        let message = format!("`{}` takes {}, not {kind}", field.key().value, wanted.words);
        let diag = cx.report(&RULE, span, message);
        diag.note("the state fails when it runs");
        if field.object().language() == QueryLanguage::Jsonata {
            diag.help(format!("write {}, or an expression in `{{% ... %}}` that gives one", wanted.words));
        }
    }
}

/// Whether a text is put in later, or was meant as an expression, which other rules say.
fn is_judged_elsewhere(text: Text<'_>, field: Field<'_>) -> bool {
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

/// What the value of a field has to be.
struct Wanted {
    types: &'static [Type],
    words: &'static str,
}

fn wanted(site: ExpressionRef<'_>) -> Option<Wanted> {
    let (types, words): (&[Type], &str) = match site.info().value {
        Value::Boolean => (&[Type::Boolean], "a boolean"),
        Value::Integer { .. } => (&[Type::Number], "an integer"),
        Value::Number { .. } => (&[Type::Number], "a number"),
        Value::Text => (&[Type::String], "a string"),
        Value::Timestamp => (&[Type::String], "a timestamp as a string"),
        Value::Template => return container(site.info(), site.object()),
        _ => return None,
    };
    Some(Wanted { types, words })
}

/// What of fields that take any value has to be an array or an object. A function or an activity takes any JSON, the call
/// of a service does not.
fn container(info: &FieldInfo, object: Object<'_>) -> Option<Wanted> {
    let is_call = || object.state().is_some_and(|state| state.call().is_some());
    match (info.name, object.kind()) {
        ("Items", _) => Some(Wanted { types: &[Type::Array, Type::Object], words: "an array or an object" }),
        ("Arguments" | "Parameters", ObjectKind::ItemReader | ObjectKind::ResultWriter) => Some(OBJECT),
        ("Arguments" | "Parameters", ObjectKind::Task) if is_call() => Some(OBJECT),
        _ => None,
    }
}

const OBJECT: Wanted = Wanted { types: &[Type::Object], words: "an object" };

/// The number that an expression is written as.
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
        Value::Integer { .. } if number.fract() != 0.0 => Some(format!("takes an integer, not {number}")),
        Value::Integer { min, .. } if number < min as f64 => Some(format!("is at least {min}, not {number}")),
        Value::Integer { max, .. } if number > max as f64 => Some(format!("is at most {max}, not {number}")),
        Value::Number { min, .. } if number < min => Some(format!("is at least {min}, not {number}")),
        Value::Number { max, .. } if number > max => Some(format!("is at most {max}, not {number}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_where_another_type_is_needed() {
        check(
            &RULE,
            r#"
{
  "QueryLanguage": "JSONata",
  "StartAt": "A",
  "States": {
    "A": { "Type": "Map", "Items": "abc" },
//                                 ^^^^^ `Items` takes an array or an object, not a string
    "B": { "Type": "Map", "Items": 5 },
//                                 ^ `Items` takes an array or an object, not a number
    "C": { "Type": "Map", "Items": null },
//                                 ^^^^ `Items` takes an array or an object, not `null`
    "D": { "Type": "Map", "Items": true },
//                                 ^^^^ `Items` takes an array or an object, not a boolean
    "E": { "Type": "Map", "Items": ["a"] },
    "F": { "Type": "Map", "Items": { "a": 1 } },
    "G": { "Type": "Map", "Items": "${Items}" },
    "Q": { "Type": "Map", "Items": "ITEM_LIST" },
    "R": { "Type": "Map", "Items": "{{ items }}" },
    "H": { "Type": "Map", "Items": "$.items" },
    "I": { "Type": "Map", "Items": "$states.input.items" },
    "J": { "Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Arguments": "hello" },
//                                                                                  ^^^^^^^ `Arguments` takes an object, not a string
    "K": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:listBuckets", "Arguments": [1, 2] },
//                                                                                             ^ `Arguments` takes an object, not an array
    "L": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:111122223333:function:f", "Arguments": "hello" },
    "M": { "Type": "Task", "Resource": "arn:aws:states:us-east-1:111122223333:activity:a", "Arguments": 5 },
    "N": { "Type": "Parallel", "Arguments": "hello" },
    "O": { "Type": "Map", "ItemReader": { "Resource": "arn:aws:states:::s3:getObject", "Arguments": "b" } },
//                                                                                                  ^^^ `Arguments` takes an object, not a string
    "P": { "Type": "Pass", "Output": "hello" }
  }
}"#,
        );
        let text = r#"{ "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Parameters": "$.all" } } }"#;
        assert_eq!(only_finding(&RULE, text).message, "`Parameters` takes an object, not a string");
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
//                                        ^^^ `Seconds` takes an integer, not a string
//                                                                                                          ^^^^ a function is not a value that can be handed on
    "B": { "Type": "Wait", "Seconds": "{% -1 %}" },
//                                        ^^ `Seconds` is at least 0, not -1
    "C": { "Type": "Wait", "Timestamp": "{% $toMillis($states.input.at) %}" },
//                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^ `Timestamp` takes a timestamp as a string, not a number
    "D": {
      "Type": "Map",
      "Items": "{% $text %}",
//                 ^^^^^ `Items` takes an array or an object, not a string
      "MaxConcurrency": "{% 1.5 %}",
//                          ^^^ `MaxConcurrency` takes an integer, not 1.5
      "ToleratedFailurePercentage": "{% 101 %}",
//                                      ^^^ `ToleratedFailurePercentage` is at most 100, not 101
      "ItemSelector": "{% $string %}",
//                        ^^^^^^^ a function is not a value that can be handed on
      "ItemReader": { "Resource": "arn:aws:states:::s3:getObject", "Arguments": "{% 'a' %}" }
//                                                                                  ^^^ `Arguments` takes an object, not a string
    },
    "E": { "Type": "Map", "Items": "{% $list %}", "MaxConcurrency": "{% $states.input.n + 1 %}" },
    "F": { "Type": "Map", "Items": ["{% $text %}"] },
    "G": { "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Arguments": "{% $list %}" },
//                                                                                          ^^^^^ `Arguments` takes an object, not an array
    "H": { "Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:123456789012:function:f", "Arguments": "{% $list %}" },
    "I": { "Type": "Fail", "Error": "{% 404 %}", "Cause": "{% 'code ' & 404 %}" },
//                                      ^^^ `Error` takes a string, not a number
    "J": { "Type": "Choice", "Choices": [{ "Condition": "{% 1 %}", "Output": "{% function($x) { $x } %}" }] }
//                                                                               ^^^^^^^^^^^^^^^^^^^ a function is not a value that can be handed on
  }
}"#,
        );
    }
}
