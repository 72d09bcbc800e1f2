//! Views into a tree: values, pairs of a key and a value, and texts.

use std::borrow::Cow;
use std::ops::Range;

use crate::decode;
use crate::text::Span;
use crate::tree::*;

/// A value of the tree.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    pub(crate) tree: &'t Tree,
    pub(crate) id: NodeId,
}

/// A key and its value.
#[derive(Clone, Copy)]
pub struct Pair<'t> {
    pub(crate) tree: &'t Tree,
    pub(crate) id: PairId,
}

/// A string of the document: its value, and the span of what stands for it in the file, quotes included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text<'t> {
    pub value: &'t str,
    pub span: Span,
    pub(crate) origin: Decoded,
}

impl Text<'_> {
    /// Whether a part of the text is put in before AWS sees it, as `${Name}`: then little is certain about it.
    pub fn has_placeholder(self) -> bool {
        let placeholder = self.value.as_bytes().windows(2).position(|two| two == b"${");
        placeholder.is_some_and(|start| self.value[start..].contains('}'))
    }
}

impl<'t> Node<'t> {
    pub(crate) fn data(self) -> &'t NodeData {
        &self.tree.nodes[self.id.0 as usize]
    }

    pub fn id(self) -> NodeId {
        self.id
    }

    pub fn span(self) -> Span {
        self.data().span
    }

    pub fn kind(self) -> Kind {
        match self.data().kind {
            NodeKind::Null => Kind::Null,
            NodeKind::Bool(_) => Kind::Bool,
            NodeKind::Number(_) => Kind::Number,
            NodeKind::String(_) => Kind::String,
            NodeKind::Array(..) => Kind::Array,
            NodeKind::Object(..) => Kind::Object,
            NodeKind::Placeholder | NodeKind::Tagged(_) | NodeKind::Unclear => Kind::Placeholder,
            NodeKind::Error => Kind::Error,
        }
    }

    /// The text of the file.
    pub fn text(self) -> &'t str {
        &self.tree.text
    }

    /// The characters that stand for the value in the file.
    pub fn source(self) -> &'t str {
        &self.tree.text[self.span().range()]
    }

    /// The value as JSON, for messages; a container as it is written.
    pub fn display(self) -> Cow<'t, str> {
        match self.data().kind {
            NodeKind::Null => "null".into(),
            NodeKind::Bool(value) => value.to_string().into(),
            NodeKind::Number(decoded) => self.tree.value(self.span(), decoded).into(),
            NodeKind::String(decoded) => decode::quoted(self.tree.value(self.span(), decoded)).into(),
            _ => self.source().into(),
        }
    }

    pub fn as_text(self) -> Option<Text<'t>> {
        match self.data().kind {
            NodeKind::String(decoded) => Some(self.tree.string(self.span(), decoded)),
            _ => None,
        }
    }

    pub fn as_str(self) -> Option<&'t str> {
        self.as_text().map(|text| text.value)
    }

    pub fn as_bool(self) -> Option<bool> {
        match self.data().kind {
            NodeKind::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The tag of a value, as `!Sub`, and the value under it.
    pub fn tagged(self) -> Option<(&'t str, Node<'t>)> {
        let NodeKind::Tagged(index) = self.data().kind else { return None };
        let (tag, value) = self.tree.tagged[index as usize];
        Some((&self.tree.text[tag.range()], self.tree.node(value)))
    }

    /// The number as a float, as JSON readers take it. [`Node::source`] has it as it was written.
    pub fn as_f64(self) -> Option<f64> {
        self.number()?.parse().ok()
    }

    /// Whether it is a number without a fraction, however it is written.
    pub fn is_integer(self) -> bool {
        let is_plain = |number: &str| number.bytes().all(|b| b.is_ascii_digit());
        self.number().is_some_and(is_plain) || self.as_f64().is_some_and(|number| number.fract() == 0.0)
    }

    /// The number as JSON writes it.
    pub(crate) fn number(self) -> Option<&'t str> {
        match self.data().kind {
            NodeKind::Number(decoded) => Some(self.tree.value(self.span(), decoded)),
            _ => None,
        }
    }

    /// Whether nothing is certain about the value: a template fills it in, or it is damaged.
    pub fn is_unknown(self) -> bool {
        matches!(self.kind(), Kind::Placeholder | Kind::Error)
    }

    /// Whether readers of YAML take the value for different things.
    pub fn is_unclear(self) -> bool {
        self.data().kind == NodeKind::Unclear
    }

    pub fn is_object(self) -> bool {
        matches!(self.data().kind, NodeKind::Object(..))
    }

    /// Whether a template may give a container other members than those that can be seen.
    pub fn is_open(self) -> bool {
        let is_container = matches!(self.data().kind, NodeKind::Array(..) | NodeKind::Object(..));
        is_container && self.tree.open.binary_search(&self.span().start).is_ok()
    }

    /// The items of an array; nothing for other values.
    pub fn items(self) -> impl DoubleEndedIterator<Item = Node<'t>> + ExactSizeIterator {
        let (first, count) = match self.data().kind {
            NodeKind::Array(first, count) => (first, count),
            _ => (0, 0),
        };
        (first..first + count).map(move |i| self.tree.node(NodeId(i)))
    }

    /// The pairs of an object in the order of the text, equal keys included; nothing for other values.
    pub fn pairs(self) -> impl DoubleEndedIterator<Item = Pair<'t>> + ExactSizeIterator {
        let (first, count) = match self.data().kind {
            NodeKind::Object(first, count) => (first, count),
            _ => (0, 0),
        };
        (first..first + count).map(move |i| self.tree.pair(PairId(i)))
    }

    /// Whether an object may have two pairs with the same key. Most do not, and differ even in the lengths and the first
    /// and last bytes of their keys, so that no keys need to be compared.
    pub fn may_have_duplicate_keys(self) -> bool {
        let mut seen = 0_u128;
        !self.pairs().all(|pair| {
            let key = pair.key().value.as_bytes();
            let (first, last) = (key.first().copied().unwrap_or(0), key.last().copied().unwrap_or(0));
            let bit = 1 << ((key.len() * 31 + usize::from(first) * 7 + usize::from(last)) & 127);
            let is_new = seen & bit == 0;
            seen |= bit;
            is_new
        })
    }

    /// The pairs before and behind one of the pairs of an object; nothing if the pair is not one of them.
    pub fn pairs_around(
        self,
        pair: Pair<'_>,
    ) -> Option<(impl DoubleEndedIterator<Item = Pair<'t>>, impl DoubleEndedIterator<Item = Pair<'t>>)> {
        let NodeKind::Object(first, count) = self.data().kind else { return None };
        let (end, at) = (first + count, pair.id.0);
        let pairs = move |range: Range<u32>| range.map(move |i| self.tree.pair(PairId(i)));
        (first..end).contains(&at).then(|| (pairs(first..at), pairs(at + 1..end)))
    }

    /// The items before and behind one of the items of an array; nothing if the item is not one of them.
    pub fn items_around(
        self,
        item: Node<'_>,
    ) -> Option<(impl DoubleEndedIterator<Item = Node<'t>>, impl DoubleEndedIterator<Item = Node<'t>>)> {
        let NodeKind::Array(first, count) = self.data().kind else { return None };
        let (end, at) = (first + count, item.id.0);
        let items = move |range: Range<u32>| range.map(move |i| self.tree.node(NodeId(i)));
        (first..end).contains(&at).then(|| (items(first..at), items(at + 1..end)))
    }

    /// Whether a key or a text in the value, or the value itself, has a word in it. Values that are filled in are
    /// searched as they are written.
    pub fn mentions(self, word: &str) -> bool {
        match self.data().kind {
            NodeKind::String(decoded) => self.tree.value(self.span(), decoded).contains(word),
            NodeKind::Array(..) => self.items().any(|item| item.mentions(word)),
            NodeKind::Object(..) => self.pairs().any(|pair| {
                pair.key().value.contains(word) || pair.value().is_some_and(|value| value.mentions(word))
            }),
            NodeKind::Placeholder | NodeKind::Tagged(_) | NodeKind::Unclear | NodeKind::Error => {
                self.source().contains(word)
            }
            NodeKind::Null | NodeKind::Bool(_) | NodeKind::Number(_) => false,
        }
    }

    /// The pair with a key. Of equal keys the last one counts, as it does for AWS.
    pub fn pair(self, key: &str) -> Option<Pair<'t>> {
        self.pairs().rev().find(|pair| pair.is_named(key))
    }

    /// The value of a key, if the object has the key and the key has a value.
    pub fn get(self, key: &str) -> Option<Node<'t>> {
        self.pair(key)?.value()
    }
}

