//! The places of a definition that a template fills in, where the cursor is on one.

use super::cursor::{Cursor, touches};
use crate::host::{Hole, Host, Name, holes_in};
use crate::semantic::Analysis;

/// What fills in a hole.
#[derive(Debug, Clone, Copy)]
pub struct Substitution<'a> {
    /// Its entry, a place of the file that says it.
    pub entry: &'a Name,
    /// That file, where it is not the one with the definition.
    pub file: Option<&'a str>,
    /// The value, where it is written out.
    pub value: Option<&'a str>,
}

/// The `${Name}` under a cursor.
pub(super) fn hole_at(cursor: Cursor<'_>) -> Option<Hole> {
    let holes = holes_in(cursor.analysis.tree(), cursor.text(), cursor.node);
    holes.into_iter().find(|hole| touches(hole.span, cursor.offset))
}

/// What fills in the `${Name}` under a cursor.
pub fn substitution(cursor: Cursor<'_>) -> Option<Substitution<'_>> {
    filled(cursor.analysis, &hole_at(cursor)?)
}

/// What fills in a hole.
pub(super) fn filled<'a>(analysis: &'a Analysis, hole: &Hole) -> Option<Substitution<'a>> {
    let host = host_of(analysis);
    let sub = host.sub_at(hole.span).filter(|_| !hole.is_escaped).and_then(|sub| sub.names.as_ref());
    let find = |names: &'a Vec<Name>| names.iter().find(|entry| entry.value == hole.name);
    let by_sub = sub.and_then(find);
    let entry = by_sub.or_else(|| host.substitutions.as_ref().and_then(find))?;
    let value = host.values.iter().find(|(name, _)| by_sub.is_none() && *name == hole.name);
    Some(Substitution { entry, file: host.path.as_deref(), value: value.map(|(_, value)| value.as_str()) })
}

/// The document that fills in the holes of a definition.
pub(super) fn host_of(analysis: &Analysis) -> &Host {
    let own = analysis.host();
    if own.is_whole_file() { analysis.around().unwrap_or(own) } else { own }
}
