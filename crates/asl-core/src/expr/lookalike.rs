//! Texts that were meant as JSONata: with other delimiters, without any, or inside a longer text.

use super::is_jsonata;
use crate::catalog::{FieldInfo, Value, functions};
use crate::syntax::Text;
use crate::text::Span;
use jsonata_syntax::{self as jsonata, NodeKind, Parsed, Resolution};

/// A text that is copied, although somebody wrote an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lookalike<'t> {
    pub shape: Shape,
    /// The part of the text to look at.
    pub part: Span,
    /// What was meant to be evaluated, if that is all there is.
    pub expression: Option<&'t str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// ` {% $x %} `
    Blanks,
    /// `{{% $x %}}`
    DoubleBraces,
    /// `{ % $x % }`, `{{ $states.input }}`, `<% $states.input %>`
    OtherDelimiters,
    /// `$states.input`
    NoDelimiters,
    /// `about {% $x %} Euro`, `Hello $states.input.name`
    Inside,
}

/// What of the text of a field was meant as JSONata. Where the field takes no text, that is whatever can be an
/// expression. `is_variable` says which names have been assigned.
pub fn lookalike_in<'t>(
    text: Text<'t>,
    info: &FieldInfo,
    is_variable: impl Fn(&str) -> bool,
) -> Option<Lookalike<'t>> {
    // A template fills in a part of the text. No template has a name that begins with `$`.
    if text.has_placeholder() && !text.value.trim_start().starts_with("${$states.") {
        return None;
    }
    let found = lookalike(text.value, is_variable);
    found.or_else(|| if takes_text(info) { None } else { expression_for_text(text.value) })
}

/// Whether the text of a field that takes none was meant as JSONata.
pub fn is_lookalike_for_text(text: Text<'_>, info: &FieldInfo) -> bool {
    !takes_text(info) && lookalike_in(text, info, |_| false).is_some()
}

/// Whether a text that is no expression may stand for the value.
fn takes_text(info: &FieldInfo) -> bool {
    matches!(info.value, Value::Template | Value::Variables | Value::Text | Value::Timestamp)
}

/// What of a text was meant as JSONata. A text with one of the two delimiters at its place is refused as that, and not
/// looked at here. `is_variable` says which names have been assigned.
pub fn lookalike(text: &str, is_variable: impl Fn(&str) -> bool) -> Option<Lookalike<'_>> {
    let has = |sign: u8| text.as_bytes().contains(&sign);
    if !(has(b'$') || has(b'%')) || text.starts_with("{%") || text.ends_with("%}") {
        return None;
    }
    delimited(text)
        .or_else(|| other_delimiters(text))
        .or_else(|| bare(text, is_variable))
        .or_else(|| inside(text))
}

/// What of a text was meant as JSONata where no text is taken: whatever reads a variable.
fn expression_for_text(text: &str) -> Option<Lookalike<'_>> {
    let (trimmed, part) = trimmed(text);
    let parsed = parsed(trimmed)?;
    let is_read = !jsonata::variables(&parsed).is_empty() && jsonata::context_references(&parsed).is_empty();
    is_read.then_some(Lookalike { shape: Shape::NoDelimiters, part, expression: Some(trimmed) })
}

/// A text with `{%` and `%}`, but not at its ends.
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

/// What stands between delimiters of a length.
fn expression(text: &str, delimiter: usize) -> &str {
    text[delimiter..text.len() - delimiter].trim()
}

/// A text with delimiters of another language, or with blanks in its own.
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

/// A text that is one expression without delimiters: it reads `$states` or a variable, or calls a function.
fn bare(text: &str, is_variable: impl Fn(&str) -> bool) -> Option<Lookalike<'_>> {
    let (trimmed, part) = trimmed(text);
    // Of what reads a variable or calls a function, only what begins with it is told from other languages.
    let begins = trimmed.strip_prefix('$').is_some_and(|name| name.starts_with(|c: char| c.is_alphabetic()));
    if !begins && !trimmed.contains("$states.") {
        return None;
    }
    let parsed = parsed(trimmed)?;
    let is_meant = match parsed.tree.kind(parsed.root) {
        // `$5`, and words of other languages, are no names of functions or variables.
        NodeKind::Call { callee, .. } if is_function(&parsed, *callee) => true,
        _ => {
            let references = jsonata::variables(&parsed);
            let mut free = references.iter().filter(|one| one.resolution == Resolution::Free);
            reads_states(&parsed) || free.any(|one| is_variable(one.name))
        }
    };
    is_meant.then_some(Lookalike { shape: Shape::NoDelimiters, part, expression: Some(trimmed) })
}

fn is_function(parsed: &Parsed, callee: jsonata::NodeId) -> bool {
    let NodeKind::Variable(name) = parsed.tree.kind(callee) else { return false };
    functions::function(name).is_some()
}

/// `$states` and what is read from it, in the middle of a text.
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
    let is_states = |one: &jsonata::VariableReference<'_>| {
        one.name == "states" && one.resolution == Resolution::Free && !one.steps.is_empty()
    };
    jsonata::variables(parsed).iter().any(is_states)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Option<(Shape, &str)> {
        let found = lookalike(text, |name| name == "total")?;
        Some((found.shape, found.expression.unwrap_or(&text[found.part.range()])))
    }

    #[test]
    fn expressions_that_are_text() {
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
    fn other_texts() {
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
