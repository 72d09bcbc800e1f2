//! Helpers that several rules about integrations share.

use crate::catalog::services::{arn_parts, is_filled_in};
use crate::rules::prelude::*;
use crate::syntax::Text;

/// The string value of a field, unless a template fills in a part of it.
pub(super) fn known_text<'a>(object: Object<'a>, field: &str) -> Option<Text<'a>> {
    object.get(field)?.as_text().filter(|text| !text.has_placeholder())
}

/// The `Resource` of a reader or writer, if it is known. A template may fill in its partition.
pub(super) fn known_resource<'a>(object: Object<'a>) -> Option<Text<'a>> {
    let resource = object.get("Resource")?.as_text()?;
    let is_known = || {
        let [_, partition, others @ ..] = arn_parts(resource.value)?;
        Some(is_filled_in(partition) && !others.iter().any(|part| part.contains("${")))
    };
    (!resource.has_placeholder() || is_known() == Some(true)).then_some(resource)
}

/// The S3 action that a reader or writer calls: `getObject` in `arn:aws:states:::s3:getObject`.
pub(super) fn s3_action(resource: &str) -> Option<&str> {
    let ["arn", partition, "states", "", "", action] = arn_parts(resource)? else { return None };
    let is_partition = partition.starts_with("aws") || is_filled_in(partition);
    action.strip_prefix("s3:").filter(|_| is_partition)
}
