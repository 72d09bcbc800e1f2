//! Views into a tree: values, pairs of a key and a value, and strings.

use std::borrow::Cow;
use std::ops::Range;

use crate::decode;
use crate::text::Span;
use crate::tree::*;

/// A value of a tree: a view that is cheap to copy.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    pub(crate) tree: &'t Tree,
    pub(crate) id: NodeId,
}

/// A key of an object and its value: a view that is cheap to copy.
#[derive(Clone, Copy)]
pub struct Pair<'t> {
    pub(crate) tree: &'t Tree,
    pub(crate) id: PairId,
}

/// A string of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text<'t> {
    /// The value, without quotes and with escape sequences decoded.
    pub value: &'t str,
    /// The span of the string in the file, quotes included.
    pub span: Span,
    pub(crate) origin: Decoded,
}

impl Text<'_> {
    /// Returns whether the string contains a placeholder such as `${Name}`, which is replaced before AWS sees the
    /// string.
    pub fn has_placeholder(self) -> bool {
        let bytes = self.value.as_bytes();
        let start = memchr::memchr_iter(b'$', bytes).find(|at| bytes.get(at + 1) == Some(&b'{'));
        start.is_some_and(|start| bytes[start..].contains(&b'}'))
    }
}

impl<'t> Node<'t> {
    pub(crate) fn data(self) -> &'t NodeData {
        &self.tree.nodes[self.id.0 as usize]
    }

    /// Returns the number of the value in its tree.
    pub fn id(self) -> NodeId {
        self.id
    }

    /// Returns the span of the value in the file, quotes and brackets included.
    pub fn span(self) -> Span {
        self.data().span
    }

    /// Returns the kind of the value.
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

    /// Returns the text of the file.
    pub fn text(self) -> &'t str {
        &self.tree.text
    }

    /// Returns the source text of the value.
    pub fn source(self) -> &'t str {
        &self.tree.text[self.span().range()]
    }

    /// Returns the value as JSON, for messages. Containers, placeholders and invalid values are returned as source
    /// text.
    pub fn display(self) -> Cow<'t, str> {
        match self.data().kind {
            NodeKind::Null => "null".into(),
            NodeKind::Bool(value) => value.to_string().into(),
            NodeKind::Number(decoded) => self.tree.value(self.span(), decoded).into(),
            NodeKind::String(decoded) => decode::quoted(self.tree.value(self.span(), decoded)).into(),
            _ => self.source().into(),
        }
    }

    /// Returns the string with its span, if the value is a string.
    pub fn as_text(self) -> Option<Text<'t>> {
        match self.data().kind {
            NodeKind::String(decoded) => Some(self.tree.string(self.span(), decoded)),
            _ => None,
        }
    }

    /// Returns the decoded string, if the value is a string.
    pub fn as_str(self) -> Option<&'t str> {
        self.as_text().map(|text| text.value)
    }

    /// Returns the boolean, if the value is a boolean.
    pub fn as_bool(self) -> Option<bool> {
        match self.data().kind {
            NodeKind::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// Returns the YAML tag of a value, such as `!Sub`, and the value that it applies to. Returns `None` for a value
    /// without a tag, or with a tag of YAML's core schema.
    pub fn tagged(self) -> Option<(&'t str, Node<'t>)> {
        let NodeKind::Tagged(index) = self.data().kind else { return None };
        let (tag, value) = self.tree.tagged[index as usize];
        Some((&self.tree.text[tag.range()], self.tree.node(value)))
    }

    /// Returns the number as a float, as JSON parsers read it, if the value is a number. [`Node::source`] returns its
    /// spelling.
    pub fn as_f64(self) -> Option<f64> {
        let number = self.number()?;
        // Most numbers are small integers, which are faster to read as such.
        number.parse::<u32>().map(f64::from).or_else(|_| number.parse()).ok()
    }

    /// Returns whether the value is a number without a fraction, in any notation.
    pub fn is_integer(self) -> bool {
        let is_plain = |number: &str| number.bytes().all(|b| b.is_ascii_digit());
        self.number().is_some_and(is_plain) || self.as_f64().is_some_and(|number| number.fract() == 0.0)
    }

    /// Returns the number in JSON's notation.
    pub(crate) fn number(self) -> Option<&'t str> {
        match self.data().kind {
            NodeKind::Number(decoded) => Some(self.tree.value(self.span(), decoded)),
            _ => None,
        }
    }

    /// Returns whether nothing is known about the value: it is a placeholder or invalid.
    pub fn is_unknown(self) -> bool {
        matches!(self.kind(), Kind::Placeholder | Kind::Error)
    }

    /// Returns whether YAML parsers disagree about the value.
    pub fn is_unclear(self) -> bool {
        self.data().kind == NodeKind::Unclear
    }

    /// Returns whether the value is an object.
    pub fn is_object(self) -> bool {
        matches!(self.data().kind, NodeKind::Object(..))
    }

    /// Returns whether the value is a container to which a template may add members, or from which it may remove some.
    pub fn is_open(self) -> bool {
        let is_container = matches!(self.data().kind, NodeKind::Array(..) | NodeKind::Object(..));
        is_container && self.tree.open.binary_search(&self.span().start).is_ok()
    }

    /// Returns the items of an array. Other values have none.
    pub fn items(self) -> impl DoubleEndedIterator<Item = Node<'t>> + ExactSizeIterator {
        let (first, count) = match self.data().kind {
            NodeKind::Array(first, count) => (first, count),
            _ => (0, 0),
        };
        (first..first + count).map(move |i| self.tree.node(NodeId(i)))
    }

    /// Returns the item of an array with a 0-based index. This is faster than walking to it.
    pub fn item(self, index: usize) -> Option<Node<'t>> {
        let NodeKind::Array(first, count) = self.data().kind else { return None };
        let index = u32::try_from(index).ok().filter(|index| *index < count)?;
        Some(self.tree.node(NodeId(first + index)))
    }

    /// Returns the pairs of an object in source order, including those with duplicate keys. Other values have none.
    pub fn pairs(self) -> impl DoubleEndedIterator<Item = Pair<'t>> + ExactSizeIterator {
        let (first, count) = match self.data().kind {
            NodeKind::Object(first, count) => (first, count),
            _ => (0, 0),
        };
        (first..first + count).map(move |i| self.tree.pair(PairId(i)))
    }

    /// Returns whether an object may have two pairs with the same key. The keys of most objects differ in their lengths
    /// or their first and last bytes, so that they need not be compared.
    pub fn may_have_duplicate_keys(self) -> bool {
        self.pairs().len() > 1 && may_repeat(self.pairs().map(Pair::key_bytes))
    }

    /// Returns whether an array may have two items that are the same string, in the same way.
    pub fn may_have_duplicate_strings(self) -> bool {
        self.items().len() > 1 && may_repeat(self.items().filter_map(Node::as_str).map(str::as_bytes))
    }

    /// Returns the pairs before and after a pair of an object, or `None` if the pair is not one of the object.
    pub fn pairs_around(
        self,
        pair: Pair<'_>,
    ) -> Option<(impl DoubleEndedIterator<Item = Pair<'t>>, impl DoubleEndedIterator<Item = Pair<'t>>)> {
        let NodeKind::Object(first, count) = self.data().kind else { return None };
        let (end, at) = (first + count, pair.id.0);
        let pairs = move |range: Range<u32>| range.map(move |i| self.tree.pair(PairId(i)));
        (first..end).contains(&at).then(|| (pairs(first..at), pairs(at + 1..end)))
    }

    /// Returns the items before and after an item of an array, or `None` if the item is not one of the array.
    pub fn items_around(
        self,
        item: Node<'_>,
    ) -> Option<(impl DoubleEndedIterator<Item = Node<'t>>, impl DoubleEndedIterator<Item = Node<'t>>)> {
        let NodeKind::Array(first, count) = self.data().kind else { return None };
        let (end, at) = (first + count, item.id.0);
        let items = move |range: Range<u32>| range.map(move |i| self.tree.node(NodeId(i)));
        (first..end).contains(&at).then(|| (items(first..at), items(at + 1..end)))
    }

    /// Returns whether a key or a string in the value, or the value itself, contains `word`. The source text of
    /// placeholders and invalid values is searched.
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

    /// Returns the pair with a key of an object. Of duplicate keys, it is the last one, as in AWS Step Functions.
    pub fn pair(self, key: &str) -> Option<Pair<'t>> {
        self.pairs().rev().find(|pair| pair.is_named(key))
    }

    /// Returns the value of a key, if the object has the key and the key has a value.
    pub fn get(self, key: &str) -> Option<Node<'t>> {
        self.pair(key)?.value()
    }
}

