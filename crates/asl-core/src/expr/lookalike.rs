//! Strings that were meant to be JSONata: with other delimiters, without delimiters, or inside a longer string.

use super::is_jsonata;
use crate::catalog::{FieldInfo, Value, functions};
use crate::syntax::Text;
use crate::text::Span;
use jsonata_syntax::{self as jsonata, NodeKind, Parsed, Resolution};

/// A string that is not evaluated, although it was meant to contain an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lookalike<'t> {
    /// What the string looks like.
    pub(crate) shape: Shape,
    /// The span of the part that looks like an expression, in bytes of the string.
    pub(crate) part: Span,
    /// The expression without delimiters, if it is the whole string.
    pub(crate) expression: Option<&'t str>,
}

/// The forms of strings that look like an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Whitespace around the delimiters: ` {% $x %} `.
    Blanks,
    /// Doubled braces: `{{% $x %}}`.
    DoubleBraces,
    /// Other delimiters: `{ % $x % }`, `{{ $states.input }}`, `<% $states.input %>`.
    OtherDelimiters,
    /// No delimiters: `$states.input`.
    NoDelimiters,
    /// An expression inside a longer string: `about {% $x %} Euro`, `Hello $states.input.name`.
    Inside,
}

/// Returns the part of the string value of a field that was meant to be JSONata. In a field that does not take
/// arbitrary strings, any string that is a valid expression and reads a variable counts. `is_variable` returns whether
/// a name is that of an assigned variable.
pub(crate) fn lookalike_in<'t>(
    text: Text<'t>,
    info: &FieldInfo,
    is_variable: impl Fn(&str) -> bool,
) -> Option<Lookalike<'t>> {
    // A template fills in a part of the string. No placeholder has a name that begins with `$`.
    if text.has_placeholder() && !text.value.trim_start().starts_with("${$states.") {
        return None;
    }
    let found = lookalike(text.value, is_variable);
    found.or_else(|| if takes_text(info) { None } else { expression_for_text(text.value) })
}

/// Returns whether the string value of a field that does not take arbitrary strings was meant to be JSONata.
pub(crate) fn is_lookalike_for_text(text: Text<'_>, info: &FieldInfo) -> bool {
    !takes_text(info) && lookalike_in(text, info, |_| false).is_some()
}

/// Returns whether a field takes strings that are not expressions.
fn takes_text(info: &FieldInfo) -> bool {
    matches!(info.value, Value::Template | Value::Variables | Value::Text | Value::Timestamp)
}

/// Returns the part of a string that was meant to be JSONata. Strings that begin with `{%` or end with `%}` are
/// expressions or reported elsewhere, and are ignored here. `is_variable` returns whether a name is that of an assigned
/// variable.
pub(crate) fn lookalike(text: &str, is_variable: impl Fn(&str) -> bool) -> Option<Lookalike<'_>> {
    let has = |sign: u8| text.as_bytes().contains(&sign);
    if !(has(b'$') || has(b'%')) || text.starts_with("{%") || text.ends_with("%}") {
        return None;
    }
    delimited(text)
        .or_else(|| other_delimiters(text))
        .or_else(|| bare(text, is_variable))
        .or_else(|| inside(text))
}

/// Returns a string as an expression without delimiters, if it is valid and reads a variable.
fn expression_for_text(text: &str) -> Option<Lookalike<'_>> {
    let (trimmed, part) = trimmed(text);
    let parsed = parsed(trimmed)?;
    let is_read = jsonata::variables(&parsed).len() > 0 && jsonata::context_references(&parsed).is_empty();
    is_read.then_some(Lookalike { shape: Shape::NoDelimiters, part, expression: Some(trimmed) })
}

/// Recognizes a string with `{%` and `%}`, but not at its ends.
fn delimited(text: &str) -> Option<Lookalike<'_>> {
    let start = text.find("{%")?;
    let end = start + text[start..].find("%}")? + 2;
    let (trimmed, part) = trimmed(text);
    let inner = |text: &'_ str| text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).map(str::len);
    if is_jsonata(trimmed) {
        return Some(Lookalike { shape: Shape::Blanks, part, expression: Some(expression(trimmed, 2)) });
    }
    match inner(trimmed) {
        Some(len) if is_jsonata(&trimmed[1..=len]) => {
            Some(Lookalike { shape: Shape::DoubleBraces, part, expression: Some(expression(trimmed, 3)) })
        }
        _ => Some(Lookalike { shape: Shape::Inside, part: Span::new(start, end), expression: None }),
    }
}

/// Returns the text between delimiters of a length.
fn expression(text: &str, delimiter: usize) -> &str {
    text[delimiter..text.len() - delimiter].trim()
}

/// Recognizes a string with delimiters of another language, or with whitespace inside its delimiters.
fn other_delimiters(text: &str) -> Option<Lookalike<'_>> {
    const PAIRS: [(&str, &str); 7] =
        [("{{", "}}"), ("<%=", "%>"), ("<%", "%>"), ("${", "}"), ("#{", "}"), ("[%", "%]"), ("{", "}")];
    let (trimmed, part) = trimmed(text);
    let found =
        |expression| Some(Lookalike { shape: Shape::OtherDelimiters, part, expression: Some(expression) });
    if let Some(inner) = trimmed.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'))
        && let Some(inner) = inner.trim().strip_prefix('%').and_then(|rest| rest.strip_suffix('%'))
        && jsonata::parse(inner).errors.is_empty()
    {
        return found(inner.trim());
    }
    let between = |(open, close)| trimmed.strip_prefix(open)?.strip_suffix(close).map(str::trim);
    let inner = PAIRS.into_iter().find_map(between).filter(|inner| inner.contains("$states."))?;
    if reads_states(&parsed(inner)?) { found(inner) } else { None }
}

