//! The definition of a resource: an object of the template, or a string that is assembled.

use std::cell::RefCell;

use super::function::{Function, has_macro};
use crate::{Name, SubText, Unchecked};
use asl_syntax::text::Span;
use asl_syntax::{ErrorKind, Kind, Node, Notation, OffsetMap, Replacement, SyntaxError, Text, Tree};

/// A definition, and how the template assembles it.
pub(super) struct Definition {
    pub tree: Tree,
    /// The strings of `Fn::Sub`, in source order.
    pub subs: Vec<SubText>,
    /// The strings that `Fn::Join` joins, in source order.
    pub pieces: Vec<Span>,
    /// Why it is not known.
    pub unchecked: Option<Unchecked>,
}

impl Definition {
    /// Returns an empty definition, for one that is not in the template.
    pub(super) fn elsewhere(tree: &Tree) -> Definition {
        let tree = Tree::damaged(tree.shared_text(), tree.notation(), Vec::new());
        Definition { tree, subs: Vec::new(), pieces: Vec::new(), unchecked: None }
    }

    /// Returns an empty definition, for one that only CloudFormation can evaluate.
    pub(super) fn computed(tree: &Tree, value: Node<'_>) -> Definition {
        let why = "only CloudFormation can evaluate it".to_owned();
        let unchecked = Some(Unchecked { span: value.span(), why });
        Definition { unchecked, ..Definition::elsewhere(tree) }
    }

    /// Returns the definition for an object of a template.
    pub(super) fn of_object(tree: &Tree, object: Node<'_>) -> Definition {
        if Function::of(object).is_some() || has_macro(object) {
            return Definition::computed(tree, object);
        }
        let subs = RefCell::new(Vec::new());
        let tree = tree.subtree(object, &|node| {
            let Some(function) = Function::of(node) else {
                return has_macro(node).then_some(Replacement::Placeholder);
            };
            let Some((text, names)) = function.sub() else { return Some(Replacement::Placeholder) };
            subs.borrow_mut().push(sub_text(text, names));
            Some(Replacement::Value(text))
        });
        let mut subs = subs.into_inner();
        subs.sort_by_key(|sub| sub.span);
        Definition { tree, subs, pieces: Vec::new(), unchecked: None }
    }

    /// Returns the definition for a string of a template. The string may be a parameter of `template`.
    pub(super) fn of_text(tree: &Tree, value: Node<'_>, template: Node<'_>) -> Definition {
        let Some(function) = Function::of(value) else {
            return match value.as_text() {
                Some(text) => Assembly::of(tree, value, |assembly| assembly.add_text(text)),
                None => Definition::elsewhere(tree),
            };
        };
        if let Some((text, names)) = function.sub() {
            return Assembly::of(tree, value, |assembly| assembly.add_sub(text, names));
        }
        if let Some((delimiter, parts)) = function.join() {
            return Assembly::of(tree, value, |assembly| assembly.add_parts(delimiter, parts));
        }
        match function.name {
            "ToJsonString" => Definition::of_object(tree, function.argument),
            "Ref" => match default(template, function.argument) {
                Some(text) => Definition::of_text(tree, text, template),
                None => Definition::computed(tree, value),
            },
            _ => Definition::computed(tree, value),
        }
    }
}

/// Returns the default value of a parameter, if it may be a definition.
fn default<'t>(template: Node<'t>, name: Node<'_>) -> Option<Node<'t>> {
    let parameter = template.get("Parameters")?.get(name.as_str()?)?;
    let is_text = parameter.get("Type").and_then(Node::as_str) == Some("String");
    let is_definition =
        |text: &Node<'_>| text.as_str().is_some_and(|text| text.trim_start().starts_with('{'));
    parameter.get("Default").filter(|_| is_text).filter(is_definition)
}

fn sub_text(text: Node<'_>, names: Option<Node<'_>>) -> SubText {
    let names = match names {
        None => Some(Vec::new()),
        Some(names) => keys(names),
    };
    SubText { span: text.span(), names }
}

/// Returns the keys of an object, if all of them are known.
pub(super) fn keys(object: Node<'_>) -> Option<Vec<Name>> {
    if !object.is_object() || Function::of(object).is_some() || has_macro(object) {
        return None;
    }
    let name = |text: Text<'_>| Name { value: text.value.to_owned(), span: text.span };
    Some(object.pairs().map(|pair| name(pair.key())).collect())
}

/// Assembles a string.
struct Assembly<'t> {
    tree: &'t Tree,
    value: Node<'t>,
    text: String,
    map: OffsetMap,
    notation: Option<Notation>,
    subs: Vec<SubText>,
    pieces: Vec<Span>,
}