/// Returns whether two strings may be equal: whether their lengths and their first and last bytes are.
fn may_repeat<'t>(mut strings: impl Iterator<Item = &'t [u8]>) -> bool {
    let mut seen = 0_u128;
    !strings.all(|string| {
        let (first, last) = (string.first().copied().unwrap_or(0), string.last().copied().unwrap_or(0));
        let bit = 1 << ((string.len() * 31 + usize::from(first) * 7 + usize::from(last)) & 127);
        let is_new = seen & bit == 0;
        seen |= bit;
        is_new
    })
}

impl<'t> Pair<'t> {
    pub(crate) fn data(self) -> &'t PairData {
        &self.tree.pairs[self.id.0 as usize]
    }

    /// Returns the number of the pair in its tree.
    pub fn id(self) -> PairId {
        self.id
    }

    /// Returns the key. Its span is empty if the object has a value without a key.
    pub fn key(self) -> Text<'t> {
        let data = self.data();
        self.tree.string(data.key, data.decoded)
    }

    /// Returns the bytes of the key. This is faster than [`Pair::key`].
    #[inline]
    pub fn key_bytes(self) -> &'t [u8] {
        let PairData { key: span, decoded, .. } = *self.data();
        let inner = match decoded {
            Decoded::Quoted => span.start as usize + 1..span.end as usize - 1,
            Decoded::Bare => span.range(),
            Decoded::Table(index) => return self.tree.decoded[index as usize].value.as_bytes(),
        };
        &self.tree.text.as_bytes()[inner]
    }

    /// Returns whether the key is `key`. This is faster than a comparison with [`Pair::key`].
    #[inline]
    pub fn is_named(self, key: &str) -> bool {
        let PairData { key: span, decoded, .. } = self.data();
        // Most keys differ in their lengths.
        let is_of_length = *decoded != Decoded::Quoted || (span.end - span.start) as usize == key.len() + 2;
        is_of_length && self.key_bytes() == key.as_bytes()
    }

    /// Returns the value, unless it is missing from the text.
    pub fn value(self) -> Option<Node<'t>> {
        self.data().value.map(|id| self.tree.node(id))
    }

    /// Returns the span of the reference to the value, if the value is elsewhere in the text.
    pub fn reference(self) -> Option<Span> {
        let references = &self.tree.pair_references;
        let index = references.binary_search_by_key(&self.id, |(pair, _)| *pair).ok()?;
        Some(references[index].1)
    }

    /// Returns the span from the key to the end of the value, or of the reference to it.
    pub fn span(self) -> Span {
        let key = self.data().key;
        if let Some(reference) = self.reference() {
            return key.to(reference);
        }
        // The value of an alias is elsewhere.
        let value = self.value().filter(|value| value.span().start >= key.end);
        value.map_or(key, |value| key.to(value.span()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dialect, parse};

    #[test]
    fn parts_of_strings_map_to_the_file() {
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

    #[test]
    fn equal_keys_and_strings_are_never_missed() {
        let may_repeat = |text: &str| {
            let tree = parse(text, Dialect::Json);
            let root = tree.root().unwrap();
            root.may_have_duplicate_keys() || root.may_have_duplicate_strings()
        };
        for text in [r#"{ "a": 1, "b": 2, "a": 3 }"#, r#"{ "a": 1, "\u0061": 2 }"#, r#"["x", 1, "yz", "x"]"#]
        {
            assert!(may_repeat(text), "{text}");
        }
        for text in [r#"{ "a": 1, "b": 2, "ab": 3 }"#, r#"["x", 1, "y", null, "xy"]"#, "{}", "[]", r#"["x"]"#]
        {
            assert!(!may_repeat(text), "{text}");
        }
    }

    #[test]
    fn numbers_are_read_as_floats() {
        let numbers = ["0", "-0", "60", "4294967295", "4294967296", "1.5", "2e3", "1e400"];
        let tree = parse(&format!("[{}]", numbers.join(", ")), Dialect::Json);
        let read: Vec<Option<f64>> = tree.root().unwrap().items().map(Node::as_f64).collect();
        assert_eq!(read, numbers.map(|number| number.parse::<f64>().ok()));
        assert!(read[1].is_some_and(f64::is_sign_negative));
    }
}