/// Recognizes a string that is an expression without delimiters: it reads `$states` or a variable, or calls a function.
fn bare(text: &str, is_variable: impl Fn(&str) -> bool) -> Option<Lookalike<'_>> {
    let (trimmed, part) = trimmed(text);
    // Only strings that begin with a variable or a function call can be distinguished from other languages.
    let begins = trimmed.strip_prefix('$').is_some_and(|name| name.starts_with(|c: char| c.is_alphabetic()));
    if !begins && !trimmed.contains("$states.") {
        return None;
    }
    let parsed = parsed(trimmed)?;
    let is_meant = match parsed.tree.kind(parsed.root) {
        // `$5` and words of other languages are not names of functions or variables.
        NodeKind::Call { callee, .. } if is_function(&parsed, *callee) => true,
        _ => {
            let mut free = jsonata::variables(&parsed).filter(|one| one.resolution == Resolution::Free);
            reads_states(&parsed) || free.any(|one| is_variable(one.name))
        }
    };
    is_meant.then_some(Lookalike { shape: Shape::NoDelimiters, part, expression: Some(trimmed) })
}

fn is_function(parsed: &Parsed, callee: jsonata::NodeId) -> bool {
    let NodeKind::Variable(name) = parsed.tree.kind(callee) else { return false };
    functions::function(name).is_some()
}

/// Recognizes `$states` and what is read from it, inside a string.
fn inside(text: &str) -> Option<Lookalike<'_>> {
    let (start, _) = text.match_indices("$states.").find(|(start, begin)| {
        let before = text[..*start].chars().next_back();
        let rest = &text[start + begin.len()..];
        let member = &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len())];
        before.is_none_or(|c| !c.is_ascii_alphanumeric() && !"_$\\".contains(c))
            && matches!(member, "input" | "context" | "result" | "errorOutput")
    })?;
    let rest = &text[start + 1..];
    let len = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"_.[]".contains(c)).unwrap_or(rest.len());
    let part = Span::new(start, start + 1 + rest[..len].trim_end_matches(['.', '[']).len());
    Some(Lookalike { shape: Shape::Inside, part, expression: None })
}

fn trimmed(text: &str) -> (&str, Span) {
    let trimmed = text.trim();
    let lead = text.len() - text.trim_start().len();
    (trimmed, Span::new(lead, lead + trimmed.len()))
}

fn parsed(text: &str) -> Option<Parsed> {
    Some(jsonata::parse(text)).filter(|parsed| parsed.errors.is_empty())
}

fn reads_states(parsed: &Parsed) -> bool {
    let is_states = |one: jsonata::VariableReference<'_>| {
        one.name == "states" && one.resolution == Resolution::Free && one.steps().next().is_some()
    };
    jsonata::variables(parsed).any(is_states)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Option<(Shape, &str)> {
        let found = lookalike(text, |name| name == "total")?;
        Some((found.shape, found.expression.unwrap_or(&text[found.part.range()])))
    }

    #[test]
    fn strings_that_were_meant_to_be_expressions() {
        use Shape::{Blanks, DoubleBraces, Inside, NoDelimiters, OtherDelimiters};
        for (text, expected) in [
            (" {% 1 %} ", (Blanks, "1")),
            ("{{% $x %}}", (DoubleBraces, "$x")),
            ("about {% 1 %} Euro", (Inside, "{% 1 %}")),
            ("{ % $states.input.x % }", (OtherDelimiters, "$states.input.x")),
            ("{{ $states.input.x }}", (OtherDelimiters, "$states.input.x")),
            ("<% $states.input.x & 'a' %>", (OtherDelimiters, "$states.input.x & 'a'")),
            ("<%= $states.input.x %>", (OtherDelimiters, "$states.input.x")),
            ("${$states.input.x}", (OtherDelimiters, "$states.input.x")),
            ("{$states.input.x}", (OtherDelimiters, "$states.input.x")),
            ("$states.input.foo", (NoDelimiters, "$states.input.foo")),
            ("'Hello ' & $states.input.name", (NoDelimiters, "'Hello ' & $states.input.name")),
            ("$merge([$states.input, {'a': 1}])", (NoDelimiters, "$merge([$states.input, {'a': 1}])")),
            ("$total", (NoDelimiters, "$total")),
            ("$total.sum + 1", (NoDelimiters, "$total.sum + 1")),
            ("$uuid()", (NoDelimiters, "$uuid()")),
            ("$now()", (NoDelimiters, "$now()")),
            ("Hello $states.input.name, welcome.", (Inside, "$states.input.name")),
            ("s3://b/$states.context.Execution.Id/x", (Inside, "$states.context.Execution.Id")),
        ] {
            assert_eq!(shape(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_strings() {
        for text in [
            "",
            "{% 1 %}",
            "{% $states.input.x",
            "$states.input.x %}",
            "100 %",
            "$5.00",
            "$HOME/bin",
            "$(cmd)",
            "$foo.bar",
            "$other",
            "$count",
            "echo $total",
            "{{ name }}",
            "{{ $x.y }}",
            "<% x %>",
            "${Name}",
            "$states",
            "the variable $states.",
            "$states.txt in a folder",
            "my$states.input.x",
            "^a$",
            "{\"a\": \"$b\"}",
        ] {
            assert_eq!(shape(text), None, "{text}");
        }
    }
}
