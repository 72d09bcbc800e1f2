//! Formatting: indentation and line breaks. Only whitespace changes, and only if the definition stays the same. A value
//! that is on one line stays there as long as it fits.

mod json;
mod yaml;

use std::fmt;

use asl_core::edit::{self, Edit};
use asl_core::semantic::Analysis;
use asl_core::syntax::{self, Dialect, Node, Notation, Tree};
use asl_core::text::Span;
use asl_core::{Language, Source, analyze};

/// The indentation style that an editor or user prefers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// The number of columns per level.
    pub tab_size: usize,
    /// Whether to indent with spaces rather than tabs.
    pub insert_spaces: bool,
}

impl Default for Style {
    fn default() -> Style {
        Style { tab_size: 2, insert_spaces: true }
    }
}

/// Why a text is not formatted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotFormatted {
    /// It is not a definition as a whole.
    NoDefinition,
    /// It has syntax errors.
    Invalid,
    /// It is not certain that the definition stays the same.
    Doubtful,
}

impl fmt::Display for NotFormatted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NotFormatted::NoDefinition => "only definitions in files of their own can be formatted",
            NotFormatted::Invalid => "it has syntax errors; `asl-lint check` shows them",
            NotFormatted::Doubtful => "it cannot be formatted without risk of changing its meaning",
        })
    }
}

impl std::error::Error for NotFormatted {}

/// Formats the text of a definition in the default style; `None` if it does not change.
///
/// # Errors
///
/// If it is not formatted.
pub fn format_text(source: Source<'_>) -> Result<Option<String>, NotFormatted> {
    format_analyses(&analyze(source))
}

/// Formats a text like [`format_text`] that has been analyzed.
///
/// # Errors
///
/// If it is not formatted.
pub fn format_analyses(analyses: &[Analysis]) -> Result<Option<String>, NotFormatted> {
    let [analysis] = analyses else { return Err(NotFormatted::NoDefinition) };
    if !analysis.host().is_whole_file() {
        return Err(NotFormatted::NoDefinition);
    }
    if !analysis.tree().errors().is_empty() {
        return Err(NotFormatted::Invalid);
    }
    match format(analysis, Style::default()) {
        Some(edits) => Ok((!edits.is_empty()).then(|| edit::apply(analysis.tree().text(), &edits).0)),
        // A template file is formatted only if it can be treated as the definition itself.
        None if matches!(analysis.file_language(), Language::Template { .. }) => Ok(None),
        None => Err(NotFormatted::Doubtful),
    }
}

/// Returns the edits that format a definition. `None` if it has syntax errors, is embedded in another file, or if it is
/// not certain that it stays the same.
pub fn format(analysis: &Analysis, style: Style) -> Option<Vec<Edit>> {
    let all = Span::new(0, analysis.tree().text().len());
    format_range(analysis, all, style)
}

/// Returns the edits of [`format()`] on the lines of a range. If these lines cannot be formatted without others, such as
/// a YAML block whose siblings keep their indentation, the range grows to the smallest enclosing value that can be.
pub fn format_range(analysis: &Analysis, range: Span, style: Style) -> Option<Vec<Edit>> {
    let tree = analysis.tree();
    if !analysis.host().is_whole_file() || !tree.errors().is_empty() || tree.root().is_none() {
        return None;
    }
    let style = Style { tab_size: style.tab_size.clamp(1, 16), ..style };
    let mut edits = match tree.notation() {
        Notation::Json => json::edits(tree, style)?,
        Notation::Yaml => yaml::edits(tree, style)?,
        _ => return None,
    };
    edits.retain(|edit| tree.text()[edit.span.range()] != edit.text);
    widened(tree, range).into_iter().find_map(|range| {
        let edits: Vec<Edit> = edits.iter().filter(|edit| is_in(edit, range, tree)).cloned().collect();
        let (text, all) = edit::apply(tree.text(), &edits);
        (all && stays_same(tree, &text)).then_some(edits)
    })
}

/// Whether an edit belongs to the lines. An edit of JSON, which may begin on the previous line, belongs to the line on
/// which it ends.
fn is_in(edit: &Edit, lines: Span, tree: &Tree) -> bool {
    let end = edit.span.end;
    match tree.notation() {
        Notation::Json => lines.start <= end && (end < lines.end || lines.end as usize == tree.text().len()),
        _ => lines.covers(edit.span),
    }
}

/// The lines of a range, and those of the values around it, from the inside to the outside.
fn widened(tree: &Tree, range: Span) -> Vec<Span> {
    let mut ranges = vec![lines(tree.text(), range)];
    let around = tree.nodes().map(Node::span).filter(|span| span.covers(range));
    ranges.extend(around.map(|span| lines(tree.text(), span)));
    ranges.sort_by_key(|span| span.end - span.start);
    ranges.push(Span::new(0, tree.text().len()));
    ranges.dedup();
    ranges
}

/// The lines that a range touches, including their line breaks. A line at whose start the range ends is not included.
fn lines(text: &str, range: Span) -> Span {
    let (start, end) =
        (text.floor_char_boundary(range.start as usize), text.floor_char_boundary(range.end as usize));
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let is_whole = end > start && text[..end].ends_with('\n');
    let line_end = if is_whole { end } else { text[end..].find('\n').map_or(text.len(), |at| end + at + 1) };
    Span::new(line, line_end)
}

/// Whether a text has no syntax errors and the same values as a tree.
fn stays_same(tree: &Tree, text: &str) -> bool {
    let mut after = match tree.notation() {
        Notation::Yaml => syntax::parse_yaml_version(text, tree.yaml_version()),
        _ => syntax::parse(text, Dialect::Jsonc),
    };
    after.take_placeholders();
    let (Some(a), Some(b)) = (tree.root(), after.root()) else { return false };
    after.errors().is_empty() && edit::are_same(a, b)
}

#[cfg(test)]
mod tests;
