//! A short description of the condition of a choice rule.

use super::chart::short;
use asl_core::catalog::{Comparison, Operand};
use asl_core::model::Object;
use asl_core::semantic::Analysis;
use asl_core::semantic::choice::{Condition, Test};

/// In characters. Longer conditions are truncated.
const LIMIT: usize = 96;

pub(super) fn words(analysis: &Analysis, rule: Object<'_>) -> String {
    let text = match rule.get("Condition").and_then(|condition| condition.as_str()) {
        Some(expression) => inner(expression).to_owned(),
        None => tests(&Condition::of(analysis, rule), false),
    };
    short(&text, LIMIT)
}

/// The expression between the JSONata delimiters.
fn inner(expression: &str) -> &str {
    let trimmed = expression.trim();
    let inside = trimmed.strip_prefix("{%").and_then(|rest| rest.strip_suffix("%}"));
    inside.unwrap_or(trimmed).trim()
}

fn tests(condition: &Condition<'_>, is_part: bool) -> String {
    let join = |parts: &[Condition<'_>], word: &str| {
        let parts: Vec<String> = parts.iter().map(|part| tests(part, true)).collect();
        let text = parts.join(word);
        if is_part && parts.len() > 1 { format!("({text})") } else { text }
    };
    match condition {
        Condition::All(parts) => join(parts, " and "),
        Condition::Any(parts) => join(parts, " or "),
        Condition::Not(inner) => format!("not {}", tests(inner, true)),
        Condition::Test(one) => test(one),
        Condition::Constant(value) => value.to_string(),
        Condition::Fact(_) | Condition::Unknown => "?".to_owned(),
    }
}

fn test(test: &Test<'_>) -> String {
    let variable = test.variable;
    let operand = test.operand.source();
    let relation = match test.operator.comparison {
        Comparison::Equals => "=",
        Comparison::Less => "<",
        Comparison::Greater => ">",
        Comparison::LessOrEqual => "≤",
        Comparison::GreaterOrEqual => "≥",
        Comparison::Matches => "matches",
        _ => "is",
    };
    if test.operator.operand != Operand::Test {
        let operand = test.operand.as_str().filter(|_| test.operator.by_path).unwrap_or(operand);
        return format!("{variable} {relation} {operand}");
    }
    let what = match test.operator.comparison {
        Comparison::IsNull => "null",
        Comparison::IsPresent => "present",
        Comparison::IsNumeric => "a number",
        Comparison::IsString => "a string",
        Comparison::IsBoolean => "a boolean",
        _ => "a timestamp",
    };
    let not = if test.operand.as_bool() == Some(false) { "not " } else { "" };
    format!("{variable} is {not}{what}")
}
