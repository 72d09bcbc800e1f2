//! The tests of choice rules as conditions of JSONata. Tests of order are left out: for a value of another type they do
//! not hold in JSONPath, and fail in JSONata.

use super::{delimited, expression};
use crate::catalog::{Comparison, Operand, operator};
use crate::edit::{self, Edit, quoted};
use crate::model::Object;
use crate::syntax::{Node, Tree};
use crate::text::Span;

const TESTS: [&str; 4] = ["And", "Or", "Not", "Variable"];

pub(super) fn collect(edits: &mut Vec<Edit>, tree: &Tree, choice: Object<'_>, input: &str) -> Option<()> {
    for rule in choice.objects("Choices") {
        let condition = condition(rule, input)?;
        let is_test = |name: &str| TESTS.contains(&name) || operator(name).is_some();
        let fields: Vec<_> = rule.fields().filter(|field| is_test(field.key().value)).collect();
        if rule
            .fields()
            .any(|field| !is_test(field.key().value) && !matches!(field.key().value, "Next" | "Comment"))
        {
            return None;
        }
        let [first, rest @ ..] = fields.as_slice() else { return None };
        edits.push(edit::replace_text(tree, first.key(), "Condition"));
        edits.push(edit::replace_value(tree, first.value()?, &quoted(&delimited(&condition))));
        for field in rest {
            edits.push(remove(tree, rule.node(), field.pair().span())?);
        }
    }
    Some(())
}

/// Removes a pair that is not the first, with the comma before it.
fn remove(tree: &Tree, rule: Node<'_>, pair: Span) -> Option<Edit> {
    let before = rule.pairs().map(|pair| pair.span()).take_while(|span| *span != pair).last()?;
    let gap = &tree.text()[before.end as usize..pair.start as usize];
    let is_plain = gap.chars().all(|c| c.is_whitespace() || c == ',');
    is_plain.then(|| Edit { span: Span { start: before.end, end: pair.end }, text: String::new() })
}

fn condition(rule: Object<'_>, input: &str) -> Option<String> {
    for (name, word) in [("And", " and "), ("Or", " or ")] {
        if rule.has(name) {
            let parts: Option<Vec<String>> = rule
                .objects(name)
                .map(|part| condition(part, input).map(|part| format!("({part})")))
                .collect();
            return parts.filter(|parts| !parts.is_empty()).map(|parts| parts.join(word));
        }
    }
    if rule.has("Not") {
        return Some(format!("$not({})", condition(rule.objects("Not").next()?, input)?));
    }
    let variable = expression(rule.get("Variable")?, input)?;
    let mut tests = rule.fields().filter_map(|field| Some((operator(field.key().value)?, field.value()?)));
    let (test, operand) = tests.next().filter(|_| tests.next().is_none())?;
    if test.operand == Operand::Test {
        let wanted = operand.as_bool()?;
        let positive = match test.comparison {
            Comparison::IsPresent => format!("$exists({variable})"),
            Comparison::IsNull => format!("{variable} = null"),
            Comparison::IsNumeric => format!("$type({variable}) = \"number\""),
            Comparison::IsString => format!("$type({variable}) = \"string\""),
            Comparison::IsBoolean => format!("$type({variable}) = \"boolean\""),
            _ => return None,
        };
        return Some(if wanted { positive } else { format!("$not({positive})") });
    }
    if test.comparison != Comparison::Equals || test.operand == Operand::Timestamp || test.by_path {
        return None;
    }
    let literal = match operand.as_text() {
        Some(text) if text.has_hole() => return None,
        Some(text) => quoted(text.value),
        None if operand.is_unknown() => return None,
        None => operand.written().to_owned(),
    };
    Some(format!("{variable} = {literal}"))
}
