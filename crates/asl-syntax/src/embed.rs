//! Definitions embedded in other documents: a value of a larger tree, or a string that contains JSON.

use std::sync::Arc;

use crate::text::Span;
use crate::{
    Builder, Decoded, Dialect, Kind, Node, NodeData, NodeKind, Notation, OffsetMap, Repair, SyntaxError,
    Tree, parse,
};

/// What replaces a value of a document in the tree of a definition.
pub enum Replacement<'t> {
    /// A placeholder: the value is not known yet.
    Placeholder,
    /// Another value of the same tree.
    Value(Node<'t>),
}

impl Tree {
    /// Copies a value into a tree of its own, with the spans of the same file. `replace` returns the replacement of a
    /// value, or `None` if the value is copied.
    pub fn subtree<'t>(
        &'t self,
        root: Node<'t>,
        replace: &dyn Fn(Node<'t>) -> Option<Replacement<'t>>,
    ) -> Tree {
        let length = root.span().range().len();
        let mut builder = Builder::of_part(Arc::clone(&self.text), self.notation, length);
        builder.set_yaml_version(self.yaml_version);
        if self.is_shared {
            builder.set_shared();
        }
        copy(&mut builder, root, replace);
        builder.take_open(self, |span| span);
        let mut tree = builder.finish();
        tree.take_placeholders();
        let span = root.span();
        let touches = |error: &&SyntaxError| span.start <= error.span.end && error.span.start <= span.end;
        tree.errors = self.errors.iter().filter(touches).cloned().collect();
        tree.damage = self.damage.clone();
        tree
    }
}

fn copy<'t>(builder: &mut Builder, node: Node<'t>, replace: &dyn Fn(Node<'t>) -> Option<Replacement<'t>>) {
    let span = node.span();
    let node = match replace(node) {
        Some(Replacement::Placeholder) => return builder.add(NodeData { span, kind: NodeKind::Placeholder }),
        Some(Replacement::Value(value)) => value,
        None => node,
    };
    let kind = match node.data().kind {
        NodeKind::Array(..) => {
            builder.open(false, node.span().start);
            node.items().for_each(|item| copy(builder, item, replace));
            builder.close(node.span().end);
            return;
        }
        NodeKind::Object(..) => {
            builder.open(true, node.span().start);
            for pair in node.pairs() {
                let key = pair.data();
                let decoded = keep(builder, node.tree, key.decoded);
                builder.key(key.key, decoded);
                if let Some(value) = pair.value() {
                    copy(builder, value, replace);
                }
            }
            builder.close(node.span().end);
            return;
        }
        NodeKind::String(decoded) => NodeKind::String(keep(builder, node.tree, decoded)),
        NodeKind::Number(decoded) => NodeKind::Number(keep(builder, node.tree, decoded)),
        NodeKind::Tagged(_) => NodeKind::Placeholder,
        kind => kind,
    };
    builder.add(NodeData { span: node.span(), kind });
}

fn keep(builder: &mut Builder, tree: &Tree, decoded: Decoded) -> Decoded {
    match decoded {
        Decoded::Table(index) => {
            let string = &tree.decoded[index as usize];
            builder.decoded(string.value.clone(), string.map.get().cloned())
        }
        decoded => decoded,
    }
}

/// Parses a definition that a file contains as a string. `map` maps the string to the file, and `notation` is its
/// notation there.
pub fn embedded(file: Arc<str>, text: &str, map: &OffsetMap, notation: Notation) -> Tree {
    parse(text, Dialect::Json).moved(file, map, notation)
}

impl Tree {
    /// Returns the same tree with spans of another file, which contains the text of this tree. `map` maps the text to
    /// the file, and `notation` is its notation there.
    pub fn moved(&self, file: Arc<str>, map: &OffsetMap, notation: Notation) -> Tree {
        let mut builder = Builder::of_part(file, notation, self.text.len());
        builder.set_yaml_version(self.yaml_version);
        if self.is_shared {
            builder.set_shared();
        }
        builder.take_open(self, |span| map.to_file(span));
        let mut embedding = Embedding { builder, inner: self, map };
        if let Some(root) = self.root() {
            embedding.value(root);
        }
        let otherwise = self.otherwise.as_ref();
        let otherwise = otherwise.map(|tree| tree.moved(embedding.builder.shared_text(), map, notation));
        let mut tree = embedding.builder.finish().with_otherwise(otherwise);
        tree.errors = self.errors.iter().map(|error| error.moved(map)).collect();
        tree.damage = self.damage.clone();
        tree
    }
}

impl SyntaxError {
    /// Returns the same error with spans of another file. If the text cannot be edited there on its own, the repair is
    /// dropped.
    fn moved(&self, map: &OffsetMap) -> SyntaxError {
        let change = |(part, json): &(Span, String)| Some((map.exact(*part)?, json.clone()));
        let repair = self.repair.as_ref().and_then(|repair| {
            let changes = repair.changes.iter().map(change).collect::<Option<_>>()?;
            Some(Repair { changes, ..*repair })
        });
        SyntaxError { span: map.to_file(self.span), repair, ..self.clone() }
    }
}

struct Embedding<'t> {
    builder: Builder,
    inner: &'t Tree,
    map: &'t OffsetMap,
}

