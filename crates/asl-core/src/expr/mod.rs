//! What stands in the strings of a definition: text, a path, an intrinsic function or JSONata; each parsed once.

mod cursor;
pub mod embedded;
pub mod intrinsic;
pub mod language;
pub mod lookalike;
pub mod path;

use crate::catalog::{FieldInfo, QueryLanguage, Value};
use crate::model::{Field, FieldId, Model, Object};
use crate::syntax::{Kind, Node, NodeId, Pair, PairId, Text, Tree};
use crate::text::Span;
use jsonata_syntax as jsonata;
use language::Language;

/// A string that Step Functions looks at, or that stands among such strings.
#[derive(Debug, Clone)]
pub struct Expression {
    node: NodeId,
    field: FieldId,
    key: Option<PairId>,
    /// No template fills in a part of it, and it does not stand in a damaged place.
    is_known: bool,
    pub code: Code,
}

/// What a string is read as.
#[derive(Debug, Clone)]
pub enum Code {
    /// It is copied as it is. It may still look like something else.
    Text,
    Path(path::Path),
    Intrinsic(intrinsic::Intrinsic),
    /// What stands between `{%` and `%}`; offsets in it count from after the `{%`.
    Jsonata(jsonata::Parsed),
}

impl Expression {
    /// The field of the States Language in whose value the string stands.
    pub fn field(&self) -> FieldId {
        self.field
    }
}

/// An expression with its surroundings.
#[derive(Clone, Copy)]
pub struct ExpressionRef<'m> {
    model: &'m Model,
    expression: &'m Expression,
}

impl<'m> ExpressionRef<'m> {
    pub fn new(model: &'m Model, expression: &'m Expression) -> ExpressionRef<'m> {
        ExpressionRef { model, expression }
    }

    pub fn code(self) -> &'m Code {
        &self.expression.code
    }

    /// Whether AWS sees the string as it stands here: no template fills in a part of it, and the place is not damaged.
    pub fn is_known(self) -> bool {
        self.expression.is_known
    }

    /// The string in the file.
    pub fn text(self) -> Text<'m> {
        self.node().as_text().expect("expressions are strings")
    }

    pub fn node(self) -> Node<'m> {
        self.model.tree().node(self.expression.node)
    }

    /// The field of the States Language in whose value the string stands, at whatever depth.
    pub fn field(self) -> Field<'m> {
        self.model.field(self.expression.field)
    }

    /// What the catalog says of that field.
    pub fn info(self) -> &'static FieldInfo {
        self.field().info().expect("only known fields have expressions")
    }

    /// The object that has the field: a state, a choice rule, a catcher.
    pub fn object(self) -> Object<'m> {
        self.field().object()
    }

    /// The innermost key of a payload that the string is the value of, or stands in an array under; nothing where the
    /// string is the value of the field itself.
    pub fn key(self) -> Option<Pair<'m>> {
        self.expression.key.map(|id| self.model.tree().pair(id))
    }

    /// The key that has the string evaluated: one that ends in `.$`, whether in a payload or a field of the language.
    pub fn dollar_key(self) -> Option<Text<'m>> {
        let pair = self.key().unwrap_or_else(|| self.field().pair());
        let is_value = pair.value().is_some_and(|value| value.id() == self.node().id());
        Some(pair.key()).filter(|key| is_value && key.value.ends_with(".$"))
    }

    /// The path that the string is, or those among the arguments of its function, as far as they can be read.
    pub fn paths(self) -> Vec<&'m path::Path> {
        let mut paths = match self.code() {
            Code::Path(path) => vec![path],
            Code::Intrinsic(intrinsic) => {
                intrinsic.call.as_ref().map(intrinsic::Call::paths).unwrap_or_default()
            }
            Code::Text | Code::Jsonata(_) => Vec::new(),
        };
        paths.retain(|path| path.errors.is_empty());
        paths
    }

    /// The place in the file of a part of the expression.
    pub fn span(self, part: Span) -> Span {
        let offset = if matches!(self.expression.code, Code::Jsonata(_)) { 2 } else { 0 };
        let part = Span { start: part.start + offset, end: part.end + offset };
        self.model.tree().to_file(self.text(), part)
    }

    /// The part of the expression between two offsets.
    pub fn part(self, part: Span) -> &'m str {
        let offset = if matches!(self.expression.code, Code::Jsonata(_)) { 2 } else { 0 };
        self.text().value.get(part.start as usize + offset..part.end as usize + offset).unwrap_or_default()
    }
}

/// All strings that are evaluated, and all that stand beside such strings in payloads, in the order of the model.
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

/// The objects of a payload template, each with its keys; not what stands under a key that is evaluated (§5.4).
pub fn template_objects(value: Node<'_>) -> Vec<Node<'_>> {
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

/// Whether a string is one whole JSONata expression in its delimiters (§6.1).
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

    /// A payload template: values of keys that end in `.$` are evaluated, strings in arrays never (§5.4).
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

    /// Strings of a value that is never evaluated.
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
