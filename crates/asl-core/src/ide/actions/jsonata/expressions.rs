//! Paths as expressions, and what is the same in all expressions.

use super::intrinsics;
use crate::catalog::{Content, context_field, intrinsics::ValueType};
use crate::edit::quoted;
use crate::expr::intrinsic;
use crate::expr::language::{Language, language_of};
use crate::expr::path::{self, Path};
use crate::syntax::{Kind, Node};

pub(super) const INPUT: &str = "$states.input";
pub(super) const RESULT: &str = "$states.result";
pub(super) const ERROR: &str = "$states.errorOutput";

/// An expression and what is known of its value.
pub(super) struct Expression {
    pub code: String,
    pub value: ValueType,
    pub form: Form,
}

/// How an expression is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A path, a call, a value.
    Operand,
    /// `[...]`, which stays one item among the items of another one.
    List,
    /// It needs parentheses beside other operators.
    Operation,
}

impl Expression {
    pub(super) fn operand(code: impl Into<String>, value: ValueType) -> Expression {
        Expression { code: code.into(), value, form: Form::Operand }
    }

    /// The code as a part of an operation.
    pub(super) fn part(&self) -> String {
        match self.form {
            Form::Operation => format!("({})", self.code),
            Form::Operand | Form::List => self.code.clone(),
        }
    }
}

/// The value of a field that takes a path, or null for an empty object.
pub(super) fn path(value: Node<'_>, input: &str) -> Option<String> {
    match value.kind() {
        Kind::Null => Some("{}".to_owned()),
        _ => path::to_jsonata(&parsed(value)?, input),
    }
}

/// The path that a string is.
pub(super) fn parsed(value: Node<'_>) -> Option<Path> {
    let text = value.as_text().filter(|text| !text.has_hole())?.value;
    let path = path::parse(text);
    (path.errors.is_empty() && path.span.end as usize == text.len()).then_some(path)
}

/// The value of a field or of a payload's key that takes a path or a call of an intrinsic function.
pub(super) fn path_or_call(value: Node<'_>, input: &str) -> Option<String> {
    let text = value.as_text().filter(|text| !text.has_hole())?.value;
    match language_of(text) {
        Language::Intrinsic => {
            let parsed = intrinsic::parse(text);
            let call = parsed.call.filter(|_| parsed.errors.is_empty())?;
            Some(intrinsics::call(&call, text, input)?.code)
        }
        _ => path(value, input),
    }
}

/// The type of what a path finds.
pub(super) fn type_of(path: &Path) -> ValueType {
    let names: Vec<&str> = path.names().iter().map(|name| name.value.as_str()).collect();
    let field = path.context().filter(|steps| steps.len() == names.len()).and_then(|_| context_field(&names));
    match field.map(|field| field.content) {
        Some(Content::String) => ValueType::String,
        Some(Content::Number) => ValueType::Integer,
        _ => ValueType::Any,
    }
}

/// A string as JSONata writes it: in single quotes, if it can be, since double quotes are escaped in JSON.
pub(super) fn text(value: &str) -> String {
    let quoted = quoted(value);
    match quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) if !value.contains(['\'', '"']) => format!("'{inner}'"),
        _ => quoted,
    }
}

/// A number as JSONata writes it.
pub(super) fn number(value: f64) -> Option<String> {
    value.is_finite().then(|| value.to_string())
}

pub(super) fn delimited(code: &str) -> String {
    format!("{{% {code} %}}")
}
