//! Wraps adjacent pairs of an object in a new value that replaces them. Their lines, with the comments that belong to
//! them, stay as they are except for their indentation.

use super::layout::{self, indentation, is_comment, line_start};
use super::{Edit, apply, hcl, is_block, quoted, value, yaml};
use crate::syntax::{Node, Notation, Pair, Tree};
use crate::text::Span;

/// A value that contains the wrapped pairs, or a part of it.
pub enum Wrapper<'a> {
    /// A value without the pairs, given as JSON.
    Json(String),
    /// An object with these keys and values.
    Object(Vec<(&'a str, Wrapper<'a>)>),
    /// An array with a single item.
    Array(Box<Wrapper<'a>>),
    /// The object with the pairs.
    Pairs,
}

/// Replaces adjacent pairs of an object by a pair with the given key and the value `around`, which contains them.
/// `inside` are edits of the pairs themselves. Returns `None` if the pairs cannot be moved as they are.
pub fn wrap_pairs(
    tree: &Tree,
    object: Node<'_>,
    pairs: &[Pair<'_>],
    inside: &[Edit],
    key: &str,
    around: &Wrapper<'_>,
) -> Option<Edit> {
    let moved = Moved::of(tree, object, pairs)?;
    let mut writer = Writer { tree, moved: &moved, before: String::new(), after: None };
    writer.pair(key, around, moved.indent);
    let (before, after) = (writer.before, writer.after?);
    let lines = moved.lines(inside, &after.indent)?;
    let comma = if moved.comma.is_some() { "," } else { "" };
    let text = format!("{}{before}{lines}{}{comma}", moved.lead(), after.text);
    Some(Edit { span: moved.span, text })
}

/// The text of the pairs.
struct Moved<'t> {
    text: &'t str,
    span: Span,
    /// The comma after the last pair, if a comment follows it that moves too.
    comma: Option<Span>,
    /// The indentation of the line of the first pair.
    indent: &'t str,
    layout: Layout,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// All pairs on the same line.
    Flat,
    Lines {
        /// Whether the text starts with the indentation of its first line.
        is_whole: bool,
        /// Whether the object is in the block style of YAML.
        is_block: bool,
    },
}

impl<'t> Moved<'t> {
    fn of(tree: &'t Tree, object: Node<'_>, pairs: &[Pair<'_>]) -> Option<Moved<'t>> {
        let text = tree.text();
        let (first, last) = (pairs.first()?.span(), pairs.last()?.span());
        let is_here = |pair: &Pair<'_>| object.span().covers(pair.span());
        if !pairs.iter().all(is_here) || !pairs.is_sorted_by_key(|pair| pair.span()) {
            return None;
        }
        let line = line_start(text, first.start as usize);
        let before = &text[line..first.start as usize];
        let indent = indentation(text, first.start as usize);
        let is_block = is_block(tree, object);
        let is_whole = before.len() == indent.len();
        if is_block && !is_whole {
            return None;
        }
        let is_escaped = matches!(tree.notation(), Notation::EscapedJson | Notation::SingleQuotedJson);
        if is_escaped || !object.source().contains('\n') && !is_block {
            let layout = Layout::Flat;
            return Some(Moved { text, span: first.to(last), comma: None, indent, layout });
        }
        let ends = object.pairs().map(|pair| pair.span().end).filter(|end| *end <= first.start);
        let floor = ends.max().unwrap_or_default() as usize;
        let start = if is_whole { comments_above(text, line, floor) } else { first.start as usize };
        let (end, comma) = line_end(text, last, indent.len(), is_block);
        let layout = Layout::Lines { is_whole, is_block };
        Some(Moved { text, span: Span::new(start, end), comma, indent, layout })
    }

    /// The text before the new key.
    fn lead(&self) -> &'t str {
        if matches!(self.layout, Layout::Lines { is_whole: true, .. }) { self.indent } else { "" }
    }

    /// The pairs after their edits, with all lines indented like the first one.
    fn lines(&self, inside: &[Edit], indent: &str) -> Option<String> {
        let written = self.text.get(self.span.range())?;
        let mut edits = inside.to_vec();
        edits.extend(self.comma.map(|span| Edit { span, text: String::new() }));
        if let Layout::Lines { is_whole, .. } = self.layout {
            let shift = indent.strip_prefix(self.indent)?;
            let first = if is_whole { shift } else { indent };
            edits.push(Edit { span: Span::at(self.span.start), text: first.to_owned() });
            let breaks = written.match_indices('\n').map(|(at, _)| at + 1);
            let filled = breaks.filter(|at| !written[*at..].starts_with(['\n', '\r']));
            edits.extend(filled.map(|at| {
                let at = Span::at(self.span.start + at as u32);
                Edit { span: at, text: shift.to_owned() }
            }));
        }
        for edit in &mut edits {
            let start = edit.span.start.checked_sub(self.span.start)?;
            let end = edit.span.end - self.span.start;
            if end as usize > written.len() {
                return None;
            }
            edit.span = Span { start, end };
        }
        let (text, all) = apply(written, &edits);
        all.then_some(text)
    }
}

/// Writes the text before and after the pairs.
struct Writer<'w, 't> {
    tree: &'t Tree,
    moved: &'w Moved<'t>,
    before: String,
    after: Option<After>,
}

struct After {
    /// The indentation of the pairs.
    indent: String,
    text: String,
}

impl Writer<'_, '_> {
    fn pair(&mut self, key: &str, around: &Wrapper<'_>, indent: &str) {
        let is_block = self.is_block();
        let key = match self.tree.notation() {
            Notation::Hcl => hcl::key(key, false),
            _ if is_block => yaml::word(key),
            notation => value(notation, &quoted(key)),
        };
        self.text(&key);
        self.text(if self.tree.notation() == Notation::Hcl { " =" } else { ":" });
        if !is_block || matches!(around, Wrapper::Json(_)) {
            self.text(" ");
            return self.around(around, indent);
        }
        let inner = format!("{indent}{}", self.unit());
        if !matches!(around, Wrapper::Pairs) {
            self.line(&inner);
        }
        self.around(around, &inner);
    }

