//! The completion context: what is expected at the cursor, which text it replaces, and which commas are missing.

use super::super::cursor::touches;
use super::{brackets, indented};
use asl_core::semantic::Analysis;
use asl_core::syntax::{Kind, Node, Notation, Pair};
use asl_core::text::Span;

/// A position in a definition where something can be inserted.
pub(super) struct CompletionContext<'a> {
    pub analysis: &'a Analysis,
    pub offset: u32,
    /// The path from the root of the definition to the object that gets a key, or to the value.
    pub steps: Vec<TypedStep<'a>>,
    pub expected: Expected<'a>,
    /// The text to replace.
    pub replace: Span,
    /// Where to insert a missing comma before the item.
    pub comma_before: Option<u32>,
    /// Whether to insert a comma after the item.
    pub comma_after: bool,
    /// Whether to insert a space before the item: in YAML, a colon needs one after it.
    pub wants_blank: bool,
    /// Whether the context is inside brackets, as in all JSON.
    pub in_brackets: bool,
}

/// A step from a value to a nested one.
#[derive(Clone, Copy)]
pub(super) enum TypedStep<'a> {
    Pair(Pair<'a>),
    /// Into an array; the current item, if any.
    Item(Option<Node<'a>>),
}

#[derive(Clone, Copy)]
pub(super) enum Expected<'a> {
    /// A whole definition.
    Document,
    /// A key of an object.
    Key {
        object: Option<Node<'a>>,
        /// The pair whose key is replaced.
        old: Option<Pair<'a>>,
        /// Whether the key already has a value.
        alone: bool,
    },
    /// A value; the current one, if any.
    Value(Option<Node<'a>>),
}

impl<'a> CompletionContext<'a> {
    /// The completion context at an offset; `None` if nothing can be inserted.
    pub(super) fn at(analysis: &'a Analysis, offset: u32) -> Option<CompletionContext<'a>> {
        let tree = analysis.tree();
        if tree.is_substituted(offset) {
            return None;
        }
        let steps = Vec::new();
        let root = tree.root().filter(|root| matches!(root.kind(), Kind::Object | Kind::Array));
        let mut context = CompletionContext {
            analysis,
            offset,
            steps,
            expected: Expected::Document,
            replace: Span::at(offset),
            comma_before: None,
            comma_after: false,
            wants_blank: false,
            in_brackets: tree.notation() != Notation::Yaml,
        };
        match root {
            None if analysis.host().is_whole_file() => {
                let typed = tree.text().trim();
                let start = tree.text().len() - tree.text().trim_start().len();
                if !typed.is_empty() {
                    context.replace = Span::new(start, start + typed.len());
                }
                // Do not replace anything but a word.
                let is_word = |c: char| c.is_alphanumeric() || matches!(c, '"' | '-' | '_');
                (typed.chars().all(is_word) && touches(context.replace, offset)).then_some(context)
            }
            None => None,
            Some(root) if is_outside(tree.text(), root, offset) => None,
            Some(root) if tree.notation() == Notation::Yaml => {
                let mut context = indented::find(context, root)?;
                let before = &tree.text()[..context.replace.start as usize];
                context.wants_blank = matches!(context.expected, Expected::Value(_)) && before.ends_with(':');
                Some(context)
            }
            Some(root) => brackets::find(context, root),
        }
    }

    /// The text of the file.
    pub(super) fn text(&self) -> &'a str {
        self.analysis.tree().text()
    }

    pub(super) fn notation(&self) -> Notation {
        self.analysis.tree().notation()
    }

    /// The object that gets a key, and the pair whose key is replaced.
    pub(super) fn target(&self) -> (Option<Node<'a>>, Option<Pair<'a>>) {
        match self.expected {
            Expected::Key { object, old, .. } => (object, old),
            _ => (None, None),
        }
    }

    /// Whether a value follows its key on the same line, outside of brackets.
    pub(super) fn is_behind_key(&self) -> bool {
        matches!((self.expected, self.steps.last()), (Expected::Value(_), Some(TypedStep::Pair(_))))
            && !self.in_brackets
    }

    /// Whether there is nothing else between the brackets.
    pub(super) fn is_alone_in_brackets(&self) -> bool {
        let (before, after) =
            (&self.text()[..self.replace.start as usize], &self.text()[self.replace.end as usize..]);
        before.ends_with(['{', '[']) && after.starts_with(['}', ']'])
    }

    /// Whether an array item is expected.
    pub(super) fn is_item(&self) -> bool {
        matches!((self.expected, self.steps.last()), (Expected::Value(_), Some(TypedStep::Item(_))))
    }

    /// The text from the start of the replaced span to the cursor.
    pub(super) fn typed(&self) -> &'a str {
        let end = self.offset.clamp(self.replace.start, self.replace.end);
        &self.text()[self.replace.start as usize..end as usize]
    }

    /// The string under the cursor, and the byte offset of the cursor in its value.
    pub(super) fn string(&self) -> Option<(asl_core::syntax::Text<'a>, usize)> {
        let Expected::Value(Some(node)) = self.expected else { return None };
        let text = node.as_text()?;
        let tree = self.analysis.tree();
        let start_of = |at: usize| tree.to_file(text, Span::new(at, at)).start;
        // On a quote, the whole string is replaced.
        let inner = Span { start: start_of(0), end: start_of(text.value.len()) };
        if !touches(inner, self.offset) {
            return None;
        }
        let bounds = text.value.char_indices().map(|(i, _)| i).chain([text.value.len()]);
        let bounds: Vec<usize> = bounds.collect();
        let before = bounds.partition_point(|&at| start_of(at) <= self.offset);
        Some((text, bounds[before.saturating_sub(1)]))
    }
}

/// Whether an offset is in the margin of the document around a definition, to the left of its lines.
fn is_outside(text: &str, root: Node<'_>, offset: u32) -> bool {
    let line = |at: u32| text[..at as usize].rfind('\n').map_or(0, |line| line + 1);
    let start = line(root.span().start);
    let margin = text[start..].len() - text[start..].trim_start_matches(' ').len();
    let column = offset as usize - line(offset);
    line(offset) != start && text[line(offset)..offset as usize].trim().is_empty() && column < margin
}

/// Whether an offset is inside a container, after its opening and not after its closing bracket.
pub(super) fn is_inside(container: Node<'_>, offset: u32) -> bool {
    let span = container.span();
    span.start < offset && (offset < span.end || !is_closed(container) && touches(span, offset))
}

fn is_closed(container: Node<'_>) -> bool {
    let last_pair = container.pairs().next_back().map(|pair| pair.span().end);
    let last = last_pair.or_else(|| container.items().next_back().map(|item| item.span().end));
    container.source().ends_with(['}', ']']) && last != Some(container.span().end)
}