impl<'t> Pair<'t> {
    pub(crate) fn data(self) -> &'t PairData {
        &self.tree.pairs[self.id.0 as usize]
    }

    pub fn id(self) -> PairId {
        self.id
    }

    /// The key. Its span is empty where a value stands in an object without one.
    pub fn key(self) -> Text<'t> {
        let data = self.data();
        self.tree.string(data.key, data.decoded)
    }

    /// Whether this is the key: quicker than to compare with [`Pair::key`].
    #[inline]
    pub fn is_named(self, key: &str) -> bool {
        let PairData { key: span, decoded, .. } = *self.data();
        let inner = match decoded {
            Decoded::Quoted => span.start as usize + 1..span.end as usize - 1,
            Decoded::Bare => span.range(),
            Decoded::Table(index) => return *self.tree.decoded[index as usize].0 == *key,
        };
        inner.len() == key.len() && &self.tree.text.as_bytes()[inner] == key.as_bytes()
    }

    pub fn value(self) -> Option<Node<'t>> {
        self.data().value.map(|id| self.tree.node(id))
    }

    /// What stands for the value, where the value stands elsewhere in the text.
    pub fn reference(self) -> Option<Span> {
        let apart = &self.tree.apart;
        let index = apart.binary_search_by_key(&self.id, |(pair, _)| *pair).ok()?;
        Some(apart[index].1)
    }

    /// From the key to the end of the value.
    pub fn span(self) -> Span {
        let key = self.data().key;
        if let Some(reference) = self.reference() {
            return key.to(reference);
        }
        // The value of an alias stands elsewhere.
        let value = self.value().filter(|value| value.span().start >= key.end);
        value.map_or(key, |value| key.to(value.span()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dialect, parse};

    #[test]
    fn parts_of_strings_have_places_in_the_file() {
        let text = r#"["a\nb", "\u00e9\ud83d\ude00x", "plain"]"#;
        let tree = parse(text, Dialect::Json);
        let strings: Vec<Text<'_>> = tree.root().unwrap().items().filter_map(Node::as_text).collect();
        let part = |text_: Text<'_>, needle: &str| {
            let at = text_.value.find(needle).unwrap();
            &text[tree.to_file(text_, Span::new(at, at + needle.len())).range()]
        };
        assert_eq!(part(strings[0], "\n"), "\\n");
        assert_eq!(part(strings[0], "b"), "b");
        assert_eq!(part(strings[1], "é"), "\\u00e9");
        assert_eq!(part(strings[1], "😀x"), "\\ud83d\\ude00x");
        assert_eq!(part(strings[2], "lai"), "lai");
    }
}
