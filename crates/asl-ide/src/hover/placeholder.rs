//! `${Name}`: a place that a template fills in.

use super::super::cursor::Cursor;
use super::super::placeholders::{filled, host_of, placeholder_at};
use super::{Hover, code};
use asl_core::host::TemplateKind;

pub(super) fn hover(cursor: Cursor<'_>) -> Option<Hover> {
    let placeholder = placeholder_at(cursor)?;
    let tool = match host_of(cursor.analysis).kind {
        TemplateKind::Terraform => "Terraform fills this in",
        TemplateKind::Serverless => "The Serverless Framework or CloudFormation fills this in",
        TemplateKind::CloudFormation | TemplateKind::Sam => "CloudFormation fills this in",
        TemplateKind::Asl | TemplateKind::Markdown | TemplateKind::Rest => {
            "Filled in when the definition is deployed"
        }
    };
    let mut markdown = tool.to_owned();
    if let Some(found) = filled(cursor.analysis, &placeholder) {
        if let Some(value) = found.value {
            markdown.push_str(&format!(" with {}", code(value)));
        }
        if let Some(file) = found.file {
            markdown.push_str(&format!(", as {} says", code(file)));
        }
    }
    markdown.push('.');
    Some(Hover { span: placeholder.span, markdown })
}
