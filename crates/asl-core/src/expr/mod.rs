//! The expressions in the strings of a definition: text, a path, an intrinsic function or JSONata. Each is parsed once.

mod cursor;
pub(crate) mod embedded;
pub mod intrinsic;
pub mod language;
pub(crate) mod lookalike;
pub mod path;

use crate::catalog::{FieldInfo, QueryLanguage, Value};
use crate::model::{Field, FieldId, Model, Object};
use crate::syntax::{Kind, Node, NodeId, Pair, PairId, Text, Tree};
use crate::text::Span;
use jsonata_syntax as jsonata;
use language::Language;

/// A string that Step Functions evaluates, or that is in the same payload as such strings.
#[derive(Debug, Clone)]
pub struct Expression {
    node: NodeId,
    field: FieldId,
    key: Option<PairId>,
    /// Whether no template fills in a part of it, and no syntax error touches it.
    is_known: bool,
    /// The parsed string.
    pub code: Code,
}

/// A parsed string.
#[derive(Debug, Clone)]
pub enum Code {
    /// Plain text, which is not evaluated. It may look like an expression.
    Text,
    /// A JSONPath.
    Path(path::Path),
    /// An intrinsic function call.
    Intrinsic(intrinsic::Intrinsic),
    /// The JSONata expression between `{%` and `%}`. Its spans are relative to the end of the `{%`.
    Jsonata(jsonata::Parsed),
}

impl Expression {
    /// Returns the field of the States Language whose value contains the string.
    pub fn field(&self) -> FieldId {
        self.field
    }
}

/// An expression with its model: a view that is cheap to copy.
#[derive(Clone, Copy)]
pub struct ExpressionRef<'m> {
    model: &'m Model,
    expression: &'m Expression,
}

impl<'m> ExpressionRef<'m> {
    /// Returns a view of an expression of the model.
    pub fn new(model: &'m Model, expression: &'m Expression) -> ExpressionRef<'m> {
        ExpressionRef { model, expression }
    }

    /// Returns the parsed string.
    pub fn code(self) -> &'m Code {
        &self.expression.code
    }

    /// Returns whether AWS sees the same string: no template fills in a part of it, and no syntax error touches it.
    pub fn is_known(self) -> bool {
        self.expression.is_known
    }

    /// Returns the string.
    pub fn text(self) -> Text<'m> {
        self.node().as_text().expect("expressions are strings")
    }

    /// Returns the value that is the string.
    pub fn node(self) -> Node<'m> {
        self.model.tree().node(self.expression.node)
    }

    /// Returns the field of the States Language whose value contains the string, at any depth.
    pub fn field(self) -> Field<'m> {
        self.model.field(self.expression.field)
    }

    /// Returns the catalog's row for that field.
    pub fn info(self) -> &'static FieldInfo {
        self.field().info().expect("only known fields have expressions")
    }

    /// Returns the object that has the field: a state, a choice rule, a catcher.
    pub fn object(self) -> Object<'m> {
        self.field().object()
    }

    /// Returns the innermost key of a payload whose value is the string, or an array that contains the string. Returns
    /// `None` if the string is the value of the field itself.
    pub fn key(self) -> Option<Pair<'m>> {
        self.expression.key.map(|id| self.model.tree().pair(id))
    }

    /// Returns the key because of which the string is evaluated: one that ends in `.$`, of a payload or a field.
    pub(crate) fn dollar_key(self) -> Option<Text<'m>> {
        let pair = self.key().unwrap_or_else(|| self.field().pair());
        let is_value = pair.value().is_some_and(|value| value.id() == self.node().id());
        Some(pair.key()).filter(|key| is_value && key.value.ends_with(".$"))
    }

    /// Returns the path that the string is, or the paths in the arguments of its function. Paths with errors are not
    /// included.
    pub fn paths(self) -> impl Iterator<Item = &'m path::Path> {
        let (path, call) = match self.code() {
            Code::Path(path) => (Some(path), None),
            Code::Intrinsic(intrinsic) => (None, intrinsic.call.as_ref()),
            Code::Text | Code::Jsonata(_) => (None, None),
        };
        let arguments = call.map(intrinsic::Call::paths).unwrap_or_default();
        path.into_iter().chain(arguments).filter(|path| path.errors.is_empty())
    }

    /// Returns the span in the file of a part of the expression.
    pub fn span(self, part: Span) -> Span {
        let offset = if matches!(self.expression.code, Code::Jsonata(_)) { 2 } else { 0 };
        let part = Span { start: part.start + offset, end: part.end + offset };
        self.model.tree().to_file(self.text(), part)
    }

    /// Returns the text of a part of the expression.
    pub fn part(self, part: Span) -> &'m str {
        let offset = if matches!(self.expression.code, Code::Jsonata(_)) { 2 } else { 0 };
        self.text().value.get(part.start as usize + offset..part.end as usize + offset).unwrap_or_default()
    }
}

