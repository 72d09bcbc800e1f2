//! The layout of a definition: how lines are indented and where they break. Only blanks change, and only where the
//! definition is sure to stay the same; what was written on one line stays there as long as it fits.

mod json;
mod yaml;

use crate::edit::{self, Edit};
use crate::semantic::Analysis;
use crate::syntax::{self, Dialect, Notation, Tree};
use crate::text::Span;

/// What an editor or a person wants a level of indentation to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    pub tab_size: usize,
    pub insert_spaces: bool,
}

impl Default for Style {
    fn default() -> Style {
        Style { tab_size: 2, insert_spaces: true }
    }
}

/// The edits that lay out a definition; nothing for one that is damaged, that is a part of another file, or of which it
/// is not sure that it stays the same.
pub fn format(analysis: &Analysis, style: Style) -> Option<Vec<Edit>> {
    let all = Span::new(0, analysis.tree().text().len());
    format_range(analysis, all, style)
}

/// Those of the edits that lie in a range, the blanks before its first line included.
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
    let is_json = tree.notation() == Notation::Json;
    let ends_inside = |span: Span| range.start <= span.end && span.end <= range.end;
    edits.retain(|edit| range.covers(edit.span) || is_json && ends_inside(edit.span));
    edits.retain(|edit| tree.text()[edit.span.range()] != edit.text);
    let (text, all) = edit::apply(tree.text(), &edits);
    (all && stays_same(tree, &text)).then_some(edits)
}

/// Whether a text has the values of a tree, and no errors.
fn stays_same(tree: &Tree, text: &str) -> bool {
    let mut after = match tree.notation() {
        Notation::Yaml => syntax::parse_yaml(text),
        _ => syntax::parse(text, Dialect::Jsonc),
    };
    after.take_holes();
    let (Some(a), Some(b)) = (tree.root(), after.root()) else { return false };
    after.errors().is_empty() && edit::are_same(a, b)
}

#[cfg(test)]
mod tests;
