//! The command that renders the graph of a definition.

use asl_core::Analysis;
use asl_ide::diagram::{Format, diagram};
use ls_types::Uri;
use serde_json::Value;

use super::Request;
use crate::messages::RequestError;

/// The arguments of the command: the URI of the document, the format (`mermaid` by default), and the name of a resource
/// in a template with several.
pub(crate) struct GraphParams {
    pub uri: Uri,
    format: Format,
    name: Option<String>,
}

impl GraphParams {
    pub(crate) fn new(arguments: &[Value]) -> Result<GraphParams, RequestError> {
        let text = |number: usize| arguments.get(number).and_then(Value::as_str);
        let uri = text(0).and_then(|uri| uri.parse().ok());
        let uri = uri.ok_or_else(|| {
            RequestError::invalid_params("the first argument must be the URI of a document")
        })?;
        let format = Format::named(text(1).unwrap_or("mermaid"));
        let format = format
            .ok_or_else(|| RequestError::invalid_params("the format must be `mermaid`, `dot` or `svg`"))?;
        Ok(GraphParams { uri, format, name: text(2).map(str::to_owned) })
    }
}

impl Request<'_> {
    pub(crate) fn graph(self, params: &GraphParams) -> Option<Value> {
        let name = |analysis: &Analysis| analysis.host().name.as_ref().map(|name| name.value.clone());
        let is_wanted = |analysis: &&Analysis| params.name.is_none() || name(analysis) == params.name;
        let mut wanted = self.analyses.iter().filter(is_wanted);
        wanted.find_map(|analysis| diagram(analysis, params.format)).map(Value::String)
    }
}
