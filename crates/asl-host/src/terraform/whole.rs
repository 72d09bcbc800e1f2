//! Files that are Terraform templates as a whole, which `templatefile` renders.

use std::sync::Arc;

use hcl_edit::expr::Expression;
use hcl_edit::parser::parse_expr;
use hcl_edit::structure::Body;

use super::Part;
use super::definition::{Definition, in_text};
use super::rendered::Rendered;
use super::strings::Pieces;
use super::template::Branch;
use crate::Format;
use asl_syntax::text::Span;
use asl_syntax::{Dialect, MAX_BYTES, SyntaxError, Tree, YamlVersion};

/// The definition in a template file.
pub(crate) struct Whole {
    /// The definition; `None` if only Terraform can evaluate the file.
    pub tree: Option<Tree>,
    /// The parts of the file that can be edited. An edit must stay inside one of them. Empty if the file can be edited
    /// as a whole.
    pub parts: Vec<Span>,
}

/// Reads a template file. `replaced` are the strings in it that are replaced with unknown ones.
pub(crate) fn whole(text: &Arc<str>, format: Format, replaced: &[String]) -> Whole {
    let all = Span::new(0, text.len());
    let pieces = Pieces::of_file(text, if text.len() > MAX_BYTES { Span::at(0) } else { all });
    let is_yaml = match format {
        Format::Json => false,
        Format::Yaml => true,
        Format::Unknown => !begins_as_json(&pieces, text),
    };
    let format = if is_yaml { Format::Yaml } else { Format::Json };
    if let Some(whole) =
        pieces.only_placeholder(text).and_then(|placeholder| of_expression(text, placeholder, is_yaml))
    {
        return whole;
    }
    let is_brackets = text.trim_start().starts_with(['{', '[']);
    if pieces.is_plain(text) && replaced.is_empty() && (is_yaml || is_brackets) {
        let mut tree = if is_yaml {
            asl_syntax::parse_yaml_version(text, YamlVersion::Unknown)
        } else {
            asl_syntax::parse(text, Dialect::Json)
        };
        tree.take_placeholders();
        return Whole { tree: Some(tree), parts: Vec::new() };
    }
    let rendered = |branch| pieces.rendered(text, branch, format);
    let tree = |rendered: Rendered| rendered.filled(replaced).tree(text, format, all);
    let otherwise = || pieces.has_else().then(|| tree(rendered(Branch::Else))).flatten();
    let parts = if pieces.has_directive() { pieces.parts() } else { Vec::new() };
    Whole { tree: tree(rendered(Branch::Then)).map(|tree| tree.with_otherwise(otherwise())), parts }
}

/// Returns whether all errors of a text are in interpolations, or directly after one.
pub(crate) fn are_in_interpolations(text: &str, errors: &[SyntaxError]) -> bool {
    let placeholders: Vec<Span> = Pieces::of_file(text, Span::new(0, text.len())).placeholders().collect();
    errors.iter().all(|error| {
        let before = placeholders.partition_point(|placeholder| placeholder.start <= error.span.start);
        placeholders[..before].last().is_some_and(|placeholder| error.span.start <= placeholder.end)
    })
}

/// Reads a file that is not a template. `replaced` are the strings in it that are replaced with unknown ones.
pub(crate) fn filled(text: &Arc<str>, format: Format, replaced: &[String]) -> Whole {
    let mut plain = Rendered::default();
    let all = Span::new(0, text.len());
    if text.len() <= MAX_BYTES {
        plain.push(text, all);
    }
    Whole { tree: plain.filled(replaced).tree(text, format, all), parts: Vec::new() }
}

/// Returns whether a template renders to a text that begins like JSON.
fn begins_as_json(pieces: &Pieces, file: &str) -> bool {
    let rendered = pieces.rendered(file, Branch::Then, Format::Json);
    let text = rendered.text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with(['{', '[', '"', '/']) || text.starts_with("${") || text.is_empty()
}

/// Reads a file that consists of `${jsonencode(...)}`.
fn of_expression(file: &Arc<str>, placeholder: Span, is_yaml: bool) -> Option<Whole> {
    let (part, expression) = expression(file, placeholder)?;
    let mut found = in_text((&part, &expression), is_yaml);
    match found.pop() {
        Some(Definition::Here { tree, parts }) if found.is_empty() => Some(Whole { tree: Some(tree), parts }),
        _ => None,
    }
}

/// Parses the expression in an interpolation.
pub(super) fn expression(file: &Arc<str>, placeholder: Span) -> Option<(Part, Expression)> {
    let inner = &file[placeholder.start as usize + 2..placeholder.end as usize - 1];
    let source = inner.trim_matches(|c: char| c == '~' || c.is_whitespace());
    let base = placeholder.start as usize + 2 + inner.find(source)?;
    let parsed = parse_expr(source).ok()?;
    Some((Part { file: Arc::clone(file), base, body: Body::new() }, parsed))
}
