//! The placeholder under the cursor, and its substitution.

use super::cursor::{Cursor, touches};
use super::substitutions::in_placeholder;
use asl_core::host::{Placeholder, TemplateContext, placeholders_in};
use asl_core::semantic::Analysis;

/// The substitution that provides the value of a placeholder.
#[derive(Debug, Clone, Copy)]
pub(super) struct Filling<'a> {
    /// The file with the substitution, if it is not the file with the definition.
    pub file: Option<&'a str>,
    /// The value, if it is a literal.
    pub value: Option<&'a str>,
}

/// The `${Name}` under the cursor.
pub(super) fn placeholder_at(cursor: Cursor<'_>) -> Option<Placeholder> {
    let placeholders = placeholders_in(cursor.analysis.tree(), cursor.text(), cursor.node);
    placeholders.into_iter().find(|placeholder| touches(placeholder.span, cursor.offset))
}

/// Finds the substitution of a placeholder.
pub(super) fn filled<'a>(analysis: &'a Analysis, placeholder: &Placeholder) -> Option<Filling<'a>> {
    let host = host_of(analysis);
    let found = in_placeholder(analysis, placeholder)?;
    let value = host.values.iter().find(|(name, _)| found.is_of_definition() && name == found.name);
    Some(Filling { file: host.path.as_deref(), value: value.map(|(_, value)| value.as_str()) })
}

/// The context of the template that fills in the placeholders of a definition.
pub(super) fn host_of(analysis: &Analysis) -> &TemplateContext {
    let own = analysis.host();
    if own.is_whole_file() { analysis.template_context().unwrap_or(own) } else { own }
}
