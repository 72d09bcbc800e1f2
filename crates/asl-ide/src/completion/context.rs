//! Where in a text something is completed: what is due there, what it replaces, which commas are missing.

use super::super::cursor::touches;
use super::{brackets, indented};
use asl_core::semantic::Analysis;
use asl_core::syntax::{Kind, Node, Notation, Pair};
use asl_core::text::Span;

/// A place in a definition where something can be written.
pub(super) struct CompletionContext<'a> {
    pub analysis: &'a Analysis,
    pub offset: u32,
    /// The way from the whole definition to the object that gets a key, or to the value.
    pub steps: Vec<TypedStep<'a>>,
    pub due: Expected<'a>,
    /// What is written already and goes.
    pub replace: Span,
    /// Where a comma has to be added before it.
    pub comma_before: Option<u32>,
    /// Whether a comma has to be added behind it.
    pub comma_after: bool,
    /// Whether a blank has to be added before it: YAML takes no value directly behind a colon.
    pub wants_blank: bool,
    /// The text is inside brackets, as all JSON is.
    pub in_brackets: bool,
}

/// A step from a value to one inside it.
#[derive(Clone, Copy)]
pub(super) enum TypedStep<'a> {
    Pair(Pair<'a>),
    /// The item, if there is one already.
    Item(Option<Node<'a>>),
}

#[derive(Clone, Copy)]
pub(super) enum Expected<'a> {
    /// The whole definition.
    Document,
    /// A key of an object.
    Key {
        object: Option<Node<'a>>,
        /// The pair whose key is replaced.
        old: Option<Pair<'a>>,
        /// The key has its value already.
        alone: bool,
    },
    /// A value; what stands there now.
    Value(Option<Node<'a>>),
}

impl<'a> CompletionContext<'a> {
    /// The spot at a place of a definition; nothing where nothing can be added.
    pub(super) fn at(analysis: &'a Analysis, offset: u32) -> Option<CompletionContext<'a>> {
        let tree = analysis.tree();
        if tree.is_put_in(offset) {
            return None;
        }
        let steps = Vec::new();
        let root = tree.root().filter(|root| matches!(root.kind(), Kind::Object | Kind::Array));
        let mut spot = CompletionContext {
            analysis,
            offset,
            steps,
            due: Expected::Document,
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
                    spot.replace = Span::new(start, start + typed.len());
                }
                // What has been typed besides a word is not thrown away.
                let is_word = |c: char| c.is_alphanumeric() || matches!(c, '"' | '-' | '_');
                (typed.chars().all(is_word) && touches(spot.replace, offset)).then_some(spot)
            }
            None => None,
            Some(root) if is_outside(tree.text(), root, offset) => None,
            Some(root) if tree.notation() == Notation::Yaml => {
                let mut spot = indented::find(spot, root)?;
                let before = &tree.text()[..spot.replace.start as usize];
                spot.wants_blank = matches!(spot.due, Expected::Value(_)) && before.ends_with(':');
                Some(spot)
            }
            Some(root) => brackets::find(spot, root),
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
        match self.due {
            Expected::Key { object, old, .. } => (object, old),
            _ => (None, None),
        }
    }

    /// Whether a value stands behind its key on the same line, without brackets around.
    pub(super) fn is_behind_key(&self) -> bool {
        matches!((self.due, self.steps.last()), (Expected::Value(_), Some(TypedStep::Pair(_))))
            && !self.in_brackets
    }

    /// Whether an item of an array is due.
    pub(super) fn is_item(&self) -> bool {
        matches!((self.due, self.steps.last()), (Expected::Value(_), Some(TypedStep::Item(_))))
    }

    /// What stands between the start of what is replaced and the cursor.
    pub(super) fn typed(&self) -> &'a str {
        let end = self.offset.clamp(self.replace.start, self.replace.end);
        &self.text()[self.replace.start as usize..end as usize]
    }

    /// The scalar under the cursor, if a string, and the part of its value before the cursor.
    pub(super) fn string(&self) -> Option<(asl_core::syntax::Text<'a>, usize)> {
        let Expected::Value(Some(node)) = self.due else { return None };
        let text = node.as_text()?;
        let tree = self.analysis.tree();
        let start_of = |at: usize| tree.to_file(text, Span::new(at, at)).start;
        // On the quotes, the string is replaced as a whole.
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

/// Whether a place is in the margin of a document around the definition: further left than the lines of that.
fn is_outside(text: &str, root: Node<'_>, offset: u32) -> bool {
    let line = |at: u32| text[..at as usize].rfind('\n').map_or(0, |line| line + 1);
    let start = line(root.span().start);
    let margin = text[start..].len() - text[start..].trim_start_matches(' ').len();
    let column = offset as usize - line(offset);
    line(offset) != start && text[line(offset)..offset as usize].trim().is_empty() && column < margin
}

/// Whether a place is inside a container: behind its opening bracket and not behind the closing one.
pub(super) fn is_inside(container: Node<'_>, offset: u32) -> bool {
    let span = container.span();
    span.start < offset && (offset < span.end || !is_closed(container) && touches(span, offset))
}

fn is_closed(container: Node<'_>) -> bool {
    let last_pair = container.pairs().next_back().map(|pair| pair.span().end);
    let last = last_pair.or_else(|| container.items().next_back().map(|item| item.span().end));
    container.source().ends_with(['}', ']']) && last != Some(container.span().end)
}
