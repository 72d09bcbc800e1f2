use super::prelude::*;
use crate::catalog::Value;
use crate::expr::jsonata::{NodeId, NodeKind, Tree, Type};

pub(super) static RULE: Rule = Rule {
    name: "value-type",
    group: Group::Jsonata,
    summary: "an expression gives a value that its field does not take",
    docs: include_str!("value_type.md"),
    severity: Severity::Warning,
    default: Default::On,
    aws: None,
    fix: FixKind::None,
    check: run,
};

fn run(cx: &mut Context<'_>) {
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

/// What the value of a field has to be.
struct Wanted {
    types: &'static [Type],
    words: &'static str,
}

fn wanted(site: Site<'_>) -> Option<Wanted> {
    let (types, words): (&[Type], &str) = match site.info().value {
        Value::Boolean => (&[Type::Boolean], "a boolean"),
        Value::Integer { .. } => (&[Type::Number], "an integer"),
        Value::Number { .. } => (&[Type::Number], "a number"),
        Value::Text => (&[Type::String], "a string"),
        Value::Timestamp => (&[Type::String], "a timestamp as a string"),
        Value::Template => match (site.info().name, site.object().place()) {
            ("Items", _) => (&[Type::Array, Type::Object], "an array or an object"),
            ("Arguments", Place::ItemReader | Place::ResultWriter) => (&[Type::Object], "an object"),
            ("Arguments", Place::Task) if is_integration(site.object()) => (&[Type::Object], "an object"),
            _ => return None,
        },
        _ => return None,
    };
    Some(Wanted { types, words })
}

/// Whether a task calls a service and not a function or an activity, which take any JSON.
fn is_integration(task: Object<'_>) -> bool {
    task.get("Resource").and_then(Node::as_str).is_some_and(|resource| resource.contains(":states:::"))
}

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
