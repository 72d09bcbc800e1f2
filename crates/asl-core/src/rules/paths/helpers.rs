//! What several rules about paths ask.

use crate::catalog::services::{Pattern, Resource};
use crate::catalog::{Available, Value, intrinsics};
use crate::expr::language::{looks_like_intrinsic, looks_like_path};
use crate::rules::prelude::*;
use crate::syntax::Text;

/// Whether the field takes only a path to one node.
pub(super) fn wants_reference(site: ExpressionRef<'_>) -> bool {
    site.info().value == Value::ReferencePath || is_comparison(site)
}

/// `Variable`, or an operator that takes a path. The specification takes any path there; AWS does not (§12 U5, U6).
pub(super) fn is_comparison(site: ExpressionRef<'_>) -> bool {
    let name = site.info().name;
    name == "Variable" || catalog::operator(name).is_some_and(|operator| operator.by_path)
}

/// What is known of filters that cannot be read.
pub(super) const FILTER: &str =
    "whether Step Functions refuses such a filter is not known; it cannot follow it when the machine runs";

/// What AWS says of a key that ends in `.$` and has a value that it cannot read.
pub(super) fn refused(key: &str) -> String {
    format!(
        "Step Functions refuses the definition: `The value for the field '{key}' must be a valid JSONPath or a \
         valid intrinsic function call`"
    )
}

/// Whether a text that should be a path is a call of a function.
pub(super) fn is_call(text: &str) -> bool {
    let name = text.trim_start().split_once('(').map(|(name, _)| name.trim_end());
    name.is_some_and(|name| name.starts_with("States.") || intrinsics::find(name).is_some())
}

/// Whether a text is surely meant as a path or a call.
pub(super) fn looks_dynamic(text: Text<'_>) -> bool {
    (looks_like_path(text.value) || looks_like_intrinsic(text.value)) && !text.has_placeholder()
}

/// Why a field that exists elsewhere is not there for a state.
pub(super) fn missing(site: ExpressionRef<'_>, available: Available) -> Option<&'static str> {
    let state = site.object().state()?;
    let kind = state.kind()?;
    match available {
        Available::Always => None,
        Available::Callback if kind != StateKind::Task => Some("only Task states have a token"),
        Available::Callback => {
            let resource = state.get("Resource")?.as_str()?;
            // The arguments of a template's function are not known.
            // Public definitions that run hand the token of a `.sync` task on; only a plain call surely has none.
            let is_plain = Resource::parse(resource).pattern() == Some(Pattern::RequestResponse);
            is_plain.then_some("only a Task whose `Resource` ends in `.waitForTaskToken` has a token")
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
            (!hands_on).then_some("the item is known in the `ItemSelector` of a Map state")
        }
    }
}
