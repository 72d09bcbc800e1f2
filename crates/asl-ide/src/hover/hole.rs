//! `${Name}`: a place that a template fills in.

use super::super::cursor::Cursor;
use super::super::holes::{filled, hole_at, host_of};
use super::{Hover, code};
use asl_core::host::HostKind;

pub(super) fn hover(cursor: Cursor<'_>) -> Option<Hover> {
    let hole = hole_at(cursor)?;
    let tool = match host_of(cursor.analysis).kind {
        HostKind::Terraform => "Terraform fills this in",
        HostKind::Serverless => "The Serverless Framework or CloudFormation fills this in",
        HostKind::CloudFormation | HostKind::Sam => "CloudFormation fills this in",
        HostKind::Asl | HostKind::Markdown | HostKind::Rest => "Filled in when the definition is deployed",
    };
    let mut markdown = tool.to_owned();
    if let Some(found) = filled(cursor.analysis, &hole) {
        if let Some(value) = found.value {
            markdown.push_str(&format!(" with {}", code(value)));
        }
        if let Some(file) = found.file {
            markdown.push_str(&format!(", as {} says", code(file)));
        }
    }
    markdown.push('.');
    Some(Hover { span: hole.span, markdown })
}