impl Embedding<'_> {
    fn value(&mut self, node: Node<'_>) {
        let span = self.map.to_file(node.span());
        let kind = match node.data().kind {
            NodeKind::Array(..) => {
                self.builder.open(false, span.start);
                node.items().for_each(|item| self.value(item));
                self.builder.close(span.end);
                return;
            }
            NodeKind::Object(..) => {
                self.builder.open(true, span.start);
                for pair in node.pairs() {
                    let key = pair.key();
                    let (span, decoded) = self.text(key.span, key.origin);
                    self.builder.key(span, decoded);
                    if let Some(value) = pair.value() {
                        self.value(value);
                    }
                }
                self.builder.close(span.end);
                return;
            }
            NodeKind::String(decoded) => NodeKind::String(self.text(node.span(), decoded).1),
            NodeKind::Number(decoded) => NodeKind::Number(self.text(node.span(), decoded).1),
            NodeKind::Tagged(_) => NodeKind::Placeholder,
            kind => kind,
        };
        self.builder.add(NodeData { span, kind });
    }

    /// Returns the span of a string or a number in the file, and where its value is stored.
    fn text(&mut self, inner: Span, decoded: Decoded) -> (Span, Decoded) {
        let span = self.map.to_file(inner);
        let written = &self.inner.text[inner.range()];
        let is_verbatim = self.builder.text()[span.range()] == *written;
        if is_verbatim && !matches!(decoded, Decoded::Table(_)) {
            return (span, decoded);
        }
        let offsets = self.inner.offsets(inner, decoded);
        let value = self.inner.value(inner, decoded);
        (span, self.builder.decoded(value, Some(self.map.compose(&offsets))))
    }
}

impl Node<'_> {
    /// Returns the span of the opening bracket of a container, or of its first key or item if it has no brackets.
    pub fn opening(self) -> Span {
        let span = self.span();
        let has_bracket = self.source().starts_with(['{', '[']);
        let first = || match self.kind() {
            Kind::Object => self.pairs().next().map(|pair| pair.key().span),
            Kind::Array => self.items().next().map(|item| item.span()),
            _ => None,
        };
        match if has_bracket { None } else { first() } {
            Some(first) => first,
            None => Span { start: span.start, end: (span.start + 1).min(span.end) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_yaml;

    #[test]
    fn what_a_document_may_contain() {
        let text = r#"{"key": {"a": [1, "value", "un\u0069t"], "b": {"ref": 1}}, "last": "elsewhere"}"#;
        let tree = parse(text, Dialect::Json);
        for part in ["key", "value", "unit", "ref", "last", "elsewhere"] {
            assert!(tree.may_contain(part), "{part}");
        }
        assert!(!tree.may_contain("nowhere"));
        let root = tree.root().unwrap();
        let (inner, elsewhere) = (root.get("key").unwrap(), root.get("last").unwrap());
        let is_ref = |node: Node<'_>| node.pair("ref").is_some();
        let part = tree.subtree(inner, &|_| None);
        assert!(part.may_contain("unit") && part.may_contain("ref") && !part.may_contain("elsewhere"));
        let part = tree.subtree(inner, &|node| is_ref(node).then_some(Replacement::Value(elsewhere)));
        assert!(part.may_contain("elsewhere"));
        let yaml = parse_yaml("a: &x { b: value }\nc: *x\n");
        assert!(yaml.is_shared() && yaml.may_contain("value"));
    }

    #[test]
    fn a_value_has_a_tree_of_its_own() {
        let text = r#"{"a": {"b": [1, "x\ty", {"Ref": "Name"}]}, "c": }"#;
        let tree = parse(text, Dialect::Json);
        let value = tree.root().unwrap().get("a").unwrap();
        let is_ref = |node: Node<'_>| node.pair("Ref").is_some();
        let part = tree.subtree(value, &|node| is_ref(node).then_some(Replacement::Placeholder));
        let root = part.root().unwrap();
        assert_eq!(root.source(), r#"{"b": [1, "x\ty", {"Ref": "Name"}]}"#);
        let items: Vec<Node<'_>> = root.get("b").unwrap().items().collect();
        assert_eq!(items[0].as_f64(), Some(1.0));
        assert_eq!(items[1].as_str(), Some("x\ty"));
        assert_eq!(items[2].kind(), Kind::Placeholder);
        assert_eq!(part.errors(), [], "errors elsewhere are not part of it");
    }

    #[test]
    fn a_definition_in_a_string_has_spans_of_the_file() {
        let text = r#"{"Definition": "{\"a\": [\"b\\nc\", 12, \"d\"]}"}"#;
        let tree = parse(text, Dialect::Json);
        let definition = tree.root().unwrap().get("Definition").unwrap().as_text().unwrap();
        let map = tree.offsets_of(definition).into_owned();
        let inner = embedded(text.into(), definition.value, &map, Notation::EscapedJson);
        let list = inner.root().unwrap().get("a").unwrap();
        assert_eq!(list.source(), r#"[\"b\\nc\", 12, \"d\"]"#);
        let items: Vec<Node<'_>> = list.items().collect();
        let string = items[0].as_text().unwrap();
        assert_eq!(string.value, "b\nc");
        assert_eq!(&text[inner.to_file(string, Span::new(1, 2)).range()], r"\\n");
        assert_eq!(&text[inner.to_file(string, Span::new(2, 3)).range()], "c");
        assert_eq!(items[1].as_f64(), Some(12.0));
        assert_eq!(items[2].source(), r#"\"d\""#);
        assert_eq!(items[2].as_str(), Some("d"));
    }
}