/// Returns all strings of a model that are evaluated, and all other strings of payloads, in the order of its fields.
pub fn expressions(model: &Model) -> Vec<Expression> {
    let mut found = Vec::with_capacity(model.fields().count() / 3);
    for (id, field) in model.fields_with_ids() {
        let (Some(info), Some(value)) = (field.info(), field.value()) else { continue };
        if field.is_of_other_language() {
            continue;
        }
        let mut reader = FieldReader { tree: model.tree(), field: id, found: &mut found };
        match field.object().language() {
            QueryLanguage::JsonPath => reader.jsonpath(info, value),
            QueryLanguage::Jsonata => reader.jsonata(info, value),
        }
    }
    found
}

/// Returns the objects in a payload template, except those in the value of a key that is evaluated (§5.4).
pub(crate) fn template_objects(value: Node<'_>) -> Vec<Node<'_>> {
    let mut found = Vec::with_capacity(4);
    found.push(value);
    let mut next = 0;
    while let Some(&node) = found.get(next) {
        next += 1;
        let is_container = |node: &Node<'_>| matches!(node.kind(), Kind::Array | Kind::Object);
        found.extend(node.items().filter(is_container));
        let plain = node.pairs().filter(|pair| !pair.key().value.ends_with(".$"));
        found.extend(plain.filter_map(Pair::value).filter(is_container));
    }
    found.retain(|node| node.is_object());
    found
}

/// Returns whether a string is a JSONata expression in its delimiters (§6.1).
pub fn is_jsonata(text: &str) -> bool {
    text.len() >= 4 && text.starts_with("{%") && text.ends_with("%}")
}

struct FieldReader<'f> {
    tree: &'f Tree,
    field: FieldId,
    found: &'f mut Vec<Expression>,
}

impl FieldReader<'_> {
    fn jsonpath(&mut self, info: &FieldInfo, value: Node<'_>) {
        match (info.value, value.as_text()) {
            (Value::Path | Value::ReferencePath, Some(text)) => {
                self.add(value, None, Code::Path(path::parse(text.value)));
            }
            (Value::PathOrIntrinsic, Some(text)) => self.add(value, None, path_or_intrinsic(text.value)),
            (Value::Template | Value::Variables, _) => self.template(value, None),
            (Value::Any, _) => self.literal(value, None),
            _ => {}
        }
    }

    /// Reads a payload template: the values of keys that end in `.$` are evaluated, strings in arrays are not (§5.4).
    fn template(&mut self, value: Node<'_>, key: Option<Pair<'_>>) {
        for pair in value.pairs() {
            let Some(inner) = pair.value() else { continue };
            match inner.as_text() {
                Some(text) if pair.key().value.ends_with(".$") => {
                    self.add(inner, Some(pair), path_or_intrinsic(text.value));
                }
                _ => self.template(inner, Some(pair)),
            }
        }
        for item in value.items() {
            self.template(item, key);
        }
        if value.as_text().is_some() {
            self.add(value, key, Code::Text);
        }
    }

    /// Reads the strings of a value that is never evaluated.
    fn literal(&mut self, value: Node<'_>, key: Option<Pair<'_>>) {
        for pair in value.pairs() {
            if let Some(inner) = pair.value() {
                self.literal(inner, Some(pair));
            }
        }
        for item in value.items() {
            self.literal(item, key);
        }
        if value.as_text().is_some() {
            self.add(value, key, Code::Text);
        }
    }

    fn jsonata(&mut self, info: &FieldInfo, value: Node<'_>) {
        match info.value {
            Value::Template | Value::Variables => self.jsonata_template(value, None),
            _ if info.expression && value.as_text().is_some() => self.jsonata_template(value, None),
            _ => {}
        }
    }

    fn jsonata_template(&mut self, value: Node<'_>, key: Option<Pair<'_>>) {
        for pair in value.pairs() {
            if let Some(inner) = pair.value() {
                self.jsonata_template(inner, Some(pair));
            }
        }
        for item in value.items() {
            self.jsonata_template(item, key);
        }
        if let Some(text) = value.as_text() {
            let code = match is_jsonata(text.value) {
                true => Code::Jsonata(jsonata::parse(&text.value[2..text.value.len() - 2])),
                false => Code::Text,
            };
            self.add(value, key, code);
        }
    }

    fn add(&mut self, node: Node<'_>, key: Option<Pair<'_>>, code: Code) {
        let has_placeholder = node.as_text().is_some_and(Text::has_placeholder);
        let is_known = !has_placeholder && !self.tree.is_damaged(node.span());
        self.found.push(Expression {
            node: node.id(),
            field: self.field,
            key: key.map(Pair::id),
            is_known,
            code,
        });
    }
}

fn path_or_intrinsic(text: &str) -> Code {
    match language::language_of(text) {
        Language::Intrinsic => Code::Intrinsic(intrinsic::parse(text)),
        _ => Code::Path(path::parse(text)),
    }
}
