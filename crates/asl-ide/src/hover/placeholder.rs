//! Hovers for placeholders such as `${Name}`.

use super::super::cursor::Cursor;
use super::super::placeholders::{filled, host_of, placeholder_at};
use super::{Hover, code};
use asl_core::host::TemplateKind;

pub(super) fn hover(cursor: Cursor<'_>) -> Option<Hover> {
    let placeholder = placeholder_at(cursor)?;
    let tool = match host_of(cursor.analysis).kind {
        TemplateKind::Terraform => "Substituted by Terraform",
        TemplateKind::Serverless => "Substituted by the Serverless Framework or CloudFormation",
        TemplateKind::CloudFormation | TemplateKind::Sam => "Substituted by CloudFormation",
        TemplateKind::Asl | TemplateKind::Markdown | TemplateKind::Description | TemplateKind::Rest => {
            "Substituted when the definition is deployed"
        }
    };
    let mut markdown = tool.to_owned();
    if let Some(found) = filled(cursor.analysis, &placeholder) {
        if let Some(value) = found.value {
            markdown.push_str(&format!(" with {}", code(value)));
        }
        if let Some(file) = found.file {
            markdown.push_str(&format!(", as defined in {}", code(file)));
        }
    }
    markdown.push('.');
    Some(Hover { span: placeholder.span, markdown })
}
