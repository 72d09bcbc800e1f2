use crate::catalog::limits::MAX_RANGE;
use crate::edit::Edit;
use crate::rules::prelude::*;
use jsonata_syntax::{BinaryOperator, NodeId, NodeKind, Parsed, Type, Types};

pub(super) static RULE: Rule = Rule {
    name: "operand-type",
    group: Group::Jsonata,
    docs: include_str!("operand_type.md"),
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for (site, parsed, types) in cx.typed() {
        // One error causes others in the same chain, so the first is enough.
        let faults = parsed.tree.nodes().filter_map(|(id, _)| fault(parsed, types, id));
        let Some((operand, message)) = faults.min_by_key(|(operand, _)| parsed.tree.span(*operand).start)
        else {
            continue;
        };
        let joins = string_additions(parsed, types);
        let edits: Vec<Edit> =
            joins.iter().map(|sign| Edit { span: site.span(*sign), text: "&".to_owned() }).collect();
        let diag = cx.report(&RULE, site.span(parsed.tree.span(operand)), message);
        diag.note("the evaluation fails with `States.QueryEvaluationError`");
        if types.get(operand) == Type::String && !edits.is_empty() {
            diag.help("concatenate strings with `&`");
            diag.fix(Fix::suggested("Concatenate with `&`", edits));
        }
    }
}

/// An operand of the wrong type, and the message for it.
fn fault(parsed: &Parsed, types: &Types, id: NodeId) -> Option<(NodeId, String)> {
    let tree = &parsed.tree;
    let wrong = |operand: NodeId| {
        let kind = types.get(operand);
        (kind.is_known() && kind != Type::Number).then_some((operand, kind))
    };
    match &tree.kind(id) {
        NodeKind::Negate { operand } => {
            let (operand, kind) = wrong(*operand)?;
            Some((operand, format!("`-` takes a number, not {kind}")))
        }
        NodeKind::Range { first, last } => {
            if let (NodeKind::Number(first), NodeKind::Number(end)) = (tree.kind(*first), tree.kind(*last))
                && end - first >= MAX_RANGE
            {
                return Some((*last, format!("this range has more than {} items", grouped(MAX_RANGE))));
            }
            let (operand, kind) = wrong(*first).or_else(|| wrong(*last))?;
            Some((operand, format!("`..` takes integers, not {kind}")))
        }
        NodeKind::Binary { operator, left, right } if is_arithmetic(*operator) => {
            let (operand, kind) = wrong(*left).or_else(|| wrong(*right))?;
            Some((operand, format!("`{}` takes numbers, not {kind}", sign(*operator))))
        }
        NodeKind::Binary { operator, left, right } if is_comparison(*operator) => {
            let sign = sign(*operator);
            let (left_kind, right_kind) = (types.get(*left), types.get(*right));
            for (operand, kind) in [(left, left_kind), (right, right_kind)] {
                if kind.is_known() && !matches!(kind, Type::Number | Type::String) {
                    return Some((*operand, format!("`{sign}` compares numbers or strings, not {kind}")));
                }
            }
            let differ = left_kind.is_known() && right_kind.is_known() && left_kind != right_kind;
            differ.then(|| (*right, format!("`{sign}` cannot compare {left_kind} with {right_kind}")))
        }
        _ => None,
    }
}

fn is_arithmetic(operator: BinaryOperator) -> bool {
    use BinaryOperator as B;
    matches!(operator, B::Add | B::Subtract | B::Multiply | B::Divide | B::Remainder)
}

fn is_comparison(operator: BinaryOperator) -> bool {
    use BinaryOperator as B;
    matches!(operator, B::Less | B::LessOrEqual | B::Greater | B::GreaterOrEqual)
}

fn sign(operator: BinaryOperator) -> &'static str {
    match operator {
        BinaryOperator::Add => "+",
        BinaryOperator::Subtract => "-",
        BinaryOperator::Multiply => "*",
        BinaryOperator::Divide => "/",
        BinaryOperator::Remainder => "%",
        BinaryOperator::Less => "<",
        BinaryOperator::LessOrEqual => "<=",
        BinaryOperator::Greater => ">",
        _ => ">=",
    }
}

/// The plus signs of additions with a string operand, directly or in a nested addition.
fn string_additions(parsed: &Parsed, types: &Types) -> Vec<Span> {
    let mut is_string = vec![false; parsed.tree.len()];
    let mut signs = Vec::new();
    for (id, node) in parsed.tree.nodes() {
        is_string[id.index()] = match node.kind {
            NodeKind::Binary { operator: BinaryOperator::Add, left, right } => {
                let joins = is_string[left.index()] || is_string[right.index()];
                signs.extend(joins.then_some(node.token));
                joins
            }
            _ => types.get(id) == Type::String,
        };
    }
    signs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::with_output;

    #[test]
    fn operands_of_the_wrong_type() {
        check(
            &RULE,
            r#"
{
  "QueryLanguage": "JSONata",
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Pass",
      "Assign": { "text": "a", "many": [1, 2] },
      "Output": {
        "a": "{% 1 + 'a' %}",
//                   ^^^ `+` takes numbers, not a string
        "b": "{% $text + $states.input.x + 'c' %}",
//               ^^^^^ `+` takes numbers, not a string
        "c": "{% $many > 1 %}",
//               ^^^^^ `>` compares numbers or strings, not an array
        "d": "{% $states.input.x < 1 < 2 %}",
//               ^^^^^^^^^^^^^^^^^^^ `<` compares numbers or strings, not a boolean
        "e": "{% $text >= 5 %}",
//                        ^ `>=` cannot compare a string with a number
        "f": "{% -$text %}",
//                ^^^^^ `-` takes a number, not a string
        "g": "{% $sum([1..900000]) %}",
//                        ^^^^^^ this range has more than 873,782 items
        "k": "{% $count([1..873782]) %}",
        "h": "{% ['a'..'z'] %}",
//                ^^^ `..` takes integers, not a string
        "i": "{% $text & 1 = $many and $states.input.x + 1 > $count($many) %}",
        "k": "{% $states.input.a < 'b' or 'b' < $states.input.a %}",
        "j": "{% $text in $many or $text < 'b' %}"
      },
      "End": true
    }
  }
}"#,
        );
    }

    #[test]
    fn the_fix_concatenates_strings() {
        check_fix(&RULE, &with_output("'a' + $x + 'b' + $y"), &with_output("'a' & $x & 'b' & $y"));
        check_fix(&RULE, &with_output("'a' + 'b'"), &with_output("'a' & 'b'"));
        for expression in ["1 - 'a'", "true + ('a' + $x)"] {
            let finding = only_finding(&RULE, &with_output(expression));
            assert!(finding.fix.is_none() && finding.help.is_none(), "{expression}");
        }
    }

    #[test]
    fn messages_name_the_operator() {
        let message = |expression: &str| only_finding(&RULE, &with_output(expression)).message;
        for operator in ["+", "-", "*", "/", "%"] {
            let expected = format!("`{operator}` takes numbers, not a string");
            assert_eq!(message(&format!("1 {operator} 'a'")), expected);
        }
        for operator in ["<", "<=", ">", ">="] {
            let expected = format!("`{operator}` compares numbers or strings, not a boolean");
            assert_eq!(message(&format!("$x {operator} true")), expected);
        }
    }
}