impl<'t> Assembly<'t> {
    /// Returns the definition for a value, from the strings that `add` adds.
    fn of(tree: &'t Tree, value: Node<'t>, add: impl FnOnce(&mut Assembly<'t>)) -> Definition {
        let mut assembly = Assembly {
            tree,
            value,
            text: String::new(),
            map: OffsetMap::default(),
            notation: None,
            subs: Vec::new(),
            pieces: Vec::new(),
        };
        add(&mut assembly);
        assembly.finish()
    }

    fn add_text(&mut self, text: Text<'t>) {
        self.set_notation(text);
        self.text.push_str(text.value);
        let mut kept = OffsetMap::default();
        kept.push(text.value.len(), Span::new(0, text.value.len()));
        self.map.append(&self.tree.offsets_of(text).compose(&kept));
    }

    /// Adds the string of `Fn::Sub`, in which `${!Name}` means `${Name}`.
    fn add_sub(&mut self, node: Node<'t>, names: Option<Node<'t>>) {
        let Some(text) = node.as_text() else { return };
        self.subs.push(sub_text(node, names));
        self.set_notation(text);
        let mut kept = OffsetMap::default();
        let mut start = 0;
        for (at, _) in text.value.match_indices("${!") {
            self.text.push_str(&text.value[start..at + 2]);
            kept.push(at + 2 - start, Span::new(start, at + 2));
            start = at + 3;
        }
        self.text.push_str(&text.value[start..]);
        kept.push(text.value.len() - start, Span::new(start, text.value.len()));
        self.map.append(&self.tree.offsets_of(text).compose(&kept));
    }

    fn add_parts(&mut self, delimiter: Text<'t>, parts: Node<'t>) {
        let mut end = None;
        for part in parts.items() {
            if let Some(end) = end {
                self.text.push_str(delimiter.value);
                self.map.push(delimiter.value.len(), Span::at(end));
            }
            end = Some(part.span().end);
            match (part.as_text(), Function::of(part)) {
                (Some(text), _) => {
                    self.add_text(text);
                    self.add_piece(text);
                }
                (_, Some(function)) => match function.sub() {
                    Some((text, names)) => {
                        self.add_sub(text, names);
                        text.as_text().into_iter().for_each(|text| self.add_piece(text));
                    }
                    None => self.add_placeholder(&function.placeholder(), part.span()),
                },
                _ => self.add_placeholder("${Value}", part.span()),
            }
        }
    }

    /// Adds a placeholder for a value. It maps to the span as a whole, even if both have the same length.
    fn add_placeholder(&mut self, placeholder: &str, span: Span) {
        self.text.push_str(placeholder);
        self.map.push(1, span);
        self.map.push(placeholder.len() - 1, span);
    }

    /// Adds a string to those that can be edited, if it is quoted like the first one.
    fn add_piece(&mut self, text: Text<'t>) {
        if self.notation == Some(self.notation_of(text)) {
            self.pieces.push(text.span);
        }
    }

    /// Sets the notation of the definition, which is that of the first string.
    fn set_notation(&mut self, text: Text<'_>) {
        self.notation = self.notation.or(Some(self.notation_of(text)));
    }

    fn notation_of(&self, text: Text<'_>) -> Notation {
        match self.tree.text()[text.span.range()].chars().next() {
            Some('"') => Notation::EscapedJson,
            Some('\'') => Notation::SingleQuotedJson,
            _ => Notation::Json,
        }
    }

    fn finish(mut self) -> Definition {
        let text = self.text.trim_start();
        // A dynamic reference: `{{resolve:ssm:...}}`.
        if text.starts_with("{{") {
            return Definition::computed(self.tree, self.value);
        }
        // The spans in an invalid string are not known.
        if self.tree.is_damaged(self.value.span()) {
            return Definition::elsewhere(self.tree);
        }
        let file = self.tree.shared_text();
        let notation = self.notation.unwrap_or(Notation::Json);
        let is_json = text.starts_with(['{', '[', '"', '-']) || text.starts_with("${");
        let tree = match is_json || text.starts_with(|c: char| c.is_ascii_digit()) {
            true => asl_syntax::embedded(file, &self.text, &self.map, notation),
            false => Tree::damaged(file, notation, vec![self.not_json()]),
        };
        if tree.root().is_some_and(|root| root.kind() == Kind::Placeholder) {
            return Definition::computed(self.tree, self.value);
        }
        self.subs.sort_by_key(|sub| sub.span);
        self.pieces.sort();
        Definition { tree, subs: self.subs, pieces: self.pieces, unchecked: None }
    }

    fn not_json(&self) -> SyntaxError {
        let is_blank = self.text.trim().is_empty();
        let line = self.text.trim_start().lines().next().unwrap_or_default();
        let start = self.text.len() - self.text.trim_start().len();
        let span = self.map.to_file(Span::new(start, start + line.len()));
        SyntaxError {
            span: if span.is_empty() { self.value.span() } else { span },
            message: if is_blank { "definition is empty" } else { "definition is not valid JSON" }.to_owned(),
            help: (!is_blank).then(|| "write it as JSON, or as a YAML object in `Definition`".to_owned()),
            kind: ErrorKind::Grammar,
            repair: None,
        }
    }
}
