//! Functions that several rules about paths share.

use crate::catalog::services::{Pattern, Resource};
use crate::catalog::{Available, Value, intrinsics};
use crate::expr::language::{looks_like_intrinsic, looks_like_path};
use crate::rules::prelude::*;
use crate::syntax::Text;

/// Whether the field requires a Reference Path.
pub(super) fn requires_reference(site: ExpressionRef<'_>) -> bool {
    site.info().value == Value::ReferencePath || is_comparison(site)
}

/// Whether the field is `Variable` or an operator that accepts a path. The specification allows any path there; AWS does
/// not (§12 U5, U6).
pub(super) fn is_comparison(site: ExpressionRef<'_>) -> bool {
    let name = site.info().name;
    name == "Variable" || catalog::operator(name).is_some_and(|operator| operator.by_path)
}

/// The note for filters that cannot be parsed.
pub(super) const FILTER: &str =
    "it is not known whether Step Functions rejects such a filter; it cannot evaluate it at run time";

/// AWS's message for a key that ends in `.$` whose value it cannot parse.
pub(super) fn rejected(key: &str) -> String {
    format!(
        "Step Functions rejects the definition: `The value for the field '{key}' must be a valid JSONPath or a \
         valid intrinsic function call`"
    )
}

/// Whether a string that should be a path is a function call.
pub(super) fn is_call(text: &str) -> bool {
    let text = text.trim_start();
    if text.starts_with('$') {
        return false;
    }
    let name = text.split_once('(').map(|(name, _)| name.trim_end());
    name.is_some_and(|name| name.starts_with("States.") || intrinsics::find(name).is_some())
}

/// Whether a string is certainly meant to be a path or a function call.
pub(super) fn looks_dynamic(text: Text<'_>) -> bool {
    (looks_like_path(text.value) || looks_like_intrinsic(text.value)) && !text.has_placeholder()
}

/// Returns why a field of the context object is not available to a state.
pub(super) fn missing(site: ExpressionRef<'_>, available: Available) -> Option<&'static str> {
    let state = site.object().state()?;
    let kind = state.kind()?;
    match available {
        Available::Always => None,
        Available::Callback if kind != StateKind::Task => Some("only `Task` states have a task token"),
        Available::Callback => {
            let resource = state.get("Resource")?.as_str()?;
            // A `Resource` that a template fills in is unknown. Working public definitions pass on the token of a `.sync`
            // task; only a plain request-response call certainly has none.
            let is_plain = Resource::parse(resource).pattern() == Some(Pattern::RequestResponse);
            is_plain.then_some(
                "only a `Task` state whose `Resource` ends in `.waitForTaskToken` has a task token",
            )
        }
        Available::Iteration => {
            let mut around =
                std::iter::successors(state.machine().parent(), |state| state.machine().parent());
            if around.any(|state| state.is(StateKind::Map)) {
                return None;
            }
            let hands_on = kind == StateKind::Map
                && (matches!(site.info().name, "ItemSelector" | "Parameters")
                    || !site.object().kind().is_state());
            (!hands_on).then_some("the item is available only in the `ItemSelector` of a `Map` state")
        }
    }
}