    /// Writes a value. In block style, all its lines have this indentation; in brackets, the line of the closing bracket.
    fn around(&mut self, around: &Wrapper<'_>, indent: &str) {
        let inner = format!("{indent}{}", self.unit());
        match around {
            Wrapper::Json(json) if self.is_block() => self.text(yaml::value(json)),
            Wrapper::Json(json) => self.text(&value(self.tree.notation(), json)),
            Wrapper::Object(pairs) if self.is_block() => {
                for (i, (key, around)) in pairs.iter().enumerate() {
                    if i > 0 {
                        self.line(indent);
                    }
                    self.pair(key, around, indent);
                }
            }
            Wrapper::Object(pairs) => {
                self.text("{");
                for (i, (key, around)) in pairs.iter().enumerate() {
                    // In Terraform, a line end is enough.
                    if i > 0 && (self.tree.notation() != Notation::Hcl || self.is_flat()) {
                        self.text(",");
                    }
                    self.gap(&inner);
                    self.pair(key, around, &inner);
                }
                self.gap(indent);
                self.text("}");
            }
            Wrapper::Array(item) if self.is_block() => {
                self.text("- ");
                self.around(item, &format!("{indent}  "));
            }
            Wrapper::Array(item) if self.is_flat() => {
                self.text("[");
                self.around(item, indent);
                self.text("]");
            }
            Wrapper::Array(item) => {
                self.text("[");
                self.line(&inner);
                self.around(item, &inner);
                self.line(indent);
                self.text("]");
            }
            Wrapper::Pairs if self.is_block() => self.pairs(indent),
            Wrapper::Pairs => {
                self.text("{");
                self.pairs(&inner);
                self.gap(indent);
                self.text("}");
            }
        }
    }

    fn pairs(&mut self, indent: &str) {
        let gap = if self.is_flat() { " " } else { self.tree.style().newline };
        self.text(gap);
        self.after = Some(After { indent: indent.to_owned(), text: String::new() });
    }

    fn text(&mut self, text: &str) {
        let out = self.after.as_mut().map_or(&mut self.before, |after| &mut after.text);
        out.push_str(text);
    }

    fn gap(&mut self, indent: &str) {
        if self.is_flat() { self.text(" ") } else { self.line(indent) }
    }

    fn line(&mut self, indent: &str) {
        self.text(self.tree.style().newline);
        self.text(indent);
    }

    fn is_flat(&self) -> bool {
        self.moved.layout == Layout::Flat
    }

    fn is_block(&self) -> bool {
        matches!(self.moved.layout, Layout::Lines { is_block: true, .. })
    }

    /// The indentation of one level.
    fn unit(&self) -> &str {
        layout::unit(self.moved.text, self.moved.span.start as usize, self.moved.indent)
    }
}

/// The start of the comments directly above a line, or of the line itself. They start at `floor` or after it.
fn comments_above(text: &str, line: usize, floor: usize) -> usize {
    let mut start = line;
    let mut at = line;
    let mut is_open = false;
    while let Some(end) = at.checked_sub(1) {
        at = line_start(text, end);
        let above = text[at..end].trim();
        if at < floor || above.is_empty() && !is_open {
            break;
        }
        is_open = (is_open || above.ends_with("*/")) && !above.starts_with("/*");
        if !is_open && !is_comment(above) {
            break;
        }
        if !is_open {
            start = at;
        }
    }
    start
}

/// The end of the text that moves with the last pair: the end of its line, if only a comma and a comment follow; in block
/// style, with the comments below that are indented further. Also returns the comma, if it is before a comment.
fn line_end(text: &str, last: Span, indent: usize, is_block: bool) -> (usize, Option<Span>) {
    // A block scalar may include its last line end.
    let written = &text[..last.end as usize];
    let end =
        written.strip_suffix('\n').map_or(written, |rest| rest.strip_suffix('\r').unwrap_or(rest)).len();
    let rest = line_at(text, end);
    let width = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let comma = rest[width..].starts_with(',').then(|| Span::new(end + width, end + width + 1));
    let behind = rest[width..].trim_start_matches(',').trim();
    let is_closed = !behind.starts_with("/*") || behind.find("*/") == Some(behind.len() - 2);
    if behind.is_empty() {
        // The comma does not move.
        let end = if is_block { end + rest.trim_end().len() } else { end };
        return (if is_block { comments_below(text, end, indent) } else { end }, None);
    }
    if !is_comment(behind) || !is_closed {
        return (end, None);
    }
    let end = end + rest.trim_end().len();
    (if is_block { comments_below(text, end, indent) } else { end }, comma)
}

/// The end of the comments below a line that are indented further than a column.
fn comments_below(text: &str, end: usize, column: usize) -> usize {
    let mut end = end;
    loop {
        let Some(line) = text[end..].find('\n').map(|at| end + at + 1) else { return end };
        let below = line_at(text, line);
        let width = below.len() - below.trim_start_matches(' ').len();
        if !below[width..].starts_with('#') || width <= column {
            return end;
        }
        end = line + below.trim_end().len();
    }
}

/// The rest of the line from an offset.
fn line_at(text: &str, at: usize) -> &str {
    text[at..].split(['\n', '\r']).next().unwrap_or_default()
}
