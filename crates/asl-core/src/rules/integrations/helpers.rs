//! What several rules about integrations ask.

use crate::catalog::services::{arn_parts, is_filled_in};
use crate::rules::prelude::*;
use crate::syntax::Text;

/// The text of a field, unless a part of it is put in later.
pub(super) fn known_text<'a>(object: Object<'a>, field: &str) -> Option<Text<'a>> {
    object.get(field)?.as_text().filter(|text| !text.has_placeholder())
}

/// What a reader or writer calls. A template may fill in its partition.
pub(super) fn known_resource<'a>(object: Object<'a>) -> Option<Text<'a>> {
    let resource = object.get("Resource")?.as_text()?;
    let is_known = || {
        let [_, partition, others @ ..] = arn_parts(resource.value)?;
        Some(is_filled_in(partition) && !others.iter().any(|part| part.contains("${")))
    };
    (!resource.has_placeholder() || is_known() == Some(true)).then_some(resource)
}

/// Which S3 action a reader or writer calls: `getObject` of `arn:aws:states:::s3:getObject`.
pub(super) fn s3_action(resource: &str) -> Option<&str> {
    let ["arn", partition, "states", "", "", action] = arn_parts(resource)? else { return None };
    let is_partition = partition.starts_with("aws") || is_filled_in(partition);
    action.strip_prefix("s3:").filter(|_| is_partition)
}
