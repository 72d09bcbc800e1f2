//! The command that prints the IAM policy that a definition needs.

use std::path::Path;

use asl_core::Analysis;
use asl_iam::{Machine, Remark, format};
use ls_types::{Position, Range, Uri};
use serde::Serialize;
use serde_json::Value;

use super::{Request, first_uri, name_of};
use crate::messages::RequestError;

/// The arguments of the command: the URI of the document, and a position in the definition if there are several.
pub(crate) struct PolicyParams {
    pub uri: Uri,
    pub at: Option<Position>,
}

impl PolicyParams {
    pub(crate) fn new(arguments: &[Value]) -> Result<PolicyParams, RequestError> {
        let uri = first_uri(arguments)?;
        let at = match arguments.get(1) {
            None | Some(Value::Null) => None,
            Some(at) => Some(
                serde_json::from_value(at.clone())
                    .map_err(|_| RequestError::invalid_params("the second argument must be a position"))?,
            ),
        };
        Ok(PolicyParams { uri, at })
    }
}

/// The result of the command.
#[derive(Serialize)]
pub(crate) struct MachinePolicy {
    /// The name of the state machine in the template, or else of its file.
    name: String,
    /// The policy as a JSON document.
    policy: String,
    /// What the policy does not say.
    remarks: Vec<PolicyRemark>,
}

#[derive(Serialize)]
struct PolicyRemark {
    message: String,
    /// The state that the remark is about; the whole policy if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

impl Request<'_> {
    /// The policy of the definition at a position, or else of the first one.
    pub(crate) fn policy(self, at: Option<Position>) -> Option<MachinePolicy> {
        let at = at.and_then(|at| self.cursor(at)).map(|cursor| cursor.analysis);
        let at = at.filter(|analysis| analysis.is_definition());
        let wanted = at.or_else(|| self.analyses.iter().find(|analysis| analysis.is_definition()))?;
        let is_other = |other: &&Analysis| {
            other.is_definition()
                && wanted.host().is_one_of_several
                && other.host().is_one_of_several
                && name_of(other) == name_of(wanted)
                && !std::ptr::eq(*other, wanted)
        };
        let Machine { name, mut needed, .. } = self.machine(wanted);
        for other in self.analyses.iter().filter(is_other) {
            needed.add(&self.machine(other).needed);
        }
        let policy = serde_json::to_string_pretty(&format::json(&needed.policy)).ok()? + "\n";
        let remark = |Remark { span, message }| PolicyRemark { message, range: Some(self.view.range(span)) };
        let note = |note: &str| PolicyRemark { message: note.to_owned(), range: None };
        let remarks =
            needed.remarks.into_iter().map(remark).chain(format::notes(&policy).map(note)).collect();
        Some(MachinePolicy { name, policy, remarks })
    }

    /// The state machine of a definition, with what its template says as it is in the editor.
    fn machine(self, analysis: &Analysis) -> Machine {
        let context = analysis.named_by().first().unwrap_or(analysis.host());
        let template = context.path.as_deref().and_then(|path| self.snapshot.document(Path::new(path)));
        let text = match (&context.path, &template) {
            (Some(_), template) => template.as_ref().map_or("", |template| template.text()),
            (None, _) => self.view.document.text(),
        };
        let file = self.view.document.path.as_deref().and_then(Path::file_name).unwrap_or_default();
        Machine::new(analysis, context, text, &file.to_string_lossy())
    }
}
