//! The places of a definition that a template fills in, where the cursor is on one.

use super::cursor::{Cursor, touches};
use super::substitutions::in_placeholder;
use asl_core::host::{Placeholder, TemplateContext, placeholders_in};
use asl_core::semantic::Analysis;

/// What fills in a placeholder.
#[derive(Debug, Clone, Copy)]
pub(super) struct Filling<'a> {
    /// The file that says so, where it is not the one with the definition.
    pub file: Option<&'a str>,
    /// The value, where it is written out.
    pub value: Option<&'a str>,
}

/// The `${Name}` under a cursor.
pub(super) fn placeholder_at(cursor: Cursor<'_>) -> Option<Placeholder> {
    let placeholders = placeholders_in(cursor.analysis.tree(), cursor.text(), cursor.node);
    placeholders.into_iter().find(|placeholder| touches(placeholder.span, cursor.offset))
}

/// What fills in a placeholder.
pub(super) fn filled<'a>(analysis: &'a Analysis, placeholder: &Placeholder) -> Option<Filling<'a>> {
    let host = host_of(analysis);
    let found = in_placeholder(analysis, placeholder)?;
    let value = host.values.iter().find(|(name, _)| found.is_of_definition() && name == found.name);
    Some(Filling { file: host.path.as_deref(), value: value.map(|(_, value)| value.as_str()) })
}

/// The document that fills in the placeholders of a definition.
pub(super) fn host_of(analysis: &Analysis) -> &TemplateContext {
    let own = analysis.host();
    if own.is_whole_file() { analysis.template_context().unwrap_or(own) } else { own }
}
