//! `${Name}`: a place that a template fills in.

use super::super::cursor::{Cursor, touches};
use super::super::holes::hole_at;
use super::{Hover, code};
use crate::host::HostKind;

pub(super) fn hover(cursor: Cursor<'_>) -> Option<Hover> {
    let (name, span) = hole_at(cursor)?;
    if !touches(span, cursor.offset) {
        return None;
    }
    let host = cursor.analysis.host();
    let tool = match host.kind {
        HostKind::Terraform => "Terraform fills this in.",
        HostKind::Serverless => "The Serverless Framework, or CloudFormation after it, fills this in.",
        HostKind::Asl | HostKind::Markdown | HostKind::Rest if host.template.is_none() => {
            "Filled in when the definition is deployed."
        }
        _ => "CloudFormation fills this in.",
    };
    let substitutions = host.substitutions.as_deref().unwrap_or_default();
    let given = substitutions.iter().any(|entry| entry.value == name);
    let place = match &host.template {
        Some(template) if given => format!(" The value stands in {}.", code(template)),
        _ => String::new(),
    };
    Some(Hover { span, markdown: format!("{tool}{place}") })
}
